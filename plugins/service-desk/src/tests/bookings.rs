//! Bookings: never more than there are places.

use mitra_department::calendar::MINUTE_MS;
use mitra_department::payments::{PaymentStatus, PaymentUpdate, Receipt};
use mitra_department::{Event, Fault, Host, Localized};

use super::raced::Raced;
use super::*;
use crate::places::{self, Change};

/// The next open day: the test's today is a Tuesday.
pub(super) const DAY: &str = "2026-11-25";
pub(super) const KEY: &str = "places/main/2026-11-25/0930";

/// Chooses all there is to choose, up to the form.
pub(super) fn chosen(host: MemoryHost, language: Language, kind: &str, people: &str) -> Talk {
    let mut talk = Talk::open(host, "test", language).0;
    for id in ["r:main", DAY, "0930", kind, people] {
        talk.takes(id);
    }
    talk
}

#[test]
fn what_is_booked_is_said_before_the_form_and_over_its_summary_in_every_language() {
    for (language, weekday) in LANGUAGES.into_iter().zip(["బుధవారం", "Wednesday", "बुधवार"])
    {
        let mut talk = Talk::open(host(), "test", language).0;
        assert!(details(&talk.takes("r:main")).contains(weekday));
        talk.takes(DAY);
        talk.takes("0930");
        talk.takes("paid");
        let replies = talk.takes("2");
        let said = spoken(&replies[..1]);
        for part in [weekday, "25-11-2026", "09:30", "2 × ", "₹200.00"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let Some(Reply::AskForm(form)) = replies.last() else { panic!("a form: {replies:?}") };
        let Localized { te, en, hi } = &form.title;
        assert_eq!(en, "Centre, Wed 25-11 09:30, 2 × Special, ₹200");
        for title in [te, en, hi] {
            assert!(mitra_department::length::units(title) <= 60, "{title}");
        }
    }
}

#[test]
fn long_names_are_cut_over_the_summary_and_nothing_else_is() {
    let mut host = host();
    let key = (Scope::Department, "centre/main".to_owned());
    let centre = String::from_utf8(host.records[&key].clone()).expect("text");
    let centre = centre
        .replace("Centre", "A place with a long name")
        .replace("Special", "Another very long name");
    host.records.insert(key, centre.into_bytes());
    let mut talk = Talk::open(host, "test", Language::En).0;
    for id in ["r:main", DAY, "0930", "paid"] {
        talk.takes(id);
    }
    let replies = talk.takes("2");
    let Some(Reply::AskForm(form)) = replies.last() else { panic!("a form: {replies:?}") };
    let title = &form.title.en;
    assert!(title.contains("Wed 25-11 09:30, 2 × Another") && title.ends_with("₹200"));
    assert!(title.starts_with("A place") && title.matches('…').count() == 2, "{title}");
}

#[test]
fn one_place_is_one_place() {
    let mut talk = chosen(host(), Language::En, "free", "1");
    talk.sends_form(&[name("Asha")]);
    let mut other = Talk::open(talk.host, "test", Language::En).0;
    other.takes("new");
    other.takes("r:main");
    assert_eq!(details(&other.takes(DAY)), "1 place free");
}

fn taken(talk: &Talk) -> serde_json::Value {
    record(talk, KEY)
}

#[test]
fn a_place_without_a_fee_is_a_ticket_at_once_in_every_language() {
    for language in LANGUAGES {
        let mut talk = chosen(host(), language, "free", "1");
        let said = spoken(&talk.sends_form(&[name("Asha")]));
        assert!(said.contains("RTA-26-") && said.contains("25-11-2026 09:30"), "{said}");
        assert_eq!(record(&talk, "booking/")["status"], "booked");
        assert_eq!(taken(&talk)["sold"], 1);
        let (mut again, _) = Talk::open(talk.host, "test", language);
        let reference = record(&again, "booking/")["reference"].as_str().expect("one").to_owned();
        assert!(spoken(&again.takes(&reference)).contains("09:30"));
    }
}

#[test]
fn places_are_kept_for_who_pays_and_become_a_ticket() {
    let mut talk = chosen(host(), Language::En, "paid", "2");
    talk.sends_form(&[name("Asha")]);
    assert_eq!(taken(&talk)["sold"], 0);
    let mut other = Talk::open(talk.host.clone(), "test", Language::En).0;
    other.takes("r:main");
    assert!(spoken(&other.takes(DAY)).contains("Nothing is free on that day"));
    let said = spoken(&talk.pays());
    assert!(said.contains("Ticket RTA-26-") && said.contains("₹200.00"), "{said}");
    assert_eq!(
        (&taken(&talk)["sold"], taken(&talk)["held"].to_string()),
        (&2.into(), "{}".to_owned())
    );
}

#[test]
fn places_of_who_does_not_pay_are_given_back() {
    let mut talk = chosen(host(), Language::En, "paid", "2");
    talk.sends_form(&[name("Asha")]);
    assert!(spoken(&talk.lets_payment_expire()).contains("is given up"));
    assert_eq!(record(&talk, "booking/")["status"], "released");
    let mut other = chosen(talk.host, Language::En, "free", "2");
    other.sends_form(&[name("Ravi")]);
    assert_eq!(taken(&other)["sold"], 2);
}

/// The citizen's payment is told after it was given up.
fn pays_late(talk: &mut Talk) -> String {
    let reference = talk.host.payments.keys().next().expect("one").clone();
    let receipt = Receipt { id: "late".to_owned(), at: talk.host.now };
    let status = PaymentStatus::Paid(receipt);
    spoken(&talk.event(Event::Payment(PaymentUpdate { reference, amount: 20_000, status })))
}

#[test]
fn a_late_payment_gets_a_place_if_there_is_one_and_is_owed_back_otherwise() {
    let mut talk = chosen(host(), Language::En, "paid", "2");
    talk.sends_form(&[name("Asha")]);
    talk.host.now += 60 * MINUTE_MS;
    talk.lets_payment_expire();
    let mut lucky = Talk::open(talk.host.clone(), "test", Language::En).0;
    assert!(pays_late(&mut lucky).contains("Ticket"));
    assert_eq!(taken(&lucky)["sold"], 2);

    let mut other = chosen(talk.host, Language::En, "free", "1");
    other.sends_form(&[name("Ravi")]);
    let said = pays_late(&mut other);
    assert!(said.contains("paid back to you") && said.contains("1902"), "{said}");
    assert_eq!(record(&other, "owed/")["paise"], 20_000);
    assert_eq!(taken(&other)["sold"], 1);
}

#[test]
fn what_became_of_a_booking_is_told_truly_in_every_language() {
    for (language, waits, owed) in [
        (Language::Te, "ఎదురుచూస్తోంది", "నమోదు చేశాము"),
        (Language::En, "waits for its payment", "is to be paid back to you"),
        (Language::Hi, "प्रतीक्षा में", "लौटाने हैं"),
    ] {
        let mut talk = chosen(host(), language, "paid", "2");
        talk.sends_form(&[name("Asha")]);
        let told = |host: &MemoryHost| spoken(&Talk::open(host.clone(), "mine", language).1);
        assert!(told(&talk.host).contains(waits), "{}", told(&talk.host));
        talk.host.now += 60 * MINUTE_MS;
        let mut other = chosen(talk.host.clone(), language, "free", "1");
        other.sends_form(&[name("Ravi")]);
        talk.host.records.extend(other.host.records);
        pays_late(&mut talk);
        let reference = record(&talk, "owed/")["of"].as_str().expect("one").to_owned();
        let mut mine = Talk::open(talk.host, "mine", language).0;
        let said = spoken(&mine.says(&reference));
        assert!(said.contains(owed) && said.contains("₹200.00"), "{said}");
    }
}

#[test]
fn of_two_who_want_the_last_places_one_is_told_to_choose_again() {
    let mut talk = chosen(host(), Language::En, "free", "2");
    let mut other = talk.host.clone();
    // The other citizen was faster, while this one filled in the form.
    assert_eq!(places::change(&mut other, KEY, 2, 1, &Change::Sell), Ok(true));
    talk.host = other;
    assert!(spoken(&talk.sends_form(&[name("Asha")])).contains("not so many places"));
    assert_eq!(taken(&talk)["sold"], 1);
}

/// Somebody else takes a place.
fn takes_one(host: &mut MemoryHost) {
    places::change(host, KEY, 1_000, 1, &Change::Sell).expect("nobody is faster");
}

#[test]
fn two_turns_that_interleave_never_sell_a_place_twice() {
    for (n_races, places, sold) in [(0, 2, Ok(true)), (1, 2, Ok(true)), (2, 2, Ok(false))] {
        let mut raced = Raced { host: host(), n_races, other: takes_one };
        assert_eq!(places::change(&mut raced, KEY, places, 1, &Change::Sell), sold, "{n_races}");
        let value = raced.host.get(Scope::Department, KEY).expect("a record");
        let value: serde_json::Value = serde_json::from_slice(&value).expect("JSON");
        assert_eq!(value["sold"], (n_races + 1).min(2), "{n_races}");
    }
    let mut raced = Raced { host: host(), n_races: 100, other: takes_one };
    let told = places::change(&mut raced, KEY, 1_000, 1, &Change::Sell);
    assert!(matches!(told, Err(Fault::RetryLater(1))), "{told:?}");
}

#[test]
fn a_hundred_bookings_get_no_more_than_the_places() {
    let mut host = host();
    let hold = |n: u32| format!("RTA-{n}");
    let until = host.now + MINUTE_MS;
    let n_sold = (0..100)
        .filter(|n| {
            let reference = hold(*n);
            places::change(&mut host, KEY, 10, 3, &Change::Hold(&reference, until)) == Ok(true)
        })
        .count();
    assert_eq!((n_sold, places::free(&host, KEY, 10)), (3, Ok(1)));
    host.now = until;
    assert_eq!(places::free(&host, KEY, 10), Ok(10), "what is kept expires");
}
