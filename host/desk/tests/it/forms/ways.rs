//! Back, skip, change, help, language, leaving, and coming back.

use mitra_core::event::Content;
use mitra_core::form::{FieldKind, Value};
use mitra_core::limits::AWAY_AFTER;
use mitra_core::turn::TurnEvent;

use super::kit::{LANGUAGES, answered, asked, choice, field, form, member, optional, value};
use crate::citizen::{Citizen, spoken};

/// The tap on the choice with this title.
fn tap(citizen: &Citizen, title: &str) -> Content {
    let found = citizen.session.offered.iter().find(|choice| choice.title == title);
    let choice = found.unwrap_or_else(|| panic!("no {title}: {:?}", citizen.session.offered));
    Content::Choice { id: choice.id.clone(), title: choice.title.clone() }
}

#[test]
fn a_wrong_answer_is_asked_again_with_the_reason_and_help() {
    let reasons = ["పిన్ కోడ్‌లో ఆరు అంకెలు", "A PIN code has six digits", "पिन कोड में छह अंक"];
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        let code = ["te", "en", "hi"][place];
        let (mut citizen, _) = asked(language, form(vec![field("pin", FieldKind::PinCode)]));
        let said = citizen.says("012345");
        assert!(said.starts_with(reasons[place]), "{said}");
        assert!(said.ends_with(&format!("\nHelp pin {code}\n\nQuestion pin {code}")), "{said}");
        assert!(citizen.says("౫౨౨౦౦౧").contains(": 522001\n"));
    }
}

#[test]
fn after_three_wrong_answers_there_are_ways_on() {
    let (mut citizen, _) = asked(
        "English",
        form(vec![field("name", FieldKind::Name), optional("pin", FieldKind::PinCode)]),
    );
    citizen.says("Asha");
    for _ in 0..2 {
        assert!(citizen.says("x").ends_with("Question pin en [Skip]"));
    }
    assert!(citizen.says("x").ends_with("Question pin en [Skip] [Back] [Main menu]"));
    let back = tap(&citizen, "Back");
    assert_eq!(spoken(&citizen.sends(&back)), "Question name en");
    assert_eq!(citizen.says("Asha Devi"), "Question pin en [Skip]", "it is counted anew");
    for _ in 0..3 {
        citizen.says("x");
    }
    let menu = tap(&citizen, "Main menu");
    assert!(spoken(&citizen.sends(&menu)).contains("[Department 0]"));
    assert!(citizen.session.conversation.is_none());
}

#[test]
fn back_leads_from_the_summary_to_the_first_field_and_then_to_the_department() {
    let (mut citizen, _) = answered("English");
    assert!(citizen.says("back").starts_with("Question aadhaar en"));
    assert!(citizen.says("వెనక్కి").starts_with("Question way en"));
    assert!(citizen.says("वापस").starts_with("Question name en"));
    assert!(citizen.says("back").contains("[Service 0]"), "the department finishes");
    assert_eq!(*citizen.last_heard(), TurnEvent::Back);
}

#[test]
fn each_answer_can_be_changed_and_leads_back_to_the_summary() {
    let (mut citizen, _) = answered("English");
    let said = citizen.says("Change");
    assert!(
        said.ends_with("[L name en] [L way en] [L aadhaar en] [◂ Nothing to change]"),
        "{said}"
    );
    assert_eq!(citizen.says("1"), "Question name en");
    let said = citizen.says("Ravi");
    assert!(said.contains("L name en: Ravi\nL way en: Way 1 en\n"), "{said}");
    citizen.says("change");
    citizen.says("L aadhaar en");
    assert!(citizen.says("Skip").contains("L aadhaar en: Not given"));
    citizen.says("change");
    citizen.says("2");
    assert!(citizen.says("back").contains("L way en: Way 1 en"), "unchanged");
    citizen.says("change");
    assert!(citizen.says("◂ Nothing to change").contains("L name en: Ravi"));
    citizen.says("change");
    assert!(citizen.says("back").ends_with("[Send] [Change] [Cancel]"));
    citizen.says("send");
    assert_eq!(value(&citizen, "name"), Some(&Value::Text("Ravi".to_owned())));
    assert_eq!(value(&citizen, "aadhaar"), None);
}

#[test]
fn a_form_of_twenty_fields_is_changed_from_a_paged_list() {
    let number = |n: usize| field(&format!("n{n}"), FieldKind::Number { min: 0, max: 99 });
    let (mut citizen, _) = asked("English", form((0..20).map(number).collect()));
    for n in 0..20 {
        citizen.says(&n.to_string());
    }
    let mut said = citizen.says("change");
    let mut labels = Vec::new();
    loop {
        let rows: Vec<_> = citizen.session.offered.iter().map(|it| it.title.clone()).collect();
        assert!(rows.len() <= 10, "{rows:?}");
        labels.extend(rows.into_iter().filter(|title| title.starts_with("L n")));
        if !said.contains("More ▸") {
            break;
        }
        said = citizen.says("More ▸");
    }
    assert_eq!(labels, (0..20).map(|n| format!("L n{n} en")).collect::<Vec<_>>());
    citizen.says("L n19 en");
    assert!(citizen.says("77").contains("L n19 en: 77"));
}

