//! Nothing is asked for a department before the citizen agrees, and they can take that back.

use mitra_core::event::Content;
use mitra_core::form::FieldKind;
use mitra_core::turn::TurnEvent;

use crate::citizen::{Citizen, desk, spoken};
use crate::forms::kit::{LANGUAGES, field, form};

/// A citizen who is asked for a form for the first time, and what they see.
fn asked_first(language: &str) -> (Citizen, String) {
    let mut citizen = Citizen::new_in_a_service(language);
    citizen.form =
        Some(form(vec![field("name", FieldKind::Name), field("pin", FieldKind::PinCode)]));
    let said = citizen.says("form");
    (citizen, said)
}

fn taps(citizen: &mut Citizen, id: &str) -> String {
    spoken(&citizen.sends(&Content::Choice { id: id.to_owned(), title: String::new() }))
}

#[test]
fn what_will_be_asked_is_said_before_the_first_field_in_every_language() {
    for (language, code, agree) in [
        (LANGUAGES[0], "te", "అంగీకరిస్తున్నాను"),
        (LANGUAGES[1], "en", "I agree"),
        (LANGUAGES[2], "hi", "मैं सहमत हूँ"),
    ] {
        let (mut citizen, said) = asked_first(language);
        assert!(said.contains(&format!("L name {code}, L pin {code}")), "{said}");
        assert!(said.contains(&format!("[{agree}]")) && !said.contains("Question"), "{said}");
        assert_eq!(citizen.says(agree), format!("Question name {code}"));
        assert_eq!(citizen.session.consents.in_force().count(), 1);
        citizen.says("Asha Devi");
        citizen.says("530026");
        // Another form of the department asks at once.
        citizen.says("2");
        assert_eq!(citizen.session.consents.in_force().count(), 1);
    }
}

#[test]
fn an_answer_before_the_consent_is_not_taken() {
    let (mut citizen, asked) = asked_first("English");
    let said = citizen.says("Asha Devi");
    assert!(said.ends_with(&asked), "{said}");
    assert_eq!(citizen.session.consents.in_force().count(), 0);
    assert_eq!(citizen.says("1"), "Question name en", "its number agrees as well");
    assert!(!format!("{:?}", citizen.session).contains("Asha"));
}

#[test]
fn who_does_not_agree_is_asked_nothing_and_goes_on_elsewhere() {
    let (mut citizen, _) = asked_first("English");
    let said = citizen.says("I do not agree");
    assert!(
        said.starts_with("All right, nothing was asked of you.") && said.contains("[Department 0]")
    );
    assert_eq!(
        (citizen.session.consents.in_force().count(), citizen.session.conversation),
        (0, None)
    );
}

#[test]
fn back_before_the_consent_is_the_departments() {
    let (mut citizen, _) = asked_first("English");
    citizen.says("back");
    assert_eq!(citizen.last_heard(), &TurnEvent::Back);
}

#[test]
fn a_consent_is_for_one_department() {
    let (mut citizen, _) = asked_first("English");
    citizen.says("1");
    for text in ["menu", "Department 1", "Service 0"] {
        citizen.says(text);
    }
    assert!(citizen.says("form").contains("Do you agree?"));
}

#[test]
fn my_data_lists_what_was_agreed_to_and_takes_it_back() {
    let (mut citizen, _) = asked_first("English");
    citizen.says("1");
    citizen.says("menu");
    let said = citizen.says("my data");
    assert!(said.contains("• Department 0: 01-01-1970, 05:30"), "{said}");
    assert!(said.contains("[Main menu]"), "{said}");
    let said = citizen.says("Withdraw consent");
    assert!(said.starts_with("Your consent is withdrawn."), "{said}");
    assert_eq!(citizen.session.consents.in_force().count(), 0);
    assert!(!citizen.says("my data").contains("Department 0: 01"));
}

#[test]
fn a_form_that_is_open_asks_again_when_the_consent_is_taken_back() {
    let (mut citizen, _) = asked_first("English");
    citizen.says("1");
    citizen.says("Asha Devi");
    let said = citizen.says("my data");
    assert!(
        said.contains("send \"withdraw consent\"") && said.contains("Question pin en"),
        "{said}"
    );
    let said = citizen.says("withdraw consent");
    assert!(said.contains("Your consent is withdrawn.") && said.contains("[I agree]"), "{said}");
    assert_eq!(citizen.says("530026").matches("[I agree]").count(), 1, "nothing is taken");
}

#[test]
fn an_old_button_agrees_for_its_department_from_anywhere() {
    let mut citizen = Citizen::new_in_a_service("English");
    citizen.says("menu");
    let said = taps(&mut citizen, "desk:agree:d1");
    assert!(said.starts_with("Thank you, your consent is noted."), "{said}");
    assert_eq!(citizen.session.consents.in_force().count(), 1);
    // Somebody whom the desk does not know is greeted first.
    let mut stranger = Citizen::at(desk(2, 2));
    let said = taps(&mut stranger, "desk:agree:d1");
    assert!(said.contains("[English]"), "{said}");
    assert_eq!(stranger.session.consents.in_force().count(), 1);
    let said = taps(&mut citizen, "desk:agree:nobody");
    assert!(said.contains("not available"), "{said}");
    assert_eq!(citizen.session.consents.in_force().count(), 1);
}
