//! What a department asks to certify, held against the kind and every limit.

use super::{
    CertificateField, CertificateKind, CertificateType, Fact, FactValue, Holder, LocalName,
    is_printable,
};
use crate::clock::Timestamp;
use crate::language::Language;
use crate::limits::{
    CERTIFICATE_AHEAD_MAX, CERTIFICATE_BYTES_MAX, CERTIFICATE_NAME_CHARS_MAX,
    CERTIFICATE_NAME_CHARS_MIN, CERTIFICATE_NUMBER_CHARS_MAX, CERTIFICATE_TEXT_CHARS_MAX,
    CERTIFICATE_VALID_DAYS_MAX,
};
use crate::text::{TextFault, check_line, length};

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// What a number, an amount or a day counts for among the bytes of a certificate.
const PLAIN_BYTES: usize = 10;

/// What a department asks to certify, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateDraft {
    /// The department's own number of it.
    pub number: String,
    /// Whom it is about.
    pub holder: Holder,
    /// One for each field of the kind, in any order.
    pub facts: Vec<Fact>,
    /// None: from now on.
    pub valid_from: Option<Timestamp>,
    /// None: as long as the kind allows.
    pub valid_until: Option<Timestamp>,
}

/// The same, fit for its kind and within every limit. [`CertificateRequest::new`] alone makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateRequest {
    /// The department's own number of it.
    pub number: String,
    /// Whom it is about.
    pub holder: Holder,
    /// One for each field of the kind, in its order.
    pub facts: Vec<Fact>,
    /// From when on others may rely on it.
    pub valid_from: Timestamp,
    /// Until when; none for always.
    pub valid_until: Option<Timestamp>,
}

/// Why something cannot be certified. The words are for the department's vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCertificate {
    /// A text cannot be printed.
    #[error("`{place}` {fault}")]
    Text {
        /// Which one.
        place: String,
        /// Why.
        fault: TextFault,
    },
    /// A name is too short.
    #[error("`{place}` must have at least {CERTIFICATE_NAME_CHARS_MIN} characters")]
    Short {
        /// Which one.
        place: &'static str,
    },
    /// A text has a character that it cannot have.
    #[error("`{place}` has the character {character:?}: {why}")]
    Character {
        /// Which text.
        place: String,
        /// The character.
        character: char,
        /// Which ones it can have.
        why: &'static str,
    },
    /// The local name is not in another script.
    #[error("`holder.local-name.language` must be Telugu or Hindi")]
    LocalLanguage,
    /// There are no four digits.
    #[error("`holder.aadhaar-last-four` must be four digits, and never more")]
    Aadhaar,
    /// The kind has a field that nothing is said of.
    #[error("the field `{0}` of the kind is missing")]
    Missing(String),
    /// Something is said that the kind does not have.
    #[error("the kind has no field `{0}`")]
    Unknown(String),
    /// Something is said twice.
    #[error("the field `{0}` is there twice")]
    Twice(String),
    /// A field says something of another type.
    #[error("the field `{field}` is of the type {}, and its value is of the type {}", of.name(), is.name())]
    Type {
        /// Which field.
        field: String,
        /// What it must say.
        of: CertificateType,
        /// What it says.
        is: CertificateType,
    },
    /// It says too much.
    #[error(
        "all that it says has {bytes} bytes, at most {CERTIFICATE_BYTES_MAX} fit into its code"
    )]
    Bytes {
        /// How many.
        bytes: usize,
    },
    /// It begins too late.
    #[error("`valid-from` is more than {} days ahead", CERTIFICATE_AHEAD_MAX.as_secs() / 86_400)]
    Ahead,
    /// It is over before it is issued, or before it begins.
    #[error("`valid-until` must be later than now, and than `valid-from`")]
    Over,
    /// It is valid for longer than its kind allows.
    #[error(
        "`valid-until` is later than {days} days after `valid-from`, the longest that its kind allows"
    )]
    Long {
        /// How long it may be.
        days: u32,
    },
}

impl CertificateRequest {
    /// The request, if it fits the kind and keeps every limit.
    pub fn new(
        draft: CertificateDraft,
        kind: &CertificateKind,
        now: Timestamp,
    ) -> Result<Self, InvalidCertificate> {
        let CertificateDraft { number, holder, facts, valid_from, valid_until } = draft;
        check_print("number", &number, CERTIFICATE_NUMBER_CHARS_MAX)?;
        check_holder(&holder)?;
        let facts = in_order(facts, &kind.fields)?;
        let bytes = bytes(&number, &holder, &facts);
        if bytes > CERTIFICATE_BYTES_MAX {
            return Err(InvalidCertificate::Bytes { bytes });
        }
        let valid_from = valid_from.unwrap_or(now);
        let valid_until = check_time(valid_from, valid_until, kind.valid_days, now)?;
        Ok(Self { number, holder, facts, valid_from, valid_until })
    }
}

fn check_print(place: &str, text: &str, chars_max: usize) -> Result<(), InvalidCertificate> {
    let why = "it cannot be printed";
    check_chars(place, text, chars_max, why, is_printable)
}

