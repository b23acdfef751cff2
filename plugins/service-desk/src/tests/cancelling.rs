//! Bookings are given up: once, in time, and with what goes back written down.

use mitra_department::calendar::HOUR_MS;
use mitra_department::{Citizen, Event, Host, Level, Next, Outcome, Turn};

use super::bookings::{DAY, KEY, chosen};
use super::raced::Raced;
use super::*;
use crate::places::{self, Change};

/// A ticket for two that cost 200 rupees, bought 25 hours before it begins.
fn ticket(language: Language, kind: &str) -> Talk {
    let mut host = host();
    host.now -= 2 * HOUR_MS;
    let mut talk = chosen(host, language, kind, "2");
    talk.sends_form(&[name("Asha")]);
    if kind == "paid" {
        talk.pays();
    }
    assert_eq!(record(&talk, "booking/")["status"], "booked");
    talk
}

fn reference(talk: &Talk) -> String {
    record(talk, "booking/")["reference"].as_str().expect("one").to_owned()
}

/// Opens the service that cancels, up to the question whether the only ticket is to be cancelled.
fn asked(host: MemoryHost, language: Language) -> (Talk, String) {
    let (mut talk, said) = Talk::open(host, "cancel-test", language);
    let own = reference(&talk);
    assert!(spoken(&said).contains(&own), "{said:?}");
    let said = spoken(&talk.takes(&own));
    (talk, said)
}

fn sold(talk: &Talk) -> serde_json::Value {
    record(talk, KEY)["sold"].clone()
}

fn is_owed(host: &MemoryHost) -> bool {
    host.records.keys().any(|(_, key)| key.starts_with("owed/"))
}

#[test]
fn a_ticket_is_cancelled_its_places_are_free_and_a_part_is_owed_in_every_language() {
    for language in LANGUAGES {
        let (mut talk, said) = asked(ticket(language, "paid").host, language);
        assert!(said.contains("₹200.00") && said.contains("₹180.00"), "{said}");
        assert_eq!((sold(&talk), is_owed(&talk.host)), (2.into(), false), "nothing is done yet");
        let said = spoken(&talk.takes("yes"));
        assert!(said.contains("RTA-26-") && said.contains("₹180.00"), "{said}");
        assert!(!talk.is_open());
        let (own, booking) = (reference(&talk), record(&talk, "booking/"));
        assert_eq!(
            (&booking["status"], &booking["cancelled"]["refund"]),
            (&"cancelled".into(), &18_000.into())
        );
        let owed = record(&talk, &format!("owed/{own}"));
        let paid_at = booking["paid"]["at"].clone();
        let wanted = serde_json::json!({
            "citizen": "0f".repeat(16), "paise": 18_000, "receipt": format!("pay_{own}"), "paid_at": paid_at, "of": own,
        });
        assert_eq!(owed, wanted);
        assert_eq!(sold(&talk), 0);
        let (talk, said) = Talk::open(talk.host, "mine", language);
        assert!(spoken(&said).contains("₹180.00"), "{said:?}");
        // There are two places: both are somebody else's now.
        let mut other = chosen(talk.host, language, "free", "2");
        other.sends_form(&[name("Ravi")]);
        assert_eq!(sold(&other), 2);
    }
}

#[test]
fn less_goes_back_the_later_it_is_and_in_the_end_nothing_can_be_cancelled() {
    for (hours, refund) in [(1, 18_000), (2, 10_000), (23, 10_000)] {
        let mut host = ticket(Language::En, "paid").host;
        host.now += hours * HOUR_MS;
        let mut talk = asked(host, Language::En).0;
        talk.takes("yes");
        assert_eq!(record(&talk, "owed/")["paise"], refund, "{hours}");
    }
    let mut host = ticket(Language::En, "paid").host;
    host.now += 24 * HOUR_MS;
    let (talk, said) = Talk::open(host, "cancel-test", Language::En);
    assert_eq!((spoken(&said).trim(), talk.is_open()), ("Nothing to cancel: 1902", false));
}

