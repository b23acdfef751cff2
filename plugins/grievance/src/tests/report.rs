//! Reports with a photo and a location.

use mitra_department::testing::{MemoryHost, spoken};
use mitra_department::{Language, Location, Value};

use super::{LANGUAGES, SEED, open, photo, reference, stored};

fn report(latitude: f64, longitude: f64) -> Vec<(&'static str, Value)> {
    let place = Location { latitude, longitude, name: None, address: None };
    vec![
        ("photo", photo("garbage at the corner")),
        ("place", Value::Location(place)),
        ("category", Value::Choice("garbage".to_owned())),
    ]
}

#[test]
fn it_goes_to_the_office_of_the_nearest_place() {
    for (language, office) in LANGUAGES.into_iter().zip(["విజయవాడ", "Vijayawada", "विजयवाड़ा"])
    {
        let mut conversation = open("photo-report", MemoryHost::seeded(SEED), language);
        let said = spoken(&conversation.sends_form(&report(16.52, 80.62)));
        assert!(said.contains(office) && said.contains("0866-2422400"), "{said}");
        let record = stored(&conversation, &reference(&said));
        assert_eq!(
            (&record["office"], &record["photo"]),
            (&"vijayawada".into(), &"4400110022".into())
        );
        assert_eq!((&record["text"], &record["category"]), (&"".into(), &"garbage".into()));
    }
}

#[test]
fn far_from_every_office_it_goes_to_the_categorys() {
    let mut conversation = open("photo-report", MemoryHost::seeded(SEED), Language::En);
    let said = spoken(&conversation.sends_form(&report(28.6, 77.2)));
    assert!(said.contains("Office: Municipal Administration"), "{said}");
    assert!(stored(&conversation, &reference(&said))["office"].is_null());
}

#[test]
fn back_leads_out_and_a_category_that_is_gone_is_asked_for_again() {
    let mut conversation = open("photo-report", MemoryHost::seeded(SEED), Language::En);
    conversation.host.records.retain(|(_, key), _| !key.ends_with("garbage"));
    conversation.sends_form(&report(16.52, 80.62));
    assert!(conversation.is_open());
    conversation.goes_back();
    assert!(!conversation.is_open());
}
