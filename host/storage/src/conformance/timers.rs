#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Setting, firing and putting off timers.

use mitra_core::event::LaneEvent;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{CitizenId, ServiceId, TurnId};
use mitra_core::timer::{FiredTimer, Timer, TimerContent, TimerDue, TimerKey, TimerWrite};
use mitra_core::turn::{RecordRead, RecordVersion, Scope};

use super::Harness;
use super::fixtures::{
    HOLD, T0, accept, at, both, by_bsuid, by_phone, citizen, claim_all, claim_one, department,
    event, hear, key, plain, report, session, settle, wamid,
};
use crate::{ClaimedEvent, Fired, Inbox, Settled, Settlement, Storage, StorageLimits, Upkeep};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn service(id: &str) -> ServiceId {
    ServiceId::parse(id).expect("is a slug")
}

fn timer_key(name: &str) -> TimerKey {
    let (department, service) = (department("energy"), service("outage"));
    TimerKey { department, service, name: name.to_owned() }
}

/// A timer that is due so many milliseconds after `T0`.
fn timer(ms: i64) -> Timer {
    Timer {
        at: at(ms),
        content: TimerContent::Note((0..=255).collect()),
        set_by: TurnId::new("turn"),
    }
}

fn setting(name: &str, ms: i64) -> TimerWrite {
    TimerWrite { key: timer_key(name), timer: Some(timer(ms)) }
}

fn removal(name: &str) -> TimerWrite {
    TimerWrite { key: timer_key(name), timer: None }
}

/// A new message of this address, whose turn changes timers.
async fn write(
    storage: &impl Storage,
    wamid: &str,
    address: &CitizenAddress,
    timers: Vec<TimerWrite>,
) -> CitizenId {
    accept(storage, vec![event(wamid, address)]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { timers, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    claimed.claim.citizen
}

/// Sets timers of the first citizen, by name and milliseconds after `T0`.
async fn set(storage: &impl Storage, wamid: &str, timers: &[(&str, i64)]) -> CitizenId {
    let timers = timers.iter().map(|(name, ms)| setting(name, *ms)).collect();
    write(storage, wamid, &citizen(1), timers).await
}

async fn fire(storage: &impl Storage, ms: i64) -> Fired {
    storage.fire_timers(1_000, at(ms)).await.expect("fired")
}

fn fired(timers: usize, next: Option<i64>) -> Fired {
    Fired { timers, next: next.map(at) }
}

fn fired_timer(claimed: &ClaimedEvent) -> FiredTimer {
    match &claimed.event {
        LaneEvent::Timer(timer) => timer.clone(),
        LaneEvent::Message(message) => panic!("a timer was wanted: {message:?}"),
    }
}

/// The names of the timers whose events can be claimed at `ms`, in the order of the claims; all are settled.
async fn heard(storage: &impl Storage, ms: i64) -> Vec<String> {
    let mut names = Vec::new();
    for claimed in claim_all(storage, at(ms)).await {
        names.push(fired_timer(&claimed).key.name);
        settle(storage, &claimed, &[]).await;
    }
    names
}

async fn names(storage: &impl Storage, citizen: CitizenId) -> Vec<String> {
    let (department, service) = (department("energy"), service("outage"));
    storage.timer_names(citizen, &department, &service).await.expect("read")
}

async fn put_off(storage: &impl Storage, claimed: &ClaimedEvent, due: TimerDue) -> Settled {
    let timer = FiredTimer { tries: 3, ..fired_timer(claimed) };
    storage.put_off(claimed.claim.clone(), timer, due, None, T0).await.expect("answered")
}

pub async fn a_due_timer_becomes_an_event_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let citizen = set(storage, "A", &[("back", 5)]).await;
    assert_eq!(fire(storage, 4).await, fired(0, Some(5)));
    assert!(claim_all(storage, at(4)).await.is_empty());
    assert_eq!(fire(storage, 5).await, fired(1, None));
    assert_eq!(fire(storage, 5).await, fired(0, None));
    let claimed = claim_one(storage, at(6)).await;
    assert_eq!(claimed.claim.citizen, citizen);
    assert_eq!((claimed.received_at, claimed.postponed), (at(5), 0));
    let event = fired_timer(&claimed);
    assert_eq!((event.key, event.timer, event.tries), (timer_key("back"), timer(5), 0));
    settle(storage, &claimed, &["it is back"]).await;
    assert!(claim_all(storage, at(1_000_000)).await.is_empty());
    assert_eq!(fire(storage, 1_000_000).await, Fired::default());
}

pub async fn setting_a_timer_again_replaces_it_and_removing_it_ends_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let citizen = set(storage, "A", &[("one", 5), ("two", 6)]).await;
    set(storage, "B", &[("one", 9)]).await;
    assert_eq!(names(storage, citizen).await, ["one", "two"]);
    write(storage, "C", &super::fixtures::citizen(1), vec![removal("two"), removal("none")]).await;
    assert_eq!(names(storage, citizen).await, ["one"]);
    assert_eq!(fire(storage, 8).await, fired(0, Some(9)));
    assert_eq!(fire(storage, 9).await, fired(1, None));
    assert_eq!(fired_timer(&claim_one(storage, at(9)).await).timer, timer(9));
}