#[test]
fn a_tap_on_an_old_question_is_never_an_answer_to_another() {
    let fields = vec![optional("first", choice(2)), optional("second", choice(2))];
    let (mut citizen, _) = asked("English", form(fields));
    let (old, skip) = (tap(&citizen, "Way 1 en"), tap(&citizen, "Skip"));
    citizen.says("2");
    for stale in [old, skip] {
        let said = spoken(&citizen.sends(&stale));
        assert!(said.starts_with("That choice is no longer open."), "{said}");
        assert!(said.contains("Question second en"), "{said}");
    }
    citizen.says("skip");
    citizen.says("1");
    let first = value(&citizen, "first");
    assert!(matches!(first, Some(Value::Choice(id)) if id.as_str() == "way-2"), "{first:?}");
    assert_eq!(value(&citizen, "second"), None);
}

#[test]
fn help_explains_the_field_and_asks_again() {
    let (mut citizen, _) = asked("English", member());
    for word in ["help", "?", "hi", "మదత్"] {
        let said = citizen.says(word);
        if word == "మదత్" {
            // No word of the desk's: it is the answer.
            assert!(said.starts_with("Question way"), "{said}");
        } else {
            assert!(said.starts_with("Help name en\n\nTap a choice"), "{said}");
            assert!(said.ends_with("Question name en"), "{said}");
        }
    }
    assert!(citizen.says("my data").ends_with("Question way en [Way 1 en] [Way 2 en]"));
    assert!(spoken(&citizen.sends(&Content::Contacts { count: 1 })).contains("Question way en"));
    assert_eq!(citizen.heard.len(), 2);
}

#[test]
fn a_change_of_language_asks_the_field_again_in_it() {
    let (mut citizen, _) = asked("English", member());
    citizen.says("Asha Devi");
    assert!(citizen.says("language").ends_with("[తెలుగు] [English] [हिन्दी]"));
    let said = citizen.says("1");
    assert!(said.ends_with("Question way te [Way 1 te] [Way 2 te]"), "{said}");
    citizen.says("भाषा");
    assert!(citizen.says("hindi").ends_with("Question way hi [Way 1 hi] [Way 2 hi]"));
    citizen.says("way 2 te");
    let said = citizen.says("छोड़ें");
    assert!(said.contains("L way hi: Way 2 hi"), "{said}");
    citizen.says("language");
    assert!(citizen.says("English").contains("L way en: Way 2 en"));
}

#[test]
fn a_number_stands_for_a_language_while_one_is_asked_for() {
    let number = FieldKind::Number { min: 0, max: 9 };
    let (mut citizen, _) = asked("English", form(vec![field("n", number)]));
    citizen.says("language");
    assert!(citizen.says("3").ends_with("Question n hi"));
    assert!(citizen.says("3").contains("L n hi: 3"));
}

#[test]
fn menu_and_cancel_leave_the_form_and_nothing_is_sent() {
    for word in ["menu", "cancel", "రద్దు", "मेनू"] {
        let (mut citizen, _) = asked("English", member());
        assert!(citizen.says(word).contains("[Department 0]"), "{word}");
        assert!(citizen.session.conversation.is_none());
        assert_eq!(citizen.heard.len(), 2);
    }
    let (mut citizen, _) = answered("English");
    let cancel = tap(&citizen, "Cancel");
    let said = spoken(&citizen.sends(&cancel));
    assert!(said.starts_with("All right, stopped.") && said.contains("[Department 0]"), "{said}");
    assert_eq!(citizen.heard.len(), 2);
}

#[test]
fn whoever_comes_back_after_a_day_is_asked_what_was_open() {
    let (mut citizen, _) = asked("English", member());
    citizen.says("Asha Devi");
    citizen.now = citizen.now.after(AWAY_AFTER);
    let said = citizen.says("namaste");
    assert!(said.contains("in the middle of \"Service 0\""), "{said}");
    assert!(said.contains("[Main menu]\nQuestion way en [Way 1 en]"), "{said}");
    citizen.says("2");
    assert!(citizen.says("skip").contains("L name en: Asha Devi\nL way en: Way 2 en"));
    citizen.now = citizen.now.after(AWAY_AFTER);
    assert!(citizen.says("hello").ends_with("[Send] [Change] [Cancel]"), "with all answers");
}

#[test]
fn anything_else_at_the_summary_shows_it_again() {
    let (mut citizen, _) = answered("English");
    let said = citizen.says("yes please");
    assert!(said.starts_with("Please choose one of these"), "{said}");
    assert!(said.contains("L name en: Asha Devi") && said.ends_with("[Send] [Change] [Cancel]"));
    assert_eq!(citizen.heard.len(), 2);
}

#[test]
fn another_form_begins_anew() {
    let (mut citizen, _) = answered("English");
    citizen.says("send");
    assert_eq!(citizen.says("form"), "Question name en");
    citizen.says("Ravi");
    citizen.says("1");
    assert!(citizen.says("skip").contains("L name en: Ravi\n"));
}
