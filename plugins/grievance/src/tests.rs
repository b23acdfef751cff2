//! Whole conversations.

mod track;

use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{Event, Handler, Language, Location, Media, MediaKind, Scope};

use super::Grievance;

const SEED: &str = include_str!("../seed.json");
const LANGUAGES: [Language; 3] = [Language::Te, Language::En, Language::Hi];
const PROBLEM: &str = "The street light at our corner has been dark for a week.";

fn open(service: &str, host: MemoryHost, language: Language) -> Conversation<Grievance> {
    Conversation::open(host, service, language).0
}

/// As far as the summary.
fn told(language: Language) -> Conversation<Grievance> {
    let mut conversation = open("register", MemoryHost::seeded(SEED), language);
    conversation.takes("streetlight");
    conversation.says(PROBLEM);
    conversation.sends_photo("4400110022");
    conversation.is_at(16.5062, 80.6480);
    conversation
}

/// A photo with words under it.
fn captioned(caption: &str) -> Event {
    Event::Media(Media {
        kind: MediaKind::Image,
        id: "4400110022".to_owned(),
        mime_type: "image/jpeg".to_owned(),
        caption: Some(caption.to_owned()),
        filename: None,
    })
}

/// A place picked on the map.
fn picked(name: &str, address: &str) -> Event {
    let (name, address) = (Some(name.to_owned()), Some(address.to_owned()));
    Event::Location(Location { latitude: 16.5, longitude: 80.6, name, address })
}

/// The reference in what was said.
fn reference(said: &str) -> String {
    let start = said.find("GRV-").unwrap_or_else(|| panic!("no reference in {said}"));
    said[start..].split_whitespace().next().expect("a word").to_owned()
}

#[test]
fn the_description_keeps_every_limit() {
    check_description(&Grievance::describe());
}

#[test]
fn a_grievance_is_registered_and_tracked_in_every_language() {
    for language in LANGUAGES {
        let mut conversation = told(language);
        let said = spoken(&conversation.takes("confirm"));
        let reference = reference(&said);
        assert!(!conversation.is_open());
        let stored =
            &conversation.host.records[&(Scope::Department, format!("grievance/{reference}"))];
        let stored: serde_json::Value = serde_json::from_slice(stored).expect("JSON");
        assert_eq!((&stored["text"], &stored["photo"]), (&PROBLEM.into(), &"4400110022".into()));
        let (mut tracking, first) =
            Conversation::<Grievance>::open(conversation.host.clone(), "track", language);
        assert!(spoken(&first).contains(&reference), "their own are offered");
        let shown = spoken(&tracking.takes(&reference));
        assert!(shown.contains(&reference) && shown.contains("24-11-2026"), "{shown}");
        tracking.takes("done");
        assert!(!tracking.is_open());
    }
}

#[test]
fn the_summary_shows_what_was_told_and_each_field_can_be_changed() {
    let mut conversation = told(Language::En);
    conversation.takes("edit");
    conversation.takes("text");
    let said = spoken(&conversation.says("The lamp post itself fell over yesterday."));
    assert!(said.contains("fell over") && said.contains("Street lights"), "{said}");
    conversation.takes("edit");
    conversation.takes("photo");
    assert!(spoken(&conversation.takes("skip")).contains("Photo: Not given"));
    conversation.takes("edit");
    conversation.takes("place");
    assert!(spoken(&conversation.says("Opposite the post office")).contains("post office"));
    conversation.takes("edit");
    conversation.takes("category");
    assert!(spoken(&conversation.takes("roads")).contains("Roads"));
}

#[test]
fn nothing_is_stored_before_it_is_confirmed() {
    let mut conversation = told(Language::En);
    conversation.takes("cancel");
    assert!(!conversation.is_open());
    assert!(!conversation.host.records.keys().any(|(_, key)| key.starts_with("grievance/")));
}

#[test]
fn a_wrong_answer_is_asked_for_again_with_the_reason() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    assert!(spoken(&conversation.says("lights")).contains("from the list"));
    conversation.takes("streetlight");
    assert!(spoken(&conversation.says("dark")).contains("a little more"));
    assert!(spoken(&conversation.says(&"x".repeat(1_001))).contains("1001 characters"));
    assert!(spoken(&conversation.sends_photo("1")).contains("in words"));
    conversation.says(&"x".repeat(1_000));
    assert!(spoken(&conversation.says("no")).contains("not a photo"));
    conversation.takes("skip");
    assert!(spoken(&conversation.sends_photo("1")).contains("place"));
}

