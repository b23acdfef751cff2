#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Accepting notifications.

use futures_util::future::join_all;
use mitra_core::delivery::ReceiptStatus;
use mitra_core::event::{InboundEvent, Quarantined};
use mitra_core::ids::PhoneNumberId;

use super::Harness;
use super::fixtures::{
    T0, accept, at, citizen, claim_all, claim_one, deliver, event, inbox_full, receipt, settle,
};
use crate::{Inbox, Intake, StorageLimits, Upkeep};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn events(count: usize, prefix: &str) -> Vec<InboundEvent> {
    (0..count).map(|n| event(&format!("{prefix}{n}"), &citizen(n))).collect()
}

pub async fn duplicate_event_adds_no_row<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(accept(storage, vec![event("A", &citizen(1))]).await.events, 1);
    let again = accept(storage, vec![event("A", &citizen(1))]).await;
    assert_eq!((again.events, again.duplicates), (0, 1));
    assert_eq!(storage.depths().await.expect("depths").inbox_events, 1);
}

pub async fn same_wamid_of_another_number_is_another_event<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let other =
        InboundEvent { phone_number_id: PhoneNumberId::new("PNID_2"), ..event("A", &citizen(1)) };
    assert_eq!(accept(storage, vec![event("A", &citizen(1)), other]).await.events, 2);
}

pub async fn hundred_copies_in_parallel_are_accepted_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let copies = (0..100).map(|_| accept(storage, vec![event("A", &citizen(1))]));
    let accepted = join_all(copies).await;
    assert_eq!(accepted.iter().map(|a| a.events).sum::<usize>(), 1);
    assert_eq!(accepted.iter().map(|a| a.duplicates).sum::<usize>(), 99);
    assert_eq!(claim_all(storage, T0).await.len(), 1);
}

pub async fn duplicate_inside_one_notification_adds_no_row<H: Harness>() {
    let harness = open::<H>().await;
    let twice = vec![event("A", &citizen(1)), event("A", &citizen(1))];
    let accepted = accept(harness.storage(), twice).await;
    assert_eq!((accepted.events, accepted.duplicates), (1, 1));
}

pub async fn duplicate_of_a_settled_event_adds_no_row<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["hi"]).await;
    assert_eq!(accept(storage, vec![event("A", &citizen(1))]).await.duplicates, 1);
    assert!(claim_all(storage, T0).await.is_empty());
}

pub async fn a_quarantined_item_is_kept_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let item = |raw: &[u8]| Quarantined { reason: "no sender".to_owned(), raw: raw.to_vec() };
    let quarantined = vec![item(b"\xff{}"), item(b"{}")];
    let intake = Intake { quarantined, ..Intake::default() };
    storage.accept(intake.clone(), T0).await.expect("accepted");
    let again = storage.accept(intake, T0).await.expect("accepted");
    assert_eq!(again.duplicates, 2);
    assert_eq!(storage.depths().await.expect("depths").quarantined, 2);
}

pub async fn inbox_takes_events_up_to_its_limit<H: Harness>() {
    let limits = StorageLimits { inbox_events_max: 3, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    assert_eq!(accept(storage, events(3, "A")).await.events, 3);
    let intake = Intake { events: events(1, "B"), ..Intake::default() };
    let refused = storage.accept(intake.clone(), T0).await;
    assert_eq!(inbox_full(&refused), Some((3, 3)), "{refused:?}");
    let claimed = claim_all(storage, T0).await;
    settle(storage, &claimed[0], &[]).await;
    assert_eq!(storage.accept(intake, T0).await.expect("has room again").events, 1);
}

pub async fn full_inbox_stores_nothing_of_a_notification<H: Harness>() {
    let limits = StorageLimits { inbox_events_max: 3, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    accept(storage, events(2, "A")).await;
    let intake = Intake {
        events: events(2, "B"),
        receipts: vec![receipt("OUT", ReceiptStatus::Sent)],
        quarantined: vec![Quarantined { reason: "odd".to_owned(), raw: vec![1] }],
        ..Intake::default()
    };
    let refused = storage.accept(intake, T0).await;
    assert_eq!(inbox_full(&refused), Some((2, 3)), "{refused:?}");
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.inbox_events, depths.quarantined), (2, 0));
    assert_eq!(storage.purge(at(1), 10).await.expect("purged").receipts, 0);
    assert_eq!(accept(storage, events(1, "B")).await.events, 1, "its first event was kept");
}

pub async fn full_inbox_still_takes_duplicates_and_receipts<H: Harness>() {
    let limits = StorageLimits { inbox_events_max: 1, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    accept(storage, events(1, "A")).await;
    let intake = Intake {
        events: events(1, "A"),
        receipts: vec![receipt("OUT", ReceiptStatus::Sent)],
        ..Intake::default()
    };
    let accepted = storage.accept(intake, T0).await.expect("nothing new for the inbox");
    assert_eq!((accepted.duplicates, accepted.receipts_waiting), (1, 1));
}

pub async fn lane_takes_events_up_to_its_limit<H: Harness>() {
    let limits = StorageLimits { lane_depth_max: 2, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    let flood = ["A", "B", "C"].map(|wamid| event(wamid, &citizen(1)));
    let accepted = accept(storage, flood.to_vec()).await;
    assert_eq!((accepted.events, accepted.lane_full), (2, 1));
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.inbox_events, depths.quarantined), (2, 1));
    settle(storage, &claim_one(storage, T0).await, &[]).await;
    assert_eq!(accept(storage, vec![event("D", &citizen(1))]).await.events, 1);
}

pub async fn duplicate_of_an_event_that_found_its_lane_full_adds_no_row<H: Harness>() {
    let limits = StorageLimits { lane_depth_max: 1, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1)), event("B", &citizen(1))]).await;
    settle(storage, &claim_one(storage, T0).await, &[]).await;
    assert_eq!(accept(storage, vec![event("B", &citizen(1))]).await.duplicates, 1);
    assert!(claim_all(storage, T0).await.is_empty());
    assert_eq!(storage.depths().await.expect("depths").quarantined, 1);
}

pub async fn a_full_lane_leaves_other_citizens_alone<H: Harness>() {
    let limits = StorageLimits { lane_depth_max: 1, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let flood = vec![event("A", &citizen(1)), event("B", &citizen(1)), event("C", &citizen(2))];
    let accepted = accept(harness.storage(), flood).await;
    assert_eq!((accepted.events, accepted.lane_full), (2, 1));
}
