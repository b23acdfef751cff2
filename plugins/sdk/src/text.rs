//! Texts in three languages.

use serde::Deserialize;

use crate::{Language, Localized, Service};

/// A text in three languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Telugu.
    pub te: &'static str,
    /// English.
    pub en: &'static str,
    /// Hindi.
    pub hi: &'static str,
}

/// A text in Telugu, English and Hindi.
pub const fn text(te: &'static str, en: &'static str, hi: &'static str) -> Text {
    Text { te, en, hi }
}

impl Text {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Te => self.te,
            Language::En => self.en,
            Language::Hi => self.hi,
        }
    }

    /// The text with its `{}`s filled in, in order.
    pub fn fill(&self, language: Language, parts: &[&str]) -> String {
        let mut filled = String::new();
        let mut pieces = self.get(language).split("{}");
        filled.push_str(pieces.next().unwrap_or_default());
        for (index, piece) in pieces.enumerate() {
            filled.push_str(parts.get(index).copied().unwrap_or_default());
            filled.push_str(piece);
        }
        filled
    }

    /// The same as the contract's record.
    pub fn localized(&self) -> Localized {
        Localized { te: self.te.to_owned(), en: self.en.to_owned(), hi: self.hi.to_owned() }
    }
}

/// A text in three languages that a record holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Words {
    /// Telugu.
    pub te: String,
    /// English.
    pub en: String,
    /// Hindi.
    pub hi: String,
}

impl Words {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Te => &self.te,
            Language::En => &self.en,
            Language::Hi => &self.hi,
        }
    }
}

/// A service for the department's description.
pub fn service(id: &str, name: Text, summary: Text, aliases: &[&str]) -> Service {
    Service {
        id: id.to_owned(),
        name: name.localized(),
        summary: summary.localized(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_order() {
        let greeting = text("{} గారు, {}", "Dear {}, {}", "{} जी, {}");
        assert_eq!(greeting.fill(Language::En, &["Asha", "welcome"]), "Dear Asha, welcome");
        assert_eq!(greeting.fill(Language::Hi, &["आशा"]), "आशा जी, ");
    }
}
