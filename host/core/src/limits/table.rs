//! The limits that a department meets, for the page that vendors read.

use std::time::Duration;

use super::{
    ALIAS_CHARS_MAX, ALIASES_PER_SERVICE_MAX, ANSWER_CHARS_MAX, ANSWER_DIGITS_MAX, BODY_CHARS_MAX,
    BREAKER_CITIZENS, BREAKER_FAULTS, BREAKER_REST_FIRST, BREAKER_REST_MAX, BUTTON_CHARS_MAX,
    CAPTION_CHARS_MAX, CERTIFICATE_AHEAD_MAX, CERTIFICATE_BYTES_MAX,
    CERTIFICATE_CHANGES_PER_TURN_MAX, CERTIFICATE_FIELDS_MAX, CERTIFICATE_FINDS_PER_TURN_MAX,
    CERTIFICATE_LABEL_CHARS_MAX, CERTIFICATE_NAME_CHARS_MAX, CERTIFICATE_NAME_CHARS_MIN,
    CERTIFICATE_NUMBER_CHARS_MAX, CERTIFICATE_TEXT_CHARS_MAX, CERTIFICATE_TITLE_CHARS_MAX,
    CERTIFICATE_VALID_DAYS_MAX, CERTIFICATES_ISSUED_PER_TURN_MAX, CHOICE_ID_BYTES_MAX,
    COMPONENT_BYTES_MAX, DESCRIBE_CPU_MAX, FAULT_DETAIL_CHARS_MAX, FILE_BYTES_MAX,
    FILENAME_CHARS_MAX, FILES_PER_TURN_BYTES_MAX, FORM_BYTES_MAX, FORM_FIELDS_MAX,
    FORM_TITLE_CHARS_MAX, GUEST_HANDLES_MAX, GUEST_MEMORY_BYTES_MAX, GUEST_STACK_BYTES_MAX,
    GUEST_STATE_BYTES_MAX, GUEST_TABLE_ELEMENTS_MAX, HOST_CALLS_PER_TURN_MAX,
    HTTP_REQUEST_BYTES_MAX, HTTP_REQUEST_HEADERS_MAX, HTTP_REQUESTS_PER_TURN_MAX,
    HTTP_RESPONSE_BYTES_MAX, HTTP_RESPONSE_HEADER_BYTES_MAX, HTTP_TIME_MAX, HTTP_UNDER_WAY_MAX,
    HTTP_URL_BYTES_MAX, LOG_BYTES_PER_TURN_MAX, LOG_LINES_PER_TURN_MAX, MEDIA_READ_BYTES_MAX,
    MEDIA_READ_TIME_MAX, MEDIA_READS_PER_TURN_MAX, NOTICE_BODY_BYTES_MAX, NOTICE_ID_BYTES_MAX,
    NOTICE_REQUEST_BYTES_MAX, NOTICE_RETENTION, NOTICES_BURST, NOTICES_PER_SECOND,
    NOTICES_WAITING_MAX, PAYMENT_FINDS_PER_TURN_MAX, PAYMENT_PAISE_MAX, PAYMENT_PAISE_MIN,
    PAYMENT_PURPOSE_CHARS_MAX, PAYMENT_REFERENCE_BYTES_MAX, PAYMENT_VALID_MAX, PAYMENT_VALID_MIN,
    PLACE_TEXT_CHARS_MAX, RANDOM_BYTES_MAX, RECORD_BYTES_PER_CITIZEN_MAX,
    RECORD_BYTES_PER_DEPARTMENT_MAX, RECORD_KEY_BYTES_MAX, RECORD_KEYS_LISTED_MAX,
    RECORD_READS_PER_TURN_MAX, RECORD_VALUE_BYTES_MAX, RECORD_WRITES_PER_TURN_MAX,
    REPLIES_PER_TURN_MAX, RETRY_LATER_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX,
    ROWS_MAX, SERVICES_PER_DEPARTMENT_MAX, SLUG_BYTES_MAX, TEMPLATE_PAUSE, TEXT_CHARS_MAX,
    TIMER_AHEAD_MAX, TIMER_CALLS_PER_TURN_MAX, TIMER_NAME_BYTES_MAX, TIMER_NOTE_BYTES_MAX,
    TIMER_WAIT_MAX, TIMERS_PER_SERVICE_MAX, TOPICS_PER_DEPARTMENT_MAX, TURN_CONFLICT_TRIES_MAX,
    TURN_CPU_MAX, TURN_WALL_MAX, URL_BYTES_MAX, WASI_RANDOM_BYTES_MAX,
};

