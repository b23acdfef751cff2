#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Claiming and postponing events.

use std::time::Duration;

use mitra_core::event::LaneEvent;

use super::Harness;
use super::fixtures::{
    HOLD, T0, accept, at, bodies, citizen, claim_all, claim_one, claim_sends, event, plain, reply,
    settle, wamid, wamids,
};
use crate::{Inbox, Settled, StorageLimits};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

const HOLD_MS: i64 = 60_000;

pub async fn events_of_one_citizen_come_in_order_of_arrival<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, ["A", "B"].map(|wamid| event(wamid, &citizen(1))).to_vec()).await;
    accept(storage, vec![event("C", &citizen(1))]).await;
    let mut order = Vec::new();
    let mut last = None;
    for _ in 0..3 {
        let claimed = claim_one(storage, T0).await;
        assert!(last < Some(claimed.claim.seq), "numbers rise");
        last = Some(claimed.claim.seq);
        settle(storage, &claimed, &[]).await;
        order.push(wamid(&claimed).to_owned());
    }
    assert_eq!(order, ["A", "B", "C"]);
}

pub async fn only_the_oldest_event_of_a_citizen_is_claimed<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, ["A", "B"].map(|wamid| event(wamid, &citizen(1))).to_vec()).await;
    let claimed = claim_one(storage, T0).await;
    assert_eq!(claimed.event, LaneEvent::Message(event("A", &citizen(1))));
    assert_eq!((claimed.received_at, claimed.postponed), (T0, 0));
    assert!(claim_all(storage, T0).await.is_empty());
}

pub async fn longest_waiting_citizen_is_claimed_first<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let arrivals = [("A", 3), ("B", 1), ("C", 3), ("D", 2)];
    accept(storage, arrivals.map(|(wamid, n)| event(wamid, &citizen(n))).to_vec()).await;
    let first = storage.claim_events(2, T0, HOLD).await.expect("claimed");
    assert_eq!(wamids(&first), ["A", "B"]);
    assert_eq!(wamids(&claim_all(storage, T0).await), ["D"]);
}

pub async fn a_claimed_citizen_is_left_out_until_the_claim_runs_out<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    claim_one(storage, T0).await;
    assert!(claim_all(storage, at(HOLD_MS - 1)).await.is_empty());
    assert_eq!(wamids(&claim_all(storage, at(HOLD_MS)).await), ["A"]);
}

pub async fn a_claim_that_ran_out_and_was_taken_over_is_lost<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let old = claim_one(storage, T0).await;
    let new = claim_one(storage, at(HOLD_MS)).await;
    assert_eq!(old.claim.seq, new.claim.seq);
    assert_ne!(old.claim.token, new.claim.token);
    let now = at(HOLD_MS);
    let lost = storage.settle(plain(&old), now).await.expect("answered");
    assert_eq!(lost, Settled::ClaimLost);
    let lost = storage.postpone(old.claim.clone(), now, vec![reply("x")], now).await;
    assert_eq!(lost.expect("answered"), Settled::ClaimLost);
    assert!(claim_sends(storage, now).await.is_empty());
    let kept = storage.settle(plain(&new), now).await.expect("answered");
    assert_eq!(kept, Settled::Committed);
}

pub async fn a_claim_that_ran_out_still_settles_if_nobody_took_it_over<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let settled = storage.settle(plain(&claimed), at(HOLD_MS * 2)).await.expect("answered");
    assert_eq!(settled, Settled::Committed);
    assert!(claim_all(storage, at(HOLD_MS * 2)).await.is_empty());
}

pub async fn postponed_event_is_left_out_until_its_time<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let postponed = storage.postpone(claimed.claim, at(5_000), Vec::new(), T0).await;
    assert_eq!(postponed.expect("postponed"), Settled::Committed);
    assert!(claim_all(storage, at(4_999)).await.is_empty());
    assert_eq!(claim_one(storage, at(5_000)).await.postponed, 1);
}

pub async fn postponed_event_keeps_its_place_and_counts<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, ["A", "B"].map(|wamid| event(wamid, &citizen(1))).to_vec()).await;
    for times in 0..3_u32 {
        let now = at(i64::from(times));
        let claimed = claim_one(storage, now).await;
        assert_eq!((wamid(&claimed), claimed.postponed), ("A", times));
        let later = at(i64::from(times) + 1);
        let again = storage.postpone(claimed.claim, later, Vec::new(), now).await;
        assert_eq!(again.expect("postponed"), Settled::Committed);
    }
    settle(storage, &claim_one(storage, at(3)).await, &[]).await;
    let next = claim_one(storage, at(3)).await;
    assert_eq!((wamid(&next), next.postponed), ("B", 0));
}

pub async fn postponing_puts_deliveries_out_and_ends_the_claim<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let claim = claimed.claim.clone();
    storage.postpone(claim, at(10), vec![reply("one moment")], T0).await.expect("postponed");
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["one moment"]);
    let late = storage.settle(plain(&claimed), T0).await.expect("answered");
    assert_eq!(late, Settled::ClaimLost);
}

pub async fn a_later_event_does_not_overtake_a_postponed_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    storage.postpone(claimed.claim, at(1_000), Vec::new(), T0).await.expect("postponed");
    accept(storage, vec![event("B", &citizen(1)), event("C", &citizen(2))]).await;
    assert_eq!(wamids(&claim_all(storage, T0).await), ["C"]);
    assert_eq!(wamids(&claim_all(storage, at(1_000)).await), ["A"]);
}

pub async fn next_event_due_is_the_end_of_a_claim_or_a_postponement<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let due = async |now| storage.next_event_due(now).await.expect("answered");
    assert_eq!(due(T0).await, None);
    accept(storage, vec![event("A", &citizen(1)), event("B", &citizen(2))]).await;
    assert_eq!(due(T0).await, None, "what can be claimed now is not due later");
    let claimed = claim_all(storage, T0).await;
    assert_eq!(due(T0).await, Some(T0.after(HOLD)));
    let sooner = T0.after(Duration::from_secs(9));
    storage.postpone(claimed[1].claim.clone(), sooner, Vec::new(), T0).await.expect("postponed");
    assert_eq!(due(T0).await, Some(sooner));
    assert_eq!(due(sooner).await, Some(T0.after(HOLD)));
    settle(storage, &claimed[0], &[]).await;
    assert_eq!(due(sooner).await, None);
}
