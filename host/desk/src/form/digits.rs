//! Digits and codes as citizens type them: in three scripts, with spaces and hyphens.

use crate::understand::digit;

/// The text with Telugu and Devanagari digits as ASCII ones.
pub(super) fn ascii(text: &str) -> String {
    let same = |c: char| match digit(c) {
        Some(value) => char::from_digit(u32::try_from(value).unwrap_or(0), 10).unwrap_or(c),
        None => c,
    };
    text.chars().map(same).collect()
}

/// A code without what only parts it: in ASCII digits and upper-case letters, without spaces, hyphens and joiners.
pub(super) fn compact(text: &str) -> String {
    let text: String = ascii(text).chars().filter(|c| !is_space(*c) && !is_dash(*c)).collect();
    text.to_uppercase()
}

/// White space, and what phones put between letters at will.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A hyphen, or what keyboards give in its place.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether the text is so many ASCII digits.
pub(super) fn are_digits(text: &str, n: impl std::ops::RangeBounds<usize>) -> bool {
    n.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_in_every_script_and_spacing() {
        for text in ["522 001", "౫౨౨-౦౦౧", "५२२००१", " 522\u{a0}001 ", "522\u{200c}001", "522–001"]
        {
            assert_eq!(compact(text), "522001", "{text}");
        }
        assert_eq!(compact("ap 39-ab 1234"), "AP39AB1234");
    }
}