#[test]
fn who_answers_too_late_is_asked_with_the_new_amount_or_told_that_it_is_too_late() {
    for language in LANGUAGES {
        let mut talk = asked(ticket(language, "paid").host, language).0;
        talk.host.now += 2 * HOUR_MS;
        assert!(spoken(&talk.takes("yes")).contains("₹100.00"));
        assert_eq!((sold(&talk), is_owed(&talk.host)), (2.into(), false));
        talk.host.now += 22 * HOUR_MS;
        assert!(spoken(&talk.takes("yes")).contains("1902"));
        assert_eq!((sold(&talk), is_owed(&talk.host)), (2.into(), false));
        assert_eq!(record(&talk, "booking/")["status"], "booked");
    }
}

#[test]
fn what_cost_nothing_is_cancelled_until_it_begins_and_nothing_is_owed() {
    for language in LANGUAGES {
        let mut host = ticket(language, "free").host;
        host.now += 25 * HOUR_MS - 60_000;
        let (mut talk, _) = asked(host, language);
        talk.takes("no");
        assert_eq!((sold(&talk), talk.is_open()), (2.into(), false));
        let mut talk = asked(talk.host, language).0;
        assert!(spoken(&talk.takes("yes")).contains("₹0.00"));
        assert_eq!((sold(&talk), is_owed(&talk.host)), (0.into(), false));
        let mut late = ticket(language, "free").host;
        late.now += 25 * HOUR_MS;
        let said = spoken(&Talk::open(late, "cancel-test", language).1);
        assert!(said.contains(": 1902"), "{said}");
    }
}

#[test]
fn a_second_tap_hears_that_it_is_cancelled_and_changes_nothing() {
    for (kind, words) in [("paid", "paid back"), ("free", "nothing more to do")] {
        let host = ticket(Language::En, kind).host;
        let (mut first, mut second) =
            (asked(host.clone(), Language::En).0, asked(host, Language::En).0);
        first.takes("yes");
        let before = first.host.records.clone();
        second.host = first.host;
        let said = spoken(&second.takes("yes"));
        assert!(said.contains("is cancelled already") && said.contains(words), "{said}");
        assert_eq!(second.host.records, before);
    }
}

#[test]
fn who_had_their_own_records_erased_cancels_by_the_number() {
    let mut host = ticket(Language::En, "free").host;
    let of_booking = |(_, key): &&(Scope, String)| key.starts_with("booking/");
    let (_, key) = host.records.keys().find(of_booking).expect("it is stored").clone();
    host.records.retain(|(scope, _), _| *scope == Scope::Department);
    let reference = key.trim_start_matches("booking/").to_owned();
    let (mut talk, said) = Talk::open(host, "mine", Language::En);
    assert!(!spoken(&said).contains(&reference));
    assert!(spoken(&talk.says(&reference)).contains(&reference));
}

#[test]
fn only_what_is_the_citizens_own_can_be_cancelled() {
    let mut talk = ticket(Language::En, "free");
    let mut booking = record(&talk, "booking/");
    booking["citizen"] = "somebody else".into();
    let other = "RTA-26-111111-1";
    let key = (Scope::Department, format!("booking/{other}"));
    talk.host.records.insert(key, booking.to_string().into_bytes());
    let mut talk = Talk::open(talk.host, "cancel-test", Language::En).0;
    assert!(spoken(&talk.says("hello")).contains("Please choose one"));
    assert!(spoken(&talk.says(other)).contains("no such number among what you sent"));
    assert_eq!(sold(&talk), 2);
}

#[test]
fn what_is_no_ticket_yet_cannot_be_cancelled() {
    let mut talk = chosen(host(), Language::En, "paid", "1");
    talk.sends_form(&[name("Asha")]);
    let held = reference(&talk);
    let mut own = Talk::open(talk.host, "test", Language::En).0;
    for id in ["r:main", DAY, "0930", "free", "1"] {
        own.takes(id);
    }
    own.sends_form(&[name("Ravi")]);
    let mut talk = Talk::open(own.host, "cancel-test", Language::En).0;
    assert!(spoken(&talk.says(&held)).contains("waits for its payment"));
    assert_eq!(sold(&talk), 1);
}