/// What happens when a limit is broken.
const CHECK: &str = "the release is refused: E0111";
const REPLY: &str = "E0206";
const LIMIT: &str = "E0205";

/// One part of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What its limits are about.
    pub title: &'static str,
    /// Its limits.
    pub rows: Vec<Row>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of what.
    pub what: &'static str,
    /// The limit, with its unit.
    pub limit: String,
    /// What happens beyond it.
    pub broken: &'static str,
}

/// All limits that a department meets.
pub fn table() -> Vec<Part> {
    vec![
        Part { title: "A turn", rows: turn() },
        Part { title: "Records", rows: records() },
        Part { title: "Requests to web services", rows: http() },
        Part { title: "Citizens' files", rows: media() },
        Part { title: "Timers", rows: timers() },
        Part { title: "Payments", rows: payments() },
        Part { title: "Notices of the back end", rows: notices() },
        Part { title: "Certificates", rows: certificates() },
        Part { title: "Replies", rows: replies() },
        Part { title: "Forms", rows: forms() },
        Part { title: "The component and what it says of itself", rows: component() },
        Part { title: "A department that fails", rows: breaker() },
    ]
}

fn turn() -> Vec<Row> {
    vec![
        row("CPU time", time(TURN_CPU_MAX), "E0202"),
        row("time in all, waiting included", time(TURN_WALL_MAX), "E0203"),
        row("memory, over all memories", bytes(GUEST_MEMORY_BYTES_MAX), "E0204"),
        row("table elements, over all tables", number(GUEST_TABLE_ELEMENTS_MAX), LIMIT),
        row("stack", bytes(GUEST_STACK_BYTES_MAX), "E0201"),
        row("calls to the host", number(HOST_CALLS_PER_TURN_MAX), LIMIT),
        row("handles at once: files, streams, requests of WASI", number(GUEST_HANDLES_MAX), LIMIT),
        row("random bytes of one call", number(RANDOM_BYTES_MAX), LIMIT),
        row("random bytes of one call through WASI", bytes(WASI_RANDOM_BYTES_MAX), LIMIT),
        row(
            "lines of log",
            number(LOG_LINES_PER_TURN_MAX),
            "the rest is dropped, and a line says so",
        ),
        row(
            "text of log",
            bytes(LOG_BYTES_PER_TURN_MAX),
            "the rest is dropped, and a line says so",
        ),
        row("state left for the next turn", bytes(GUEST_STATE_BYTES_MAX), REPLY),
        row("the pause of `retry-later`", time(RETRY_LATER_MAX), "counts as the longest"),
        row(
            "tries of a turn whose records others changed",
            number(TURN_CONFLICT_TRIES_MAX),
            "E0209",
        ),
    ]
}

fn records() -> Vec<Row> {
    vec![
        row("a key", count(RECORD_KEY_BYTES_MAX, "bytes"), LIMIT),
        row("a value", bytes(RECORD_VALUE_BYTES_MAX), LIMIT),
        row("all records of a department", bytes(RECORD_BYTES_PER_DEPARTMENT_MAX), LIMIT),
        row("all records of a citizen in a department", bytes(RECORD_BYTES_PER_CITIZEN_MAX), LIMIT),
        row("records read in a turn", number(RECORD_READS_PER_TURN_MAX), LIMIT),
        row("records written in a turn", number(RECORD_WRITES_PER_TURN_MAX), LIMIT),
        row("keys of one listing", number(RECORD_KEYS_LISTED_MAX), "the first so many"),
    ]
}

