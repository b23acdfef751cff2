//! What becomes of a grievance in time, opening it again, and rating it.

use mitra_department::calendar::DAY_MS;
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{Language, Scope};

use super::{Grievance, LANGUAGES, SEED, open, reference, stored, told};

/// A host with a grievance that was settled a day after it was registered, and its reference.
fn settled(language: Language) -> (MemoryHost, String) {
    let (mut conversation, said) = told(language);
    let reference = reference(&said);
    conversation.host.now += DAY_MS;
    let word = serde_json::json!({"grievance": reference, "status": "resolved"});
    conversation.is_noticed("1", &word.to_string());
    (conversation.host, reference)
}

#[test]
fn what_is_late_goes_to_those_above_and_then_stays() {
    for (language, first) in LANGUAGES.into_iter().zip(["కలెక్టర్", "Collector", "कलेक्टर"])
    {
        let (mut conversation, said) = told(language);
        let reference = reference(&said);
        // Street lights have two days, those above seven.
        let said = spoken(&conversation.waits(2 * DAY_MS));
        assert!(said.contains(&reference) && said.contains(first), "{said}");
        assert!(said.contains("03-12-2026"), "{said}");
        assert!(!conversation.waits(7 * DAY_MS).is_empty());
        assert!(spoken(&conversation.waits(7 * DAY_MS)).contains("1902"));
        assert!(conversation.waits(30 * DAY_MS).is_empty());
        let record = stored(&conversation, &reference);
        assert_eq!(
            (&record["level"], &record["history"][2]["status"]),
            (&2.into(), &"escalated".into())
        );
    }
}

#[test]
fn what_is_settled_is_never_late() {
    let (host, _) = settled(Language::En);
    let mut conversation = open("register", host, Language::En);
    conversation.goes_back();
    assert!(conversation.waits(30 * DAY_MS).is_empty());
}

#[test]
fn what_was_settled_is_opened_again_with_new_days() {
    for language in LANGUAGES {
        let (host, number) = settled(language);
        let (mut conversation, first) = Conversation::<Grievance>::open(host, "reopen", language);
        assert!(spoken(&first).contains(&number));
        assert!(spoken(&conversation.takes(&number)).contains(&number));
        let said = spoken(&conversation.says("The light went out again."));
        assert!(said.contains("27-11-2026") && !conversation.is_open(), "{said}");
        let record = stored(&conversation, &number);
        assert_eq!(record["reopened"][0]["why"], "The light went out again.");
        assert_eq!(record["history"][2]["status"], "reopened");
        // The timer of its registration does not count it as late, the one of its reopening does.
        let mut again = open("register", conversation.host.clone(), language);
        again.goes_back();
        assert!(again.waits(DAY_MS).is_empty());
        assert!(spoken(&conversation.waits(2 * DAY_MS)).contains(&number));
    }
}

#[test]
fn nothing_is_opened_again_that_is_not_settled_or_too_old_or_anothers() {
    let (conversation, _) = told(Language::En);
    let said = |host| {
        let (conversation, first) = Conversation::<Grievance>::open(host, "reopen", Language::En);
        assert!(!conversation.is_open());
        spoken(&first)
    };
    assert!(said(conversation.host).contains("None of your grievances"));
    let (mut host, _) = settled(Language::En);
    host.now += 15 * DAY_MS + 1;
    assert!(said(host).contains("None of your grievances"));
    let (mut host, _) = settled(Language::En);
    host.records.retain(|(scope, _), _| *scope == Scope::Department);
    assert!(said(host).contains("None of your grievances"));
}

#[test]
fn a_resolution_is_rated_once_from_one_to_five() {
    for language in LANGUAGES {
        let (host, number) = settled(language);
        let (mut conversation, _) = Conversation::<Grievance>::open(host, "feedback", language);
        conversation.takes(&number);
        assert!(spoken(&conversation.says("9")).contains("5 - "), "it is asked again");
        conversation.takes("4");
        assert_eq!(stored(&conversation, &number)["rating"], 4);
        let (again, _) = Conversation::<Grievance>::open(conversation.host, "feedback", language);
        assert!(!again.is_open(), "nothing waits for a rating");
    }
}

#[test]
fn a_low_rating_says_how_to_open_it_again_and_that_takes_the_rating_away() {
    let (host, number) = settled(Language::En);
    let mut conversation = open("feedback", host, Language::En);
    conversation.says(&number.to_lowercase());
    assert!(spoken(&conversation.says("౧")).contains("Reopen a grievance"));
    assert_eq!(stored(&conversation, &number)["rating"], 1);
    let mut again = open("reopen", conversation.host, Language::En);
    again.says(&number);
    assert!(spoken(&again.sends_photo("44")).contains("still not right"));
    again.says("Still dark.");
    assert!(stored(&again, &number)["rating"].is_null());
}

#[test]
fn back_leads_out_of_both() {
    for service in ["reopen", "feedback"] {
        let (host, number) = settled(Language::En);
        let mut conversation = open(service, host, Language::En);
        conversation.takes(&number);
        assert!(spoken(&conversation.goes_back()).contains("Which grievance"));
        conversation.goes_back();
        assert!(!conversation.is_open());
        let none = open(service, MemoryHost::seeded(SEED), Language::En);
        assert!(!none.is_open());
    }
}
