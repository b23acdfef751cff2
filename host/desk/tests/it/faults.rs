//! A department fails or says no.

use mitra_core::clock::Timestamp;
use mitra_core::event::Content;
use mitra_core::language::Language;
use mitra_core::turn::TurnEvent;
use mitra_desk::Reception;

use crate::citizen::{Citizen, LOT, PlainTokens, chosen, desk, refusal, spoken};

#[test]
fn a_fault_leaves_the_conversation_usable() {
    let mut citizen = Citizen::at(desk(1, 1));
    for text in ["hi", "English", "1", "1"] {
        citizen.says(text);
    }
    assert!(citizen.says("fault").contains("went wrong on our side"));
    assert!(citizen.says("again").contains("again"));
    assert!(citizen.says("cancel").contains("stopped"));
}

#[test]
fn after_a_fault_numbers_mean_the_choices_shown_again() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    citizen.says("offer Pay, History");
    assert!(citizen.says("fault").ends_with("[Pay] [History] [ప్రధాన మెనూ]"));
    citizen.says("౧");
    assert_eq!(*citizen.last_heard(), chosen("Pay"));
    citizen.says("offer Pay, History");
    for _ in 0..2 {
        assert!(citizen.says("fault").ends_with("[Pay] [History] [ప్రధాన మెనూ]"));
    }
    assert!(citizen.says("3").contains("[Department 0]"));
}

#[test]
fn after_a_fault_on_a_plain_question_a_number_is_the_answer() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    assert!(citizen.says("fault").ends_with("[ప్రధాన మెనూ]"));
    citizen.says("1");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("1".to_owned()));
    citizen.says("fault");
    assert!(citizen.says("ప్రధాన మెనూ").contains("[Department 0]"));
}

#[test]
fn after_a_fault_ten_choices_leave_no_room_for_the_menu() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer A, B, C, D, E, F, G, H, I, J");
    assert!(citizen.says("fault").ends_with("[I] [J]"));
    citizen.says("10");
    assert_eq!(*citizen.last_heard(), chosen("J"));
}

#[test]
fn a_service_that_refuses_to_open_is_closed_with_the_ways_on() {
    let mut citizen = Citizen::at(desk(2, 2));
    for text in ["hi", "हिंदी", "1"] {
        citizen.says(text);
    }
    let one = Content::Text { body: "1".to_owned() };
    let Reception::Turn { session, .. } =
        citizen.desk.receive(&citizen.session, &one, Timestamp(1), LOT, &PlainTokens)
    else {
        panic!("the service opens");
    };
    let concluded = citizen.desk.conclude(session, Err(refusal()));
    citizen.session = concluded.session;
    let said = spoken(&concluded.replies);
    assert_eq!(said, "ఈ సేవ రేపటి నుండి మాత్రమే. [विभाग की सेवाएँ] [मुख्य मेनू]");
    assert!(citizen.says("१").contains("[Service 0] [Service 1]"));
    citizen.says("1");
    assert_eq!(citizen.heard, [TurnEvent::Opened], "no department hears text before it is opened");
}

#[test]
fn a_refusal_in_a_conversation_leaves_it_open() {
    let mut citizen = Citizen::in_a_service("English");
    assert!(!citizen.says("refuse").contains('['));
    citizen.says("1102345678901");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("1102345678901".to_owned()));
}

#[test]
fn the_apology_for_a_bug_of_the_host_is_that_for_a_fault() {
    for (name, language) in
        [("తెలుగు", Language::Te), ("English", Language::En), ("हिंदी", Language::Hi)]
    {
        let sorry = spoken(&[mitra_desk::sorry_sentence(language)]);
        assert!(Citizen::in_a_service(name).says("fault").starts_with(&sorry), "{sorry}");
    }
}

#[test]
fn a_department_that_rests_leaves_the_conversation_where_it_was() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    let said = citizen.says("rest");
    assert!(said.starts_with("Sorry, this service is resting"), "{said}");
    assert!(said.ends_with("[Pay] [History] [Main menu]"), "{said}");
    assert!(citizen.session.conversation.is_some());
}
