//! Words as they may be kept: nothing that names a person, an account or an address is in them.

use mitra_core::limits::{UNMET_CHARS_MAX, UNMET_LETTERS_MIN, UNMET_WORD_CHARS_MAX};
use mitra_core::unmet::UnmetWords;

use super::fold;
use crate::words::tidy;

/// What stands for a word that may name somebody.
const MASK: &str = "#";

/// The words of a text in the search's spelling, each that may name somebody masked, and fillers left out. None if
/// nothing is left that says what is wanted.
///
/// Masked are words with a digit, addresses of e-mail and of the web, and words longer than any that names a service. A
/// name of a person is not known as one: that is why nobody sees words that too few citizens said.
pub(crate) fn masked(text: &str) -> Option<UnmetWords> {
    let mut kept: Vec<String> = Vec::new();
    for token in tidy(text).split(' ') {
        let words = if is_address(token) { vec![MASK.to_owned()] } else { fold::words(token) };
        for word in words.into_iter().filter(|word| fold::names_something(word)) {
            let word = if may_name_somebody(&word) { MASK.to_owned() } else { word };
            if word != MASK || kept.last().is_none_or(|last| last != MASK) {
                kept.push(word);
            }
        }
    }
    let mut words = String::new();
    for word in kept {
        let longer = if words.is_empty() { word } else { format!("{words} {word}") };
        if longer.len() > UNMET_CHARS_MAX {
            break;
        }
        words = longer;
    }
    let n_letters = words.chars().filter(char::is_ascii_alphabetic).count();
    (n_letters >= UNMET_LETTERS_MIN).then(|| UnmetWords::masked(words))
}

fn is_address(token: &str) -> bool {
    token.contains('@') || token.contains("://") || token.starts_with("www.")
}

fn may_name_somebody(word: &str) -> bool {
    word.len() > UNMET_WORD_CHARS_MAX || word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Option<String> {
        masked(text).map(|words| words.as_str().to_owned())
    }

    #[test]
    fn words_are_kept_in_one_spelling_without_fillers() {
        for text in ["Passport kavali", "I want a passport!", "passport ela cheyali"] {
            assert_eq!(kept(text), Some("pasport".to_owned()), "{text}");
        }
        assert_eq!(kept("పాస్‌పోర్ట్ కావాలి"), Some("pasport".to_owned()));
        assert_eq!(kept("पासपोर्ट चाहिए"), Some("pasaport".to_owned()));
    }

    #[test]
    fn what_may_name_somebody_is_masked() {
        let cases = [
            ("pan card of ABCDE1234F", "pan card #"),
            ("my number is 98480 12345 help", "number # help"),
            ("నా నంబరు ౯౮౪౮౦", "nanbaru #"),
            ("mail asha.rao@example.in status", "mel # status"),
            ("see https://example.in/asha?id=1 form", "si # porm"),
            ("visa www.example.in", "visa #"),
            ("visa ghijklmnopqrstuvwyabcdef", "visa #"),
        ];
        for (text, expected) in cases {
            assert_eq!(kept(text), Some(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_not_kept() {
        for text in ["", "?", "ok", "12345", "a@b.in", "😀", "мой паспорт", "my"] {
            assert_eq!(kept(text), None, "{text}");
        }
        assert_eq!(kept("abc"), Some("abc".to_owned()));
    }

    #[test]
    fn no_more_than_so_many_characters_are_kept_and_only_whole_words() {
        let word = |c: char, length: usize| {
            // No two letters of it are the same one after the other, which would be folded.
            [c, 'o'].iter().cycle().take(length).collect::<String>()
        };
        let two = format!("{} {}", word('b', 20), word('m', 20));
        let just = format!("{two} {}", word('r', UNMET_CHARS_MAX - two.len() - 1));
        assert_eq!(just.len(), UNMET_CHARS_MAX);
        assert_eq!(kept(&just), Some(just.clone()));
        assert_eq!(kept(&format!("{just}t")), Some(two), "the last word has no room");
        assert_eq!(kept(&word('b', UNMET_WORD_CHARS_MAX)), Some(word('b', 20)));
        assert_eq!(kept(&word('b', UNMET_WORD_CHARS_MAX + 1)), None);
    }
}
