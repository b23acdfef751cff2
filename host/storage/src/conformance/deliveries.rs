#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Claiming deliveries and recording how attempts ended.

use std::time::Duration;

use mitra_core::delivery::DeadReason;
use mitra_core::ids::{DeliveryId, PhoneNumberId, Wamid};
use mitra_core::limits::{SERVICE_WINDOW, UNKNOWN_WAIT};
use mitra_core::media::MediaContent;
use mitra_core::session::{LastMessage, Session};

use super::Harness;
use super::fixtures::{
    HOLD, NUMBER, T0, accept, at, bodies, both, by_bsuid, by_phone, citizen, claim_one, claim_send,
    claim_sends, deliver, event, hear, plain, record, reply, report, taken,
};
use crate::{
    AttemptOutcome, DeadLetter, Inbox, NewDelivery, Outbox, Recorded, RetriedDead, Settled,
    Settlement, Storage, StorageLimits, Upkeep,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

const REFUSED: AttemptOutcome = AttemptOutcome::Dead(DeadReason::Refused { code: 131_047 });

async fn letters(storage: &impl Storage) -> Vec<DeadLetter> {
    storage.dead_letters(None, 100).await.expect("listed")
}

pub async fn deliveries_of_one_citizen_come_in_order<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2"]).await;
    deliver(storage, &citizen(1), "B", &["3"]).await;
    let mut order = Vec::new();
    let mut last = None;
    for n in 0..3 {
        let claimed = claim_send(storage, T0).await;
        assert_eq!((&claimed.to, claimed.from.as_str()), (&citizen(1), NUMBER));
        assert_eq!(claimed.reference.delivery, claimed.claim.delivery);
        assert_eq!(claimed.window_closes_at, reply("").window_closes_at);
        assert!(last < Some(claimed.claim.delivery), "ids rise");
        last = Some(claimed.claim.delivery);
        order.extend(bodies(std::slice::from_ref(&claimed)));
        taken(storage, &claimed, &format!("OUT{n}")).await;
    }
    assert_eq!(order, ["1", "2", "3"]);
    assert_eq!(storage.depths().await.expect("depths").outbox_deliveries, 0);
}

pub async fn next_delivery_waits_for_the_end_of_the_one_before<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2"]).await;
    let not_before = at(4_000);
    for outcome in [
        AttemptOutcome::Deferred { not_before },
        AttemptOutcome::RetryAt { not_before },
        AttemptOutcome::Unknown { until: not_before },
    ] {
        let first = claim_send(storage, at(4_000)).await;
        assert_eq!(bodies(std::slice::from_ref(&first)), ["1"]);
        assert!(claim_sends(storage, at(4_000)).await.is_empty());
        assert_eq!(record(storage, &first, outcome).await, Recorded::Done);
        assert!(claim_sends(storage, at(3_999)).await.is_empty());
    }
    taken(storage, &claim_send(storage, at(4_000)).await, "OUT").await;
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["2"]);
}

pub async fn a_dead_delivery_lets_the_next_one_go<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2"]).await;
    let first = claim_send(storage, T0).await;
    assert_eq!(record(storage, &first, REFUSED).await, Recorded::Done);
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["2"]);
    let letter = DeadLetter {
        delivery: first.claim.delivery,
        citizen: first.claim.citizen,
        reason: DeadReason::Refused { code: 131_047 },
        dead_at: T0,
        attempts: 1,
        retried_as: None,
    };
    assert_eq!(letters(storage).await, [letter]);
}

pub async fn citizens_are_sent_to_in_parallel_longest_waiting_first<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for (wamid, n) in [("A", 3), ("B", 1), ("C", 2)] {
        deliver(storage, &citizen(n), wamid, &[wamid, "more"]).await;
    }
    let first = storage.claim_deliveries(2, T0, HOLD).await.expect("claimed");
    assert_eq!(bodies(&first), ["A", "B"]);
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["C"]);
}

pub async fn attempts_are_counted_and_deferred_ones_are_not<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let retry = AttemptOutcome::RetryAt { not_before: T0 };
    let deferred = AttemptOutcome::Deferred { not_before: T0 };
    let unknown = AttemptOutcome::Unknown { until: T0 };
    let mut attempts = Vec::new();
    for outcome in [deferred.clone(), retry, deferred.clone(), deferred, unknown, REFUSED] {
        let claimed = claim_send(storage, T0).await;
        attempts.push(claimed.attempt);
        assert_eq!(record(storage, &claimed, outcome).await, Recorded::Done);
    }
    assert_eq!(attempts, [1, 1, 2, 2, 2, 3]);
    assert_eq!(letters(storage).await[0].attempts, 3);
}

pub async fn a_retry_is_left_out_until_its_time<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let claimed = claim_send(storage, T0).await;
    record(storage, &claimed, AttemptOutcome::RetryAt { not_before: at(1_000) }).await;
    assert!(claim_sends(storage, at(999)).await.is_empty());
    assert_eq!(claim_send(storage, at(1_000)).await.attempt, 2);
}

