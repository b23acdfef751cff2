//! The handler alone, on a host in memory. The conversations with a whole host are in `scenarios`.

use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{Handler, Language};

use super::Office;

const SEED: &str = include_str!("../seed.json");

fn open(language: Language) -> Conversation<Office> {
    Conversation::open(MemoryHost::seeded(SEED), "hours", language).0
}

#[test]
fn the_description_keeps_every_limit() {
    check_description(&Office::describe());
}

#[test]
fn the_hours_of_a_ward_are_told_in_every_language() {
    for (language, typed, hours) in [
        (Language::Te, "౭", "సాయంత్రం 5"),
        (Language::En, "7", "5 in the evening"),
        (Language::Hi, "७", "शाम 5"),
    ] {
        let mut conversation = open(language);
        assert!(spoken(&conversation.says(typed)).contains(hours));
        conversation.takes("done");
        assert!(!conversation.is_open());
    }
}

#[test]
fn whatever_is_no_ward_is_asked_for_again() {
    let mut conversation = open(Language::En);
    assert!(spoken(&conversation.says("99")).contains("no such ward"));
    assert!(spoken(&conversation.says("where I live")).contains("number of your ward"));
    assert!(spoken(&conversation.sends_photo("1")).contains("number of your ward"));
}

#[test]
fn back_leads_to_the_question_and_then_out() {
    let mut conversation = open(Language::En);
    conversation.says("7");
    assert!(spoken(&conversation.goes_back()).contains("number of your ward"));
    conversation.goes_back();
    assert!(!conversation.is_open());
}
