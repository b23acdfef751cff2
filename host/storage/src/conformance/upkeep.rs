#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Depths and purging.

use mitra_core::delivery::{DeadReason, ReceiptStatus};
use mitra_core::event::Quarantined;
use mitra_core::turn::Scope;

use super::Harness;
use super::fixtures::{
    T0, accept, at, bodies, citizen, claim_all, claim_one, claim_send, claim_sends, deliver,
    department, event, hear, receipt, receive, record, report, settle, taken, wamids,
};
use crate::{
    AttemptOutcome, Depths, Inbox, Intake, Outbox, Purged, Records, Storage, StorageLimits, Upkeep,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

async fn purge(storage: &impl Storage, before_ms: i64, max: usize) -> Purged {
    storage.purge(at(before_ms), max).await.expect("purged")
}

/// One settled event, one accepted delivery, one waiting receipt, one identity report: all ended
/// at `T0`.
async fn ended(storage: &impl Storage, n: usize) {
    deliver(storage, &citizen(n), &format!("ended{n}"), &["x"]).await;
    taken(storage, &claim_send(storage, T0).await, &format!("OUT{n}")).await;
    receive(storage, vec![receipt(&format!("foreign{n}"), ReceiptStatus::Sent)]).await;
    hear(storage, vec![report(&format!("r{n}"), &citizen(1_000), &citizen(1_001))]).await;
}

pub async fn depths_count_what_is_there<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ended(storage, 1).await;
    deliver(storage, &citizen(2), "A", &["1", "2", "3"]).await;
    let refused = AttemptOutcome::Dead(DeadReason::WindowClosed);
    record(storage, &claim_send(storage, T0).await, refused).await;
    accept(storage, vec![event("B", &citizen(1)), event("C", &citizen(1))]).await;
    let depths = storage.depths().await.expect("depths");
    let expected = Depths {
        inbox_events: 2,
        outbox_deliveries: 2,
        dead_deliveries: 1,
        quarantined: 0,
        timers: 0,
        notices: 0,
        open_payments: 0,
    };
    assert_eq!(depths, expected);
    storage.probe().await.expect("writable");
}

pub async fn purge_removes_ended_rows_and_only_those<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ended(storage, 1).await;
    deliver(storage, &citizen(3), "B", &["unfinished"]).await;
    accept(storage, vec![event("open", &citizen(2))]).await;
    assert_eq!(purge(storage, 0, 100).await, Purged::default(), "ended at T0 is not before T0");
    let expected = Purged { dedup_keys: 3, deliveries: 1, receipts: 1 };
    assert_eq!(purge(storage, 1, 100).await, expected);
    assert_eq!(purge(storage, 1, 100).await, Purged::default());
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.inbox_events, depths.outbox_deliveries), (1, 1));
    assert_eq!(wamids(&claim_all(storage, T0).await), ["open"]);
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["unfinished"]);
}

pub async fn purge_takes_at_most_max_of_each_kind<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for n in 0..3 {
        ended(storage, n).await;
    }
    let first = Purged { dedup_keys: 4, deliveries: 2, receipts: 2 };
    assert_eq!(purge(storage, 1, 2).await, first, "two events, two reports");
    let rest = Purged { dedup_keys: 2, deliveries: 1, receipts: 1 };
    assert_eq!(purge(storage, 1, 2).await, rest);
}

pub async fn a_purged_key_lets_the_event_in_again<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ended(storage, 1).await;
    purge(storage, 1, 100).await;
    let numbers_before = claimed_number(storage, "new").await;
    assert_eq!(accept(storage, vec![event("ended1", &citizen(1))]).await.events, 1);
    assert!(claim_one(storage, T0).await.claim.seq.0 > numbers_before, "numbers are not reused");
}

async fn claimed_number(storage: &impl Storage, wamid: &str) -> i64 {
    accept(storage, vec![event(wamid, &citizen(7))]).await;
    let claimed = claim_one(storage, T0).await;
    settle(storage, &claimed, &[]).await;
    purge(storage, 1, 100).await;
    claimed.claim.seq.0
}

pub async fn purge_keeps_dead_deliveries_and_quarantine<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["x"]).await;
    let dead = claim_send(storage, T0).await;
    record(storage, &dead, AttemptOutcome::Dead(DeadReason::WindowClosed)).await;
    storage.retry_dead(dead.claim.delivery, T0).await.expect("retried");
    let item = Quarantined { reason: "odd".to_owned(), raw: b"x".to_vec() };
    let intake = Intake { quarantined: vec![item], ..Intake::default() };
    storage.accept(intake, T0).await.expect("accepted");
    assert_eq!(purge(storage, 1_000_000, 100).await.deliveries, 0);
    assert_eq!(storage.dead_letters(None, 10).await.expect("listed").len(), 1);
    assert_eq!(storage.depths().await.expect("depths").quarantined, 1);
}

/// Items that came one a millisecond from `T0` on.
async fn quarantine(storage: &impl Storage, count: u8) {
    for n in 0..count {
        let item = Quarantined { reason: "odd".to_owned(), raw: vec![n] };
        let intake = Intake { quarantined: vec![item], ..Intake::default() };
        storage.accept(intake, at(i64::from(n))).await.expect("accepted");
    }
}

async fn quarantined(storage: &impl Storage) -> usize {
    storage.depths().await.expect("depths").quarantined
}

pub async fn quarantine_is_kept_for_its_time_and_no_longer<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    quarantine(storage, 5).await;
    let purge = async |before_ms, max| {
        storage.purge_quarantine(at(before_ms), 100, max).await.expect("purged")
    };
    assert_eq!(purge(0, 10).await, 0, "the first came at T0, not before it");
    assert_eq!(purge(3, 2).await, 2, "no more than asked for");
    assert_eq!(purge(3, 10).await, 1);
    assert_eq!(quarantined(storage).await, 2);
}

pub async fn quarantine_keeps_its_newest_up_to_its_limit<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    quarantine(storage, 5).await;
    let purge = async |keep, max| storage.purge_quarantine(T0, keep, max).await.expect("purged");
    assert_eq!(purge(5, 10).await, 0, "just as many as may be");
    assert_eq!(purge(3, 1).await, 1, "no more than asked for");
    assert_eq!(purge(3, 10).await, 1);
    assert_eq!(quarantined(storage).await, 3);
    assert_eq!(
        storage.purge_quarantine(at(4), 100, 10).await.expect("purged"),
        2,
        "the newest was kept"
    );
}

pub async fn an_empty_engine_answers_everything<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(storage.depths().await.expect("depths"), Depths::default());
    let nothing = storage.accept(Intake::default(), T0).await.expect("accepted");
    assert_eq!(nothing, crate::Accepted::default());
    assert!(claim_all(storage, T0).await.is_empty());
    assert!(claim_sends(storage, T0).await.is_empty());
    assert_eq!(storage.next_event_due(T0).await.expect("answered"), None);
    assert_eq!(storage.next_delivery_due(T0).await.expect("answered"), None);
    assert!(storage.dead_letters(None, 10).await.expect("listed").is_empty());
    let keys = storage.record_keys(&department("energy"), Scope::Department, "", 10).await;
    assert!(keys.expect("listed").is_empty());
    assert_eq!(purge(storage, 1, 10).await, Purged::default());
    storage.probe().await.expect("writable");
}
