//! The tests of the SDK and of departments in C: programs for this machine, under the sanitizers.

use std::path::PathBuf;
use std::process::Command;

use mitra_project::Language;

use crate::install;
use crate::workspace::{self, root, target};

/// Runs them all.
pub(crate) fn tests() -> anyhow::Result<()> {
    if !install::has("make") || !install::has("cc") {
        install::debian("a C compiler for this machine, and make", &["build-essential"])?;
    }
    for folder in folders()? {
        let name = folder.file_name().unwrap_or_default();
        let mut built = std::ffi::OsString::from("TARGET=");
        built.push(target().join("c").join(name));
        let mut make = Command::new("make");
        workspace::run(make.arg("--silent").arg("-C").arg(&folder).arg(built).arg("test"))?;
    }
    Ok(())
}

/// The SDK, and the departments that are written with it.
fn folders() -> anyhow::Result<Vec<PathBuf>> {
    let sdk = root().join("plugins/sdk").join(Language::C.toolkit().name);
    Ok([vec![sdk], workspace::written_in(Language::C, "plugins")?].concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use mitra_core::limits;

    const HEADERS: [&str; 2] = [
        include_str!("../../plugins/sdk/c/mitra/limits.h"),
        include_str!("../../plugins/sdk/c/mitra/payments.h"),
    ];

    /// The value of a number, a product of numbers, or days in milliseconds.
    fn value(text: &str) -> u64 {
        let number = |part: &str| match part.trim() {
            "MITRA_DAY_MS" => 86_400_000,
            digits => digits.parse().expect("a number"),
        };
        text.trim_matches(['(', ')']).split('*').map(number).product()
    }

    /// What the headers define, but for the guards against their being included twice.
    fn defined() -> BTreeMap<&'static str, u64> {
        let lines = HEADERS.into_iter().flat_map(str::lines);
        let definitions = lines.filter_map(|line| line.strip_prefix("#define ")?.split_once(' '));
        definitions.map(|(name, text)| (name, value(text))).collect()
    }

    fn ms(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).expect("it fits")
    }

    /// Every limit of the SDK with the host's own.
    fn hosts() -> BTreeMap<&'static str, u64> {
        let sizes = [
            ("MITRA_REPLIES_MAX", limits::REPLIES_PER_TURN_MAX),
            ("MITRA_TEXT_CHARACTERS_MAX", limits::TEXT_CHARS_MAX),
            ("MITRA_BODY_CHARACTERS_MAX", limits::BODY_CHARS_MAX),
            ("MITRA_CHOICES_MAX", limits::ROWS_MAX),
            ("MITRA_CHOICE_ID_BYTES_MAX", limits::CHOICE_ID_BYTES_MAX),
            ("MITRA_TITLE_CHARACTERS_MAX", limits::ROW_TITLE_CHARS_MAX),
            ("MITRA_DESCRIPTION_CHARACTERS_MAX", limits::ROW_DESCRIPTION_CHARS_MAX),
            ("MITRA_BUTTON_CHARACTERS_MAX", limits::BUTTON_CHARS_MAX),
            ("MITRA_URL_BYTES_MAX", limits::URL_BYTES_MAX),
            ("MITRA_FILENAME_CHARACTERS_MAX", limits::FILENAME_CHARS_MAX),
            ("MITRA_PLACE_CHARACTERS_MAX", limits::PLACE_TEXT_CHARS_MAX),
            ("MITRA_FILE_BYTES_MAX", limits::FILE_BYTES_MAX),
            ("MITRA_FILES_BYTES_MAX", limits::FILES_PER_TURN_BYTES_MAX),
            ("MITRA_PAYMENT_REFERENCE_BYTES_MAX", limits::PAYMENT_REFERENCE_BYTES_MAX),
            ("MITRA_PURPOSE_CHARACTERS_MAX", limits::PAYMENT_PURPOSE_CHARS_MAX),
            ("MITRA_CERTIFICATE_NUMBER_CHARACTERS_MAX", limits::CERTIFICATE_NUMBER_CHARS_MAX),
            ("MITRA_HOLDER_CHARACTERS_MIN", limits::CERTIFICATE_NAME_CHARS_MIN),
            ("MITRA_HOLDER_CHARACTERS_MAX", limits::CERTIFICATE_NAME_CHARS_MAX),
            ("MITRA_FACT_CHARACTERS_MAX", limits::CERTIFICATE_TEXT_CHARS_MAX),
            ("MITRA_STATE_BYTES_MAX", limits::GUEST_STATE_BYTES_MAX),
            ("MITRA_SERVICES_MAX", limits::SERVICES_PER_DEPARTMENT_MAX),
            ("MITRA_ALIASES_MAX", limits::ALIASES_PER_SERVICE_MAX),
            ("MITRA_ALIAS_CODE_POINTS_MAX", limits::ALIAS_CHARS_MAX),
            ("MITRA_ID_BYTES_MAX", limits::SLUG_BYTES_MAX),
            ("MITRA_NAME_CHARACTERS_MAX", limits::ROW_TITLE_CHARS_MAX),
            ("MITRA_SUMMARY_CHARACTERS_MAX", limits::ROW_DESCRIPTION_CHARS_MAX),
            ("MITRA_FIELDS_MAX", limits::FORM_FIELDS_MAX),
            ("MITRA_FORM_BYTES_MAX", limits::FORM_BYTES_MAX),
            ("MITRA_FORM_TITLE_CHARACTERS_MAX", limits::FORM_TITLE_CHARS_MAX),
            ("MITRA_ALTERNATIVES_MAX", limits::ROWS_MAX),
            ("MITRA_ANSWER_CHARACTERS_MAX", limits::ANSWER_CHARS_MAX),
            ("MITRA_ANSWER_DIGITS_MAX", limits::ANSWER_DIGITS_MAX),
            ("MITRA_KEY_BYTES_MAX", limits::RECORD_KEY_BYTES_MAX),
            ("MITRA_VALUE_BYTES_MAX", limits::RECORD_VALUE_BYTES_MAX),
            ("MITRA_KEYS_MAX", limits::RECORD_KEYS_LISTED_MAX),
            ("MITRA_RECORDS_READ_MAX", limits::RECORD_READS_PER_TURN_MAX),
            ("MITRA_RECORDS_WRITTEN_MAX", limits::RECORD_WRITES_PER_TURN_MAX),
            ("MITRA_RANDOM_BYTES_MAX", limits::RANDOM_BYTES_MAX),
            ("MITRA_REQUEST_URL_BYTES_MAX", limits::HTTP_URL_BYTES_MAX),
            ("MITRA_REQUEST_BODY_BYTES_MAX", limits::HTTP_REQUEST_BYTES_MAX),
            ("MITRA_REQUEST_HEADERS_MAX", limits::HTTP_REQUEST_HEADERS_MAX),
            ("MITRA_TIMER_NAME_BYTES_MAX", limits::TIMER_NAME_BYTES_MAX),
            ("MITRA_TIMER_NOTE_BYTES_MAX", limits::TIMER_NOTE_BYTES_MAX),
        ];
        let others = [
            ("MITRA_RETRY_SECONDS_MAX", limits::RETRY_LATER_MAX.as_secs()),
            ("MITRA_FILES_READ_MAX", limits::MEDIA_READS_PER_TURN_MAX.into()),
            ("MITRA_REQUESTS_MAX", limits::HTTP_REQUESTS_PER_TURN_MAX.into()),
            ("MITRA_PAYMENTS_FOUND_MAX", limits::PAYMENT_FINDS_PER_TURN_MAX.into()),
            ("MITRA_CERTIFICATES_ISSUED_MAX", limits::CERTIFICATES_ISSUED_PER_TURN_MAX.into()),
            ("MITRA_CERTIFICATE_CHANGES_MAX", limits::CERTIFICATE_CHANGES_PER_TURN_MAX.into()),
            ("MITRA_CERTIFICATES_FOUND_MAX", limits::CERTIFICATE_FINDS_PER_TURN_MAX.into()),
            ("MITRA_TIMER_CALLS_MAX", limits::TIMER_CALLS_PER_TURN_MAX.into()),
            ("MITRA_TIMER_AHEAD_MS_MAX", ms(limits::TIMER_AHEAD_MAX)),
            ("MITRA_PAYMENT_PAISE_MIN", limits::PAYMENT_PAISE_MIN),
            ("MITRA_PAYMENT_PAISE_MAX", limits::PAYMENT_PAISE_MAX),
            ("MITRA_PAYMENT_SECONDS_MIN", limits::PAYMENT_VALID_MIN.as_secs()),
            ("MITRA_PAYMENT_SECONDS_MAX", limits::PAYMENT_VALID_MAX.as_secs()),
        ];
        let sizes = sizes.map(|(name, size)| (name, u64::try_from(size).expect("it fits")));
        sizes.into_iter().chain(others).collect()
    }

    #[test]
    fn the_limits_of_the_sdk_in_c_are_the_hosts() {
        assert_eq!(defined(), hosts());
    }
}
