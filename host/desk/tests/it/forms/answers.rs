//! Fields are asked, answers are shown and sent.

use mitra_core::event::{Content, Location, Media, MediaKind};
use mitra_core::form::{FieldKind, IdentityNumber, Value};
use mitra_core::ids::{AlternativeId, MediaId};
use mitra_core::language::Language;
use mitra_core::limits::{ANSWER_CHARS_MAX, FORM_FIELDS_MAX};
use mitra_core::reply::Reply;
use mitra_core::turn::TurnEvent;

use super::kit::{
    LANGUAGES, answered, answers, asked, choice, field, form, member, optional, value,
};
use crate::citizen::spoken;

#[test]
fn a_form_is_asked_shown_and_sent_in_every_language() {
    let buttons =
        ["[పంపండి] [మార్చండి] [రద్దు చేయండి]", "[Send] [Change] [Cancel]", "[भेजें] [बदलें] [रद्द करें]"];
    let titles = ["కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य"];
    for (place, language) in Language::ALL.into_iter().enumerate() {
        let code = language.code();
        let (mut citizen, said) = asked(LANGUAGES[place], member());
        assert_eq!(said, format!("Question name {code}"));
        let said = citizen.says("Asha Devi");
        assert_eq!(said, format!("Question way {code} [Way 1 {code}] [Way 2 {code}]"));
        let said = citizen.says("౨");
        assert!(said.starts_with(&format!("Question aadhaar {code} [")), "{said}");
        let said = citizen.says("౨౩౪౧ ౨౩౪౧ ౨౩౪౬");
        let lines = format!(
            "\n\nL name {code}: Asha Devi\nL way {code}: Way 2 {code}\nL aadhaar {code}: XXXX XXXX 2346\n\n"
        );
        assert!(said.starts_with(titles[place]) && said.contains(&lines), "{said}");
        assert!(said.ends_with(buttons[place]), "{said}");
        assert_eq!(citizen.heard.len(), 2, "the department hears nothing until it is sent");
        citizen.says("1");
        let number =
            IdentityNumber { last_four: "2346".to_owned(), token: "d0-643214321432".to_owned() };
        assert_eq!(value(&citizen, "name"), Some(&Value::Text("Asha Devi".to_owned())));
        assert_eq!(
            value(&citizen, "way"),
            Some(&Value::Choice(AlternativeId::parse("way-2").unwrap()))
        );
        assert_eq!(value(&citizen, "aadhaar"), Some(&Value::Identity(number)));
        assert_eq!(answers(&citizen).form.as_str(), "member");
        citizen.says("something");
        assert_eq!(*citizen.last_heard(), TurnEvent::Text("something".to_owned()), "it is closed");
    }
}

#[test]
fn what_was_skipped_is_not_among_the_answers() {
    let (mut citizen, _) = asked("English", member());
    citizen.says("Asha Devi");
    citizen.says("way 1 hi");
    let said = citizen.says("skip");
    assert!(said.contains("L aadhaar en: Not given"), "{said}");
    citizen.says("Send");
    assert_eq!(answers(&citizen).answers.len(), 2);
}

#[test]
fn an_aadhaar_number_is_nowhere_in_the_session() {
    let (citizen, said) = answered("English");
    let session = format!("{:?}{said}", citizen.session);
    for whole in ["234123412346", "2341 2341", "23412341"] {
        assert!(!session.contains(whole), "{whole}");
    }
    assert!(session.contains("2346"));
}

#[test]
fn a_number_is_the_answer_where_a_form_asks_in_words() {
    let (mut citizen, said) =
        asked("English", form(vec![optional("age", FieldKind::Number { min: 0, max: 120 })]));
    assert_eq!(said, "Question age en [Skip]");
    assert!(citizen.says("1").contains("L age en: 1\n"));
    citizen.says("1");
    assert_eq!(value(&citizen, "age"), Some(&Value::Number(1)));
}

#[test]
fn photos_documents_and_places_are_taken_as_they_come() {
    let fields = vec![
        optional("photo", FieldKind::Photo),
        field("paper", FieldKind::Document),
        optional("place", FieldKind::Place { min: 1, max: 100 }),
        field("map", FieldKind::Location),
    ];
    let file = |kind, mime: &str| {
        Content::Media(Media {
            kind,
            id: MediaId::new("44"),
            mime_type: mime.to_owned(),
            sha256: None,
            filename: None,
            caption: Some("Pole 14".to_owned()),
        })
    };
    let place = Content::Location(Location {
        latitude: 16.5,
        longitude: 80.6,
        name: Some("PHC".to_owned()),
        address: None,
    });
    let (mut citizen, _) = asked("English", form(fields));
    assert!(citizen.says("my house").contains("Please send a photo.\nHelp photo en\n\nQuestion"));
    let voice = citizen.sends(&file(MediaKind::Voice, "audio/ogg"));
    assert!(spoken(&voice).contains("cannot listen"));
    assert!(
        spoken(&citizen.sends(&file(MediaKind::Image, "image/jpeg"))).contains("Question paper")
    );
    let said = citizen.sends(&file(MediaKind::Document, "application/pdf"));
    assert!(matches!(&said[0], Reply::AskLocation { body } if body == "Question place en"));
    assert!(spoken(&said[1..]).ends_with("[Skip]"));
    let said = citizen.says("Opposite the post office");
    assert!(said.contains("AskLocation") && !said.contains("[Skip]"), "{said}");
    let said = spoken(&citizen.sends(&place));
    assert!(said.contains("L photo en: Given (Pole 14)"), "{said}");
    assert!(said.contains("L place en: Opposite the post office\nL map en: PHC"), "{said}");
    citizen.says("1");
    assert_eq!(answers(&citizen).answers.len(), 4);
}

#[test]
fn a_long_summary_is_sent_in_parts_and_nothing_is_cut() {
    let text = |number: usize| field(&format!("f{number}"), FieldKind::Text { min: 1, max: 1_024 });
    let (mut citizen, _) = asked("English", form((0..FORM_FIELDS_MAX).map(text).collect()));
    let mut replies = Vec::new();
    for _ in 0..FORM_FIELDS_MAX {
        let body = "అ".repeat(ANSWER_CHARS_MAX);
        replies = citizen.sends(&Content::Text { body });
    }
    assert!(replies.len() > 5, "{}", replies.len());
    for reply in &replies {
        assert!(mitra_whatsapp::render(reply).is_ok());
    }
    let said = spoken(&replies);
    assert_eq!(said.matches('అ').count(), FORM_FIELDS_MAX * ANSWER_CHARS_MAX);
    assert!(said.ends_with("[Send] [Change] [Cancel]"));
    let Some(Reply::Choices(_)) = replies.last() else {
        panic!("the buttons come last");
    };
    citizen.says("1");
    assert_eq!(answers(&citizen).answers.len(), FORM_FIELDS_MAX);
}

#[test]
fn ten_alternatives_fill_a_list_and_the_ways_on_come_beside_it() {
    let (mut citizen, _) = asked("English", form(vec![field("way", choice(10))]));
    for _ in 0..2 {
        assert!(citizen.says("none of these").ends_with("[Way 10 en]"));
    }
    let said = citizen.says("none of these");
    assert!(said.contains("[Way 10 en]\nIf you cannot answer"), "{said}");
    assert!(said.ends_with("[Back] [Main menu]"), "{said}");
    citizen.says("10");
    assert!(citizen.says("1").contains("way-10"));
}