fn http() -> Vec<Row> {
    vec![
        row("requests in a turn", number(HTTP_REQUESTS_PER_TURN_MAX), LIMIT),
        row("requests of a department under way", number(HTTP_UNDER_WAY_MAX), "tried again later"),
        row("time of one, its response included", time(HTTP_TIME_MAX), "`timed-out`"),
        row("an address", count(HTTP_URL_BYTES_MAX, "bytes"), "`invalid`"),
        row("headers of a request", number(HTTP_REQUEST_HEADERS_MAX), "`invalid`"),
        row("a request's body", bytes(HTTP_REQUEST_BYTES_MAX), "`invalid`"),
        row("a response's body", bytes(HTTP_RESPONSE_BYTES_MAX), "`too-large`"),
        row("a response's headers together", bytes(HTTP_RESPONSE_HEADER_BYTES_MAX), "`too-large`"),
    ]
}

fn media() -> Vec<Row> {
    vec![
        row("files read in a turn", number(MEDIA_READS_PER_TURN_MAX), LIMIT),
        row("a file", bytes(MEDIA_READ_BYTES_MAX), "`too-large`"),
        row("time of all reads of a turn", time(MEDIA_READ_TIME_MAX), "`unavailable`"),
    ]
}

fn timers() -> Vec<Row> {
    vec![
        row("timers of a citizen in a service", number(TIMERS_PER_SERVICE_MAX), LIMIT),
        row("`set` and `cancel` in a turn, together", number(TIMER_CALLS_PER_TURN_MAX), LIMIT),
        row("a name", count(TIMER_NAME_BYTES_MAX, "bytes"), LIMIT),
        row("a note", bytes(TIMER_NOTE_BYTES_MAX), LIMIT),
        row("how far ahead", time(TIMER_AHEAD_MAX), LIMIT),
        row("how long one waits that cannot be told", time(TIMER_WAIT_MAX), "it is dropped"),
    ]
}

fn payments() -> Vec<Row> {
    let valid = format!("{} to {}", time(PAYMENT_VALID_MIN), time(PAYMENT_VALID_MAX));
    vec![
        row("payments asked for in a turn", "1".to_owned(), REPLY),
        row("payments looked up in a turn", number(PAYMENT_FINDS_PER_TURN_MAX), LIMIT),
        row("a reference", count(PAYMENT_REFERENCE_BYTES_MAX, "bytes"), REPLY),
        row("a purpose, in each language", characters(PAYMENT_PURPOSE_CHARS_MAX), REPLY),
        row("an amount", format!("{PAYMENT_PAISE_MIN} to {PAYMENT_PAISE_MAX} paise"), REPLY),
        row("how long it may be paid", valid, REPLY),
    ]
}

fn notices() -> Vec<Row> {
    vec![
        row("an id", count(NOTICE_ID_BYTES_MAX, "bytes"), "400"),
        row("a body", bytes(NOTICE_BODY_BYTES_MAX), "400"),
        row("a request", bytes(NOTICE_REQUEST_BYTES_MAX), "413"),
        row("notices a second, in the long run", number(NOTICES_PER_SECOND), "429"),
        row("notices at once", number(NOTICES_BURST), "429"),
        row("notices that wait for a citizen", number(NOTICES_WAITING_MAX), "429"),
        row("how long an id is known", time(NOTICE_RETENTION), "it counts as a new one"),
        row("how long one waits that cannot be told", time(TIMER_WAIT_MAX), "it is dropped"),
        row("topics of a department", number(TOPICS_PER_DEPARTMENT_MAX), "E0401"),
        row("a topic's name", characters(ROW_TITLE_CHARS_MAX), "E0401"),
        row("templates to a citizen", format!("one in {}", time(TEMPLATE_PAUSE)), "it waits"),
    ]
}