pub async fn timers_are_named_by_citizen_department_and_service<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let other_service = TimerKey { service: service("bill"), ..timer_key("back") };
    let other_department = TimerKey { department: department("water"), ..timer_key("back") };
    let set = |key: &TimerKey| TimerWrite { key: key.clone(), timer: Some(timer(5)) };
    let timers = vec![set(&timer_key("back")), set(&other_service), set(&other_department)];
    let one = write(storage, "A", &citizen(1), timers).await;
    let two = write(storage, "B", &citizen(2), vec![set(&other_service)]).await;
    assert_eq!((names(storage, one).await.len(), names(storage, two).await.len()), (1, 0));
    write(storage, "C", &citizen(1), vec![removal("back")]).await;
    assert_eq!(names(storage, one).await.len(), 0);
    assert_eq!(storage.depths().await.expect("depths").timers, 3, "the others are others");
}

pub async fn a_conflict_changes_no_timer<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let citizen_id = set(storage, "A", &[("kept", 5)]).await;
    accept(storage, vec![event("B", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let read = RecordRead { key: key(Scope::Department, "none"), version: RecordVersion(7) };
    let timers = vec![removal("kept"), setting("lost", 5)];
    let settlement = Settlement { reads: vec![read], timers, ..plain(&claimed) };
    let outcome = storage.settle(settlement, T0).await.expect("answered");
    assert_eq!(outcome, Settled::Conflict);
    assert_eq!(names(storage, citizen_id).await, ["kept"]);
}

pub async fn a_timer_waits_while_its_citizen_has_an_unsettled_message<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    set(storage, "A", &[("back", 5)]).await;
    accept(storage, vec![event("B", &citizen(1))]).await;
    assert_eq!(fire(storage, 9).await, fired(0, None));
    let claimed = claim_one(storage, at(9)).await;
    assert_eq!(fire(storage, 9).await, fired(0, None), "its turn is under way");
    settle(storage, &claimed, &[]).await;
    assert_eq!(fire(storage, 9).await, fired(1, None));
    accept(storage, vec![event("C", &citizen(1))]).await;
    assert_eq!(heard(storage, 9).await, ["back"]);
    assert_eq!(wamid(&claim_one(storage, at(9)).await), "C", "what comes later waits for it");
}

pub async fn one_timer_of_a_citizen_fires_at_a_time_longest_due_first<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    set(storage, "A", &[("late", 7), ("early", 3)]).await;
    write(storage, "B", &citizen(2), vec![setting("other", 5)]).await;
    assert_eq!(fire(storage, 9).await, fired(2, None));
    assert_eq!(heard(storage, 9).await, ["early", "other"]);
    assert_eq!(fire(storage, 9).await, fired(1, None));
    assert_eq!(heard(storage, 9).await, ["late"]);
}

