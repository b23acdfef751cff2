//! Whole conversations.

mod after;
mod notice;
mod report;
mod track;

use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{
    Event, FieldKind, Handler, Language, Location, Media, MediaKind, Scope, Value,
};

use super::Grievance;

const SEED: &str = include_str!("../seed.json");
const LANGUAGES: [Language; 3] = [Language::Te, Language::En, Language::Hi];
const PROBLEM: &str = "The street light at our corner has been dark for a week.";

fn open(service: &str, host: MemoryHost, language: Language) -> Conversation<Grievance> {
    Conversation::open(host, service, language).0
}

/// Everything that the form asks for.
fn whole() -> Vec<(&'static str, Value)> {
    vec![
        ("category", Value::Choice("streetlight".to_owned())),
        ("text", Value::Text(PROBLEM.to_owned())),
        ("photo", photo("Pole 14 at dusk")),
        ("place", at(None, None)),
    ]
}

/// A registered grievance, and what was said of it.
fn told(language: Language) -> (Conversation<Grievance>, String) {
    let mut conversation = open("register", MemoryHost::seeded(SEED), language);
    let said = spoken(&conversation.sends_form(&whole()));
    (conversation, said)
}

/// The host as somebody else meets it: what was registered is not theirs.
fn of_another(mut host: MemoryHost) -> MemoryHost {
    host.records.retain(|(scope, _), _| *scope == Scope::Department);
    for ((_, key), record) in &mut host.records {
        if key.starts_with("grievance/") {
            let mut value: serde_json::Value = serde_json::from_slice(record).expect("JSON");
            value["citizen"] = "somebody else".into();
            *record = value.to_string().into_bytes();
        }
    }
    host
}

/// A photo with words under it.
fn photo(caption: &str) -> Value {
    Value::Media(Media {
        kind: MediaKind::Image,
        id: "4400110022".to_owned(),
        mime_type: "image/jpeg".to_owned(),
        caption: Some(caption.to_owned()),
        filename: None,
    })
}

/// A place, perhaps picked on the map.
fn at(name: Option<&str>, address: Option<&str>) -> Value {
    let (name, address) = (name.map(str::to_owned), address.map(str::to_owned));
    Value::Location(Location { latitude: 16.5062, longitude: 80.6480, name, address })
}

/// The record of a grievance.
fn stored(conversation: &Conversation<Grievance>, reference: &str) -> serde_json::Value {
    let key = (Scope::Department, format!("grievance/{reference}"));
    serde_json::from_slice(&conversation.host.records[&key]).expect("JSON")
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
        let (conversation, said) = told(language);
        let reference = reference(&said);
        assert!(!conversation.is_open());
        let stored = stored(&conversation, &reference);
        assert_eq!((&stored["text"], &stored["photo"]), (&PROBLEM.into(), &"4400110022".into()));
        assert_eq!(stored["caption"], "Pole 14 at dusk");
        assert_eq!(stored["place"]["point"]["latitude"], 16.5062);
        let (mut tracking, first) =
            Conversation::<Grievance>::open(conversation.host.clone(), "status", language);
        assert!(spoken(&first).contains(&reference), "their own are offered");
        let shown = spoken(&tracking.takes(&reference));
        assert!(shown.contains(&reference) && shown.contains("24-11-2026"), "{shown}");
        tracking.takes("done");
        assert!(!tracking.is_open());
    }
}

#[test]
fn the_form_asks_for_one_of_the_categories_on_record_and_says_whose_they_are() {
    let (conversation, first) =
        Conversation::<Grievance>::open(MemoryHost::seeded(SEED), "register", Language::En);
    assert!(spoken(&first).contains("What is your grievance about?"));
    let FieldKind::Choice(categories) = &conversation.form().fields[0].kind else {
        panic!("a choice");
    };
    assert_eq!(categories.len(), 8);
    let street_lights = &categories[2];
    assert_eq!(
        (street_lights.id.as_str(), street_lights.title.hi.as_str()),
        ("streetlight", "स्ट्रीट लाइट")
    );
    let office = street_lights.description.as_ref().expect("an office");
    assert_eq!(office.en, "Municipal Administration");
}

