#![expect(missing_docs, reason = "the names of these tests say it all")]
//! What is there after the engine was ended and opened again.

use mitra_core::limits::UNKNOWN_WAIT;
use mitra_core::turn::{RecordWrite, Scope};

use super::Harness;
use super::fixtures::{
    HOLD, T0, accept, at, bodies, citizen, claim_all, claim_one, claim_send, claim_sends, deliver,
    event, key, load, plain, record, reply, session, wamid, wamids,
};
use crate::{AttemptOutcome, Inbox, Outbox, Recorded, Settled, Settlement, StorageLimits, Upkeep};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

pub async fn claimed_events_are_claimable_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    accept(harness.storage(), vec![event("A", &citizen(1)), event("B", &citizen(2))]).await;
    claim_all(harness.storage(), T0).await;
    harness.restart(at(1)).await;
    assert_eq!(wamids(&claim_all(harness.storage(), at(1)).await), ["A", "B"]);
}

pub async fn a_claim_from_before_a_restart_is_lost<H: Harness>() {
    let mut harness = open::<H>().await;
    accept(harness.storage(), vec![event("A", &citizen(1))]).await;
    let old = claim_one(harness.storage(), T0).await;
    harness.restart(at(1)).await;
    let storage = harness.storage();
    let lost = storage.settle(plain(&old), at(1)).await.expect("answered");
    assert_eq!(lost, Settled::ClaimLost);
    let new = claim_one(storage, at(1)).await;
    assert_ne!(new.claim.token, old.claim.token);
    let lost = storage.settle(plain(&old), at(1)).await.expect("answered");
    assert_eq!(lost, Settled::ClaimLost);
}

pub async fn begun_attempts_are_unknown_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    deliver(harness.storage(), &citizen(1), "A", &["1", "2"]).await;
    deliver(harness.storage(), &citizen(2), "B", &["queued"]).await;
    let begun = harness.storage().claim_deliveries(1, T0, HOLD).await.expect("claimed").remove(0);
    harness.restart(at(1)).await;
    let storage = harness.storage();
    let retry = AttemptOutcome::RetryAt { not_before: T0 };
    assert_eq!(record(storage, &begun, retry).await, Recorded::ClaimLost);
    assert_eq!(bodies(&claim_sends(storage, at(1)).await), ["queued"]);
    let until = at(1).after(UNKNOWN_WAIT);
    assert_eq!(storage.next_delivery_due(at(1)).await.expect("answered"), Some(until));
    assert!(claim_sends(storage, at(until.0 - T0.0 - 1)).await.is_empty());
    let again = claim_send(storage, until).await;
    assert_eq!((again.claim.delivery, again.attempt), (begun.claim.delivery, 2));
    assert_eq!(again.reference, begun.reference);
}

pub async fn everything_settled_is_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    accept(harness.storage(), vec![event("A", &citizen(1)), event("B", &citizen(1))]).await;
    let claimed = claim_one(harness.storage(), T0).await;
    let key = key(Scope::Department, "k");
    let settlement = Settlement {
        session: session("menu"),
        deliveries: vec![reply("one")],
        writes: vec![RecordWrite { key: key.clone(), value: Some(b"v".to_vec()) }],
        ..plain(&claimed)
    };
    harness.storage().settle(settlement, T0).await.expect("settled");
    harness.restart(T0).await;
    let storage = harness.storage();
    assert_eq!(accept(storage, vec![event("A", &citizen(1))]).await.duplicates, 1);
    let next = claim_one(storage, T0).await;
    assert_eq!((wamid(&next), &next.session), ("B", &session("menu")));
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["one"]);
    assert_eq!(load(storage, &key).await.expect("there").value, b"v");
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.inbox_events, depths.outbox_deliveries), (1, 1));
}

pub async fn a_postponement_survives_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    accept(harness.storage(), vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(harness.storage(), T0).await;
    let postponed = harness.storage().postpone(claimed.claim, at(5_000), Vec::new(), T0).await;
    postponed.expect("postponed");
    harness.restart(at(1)).await;
    assert!(claim_all(harness.storage(), at(4_999)).await.is_empty());
    assert_eq!(claim_one(harness.storage(), at(5_000)).await.postponed, 1);
}
