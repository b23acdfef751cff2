//! Fees, bills and gifts, and what offices say of applications.

use mitra_department::payments::{PaymentStatus, PaymentUpdate, Receipt};
use mitra_department::testing::MemoryHost;
use mitra_department::{Event, Level};

use super::*;

pub(super) fn born(year: u16) -> (&'static str, Value) {
    ("born", Value::Date(Date { year, month: 2, day: 28 }))
}

pub(super) fn applied(language: Language) -> Talk {
    let mut talk = open("income", language);
    let said = spoken(&talk.sends_form(&[name("Asha Rao"), born(1990)]));
    assert!(said.contains("INC-26-") && said.contains("₹45.00"), "{said}");
    assert_eq!(record(&talk, "application/")["status"], "unpaid");
    talk
}

fn notice(talk: &Talk, status: &str, more: &str) -> String {
    let reference = record(talk, "application/")["reference"].clone();
    format!(r#"{{"reference": {reference}, "status": "{status}"{more}}}"#)
}

#[test]
fn an_application_is_paid_decided_and_certified_in_every_language() {
    for language in LANGUAGES {
        let mut talk = applied(language);
        talk.pays();
        let application = record(&talk, "application/");
        assert_eq!(
            (&application["status"], &application["answers"]["name"]),
            (&"received".into(), &"Asha Rao".into())
        );
        assert!(!talk.is_open());
        let review = notice(
            &talk,
            "under-review",
            r#", "note": {"te": "చూస్తున్నాము", "en": "We look", "hi": "देख रहे हैं"}"#,
        );
        assert!(!talk.is_noticed("n-1", &review).is_empty());
        talk.host.now += 1;
        let approved = notice(&talk, "approved", r#", "facts": {"income": 9500000}"#);
        let replies = talk.is_noticed("n-2", &approved);
        assert!(replies.iter().any(|reply| matches!(reply, Reply::Certificate(_))), "{replies:?}");
        assert_eq!(record(&talk, "application/")["status"], "approved");
        let (_, shown) = Talk::open(talk.host, "mine", language);
        assert!(spoken(&shown).contains("INC-26-"), "{shown:?}");
        assert!(shown.iter().any(|reply| matches!(reply, Reply::Certificate(_))));
    }
}

#[test]
fn a_rule_that_does_not_hold_stores_nothing() {
    let mut talk = open("income", Language::En);
    assert!(spoken(&talk.sends_form(&[name("Asha"), born(2020)])).contains("You must be 18"));
    assert!(!talk.host.records.keys().any(|(_, key)| key.starts_with("application/")));
}

#[test]
fn a_fee_that_failed_is_asked_for_anew_and_one_that_is_paid_twice_is_owed() {
    let mut talk = applied(Language::En);
    talk.pays_in_vain();
    let first = talk.host.payments.keys().next().expect("one").clone();
    talk.takes("pay");
    assert_eq!(talk.host.payments.len(), 2);
    talk.pays();
    assert_eq!(record(&talk, "application/")["status"], "received");
    let receipt = Receipt { id: "late".to_owned(), at: talk.host.now };
    let status = PaymentStatus::Paid(receipt);
    let late = PaymentUpdate { reference: first, amount: 4_500, status };
    assert!(spoken(&talk.event(Event::Payment(late))).contains("paid back to you"));
    assert_eq!(record(&talk, "owed/")["receipt"], "late");
}

#[test]
fn whoever_left_without_paying_is_asked_again_the_next_time() {
    let talk = applied(Language::En);
    let (mut again, said) = Talk::open(talk.host, "income", Language::En);
    assert!(spoken(&said).contains("is not paid yet"), "{said:?}");
    again.takes("pay");
    again.pays();
    assert_eq!(record(&again, "application/")["status"], "received");
}

#[test]
fn a_notice_that_is_wrong_is_logged_and_nobody_hears_of_it() {
    let mut talk = applied(Language::En);
    let early = notice(&talk, "approved", "");
    talk.pays();
    let no_facts = notice(&talk, "approved", "");
    let other = r#"{"reference": "INC-26-111111-1", "status": "approved"}"#;
    for body in [&*no_facts, &notice(&talk, "lost", ""), "hello", other, "{}"] {
        assert!(talk.is_noticed("n", body).is_empty(), "{body}");
    }
    assert_eq!(early, no_facts);
    assert_eq!(record(&talk, "application/")["status"], "received");
    assert_eq!(talk.host.logged().iter().filter(|(level, _)| *level == Level::Error).count(), 5);
}

#[test]
fn a_bill_is_paid_once_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("tax", language);
        assert!(spoken(&talk.says("1234")).contains("₹2,500.00"));
        talk.takes("pay");
        talk.pays();
        let account = record(&talk, "paid/assessment/1234/2026");
        assert_eq!(account["paid"]["paise"], 250_000);
        talk.takes("another");
        let replies = talk.says("1234");
        assert!(spoken(&replies[..1]).contains("pay_BILL-26-"), "first: {replies:?}");
        assert_eq!(talk.host.payments.len(), 1);
        let bill = record(&talk, "assessment/");
        assert_eq!((&bill["due"], &bill["paid-on"]), (&0.into(), &"2026-11-24".into()));
        assert_eq!(bill["receipt"], account["paid"]["receipt"]);
    }
}

