//! What citizens ask for and do not find, as far as it is known.

use mitra_core::limits::AWAY_AFTER;

use crate::citizen::{Citizen, desk};

/// A citizen at a desk whose services are called alike: words that are like one are like all.
fn citizen() -> Citizen {
    let mut citizen = Citizen::at(desk(2, 4));
    citizen.says("hi");
    citizen.says("English");
    citizen
}

/// The same, who was asked what they mean.
fn asked() -> Citizen {
    let mut citizen = citizen();
    let said = citizen.says("service at");
    assert!(said.contains("Did you mean"), "{said}");
    assert_eq!(citizen.unmet, [""; 0], "nobody knows yet");
    citizen
}

#[test]
fn words_for_which_nothing_is_found_are_counted_masked() {
    let mut citizen = citizen();
    assert!(citizen.says("passport kavali 98480 12345").contains("did not find"));
    assert_eq!(citizen.unmet, ["pasport #"]);
    citizen.says("12345");
    citizen.says("ok");
    assert_eq!(citizen.unmet.len(), 1, "what says nothing is not counted");
}

#[test]
fn words_before_a_language_was_chosen_are_counted_in_it() {
    let mut citizen = Citizen::at(desk(1, 1));
    citizen.says("passport");
    assert!(citizen.unmet.is_empty());
    citizen.says("English");
    assert_eq!(citizen.unmet, ["pasport"]);
}

#[test]
fn whoever_takes_one_of_the_services_found_what_they_meant() {
    let mut citizen = asked();
    citizen.says("1");
    assert!(citizen.session.conversation.is_some());
    citizen.says("menu");
    assert!(citizen.unmet.is_empty(), "{:?}", citizen.unmet);
}

#[test]
fn whoever_takes_the_way_to_the_menu_did_not() {
    for way in ["Main menu", "menu", "మెనూ", "back", "cancel", "4"] {
        let mut citizen = asked();
        citizen.says(way);
        assert_eq!(citizen.unmet, ["service at"], "{way}");
        citizen.says("menu");
        assert_eq!(citizen.unmet.len(), 1, "once");
    }
}

#[test]
fn whoever_writes_other_words_did_not_either() {
    let mut citizen = asked();
    citizen.says("passport");
    assert_eq!(citizen.unmet, ["service at", "pasport"]);
    let mut citizen = asked();
    assert!(citizen.says("Department 0 Service 2").contains("Opened") || !citizen.unmet.is_empty());
    assert_eq!(citizen.unmet, ["service at"]);
}

#[test]
fn the_same_words_again_are_counted_once() {
    let mut citizen = asked();
    citizen.says("service at!");
    assert!(citizen.unmet.is_empty());
    citizen.says("menu");
    assert_eq!(citizen.unmet, ["service at"]);
}

#[test]
fn help_and_another_language_leave_the_question_open() {
    let mut citizen = asked();
    for text in ["help", "language", "English", "my data", "55"] {
        citizen.says(text);
        assert!(citizen.unmet.is_empty(), "{text}");
    }
    citizen.says("menu");
    assert_eq!(citizen.unmet, ["service at"]);
}

#[test]
fn of_whoever_comes_back_a_day_later_nobody_knows() {
    let mut citizen = asked();
    citizen.now = citizen.now.after(AWAY_AFTER);
    citizen.says("menu");
    assert!(citizen.unmet.is_empty());
}

#[test]
fn what_is_said_to_a_department_is_no_question_to_the_desk() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("passport");
    citizen.says("menu");
    assert!(citizen.unmet.is_empty());
}

#[test]
fn what_was_asked_for_is_erased_with_the_rest() {
    let mut citizen = asked();
    citizen.says("delete my data");
    citizen.says("Erase");
    assert_eq!(citizen.session.asked, None);
    assert!(citizen.unmet.is_empty());
}