#[test]
fn photo_and_place_may_be_left_out_and_a_place_may_be_words() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    let said = spoken(&conversation.sends_form(&whole()[..2]));
    let stored_first = stored(&conversation, &reference(&said));
    assert!(stored_first["photo"].is_null() && stored_first["place"].is_null());
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    let mut answers = whole();
    answers[3].1 = Value::Text("Opposite the post office".to_owned());
    let said = spoken(&conversation.sends_form(&answers));
    let place = &stored(&conversation, &reference(&said))["place"];
    assert_eq!(place["words"], "Opposite the post office");
}

#[test]
fn the_longest_answers_are_kept_whole() {
    for letter in ["x", "క", "💡"] {
        let longest = |max: usize| letter.repeat(max / letter.encode_utf16().count());
        let mut conversation = open("register", MemoryHost::seeded(SEED), Language::Te);
        let said = spoken(&conversation.sends_form(&[
            ("category", Value::Choice("pension".to_owned())),
            ("text", Value::Text(longest(1_000))),
            ("photo", photo(&longest(1_024))),
            ("place", at(Some(&longest(1_000)), Some(&longest(1_000)))),
        ]));
        let stored = stored(&conversation, &reference(&said));
        assert_eq!(stored["text"], longest(1_000));
        assert_eq!(stored["caption"], longest(1_024));
    }
}

#[test]
fn what_no_message_can_show_is_left_out_of_captions_and_names() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    let mut answers = whole();
    answers[2].1 = photo("\u{7}");
    answers[3].1 = at(Some("Benz\u{1b} Circle"), Some("MG Road, Vijayawada"));
    let said = spoken(&conversation.sends_form(&answers));
    let stored = stored(&conversation, &reference(&said));
    assert!(stored["caption"].is_null());
    assert_eq!(stored["place"]["point"]["name"], "Benz Circle, MG Road, Vijayawada");
}

#[test]
fn back_leads_out_and_nothing_is_stored() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    conversation.goes_back();
    assert!(!conversation.is_open());
    assert!(!conversation.host.records.keys().any(|(_, key)| key.starts_with("grievance/")));
}

#[test]
fn a_category_that_is_gone_is_asked_for_again() {
    let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
    conversation.host.records.retain(|(_, key), _| !key.ends_with("streetlight"));
    conversation.sends_form(&whole());
    assert!(conversation.is_open());
    let FieldKind::Choice(categories) = &conversation.form().fields[0].kind else {
        panic!("a choice");
    };
    assert_eq!(categories.len(), 7);
}

#[test]
fn a_repeated_turn_draws_the_same_reference_and_another_turn_another() {
    let first = reference(&told(Language::En).1);
    assert_eq!(reference(&told(Language::En).1), first);
    let mut other = open("register", MemoryHost::seeded(SEED), Language::En);
    other.event(Event::Opened);
    assert_ne!(reference(&spoken(&other.sends_form(&whole()))), first);
}

#[test]
fn a_state_of_another_release_starts_over() {
    for garbage in ["", "{", "{\"Unknown\":1}", "{\"Summary\":{\"draft\":{}}}"] {
        let mut conversation = open("register", MemoryHost::seeded(SEED), Language::En);
        conversation.set_state(garbage.as_bytes());
        assert!(!spoken(&conversation.goes_back()).is_empty(), "{garbage}");
        conversation.form();
    }
}

#[test]
fn what_is_tracked_is_carried_over_from_before_there_were_forms_and_a_draft_is_not() {
    for step in ["\"Reference\"", "\"Shown\""] {
        assert_eq!(Grievance::migrate(1, step.as_bytes()), Ok(step.as_bytes().to_vec()));
    }
    let draft = br#"{"Edit":{"draft":{"category":"roads","text":null,"photo":null,"place":null}}}"#;
    assert!(Grievance::migrate(1, draft).is_err());
    assert!(Grievance::migrate(3, b"\"Shown\"").is_err());
}
