//! A department is talked to.

use std::time::Duration;

use mitra_core::event::Content;
use mitra_core::limits::AWAY_AFTER;
use mitra_core::turn::TurnEvent;

use crate::citizen::{Citizen, chosen, desk, spoken};

#[test]
fn a_conversation_hears_text_numbers_and_back() {
    let mut citizen = Citizen::at(desk(2, 2));
    for text in ["hi", "English", "1", "2"] {
        citizen.says(text);
    }
    citizen.says("1102345678901");
    citizen.says("5");
    let texts = ["1102345678901", "5"].map(|text| TurnEvent::Text(text.to_owned()));
    assert_eq!(citizen.heard[1..], texts, "no choice was offered, so a number is text");
    assert!(citizen.says("back").contains("[Service 0] [Service 1]"));
    assert!(citizen.session.conversation.is_none());
}

#[test]
fn words_that_may_be_an_answer_reach_the_department() {
    let mut citizen = Citizen::in_a_service("English");
    for text in ["home", "Services", "end", "exit", "STOP", "సేవలు", "ఆపండి", "बंद करें"]
    {
        citizen.says(text);
        assert_eq!(*citizen.last_heard(), TurnEvent::Text(text.to_owned()));
    }
    let n_heard = citizen.heard.len();
    for text in ["help", "సహాయం", "नमस्ते", "language"] {
        citizen.says(text);
    }
    assert!(citizen.says("రద్దు").contains("stopped"));
    assert_eq!(citizen.heard.len(), n_heard, "these are the desk's");
    assert!(
        citizen.says("home").contains("[Department 0]"),
        "nothing is open, so it is the desk's"
    );
}

#[test]
fn a_tap_on_an_old_choice_is_answered_kindly() {
    let mut citizen = Citizen::at(desk(1, 1));
    citizen.says("hi");
    citizen.says("English");
    let old = Content::Choice { id: "0badcafe:pay".to_owned(), title: "Pay".to_owned() };
    assert!(spoken(&citizen.sends(&old)).contains("no longer open"));
}

#[test]
fn a_tap_on_an_old_choice_shows_what_is_open_now() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    let old = Content::Choice { id: "0badcafe:pay".to_owned(), title: "Pay".to_owned() };
    assert!(spoken(&citizen.sends(&old)).ends_with("మీ జవాబును రాసి పంపండి."));
    citizen.says("offer Pay, History");
    assert!(spoken(&citizen.sends(&old)).ends_with("[Pay] [History]"));
}

#[test]
fn a_greeting_in_a_conversation_is_a_question_for_the_way() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.now = citizen.now.after(AWAY_AFTER).before(Duration::from_millis(1));
    let said = citizen.says("hi");
    assert!(said.starts_with("Tap a choice"), "{said}");
    assert_eq!(citizen.heard.len(), 1);
}

#[test]
fn a_greeting_after_a_day_welcomes_back_and_leaves_the_conversation_open() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    citizen.now = citizen.now.after(AWAY_AFTER);
    let said = citizen.says("namaste");
    assert!(said.contains("in the middle of \"Service 0\""), "{said}");
    assert!(said.ends_with("[Pay] [History] [Main menu]"), "{said}");
    assert!(citizen.says("hi").starts_with("Tap a choice"), "they are back");
    citizen.says("2");
    assert_eq!(*citizen.last_heard(), chosen("History"));
    // Where the department asked in words, a number is its answer and the menu a tap.
    citizen.now = citizen.now.after(AWAY_AFTER);
    assert!(citizen.says("హలో").ends_with("[Main menu]"));
    citizen.says("1");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("1".to_owned()));
}