pub async fn a_citizen_with_many_timers_leaves_room_for_others<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    set(storage, "A", &[("first", 3), ("second", 4), ("third", 5)]).await;
    write(storage, "B", &citizen(2), vec![setting("other", 6)]).await;
    assert_eq!(storage.fire_timers(2, at(9)).await.expect("fired").timers, 2);
    assert_eq!(heard(storage, 9).await, ["first", "other"]);
}

pub async fn timers_fire_up_to_their_limit_and_the_inboxs<H: Harness>() {
    let harness = H::open(StorageLimits { inbox_events_max: 4, ..Default::default() }).await;
    let storage = harness.storage();
    for n in 1..=4 {
        write(storage, &format!("A{n}"), &citizen(n), vec![setting("back", 5)]).await;
    }
    let max_two = async || storage.fire_timers(2, at(5)).await.expect("fired").timers;
    assert_eq!(max_two().await, 2);
    assert_eq!(max_two().await, 0, "two are unsettled");
    assert_eq!(heard(storage, 5).await.len(), 2);
    assert_eq!(max_two().await, 2);
    assert_eq!(heard(storage, 5).await.len(), 2);
    for n in 1..=4 {
        write(storage, &format!("B{n}"), &citizen(n), vec![setting("back", 5)]).await;
    }
    accept(storage, (5..8).map(|n| event(&format!("C{n}"), &citizen(n))).collect()).await;
    assert_eq!(fire(storage, 5).await.timers, 1, "the inbox takes four events");
    assert_eq!(storage.depths().await.expect("depths").inbox_events, 4);
}

pub async fn a_timer_put_off_leaves_the_lane_and_comes_again<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let citizen_id = set(storage, "A", &[("back", 5)]).await;
    fire(storage, 5).await;
    let first = claim_one(storage, at(5)).await;
    accept(storage, vec![event("B", &citizen(1))]).await;
    assert_eq!(put_off(storage, &first, TimerDue::At(at(50))).await, Settled::Committed);
    assert_eq!(names(storage, citizen_id).await, ["back"]);
    let message = claim_one(storage, at(6)).await;
    assert_eq!(wamid(&message), "B", "nobody waits behind it");
    settle(storage, &message, &[]).await;
    assert_eq!(storage.depths().await.expect("depths").inbox_events, 0);
    assert_eq!(fire(storage, 49).await, fired(0, Some(50)));
    assert_eq!(fire(storage, 50).await, fired(1, None));
    let again = fired_timer(&claim_one(storage, at(50)).await);
    assert_eq!(again, FiredTimer { tries: 3, ..fired_timer(&first) }, "it is the same timer");
}

pub async fn putting_off_needs_the_claim<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let citizen_id = set(storage, "A", &[("back", 5)]).await;
    fire(storage, 5).await;
    let first = claim_one(storage, at(5)).await;
    let second = claim_one(storage, at(5).after(HOLD)).await;
    assert_eq!(put_off(storage, &first, TimerDue::At(at(9))).await, Settled::ClaimLost);
    settle(storage, &second, &[]).await;
    assert_eq!(put_off(storage, &second, TimerDue::At(at(9))).await, Settled::ClaimLost);
    assert_eq!(names(storage, citizen_id).await, [""; 0]);
}

pub async fn a_timer_that_waits_for_a_message_comes_after_the_next_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    set(storage, "A", &[("back", 5), ("more", 6)]).await;
    let wait = TimerDue::NextMessage { latest: at(1_000) };
    fire(storage, 6).await;
    let claimed = claim_one(storage, at(6)).await;
    assert_eq!(put_off(storage, &claimed, wait).await, Settled::Committed);
    fire(storage, 6).await;
    assert_eq!(heard(storage, 6).await, ["more"]);
    assert_eq!(fire(storage, 999).await, fired(0, Some(1_000)), "a timer's event is no message");
    write(storage, "B", &citizen(2), Vec::new()).await;
    assert_eq!(fire(storage, 999).await, fired(0, Some(1_000)), "it was another citizen's");
    write(storage, "C", &citizen(1), Vec::new()).await;
    assert_eq!(fire(storage, 7).await, fired(1, None));
    let claimed = claim_one(storage, at(7)).await;
    assert_eq!(put_off(storage, &claimed, wait).await, Settled::Committed);
    assert_eq!(fire(storage, 1_000).await.timers, 1, "without a message it comes at the latest");
}

