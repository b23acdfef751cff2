//! What the office says of a grievance.

use mitra_department::Language;
use mitra_department::calendar::DAY_MS;
use mitra_department::testing::{Conversation, spoken};

use super::{Grievance, LANGUAGES, of_another, open, reference, stored, told};
use crate::notice::MILESTONES_MAX;

fn word(reference: &str, status: &str) -> String {
    serde_json::json!({ "grievance": reference, "status": status }).to_string()
}

/// A day after a grievance was registered, of which nothing is open any more.
fn registered(language: Language) -> (Conversation<Grievance>, String) {
    let (mut conversation, said) = told(language);
    conversation.host.now += DAY_MS;
    (conversation, reference(&said))
}

/// The status words of the record, oldest first.
fn history(conversation: &Conversation<Grievance>, reference: &str) -> Vec<String> {
    let record = stored(conversation, reference);
    let history = record["history"].as_array().expect("a history").iter();
    history.map(|milestone| milestone["status"].as_str().expect("a word").to_owned()).collect()
}

#[test]
fn the_citizen_is_told_how_far_it_has_come_in_every_language() {
    for language in LANGUAGES {
        let (mut conversation, reference) = registered(language);
        let assigned = spoken(&conversation.is_noticed("1", &word(&reference, "assigned")));
        assert!(assigned.contains(&reference), "{assigned}");
        let resolved = spoken(&conversation.is_noticed("2", &word(&reference, "resolved")));
        let (status, if_not) = match language {
            Language::Te => ("స్థితి: పరిష్కరించారు", "మళ్లీ తెరవడం"),
            Language::En => ("Status: Resolved", "open it again within 15 days"),
            Language::Hi => ("स्थिति: समाधान हो गया", "15 दिनों के भीतर"),
        };
        assert!(resolved.contains(status) && resolved.contains(if_not), "{resolved}");
        assert!(!assigned.contains(if_not), "{assigned}");
        assert_eq!(history(&conversation, &reference), ["registered", "assigned", "resolved"]);
        assert!(!conversation.is_open());
    }
}

#[test]
fn what_is_known_is_not_told_again_and_what_was_overtaken_is_entered() {
    let (mut conversation, reference) = registered(Language::En);
    conversation.is_noticed("1", &word(&reference, "in_progress"));
    assert!(conversation.is_noticed("2", &word(&reference, "in_progress")).is_empty());
    // Sent before, and told after.
    conversation.host.now -= DAY_MS / 2;
    assert!(conversation.is_noticed("3", &word(&reference, "assigned")).is_empty());
    assert_eq!(history(&conversation, &reference), ["registered", "assigned", "in_progress"]);
}

#[test]
fn whoever_is_tracking_is_asked_again_what_was_asked() {
    let (conversation, reference) = registered(Language::En);
    let mut tracking = open("status", conversation.host, Language::En);
    let said = spoken(&tracking.is_noticed("1", &word(&reference, "assigned")));
    assert!(said.contains("Given to an officer") && said.contains("Which grievance"), "{said}");
    tracking.takes(&reference);
    let said = spoken(&tracking.is_noticed("2", &word(&reference, "resolved")));
    assert!(said.contains("Resolved") && said.contains("Would you like"), "{said}");
    assert!(tracking.is_noticed("3", &word(&reference, "resolved")).is_empty());
    tracking.takes("done");
    assert!(!tracking.is_open());
}

#[test]
fn a_mistake_of_the_office_changes_nothing_and_nobody_hears_of_it() {
    let (mut conversation, reference) = registered(Language::En);
    let before = conversation.host.records.clone();
    for body in [
        "resolved".to_owned(),
        word(&reference, "lost"),
        word("GRV-26-111111-Z", "resolved"),
        word("1", "resolved"),
        word(&reference, "resolved").replace('}', ",\"by\":1}"),
    ] {
        assert!(conversation.is_noticed("1", &body).is_empty(), "{body}");
    }
    assert_eq!(conversation.host.records, before);
}

#[test]
fn anothers_grievance_is_not_touched() {
    let (conversation, reference) = registered(Language::En);
    let host = of_another(conversation.host);
    let before = host.records.clone();
    let mut other = open("status", host, Language::En);
    assert!(other.is_noticed("1", &word(&reference, "resolved")).is_empty());
    assert_eq!(other.host.records, before);
}

#[test]
fn a_grievance_has_so_many_milestones_and_no_more() {
    let (mut conversation, reference) = registered(Language::En);
    for n in 1..MILESTONES_MAX {
        let status = if n % 2 == 0 { "assigned" } else { "in_progress" };
        conversation.host.now += 1;
        let said = conversation.is_noticed(&n.to_string(), &word(&reference, status));
        assert!(!said.is_empty(), "{n}");
    }
    conversation.host.now += 1;
    assert!(conversation.is_noticed("beyond", &word(&reference, "resolved")).is_empty());
    assert_eq!(history(&conversation, &reference).len(), MILESTONES_MAX);
}
