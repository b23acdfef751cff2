//! From the first word through the lists.

use mitra_core::event::Content;

use crate::citizen::{Citizen, desk, spoken};

#[test]
fn a_new_citizen_chooses_a_language_and_sees_the_departments() {
    let mut citizen = Citizen::at(desk(2, 1));
    assert!(citizen.says("hi").contains("[తెలుగు] [English] [हिन्दी]"));
    let said = citizen.says("English");
    assert!(said.contains("only for the service you choose"), "the word on privacy, once: {said}");
    assert!(said.contains("[Department 0] [Department 1]"), "{said}");
    assert!(!citizen.says("menu").contains("only for the service"));
}

#[test]
fn what_was_wished_for_first_is_opened_after_the_language() {
    let mut citizen = Citizen::at(desk(1, 3));
    citizen.says("Service 2");
    assert!(citizen.says("2").contains("Opened"), "{:?}", citizen.heard);
}

#[test]
fn lists_of_every_size_show_everything_on_pages_of_ten_rows() {
    for n_departments in [1, 9, 10, 11, 36, 50] {
        let mut citizen = Citizen::at(desk(n_departments, 1));
        citizen.says("hi");
        let said = citizen.says("English");
        assert_eq!(citizen.sees_departments(said), n_departments);
    }
}

#[test]
fn back_leads_one_page_back_and_then_to_all_departments() {
    let mut citizen = Citizen::at(desk(2, 30));
    for text in ["hi", "English", "1", "More ▸", "More ▸"] {
        citizen.says(text);
    }
    assert!(citizen.says("వెనక్కి").contains("[Service 7]"));
    assert!(citizen.says("पीछे").contains("[Service 0]"));
    assert!(citizen.says("back").contains("[Department 0]"));
}

#[test]
fn a_reaction_or_a_deleted_message_needs_no_answer() {
    let mut citizen = Citizen::at(desk(1, 1));
    let target = mitra_core::ids::Wamid::new("w");
    let reaction = Content::Reaction { target: target.clone(), emoji: None };
    for silent in [reaction, Content::Revoked { target }] {
        assert!(citizen.sends(&silent).is_empty());
    }
}

#[test]
fn a_greeting_at_the_desk_is_returned_with_the_menu() {
    let mut citizen = Citizen::at(desk(2, 1));
    citizen.says("hi");
    citizen.says("తెలుగు");
    let said = citizen.says("నమస్తే");
    assert!(said.starts_with("నమస్తే 🙏") && said.contains("[Department 0]"), "{said}");
}

#[test]
fn a_thing_that_cannot_be_read_is_answered_with_what_can_be_chosen() {
    let mut citizen = Citizen::at(desk(2, 1));
    citizen.says("hi");
    citizen.says("English");
    let said = spoken(&citizen.sends(&Content::Contacts { count: 1 }));
    assert!(said.contains("Please write it.\n\nPlease choose one"), "{said}");
}
