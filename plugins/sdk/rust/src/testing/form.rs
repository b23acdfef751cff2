//! The contract's limits on forms and answers, as the host enforces them.

use super::check::{line, localized, slug, text};
use crate::forms::{Answer, Date};
use crate::length::units;
use crate::{Field, FieldKind, Form, FormAnswers, Localized, MediaKind, Value};

/// Checks a form.
///
/// # Panics
/// If the host would refuse it, with the reason.
pub(super) fn check_form(form: &Form) {
    slug(&form.id);
    localized("form.title", &form.title, 60);
    let fields = &form.fields;
    assert!((1..=20).contains(&fields.len()), "{} fields, there may be 1 to 20", fields.len());
    for (index, field) in fields.iter().enumerate() {
        check_field(field);
        for earlier in &fields[..index] {
            assert_ne!(earlier.id, field.id, "two fields have this id");
            differs(&field.id, &earlier.label, &field.label);
        }
    }
    let bytes: usize = form.id.len() + of(&form.title) + fields.iter().map(bytes).sum::<usize>();
    assert!(bytes <= 32_768, "the form's texts have {bytes} bytes, at most 32768");
}

fn check_field(field: &Field) {
    let id = &field.id;
    slug(id);
    localized(&format!("the label of `{id}`"), &field.label, 24);
    for of in [Some(&field.question), field.help.as_ref()].into_iter().flatten() {
        for body in [&of.te, &of.en, &of.hi] {
            text(&format!("a text of `{id}`"), body, 1_024);
        }
    }
    let is_length = |min: u32, max: u32, most: u32| min >= 1 && min <= max && max <= most;
    let is_possible = match &field.kind {
        FieldKind::Text(it) | FieldKind::Place(it) => is_length(it.min, it.max, 1_024),
        FieldKind::Digits(it) => is_length(it.min, it.max, 30),
        FieldKind::Number(it) => it.min <= it.max,
        FieldKind::Money(it) => it.min <= it.max,
        FieldKind::Date(it) => {
            let days = it.earliest.map(ordered).zip(it.latest.map(ordered));
            days.is_none_or(|(earliest, latest)| earliest <= latest)
        }
        _ => true,
    };
    assert!(is_possible, "`{id}` can have no answer");
    if let FieldKind::Choice(alternatives) = &field.kind {
        let most = if field.optional { 9 } else { 10 };
        let n = alternatives.len();
        assert!((2..=most).contains(&n), "`{id}` has {n} alternatives, there may be 2 to {most}");
        for (index, alternative) in alternatives.iter().enumerate() {
            slug(&alternative.id);
            localized("an alternative's title", &alternative.title, 24);
            if let Some(description) = &alternative.description {
                localized("an alternative's description", description, 72);
            }
            for earlier in &alternatives[..index] {
                assert_ne!(earlier.id, alternative.id, "two alternatives of `{id}` have this id");
                differs(id, &earlier.title, &alternative.title);
            }
        }
    }
}

fn differs(id: &str, one: &Localized, other: &Localized) {
    let is_other = one.te != other.te && one.en != other.en && one.hi != other.hi;
    assert!(is_other, "`{id}`: the same text twice: {other:?}");
}

fn bytes(field: &Field) -> usize {
    let alternatives = match &field.kind {
        FieldKind::Choice(alternatives) => alternatives.as_slice(),
        _ => &[],
    };
    let of_each = alternatives
        .iter()
        .map(|it| it.id.len() + of(&it.title) + it.description.as_ref().map_or(0, of));
    let help = field.help.as_ref().map_or(0, of);
    field.id.len() + of(&field.label) + of(&field.question) + help + of_each.sum::<usize>()
}

fn of(text: &Localized) -> usize {
    text.te.len() + text.en.len() + text.hi.len()
}

fn ordered(date: Date) -> (u16, u8, u8) {
    (date.year, date.month, date.day)
}

/// The answers as the host delivers them: of every field that is not optional, in the order of the fields.
///
/// # Panics
/// If the host would not take one, or would have asked for another.
pub(super) fn answers(form: &Form, given: &[(&str, Value)]) -> FormAnswers {
    for (id, _) in given {
        assert!(form.fields.iter().any(|field| field.id == *id), "the form has no field `{id}`");
    }
    let mut answers = Vec::new();
    for field in &form.fields {
        let Some((_, value)) = given.iter().find(|(id, _)| *id == field.id) else {
            assert!(field.optional, "`{}` must be answered", field.id);
            continue;
        };
        let id = &field.id;
        assert!(is_answer(&field.kind, value), "the host never gives {value:?} for `{id}`");
        answers.push(Answer { field: id.clone(), value: value.clone() });
    }
    FormAnswers { form: form.id.clone(), answers }
}

