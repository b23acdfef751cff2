//! Forms go out of the guest and answers into it.

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::form::{Answer, Date, FieldKind, FormAnswers, IdentityNumber, Value};
use mitra_core::ids::{AlternativeId, FieldId, FormId, MediaId};
use mitra_core::limits::FORM_FIELDS_MAX;
use mitra_core::reply::Reply;
use mitra_core::turn::{Next, TurnEvent, TurnFault};

use crate::kit::Kit;

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
