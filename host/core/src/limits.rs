//! Every limit of the host, with its unit, its source and its arithmetic.
//! **Invariant I7:** every queue, buffer, attempt count and wait has one, here or beside its use.

use std::time::Duration;

pub mod table;

// ---- Notifications (Meta to us) ----

/// The largest notification body taken. Meta states 3 MB (read as 3 x 1,024 x 1,024) and we leave a margin of a third.
///
/// Source: Meta, "Create a webhook endpoint" (2026-04-21).
pub const NOTIFICATION_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How deep a notification's JSON may nest. Real ones nest 12 deep.
pub const NOTIFICATION_DEPTH_MAX: usize = 128;
/// The most items of one notification: Meta states 1,000 and we take twice that.
pub const LEAVES_PER_NOTIFICATION_MAX: usize = 2_000;
/// The longest challenge echoed in the verification handshake, in bytes.
pub const CHALLENGE_BYTES_MAX: usize = 1_024;
/// How long dedup keys are kept. Meta repeats notifications for up to 7 days.
pub const DEDUP_RETENTION: Duration = Duration::from_hours(8 * 24);
/// The most raw bytes of one item kept in quarantine.
pub const QUARANTINE_BYTES_MAX: usize = NOTIFICATION_BYTES_MAX;
/// The most items kept in quarantine. Beyond, the oldest go, so that nobody can fill the disk: a hundred times what a
/// bad day makes.
pub const QUARANTINE_ITEMS_MAX: usize = 100_000;
/// How long items are kept in quarantine for a person to look at.
pub const QUARANTINE_RETENTION: Duration = Duration::from_hours(30 * 24);

// ---- Inbox and lanes ----

/// The most unsettled events in the inbox. Beyond, the webhook answers 503 and Meta keeps the rest: at 1,000 messages a
/// second this is over three minutes of a standing pipeline.
pub const INBOX_EVENTS_MAX: usize = 200_000;
/// The most unsettled events of one citizen: one full notification. Beyond, events are quarantined, so that one
/// flooding phone cannot fill the inbox.
pub const LANE_DEPTH_MAX: usize = 1_000;
/// The most turns under way at once, over all citizens.
pub const TURNS_IN_FLIGHT_MAX: usize = 256;
/// How long a claimed event is held for its claimer. A crash of one host of many frees its lanes after this.
pub const EVENT_CLAIM_HOLD: Duration = Duration::from_mins(1);
/// How often a turn is repeated because a record it read had changed.
pub const TURN_CONFLICT_TRIES_MAX: u32 = 5;
/// How often an event is taken up again after `retry-later`, a full sandbox or a host failure.
pub const EVENT_ATTEMPTS_MAX: u32 = 5;
/// The longest pause a department can ask for with `retry-later`.
pub const RETRY_LATER_MAX: Duration = Duration::from_hours(1);

// ---- The sandbox ----

/// CPU time of one turn.
pub const TURN_CPU_MAX: Duration = Duration::from_millis(50);
/// CPU time of `describe`.
pub const DESCRIBE_CPU_MAX: Duration = Duration::from_secs(1);
/// Wall time of one turn. Longer than the 2 s after which a citizen wonders, shorter than the claim.
pub const TURN_WALL_MAX: Duration = Duration::from_secs(5);
/// Linear memory of one turn, over all memories of the instance.
pub const GUEST_MEMORY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Table elements of one turn, over all tables. A JavaScript engine needs about 20,000.
pub const GUEST_TABLE_ELEMENTS_MAX: usize = 100_000;
/// WebAssembly stack of one turn.
pub const GUEST_STACK_BYTES_MAX: usize = 512 * 1024;
/// Host functions called in one turn.
pub const HOST_CALLS_PER_TURN_MAX: u32 = 10_000;
/// Handles that one turn may hold at once: open files, streams, requests and the like of WASI, and a component's own
/// resources. Honest turns hold some tens. What the host may have to keep for one is 128 KiB, so for all 32 MiB.
pub const GUEST_HANDLES_MAX: usize = 256;
/// The largest component taken.
pub const COMPONENT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Turns waiting for one executor thread. Beyond, a turn is refused as overloaded and tried again.
pub const EXECUTOR_QUEUE_MAX: usize = 256;
/// What a citizen wished for before they chose a language, as far as it is remembered.
pub const WISH_CHARS_MAX: usize = 200;
/// State that a turn leaves for the next.
pub const GUEST_STATE_BYTES_MAX: usize = 64 * 1024;
/// Replies of one turn.
pub const REPLIES_PER_TURN_MAX: usize = 10;
/// The largest file that a reply carries. A page of text as PDF has 20 to 100 KiB, a scanned form 300.
pub const FILE_BYTES_MAX: usize = 512 * 1024;
/// The bytes of all files of one turn.
pub const FILES_PER_TURN_BYTES_MAX: usize = 1024 * 1024;
/// Log lines of one turn.
pub const LOG_LINES_PER_TURN_MAX: u32 = 100;
/// Log text of one turn.
pub const LOG_BYTES_PER_TURN_MAX: usize = 16 * 1024;
/// Characters of a fault's detail that are kept for the vendor.
pub const FAULT_DETAIL_CHARS_MAX: usize = 2_000;

