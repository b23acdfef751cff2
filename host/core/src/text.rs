//! Which texts a citizen can be shown: the rules of everything that ends up in a message.

/// Why a text cannot be shown. The words say what its author must do; the caller says which text it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Too long. Nothing is shortened: the citizen would read half a sentence.
    #[error(
        "has {chars} characters, it must have 1 to {chars_max} (characters beyond U+FFFF, such as emoji, count twice)"
    )]
    TooLong {
        /// Its [`length`].
        chars: usize,
        /// The limit.
        chars_max: usize,
    },
    /// Nothing in it can be seen.
    #[error("shows nothing, it must have at least one visible character")]
    Empty,
    /// A character that cannot be shown, or a line break where one line is wanted.
    #[error(
        "has the control character U+{code_point:04X}, remove it (a line break or tab in a single line, too)"
    )]
    Control {
        /// The character.
        code_point: u32,
    },
    /// White space at an end.
    #[error("begins or ends with a space, remove it")]
    Spaces,
}

/// A text's length as the stricter of the two ways to count "characters": code points and UTF-16 units.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks a text that must say something: 1 to `chars_max` characters, no control characters but line breaks and tabs.
pub fn check_text(text: &str, chars_max: usize) -> Result<(), TextFault> {
    let chars = length(text);
    if chars > chars_max {
        return Err(TextFault::TooLong { chars, chars_max });
    }
    if shows_nothing(text) {
        return Err(TextFault::Empty);
    }
    refuse_control(text, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The same for a text that fits one line: a title, a label, a name.
pub fn check_line(text: &str, chars_max: usize) -> Result<(), TextFault> {
    check_text(text, chars_max)?;
    refuse_control(text, char::is_control)?;
    if text.trim() == text { Ok(()) } else { Err(TextFault::Spaces) }
}

fn refuse_control(text: &str, is_refused: impl Fn(char) -> bool) -> Result<(), TextFault> {
    match text.chars().find(|c| is_refused(*c)) {
        Some(c) => Err(TextFault::Control { code_point: u32::from(c) }),
        None => Ok(()),
    }
}

/// Whether nothing of a text can be seen.
pub fn shows_nothing(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// Whether a character leaves no mark: white space, and the joiners and marks that show nothing by themselves.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A text as people may be shown it in a terminal, where its words are somebody else's: control characters are escaped.
pub fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let escaped = c.is_control().then(|| c.escape_default());
        let itself = escaped.is_none().then_some(c);
        escaped.into_iter().flatten().chain(itself)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_way_to_count_characters_counts() {
        assert_eq!(length("తెలుగు"), 6);
        assert_eq!(length("🙏"), 2, "one code point, two UTF-16 units");
        assert_eq!(check_text("🙏🙏", 4), Ok(()));
        assert_eq!(check_text("🙏🙏", 3), Err(TextFault::TooLong { chars: 4, chars_max: 3 }));
    }

    #[test]
    fn text_that_shows_nothing_is_empty() {
        for text in ["", " \n\t", "\u{200b}\u{200d}", "\u{feff}\u{ad} "] {
            assert_eq!(check_text(text, 10), Err(TextFault::Empty), "{text:?}");
        }
        assert_eq!(check_text("క్\u{200c}ష", 10), Ok(()), "joiners are part of the script");
    }

    #[test]
    fn only_a_text_of_many_lines_has_line_breaks_and_spaces_at_its_ends() {
        for text in ["a\nb", "a\tb", "a\r\nb", " a ", "a\u{a0}"] {
            assert_eq!(check_text(text, 10), Ok(()), "{text:?}");
            assert!(check_line(text, 10).is_err(), "{text:?}");
        }
        assert_eq!(check_text("a\u{7}", 10), Err(TextFault::Control { code_point: 7 }));
        assert_eq!(check_line("a b", 10), Ok(()));
    }
}
