#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Taking notices, once each, and finding whom they are for.

use mitra_core::event::LaneEvent;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{CitizenId, Pseudonym, ServiceId, TurnId};
use mitra_core::limits::NOTICES_WAITING_MAX;
use mitra_core::notice::{Addressee, NoticeBody};
use mitra_core::timer::{FiredTimer, Timer, TimerContent, TimerKey, TimerWrite};
use mitra_core::turn::{RecordRead, RecordVersion, Scope};

use super::Harness;
use super::fixtures::{
    T0, accept, at, both, by_bsuid, by_phone, citizen, claim_all, claim_one, department, event,
    hear, key, plain, report, settle,
};
use crate::{
    Inbox, NewNotice, NoticeDigest, NoticeTaken, Notices, Settled, Settlement, Storage,
    StorageLimits, Timers, Upkeep,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn addressee(of: &str, pseudonym: &str) -> Addressee {
    Addressee { department: department(of), pseudonym: Pseudonym::new(pseudonym) }
}

/// A notice of the department `of`, of a content that its digest stands for.
fn notice(of: &str, pseudonym: &str, id: &str, digest: u8) -> NewNotice {
    let service = ServiceId::parse("outage").expect("is a slug");
    let body = NoticeBody::parse(&format!("says {digest}")).expect("is a body");
    NewNotice {
        pseudonym: Pseudonym::new(pseudonym),
        digest: NoticeDigest([digest; 32]),
        key: TimerKey { department: department(of), service, name: id.to_owned() },
        timer: Timer {
            at: T0,
            content: TimerContent::Notice(body),
            set_by: TurnId::new(format!("notice {id}")),
        },
    }
}

async fn take(storage: &impl Storage, notice: NewNotice) -> NoticeTaken {
    storage.take_notice(notice, T0).await.expect("answered")
}

/// A new message of this address, after which `energy` knows the citizen by this pseudonym.
async fn meet(
    storage: &impl Storage,
    wamid: &str,
    address: &CitizenAddress,
    pseudonym: &str,
) -> CitizenId {
    accept(storage, vec![event(wamid, address)]).await;
    let claimed = claim_one(storage, T0).await;
    let addressee = Some(addressee("energy", pseudonym));
    let settlement = Settlement { addressee, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    claimed.claim.citizen
}

/// What comes of the timers that are due: whose lane, and which one; all are settled.
async fn told(storage: &impl Storage, ms: i64) -> Vec<(CitizenId, FiredTimer)> {
    let mut told = Vec::new();
    while storage.fire_timers(1_000, at(ms)).await.expect("fired").timers > 0 {
        for claimed in claim_all(storage, at(ms)).await {
            let LaneEvent::Timer(timer) = &claimed.event else { panic!("a timer: {claimed:?}") };
            told.push((claimed.claim.citizen, timer.clone()));
            settle(storage, &claimed, &[]).await;
        }
    }
    told
}

async fn names(storage: &impl Storage, ms: i64) -> Vec<String> {
    told(storage, ms).await.into_iter().map(|(_, timer)| timer.key.name).collect()
}

pub async fn a_notice_becomes_an_event_of_its_citizens_lane_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1), "a").await;
    let asha = meet(storage, "B", &citizen(2), "b").await;
    let sent = notice("energy", "b", "n-1", 1);
    assert_eq!(take(storage, sent.clone()).await, NoticeTaken::Taken);
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.timers, depths.notices), (1, 1));
    let told = told(storage, 0).await;
    let [(whose, timer)] = told.as_slice() else { panic!("one is told: {told:?}") };
    assert_eq!((*whose, &timer.key, &timer.timer, timer.tries), (asha, &sent.key, &sent.timer, 0));
    assert_eq!(storage.depths().await.expect("depths").notices, 0);
}

pub async fn the_same_notice_again_is_known_and_another_of_its_id_is_a_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1), "a").await;
    let sent = notice("energy", "a", "n-1", 1);
    assert_eq!(take(storage, sent.clone()).await, NoticeTaken::Taken);
    assert_eq!(take(storage, sent.clone()).await, NoticeTaken::Known);
    let other = notice("energy", "a", "n-1", 2);
    assert_eq!(take(storage, other.clone()).await, NoticeTaken::Conflict);
    assert_eq!(told(storage, 0).await.len(), 1);
    // Long after it was told.
    assert_eq!(take(storage, sent).await, NoticeTaken::Known);
    assert_eq!(take(storage, other).await, NoticeTaken::Conflict);
    assert!(told(storage, 0).await.is_empty());
    assert_eq!(take(storage, notice("energy", "a", "n-2", 1)).await, NoticeTaken::Taken);
    assert_eq!(names(storage, 0).await, ["n-2"]);
}