pub async fn unknown_outcome_is_left_out_until_the_wait_is_over<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let claimed = claim_send(storage, T0).await;
    let until = T0.after(UNKNOWN_WAIT);
    record(storage, &claimed, AttemptOutcome::Unknown { until }).await;
    assert!(claim_sends(storage, at(until.0 - T0.0 - 1)).await.is_empty());
    assert_eq!(claim_send(storage, until).await.claim.delivery, claimed.claim.delivery);
}

pub async fn a_claim_that_ran_out_is_an_unknown_outcome<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    claim_send(storage, T0).await;
    let over = T0.after(HOLD).after(UNKNOWN_WAIT);
    assert!(claim_sends(storage, at(over.0 - T0.0 - 1)).await.is_empty());
    assert_eq!(claim_send(storage, over).await.attempt, 2);
}

pub async fn a_claim_that_was_taken_over_records_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let old = claim_send(storage, T0).await;
    let new = claim_send(storage, T0.after(HOLD).after(UNKNOWN_WAIT)).await;
    assert_ne!(old.claim.token, new.claim.token);
    assert_eq!(record(storage, &old, REFUSED).await, Recorded::ClaimLost);
    assert!(letters(storage).await.is_empty());
    taken(storage, &new, "OUT").await;
}

pub async fn a_claim_that_ran_out_still_records_if_nobody_took_it_over<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let claimed = claim_send(storage, T0).await;
    let late = T0.after(HOLD).after(HOLD).after(UNKNOWN_WAIT);
    let outcome = AttemptOutcome::Accepted { wamid: Wamid::new("OUT") };
    let recorded = Outbox::record(storage, claimed.claim, outcome, late).await.expect("answered");
    assert_eq!(recorded, Recorded::Done);
    assert!(claim_sends(storage, late).await.is_empty());
}

pub async fn recording_twice_changes_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let claimed = claim_send(storage, T0).await;
    taken(storage, &claimed, "OUT").await;
    assert_eq!(record(storage, &claimed, REFUSED).await, Recorded::ClaimLost);
    assert!(letters(storage).await.is_empty());
}

pub async fn next_delivery_due_is_the_end_of_the_nearest_wait<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let due = async |now| storage.next_delivery_due(now).await.expect("answered");
    assert_eq!(due(T0).await, None);
    deliver(storage, &citizen(1), "A", &["1"]).await;
    deliver(storage, &citizen(2), "B", &["2"]).await;
    assert_eq!(due(T0).await, None, "what can be claimed now is not due later");
    let claimed = claim_sends(storage, T0).await;
    let over = T0.after(HOLD).after(UNKNOWN_WAIT);
    assert_eq!(due(T0).await, Some(over));
    record(storage, &claimed[0], AttemptOutcome::RetryAt { not_before: at(1_000) }).await;
    assert_eq!(due(T0).await, Some(at(1_000)));
    assert_eq!(due(at(1_000)).await, Some(over));
    taken(storage, &claimed[1], "OUT").await;
    assert_eq!(due(at(1_000)).await, None);
}

pub async fn dead_letters_are_listed_in_pages<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let mut dead = Vec::new();
    for n in 0..5 {
        deliver(storage, &citizen(n), &format!("A{n}"), &["x"]).await;
        let claimed = claim_send(storage, T0).await;
        record(storage, &claimed, REFUSED).await;
        dead.push(claimed.claim.delivery);
    }
    let page = async |after, max| -> Vec<DeliveryId> {
        let letters = storage.dead_letters(after, max).await.expect("listed");
        letters.into_iter().map(|letter| letter.delivery).collect()
    };
    assert_eq!(page(None, 2).await, dead[..2]);
    assert_eq!(page(Some(dead[1]), 2).await, dead[2..4]);
    assert_eq!(page(Some(dead[3]), 2).await, dead[4..]);
    assert!(page(Some(dead[4]), 2).await.is_empty());
}

pub async fn a_dead_delivery_is_retried_once_as_a_copy<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2"]).await;
    let first = claim_send(storage, T0).await;
    record(storage, &first, REFUSED).await;
    let dead = first.claim.delivery;
    let retried = storage.retry_dead(dead, T0).await.expect("answered");
    let RetriedDead::Queued(copy) = retried else { panic!("not queued: {retried:?}") };
    assert_ne!(copy, dead);
    let again = storage.retry_dead(dead, T0).await.expect("answered");
    assert_eq!(again, RetriedDead::Already(copy));
    assert_eq!(letters(storage).await[0].retried_as, Some(copy));
    assert_eq!(storage.depths().await.expect("depths").dead_deliveries, 0);
    let second = claim_send(storage, T0).await;
    assert_eq!(bodies(std::slice::from_ref(&second)), ["2"], "the copy stands at the end");
    taken(storage, &second, "OUT2").await;
    let third = claim_send(storage, T0).await;
    assert_eq!((third.claim.delivery, third.attempt), (copy, 1));
    assert_eq!((&third.body, &third.from), (&first.body, &first.from));
}