fn is_answer(kind: &FieldKind, value: &Value) -> bool {
    match (kind, value) {
        (FieldKind::Text(it) | FieldKind::Place(it), Value::Text(said)) => {
            let is_clean = !said.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            let n = u32::try_from(units(said)).unwrap_or(u32::MAX);
            (it.min..=it.max).contains(&n) && said.trim() == said && is_clean
        }
        (FieldKind::Name, Value::Text(name)) => {
            line("a name", name, 60);
            units(name) >= 2 && !name.chars().any(char::is_numeric)
        }
        (FieldKind::Number(it), Value::Number(number)) => (it.min..=it.max).contains(number),
        (FieldKind::Money(it), Value::Money(paise)) => (it.min..=it.max).contains(paise),
        (FieldKind::Date(it), Value::Date(date)) => {
            it.earliest.is_none_or(|first| ordered(first) <= ordered(*date))
                && it.latest.is_none_or(|last| ordered(*date) <= ordered(last))
        }
        (FieldKind::Choice(alternatives), Value::Choice(id)) => {
            alternatives.iter().any(|alternative| alternative.id == *id)
        }
        (FieldKind::Digits(it), Value::Text(code)) => {
            are_digits(code, it.min as usize, it.max as usize)
        }
        (FieldKind::Aadhaar, Value::IdentityNumber(number)) => {
            are_digits(&number.last_four, 4, 4) && (1..=64).contains(&number.token.len())
        }
        (FieldKind::Photo, Value::Media(file)) => {
            file.kind == MediaKind::Image || file.mime_type.starts_with("image/")
        }
        (FieldKind::Document, Value::Media(file)) => {
            matches!(file.kind, MediaKind::Image | MediaKind::Document)
        }
        (FieldKind::Location | FieldKind::Place(_), Value::Location(_)) => true,
        (kind, Value::Text(code)) => is_code(kind, code),
        _ => false,
    }
}

/// Whether a code is written as the host writes it.
fn is_code(kind: &FieldKind, code: &str) -> bool {
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    match kind {
        FieldKind::Mobile => are_digits(code, 10, 10) && code.starts_with(['6', '7', '8', '9']),
        FieldKind::PinCode => are_digits(code, 6, 6) && !code.starts_with('0'),
        FieldKind::BankAccount => are_digits(code, 9, 18),
        FieldKind::Pan | FieldKind::VoterId => code.len() == 10 && code.chars().all(is_upper),
        FieldKind::Ifsc => code.len() == 11 && code.chars().all(is_upper),
        FieldKind::DrivingLicence => code.len() == 15 && code.chars().all(is_upper),
        FieldKind::Vehicle => (4..=11).contains(&code.len()) && code.chars().all(is_upper),
        FieldKind::Upi | FieldKind::Email => {
            code.contains('@') && code.is_ascii() && *code == code.to_lowercase()
        }
        FieldKind::SurveyNumber => {
            code.starts_with(|c: char| c.is_ascii_digit()) && !code.contains(char::is_whitespace)
        }
        _ => false,
    }
}

fn are_digits(code: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::*;
    use crate::forms::{self, alternative, form};
    use crate::text::{Text, text};

    const WORDS: Text = text("పదాలు", "Words", "शब्द");

    fn pin() -> Form {
        let way = vec![alternative("a", WORDS), alternative("b", text("మరో", "Other", "अन्य"))];
        form("f", WORDS)
            .field(forms::pin_code("pin", WORDS, WORDS))
            .field(forms::choice("way", text("దారి", "Way", "राह"), WORDS, way).optional())
    }

    fn passes(form: Form) -> bool {
        panic::catch_unwind(|| check_form(&form)).is_ok()
    }

    fn takes(given: &[(&str, Value)]) -> bool {
        panic::catch_unwind(|| answers(&pin(), given)).is_ok()
    }

    #[test]
    fn a_form_is_held_against_its_limits() {
        assert!(passes(pin()));
        let with = |field: Field| passes(pin().field(field));
        assert!(with(forms::text("t", text("టి", "T", "टी"), WORDS, 1..=1_024)));
        assert!(!with(forms::text("t", text("టి", "T", "टी"), WORDS, 0..=1)));
        assert!(!with(forms::text("t", text("టి", "T", "टी"), WORDS, 1..=1_025)));
        assert!(!with(forms::name("t", WORDS, WORDS)), "a label that is there already");
        assert!(
            !with(forms::name("pin", text("టి", "T", "टी"), WORDS)),
            "an id that is there already"
        );
        assert!(!with(forms::choice("t", text("టి", "T", "टी"), WORDS, Vec::new())));
        assert!(!passes(form("f", WORDS)), "no field");
        let mut long = pin();
        for field in &mut long.fields {
            field.question.te = "అ".repeat(1_024);
            field.help = Some(field.question.clone());
        }
        assert!(passes(long.clone()));
        long.fields[0].question.te.push('అ');
        assert!(!passes(long));
    }

    #[test]
    fn an_answer_is_what_the_host_would_give() {
        let pin = |code: &str| ("pin", Value::Text(code.to_owned()));
        let way = |id: &str| ("way", Value::Choice(id.to_owned()));
        assert!(takes(&[pin("522001")]));
        assert!(takes(&[way("b"), pin("522001")]));
        for refused in ["52200", "022001", "522 001"] {
            assert!(!takes(&[pin(refused)]), "{refused}");
        }
        assert!(!takes(&[pin("522001"), way("c")]));
        assert!(!takes(&[way("a")]), "the code is missing");
        assert!(!takes(&[("pin", Value::Number(522_001))]));
        assert!(!takes(&[pin("522001"), ("other", Value::Number(1))]));
    }
}
