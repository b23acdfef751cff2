//! What a citizen is asked before a record is looked up.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// One question, whose answer is a record's key, or must equal one of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ask {
    /// Unique within the service.
    pub id: String,
    /// What an answer must be.
    pub kind: AskKind,
    /// The fewest digits or characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The most digits or characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The question.
    pub question: Text,
    /// Shown when an answer cannot be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// The record's field that the answer must equal; none where the answer is the record's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    /// What can be chosen, for a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choosable>,
}

/// What an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskKind {
    /// Digits of any of three scripts.
    Digits,
    /// Letters, digits, `/` and `-`, compared in upper case and without spaces.
    Code,
    /// A day, as `YYYY-MM-DD` in the record.
    Date,
    /// An Indian mobile number.
    Mobile,
    /// One of the options.
    Choice,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// What the record has.
    pub id: String,
    /// At most 24 characters in each language.
    pub title: Text,
}

impl Ask {
    /// How long an answer may be.
    pub fn length(&self) -> (usize, usize) {
        let (min, max) = (self.min.unwrap_or(1), self.max.unwrap_or(30));
        (min as usize, max as usize)
    }

    /// Digits as they are compared, of what has nothing but ASCII digits; none if they cannot be an answer.
    pub fn digits(&self, typed: &str) -> Option<String> {
        let (min, max) = self.length();
        let is_fit =
            (min..=max).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_digit());
        is_fit.then(|| typed.to_owned())
    }

    /// A code as it is compared: in upper case, without spaces; none if it cannot be an answer.
    pub fn code(&self, typed: &str) -> Option<String> {
        let (min, max) = self.length();
        let code: String =
            typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-');
        ((min..=max).contains(&code.len()) && code.chars().all(is_fit)).then_some(code)
    }
}