fn certificates() -> Vec<Row> {
    let name = format!("{CERTIFICATE_NAME_CHARS_MIN} to {CERTIFICATE_NAME_CHARS_MAX} characters");
    let days = count(CERTIFICATE_VALID_DAYS_MAX as usize, "days");
    vec![
        row("calls of `issue` in a turn", number(CERTIFICATES_ISSUED_PER_TURN_MAX), LIMIT),
        row("calls of `set-status` in a turn", number(CERTIFICATE_CHANGES_PER_TURN_MAX), LIMIT),
        row("`find` and `get` in a turn, together", number(CERTIFICATE_FINDS_PER_TURN_MAX), LIMIT),
        row("a number", characters(CERTIFICATE_NUMBER_CHARS_MAX), "`invalid`"),
        row("a holder's name", name, "`invalid`"),
        row("a fact in words", characters(CERTIFICATE_TEXT_CHARS_MAX), "`invalid`"),
        row("all that one says", count(CERTIFICATE_BYTES_MAX, "bytes"), "`invalid`"),
        row("how far ahead one begins to be valid", time(CERTIFICATE_AHEAD_MAX), "`invalid`"),
        row("fields of a kind", number(CERTIFICATE_FIELDS_MAX as u64), "E0401"),
        row("a kind's title", characters(CERTIFICATE_TITLE_CHARS_MAX), "E0401"),
        row("a field's label", characters(CERTIFICATE_LABEL_CHARS_MAX), "E0401"),
        row("`valid_days` of a kind", days, "E0401"),
    ]
}

fn replies() -> Vec<Row> {
    vec![
        row("replies of a turn", number(REPLIES_PER_TURN_MAX), REPLY),
        row("a text", characters(TEXT_CHARS_MAX), REPLY),
        row(
            "the words over choices, a link or a request for a location",
            characters(BODY_CHARS_MAX),
            REPLY,
        ),
        row("a caption", characters(CAPTION_CHARS_MAX), REPLY),
        row("choices of one question", format!("1 to {ROWS_MAX}"), REPLY),
        row("a choice's title", characters(ROW_TITLE_CHARS_MAX), REPLY),
        row("a choice's description", characters(ROW_DESCRIPTION_CHARS_MAX), REPLY),
        row("a choice's id", count(CHOICE_ID_BYTES_MAX, "bytes"), REPLY),
        row("a button's or a link's label", characters(BUTTON_CHARS_MAX), REPLY),
        row("an address on the web", count(URL_BYTES_MAX, "bytes, https"), REPLY),
        row("a file that you made", bytes(FILE_BYTES_MAX), REPLY),
        row("all files of a turn", bytes(FILES_PER_TURN_BYTES_MAX), REPLY),
        row("a document's name", characters(FILENAME_CHARS_MAX), REPLY),
        row("a place's name or address", characters(PLACE_TEXT_CHARS_MAX), REPLY),
    ]
}

fn forms() -> Vec<Row> {
    vec![
        row("fields of a form", format!("1 to {FORM_FIELDS_MAX}"), REPLY),
        row("all texts and ids of a form", bytes(FORM_BYTES_MAX), REPLY),
        row("a form's title", characters(FORM_TITLE_CHARS_MAX), REPLY),
        row("a field's label, an alternative's title", characters(ROW_TITLE_CHARS_MAX), REPLY),
        row("a question, a help", characters(BODY_CHARS_MAX), REPLY),
        row(
            "alternatives of a field; of one that may be skipped",
            format!("2 to {ROWS_MAX}; to {}", ROWS_MAX - 1),
            REPLY,
        ),
        row("an answer in words, at most to be asked for", characters(ANSWER_CHARS_MAX), REPLY),
        row(
            "an answer in digits, at most to be asked for",
            count(ANSWER_DIGITS_MAX, "digits"),
            REPLY,
        ),
    ]
}

