//! What is kept for a citizen alone is erased when they say so twice, and the front desk forgets as well.

use mitra_core::event::Content;

use crate::citizen::{Citizen, desk, spoken};
use crate::forms::kit::LANGUAGES;

const WORDS: [&str; 3] = ["నా డేటా తొలగించు", "delete my data", "मेरा डेटा मिटाएँ"];
const ERASE: [&str; 3] = ["తొలగించండి", "Erase", "मिटा दें"];

#[test]
fn it_is_asked_whether_they_are_sure_in_every_language() {
    for ((language, word), erase) in LANGUAGES.into_iter().zip(WORDS).zip(ERASE) {
        let mut citizen = Citizen::at(desk(2, 2));
        citizen.says("hi");
        citizen.says(language);
        let asked = citizen.says(word);
        assert!(asked.contains(&format!("[{erase}]")) && !citizen.erased, "{asked}");
        citizen.says("1");
        assert!(citizen.erased, "{language}");
    }
}

#[test]
fn the_desk_forgets_all_but_the_language_and_what_was_agreed_to() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("menu");
    citizen.says("stop");
    let before = citizen.session.clone();
    citizen.says("delete my data");
    let said = citizen.says("Erase");
    assert!(said.starts_with("It is erased.") && said.contains("[Department 0]"), "{said}");
    assert!(citizen.erased);
    let after = &citizen.session;
    assert_eq!((after.language, after.quiet), (before.language, true));
    assert_eq!(after.consents.in_force().count(), 0, "they are asked again");
    assert!(citizen.says("my data").contains("delete my data"));
}

#[test]
fn whoever_does_not_want_it_or_taps_an_old_button_loses_nothing() {
    let mut citizen = Citizen::at(desk(2, 2));
    citizen.says("hi");
    citizen.says("English");
    citizen.says("delete my data");
    citizen.says("Main menu");
    let tap = Content::Choice { id: "desk:erase".to_owned(), title: "Erase".to_owned() };
    let asked = spoken(&citizen.sends(&tap));
    assert!(asked.contains("Do you want to erase it?"), "{asked}");
    assert!(!citizen.erased);
}

#[test]
fn in_the_middle_of_a_service_it_is_left_first() {
    let mut citizen = Citizen::in_a_service("English");
    let said = citizen.says("delete my data");
    assert!(said.contains("finish the service that is open first"), "{said}");
    assert!(!citizen.erased && citizen.session.conversation.is_some());
}
