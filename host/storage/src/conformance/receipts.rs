#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Merging receipts into deliveries.
//!
//! How far an accepted delivery got does not show through the traits; that it is accepted or dead
//! does.

use mitra_core::delivery::{DeadReason, DeliveryReference, ReceiptStatus};
use mitra_core::ids::Wamid;

use super::Harness;
use super::fixtures::{
    T0, at, bodies, citizen, claim_send, claim_sends, deliver, lost, receipt, receive, record,
    referring, taken,
};
use crate::{
    AttemptOutcome, ClaimedDelivery, Outbox, Recorded, RetriedDead, Storage, StorageLimits, Upkeep,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

/// An engine's storage with one delivery under way.
async fn attempting(storage: &impl Storage) -> ClaimedDelivery {
    deliver(storage, &citizen(1), "A", &["1"]).await;
    claim_send(storage, T0).await
}

/// Unfinished and dead deliveries.
async fn unfinished_and_dead(storage: &impl Storage) -> (usize, usize) {
    let depths = storage.depths().await.expect("depths");
    (depths.outbox_deliveries, depths.dead_deliveries)
}

async fn unknown(storage: &impl Storage, delivery: &ClaimedDelivery) {
    let outcome = AttemptOutcome::Unknown { until: at(60_000) };
    assert_eq!(record(storage, delivery, outcome).await, Recorded::Done);
}

pub async fn what_a_receipt_ends_is_told_once_with_what_was_sent<H: Harness>() {
    use ReceiptStatus::{Failed, Sent};
    let harness = open::<H>().await;
    let storage = harness.storage();
    let first = attempting(storage).await;
    taken(storage, &first, "OUT").await;
    let ended = [lost(&first)];
    let both = vec![receipt("OUT", Sent), receipt("OUT", Failed)];
    assert_eq!(receive(storage, both.clone()).await.failed, ended);
    assert_eq!(receive(storage, both).await.failed, [], "it is known");
    // One that waited for its delivery, which another receipt knows.
    deliver(storage, &citizen(2), "B", &["2"]).await;
    let second = claim_send(storage, T0).await;
    assert_eq!(receive(storage, vec![receipt("OUT2", Failed)]).await.failed, []);
    let joined = receive(storage, vec![referring(&second, "OUT2", Sent)]).await.failed;
    assert_eq!(joined, [lost(&second)]);
    // One that was given up before.
    deliver(storage, &citizen(3), "C", &["3"]).await;
    let third = claim_send(storage, T0).await;
    let refused = AttemptOutcome::Dead(DeadReason::Refused { code: 131_026 });
    record(storage, &third, refused).await;
    let known = receive(storage, vec![referring(&third, "OUT3", Failed)]).await.failed;
    assert_eq!(known, []);
}

pub async fn receipts_in_every_order_end_the_same<H: Harness>() {
    use ReceiptStatus::{Delivered, Failed, Read, Sent};
    for (set, dead) in
        [([Sent, Delivered, Read], 0), ([Sent, Failed, Delivered], 0), ([Sent, Failed, Sent], 1)]
    {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            // The send is recorded before, between or after the receipts.
            for recorded_before in 0..=3 {
                let harness = open::<H>().await;
                let storage = harness.storage();
                let delivery = attempting(storage).await;
                for (n, index) in order.into_iter().enumerate() {
                    if n == recorded_before {
                        taken(storage, &delivery, "OUT").await;
                    }
                    receive(storage, vec![receipt("OUT", set[index])]).await;
                }
                if recorded_before == 3 {
                    taken(storage, &delivery, "OUT").await;
                }
                let ended = unfinished_and_dead(storage).await;
                assert_eq!(ended, (0, dead), "{set:?} {order:?} {recorded_before}");
            }
        }
    }
}

pub async fn a_receipt_before_its_wamid_is_known_waits<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    let failed = receipt("OUT", ReceiptStatus::Failed);
    let accepted = receive(storage, vec![failed.clone(), failed]).await;
    assert_eq!((accepted.receipts, accepted.receipts_waiting), (0, 2));
    assert_eq!(unfinished_and_dead(storage).await, (1, 0));
    taken(storage, &delivery, "OUT").await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 1));
    assert_eq!(storage.purge(at(1), 10).await.expect("purged").receipts, 0, "it has joined");
}

pub async fn a_receipt_with_our_reference_finds_its_delivery<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    unknown(storage, &delivery).await;
    let accepted = receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Sent)]).await;
    assert_eq!((accepted.receipts, accepted.receipts_waiting), (1, 0));
    assert_eq!(unfinished_and_dead(storage).await, (0, 0));
    // From now on the message is known by its wamid too.
    let accepted = receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    assert_eq!(accepted.receipts, 1);
    assert_eq!(unfinished_and_dead(storage).await, (0, 1));
}

pub async fn a_receipt_ends_the_wait_for_an_unknown_outcome<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2"]).await;
    let delivery = claim_send(storage, T0).await;
    unknown(storage, &delivery).await;
    assert!(claim_sends(storage, T0).await.is_empty());
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Delivered)]).await;
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["2"]);
    assert!(claim_sends(storage, at(60_000)).await.is_empty(), "it is not sent again");
}

