//! Answers in words.

use mitra_core::limits::ANSWER_NAME_CHARS_MAX;
use mitra_core::text::{length, shows_nothing};

use super::formats::is_indic;
use super::wrong::Wrong;

/// The shortest name.
const NAME_CHARS_MIN: usize = 2;

/// Words, without what no message can show and without spaces at the ends.
pub(super) fn words(text: &str, min: u32, max: u32) -> Result<String, Wrong> {
    let text = shown(text);
    let (chars, min, max) = (length(&text), min as usize, max as usize);
    if chars > max {
        return Err(Wrong::TooLong { chars, max });
    }
    if chars < min || shows_nothing(&text) {
        return Err(Wrong::TooShort { min });
    }
    Ok(text)
}

/// A text without control characters and without spaces at the ends: what a message can show of it.
pub(super) fn shown(text: &str) -> String {
    let kept: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// A person's name in any script, with single spaces.
pub(super) fn name(text: &str) -> Result<String, Wrong> {
    let words: Vec<_> = text.split_whitespace().collect();
    let name = words.join(" ");
    let is_fit = (NAME_CHARS_MIN..=ANSWER_NAME_CHARS_MAX).contains(&length(&name))
        && name.chars().any(char::is_alphabetic)
        && name.chars().all(is_of_a_name);
    if is_fit { Ok(name) } else { Err(Wrong::Name) }
}

/// Letters of any script with their signs, initials' dots, and what joins two names. Joiners are part of Indic scripts.
fn is_of_a_name(c: char) -> bool {
    let is_letter = (c.is_alphabetic() || is_indic(c)) && !matches!(c, '\u{964}' | '\u{965}');
    let is_between = matches!(c, ' ' | '.' | '\'' | '\u{2019}' | '-' | '\u{200c}' | '\u{200d}');
    (is_letter && !c.is_numeric()) || is_between
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_what_no_message_shows() {
        assert_eq!(words(" a\u{7}b\r\nc ", 1, 4), Ok("ab\nc".to_owned()));
        assert_eq!(words("💡💡", 1, 4), Ok("💡💡".to_owned()));
        assert_eq!(words("💡💡", 1, 3), Err(Wrong::TooLong { chars: 4, max: 3 }));
        assert_eq!(words("ab", 3, 4), Err(Wrong::TooShort { min: 3 }));
        for empty in ["", " \n", "\u{200b}\u{200b}", "\u{7}"] {
            assert_eq!(words(empty, 1, 4), Err(Wrong::TooShort { min: 1 }), "{empty:?}");
        }
    }

    #[test]
    fn a_name_is_letters_of_any_script() {
        for (typed, written) in [
            ("  Asha   Devi ", "Asha Devi"),
            ("K. Rama-Rao", "K. Rama-Rao"),
            ("లక్ష్మి దేవి", "లక్ష్మి దేవి"),
            ("आशा\u{200d} श्री", "आशा\u{200d} श्री"),
            ("D'Souza", "D'Souza"),
        ] {
            assert_eq!(name(typed).as_deref(), Ok(written), "{typed}");
        }
        let long = "అ".repeat(ANSWER_NAME_CHARS_MAX + 1);
        for wrong in ["", "A", "Asha 2", "ఆశ ౨", "आशा २", "--", "Asha@x", "आशा।", "💡💡", &long]
        {
            assert_eq!(name(wrong), Err(Wrong::Name), "{wrong}");
        }
        assert!(name(&"అ".repeat(ANSWER_NAME_CHARS_MAX)).is_ok());
    }
}