/// Random bytes of one call.
pub const RANDOM_BYTES_MAX: usize = 1_024;
/// Random bytes of one call through WASI, which languages' own libraries make: Python's takes 2,496 at once.
pub const WASI_RANDOM_BYTES_MAX: usize = 64 * 1024;

// ---- A department's requests to web services ----

/// Requests of one turn.
pub const HTTP_REQUESTS_PER_TURN_MAX: u32 = 10;
/// The most that turns of one department may have under way: half of the turns that a sandbox runs at once. A back
/// end that is silent must not hold all of them. One more turn ends as overloaded, and is tried again after a pause.
pub const HTTP_UNDER_WAY_MAX: usize = 64;
/// How long one may take, its whole response included. Less than a turn, so that the department can still answer.
pub const HTTP_TIME_MAX: Duration = Duration::from_secs(4);
/// The largest body sent.
pub const HTTP_REQUEST_BYTES_MAX: usize = 256 * 1024;
/// The most headers sent that are the department's own.
pub const HTTP_REQUEST_HEADERS_MAX: usize = 32;
/// The longest address, in bytes.
pub const HTTP_URL_BYTES_MAX: usize = 4 * 1024;
/// The largest body taken.
pub const HTTP_RESPONSE_BYTES_MAX: usize = 1024 * 1024;
/// The most that a response's headers may have together, names included.
pub const HTTP_RESPONSE_HEADER_BYTES_MAX: usize = 32 * 1024;

// ---- Citizens' files, read by departments ----

/// Files that one turn may read.
pub const MEDIA_READS_PER_TURN_MAX: u32 = 4;
/// The largest file that may be read. WhatsApp takes photos of at most 5 MB; four of the largest are 20 of a turn's
/// 64 MiB.
pub const MEDIA_READ_BYTES_MAX: usize = 5 * 1024 * 1024;
/// How long all reads of a turn may take together. Less than a turn, so that the department can still answer.
pub const MEDIA_READ_TIME_MAX: Duration = Duration::from_secs(4);

// ---- A department's records ----

/// The longest key, in bytes.
pub const RECORD_KEY_BYTES_MAX: usize = 256;
/// The largest value.
pub const RECORD_VALUE_BYTES_MAX: usize = 64 * 1024;
/// What a department may keep in all, keys included: a government's largest register fits, and one department cannot
/// fill the disk of all.
pub const RECORD_BYTES_PER_DEPARTMENT_MAX: usize = 1024 * 1024 * 1024;
/// What it may keep for one citizen, keys included.
pub const RECORD_BYTES_PER_CITIZEN_MAX: usize = 1024 * 1024;
/// Different records that one turn may read.
pub const RECORD_READS_PER_TURN_MAX: usize = 100;
/// Different records that one turn may write.
pub const RECORD_WRITES_PER_TURN_MAX: usize = 100;
/// The most keys of one listing.
pub const RECORD_KEYS_LISTED_MAX: usize = 100;

// ---- A department's timers ----