pub async fn a_receipt_during_an_attempt_settles_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Sent)]).await;
    let outcome = AttemptOutcome::Unknown { until: at(60_000) };
    assert_eq!(record(storage, &delivery, outcome).await, Recorded::ClaimLost);
    let outcome = AttemptOutcome::Accepted { wamid: Wamid::new("OUT") };
    assert_eq!(record(storage, &delivery, outcome).await, Recorded::ClaimLost);
    assert_eq!(unfinished_and_dead(storage).await, (0, 0));
}

pub async fn a_reference_of_another_installation_is_not_joined<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    unknown(storage, &delivery).await;
    let mut foreign = referring(&delivery, "OTHER", ReceiptStatus::Failed);
    let installation = delivery.reference.installation ^ 1;
    foreign.reference = Some(DeliveryReference { installation, ..delivery.reference });
    let accepted = receive(storage, vec![foreign]).await;
    assert_eq!((accepted.receipts, accepted.receipts_waiting), (0, 1));
    assert_eq!(unfinished_and_dead(storage).await, (1, 0));
}

pub async fn a_receipt_of_another_attempt_changes_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let first = attempting(storage).await;
    unknown(storage, &first).await;
    let second = claim_send(storage, at(60_000)).await;
    taken(storage, &second, "OUT2").await;
    // Meta had taken the first attempt after all, and that one failed: the second one stands.
    let accepted = receive(storage, vec![referring(&first, "OUT1", ReceiptStatus::Failed)]).await;
    assert_eq!((accepted.receipts, accepted.receipts_waiting), (1, 0));
    assert_eq!(unfinished_and_dead(storage).await, (0, 0));
}

pub async fn an_attempt_that_arrives_makes_up_for_one_that_failed<H: Harness>() {
    use ReceiptStatus::{Delivered, Failed, Sent};
    for (arrives, repeated) in [(Sent, Failed), (Delivered, Delivered)] {
        let harness = open::<H>().await;
        let storage = harness.storage();
        let first = attempting(storage).await;
        unknown(storage, &first).await;
        let second = claim_send(storage, at(60_000)).await;
        receive(storage, vec![referring(&first, "OUT1", Failed)]).await;
        assert_eq!(unfinished_and_dead(storage).await, (0, 1));
        let accepted = receive(storage, vec![referring(&second, "OUT2", arrives)]).await;
        assert_eq!((accepted.receipts, accepted.failed), (1, Vec::new()));
        assert_eq!(unfinished_and_dead(storage).await, (0, 0), "{arrives:?}");
        receive(storage, vec![referring(&first, "OUT1", repeated)]).await;
        assert_eq!(unfinished_and_dead(storage).await, (0, 0), "the second one stands");
        // From now on it is the second one that is reported on.
        receive(storage, vec![receipt("OUT2", Failed)]).await;
        let n_dead = usize::from(arrives == Sent);
        assert_eq!(unfinished_and_dead(storage).await, (0, n_dead), "{arrives:?}");
    }
}

pub async fn waiting_receipts_join_when_another_receipt_names_the_delivery<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Sent)]).await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 1));
}

pub async fn a_failed_receipt_makes_a_dead_letter<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    taken(storage, &delivery, "OUT").await;
    receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    let letters = storage.dead_letters(None, 10).await.expect("listed");
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].reason, DeadReason::Failed { code: Some(131_026) });
    assert_eq!((letters[0].delivery, letters[0].attempts), (delivery.claim.delivery, 1));
    let retried = storage.retry_dead(delivery.claim.delivery, T0).await.expect("answered");
    assert!(matches!(retried, RetriedDead::Queued(_)), "{retried:?}");
    // A late receipt of the failed message must not end its copy.
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Failed)]).await;
    assert_eq!(claim_send(storage, T0).await.body, delivery.body);
}

pub async fn delivered_after_failed_takes_the_dead_letter_back<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Failed)]).await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 1));
    receive(storage, vec![receipt("OUT", ReceiptStatus::Delivered)]).await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 0));
    let retried = storage.retry_dead(delivery.claim.delivery, T0).await.expect("answered");
    assert_eq!(retried, RetriedDead::NotDead);
}

pub async fn a_repeated_receipt_changes_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    deliver(storage, &citizen(1), "A", &["1", "2", "3"]).await;
    let delivery = claim_send(storage, T0).await;
    let sent = referring(&delivery, "OUT", ReceiptStatus::Sent);
    let accepted = receive(storage, vec![sent.clone(), sent.clone()]).await;
    assert_eq!(accepted.receipts, 2);
    assert_eq!(receive(storage, vec![sent]).await.receipts, 1);
    assert_eq!(unfinished_and_dead(storage).await, (2, 0), "it left its lane once");
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["2"]);
}

pub async fn a_receipt_revives_a_delivery_that_was_given_up<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let delivery = attempting(storage).await;
    let given_up = DeadReason::AttemptsExhausted { attempts: 1, code: None };
    record(storage, &delivery, AttemptOutcome::Dead(given_up)).await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 1));
    receive(storage, vec![referring(&delivery, "OUT", ReceiptStatus::Sent)]).await;
    assert_eq!(unfinished_and_dead(storage).await, (0, 0));
}