fn check_chars(
    place: &str,
    text: &str,
    chars_max: usize,
    why: &'static str,
    is_fit: impl Fn(char) -> bool,
) -> Result<(), InvalidCertificate> {
    let place = || place.to_owned();
    check_line(text, chars_max)
        .map_err(|fault| InvalidCertificate::Text { place: place(), fault })?;
    match text.chars().find(|c| !is_fit(*c)) {
        Some(character) => Err(InvalidCertificate::Character { place: place(), character, why }),
        None => Ok(()),
    }
}

fn check_holder(holder: &Holder) -> Result<(), InvalidCertificate> {
    let place = "holder.name";
    let why = "a name has Latin letters, spaces and `.,'()/-`";
    check_name(place, &holder.name, why, |c| {
        c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{17f}' if c.is_alphabetic())
    })?;
    if let Some(LocalName { language, name }) = &holder.local_name {
        let (block, why) = match language {
            Language::Te => ('\u{c00}'..='\u{c7f}', "a Telugu name has Telugu letters"),
            Language::Hi => ('\u{900}'..='\u{97f}', "a Hindi name has Devanagari letters"),
            Language::En => return Err(InvalidCertificate::LocalLanguage),
        };
        let is_letter = |c: char| block.contains(&c) || matches!(c, '\u{200c}' | '\u{200d}');
        check_name("holder.local-name.name", name, why, is_letter)?;
    }
    let is_four = |digits: &String| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if holder.aadhaar_last_four.as_ref().is_some_and(|digits| !is_four(digits)) {
        return Err(InvalidCertificate::Aadhaar);
    }
    Ok(())
}

fn check_name(
    place: &'static str,
    name: &str,
    why: &'static str,
    is_letter: impl Fn(char) -> bool,
) -> Result<(), InvalidCertificate> {
    let is_between = |c: char| matches!(c, ' ' | '.' | ',' | '\'' | '(' | ')' | '/' | '-');
    let is_fit = |c: char| is_printable(c) && (is_letter(c) || is_between(c));
    check_chars(place, name, CERTIFICATE_NAME_CHARS_MAX, why, is_fit)?;
    let is_long = length(name) >= CERTIFICATE_NAME_CHARS_MIN;
    if is_long { Ok(()) } else { Err(InvalidCertificate::Short { place }) }
}

/// One fact for each field, in the order of the kind.
fn in_order(
    mut facts: Vec<Fact>,
    fields: &[CertificateField],
) -> Result<Vec<Fact>, InvalidCertificate> {
    let mut ordered = Vec::with_capacity(fields.len());
    for field in fields {
        let found = facts.iter().position(|fact| fact.field == field.id.as_str());
        let found = found.ok_or_else(|| InvalidCertificate::Missing(field.id.to_string()))?;
        let fact = facts.remove(found);
        check_value(&fact, field.of)?;
        ordered.push(fact);
    }
    let Some(Fact { field, .. }) = facts.pop() else { return Ok(ordered) };
    let is_known = ordered.iter().any(|fact| fact.field == field);
    Err(if is_known {
        InvalidCertificate::Twice(field)
    } else {
        InvalidCertificate::Unknown(field)
    })
}

fn check_value(fact: &Fact, of: CertificateType) -> Result<(), InvalidCertificate> {
    let is = CertificateType::of(&fact.value);
    if is != of {
        return Err(InvalidCertificate::Type { field: fact.field.clone(), of, is });
    }
    match &fact.value {
        FactValue::Text(text) => check_print(&fact.field, text, CERTIFICATE_TEXT_CHARS_MAX),
        FactValue::Number(_) | FactValue::Money(_) | FactValue::Date(_) => Ok(()),
    }
}

fn bytes(number: &str, holder: &Holder, facts: &[Fact]) -> usize {
    let local = holder.local_name.as_ref().map_or(0, |local| local.name.len());
    let fact = |fact: &Fact| {
        let value = match &fact.value {
            FactValue::Text(text) => text.len(),
            FactValue::Number(_) | FactValue::Money(_) | FactValue::Date(_) => PLAIN_BYTES,
        };
        fact.field.len() + value
    };
    number.len() + holder.name.len() + local + facts.iter().map(fact).sum::<usize>()
}

fn check_time(
    from: Timestamp,
    until: Option<Timestamp>,
    valid_days: Option<u32>,
    now: Timestamp,
) -> Result<Option<Timestamp>, InvalidCertificate> {
    if from > now.after(CERTIFICATE_AHEAD_MAX) {
        return Err(InvalidCertificate::Ahead);
    }
    let days_max = valid_days.unwrap_or(CERTIFICATE_VALID_DAYS_MAX);
    let latest = Timestamp(from.0.saturating_add(i64::from(days_max) * DAY_MS));
    let until = until.or(valid_days.map(|_| latest));
    match until {
        Some(until) if until <= now || until <= from => Err(InvalidCertificate::Over),
        Some(until) if until > latest => Err(InvalidCertificate::Long { days: days_max }),
        until => Ok(until),
    }
}

#[cfg(test)]
mod tests;
