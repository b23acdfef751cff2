//! Forms go out of the guest and answers into it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::form::{
    Answer, Date, FieldKind, FormAnswers, FormPurposes, IdentityNumber, Purpose, Value,
};
use mitra_core::ids::{AlternativeId, FieldId, FormId, MediaId};
use mitra_core::limits::FORM_FIELDS_MAX;
use mitra_core::reply::Reply;
use mitra_core::turn::{Next, TurnEvent, TurnFault};
use mitra_runtime::grants::{FormsRule, Grants};
use mitra_runtime::{Sandbox, Settings};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, component, department, options, ports};

#[tokio::test]
async fn a_form_comes_out_of_the_guest_as_it_went_in() {
    let outcome = Kit::new().say("!form").await.result.expect("an outcome");
    assert!(outcome.replies.is_empty(), "a form is no reply: {:?}", outcome.replies);
    let Next::Ask(state, form) = outcome.next else {
        panic!("a form, not {:?}", outcome.next);
    };
    assert_eq!((state.schema, state.bytes.as_slice()), (1, b"1".as_slice()));
    assert_eq!((form.id.as_str(), form.title.en.as_str()), ("everything", "Label"));
    assert_eq!(form.fields.len(), FORM_FIELDS_MAX);
    assert_eq!(form.fields[0].kind, FieldKind::Text { min: 1, max: 1_024 });
    assert_eq!(form.fields[2].kind, FieldKind::Number { min: i64::MIN, max: i64::MAX });
    let born = FieldKind::Date { earliest: Date::new(1900, 1, 1), latest: None };
    assert_eq!(form.fields[4].kind, born);
    assert!(matches!(&form.fields[5].kind, FieldKind::Choice(both) if both.len() == 2));
    assert_eq!(form.fields[19].kind, FieldKind::Place { min: 1, max: 300 });
    assert!(form.fields[1].optional && !form.fields[0].optional);
    assert_eq!(form.fields[0].help.as_ref().map(|help| help.hi.as_str()), Some("प्रश्न?"));
}

#[tokio::test]
async fn a_form_that_breaks_a_rule_is_an_invalid_outcome_that_says_which() {
    let kit = Kit::new();
    let cases = [
        ("twice", "`ask-form` is not the last of `outcome.replies`"),
        ("first", "`ask-form` is not the last of `outcome.replies`"),
        ("finish", "`ask-form` comes with `next.finish`"),
        ("id", "`ask-form`: the form id `An Id` cannot be used"),
        ("date", "`ask-form`: the field `born` names 29-2-2023"),
        ("fields", "`ask-form`: `form.fields`: 0"),
    ];
    for (how, named) in cases {
        let Err(TurnFault::OutcomeInvalid { detail }) =
            kit.say(&format!("!form {how}")).await.result
        else {
            panic!("{how} is invalid");
        };
        assert!(detail.starts_with(named), "{detail}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_reaches_the_guest() {
    let answer = |(number, value): (usize, Value)| {
        let field = FieldId::parse(&format!("f{number}")).expect("an id");
        Answer { field, value }
    };
    let number = IdentityNumber { last_four: "2346".to_owned(), token: "ab".to_owned() };
    let place = Location { latitude: 16.5, longitude: 80.25, name: None, address: None };
    let file = Media {
        kind: MediaKind::Document,
        id: MediaId::new("44"),
        mime_type: "application/pdf".to_owned(),
        sha256: None,
        filename: None,
        caption: None,
    };
    let values = [
        Value::Text("పేరు".to_owned()),
        Value::Number(-5),
        Value::Money(u64::MAX),
        Value::Date(Date::new(2024, 2, 29).expect("a day")),
        Value::Choice(AlternativeId::parse("roads").expect("an id")),
        Value::Identity(number),
        Value::Location(place),
        Value::Media(file),
    ];
    let form = FormId::parse("member").expect("an id");
    let answers = values.into_iter().enumerate().map(answer).collect();
    let event = TurnEvent::Form(FormAnswers { form, answers });
    let outcome = Kit::new().run(event).await.result.expect("an outcome");
    let body = "member: f0=పేరు, f1=-5, f2=18446744073709551615 paise, f3=2024-2-29, f4=[roads], \
                f5=..2346 ab, f6=16.5 80.25, f7=application/pdf";
    assert_eq!(outcome.replies, [Reply::Text { body: body.to_owned() }]);
}

/// The echoing guest, whose `department.toml` says why these fields of its form `member` are asked.
fn with_purposes(fields: &[&str]) -> Kit {
    let mut purposes = FormPurposes::default();
    for field in fields {
        let form = FormId::parse("member").expect("an id");
        purposes.add(form, FieldId::parse(field).expect("an id"), Purpose::Identity);
    }
    let sandbox = Sandbox::new(options(), ports(Arc::new(MemoryStorage::default())));
    let sandbox = sandbox.expect("a sandbox");
    let grants = Grants { forms: FormsRule::Said(purposes), ..Grants::default() };
    let settings = Settings::new(BTreeMap::new(), grants);
    let loaded = sandbox.load(&department(), &component("echo"), settings);
    Kit { release: loaded.expect("the guest loads").digest, sandbox, department: department() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_comes_with_why_each_field_is_asked() {
    let kit = with_purposes(&["name", "relation", "aadhaar"]);
    let outcome = kit.say("!form member").await.result.expect("an outcome");
    let Next::Ask(_, form) = outcome.next else { panic!("a form") };
    assert!(form.fields.iter().all(|field| field.purpose == Some(Purpose::Identity)));
    let said = kit.say("hello").await.result.expect("an outcome without a form");
    assert!(matches!(said.next, Next::Stay(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_of_which_nothing_is_said_is_not_asked() {
    for (fields, words) in [
        (&["name", "relation"][..], "asks for `aadhaar`: add it to `[forms.member]`"),
        (&[], "why the form `member` asks: add `[forms.member]`"),
    ] {
        let fault = with_purposes(fields).say("!form member").await.result;
        let Err(TurnFault::OutcomeInvalid { detail }) = fault else { panic!("a refusal") };
        assert!(detail.starts_with("`ask-form`: ") && detail.contains(words), "{detail}");
    }
}