#[test]
fn the_ticket_itself_offers_to_cancel_it_in_every_language() {
    for language in LANGUAGES {
        let mut talk = Talk::open(ticket(language, "paid").host, "test", language).0;
        let own = reference(&talk);
        assert!(spoken(&talk.takes(&own)).contains("₹200.00"));
        assert!(spoken(&talk.takes("cancel")).contains("₹180.00"));
        assert!(spoken(&talk.goes_back()).contains(&own));
        talk.takes(&own);
        talk.takes("cancel");
        assert!(spoken(&talk.takes("yes")).contains("₹180.00"));
        assert_eq!((sold(&talk), talk.is_open()), (0.into(), false));
        assert_eq!(record(&talk, "owed/")["paise"], 18_000);
    }
}

#[test]
fn places_that_were_never_sold_are_a_fault_in_the_log_and_not_the_citizens() {
    let mut talk = asked(ticket(Language::En, "paid").host, Language::En).0;
    talk.host.records.remove(&(Scope::Department, KEY.to_owned()));
    assert!(spoken(&talk.takes("yes")).contains("Cancelled RTA-26-"));
    assert_eq!(record(&talk, "owed/")["paise"], 18_000);
    assert!(talk.host.logged().iter().any(|(level, _)| *level == Level::Error));
}

/// One turn on a host where others are faster.
fn raced(raced: &mut Raced, event: Event, state: Option<Vec<u8>>) -> Outcome {
    let turn = Turn {
        id: "turn".to_owned(),
        citizen: Citizen { pseudonym: "0f".repeat(16), language: Language::En },
        service: "cancel-test".to_owned(),
        event,
        state,
        now: raced.host.now,
    };
    Desk::handle(&turn, raced).expect("the turn succeeds")
}

fn taken(id: &str) -> Event {
    Event::Chosen(mitra_department::ChoiceTaken { id: id.to_owned(), title: id.to_owned() })
}

#[test]
fn of_two_turns_that_interleave_one_cancels() {
    let talk = ticket(Language::En, "paid");
    let own = reference(&talk);
    let mut host = Raced {
        host: talk.host,
        n_races: 0,
        // The same citizen, with another telephone.
        other: |host| {
            let mut talk = asked(std::mem::take(host), Language::En).0;
            talk.takes("yes");
            *host = talk.host;
        },
    };
    let Next::Stay(state) = raced(&mut host, Event::Opened, None).next else { panic!("a list") };
    let Next::Stay(state) = raced(&mut host, taken(&own), Some(state)).next else { panic!("sure") };
    host.n_races = 1;
    let said = spoken(&raced(&mut host, taken("yes"), Some(state)).replies);
    assert!(said.contains("is cancelled already"), "{said}");
    let taken = host.get(Scope::Department, KEY).expect("a record");
    let taken: serde_json::Value = serde_json::from_slice(&taken).expect("JSON");
    assert_eq!(taken["sold"], 0);
}

#[test]
fn places_are_given_back_while_others_take_some() {
    let takes_one = |host: &mut MemoryHost| {
        places::change(host, KEY, 1_000, 1, &Change::Sell).expect("nobody is faster");
    };
    let talk = ticket(Language::En, "free");
    let mut raced = Raced { host: talk.host, n_races: 2, other: takes_one };
    assert_eq!(places::change(&mut raced, KEY, 0, 2, &Change::Return), Ok(true));
    assert_eq!(places::free(&raced.host, KEY, 2), Ok(0), "two were sold meanwhile: {DAY}");
    assert_eq!(places::change(&mut raced, KEY, 0, 3, &Change::Return), Ok(false));
}