#[test]
fn the_longest_answers_fit_the_summary_even_in_emoji() {
    for language in LANGUAGES {
        for letter in ["x", "క", "💡"] {
            let longest = |max: usize| letter.repeat(max / letter.encode_utf16().count());
            let mut conversation = open("register", MemoryHost::seeded(SEED), language);
            conversation.takes("pension");
            conversation.says(&longest(1_000));
            conversation.event(captioned(&longest(1_024)));
            // Every reply is held against the contract's limits as it is given.
            let said = spoken(&conversation.says(&longest(300)));
            assert!(said.contains(&longest(300)), "the place is shown whole: {said}");
            conversation.takes("edit");
            conversation.takes("place");
            conversation.event(picked(&longest(1_000), &longest(1_000)));
            conversation.takes("confirm");
            assert!(!conversation.is_open());
        }
    }
}

#[test]
fn a_photos_words_and_a_places_name_are_shown_and_kept() {
    let mut conversation = told(Language::En);
    conversation.takes("edit");
    conversation.takes("photo");
    let said = spoken(&conversation.event(captioned("Pole 14 at dusk")));
    assert!(said.contains("Photo: Given (Pole 14 at dusk)\nPlace: Given"), "{said}");
    conversation.takes("edit");
    conversation.takes("place");
    let said = spoken(&conversation.event(picked("Benz Circle", "MG Road, Vijayawada")));
    assert!(said.contains("Place: Benz Circle, MG Road, Vijayawada"), "{said}");
    let reference = reference(&spoken(&conversation.takes("confirm")));
    let key = (Scope::Department, format!("grievance/{reference}"));
    let stored = String::from_utf8_lossy(&conversation.host.records[&key]).into_owned();
    assert!(stored.contains("Pole 14 at dusk") && stored.contains("Benz Circle"), "{stored}");
}

#[test]
fn what_no_message_can_show_is_left_out() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    conversation.takes("streetlight");
    conversation.says("The lamp\u{7} is dark\nsince Monday");
    conversation.event(captioned("\u{7}"));
    let said = spoken(&conversation.says("Main\u{1b} road"));
    assert!(said.contains("The lamp is dark\nsince Monday\nPhoto: Given\n"), "{said}");
    assert!(said.contains("Place: Main road"), "{said}");
}

#[test]
fn a_place_or_description_too_long_is_asked_for_again_and_never_cut() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    conversation.takes("streetlight");
    let said = spoken(&conversation.says(&"💡".repeat(501)));
    assert!(said.contains("1002 characters") && said.contains("up to 1000"), "{said}");
    conversation.says(PROBLEM);
    conversation.takes("skip");
    let said = spoken(&conversation.says(&"x".repeat(301)));
    assert!(said.contains("301 characters") && said.contains("Where is it"), "{said}");
    assert!(spoken(&conversation.says("Opposite the post office")).contains("post office"));
}

#[test]
fn back_leads_through_every_step_and_out() {
    let mut conversation = told(Language::En);
    for word in ["Where is it", "photo", "describe the problem", "about?"] {
        let said = spoken(&conversation.goes_back());
        assert!(said.contains(word), "{word}: {said}");
    }
    conversation.goes_back();
    assert!(!conversation.is_open());
}

#[test]
fn a_repeated_turn_draws_the_same_reference_and_another_turn_another() {
    let first = reference(&spoken(&told(Language::En).takes("confirm")));
    let again = reference(&spoken(&told(Language::En).takes("confirm")));
    assert_eq!(first, again);
    let mut other = told(Language::En);
    other.takes("edit");
    other.goes_back();
    assert_ne!(reference(&spoken(&other.takes("confirm"))), first);
}

#[test]
fn a_state_of_another_release_starts_over() {
    for garbage in ["", "{", "{\"Unknown\":1}", "{\"Summary\":{\"draft\":{}}}"] {
        let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
        conversation.set_state(garbage.as_bytes());
        assert!(!spoken(&conversation.says("hello there")).is_empty(), "{garbage}");
    }
}