fn component() -> Vec<Row> {
    vec![
        row("the component", bytes(COMPONENT_BYTES_MAX), "E0101"),
        row("CPU time of `describe`", time(DESCRIBE_CPU_MAX), "E0110"),
        row("services", format!("1 to {SERVICES_PER_DEPARTMENT_MAX}"), CHECK),
        row(
            "an id of the department, a service, a form, a field",
            count(SLUG_BYTES_MAX, "bytes"),
            CHECK,
        ),
        row("a name", characters(ROW_TITLE_CHARS_MAX), CHECK),
        row("a service's summary", characters(ROW_DESCRIPTION_CHARS_MAX), CHECK),
        row("aliases of a service", number(ALIASES_PER_SERVICE_MAX), CHECK),
        row("an alias", count(ALIAS_CHARS_MAX, "code points"), CHECK),
    ]
}

fn breaker() -> Vec<Row> {
    vec![
        row("faults in a row before it rests", number(BREAKER_FAULTS), "E0211"),
        row("citizens who must have had them", number(BREAKER_CITIZENS), "E0211"),
        row(
            "the first rest",
            time(BREAKER_REST_FIRST),
            "one turn is tried; in vain, the rest is twice as long",
        ),
        row("the longest rest", time(BREAKER_REST_MAX), "one turn is tried"),
        row(
            "words of a fault that are kept",
            count(FAULT_DETAIL_CHARS_MAX, "characters"),
            "the rest is cut off",
        ),
    ]
}

fn row(what: &'static str, limit: String, broken: &'static str) -> Row {
    Row { what, limit, broken }
}

/// With commas between thousands.
fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn count(count: usize, unit: &str) -> String {
    format!("{} {unit}", number(count as u64))
}

fn characters(characters: usize) -> String {
    count(characters, "characters")
}

/// In the largest unit that it is a whole number of.
fn bytes(bytes: usize) -> String {
    const KIB: usize = 1024;
    const MIB: usize = 1024 * KIB;
    const GIB: usize = 1024 * MIB;
    match bytes {
        _ if bytes >= GIB && bytes.is_multiple_of(GIB) => format!("{} GiB", bytes / GIB),
        _ if bytes >= MIB && bytes.is_multiple_of(MIB) => format!("{} MiB", bytes / MIB),
        _ if bytes >= KIB && bytes.is_multiple_of(KIB) => format!("{} KiB", bytes / KIB),
        _ => count(bytes, "bytes"),
    }
}

/// In the largest unit that it is a whole number of.
fn time(time: Duration) -> String {
    const UNITS: [(u128, &str, &str); 5] = [
        (86_400_000, "day", "days"),
        (3_600_000, "hour", "hours"),
        (60_000, "minute", "minutes"),
        (1_000, "s", "s"),
        (1, "ms", "ms"),
    ];
    let milliseconds = time.as_millis();
    let is_fit =
        |(unit, ..): &&(u128, _, _)| milliseconds >= *unit && milliseconds.is_multiple_of(*unit);
    let (unit, one, many) = UNITS.iter().find(is_fit).unwrap_or(&UNITS[4]);
    let number = milliseconds / unit;
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_in_units_that_people_read() {
        let sizes = [1_024, 64 * 1024 * 1024, 1_000, 1_536].map(bytes);
        assert_eq!(sizes, ["1 KiB", "64 MiB", "1,000 bytes", "1,536 bytes"]);
        let times = [
            Duration::from_millis(50),
            Duration::from_secs(1),
            Duration::from_secs(10),
            Duration::from_mins(5),
            Duration::from_hours(1),
            Duration::from_hours(400 * 24),
        ];
        assert_eq!(times.map(time), ["50 ms", "1 s", "10 s", "5 minutes", "1 hour", "400 days"]);
        assert_eq!(
            [0_u64, 999, 100_000, 1_234_567].map(number),
            ["0", "999", "100,000", "1,234,567"]
        );
    }

    #[test]
    fn no_limit_is_told_twice() {
        for part in table() {
            let mut names: Vec<_> = part.rows.iter().map(|row| row.what).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), part.rows.len(), "{}", part.title);
        }
    }
}
