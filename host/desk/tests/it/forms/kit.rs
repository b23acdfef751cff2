//! Forms, and citizens who fill them in.

use mitra_core::form::{Alternative, Field, FieldKind, Form, FormAnswers, Value};
use mitra_core::ids::{AlternativeId, FieldId, FormId};
use mitra_core::language::{Language, Localized};
use mitra_core::turn::TurnEvent;

use crate::citizen::Citizen;

/// Names of the three languages, in the order of [`Language::ALL`].
pub(crate) const LANGUAGES: [&str; 3] = ["తెలుగు", "English", "हिन्दी"];

pub(crate) fn localized(te: &str, en: &str, hi: &str) -> Localized {
    Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() }
}

/// A required field whose texts are told apart by its id and language.
pub(crate) fn field(id: &str, kind: FieldKind) -> Field {
    let each = |what: &str| {
        let of = |language: Language| format!("{what} {id} {}", language.code());
        Localized { te: of(Language::Te), en: of(Language::En), hi: of(Language::Hi) }
    };
    Field {
        id: FieldId::parse(id).expect("an id"),
        label: each("L"),
        question: each("Question"),
        help: Some(each("Help")),
        optional: false,
        kind,
        purpose: None,
    }
}

pub(crate) fn optional(id: &str, kind: FieldKind) -> Field {
    Field { optional: true, ..field(id, kind) }
}

pub(crate) fn form(fields: Vec<Field>) -> Form {
    let title = localized("కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य");
    let form = Form { id: FormId::parse("member").expect("an id"), title, fields };
    assert_eq!(form.validate(), Ok(()), "departments' forms are checked before");
    form
}

/// A choice of so many alternatives, `Way 1 en` and so on.
pub(crate) fn choice(n: usize) -> FieldKind {
    let alternative = |number: usize| {
        let of = |language: Language| format!("Way {number} {}", language.code());
        Alternative {
            id: AlternativeId::parse(&format!("way-{number}")).expect("an id"),
            title: Localized { te: of(Language::Te), en: of(Language::En), hi: of(Language::Hi) },
            description: None,
        }
    };
    FieldKind::Choice((1..=n).map(alternative).collect())
}

/// A name, a choice of two, an optional Aadhaar number.
pub(crate) fn member() -> Form {
    form(vec![
        field("name", FieldKind::Name),
        field("way", choice(2)),
        optional("aadhaar", FieldKind::Aadhaar),
    ])
}

/// A citizen of the first department who is asked for this form, and what they were asked.
pub(crate) fn asked(language: &str, form: Form) -> (Citizen, String) {
    let mut citizen = Citizen::in_a_service(language);
    citizen.form = Some(form);
    let said = citizen.says("form");
    (citizen, said)
}

/// A citizen who answered all of [`member`].
pub(crate) fn answered(language: &str) -> (Citizen, String) {
    let (mut citizen, _) = asked(language, member());
    citizen.says("Asha Devi");
    citizen.says("1");
    let said = citizen.says("2341 2341 2346");
    (citizen, said)
}

/// What the department got.
pub(crate) fn answers(citizen: &Citizen) -> &FormAnswers {
    let TurnEvent::Form(answers) = citizen.last_heard() else {
        panic!("a form, not {:?}", citizen.last_heard());
    };
    answers
}

/// The answer to a field.
pub(crate) fn value<'a>(citizen: &'a Citizen, field: &str) -> Option<&'a Value> {
    let answer = answers(citizen).answers.iter().find(|answer| answer.field.as_str() == field);
    answer.map(|answer| &answer.value)
}
