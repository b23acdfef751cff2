/**
 * The contract's limits, as the host enforces them. Characters are counted as in `units`.
 *
 * @module
 */

/** A conversation's state, in bytes. */
export const STATE_BYTES_MAX = 64 * 1024;
/** Replies of one turn. */
export const REPLIES_MAX = 10;

/** An id of a department, service, form, field or alternative, in bytes. */
export const SLUG_BYTES_MAX = 40;
/** A name of a department or service, in characters. */
export const NAME_CHARS_MAX = 24;
/** A service's summary, in characters. */
export const SUMMARY_CHARS_MAX = 72;
/** Services of a department. */
export const SERVICES_MAX = 50;
/** Aliases of a service. */
export const ALIASES_MAX = 50;
/** An alias, in code points. */
export const ALIAS_CODE_POINTS_MAX = 60;

/** A text, in characters. */
export const TEXT_CHARS_MAX = 4_096;
/** The text of a question, of a link, or of a request for a place; a caption. In characters. */
export const BODY_CHARS_MAX = 1_024;
/** Choices of one question. */
export const CHOICES_MAX = 10;
/** A choice's id, in bytes. */
export const CHOICE_ID_BYTES_MAX = 180;
/** A choice's title, in characters. */
export const CHOICE_TITLE_CHARS_MAX = 24;
/** The line under a choice, in characters. */
export const CHOICE_DESCRIPTION_CHARS_MAX = 72;
/** The label of a button, in characters. */
export const BUTTON_CHARS_MAX = 20;
/** An address on the web that citizens open, in bytes. */
export const URL_BYTES_MAX = 2_000;
/** A document's name, in characters. */
export const FILENAME_CHARS_MAX = 240;
/** A file that a turn makes, in bytes. */
export const FILE_BYTES_MAX = 512 * 1024;
/** All files that a turn makes, in bytes. */
export const FILES_BYTES_MAX = 1024 * 1024;
/** The name or the address of a place, in characters. */
export const PLACE_CHARS_MAX = 1_000;

/** Fields of a form. */
export const FIELDS_MAX = 20;
/** All texts and ids of a form together, in bytes. */
export const FORM_BYTES_MAX = 32 * 1024;
/** A form's title, in characters. */
export const FORM_TITLE_CHARS_MAX = 60;
/** A field's label, in characters. */
export const LABEL_CHARS_MAX = 24;
/** An answer in words, in characters. */
export const ANSWER_CHARS_MAX = 1_024;
/** An answer in digits. */
export const ANSWER_DIGITS_MAX = 30;
/** Alternatives of a field; one less if it is optional, for to skip takes a row. */
export const ALTERNATIVES_MAX = 10;
/** Alternatives of a field, at least. */
export const ALTERNATIVES_MIN = 2;

/** A record's key, in bytes. */
export const KEY_BYTES_MAX = 256;
/** A record's value, in bytes. */
export const VALUE_BYTES_MAX = 64 * 1024;
/** Keys of one listing. */
export const KEYS_LISTED_MAX = 100;

/** A request's address, in bytes. */
export const REQUEST_URL_BYTES_MAX = 4 * 1024;
/** A request's body, in bytes. */
export const REQUEST_BYTES_MAX = 256 * 1024;
/** Headers of a request. */
export const REQUEST_HEADERS_MAX = 32;
/** Requests of one turn. */
export const REQUESTS_MAX = 10;

/** Files of citizens that a turn may read. */
export const FILES_READ_MAX = 4;
/** A file that is read, in bytes. */
export const FILE_READ_BYTES_MAX = 5 * 1024 * 1024;

/** A timer's name, in bytes. */
export const TIMER_NAME_BYTES_MAX = 64;
/** A timer's note, in bytes. */
export const TIMER_NOTE_BYTES_MAX = 4 * 1024;
/** How far ahead a timer may be set, in milliseconds. */
export const TIMER_AHEAD_MS_MAX = 400 * 24 * 60 * 60 * 1_000;
/** Timers of one citizen in one service. */
export const TIMERS_MAX = 8;
/** How often one turn may set and cancel timers. */
export const TIMER_CALLS_MAX = 8;

/** A payment's reference, in bytes. */
export const PAYMENT_REFERENCE_BYTES_MAX = 35;
/** The smallest amount of a payment, in paise. */
export const PAYMENT_PAISE_MIN = 100;
/** A payment's purpose, in characters. */
export const PAYMENT_PURPOSE_CHARS_MAX = 120;
/** How long a payment may be open at the least, in seconds. */
export const PAYMENT_SECONDS_MIN = 20 * 60;
/** How long a payment may be open at the most, in seconds. */
export const PAYMENT_SECONDS_MAX = 7 * 24 * 60 * 60;
/** How often a turn may ask where payments stand. */
export const PAYMENTS_FOUND_MAX = 20;

/** Certificates that a turn may issue. */
export const CERTIFICATES_ISSUED_MAX = 4;
/** Statuses of certificates that a turn may change. */
export const CERTIFICATE_CHANGES_MAX = 16;
/** How often a turn may look certificates up. */
export const CERTIFICATES_FOUND_MAX = 20;
/** A certificate's number, in characters. */
export const CERTIFICATE_NUMBER_CHARS_MAX = 40;
/** A holder's name, in characters, at least. */
export const CERTIFICATE_NAME_CHARS_MIN = 2;
/** A holder's name, in characters. */
export const CERTIFICATE_NAME_CHARS_MAX = 60;
/** What a fact says in words, in characters. */
export const CERTIFICATE_TEXT_CHARS_MAX = 120;

/** Seconds until a turn is repeated. */
export const RETRY_SECONDS_MAX = 3_600;
/** Bytes of chance in one call. */
export const RANDOM_BYTES_MAX = 1_024;
