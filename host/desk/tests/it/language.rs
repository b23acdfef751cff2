//! The language is changed anywhere.

use mitra_core::event::Content;
use mitra_core::language::Language;
use mitra_core::turn::TurnEvent;

use crate::citizen::{Citizen, chosen, desk};

#[test]
fn a_change_of_language_leaves_the_departments_question_open() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    let place = citizen.session.place.clone();
    let tap = |citizen: &Citizen| {
        let pay = citizen.session.offered.iter().find(|choice| choice.title == "Pay");
        let pay = pay.expect("it is still open");
        Content::Choice { id: pay.id.clone(), title: pay.title.clone() }
    };
    for (ask, name, language) in [
        ("భాష", "తెలుగు", Language::Te),
        ("language", "hindi", Language::Hi),
        ("भाषा", "2", Language::En),
    ] {
        assert!(citizen.says(ask).ends_with("[తెలుగు] [English] [हिन्दी]"));
        let said = citizen.says(name);
        assert_eq!(citizen.session.language, Some(language), "{name}");
        assert!(said.ends_with("[Pay] [History]"), "{said}");
        assert_eq!(citizen.session.place, place);
    }
    citizen.says("language");
    assert!(citizen.says("help").ends_with("[తెలుగు] [English] [हिन्दी]"));
    let pay = tap(&citizen);
    citizen.sends(&pay);
    assert_eq!(*citizen.last_heard(), chosen("Pay"), "the question was passed over");
    citizen.says("offer Pay, History");
    citizen.says("భాష");
    citizen.says("1");
    citizen.says("౨");
    assert_eq!(*citizen.last_heard(), chosen("History"));
}

#[test]
fn a_number_never_stands_for_a_choice_behind_the_languages() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    citizen.says("language");
    citizen.says("4");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("4".to_owned()));
}

#[test]
fn a_department_hears_the_name_of_a_language_as_the_citizen_wrote_it() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    for text in ["English", "हिंदी", "ఇంగ్లీష్", "te"] {
        citizen.says(text);
        assert_eq!(*citizen.last_heard(), TurnEvent::Text(text.to_owned()));
    }
    assert_eq!(citizen.session.language, Some(Language::Te));
}

#[test]
fn every_list_of_departments_leads_to_the_languages() {
    for n_departments in [1, 9, 10, 36] {
        let mut citizen = Citizen::at(desk(n_departments, 1));
        citizen.says("hi");
        let said = citizen.says("हिन्दी");
        assert!(said.ends_with("[భాష · Language · भाषा]"), "{said}");
        let asked = citizen.says("భాష · Language · भाषा");
        assert!(!asked.contains("🙏"), "nobody is welcomed twice: {asked}");
        assert!(asked.ends_with("[తెలుగు] [English] [हिन्दी]"), "{asked}");
        assert!(citizen.says("2").contains("Which department"));
        assert_eq!(citizen.session.language, Some(Language::En));
    }
}
