//! A department fails or says no when it gets a form; and whatever is sent to one, the answer can be sent back.

use mitra_core::event::Content;
use mitra_core::form::FieldKind;
use mitra_core::turn::{TurnEvent, TurnFault};
use proptest::prelude::*;

use super::kit::{answered, answers, asked, choice, field, form, member, optional};
use crate::citizen::refusal;

#[test]
fn after_a_fault_the_summary_is_open_and_can_be_sent_again() {
    for fault in [TurnFault::Trapped { detail: String::new() }, TurnFault::Resting] {
        let (mut citizen, _) = answered("English");
        citizen.fault = Some(fault);
        let said = citizen.says("send");
        assert!(said.ends_with("[Send] [Change] [Cancel] [Main menu]"), "{said}");
        let first = answers(&citizen).clone();
        citizen.says("1");
        assert_eq!(*answers(&citizen), first, "nothing is lost");
        assert_eq!(citizen.heard.len(), 4);
    }
}

#[test]
fn after_a_refusal_answers_can_be_changed() {
    let (mut citizen, _) = answered("English");
    citizen.fault = Some(refusal());
    assert!(citizen.says("send").ends_with("[Send] [Change] [Cancel]"));
    assert!(citizen.says("change").contains("What would you like to change?"));
    // Where nothing was offered, a refusal is a sentence.
    let (mut citizen, _) = asked("English", member());
    citizen.fault = Some(refusal());
    assert!(!citizen.says("back").contains('['));
    assert!(citizen.says("Asha Devi").starts_with("Question way en"));
}

#[test]
fn a_form_of_a_department_that_is_gone_is_not_asked_on() {
    let (mut citizen, _) = asked("English", member());
    citizen.desk = crate::citizen::desk(0, 0);
    assert!(citizen.says("Asha Devi").contains("No service is available"));
    assert!(citizen.session.conversation.is_none());
}

#[test]
fn any_other_outcome_closes_the_form() {
    let (mut citizen, _) = answered("English");
    citizen.says("send");
    citizen.says("offer Pay, History");
    citizen.says("1");
    assert!(matches!(citizen.last_heard(), TurnEvent::Chosen { id, .. } if id == "pay"));
}

fn contents() -> impl Strategy<Value = Content> {
    let words = prop::sample::select(vec![
        "1",
        "2",
        "३",
        "౪",
        "back",
        "help",
        "language",
        "skip",
        "send",
        "change",
        "form",
        "hi",
        "Asha",
        "522001",
        "Way 1 en",
        "◂ Nothing to change",
        "More ▸",
        "15/08/1985",
        "my data",
    ]);
    prop_oneof![
        4 => words.prop_map(|text| Content::Text { body: text.to_owned() }),
        1 => any::<String>().prop_map(|body| Content::Text { body }),
        1 => any::<(String, String)>().prop_map(|(id, title)| Content::Choice { id, title }),
        1 => Just(Content::Contacts { count: 1 }),
    ]
}

proptest! {
    // Each case builds a search index and up to sixty answers.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_sent_to_a_form_every_reply_can_be_sent_back(
        sent in prop::collection::vec(contents(), 1..60),
    ) {
        let fields = vec![
            field("name", FieldKind::Name),
            optional("way", choice(9)),
            optional("pin", FieldKind::PinCode),
            optional("born", FieldKind::Date { earliest: None, latest: None }),
            optional("place", FieldKind::Place { min: 1, max: 1_024 }),
            field("told", FieldKind::Text { min: 1, max: 1_024 }),
        ];
        let (mut citizen, _) = asked("English", form(fields));
        for content in sent {
            let replies = citizen.sends(&content);
            prop_assert!(!replies.is_empty());
            for reply in replies {
                // The department repeats what it hears, however long.
                let is_departments = format!("{reply:?}").contains("Text(")
                    || format!("{reply:?}").contains("Form(FormAnswers");
                prop_assert!(is_departments || mitra_whatsapp::render(&reply).is_ok(), "{:?}", reply);
            }
        }
    }
}