pub async fn timers_of_the_younger_citizen_move_unless_the_older_has_them<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = write(storage, "O", &by_phone("1"), vec![setting("shared", 50)]).await;
    let timers = vec![setting("shared", 60), setting("only", 70), setting("waits", 5)];
    let younger = write(storage, "Y", &by_bsuid("IN.1"), timers).await;
    fire(storage, 5).await;
    let claimed = claim_one(storage, at(5)).await;
    let wait = TimerDue::NextMessage { latest: at(1_000) };
    assert_eq!(put_off(storage, &claimed, wait).await, Settled::Committed);
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    assert_eq!(names(storage, younger).await, [""; 0]);
    assert_eq!(names(storage, older).await, ["only", "shared", "waits"]);
    // The older one may have written since: whoever takes it up finds out.
    assert_eq!(fire(storage, 6).await, fired(1, Some(50)));
    assert_eq!(heard(storage, 6).await, ["waits"]);
    assert_eq!(fire(storage, 60).await, fired(1, Some(70)));
    assert_eq!(heard(storage, 60).await, ["shared"]);
}

pub async fn a_fired_timer_of_the_younger_citizen_moves_with_its_lane<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = write(storage, "O", &by_phone("1"), Vec::new()).await;
    write(storage, "Y", &by_bsuid("IN.1"), vec![setting("back", 5)]).await;
    fire(storage, 5).await;
    let lost = claim_one(storage, at(5)).await;
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    assert_eq!(put_off(storage, &lost, TimerDue::At(at(9))).await, Settled::ClaimLost);
    let claimed = claim_one(storage, at(5)).await;
    assert_eq!((claimed.claim.citizen, fired_timer(&claimed)), (older, fired_timer(&lost)));
    assert_eq!(put_off(storage, &claimed, TimerDue::At(at(9))).await, Settled::Committed);
    assert_eq!(names(storage, older).await, ["back"]);
}

pub async fn a_timer_put_off_leaves_the_place_to_one_set_meanwhile<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    write(storage, "O", &by_phone("1"), Vec::new()).await;
    write(storage, "Y", &by_bsuid("IN.1"), vec![setting("back", 5)]).await;
    accept(storage, vec![event("O2", &by_phone("1"))]).await;
    fire(storage, 5).await;
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    // The older one's message comes before the timer that moved, and sets it again.
    let message = claim_one(storage, at(5)).await;
    assert_eq!(wamid(&message), "O2");
    let settlement = Settlement { timers: vec![setting("back", 70)], ..plain(&message) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    let claimed = claim_one(storage, at(5)).await;
    assert_eq!(put_off(storage, &claimed, TimerDue::At(at(9))).await, Settled::Committed);
    assert_eq!(fire(storage, 60).await, fired(0, Some(70)));
}

pub async fn timers_and_their_events_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    let citizen_id = set(harness.storage(), "A", &[("fired", 5), ("waiting", 50)]).await;
    fire(harness.storage(), 5).await;
    let before = claim_one(harness.storage(), at(5)).await;
    harness.restart(at(6)).await;
    let storage = harness.storage();
    assert_eq!(fire(storage, 6).await, fired(0, Some(50)));
    let claimed = claim_one(storage, at(6)).await;
    assert_eq!(fired_timer(&claimed), fired_timer(&before));
    assert_eq!(put_off(storage, &before, TimerDue::At(at(9))).await, Settled::ClaimLost);
    let settlement = Settlement { session: session("kept"), ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, at(6)).await.expect("settled"), Settled::Committed);
    assert_eq!(names(storage, citizen_id).await, ["waiting"]);
    assert_eq!(fire(storage, 50).await, fired(1, None));
    assert_eq!(claim_one(storage, at(50)).await.session, session("kept"));
}