/// The longest name, in bytes.
pub const TIMER_NAME_BYTES_MAX: usize = 64;
/// The largest note.
pub const TIMER_NOTE_BYTES_MAX: usize = 4 * 1024;
/// Timers of one citizen in one service.
pub const TIMERS_PER_SERVICE_MAX: usize = 8;
/// Calls of `set` and `cancel` in one turn, together.
pub const TIMER_CALLS_PER_TURN_MAX: u32 = 8;
/// How far ahead a timer may be set: what comes every year can be told of a month before.
pub const TIMER_AHEAD_MAX: Duration = Duration::from_hours(400 * 24);
/// How long after its instant a timer that cannot be told waits. Then it is dropped.
pub const TIMER_WAIT_MAX: Duration = Duration::from_hours(30 * 24);
/// How long a timer waits before it looks again whether the citizen is still busy, or the department still rests.
pub const TIMER_PAUSE: Duration = Duration::from_mins(10);
/// How long a citizen is silent in the middle of a service before another one's timer speaks.
pub const TIMER_SILENCE: Duration = Duration::from_hours(1);
/// Topics that one department may declare: as many as a page of a list shows beside the ways on.
pub const TOPICS_PER_DEPARTMENT_MAX: usize = 7;
/// The pause between two templates to one citizen, whatever waits for them.
pub const TEMPLATE_PAUSE: Duration = Duration::from_hours(24);
/// The longest such pause: it doubles with each template that is not answered.
pub const TEMPLATE_PAUSE_MAX: Duration = Duration::from_hours(16 * 24);
/// How long a timer waits that a template may announce later, before it looks again whether it may.
pub const TEMPLATE_LOOK: Duration = Duration::from_hours(1);
/// How long a template may wait in the outbox. Then there may be no news any more.
pub const TEMPLATE_LIFE: Duration = Duration::from_hours(24);
/// The longest name of a template, in bytes: Meta's own limit.
pub const TEMPLATE_NAME_BYTES_MAX: usize = 512;
/// The longest parameter of a template: all of a body has 1,024 characters at Meta, and it has two.
pub const TEMPLATE_PARAMETER_CHARS_MAX: usize = 256;
/// Spaces in a row that a parameter of a template may have: Meta refuses more.
pub const TEMPLATE_SPACES_MAX: usize = 4;
/// Timers in citizens' lanes at once, a quarter of the turns under way: when many are due at one instant, messages are
/// answered in between.
pub const TIMERS_FIRED_MAX: usize = TURNS_IN_FLIGHT_MAX / 4;

// ---- Payments. Source: Razorpay, "Payment Links" (read 2026-11); Meta, `order_details` (2026-05) ----

