//! What a citizen's text means, before anybody acts on it: a reserved word, a choice by number or title, or free text.

use mitra_core::language::Language;
use mitra_core::session::{Offered, Session};

use crate::words::{self, Word, tidy};
use crate::{form, menu};

/// The most digits of a number that stands for a choice: ten choices and a leading zero.
const CHOICE_DIGITS_MAX: usize = 2;

/// What a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A reserved word.
    Word(Word),
    /// One of the choices shown last.
    Choice(Offered),
    /// A language by its name, and the text itself: to a department it may be an answer.
    Language(Language, String),
    /// Anything else, without spaces at the ends.
    Text(String),
}

/// The meaning of a text in this session. What was shown comes first: a button may be titled "Back".
pub(crate) fn understand(text: &str, session: &Session) -> Meaning {
    if let Some(choice) = chosen(text, session) {
        return Meaning::Choice(choice.clone());
    }
    let is_open = session.conversation.is_some();
    let word = if is_open { words::unambiguous_word(text) } else { words::word(text) };
    if let Some(word) = word {
        return Meaning::Word(word);
    }
    let own = text.trim().to_owned();
    match words::language(text) {
        Some(language) => Meaning::Language(language, own),
        None => Meaning::Text(own),
    }
}

/// The choice that the text names: by its title, or by its place as a number in any of the three scripts' digits.
fn chosen<'a>(text: &str, session: &'a Session) -> Option<&'a Offered> {
    let (wanted, offered) = (tidy(text), &session.offered);
    if let Some(choice) = offered.iter().find(|choice| tidy(&choice.title) == wanted) {
        return Some(choice);
    }
    if !menu::is_asked_for_language(session) && !form::takes_numbers_for_choices(session) {
        return None;
    }
    let place = number(&wanted)?.checked_sub(1)?;
    menu::shown(offered).get(place)
}

/// The number that the text is, if it is one of at most two digits, perhaps with a mark: `2`, `2.`, `(2)`, `౨`, `२`.
fn number(text: &str) -> Option<usize> {
    let digits = text.trim_matches(|c: char| matches!(c, '.' | ')' | '(' | ':' | ' '));
    if digits.is_empty() || digits.chars().count() > CHOICE_DIGITS_MAX {
        return None;
    }
    digits.chars().try_fold(0, |number, c| Some(10 * number + digit(c)?))
}

/// The value of an ASCII, Telugu or Devanagari digit.
pub(crate) fn digit(c: char) -> Option<usize> {
    let zero = match c {
        '0'..='9' => '0',
        '౦'..='౯' => '౦',
        '०'..='९' => '०',
        _ => return None,
    };
    Some(u32::from(c).abs_diff(u32::from(zero)) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered() -> Vec<Offered> {
        ["Pay", "History", "Back"]
            .map(|title| Offered { id: title.to_lowercase(), title: title.to_owned() })
            .to_vec()
    }

    fn meaning(text: &str) -> Meaning {
        understand(text, &Session { offered: offered(), ..Session::default() })
    }

    #[test]
    fn a_number_in_any_script_stands_for_the_choice_at_its_place() {
        for text in ["2", " 2. ", "(2)", "౨", "२", "02", "History", "  hISTORY"] {
            assert_eq!(meaning(text), Meaning::Choice(offered()[1].clone()), "{text}");
        }
    }

    #[test]
    fn a_number_out_of_range_or_with_more_digits_is_text() {
        for text in ["0", "4", "99", "1102345678901", "2 bills", "002"] {
            assert_eq!(meaning(text), Meaning::Text(text.to_owned()), "{text}");
        }
        assert_eq!(understand("2", &Session::default()), Meaning::Text("2".to_owned()));
    }

    #[test]
    fn a_title_that_was_shown_comes_before_a_reserved_word() {
        assert_eq!(meaning("back"), Meaning::Choice(offered()[2].clone()));
        assert_eq!(understand("back", &Session::default()), Meaning::Word(Word::Back));
    }
}
