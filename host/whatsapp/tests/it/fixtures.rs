//! Every fixture of `tests/fixtures/webhooks`, taken apart, and compared with what a person has read and found right.

use mitra_core::event::{InboundEvent, Leaf};

use crate::notification::{fixtures, parse, show};

#[test]
fn every_fixture_is_taken_apart_as_recorded() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 100, "the fixtures are missing");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, body) in fixtures {
            let leaves: Vec<_> = parse(&body).iter().map(show).collect();
            insta::assert_json_snapshot!(name, leaves);
        }
    });
}

#[test]
fn nothing_in_a_fixture_vanishes() {
    for (name, body) in fixtures() {
        if name != "entries-none" {
            assert!(!parse(&body).is_empty(), "{name}");
        }
    }
}

#[test]
fn every_event_comes_back_from_storage_as_it_went_in() {
    for (name, body) in fixtures() {
        for leaf in parse(&body) {
            if let Leaf::Event(event) = leaf {
                let stored = serde_json::to_string(&event).expect("it can be stored");
                let read: InboundEvent = serde_json::from_str(&stored).expect("it can be read");
                assert_eq!(read, event, "{name}");
            }
        }
    }
}