/// The longest reference, in bytes: what WhatsApp's own order messages take, and providers take more.
pub const PAYMENT_REFERENCE_BYTES_MAX: usize = 35;
/// The smallest amount, in paise: providers take nothing below a rupee.
pub const PAYMENT_PAISE_MIN: u64 = 100;
/// The largest amount that can be granted, in paise: a crore of rupees. An operator grants less.
pub const PAYMENT_PAISE_MAX: u64 = 1_000_000_000;
/// What it is for, in each language: it stands in one line, and on the provider's page.
pub const PAYMENT_PURPOSE_CHARS_MAX: usize = 120;
/// The shortest time in which a citizen can pay: the provider refuses links that end within a quarter of an hour, and
/// may get to hear of them two minutes late.
pub const PAYMENT_VALID_MIN: Duration = Duration::from_mins(20);
/// The longest: a week.
pub const PAYMENT_VALID_MAX: Duration = Duration::from_hours(7 * 24);
/// Look-ups of requests in one turn.
pub const PAYMENT_FINDS_PER_TURN_MAX: u32 = 20;
/// How long a provider may leave a request without a link. A citizen waits for it, so it fails soon.
pub const PAYMENT_OFFER_MAX: Duration = Duration::from_mins(2);
/// The first pause before the provider is asked where an order stands; the next ones are a quarter of the time since.
pub const PAYMENT_CHECK_FIRST: Duration = Duration::from_secs(10);
/// The longest such pause while a citizen can pay: a lost callback costs no more.
pub const PAYMENT_CHECK_MAX: Duration = Duration::from_mins(10);
/// The longest such pause after the time to pay is over.
pub const PAYMENT_LATE_CHECK_MAX: Duration = Duration::from_hours(6);
/// For how long after that time the provider is still asked: banks settle in days what was begun in time.
pub const PAYMENT_LATE_MAX: Duration = Duration::from_hours(7 * 24);
/// How long the end of a payment waits until its citizen can be told: a year and the month of a reminder.
pub const PAYMENT_TELL_MAX: Duration = Duration::from_hours(400 * 24);
/// Calls to the provider under way at once.
pub const PAYMENT_CALLS_MAX: usize = 16;
/// How long one call may take, its whole response included.
pub const PAYMENT_CALL_TIME_MAX: Duration = Duration::from_secs(10);
/// The largest response of the provider's.
pub const PAYMENT_RESPONSE_BYTES_MAX: usize = 256 * 1024;
/// The largest callback taken. Real ones have some 3 KiB.
pub const PAYMENT_CALLBACK_BYTES_MAX: usize = 64 * 1024;
/// Callbacks taken in at once. Beyond, the provider is asked to come again: it does for a day.
pub const PAYMENT_CALLBACKS_MAX: usize = 64;
/// The longest number of a receipt, in bytes.
pub const PAYMENT_RECEIPT_BYTES_MAX: usize = 64;
/// The longest name of a payment configuration at Meta. Source: Meta, "Payments API, India" (2026-05-21), as below.
pub const CARD_CONFIGURATION_CHARS_MAX: usize = 60;
/// The longest name of what a payment card is for.
pub const CARD_ITEM_CHARS_MAX: usize = 60;
/// The longest note on a payment card: why it cannot be paid any more, or how it ended.
pub const CARD_NOTE_CHARS_MAX: usize = 120;
/// The longest line of the seller's name and address on a payment card. Meta names no limit; a line of a letter.
pub const CARD_SELLER_CHARS_MAX: usize = 120;
/// How far ahead a payment card must end.
pub const CARD_EXPIRES_MIN: Duration = Duration::from_mins(5);
/// The most that UPI takes at once: 5,00,000 rupees. A card for more offers the payment gateway's page alone.
pub const CARD_UPI_PAISE_MAX: u64 = 50_000_000;
/// The longest key of a refund, in bytes: a person writes it, or a program's UUID with a word before it.
pub const REFUND_KEY_BYTES_MAX: usize = 64;
/// Refunds of one payment, those that failed among them.
pub const REFUNDS_PER_PAYMENT_MAX: usize = 50;
/// The longest pause before the provider is asked again what became of a refund: banks take days.
pub const REFUND_CHECK_MAX: Duration = Duration::from_hours(6);
/// Characters of the provider's words on a refund that failed.
pub const REFUND_WHY_CHARS_MAX: usize = 300;
/// Paid payments that a citizen is shown when they ask for their receipts: they fit in one message.
pub const RECEIPTS_SHOWN_MAX: usize = 5;
/// Payments, and refunds, of one day that a report reads, on either side: 200 pages of the provider's.
pub const REPORT_ROWS_MAX: usize = 20_000;
/// Questions to the provider about what the other side does not have, for one report: each is a request.
pub const REPORT_LOOKUPS_MAX: usize = 200;
/// How long after midnight in India the host makes the report of the day that is over: what was paid in its last
/// minutes has come by then.
pub const REPORT_AFTER_MIDNIGHT: Duration = Duration::from_hours(2);
/// The pause before a report that could not be made is tried again.
pub const REPORT_RETRY_PAUSE: Duration = Duration::from_mins(10);

// ---- Notices of departments' back ends ----

