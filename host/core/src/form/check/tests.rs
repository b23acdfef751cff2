//! Forms just within each limit and just beyond.

use super::*;
use crate::form::Date;
use crate::ids::{AlternativeId, FieldId, FormId};

fn same(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

fn field(number: usize, kind: FieldKind) -> Field {
    Field {
        id: FieldId::parse(&format!("f{number}")).unwrap(),
        label: same(&format!("Label {number}")),
        question: same("Which?"),
        help: None,
        optional: false,
        kind,
        purpose: None,
    }
}

fn form(fields: Vec<Field>) -> Form {
    Form { id: FormId::parse("member").unwrap(), title: same("A member"), fields }
}

fn one(kind: FieldKind) -> Form {
    form(vec![field(0, kind)])
}

fn choice(n: usize) -> FieldKind {
    let alternative = |number: usize| Alternative {
        id: AlternativeId::parse(&format!("a{number}")).unwrap(),
        title: same(&format!("Title {number}")),
        description: Some(same("What it is")),
    };
    FieldKind::Choice((0..n).map(alternative).collect())
}

fn refusal(form: &Form) -> String {
    form.validate().expect_err("it breaks a limit").to_string()
}

#[test]
fn a_form_has_one_to_twenty_fields_that_can_be_told_apart() {
    let with = |n: usize| form((0..n).map(|number| field(number, FieldKind::Name)).collect());
    assert_eq!(with(1).validate(), Ok(()));
    assert_eq!(with(FORM_FIELDS_MAX).validate(), Ok(()));
    assert_eq!(refusal(&with(0)), "`form.fields`: 0, it must be 1 to 20");
    assert_eq!(refusal(&with(FORM_FIELDS_MAX + 1)), "`form.fields`: 21, it must be 1 to 20");
    let mut twice = with(2);
    twice.fields[1].id = twice.fields[0].id.clone();
    assert_eq!(refusal(&twice), "the field id `f0` is the same as that of an earlier one");
    let mut labelled = with(2);
    labelled.fields[1].label.hi = labelled.fields[0].label.hi.clone();
    assert_eq!(refusal(&labelled), "the label of `f1` is the same as that of an earlier one");
}

#[test]
fn every_text_has_a_limit_in_every_language() {
    type Part = fn(&mut Form) -> &mut Localized;
    let parts: [(Part, usize, &str); 6] = [
        (|form| &mut form.title, FORM_TITLE_CHARS_MAX, "`form.title` in `hi`"),
        (|form| &mut form.fields[0].label, ROW_TITLE_CHARS_MAX, "the label of `f0` in `hi`"),
        (|form| &mut form.fields[0].question, BODY_CHARS_MAX, "the question of `f0` in `hi`"),
        (
            |form| form.fields[0].help.get_or_insert_with(|| same("Help")),
            BODY_CHARS_MAX,
            "the help of `f0` in `hi`",
        ),
        (
            |form| &mut alternatives(form)[0].title,
            ROW_TITLE_CHARS_MAX,
            "the title of `a0` of `f0` in `hi`",
        ),
        (
            |form| alternatives(form)[0].description.as_mut().unwrap(),
            ROW_DESCRIPTION_CHARS_MAX,
            "the description of `a0` of `f0` in `hi`",
        ),
    ];
    for (part, chars_max, named) in parts {
        let mut form = one(choice(2));
        part(&mut form).hi = "అ".repeat(chars_max);
        assert_eq!(form.validate(), Ok(()), "{named}");
        part(&mut form).hi.push('అ');
        assert!(refusal(&form).starts_with(&format!("{named} has")), "{}", refusal(&form));
        part(&mut form).hi.clear();
        assert!(refusal(&form).starts_with(&format!("{named} shows nothing")));
    }
}

fn alternatives(form: &mut Form) -> &mut Vec<Alternative> {
    let FieldKind::Choice(alternatives) = &mut form.fields[0].kind else {
        panic!("the first field is a choice");
    };
    alternatives
}

#[test]
fn a_choice_fits_one_list_with_the_row_to_skip_it() {
    assert_eq!(one(choice(2)).validate(), Ok(()));
    assert_eq!(one(choice(10)).validate(), Ok(()));
    assert_eq!(refusal(&one(choice(1))), "the alternatives of `f0`: 1, it must be 2 to 10");
    assert_eq!(refusal(&one(choice(11))), "the alternatives of `f0`: 11, it must be 2 to 10");
    let mut optional = one(choice(9));
    optional.fields[0].optional = true;
    assert_eq!(optional.validate(), Ok(()));
    optional.fields[0].kind = choice(10);
    assert_eq!(refusal(&optional), "the alternatives of `f0`: 10, it must be 2 to 9");
    let mut twice = one(choice(2));
    alternatives(&mut twice)[1].title.te = "Title 0".to_owned();
    assert!(refusal(&twice).starts_with("the title of `a1` of `f0` is the same"));
}

#[test]
fn limits_that_no_answer_can_keep_are_refused() {
    let (chars, digits) = (1_024, 30);
    let day = |year| Date::new(year, 1, 1);
    let fit = [
        FieldKind::Text { min: 1, max: chars },
        FieldKind::Place { min: chars, max: chars },
        FieldKind::Digits { min: 1, max: digits },
        FieldKind::Number { min: i64::MIN, max: i64::MAX },
        FieldKind::Money { min: 0, max: 0 },
        FieldKind::Date { earliest: day(2000), latest: day(2000) },
        FieldKind::Date { earliest: None, latest: day(2000) },
    ];
    for kind in fit {
        assert_eq!(one(kind.clone()).validate(), Ok(()), "{kind:?}");
    }
    let unfit = [
        FieldKind::Text { min: 0, max: chars },
        FieldKind::Text { min: 1, max: chars + 1 },
        FieldKind::Place { min: 2, max: 1 },
        FieldKind::Digits { min: 1, max: digits + 1 },
        FieldKind::Number { min: 1, max: 0 },
        FieldKind::Money { min: 1, max: 0 },
        FieldKind::Date { earliest: day(2001), latest: day(2000) },
    ];
    for kind in unfit {
        assert!(refusal(&one(kind.clone())).starts_with("`f0` can have no answer"), "{kind:?}");
    }
}

#[test]
fn a_form_as_a_whole_has_32_kib() {
    let mut form = form((0..11).map(|number| field(number, FieldKind::Name)).collect());
    for field in &mut form.fields[..10] {
        // Three bytes a character.
        field.question = same(&"అ".repeat(1_000));
        field.question.en = "x".repeat(100);
        field.question.hi = "x".repeat(100);
    }
    let left = FORM_BYTES_MAX - form.bytes();
    form.fields[10].help = Some(same("x"));
    let help = |form: &mut Form, n: usize| {
        let one = "x".to_owned();
        form.fields[10].help = Some(Localized { te: "x".repeat(n - 2), en: one.clone(), hi: one });
    };
    assert!(left < BODY_CHARS_MAX, "{left}");
    help(&mut form, left);
    assert_eq!(form.validate(), Ok(()));
    help(&mut form, left + 1);
    assert_eq!(refusal(&form), "all its texts and ids have 32769 bytes, at most 32768 are allowed");
}
