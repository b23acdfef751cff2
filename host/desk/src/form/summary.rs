//! All answers at a glance, and the list of what can be changed.

use mitra_core::limits::{BODY_CHARS_MAX, TEXT_CHARS_MAX};
use mitra_core::reply::Choice;
use mitra_core::text::length;

use super::question::Asking;
use super::tap::Tap;
use super::{show, texts};
use crate::menu;

/// Shows all answers and asks whether they are right. What has no room over the buttons becomes messages of its own.
pub(super) fn show(asking: &mut Asking<'_>) {
    let (open, language) = (asking.open, asking.language);
    let mut lines = vec![texts::CHECK.fill(language, &[open.form.title.get(language)])];
    lines.push(String::new());
    for (field, value) in open.form.fields.iter().zip(&open.answers) {
        let value = show::value(&field.kind, value.as_ref(), language);
        lines.push(format!("{}: {value}", field.label.get(language)));
    }
    let answers = lines.join("\n");
    let question = texts::IS_IT_RIGHT.get(language);
    let items = vec![
        asking.choice(&Tap::Send, texts::SEND),
        asking.choice(&Tap::Change, texts::CHANGE),
        asking.choice(&Tap::Cancel, texts::CANCEL),
    ];
    let whole = format!("{answers}\n\n{question}");
    if length(&whole) <= BODY_CHARS_MAX {
        asking.choices(&whole, items);
        return;
    }
    let whole = asking.joined(&answers, usize::MAX);
    for part in parts(&whole, TEXT_CHARS_MAX) {
        asking.say(part);
    }
    asking.choices(question, items);
}

/// Asks which field to change.
pub(super) fn list(asking: &mut Asking<'_>, page: usize) {
    let (open, language) = (asking.open, asking.language);
    let row = |field: &mitra_core::form::Field| Choice {
        id: asking.id(&Tap::Pick(field.id.clone())),
        title: field.label.get(language).to_owned(),
        description: None,
    };
    let rows = open.form.fields.iter().map(row).collect();
    let review = asking.choice(&Tap::Review, texts::REVIEW);
    let id = |page| asking.id(&Tap::Page(page));
    let (rows, _) = menu::paged(rows, page, language, Some(review), id);
    asking.choices(texts::WHICH_FIELD.get(language), rows);
}

/// The text in parts of at most so many characters, parted at the ends of lines or of words where there are any.
/// All parts together are the text: nothing is left out but the white space at which it is parted.
fn parts(text: &str, chars_max: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while length(rest) > chars_max {
        let fits = &rest[..end_of(rest, chars_max)];
        let at = fits.rfind('\n').or_else(|| fits.rfind(' ')).filter(|at| *at > 0);
        let (part, others) = rest.split_at(at.unwrap_or(fits.len()));
        parts.push(part.trim_end().to_owned());
        rest = others.trim_start();
    }
    parts.push(rest.to_owned());
    parts
}

/// Where the first characters end, at most so many by the stricter count.
fn end_of(text: &str, chars_max: usize) -> usize {
    let mut chars = 0;
    let over = text.char_indices().find(|(_, c)| {
        chars += c.len_utf16();
        chars > chars_max
    });
    over.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_parted_at_lines_then_words_and_loses_nothing() {
        assert_eq!(parts("ab\ncd", 5), ["ab\ncd"]);
        assert_eq!(parts("ab\ncd ef", 7), ["ab", "cd ef"]);
        assert_eq!(parts("ab cd", 4), ["ab", "cd"]);
        assert_eq!(parts("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(parts("💡💡💡", 4), ["💡💡", "💡"]);
        let text = "అ ఆ\nఇ ఈ ఉ\n".repeat(500);
        for chars_max in [1, 2, 7, 100] {
            let parts = parts(&text, chars_max);
            assert!(parts.iter().all(|part| (1..=chars_max).contains(&length(part))));
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(letters(&parts.concat()), letters(&text));
        }
    }
}
