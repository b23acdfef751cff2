//! Complaints: registered, moved up when late, put right, rated, and opened again.

use mitra_department::calendar::{DAY_MS, HOUR_MS};

use super::*;

fn registered(language: Language) -> Talk {
    let mut talk = open("complain", language);
    talk.takes("r:1");
    talk.takes("garbage");
    let text = |text: &str| Value::Text(text.to_owned());
    let said = spoken(
        &talk.sends_form(&[("description", text("Not collected")), ("place", text("Tank Street"))]),
    );
    assert!(said.contains("MUN-26-") && said.contains("(100)"), "{said}");
    assert!(!talk.is_open());
    talk
}

fn reference(talk: &Talk) -> String {
    record(talk, "complaint/")["reference"].as_str().expect("a reference").to_owned()
}

fn notice(talk: &Talk, status: &str) -> String {
    format!(r#"{{"reference": "{}", "status": "{status}", "note": "Done today"}}"#, reference(talk))
}

#[test]
fn a_complaint_that_is_late_goes_to_the_office_above_in_every_language() {
    for language in LANGUAGES {
        let mut talk = registered(language);
        assert!(talk.waits(47 * HOUR_MS).is_empty());
        let said = spoken(&talk.waits(2 * HOUR_MS));
        assert!(said.contains("(101)") && said.contains(":30"), "{said}");
        let complaint = record(&talk, "complaint/");
        assert_eq!(
            (&complaint["office"], &complaint["status"]),
            (&"office/head".into(), &"escalated".into())
        );
        let said = spoken(&talk.waits(49 * HOUR_MS));
        assert!(said.contains("1902"), "nobody is above: {said}");
        assert_eq!(record(&talk, "complaint/")["status"], "overdue");
        assert!(talk.host.timers.is_empty());
    }
}

#[test]
fn a_complaint_that_was_put_right_is_rated_and_moves_no_more_in_every_language() {
    for language in LANGUAGES {
        let mut talk = registered(language);
        let doing = notice(&talk, "in-progress");
        assert!(!talk.is_noticed("n-1", &doing).is_empty());
        talk.host.now += 1;
        let done = notice(&talk, "resolved");
        assert!(spoken(&talk.is_noticed("n-2", &done)).contains("Done today"));
        talk.takes("rate:4");
        assert_eq!(record(&talk, "complaint/")["rating"], 4);
        assert!(talk.waits(5 * DAY_MS).is_empty());
        assert_eq!(record(&talk, "complaint/")["status"], "resolved");
    }
}

#[test]
fn a_complaint_is_opened_again_within_fifteen_days() {
    let mut talk = registered(Language::En);
    let done = notice(&talk, "resolved");
    talk.is_noticed("n-1", &done);
    talk.takes("reopen");
    assert!(spoken(&talk.says("It is still there")).contains("is open again"));
    let complaint = record(&talk, "complaint/");
    assert_eq!(
        (&complaint["status"], &complaint["history"][2]["note"]),
        (&"reopened".into(), &"It is still there".into())
    );
    assert!(!talk.waits(49 * HOUR_MS).is_empty(), "and is watched over again");

    let mut late = registered(Language::En);
    let done = notice(&late, "resolved");
    late.is_noticed("n-1", &done);
    late.host.now += 16 * DAY_MS;
    assert!(spoken(&late.takes("reopen")).contains("more than 15 days"));
}

#[test]
fn whoever_opens_the_service_again_sees_their_complaints_first() {
    let talk = registered(Language::En);
    let own = reference(&talk);
    let (mut again, said) = Talk::open(talk.host, "complain", Language::En);
    assert!(spoken(&said).contains(&own));
    assert!(spoken(&again.takes(&own)).contains("Registered"));
    again.takes("another");
    assert!(spoken(&again.takes("new")).contains("Which one?"));
    let (_, mine) = Talk::open(again.host, "mine", Language::En);
    assert!(spoken(&mine).contains(&own));
}

#[test]
fn offices_that_are_only_above_others_are_not_offered_and_long_waits_are_days() {
    for (language, days) in LANGUAGES.into_iter().zip(["2 రోజుల్లో", "Within 2 days", "2 दिन में"])
    {
        let (mut talk, said) = Talk::open(host(), "complain", language);
        let head = ["కమిషనర్", "Commissioner", "आयुक्त"];
        let has_head = |said: &str| head.iter().any(|name| said.contains(name));
        assert!(!has_head(&spoken(&said)), "{said:?}");
        assert!(!has_head(&spoken(&talk.says("commiss"))));
        let said = details(&talk.takes("r:1"));
        assert!(said.contains(days) && said.contains("24"), "{said}");
    }
}