/// The longest id, in bytes: a timer's name.
pub const NOTICE_ID_BYTES_MAX: usize = TIMER_NAME_BYTES_MAX;
/// The largest body, in bytes: as much as a timer's note.
pub const NOTICE_BODY_BYTES_MAX: usize = TIMER_NOTE_BYTES_MAX;
/// The largest request, in bytes. A body that is escaped byte by byte, `\u0001`, has 24 KiB; the rest are ids and room.
pub const NOTICE_REQUEST_BYTES_MAX: usize = 32 * 1024;
/// Notices of one department that wait for one citizen. Beyond, its back end is asked to come again: nobody wants to be
/// greeted with more.
pub const NOTICES_WAITING_MAX: usize = 32;
/// For how long the id of a notice is known. A back end that repeats what it sent does so within days, or when somebody
/// restores a backup; and no notice waits longer than [`TIMER_WAIT_MAX`].
pub const NOTICE_RETENTION: Duration = Duration::from_hours(90 * 24);
/// Notices a second that one department may send in the long run: more than the number may send messages, so that none
/// waits here for no reason, and 20 departments at once leave the database most of its time.
pub const NOTICES_PER_SECOND: u32 = 50;
/// How many it may send at once before that counts.
pub const NOTICES_BURST: u32 = 200;
/// Requests with notices taken in at once, over all departments.
pub const NOTICES_ADMITTED_MAX: usize = 64;

// ---- Capsules ----

/// The largest capsule, in bytes: a turn that read 16 records of 64 KiB. One that read a citizen's photo is larger, and
/// not kept.
pub const CAPSULE_BYTES_MAX: usize = 1024 * 1024;
/// Turns that wait to be kept. Beyond, they are not: nothing that citizens wait for is held up.
pub const CAPSULE_QUEUE_MAX: usize = 64;
/// Of each department one turn in so long is kept that ended well, and one that did not: the last hundred are of
/// minutes, not of one second, and keeping them costs the database nothing that citizens notice.
pub const CAPSULE_INTERVAL: Duration = Duration::from_secs(1);

// ---- Certificates ----

/// Calls of `issue` in one turn.
pub const CERTIFICATES_ISSUED_PER_TURN_MAX: u32 = 4;
/// Calls of `set-status` in one turn: all certificates of a household.
pub const CERTIFICATE_CHANGES_PER_TURN_MAX: u32 = 16;
/// Calls of `find` and `get` in one turn, together.
pub const CERTIFICATE_FINDS_PER_TURN_MAX: u32 = 20;
/// Fields of one kind: a page has room for so many, each in two languages.
pub const CERTIFICATE_FIELDS_MAX: usize = 20;
/// A kind's title: one line at the top of a page.
pub const CERTIFICATE_TITLE_CHARS_MAX: usize = 60;
/// A field's label: two fifths of a page's width.
pub const CERTIFICATE_LABEL_CHARS_MAX: usize = 40;
/// A certificate's number.
pub const CERTIFICATE_NUMBER_CHARS_MAX: usize = 40;
/// The shortest name of a holder.
pub const CERTIFICATE_NAME_CHARS_MIN: usize = 2;
/// The longest.
pub const CERTIFICATE_NAME_CHARS_MAX: usize = 60;
/// What a field says in words.
pub const CERTIFICATE_TEXT_CHARS_MAX: usize = 120;
/// All that a certificate says, in bytes: its texts, and 10 for each number, amount and day. Signed, packed and drawn
/// it is a code of at most 141 modules, which telephones still read from a page.
pub const CERTIFICATE_BYTES_MAX: usize = 1_024;
/// The address of an authority, which stands in each certificate twice.
pub const CERTIFICATE_ISSUER_BYTES_MAX: usize = 100;
/// How long a certificate that ends may be valid, in days: a hundred years.
pub const CERTIFICATE_VALID_DAYS_MAX: u32 = 36_500;
/// How far ahead a certificate may begin to be valid: the next school year, and the month before.
pub const CERTIFICATE_AHEAD_MAX: Duration = Duration::from_hours(400 * 24);
/// Places of one list of statuses. Source: Token Status List (draft 21): 2^20 places of 2 bits are 256 KiB unpacked.
pub const CERTIFICATE_LIST_PLACES: u32 = 1 << 20;
/// Certificates of one list: half of its places, so that a free one is found in two looks.
pub const CERTIFICATE_LIST_FILL_MAX: u64 = 1 << 19;

// ---- Descriptions ----

