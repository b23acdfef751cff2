//! Texts in three languages: the department's own, and those of its records.

use serde::{Deserialize, Serialize};

use crate::{Language, Localized};

/// A text of the department's own.
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

    /// The text in all languages, each with its `{}`s filled in, in order.
    pub fn filled(&self, parts: &[&str]) -> Localized {
        let fill = |language| self.fill(language, parts);
        Localized { te: fill(Language::Te), en: fill(Language::En), hi: fill(Language::Hi) }
    }

    /// The same as the contract's record.
    pub fn localized(&self) -> Localized {
        Localized { te: self.te.to_owned(), en: self.en.to_owned(), hi: self.hi.to_owned() }
    }
}

impl From<Text> for Localized {
    fn from(text: Text) -> Self {
        text.localized()
    }
}

/// A text of a record: `{"te": .., "en": .., "hi": ..}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl From<Words> for Localized {
    fn from(words: Words) -> Self {
        let Words { te, en, hi } = words;
        Self { te, en, hi }
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

    #[test]
    fn a_record_has_its_text_in_each_language() {
        let words = r#"{"te": "నీరు", "en": "Water", "hi": "पानी"}"#;
        let words: Words = serde_json::from_str(words).expect("words");
        let all = [Language::Te, Language::En, Language::Hi].map(|language| words.get(language));
        assert_eq!(all, ["నీరు", "Water", "पानी"]);
    }
}
