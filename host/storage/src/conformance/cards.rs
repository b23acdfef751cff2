#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Payments by WhatsApp's own card: what Meta reports of them, and cards that do not arrive.

use mitra_core::delivery::{DeadReason, ReceiptStatus};
use mitra_core::event::PaymentReport;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{OrderReference, PhoneNumberId};
use mitra_core::payment::{CardOrigin, News, PaymentConfiguration, PaymentStage, PaymentWay};

use super::Harness;
use super::fixtures::{
    NUMBER, T0, at, both, by_bsuid, by_phone, citizen, claim_send, hear, receipt, receive, record,
    reply, report, taken,
};
use super::payments::{ask, created, due, find, look, looked, open, payment};
use super::refunds::{due_refunds, pay, refund};
use crate::{
    Accepted, AttemptOutcome, ClaimedDelivery, Intake, Outbox, PaymentSettlement, Settled, Storage,
};

const REFUSED: AttemptOutcome = AttemptOutcome::Dead(DeadReason::Refused { code: 134_011 });

fn origin() -> CardOrigin {
    let configuration = PaymentConfiguration::parse("pg-prod").expect("it is one");
    CardOrigin { number: PhoneNumberId::new(NUMBER), configuration }
}

/// A payment whose citizen is sent a card: the attempt to do so.
async fn carded(storage: &impl Storage, address: &CitizenAddress) -> ClaimedDelivery {
    ask(storage, "A", address, payment("o1", "bill-1", 500)).await;
    let asked = due(storage, 0).await.remove(0);
    assert!(!asked.card_is_dead);
    let offered = PaymentSettlement {
        delivery: Some(reply("card")),
        ..looked(&asked, Some(News::Carded(origin())), Some(7))
    };
    assert_eq!(look(storage, offered).await, Settled::Committed);
    let payment = find(storage, "bill-1").await.expect("there");
    let card = PaymentWay::Card(origin());
    assert_eq!((payment.stage, payment.way), (PaymentStage::OfferedAsCard, card));
    assert!(due(storage, 0).await.is_empty());
    claim_send(storage, T0).await
}

async fn reported(storage: &impl Storage, key: &str, order: &str) -> Accepted {
    let (dedup_key, order) = (key.to_owned(), OrderReference::new(order));
    let payments = vec![PaymentReport { dedup_key, order }];
    storage.accept(Intake { payments, ..Intake::default() }, T0).await.expect("accepted")
}

pub async fn a_report_on_a_payment_wakes_it_and_its_refunds_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let paid = pay(storage, &citizen(1), "o1", "bill-1").await;
    refund(storage, &paid, "all", 500).await.expect("it can be");
    assert!(due(storage, 0).await.is_empty());
    let before = due_refunds(storage, 0).await.remove(0);
    let first = reported(storage, "p|o1|captured|t|1", "o1").await;
    assert_eq!(first, Accepted { payments: 1, ..Accepted::default() });
    let woken = due(storage, 0).await;
    assert_eq!(woken.len(), 1);
    assert_eq!(due_refunds(storage, 0).await[0].wakes, before.wakes + 1);
    let again = reported(storage, "p|o1|captured|t|1", "o1").await;
    assert_eq!(again, Accepted { duplicates: 1, ..Accepted::default() });
    assert_eq!(due(storage, 0).await, woken, "a repeated report wakes nobody");
    reported(storage, "p|o1|captured|t|2", "o1").await;
    assert_ne!(due(storage, 0).await, woken);
    let unknown = reported(storage, "p|o9|captured|t|1", "o9").await;
    assert_eq!(unknown, Accepted { payments_unknown: 1, ..Accepted::default() });
}

pub async fn a_card_that_is_given_up_makes_its_payment_due<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    record(storage, &card, REFUSED).await;
    let woken = due(storage, 0).await.remove(0);
    assert!(woken.card_is_dead);
    assert_eq!(woken.wakes, 1);
}

pub async fn a_card_that_failed_at_meta_makes_its_payment_due_and_may_arrive_after_all<
    H: Harness,
>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    taken(storage, &card, "OUT").await;
    receive(storage, vec![receipt("OUT", ReceiptStatus::Sent)]).await;
    assert!(due(storage, 0).await.is_empty(), "a card that goes its way wakes nobody");
    receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    assert!(due(storage, 0).await.remove(0).card_is_dead);
    receive(storage, vec![receipt("OUT", ReceiptStatus::Delivered)]).await;
    assert!(!due(storage, 0).await.remove(0).card_is_dead);
}

pub async fn a_page_takes_the_place_of_a_dead_card<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    record(storage, &card, REFUSED).await;
    assert_eq!(storage.dead_letters(None, 9).await.expect("listed").len(), 1);
    let woken = due(storage, 0).await.remove(0);
    let offered = PaymentSettlement {
        delivery: Some(reply("page")),
        ..looked(&woken, Some(created()), Some(7))
    };
    assert_eq!(look(storage, offered).await, Settled::Committed);
    let payment = find(storage, "bill-1").await.expect("there");
    assert_eq!((payment.stage.name(), payment.way), ("offered", PaymentWay::Link));
    assert!(storage.dead_letters(None, 9).await.expect("listed").is_empty());
    let page = claim_send(storage, T0).await;
    assert!(page.body.contains("page"), "{}", page.body);
    // The page's message is no card.
    record(storage, &page, REFUSED).await;
    assert!(due(storage, 0).await.is_empty());
    assert_eq!(storage.dead_letters(None, 9).await.expect("listed").len(), 1);
}

pub async fn a_card_is_its_payments_when_citizens_become_one_and_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    ask(harness.storage(), "Z", &by_bsuid("IN.1"), payment("o0", "bill-0", 500)).await;
    let first = due(harness.storage(), 0).await.remove(0);
    look(harness.storage(), looked(&first, Some(created()), None)).await;
    let card = carded(harness.storage(), &by_phone("15550100001")).await;
    let one = both("IN.1", "15550100001");
    hear(harness.storage(), vec![report("merge", &one, &one)]).await;
    record(harness.storage(), &card, REFUSED).await;
    harness.restart(at(6)).await;
    let woken = due(harness.storage(), 0).await.remove(0);
    assert_eq!((woken.payment.order.as_str(), woken.card_is_dead), ("o1", true));
}
