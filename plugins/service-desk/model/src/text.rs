//! Texts in three languages.

use serde::{Deserialize, Serialize};

/// A text in Telugu, English and Hindi.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Telugu.
    pub te: String,
    /// English.
    pub en: String,
    /// Hindi.
    pub hi: String,
}

impl Text {
    /// Each with the code of its language.
    pub fn each(&self) -> [(&'static str, &str); 3] {
        [("te", &self.te), ("en", &self.en), ("hi", &self.hi)]
    }
}
