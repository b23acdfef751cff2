//! The office's rules, without a network.

use super::super::places::HOLD_MINUTES;
use super::*;

/// 24-11-2026, 10:30 in India.
const NOW: Timestamp = Timestamp(1_795_496_400_000);
const MINUTE_MS: i64 = 60_000;
/// The only place at its time.
const SINGLE: &str = "tnl-2026-11-26-1000";
const ASHA: &str = "AP1620260000451";
const BHANU: &str = "AP1620260000452";

fn later(minutes: i64) -> Timestamp {
    Timestamp(NOW.0 + minutes * MINUTE_MS)
}

fn wanted(slot: &str, learner: &str) -> WantedPlace {
    let [slot, learner] = [slot, learner].map(str::to_owned);
    WantedPlace { slot, applicant: format!("who has {learner}"), learner }
}

fn error(answered: &Answered) -> &str {
    answered.body.as_ref().and_then(|body| body["error"].as_str()).unwrap_or("none")
}

fn id(answered: &Answered) -> String {
    answered.body.as_ref().and_then(|body| body["id"].as_str()).expect("a hold").to_owned()
}

fn free(office: &Office, day: &str, now: Timestamp) -> Vec<u64> {
    let slots = office.slots("tnl", Day::parse(day).expect("a day"), now);
    let slots = slots.body.expect("slots");
    slots.as_array().expect("a list").iter().map(|slot| slot["free"].as_u64().expect("n")).collect()
}

#[test]
fn the_last_place_is_held_once_until_it_lapses() {
    let mut office = Office::seeded();
    let first = office.hold(&wanted(SINGLE, ASHA), NOW);
    assert_eq!(first.status, 201);
    assert_eq!(free(&office, "2026-11-26", NOW), [1, 1, 1], "the time is offered no more");
    assert_eq!(error(&office.hold(&wanted(SINGLE, BHANU), NOW)), "full");
    let end = i64::try_from(HOLD_MINUTES).expect("minutes");
    let just_before = Timestamp(later(end).0 - 1);
    assert_eq!(error(&office.hold(&wanted(SINGLE, BHANU), just_before)), "full");
    let second = office.hold(&wanted(SINGLE, BHANU), later(end));
    assert_eq!(second.status, 201);
    let applicant = format!("who has {ASHA}");
    assert_eq!(error(&office.confirm(&id(&first), &applicant, later(end))), "expired");
}

#[test]
fn a_hold_is_its_applicants_and_becomes_one_booking() {
    let mut office = Office::seeded();
    let held = id(&office.hold(&wanted(SINGLE, ASHA), NOW));
    let applicant = format!("who has {ASHA}");
    assert_eq!(error(&office.confirm(&held, "somebody else", NOW)), "expired");
    office.release(&held, "somebody else");
    let booked = office.confirm(&held, &applicant, later(9));
    assert_eq!(booked.status, 201);
    assert_eq!(office.confirm(&held, &applicant, later(60)), booked, "asked again, the same");
    assert_eq!(error(&office.hold(&wanted("vja-2026-11-27-1000", ASHA), NOW)), "booked");
    let bookings = |who: &str| office.bookings(who, NOW).body.expect("a list");
    assert_eq!(bookings(&applicant)[0], booked.body.clone().expect("a booking"));
    assert_eq!(bookings("somebody else"), json!([]));
}

#[test]
fn what_is_let_go_is_free() {
    let mut office = Office::seeded();
    let held = id(&office.hold(&wanted(SINGLE, ASHA), NOW));
    office.release(&held, &format!("who has {ASHA}"));
    assert_eq!(office.hold(&wanted(SINGLE, BHANU), NOW).status, 201);
}

#[test]
fn another_place_lets_go_of_the_first() {
    let mut office = Office::seeded();
    office.hold(&wanted(SINGLE, ASHA), NOW);
    assert_eq!(office.hold(&wanted(SINGLE, ASHA), NOW).status, 201, "the same place again");
    office.hold(&wanted("tnl-2026-11-26-1100", ASHA), NOW);
    assert_eq!(office.hold(&wanted(SINGLE, BHANU), NOW).status, 201);
}

#[test]
fn a_test_is_cancelled_by_whoever_booked_it_until_the_day_before() {
    let mut office = Office::seeded();
    let applicant = format!("who has {ASHA}");
    let held = id(&office.hold(&wanted(SINGLE, ASHA), NOW));
    let booked = office.confirm(&held, &applicant, NOW).body.expect("a booking");
    let reference = booked["reference"].as_str().expect("a reference");
    assert_eq!(error(&office.cancel(reference, "somebody else", NOW)), "not-found");
    let day = Day::parse("2026-11-26").expect("a day");
    assert_eq!(error(&office.cancel(reference, &applicant, day.at(0))), "too-late");
    let before = Timestamp(day.at(0).0 - 1);
    assert_eq!(office.cancel(reference, &applicant, before).status, 204);
    assert_eq!(office.hold(&wanted(SINGLE, BHANU), NOW).status, 201, "the place is free again");
}

#[test]
fn times_are_those_of_the_coming_working_days() {
    let mut office = Office::seeded();
    assert_eq!(free(&office, "2026-11-25", NOW), [1, 1, 1, 1]);
    for day in ["2026-11-24", "2026-11-29", "2026-12-09"] {
        assert!(free(&office, day, NOW).is_empty(), "{day}");
    }
    for slot in ["tnl-2026-11-24-1000", "tnl-2026-11-26-1200", "xyz-2026-11-26-1000", ""] {
        assert_eq!(error(&office.hold(&wanted(slot, ASHA), NOW)), "not-found", "{slot}");
    }
    let learner = |number| wanted(SINGLE, number);
    assert_eq!(error(&office.hold(&learner("AP0720260000453"), NOW)), "too-early");
    assert_eq!(error(&office.hold(&learner("AP0720260000454"), NOW)), "too-early", "it has ended");
    assert_eq!(error(&office.hold(&learner("AP0000000000000"), NOW)), "not-found");
}

#[test]
fn what_only_the_owner_knows_is_asked_for_and_never_told() {
    let office = Office::seeded();
    let shown = office.vehicle("AP39AB1234", "4A7Z9");
    assert!(shown.status == 200 && !shown.body.expect("a vehicle").to_string().contains("4A7Z9"));
    assert_eq!(office.vehicle("AP39AB1234", "00000").status, 404);
    let born = Day::parse("1990-02-01").expect("a day");
    let shown = office.licence("AP1620100004567", born).body.expect("a licence").to_string();
    assert!(!shown.contains("1990"), "{shown}");
    assert_eq!(office.licence("AP1620100004567", born.later(1)).status, 404);
}

#[test]
fn a_licence_is_renewed_once_and_not_too_early() {
    let mut office = Office::seeded();
    let application = |licence: &str, born: &str| Application {
        licence: licence.to_owned(),
        born: Day::parse(born).expect("a day"),
        mobile: "9000000001".to_owned(),
        address: "4-7, Main Road".to_owned(),
        pin: "522201".to_owned(),
        wears_glasses: false,
    };
    let ends = application("AP0320070001234", "1975-08-15");
    let from = Day::parse("2026-03-09").expect("a day").at(0);
    assert_eq!(error(&office.renew(&ends, Timestamp(from.0 - 1))), "not-yet");
    assert_eq!(office.renew(&ends, from).status, 201);
    assert_eq!(error(&office.renew(&ends, NOW)), "pending");
    let other = application("AP0320070001234", "1975-08-16");
    assert_eq!(error(&office.renew(&other, NOW)), "not-found");
}
