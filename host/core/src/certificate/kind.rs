//! A kind of certificate: what a department asks to certify, and an operator grants.

use serde::{Deserialize, Serialize};

use super::{FactValue, is_printable};
use crate::ids::{CertificateKindId, FieldId};
use crate::language::{Language, Localized};
use crate::limits::{
    CERTIFICATE_FIELDS_MAX, CERTIFICATE_LABEL_CHARS_MAX, CERTIFICATE_TITLE_CHARS_MAX,
    CERTIFICATE_VALID_DAYS_MAX,
};
use crate::text::{TextFault, check_line};

/// A kind of certificate, with everything that one of it can say. It keeps every limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenKind")]
#[non_exhaustive]
pub struct CertificateKind {
    /// The department's name for it.
    #[serde(rename = "kind")]
    pub id: CertificateKindId,
    /// What it is called.
    pub title: Localized,
    /// How long one may be valid, in days; none: without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// What one says of its holder.
    #[serde(default)]
    pub fields: Vec<CertificateField>,
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKind {
    #[serde(rename = "kind")]
    id: CertificateKindId,
    title: Localized,
    #[serde(default)]
    valid_days: Option<u32>,
    #[serde(default)]
    fields: Vec<CertificateField>,
}

/// One thing that a certificate says of its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateField {
    /// The department's name for it.
    pub id: FieldId,
    /// What it says.
    #[serde(rename = "type")]
    pub of: CertificateType,
    /// What stands before it.
    pub label: Localized,
}

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateType {
    /// One line.
    Text,
    /// A whole number.
    Number,
    /// An amount, in paise.
    Money,
    /// A day.
    Date,
}

/// Why a kind cannot be certified. The words are for its vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKind {
    /// A text cannot be printed.
    #[error("`{place}.{}` {fault}", language.code())]
    Text {
        /// Which one.
        place: String,
        /// In which language.
        language: Language,
        /// Why.
        fault: TextFault,
    },
    /// A text has a character that no font of certificates has.
    #[error("`{place}.{}` has the character {character:?}, which cannot be printed", language.code())]
    Character {
        /// Which text.
        place: String,
        /// In which language.
        language: Language,
        /// The character.
        character: char,
    },
    /// It is valid for no time, or for too long.
    #[error("`valid_days` must be 1 to {CERTIFICATE_VALID_DAYS_MAX}, and is {0}")]
    ValidDays(u32),
    /// It has too many fields.
    #[error("at most {CERTIFICATE_FIELDS_MAX} `fields` are printed, and there are {0}")]
    Fields(usize),
    /// It has two fields of one id.
    #[error("the field `{0}` is there twice")]
    Twice(FieldId),
}

impl CertificateKind {
    /// The kind, if it keeps every limit.
    pub fn new(
        id: CertificateKindId,
        title: Localized,
        valid_days: Option<u32>,
        fields: Vec<CertificateField>,
    ) -> Result<Self, InvalidKind> {
        check_text(|| "title".to_owned(), &title, CERTIFICATE_TITLE_CHARS_MAX)?;
        if let Some(days) =
            valid_days.filter(|days| !(1..=CERTIFICATE_VALID_DAYS_MAX).contains(days))
        {
            return Err(InvalidKind::ValidDays(days));
        }
        if fields.len() > CERTIFICATE_FIELDS_MAX {
            return Err(InvalidKind::Fields(fields.len()));
        }
        for (index, field) in fields.iter().enumerate() {
            if fields[..index].iter().any(|earlier| earlier.id == field.id) {
                return Err(InvalidKind::Twice(field.id.clone()));
            }
            let place = || format!("fields.{}.label", field.id);
            check_text(place, &field.label, CERTIFICATE_LABEL_CHARS_MAX)?;
        }
        Ok(Self { id, title, valid_days, fields })
    }

    /// Whether all that one of this kind can say, one of `other` can say as well, for as long.
    pub fn is_within(&self, other: &Self) -> bool {
        let is_shorter = match (self.valid_days, other.valid_days) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(others)) => own <= others,
        };
        let is_same = self.id == other.id && self.title == other.title;
        is_same && is_shorter && self.fields.iter().all(|field| other.fields.contains(field))
    }
}

/// In a line: `income "Income certificate": income (money), village (text), for 365 days`.
impl std::fmt::Display for CertificateKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.id, self.title.en)?;
        for (index, field) in self.fields.iter().enumerate() {
            let before = if index == 0 { ": " } else { ", " };
            write!(f, "{before}{} ({})", field.id, field.of.name())?;
        }
        match self.valid_days {
            Some(days) => write!(f, ", for {days} days"),
            None => f.write_str(", without an end"),
        }
    }
}

