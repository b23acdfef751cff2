//! Tracking what was registered.

use mitra_department::calendar::DAY_MS;
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{Event, Fault, Language, Scope};

use super::{Grievance, SEED, of_another, open, reference, told, whole};

/// A registered grievance whose record was changed, as an officer's program would, and what tracking it comes to.
fn tracked(
    language: Language,
    days: u64,
    change: impl Fn(&mut serde_json::Value),
) -> Result<String, Fault> {
    let (conversation, said) = told(language);
    let reference = reference(&said);
    let mut host = conversation.host;
    let record = host.records.get_mut(&(Scope::Department, format!("grievance/{reference}")));
    let record = record.expect("it is stored");
    let mut value = serde_json::from_slice(record).expect("JSON");
    change(&mut value);
    *record = value.to_string().into_bytes();
    host.now += days * DAY_MS;
    let outcome = open("status", host, language).run(Event::Text(reference))?;
    Ok(spoken(&outcome.replies))
}

#[test]
fn the_newest_grievances_are_offered_first_and_older_ones_found_by_number() {
    let mut host = MemoryHost::seeded(SEED);
    let mut references = Vec::new();
    for _ in 0..11 {
        let mut conversation = open("register", host, Language::En);
        references.push(reference(&spoken(&conversation.sends_form(&whole()[..2]))));
        host = conversation.host;
        host.now += 60_000;
    }
    references.reverse();
    let (mut tracking, first) =
        Conversation::<Grievance>::open(host.clone(), "status", Language::En);
    let said = spoken(&first);
    let places: Vec<_> = references.iter().map(|reference| said.find(reference)).collect();
    assert!(places[..9].iter().all(Option::is_some) && places[..9].is_sorted(), "{said}");
    assert_eq!(places[9..], [None, None], "a list has ten rows");
    assert!(said.contains("For an older one"), "{said}");
    assert!(spoken(&tracking.says(&references[10])).contains("Status: Registered"));
}

#[test]
fn who_had_their_own_records_erased_asks_by_the_number() {
    let (conversation, said) = told(Language::En);
    let reference = reference(&said);
    let mut host = conversation.host;
    host.records.retain(|(scope, _), _| *scope == Scope::Department);
    let mut tracking = open("status", host, Language::En);
    assert!(spoken(&tracking.says(&reference)).contains("Status: Registered"));
}

#[test]
fn anothers_grievance_is_not_found() {
    let (conversation, said) = told(Language::En);
    let reference = reference(&said);
    let mut tracking = open("status", of_another(conversation.host), Language::En);
    assert!(spoken(&tracking.says(&reference)).contains("no such number"));
    assert!(spoken(&tracking.says("GRV-26-111111-Z")).contains("mistake"));
}

#[test]
fn a_grievance_past_its_day_is_overdue() {
    let (conversation, said) = told(Language::En);
    let reference = reference(&said);
    let mut host = conversation.host.clone();
    host.now += 3 * DAY_MS;
    let mut tracking = open("status", host, Language::En);
    assert!(spoken(&tracking.takes(&reference)).contains("Registered (overdue)"));
}

#[test]
fn the_status_is_the_records_and_shows_how_it_came_there() {
    let resolved = |record: &mut serde_json::Value| {
        let history = record["history"].as_array_mut().expect("a history");
        let registered_at = history[0]["at"].as_u64().expect("an instant");
        for (days, status) in [(1, "assigned"), (1, "in_progress"), (2, "resolved")] {
            let at = registered_at + days * DAY_MS;
            history.push(serde_json::json!({"status": status, "at": at}));
        }
    };
    for (language, status, last) in [
        (Language::Te, "స్థితి: పరిష్కరించారు\n", "• 26-11-2026: పరిష్కరించారు"),
        (
            Language::En,
            "Status: Resolved\n",
            "• 25-11-2026: Being worked on\n• 26-11-2026: Resolved",
        ),
        (Language::Hi, "स्थिति: समाधान हो गया\n", "• 26-11-2026: समाधान हो गया"),
    ] {
        // A year later, what is settled is not overdue.
        let said = tracked(language, 365, resolved).expect("it is shown");
        assert!(said.contains(status) && said.contains(last), "{said}");
    }
}

#[test]
fn a_record_without_a_history_is_registered() {
    let older = |record: &mut serde_json::Value| {
        record.as_object_mut().expect("a record").remove("history");
    };
    let said = tracked(Language::En, 0, older).expect("it is shown");
    assert!(said.contains("Status: Registered") && !said.contains("So far"), "{said}");
}

#[test]
fn a_record_that_cannot_be_read_is_a_bug_and_never_said_to_be_missing() {
    let strange = |record: &mut serde_json::Value| record["history"][0]["status"] = "lost".into();
    let fault = tracked(Language::En, 0, strange).expect_err("it cannot be read");
    assert!(matches!(&fault, Fault::Bug(words) if words.contains("grievance/GRV-")), "{fault:?}");
}
