//! The rules that a form must keep before anybody is asked.

use super::{Alternative, Field, FieldKind, Form};
use crate::language::{Language, Localized};
use crate::limits::{
    ANSWER_CHARS_MAX, ANSWER_DIGITS_MAX, BODY_CHARS_MAX, FORM_BYTES_MAX, FORM_FIELDS_MAX,
    FORM_TITLE_CHARS_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX, ROWS_MAX,
};
use crate::text::{TextFault, check_line, check_text};

/// The fewest alternatives that are a choice.
const ALTERNATIVES_MIN: usize = 2;

/// Why a form cannot be asked. The words say which part of the contract's `form` its author must change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// A text cannot be shown in one language.
    #[error("{what} in `{}` {fault}", language.code())]
    Text {
        /// Which text.
        what: String,
        /// In which language.
        language: Language,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// Too few or too many of something.
    #[error("{what}: {count}, it must be {min} to {max}")]
    Count {
        /// Of what.
        what: String,
        /// How many there are.
        count: usize,
        /// The fewest allowed.
        min: usize,
        /// The most allowed.
        max: usize,
    },
    /// Two of something cannot be told apart.
    #[error("{what} is the same as that of an earlier one")]
    Duplicate {
        /// Which id, label or title.
        what: String,
    },
    /// No answer can keep the limits.
    #[error("`{field}` can have no answer: {why}")]
    Range {
        /// Which field.
        field: String,
        /// What is wrong with its limits.
        why: String,
    },
    /// All texts together are too long.
    #[error("all its texts and ids have {bytes} bytes, at most {bytes_max} are allowed")]
    TooLarge {
        /// How many.
        bytes: usize,
        /// How many are allowed.
        bytes_max: usize,
    },
}

impl Form {
    /// Checks every limit of the contract's `form`.
    pub fn validate(&self) -> Result<(), FormError> {
        let (bytes, bytes_max) = (self.bytes(), FORM_BYTES_MAX);
        if bytes > bytes_max {
            return Err(FormError::TooLarge { bytes, bytes_max });
        }
        check_lines("`form.title`", &self.title, FORM_TITLE_CHARS_MAX)?;
        check_count("`form.fields`", self.fields.len(), 1, FORM_FIELDS_MAX)?;
        for (index, field) in self.fields.iter().enumerate() {
            let earlier = &self.fields[..index];
            if earlier.iter().any(|other| other.id == field.id) {
                let what = format!("the field id `{}`", field.id);
                return Err(FormError::Duplicate { what });
            }
            let labels = earlier.iter().map(|other| &other.label);
            check_differs(&format!("the label of `{}`", field.id), &field.label, labels)?;
            field.validate()?;
        }
        Ok(())
    }

    /// The bytes of all texts and ids.
    fn bytes(&self) -> usize {
        let fields: usize = self.fields.iter().map(Field::bytes).sum();
        self.id.as_str().len() + bytes_of(&self.title) + fields
    }
}

impl Field {
    fn validate(&self) -> Result<(), FormError> {
        check_lines(&format!("the label of `{}`", self.id), &self.label, ROW_TITLE_CHARS_MAX)?;
        check_texts(&format!("the question of `{}`", self.id), &self.question)?;
        if let Some(help) = &self.help {
            check_texts(&format!("the help of `{}`", self.id), help)?;
        }
        match &self.kind {
            FieldKind::Text { min, max } | FieldKind::Place { min, max } => {
                self.check_length(*min, *max, ANSWER_CHARS_MAX)
            }
            FieldKind::Digits { min, max } => self.check_length(*min, *max, ANSWER_DIGITS_MAX),
            FieldKind::Number { min, max } => self.check_range(min, max),
            FieldKind::Money { min, max } => self.check_range(min, max),
            FieldKind::Date { earliest: Some(earliest), latest: Some(latest) } => {
                self.check_range(earliest, latest)
            }
            FieldKind::Choice(alternatives) => self.check_alternatives(alternatives),
            FieldKind::Date { .. }
            | FieldKind::Name
            | FieldKind::Mobile
            | FieldKind::PinCode
            | FieldKind::Aadhaar
            | FieldKind::Pan
            | FieldKind::Vehicle
            | FieldKind::DrivingLicence
            | FieldKind::VoterId
            | FieldKind::Ifsc
            | FieldKind::BankAccount
            | FieldKind::Upi
            | FieldKind::SurveyNumber
            | FieldKind::Email
            | FieldKind::Photo
            | FieldKind::Document
            | FieldKind::Location => Ok(()),
        }
    }

