//! Complaints: whose they are, what becomes of them in time, and afterwards.

use mitra_department::calendar::{DAY_MS, HOUR_MS};
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{Language, Scope, Value};

use super::{Energy, LANGUAGES, host, open};

/// A complaint about low voltage at Benz Circle, what was said of it, and its reference.
fn told(language: Language) -> (Conversation<Energy>, String, String) {
    let mut conversation = open("complaint", language);
    conversation.is_at(16.5, 80.655);
    conversation.takes("voltage");
    let text = Value::Text("The fan turns slowly since Monday.".to_owned());
    let said = spoken(&conversation.sends_form(&[("text", text)]));
    let start = said.find("EPC-").expect("a reference");
    let reference = said[start..start + 15].to_owned();
    (conversation, said, reference)
}

fn stored(host: &MemoryHost, reference: &str) -> serde_json::Value {
    let key = (Scope::Department, format!("complaint/{reference}"));
    serde_json::from_slice(&host.records[&key]).expect("JSON")
}

fn word(reference: &str, status: &str) -> String {
    serde_json::json!({"reference": reference, "status": status}).to_string()
}

#[test]
fn the_nearest_section_has_it_and_a_day_to_put_it_right() {
    for (language, office) in LANGUAGES.into_iter().zip(["బెంజ్ సర్కిల్", "Benz Circle", "बेंज सर्कल"])
    {
        let (conversation, said, reference) = told(language);
        assert!(said.contains(office) && said.contains("25-11-2026 10:30"), "{said}");
        let stored = stored(&conversation.host, &reference);
        assert_eq!(stored["office"], "vijayawada-benz");
        assert_eq!(stored["place"][0], 16.5);
    }
}

#[test]
fn a_section_is_found_by_pin_code_and_name_and_several_are_offered() {
    let mut conversation = open("complaint", Language::En);
    assert!(spoken(&conversation.says("999999")).contains("found no section"));
    assert!(spoken(&conversation.is_at(28.6, 77.2)).contains("call 1912"));
    assert!(spoken(&conversation.says("Vijayawada")).contains("Which section"));
    assert!(spoken(&conversation.takes("vijayawada-governorpet")).contains("Governorpet (0866"));
    assert!(spoken(&conversation.goes_back()).contains("Where is it"));
    assert!(spoken(&conversation.says("517501")).contains("Tirupati"));
    let said = spoken(&conversation.takes("wire"));
    assert!(said.contains("keep away") && said.contains("1912"), "{said}");
}

#[test]
fn what_is_late_goes_up_office_by_office_and_then_stays() {
    let (mut conversation, _, reference) = told(Language::En);
    let said = spoken(&conversation.waits(DAY_MS));
    assert!(said.contains("Vijayawada division") && said.contains("26-11-2026 10:30"), "{said}");
    let said = spoken(&conversation.waits(DAY_MS));
    assert!(said.contains("Consumer grievance forum"), "{said}");
    let said = spoken(&conversation.waits(DAY_MS));
    assert!(said.contains("no office above") && said.contains("1912"), "{said}");
    assert!(conversation.waits(30 * DAY_MS).is_empty());
    assert_eq!(stored(&conversation.host, &reference)["status"], "overdue");
}

#[test]
fn what_is_put_right_is_rated_or_opened_again() {
    for language in LANGUAGES {
        let (mut conversation, _, reference) = told(language);
        conversation.host.now += HOUR_MS;
        conversation.is_noticed("1", &word(&reference, "in-progress"));
        let said = spoken(&conversation.is_noticed("2", &word(&reference, "resolved")));
        assert!(said.contains("5 - "), "{said}");
        conversation.takes("reopen");
        let said = spoken(&conversation.says("It is slow again."));
        assert!(said.contains(&reference), "{said}");
        let record = stored(&conversation.host, &reference);
        assert_eq!(
            (&record["status"], record["history"].as_array().map(Vec::len)),
            (&"reopened".into(), Some(4))
        );
        assert_eq!(record["history"][3]["why"], "It is slow again.");
        conversation.is_noticed("3", &word(&reference, "resolved"));
        conversation.takes("rate:4");
        assert_eq!(stored(&conversation.host, &reference)["rating"], 4);
        // Nothing is late any more.
        assert!(conversation.waits(9 * DAY_MS).is_empty());
    }
}

#[test]
fn after_fifteen_days_it_is_not_opened_again() {
    let (mut conversation, _, reference) = told(Language::En);
    conversation.is_noticed("1", &word(&reference, "resolved"));
    conversation.host.now += 15 * DAY_MS + 1;
    assert!(spoken(&conversation.takes("reopen")).contains("more than 15 days"));
}

#[test]
fn a_mistake_of_the_office_changes_nothing() {
    let (mut conversation, _, reference) = told(Language::En);
    let before = conversation.host.records.clone();
    for body in [
        "resolved".to_owned(),
        word(&reference, "lost"),
        word(&reference, "escalated"),
        word("EPC-26-111111-Z", "resolved"),
        word("EPC-26-111111-1", "resolved"),
        word("1", "resolved"),
    ] {
        assert!(conversation.is_noticed("1", &body).is_empty(), "{body}");
    }
    assert_eq!(conversation.host.records, before);
}

#[test]
fn a_citizen_sees_their_own_and_no_others() {
    let (conversation, _, reference) = told(Language::En);
    let (mut again, first) =
        Conversation::<Energy>::open(conversation.host, "complaint", Language::En);
    assert!(spoken(&first).contains(&reference));
    assert!(spoken(&again.takes(&reference)).contains("Low or high voltage"));
    again.takes("others");
    again.takes("new");
    let mut other = host();
    let record = serde_json::to_vec(&stored(&again.host, &reference)).expect("JSON");
    let theirs =
        String::from_utf8(record).expect("text").replace("\"citizen\":\"", "\"citizen\":\"x");
    other
        .records
        .insert((Scope::Department, format!("complaint/{reference}")), theirs.into_bytes());
    let mut other = Conversation::<Energy>::open(other, "complaint", Language::En).0;
    assert!(other.is_noticed("1", &word(&reference, "resolved")).is_empty());
}