/// The longest department or service id, in bytes.
pub const SLUG_BYTES_MAX: usize = 40;
/// Services of one department.
pub const SERVICES_PER_DEPARTMENT_MAX: usize = 50;
/// Aliases of one service.
pub const ALIASES_PER_SERVICE_MAX: usize = 50;
/// The longest alias, in code points.
pub const ALIAS_CHARS_MAX: usize = 60;

// ---- Forms ----

/// Fields of one form.
pub const FORM_FIELDS_MAX: usize = 20;
/// A form's title, over its summary.
pub const FORM_TITLE_CHARS_MAX: usize = 60;
/// All texts and ids of a form together: it lives in the session, which is written with every message.
pub const FORM_BYTES_MAX: usize = 32 * 1024;
/// The longest answer in words that a field may ask for. Twenty in Telugu, three bytes a character, are 60 KiB: about
/// what a department's own state may have.
pub const ANSWER_CHARS_MAX: usize = 1_024;
/// A person's name.
pub const ANSWER_NAME_CHARS_MAX: usize = 60;
/// The longest number that a field may ask for, in digits.
pub const ANSWER_DIGITS_MAX: usize = 30;
/// All that comes with a file or a shared place in an answer: its caption, name and address.
pub const ANSWER_BYTES_MAX: usize = 8 * 1024;
/// Wrong answers to one field after which the front desk offers other ways on.
pub const WRONG_ANSWERS_MAX: u32 = 3;

// ---- WhatsApp messages (us to Meta). Source: Meta, Cloud API message reference (2026-03 to 2026-05) ----
// Meta says "characters" without saying which; we count code points and UTF-16 units and keep to both.

/// Text body.
pub const TEXT_CHARS_MAX: usize = 4_096;
/// Body of buttons, lists, links and location requests. Lists may have 4,096 by one page and 1,024 by another.
pub const BODY_CHARS_MAX: usize = 1_024;
/// Caption of an image or a document.
pub const CAPTION_CHARS_MAX: usize = 1_024;
/// Reply buttons of one message.
pub const BUTTONS_MAX: usize = 3;
/// Title of a reply button, label of a link, and the button that opens a list.
pub const BUTTON_CHARS_MAX: usize = 20;
/// Rows of one list, over all sections.
pub const ROWS_MAX: usize = 10;
/// Title of a list row.
pub const ROW_TITLE_CHARS_MAX: usize = 24;
/// Description of a list row.
pub const ROW_DESCRIPTION_CHARS_MAX: usize = 72;
/// Id of a choice, in bytes. Meta allows 200 for a row; the host keeps 20 for itself.
pub const CHOICE_ID_BYTES_MAX: usize = 180;
/// Name of a document.
pub const FILENAME_CHARS_MAX: usize = 240;
/// Name or address of a place. Meta gives no number; a map card shows far less.
pub const PLACE_TEXT_CHARS_MAX: usize = 1_000;
/// An address on the web, in bytes.
pub const URL_BYTES_MAX: usize = 2_000;

// ---- Outbox ----

