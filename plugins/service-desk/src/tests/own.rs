//! A form that was sent before: what became of it comes first, and a new one after.

use super::paying::{applied, born};
use super::*;

/// Somebody whose application was paid, with its reference.
fn sent(language: Language) -> (MemoryHost, String) {
    let mut talk = applied(language);
    talk.pays();
    let application = record(&talk, "application/");
    assert_eq!(application["status"], "received");
    let reference = application["reference"].as_str().expect("a reference").to_owned();
    (talk.host, reference)
}

#[test]
fn what_was_sent_is_listed_and_shown_in_every_language() {
    for language in LANGUAGES {
        let (host, reference) = sent(language);
        let (mut talk, replies) = Talk::open(host, "income", language);
        assert!(spoken(&replies).contains(&reference) && !details(&replies).is_empty());
        let shown = spoken(&talk.takes(&reference));
        assert!(shown.contains(&reference), "{shown}");
        let again = talk.goes_back();
        assert!(spoken(&again).contains(&reference) && !details(&again).is_empty());
        talk.takes(&reference);
        assert!(!details(&talk.takes("another")).is_empty(), "the list");
        talk.goes_back();
        assert!(!talk.is_open());
    }
}

#[test]
fn a_new_application_is_begun_beside_the_first() {
    let (host, _) = sent(Language::En);
    let mut talk = Talk::open(host, "income", Language::En).0;
    let replies = talk.takes("new");
    assert!(matches!(&replies[..], [.., Reply::AskForm(_)]), "{replies:?}");
    talk.sends_form(&[name("Ravi"), born(1980)]);
    let keys = talk.host.records.keys();
    assert_eq!(keys.filter(|(_, key)| key.starts_with("application/")).count(), 2);
}

#[test]
fn a_number_of_somebody_else_shows_nothing_and_the_list_again() {
    let (mut host, _) = sent(Language::En);
    let other = br#"{"reference": "INC-26-222222-2"}"#;
    host.records
        .insert((Scope::Department, "application/INC-26-222222-2".to_owned()), other.to_vec());
    let mut talk = Talk::open(host, "income", Language::En).0;
    let replies = talk.says("INC-26-222222-2");
    assert!(spoken(&replies).contains("no such number among what you sent"));
    assert!(!details(&replies).is_empty(), "the list");
}