    fn check_length(&self, min: u32, max: u32, most: usize) -> Result<(), FormError> {
        if min >= 1 && min <= max && max as usize <= most {
            return Ok(());
        }
        let why = format!("its length is {min} to {max}, it must lie within 1 to {most}");
        Err(FormError::Range { field: self.id.to_string(), why })
    }

    fn check_range<T: PartialOrd>(&self, first: &T, last: &T) -> Result<(), FormError> {
        if first <= last {
            return Ok(());
        }
        let why = "the end of its range is before the beginning".to_owned();
        Err(FormError::Range { field: self.id.to_string(), why })
    }

    fn check_alternatives(&self, alternatives: &[Alternative]) -> Result<(), FormError> {
        let id = &self.id;
        // To skip takes a row.
        let most = ROWS_MAX - usize::from(self.optional);
        let n = alternatives.len();
        check_count(&format!("the alternatives of `{id}`"), n, ALTERNATIVES_MIN, most)?;
        for (index, alternative) in alternatives.iter().enumerate() {
            let (own, earlier) = (&alternative.id, &alternatives[..index]);
            if earlier.iter().any(|other| other.id == *own) {
                let what = format!("the alternative id `{own}` of `{id}`");
                return Err(FormError::Duplicate { what });
            }
            let title = format!("the title of `{own}` of `{id}`");
            check_lines(&title, &alternative.title, ROW_TITLE_CHARS_MAX)?;
            check_differs(&title, &alternative.title, earlier.iter().map(|other| &other.title))?;
            if let Some(description) = &alternative.description {
                let what = format!("the description of `{own}` of `{id}`");
                check_lines(&what, description, ROW_DESCRIPTION_CHARS_MAX)?;
            }
        }
        Ok(())
    }

    fn bytes(&self) -> usize {
        let own = self.id.as_str().len() + bytes_of(&self.label) + bytes_of(&self.question);
        let FieldKind::Choice(alternatives) = &self.kind else {
            return own + self.help.as_ref().map_or(0, bytes_of);
        };
        let of = |alternative: &Alternative| {
            let Alternative { id, title, description } = alternative;
            id.as_str().len() + bytes_of(title) + description.as_ref().map_or(0, bytes_of)
        };
        own + self.help.as_ref().map_or(0, bytes_of) + alternatives.iter().map(of).sum::<usize>()
    }
}

fn bytes_of(text: &Localized) -> usize {
    text.te.len() + text.en.len() + text.hi.len()
}

fn check_lines(what: &str, text: &Localized, chars_max: usize) -> Result<(), FormError> {
    check_each(what, text, |text| check_line(text, chars_max))
}

fn check_texts(what: &str, text: &Localized) -> Result<(), FormError> {
    check_each(what, text, |text| check_text(text, BODY_CHARS_MAX))
}

fn check_each(
    what: &str,
    text: &Localized,
    check: impl Fn(&str) -> Result<(), TextFault>,
) -> Result<(), FormError> {
    for language in Language::ALL {
        check(text.get(language)).map_err(|fault| FormError::Text {
            what: what.to_owned(),
            language,
            fault,
        })?;
    }
    Ok(())
}

fn check_differs<'a>(
    what: &str,
    text: &Localized,
    mut earlier: impl Iterator<Item = &'a Localized>,
) -> Result<(), FormError> {
    let is_same = |other: &Localized| {
        Language::ALL.into_iter().any(|language| other.get(language) == text.get(language))
    };
    if earlier.any(is_same) {
        return Err(FormError::Duplicate { what: what.to_owned() });
    }
    Ok(())
}

fn check_count(what: &str, count: usize, min: usize, max: usize) -> Result<(), FormError> {
    if (min..=max).contains(&count) {
        return Ok(());
    }
    Err(FormError::Count { what: what.to_owned(), count, min, max })
}

#[cfg(test)]
mod tests;