pub async fn a_department_reaches_only_whom_it_knows<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let unknown = notice("energy", "a", "n-1", 1);
    assert_eq!(take(storage, unknown.clone()).await, NoticeTaken::UnknownCitizen);
    meet(storage, "A", &citizen(1), "a").await;
    for other in [notice("water", "a", "n-1", 1), notice("energy", "A", "n-1", 1)] {
        assert_eq!(take(storage, other).await, NoticeTaken::UnknownCitizen);
    }
    // What was refused used up no id.
    assert_eq!(take(storage, unknown).await, NoticeTaken::Taken);
    assert_eq!(names(storage, 0).await, ["n-1"]);
    // Another department's id is another id.
    accept(storage, vec![event("B", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let known = Settlement { addressee: Some(addressee("water", "w")), ..plain(&claimed) };
    assert_eq!(storage.settle(known, T0).await.expect("settled"), Settled::Committed);
    assert_eq!(take(storage, notice("water", "w", "n-1", 2)).await, NoticeTaken::Taken);
}

pub async fn a_turn_that_is_not_kept_makes_nobody_known<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let read = RecordRead { key: key(Scope::Department, "none"), version: RecordVersion(7) };
    let addressee = Some(addressee("energy", "a"));
    let settlement = Settlement { reads: vec![read], addressee, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Conflict);
    let taken = take(storage, notice("energy", "a", "n-1", 1)).await;
    assert_eq!(taken, NoticeTaken::UnknownCitizen);
}

pub async fn so_many_notices_wait_for_a_citizen_and_no_more<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1), "a").await;
    meet(storage, "B", &citizen(2), "b").await;
    for n in 0..NOTICES_WAITING_MAX {
        let sent = notice("energy", "a", &format!("n-{n}"), 1);
        assert_eq!(take(storage, sent).await, NoticeTaken::Taken);
    }
    let beyond = notice("energy", "a", "beyond", 1);
    assert_eq!(take(storage, beyond.clone()).await, NoticeTaken::CitizenFull);
    assert_eq!(take(storage, notice("energy", "a", "n-0", 1)).await, NoticeTaken::Known);
    assert_eq!(take(storage, notice("energy", "b", "other", 1)).await, NoticeTaken::Taken);
    assert_eq!(told(storage, 0).await.len(), NOTICES_WAITING_MAX + 1);
    assert_eq!(take(storage, beyond).await, NoticeTaken::Taken);
}

pub async fn a_notice_and_a_timer_of_its_name_are_two<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let asha = meet(storage, "A", &citizen(1), "a").await;
    let sent = notice("energy", "a", "n-1", 1);
    assert_eq!(take(storage, sent.clone()).await, NoticeTaken::Taken);
    let names = storage.timer_names(asha, &sent.key.department, &sent.key.service).await;
    assert!(names.expect("read").is_empty(), "it is none of the department's own");
    let note = TimerContent::Note(vec![1]);
    let own = Timer { at: at(5), content: note, set_by: TurnId::new("turn") };
    for (wamid, timer) in [("B", Some(own)), ("C", None)] {
        accept(storage, vec![event(wamid, &citizen(1))]).await;
        let claimed = claim_one(storage, T0).await;
        let timers = vec![TimerWrite { key: sent.key.clone(), timer }];
        let settlement = Settlement { timers, ..plain(&claimed) };
        assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    }
    let told = told(storage, 9).await;
    assert_eq!(told.len(), 1, "a department cannot cancel what its office sent: {told:?}");
    assert_eq!(told[0].1.timer, sent.timer);
}

pub async fn notices_of_the_younger_citizen_reach_the_older_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = meet(storage, "O", &by_phone("1"), "o").await;
    meet(storage, "Y", &by_bsuid("IN.1"), "y").await;
    assert_eq!(take(storage, notice("energy", "y", "before", 1)).await, NoticeTaken::Taken);
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    for (pseudonym, id) in [("y", "after"), ("o", "own")] {
        assert_eq!(take(storage, notice("energy", pseudonym, id, 1)).await, NoticeTaken::Taken);
    }
    let repeated = take(storage, notice("energy", "y", "before", 1)).await;
    assert_eq!(repeated, NoticeTaken::Known);
    let told = told(storage, 0).await;
    assert!(told.iter().all(|(whose, _)| *whose == older), "{told:?}");
    let names: Vec<_> = told.iter().map(|(_, timer)| timer.key.name.as_str()).collect();
    assert_eq!(names, ["before", "after", "own"]);
}

pub async fn ids_of_notices_are_forgotten_after_their_time<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1), "a").await;
    for n in 0..3_u8 {
        let sent = notice("energy", "a", &format!("n-{n}"), n);
        let taken = storage.take_notice(sent, at(i64::from(n))).await.expect("answered");
        assert_eq!(taken, NoticeTaken::Taken);
    }
    assert_eq!(told(storage, 5).await.len(), 3);
    let purge =
        async |before_ms, max| storage.purge_notices(at(before_ms), max).await.expect("purged");
    assert_eq!(purge(0, 10).await, 0, "the first was taken at T0, not before it");
    assert_eq!(purge(2, 1).await, 1, "no more than asked for");
    assert_eq!(purge(2, 10).await, 1);
    assert_eq!(purge(2, 10).await, 0);
    assert_eq!(take(storage, notice("energy", "a", "n-2", 2)).await, NoticeTaken::Known);
    assert_eq!(take(storage, notice("energy", "a", "n-0", 9)).await, NoticeTaken::Taken);
}

pub async fn notices_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    meet(harness.storage(), "A", &citizen(1), "a").await;
    let sent = notice("energy", "a", "n-1", 1);
    assert_eq!(take(harness.storage(), sent.clone()).await, NoticeTaken::Taken);
    harness.restart(at(6)).await;
    let storage = harness.storage();
    assert_eq!(take(storage, sent).await, NoticeTaken::Known);
    assert_eq!(take(storage, notice("energy", "a", "n-2", 1)).await, NoticeTaken::Taken);
    assert_eq!(names(storage, 6).await, ["n-1", "n-2"]);
}