impl CertificateType {
    /// Its name, as in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
        }
    }

    /// The type of a value.
    pub fn of(value: &FactValue) -> Self {
        match value {
            FactValue::Text(_) => Self::Text,
            FactValue::Number(_) => Self::Number,
            FactValue::Money(_) => Self::Money,
            FactValue::Date(_) => Self::Date,
        }
    }
}

impl TryFrom<WrittenKind> for CertificateKind {
    type Error = InvalidKind;

    fn try_from(written: WrittenKind) -> Result<Self, InvalidKind> {
        let WrittenKind { id, title, valid_days, fields } = written;
        Self::new(id, title, valid_days, fields)
    }
}

fn check_text(
    place: impl Fn() -> String,
    text: &Localized,
    chars_max: usize,
) -> Result<(), InvalidKind> {
    for language in Language::ALL {
        let text = text.get(language);
        check_line(text, chars_max).map_err(|fault| InvalidKind::Text {
            place: place(),
            language,
            fault,
        })?;
        if let Some(character) = text.chars().find(|c| !is_printable(*c)) {
            return Err(InvalidKind::Character { place: place(), language, character });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Localized {
        Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
    }

    fn field(id: &str) -> CertificateField {
        let id = FieldId::parse(id).unwrap();
        CertificateField { id, of: CertificateType::Money, label: text("Yearly income") }
    }

    fn kind(
        title: &str,
        valid_days: Option<u32>,
        fields: Vec<CertificateField>,
    ) -> Result<CertificateKind, String> {
        let id = CertificateKindId::parse("income").unwrap();
        let kind = CertificateKind::new(id, text(title), valid_days, fields);
        kind.map_err(|error| error.to_string())
    }

    #[test]
    fn each_limit_is_kept_to_the_last_and_named_beyond() {
        let fields = |n: usize| (0..n).map(|n| field(&format!("f{n}"))).collect::<Vec<_>>();
        let title = "x".repeat(CERTIFICATE_TITLE_CHARS_MAX);
        let most = kind(&title, Some(CERTIFICATE_VALID_DAYS_MAX), fields(CERTIFICATE_FIELDS_MAX));
        assert!(most.is_ok(), "{most:?}");
        for days in [0, CERTIFICATE_VALID_DAYS_MAX + 1] {
            let refused = kind("x", Some(days), Vec::new()).unwrap_err();
            assert_eq!(refused, format!("`valid_days` must be 1 to 36500, and is {days}"));
        }
        let refused = kind("x", None, fields(CERTIFICATE_FIELDS_MAX + 1)).unwrap_err();
        assert_eq!(refused, "at most 20 `fields` are printed, and there are 21");
        let refused = kind(&format!("{title}x"), None, Vec::new()).unwrap_err();
        assert!(refused.starts_with("`title.te` has 61 characters"), "{refused}");
        let refused = kind("🙏", None, Vec::new()).unwrap_err();
        assert_eq!(refused, "`title.te` has the character '🙏', which cannot be printed");
        let long = CertificateField { label: text(&"x".repeat(41)), ..field("f") };
        let refused = kind("x", None, vec![long]).unwrap_err();
        assert!(refused.starts_with("`fields.f.label.te` has 41 characters"), "{refused}");
        let refused = kind("x", None, vec![field("f"), field("f")]).unwrap_err();
        assert_eq!(refused, "the field `f` is there twice");
    }

    #[test]
    fn a_kind_that_says_more_or_for_longer_is_wider() {
        let plain = kind("Income", Some(365), vec![field("income")]).unwrap();
        let fewer = kind("Income", Some(30), Vec::new()).unwrap();
        assert!(plain.is_within(&plain) && fewer.is_within(&plain));
        assert!(!plain.is_within(&fewer));
        let endless = kind("Income", None, vec![field("income")]).unwrap();
        assert!(plain.is_within(&endless) && !endless.is_within(&plain));
        let renamed = kind("Caste", Some(365), vec![field("income")]).unwrap();
        assert!(!renamed.is_within(&plain));
        let dated = CertificateField { of: CertificateType::Date, ..field("income") };
        assert!(!kind("Income", Some(365), vec![dated]).unwrap().is_within(&plain));
    }

    #[test]
    fn a_kind_is_shown_in_a_line_and_read_back_as_it_was_stored() {
        let kind = kind("Income", Some(365), vec![field("income"), field("more")]).unwrap();
        let line = "income \"Income\": income (money), more (money), for 365 days";
        assert_eq!(kind.to_string(), line);
        let stored = serde_json::to_string(&kind).unwrap();
        assert_eq!(serde_json::from_str::<CertificateKind>(&stored).unwrap(), kind);
    }
}
