//! What citizens asked for and did not find: words without anything that tells who said them.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Words that led to no service, in the spelling that the front desk compares, with all masked that may name somebody:
/// at most [`crate::limits::UNMET_CHARS_MAX`] ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnmetWords(String);

impl UnmetWords {
    /// These words. Whoever makes them has masked them.
    pub fn masked(words: String) -> Self {
        Self(words)
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// That a citizen asked for something and did not find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// What they asked for.
    pub words: UnmetWords,
    /// In which language the desk spoke with them.
    pub language: Language,
}