pub async fn what_is_retried_goes_to_whoever_wrote_since<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let first = claim_send(storage, T0).await;
    record(storage, &first, REFUSED).await;
    // They wrote an hour before the window closed, to the number that the message is from, or to another one.
    let wrote_at = first.window_closes_at.before(Duration::from_hours(1));
    for (wamid, number, closes_at) in [
        ("B", PhoneNumberId::new("another"), first.window_closes_at),
        ("C", first.from.clone(), wrote_at.after(SERVICE_WINDOW)),
    ] {
        accept(storage, vec![event(wamid, &citizen(1))]).await;
        let claimed = claim_one(storage, T0).await;
        let mut session = claimed.session.clone();
        session.last_message = Some(LastMessage { number, sent_at: wrote_at });
        let settlement = Settlement { session, ..plain(&claimed) };
        assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
        let dead = letters(storage).await.pop().expect("a dead letter").delivery;
        storage.retry_dead(dead, T0).await.expect("answered");
        let copy = claim_send(storage, T0).await;
        assert_eq!(copy.window_closes_at, closes_at, "{wamid}");
        record(storage, &copy, REFUSED).await;
    }
}

pub async fn what_is_retried_goes_to_whoever_wrote_since_as_another_citizen<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &by_bsuid("IN.1"), "A", &["1"]).await;
    let first = claim_send(storage, T0).await;
    record(storage, &first, REFUSED).await;
    let wrote_at = first.window_closes_at.before(Duration::from_hours(1));
    accept(storage, vec![event("B", &by_phone("15550100001"))]).await;
    let claimed = claim_one(storage, T0).await;
    let last_message = Some(LastMessage { number: first.from.clone(), sent_at: wrote_at });
    let session = Session { last_message, ..claimed.session.clone() };
    let settlement = Settlement { session, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    storage.retry_dead(first.claim.delivery, T0).await.expect("answered");
    let copy = claim_send(storage, T0).await;
    assert_eq!(copy.window_closes_at, wrote_at.after(SERVICE_WINDOW));
}

pub async fn only_dead_deliveries_are_retried<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let retry = async |id| storage.retry_dead(id, T0).await.expect("answered");
    assert_eq!(retry(DeliveryId(999_999)).await, RetriedDead::NotDead);
    let claimed = claim_send(storage, T0).await;
    assert_eq!(retry(claimed.claim.delivery).await, RetriedDead::NotDead);
    taken(storage, &claimed, "OUT").await;
    assert_eq!(retry(claimed.claim.delivery).await, RetriedDead::NotDead);
}

pub async fn a_dead_delivery_is_discarded_once_with_its_file_and_its_copy_stays<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let content = |bytes: &[u8]| MediaContent {
        mime_type: "text/plain".to_owned(),
        bytes: bytes.to_vec().into(),
    };
    for (n, bytes) in [(1, b"a"), (2, b"b")] {
        accept(storage, vec![event(&format!("A{n}"), &citizen(n))]).await;
        let claimed = claim_one(storage, T0).await;
        let file = Some(content(bytes));
        let deliveries = vec![NewDelivery { file, ..reply("x") }];
        let settlement = Settlement { deliveries, ..plain(&claimed) };
        assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    }
    let dead = claim_sends(storage, T0).await;
    for delivery in &dead {
        record(storage, delivery, REFUSED).await;
    }
    let [first, second] = [&dead[0], &dead[1]].map(|it| it.claim.delivery);
    let files = [&dead[0], &dead[1]].map(|it| it.file.as_ref().expect("it carries one").id);
    let RetriedDead::Queued(copy) = storage.retry_dead(second, T0).await.expect("answered") else {
        panic!("it is dead")
    };
    let discard = async |id| storage.discard_dead(id).await.expect("answered");
    assert!(discard(first).await && discard(second).await);
    assert!(!discard(first).await, "it is gone");
    assert!(letters(storage).await.is_empty());
    assert_eq!(storage.retry_dead(first, T0).await.expect("answered"), RetriedDead::NotDead);
    assert_eq!(storage.file(files[0]).await.expect("answered"), None);
    let sent = claim_send(storage, T0).await;
    assert_eq!(sent.claim.delivery, copy);
    assert_eq!(storage.file(files[1]).await.expect("answered"), Some(content(b"b")));
}

pub async fn only_dead_deliveries_are_discarded<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1"]).await;
    let discard = async |id| storage.discard_dead(id).await.expect("answered");
    assert!(!discard(DeliveryId(999_999)).await);
    let claimed = claim_send(storage, T0).await;
    assert!(!discard(claimed.claim.delivery).await);
    taken(storage, &claimed, "OUT").await;
    assert!(!discard(claimed.claim.delivery).await);
}