/// How long after a citizen's message we may answer it freely.
///
/// Source: Meta, "Customer service windows".
pub const SERVICE_WINDOW: Duration = Duration::from_hours(24);
/// Faults of a department in a row after which it rests: its turns are not run, and citizens are told so.
pub const BREAKER_FAULTS: u32 = 5;
/// How many citizens must have had these faults: one or two with a message that a department dies of cannot make it
/// rest.
pub const BREAKER_CITIZENS: usize = 3;
/// How long a department rests before one turn finds out whether it works again; twice as long after each in vain.
pub const BREAKER_REST_FIRST: Duration = Duration::from_secs(10);
/// The longest rest.
pub const BREAKER_REST_MAX: Duration = Duration::from_mins(5);
/// How long the one turn is waited for before another one is let through: longer than a turn and its queue can take.
pub const BREAKER_PROBE_MAX: Duration = Duration::from_secs(30);
/// How long a citizen is silent before a greeting in the middle of a conversation is one: the answer welcomes them back
/// instead of explaining the menus. Meta's window for free answers closes after the same time.
pub const AWAY_AFTER: Duration = Duration::from_hours(24);
/// Attempts of one delivery that Meta answered with a passing error, or left unanswered. The 11 pauses between 12
/// attempts are 1 + 4 + 16 + 64 + 256 + 6 x 900 s = 95 minutes, and never less than a minute after an attempt without
/// an answer. While Meta is away only single deliveries are tried, so that few use up any.
pub const ATTEMPTS_MAX: u32 = 12;
/// How long an unanswered attempt waits for a receipt before a second try.
pub const UNKNOWN_WAIT: Duration = Duration::from_mins(1);
/// The first pause between attempts; each next one is four times as long. Source: Meta, error 131056: 4^X seconds.
pub const RETRY_PAUSE_FIRST: Duration = Duration::from_secs(1);
/// The longest pause between attempts.
pub const RETRY_PAUSE_MAX: Duration = Duration::from_mins(15);
/// Sends under way at once.
pub const SENDS_IN_FLIGHT_MAX: usize = 128;
/// How long a claimed delivery is held for its claimer: longer than one attempt can take.
pub const DELIVERY_CLAIM_HOLD: Duration = Duration::from_mins(1);
/// How long Meta is believed to have an uploaded file: it says 30 days, and one goes for the time that messages wait.
///
/// Source: Meta, "Media" (2026-05).
pub const UPLOAD_LIFE: Duration = Duration::from_hours(29 * 24);
/// How long one attempt may take before it counts as unanswered.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// Failures in a row, of any deliveries, after which all sending pauses and single probes find out when Meta is back.
pub const GRAPH_FAILURES_BEFORE_PAUSE: u32 = 10;
/// The first pause of all sending; each next one is twice as long.
pub const GRAPH_PAUSE_FIRST: Duration = Duration::from_secs(2);
/// The longest pause of all sending.
pub const GRAPH_PAUSE_MAX: Duration = Duration::from_mins(1);
/// Sends a second from one number: Meta allows 80 of both directions together and we leave two fifths to citizens.
pub const SENDS_PER_SECOND: u32 = 48;
/// How often one citizen may be sent something in the long run. Source: Meta, pair rate limit: 1 message per 6 s.
pub const CITIZEN_SEND_INTERVAL: Duration = Duration::from_secs(6);
/// How many messages a citizen may get at once before the interval counts. Meta lends 45; we stay under half of it.
pub const CITIZEN_SEND_BURST: u32 = 20;
/// Read marks waiting to be sent. They are advisory: beyond, the oldest purpose is served by the next mark.
pub const READ_MARKS_WAITING_MAX: usize = 1_024;

// ---- Front desk ----

/// The most services that a citizen's list of applications has: about two years of a family that applies for much, in
/// 2 kB of the session. Beyond, the one that nothing was heard of for the longest goes.
pub const APPLICATIONS_MAX: usize = 20;
/// The most characters kept of words that led to no service: as many as a service's name in two languages. Words beyond
/// are left out whole.
pub const UNMET_CHARS_MAX: usize = 60;
/// The fewest letters of words that say what is wanted: `ok` does not.
pub const UNMET_LETTERS_MIN: usize = 3;
/// The longest word kept of them. Nothing that a service is called by is longer.
pub const UNMET_WORD_CHARS_MAX: usize = 20;
/// The most different words kept of one day. Further ones are counted together.
pub const UNMET_WORDS_PER_DAY_MAX: usize = 10_000;
/// How often one citizen's words are counted in a day, so that nobody can fill the report alone.
pub const UNMET_PER_CITIZEN_MAX: u32 = 3;
/// By how many citizens words must have been said before anybody sees them: what fewer said may tell who they are.
pub const UNMET_CITIZENS_MIN: usize = 3;
/// How many days such words are kept, the present one among them.
pub const UNMET_DAYS: u32 = 30;
/// Over how many days popular services are counted, the present one among them.
pub const POPULAR_DAYS: u32 = 7;
/// How often a service must have been begun to be popular: what is rare tells of the few who did it.
pub const POPULAR_BEGINS_MIN: u64 = 10;
/// How many popular services are shown: one row of the list leads back.
pub const POPULAR_MAX: usize = ROWS_MAX - 1;
/// How many days of counts are kept, the present one among them.
pub const BEGINS_DAYS: u32 = 30;
