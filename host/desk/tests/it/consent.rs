//! Nothing is asked for a department before the citizen agrees, and they can take that back.

use mitra_core::event::Content;
use mitra_core::form::{Field, FieldKind, Form, Purpose};
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

/// A form with these fields, each with why it is asked.
fn purposeful(fields: &[(&str, Purpose)]) -> Form {
    let fields = fields
        .iter()
        .map(|(id, purpose)| Field { purpose: Some(*purpose), ..field(id, FieldKind::Name) });
    form(fields.collect())
}

#[test]
fn what_is_asked_for_another_purpose_is_agreed_to_anew() {
    let mut citizen = Citizen::new_in_a_service("English");
    citizen.form = Some(purposeful(&[("name", Purpose::Identity)]));
    let said = citizen.says("form");
    assert!(said.contains("• To know who you are: L name en"), "{said}");
    for text in ["1", "Asha Devi", "Send"] {
        citizen.says(text);
    }
    citizen.form =
        Some(purposeful(&[("father", Purpose::Identity), ("caste", Purpose::Eligibility)]));
    let said = citizen.says("form");
    assert!(said.contains("• To see if you qualify: L caste en"), "{said}");
    assert_eq!(citizen.says("1"), "Question father en");
    for text in ["Ravi", "Sudra", "Send"] {
        citizen.says(text);
    }
    citizen.form = Some(purposeful(&[("name", Purpose::Identity)]));
    assert_eq!(citizen.says("form"), "Question name en", "that was agreed to before");
}

#[test]
fn an_old_button_agrees_to_no_more_than_its_notice_said() {
    let mut citizen = Citizen::new_in_a_service("English");
    citizen.form = Some(purposeful(&[("account", Purpose::Payment)]));
    let said = citizen.says("form");
    assert!(said.contains("• For payments: L account en"), "{said}");
    let said = taps(&mut citizen, "desk:agree:d0:identity");
    assert!(said.contains("• For payments: L account en"), "it is asked again: {said}");
    assert_eq!(taps(&mut citizen, "desk:agree:d0:payment"), "Question account en");
}
