//! "Tell me then": promises to tell when power is back.

use mitra_department::calendar::{DAY_MS, HOUR_MS};
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{Language, Scope};

use super::{Energy, LANGUAGES, host, open};

/// Governorpet broke at 08:30 until 11:30, and it is 10:30.
const BROKEN: &str = "520002";

/// A citizen who was promised to be told of Governorpet.
fn promised(language: Language) -> Conversation<Energy> {
    let mut conversation = open("outage", language);
    conversation.says(BROKEN);
    conversation.takes("tell:vijayawada-2");
    conversation
}

/// Gives the cut in Governorpet another end.
fn ends_at(host: &mut MemoryHost, until: &str) {
    let key = (Scope::Department, "cut/vijayawada-2".to_owned());
    let mut record: serde_json::Value = serde_json::from_slice(&host.records[&key]).expect("JSON");
    record["hours"]["until"] = until.into();
    host.records.insert(key, record.to_string().into_bytes());
}

#[test]
fn a_promise_is_made_and_kept_in_every_language() {
    let words = [
        (Language::Te, "24-11-2026న 11:30కు", "కరెంటు వచ్చి ఉండాలి"),
        (Language::En, "24-11-2026, at 11:30", "power should be back now"),
        (Language::Hi, "24-11-2026 को 11:30", "बिजली आ जानी चाहिए"),
    ];
    for (language, when, back) in words {
        let mut conversation = open("outage", language);
        conversation.says(BROKEN);
        let said = spoken(&conversation.takes("tell:vijayawada-2"));
        assert!(said.contains(when), "{said}");
        conversation.takes("done");
        assert!(!conversation.is_open());
        assert!(conversation.waits(HOUR_MS - 1).is_empty(), "not before its time");
        let said = spoken(&conversation.waits(1));
        assert!(said.contains(BROKEN) && said.contains(back) && said.contains("1912"), "{said}");
        assert!(!conversation.is_open() && conversation.host.timers.is_empty());
        assert!(!conversation.host.records.keys().any(|(scope, _)| *scope == Scope::Citizen));
        assert!(conversation.waits(7 * DAY_MS).is_empty(), "it is said once");
    }
}

#[test]
fn only_a_cut_under_way_is_promised_and_once() {
    for language in LANGUAGES {
        let mut conversation = open("outage", language);
        // 06:30 to 09:30 of each day: the next one is tomorrow's.
        assert!(!spoken(&conversation.says("515001")).contains("Tell me then"));
        let mut conversation = promised(language);
        let title = ["అప్పుడు చెప్పండి", "Tell me then", "तब मुझे बताएँ"];
        let again = spoken(&conversation.says(BROKEN));
        assert!(!title.iter().any(|title| again.contains(title)), "{again}");
    }
    assert!(spoken(&open("outage", Language::En).says(BROKEN)).contains("[Tell me then]"));
}

#[test]
fn a_cut_that_takes_longer_is_told_of_with_its_new_time_and_at_its_end() {
    for (language, longer) in
        LANGUAGES.into_iter().zip(["ఇంకా కొనసాగుతోంది", "takes longer", "अभी जारी है"])
    {
        let mut conversation = promised(language);
        conversation.takes("done");
        ends_at(&mut conversation.host, "12:15");
        let said = spoken(&conversation.waits(HOUR_MS));
        assert!(said.contains(longer) && said.contains("12:15"), "{said}");
        assert!(conversation.waits(HOUR_MS / 2).is_empty());
        assert!(spoken(&conversation.waits(HOUR_MS / 2)).contains("1912"));
    }
}

#[test]
fn several_cuts_are_promised_and_each_is_told_of_at_its_end() {
    let mut conversation = promised(Language::En);
    // Benz Circle: 10:00 to 13:00.
    conversation.says("520010");
    conversation.takes("tell:vijayawada-1");
    conversation.takes("done");
    assert_eq!(conversation.host.timers.len(), 1, "one timer keeps all promises");
    let first = spoken(&conversation.waits(2 * HOUR_MS));
    assert!(first.contains("520002") && !first.contains("520010"), "{first}");
    let second = spoken(&conversation.waits(2 * HOUR_MS));
    assert!(second.contains("520010") && !second.contains("520002"), "{second}");
}

#[test]
fn a_promise_that_can_be_kept_only_much_later_is_not_worth_a_word() {
    let mut conversation = promised(Language::En);
    conversation.takes("done");
    // Nobody may write to the citizen, and the host waits until they do.
    let ((_, name), timer) = conversation.host.timers.pop_first().expect("it is set");
    conversation.host.now += 20 * DAY_MS;
    let (at, note) = (timer.at, timer.note);
    let event = mitra_department::Event::Timer(mitra_department::TimerFired { name, at, note });
    assert!(conversation.event(event).is_empty());
    assert!(!conversation.host.records.keys().any(|(scope, _)| *scope == Scope::Citizen));
}

#[test]
fn a_cut_that_is_taken_from_the_records_breaks_the_promise_for_the_log_alone() {
    let mut conversation = promised(Language::En);
    conversation.takes("done");
    let key = (Scope::Department, "cut/vijayawada-2".to_owned());
    conversation.host.records.remove(&key);
    assert!(conversation.waits(2 * HOUR_MS).is_empty());
    assert!(conversation.host.logged()[0].1.contains("not on record any more"));
}

#[test]
fn a_promise_that_is_due_in_the_middle_of_the_service_leaves_the_question_open() {
    let mut conversation = promised(Language::En);
    let said = spoken(&conversation.waits(HOUR_MS));
    assert!(said.contains("should be back now") && said.contains("[Another place]"), "{said}");
    assert!(spoken(&conversation.takes("other")).contains("Where are you"));
    let mut conversation = promised(Language::En);
    conversation.takes("other");
    let said = spoken(&conversation.waits(HOUR_MS));
    assert!(said.contains("should be back now") && said.contains("Where are you"), "{said}");
    assert!(conversation.is_open());
}

#[test]
fn a_choice_for_a_cut_that_is_over_meanwhile_promises_nothing() {
    let mut conversation = Conversation::<Energy>::open(host(), "outage", Language::En).0;
    conversation.says(BROKEN);
    conversation.waits(2 * HOUR_MS);
    assert!(spoken(&conversation.takes("tell:vijayawada-2")).contains("Where are you"));
    assert!(conversation.host.timers.is_empty());
}
