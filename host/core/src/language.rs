//! The three languages, and text in all of them.

use serde::{Deserialize, Serialize};

/// A language that a citizen can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Telugu.
    Te,
    /// English.
    En,
    /// Hindi.
    Hi,
}

impl Language {
    /// All languages, in the order citizens see them.
    pub const ALL: [Self; 3] = [Self::Te, Self::En, Self::Hi];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Te => "te",
            Self::En => "en",
            Self::Hi => "hi",
        }
    }

    /// The language with this ISO 639-1 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The same text in all three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Telugu.
    pub te: String,
    /// English.
    pub en: String,
    /// Hindi.
    pub hi: String,
}

impl Localized {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Te => &self.te,
            Language::En => &self.en,
            Language::Hi => &self.hi,
        }
    }
}