/// The bill with another text in place of one.
fn rewritten(host: &mut MemoryHost, from: &str, to: &str) {
    let key = (Scope::Department, "assessment/1234".to_owned());
    let bill = String::from_utf8(host.records[&key].clone()).expect("text");
    assert!(bill.contains(from), "{bill}");
    host.records.insert(key, bill.replace(from, to).into_bytes());
}

#[test]
fn a_period_may_be_any_text() {
    for period in ["2026/27", "H2/2026-27 50%", "/"] {
        let mut host = host();
        rewritten(&mut host, "2026", period);
        let mut talk = Talk::open(host, "tax", Language::En).0;
        talk.says("1234");
        talk.takes("pay");
        let said = spoken(&talk.pays());
        assert!(said.contains("Nothing is due"), "{said}");
        assert_eq!(record(&talk, "paid/assessment/1234/")["period"], period);
        assert_eq!(record(&talk, "assessment/")["due"], 0);
    }
}

#[test]
fn a_bill_that_the_office_wrote_meanwhile_is_left_as_it_is() {
    for (from, to) in [("2026", "2027"), ("250000", "260000")] {
        let mut talk = open("tax", Language::En);
        talk.says("1234");
        talk.takes("pay");
        rewritten(&mut talk.host, from, to);
        talk.pays();
        let bill = record(&talk, "assessment/");
        assert!(bill["due"] != 0 && bill.get("receipt").is_none(), "{bill}");
        assert_eq!(record(&talk, "paid/")["paid"]["paise"], 250_000);
    }
}

#[test]
fn a_bill_that_another_is_paying_waits() {
    let mut talk = open("tax", Language::En);
    talk.says("1234");
    talk.takes("pay");
    let key = (Scope::Department, "paid/assessment/1234/2026".to_owned());
    let account = String::from_utf8(talk.host.records[&key].clone()).expect("text");
    let other = account.replace(&"0f".repeat(16), "another");
    talk.host.records.insert(key, other.into_bytes());
    let mut second = Talk::open(talk.host, "tax", Language::En).0;
    second.says("1234");
    assert!(spoken(&second.takes("pay")).contains("Somebody else is paying"));
}

#[test]
fn a_gift_is_given_with_thanks_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("gift", language);
        assert!(spoken(&talk.says("5")).contains("₹10.00"), "too little");
        talk.says("₹75.50");
        talk.pays();
        assert_eq!(record(&talk, "gift/")["paid"]["paise"], 7_550);
        let mut talk = open("gift", language);
        talk.takes("5000");
        talk.lets_payment_expire();
        talk.takes("10000");
        talk.pays();
        assert_eq!(record(&talk, "gift/")["paid"]["paise"], 10_000);
    }
}
