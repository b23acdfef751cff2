#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Payments by WhatsApp's own card: what Meta reports of them, and cards that do not arrive.

use mitra_core::delivery::{DeadReason, ReceiptStatus};
use mitra_core::event::PaymentReport;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{DeliveryId, OrderReference, PhoneNumberId};
use mitra_core::limits::UNKNOWN_WAIT;
use mitra_core::payment::{CardOrigin, News, PaymentConfiguration, PaymentStage, PaymentWay};

use super::Harness;
use super::fixtures::{
    HOLD, NUMBER, T0, at, both, by_bsuid, by_phone, citizen, claim_send, hear, receipt, receive,
    record, referring, reply, report, taken,
};
use super::payments::{ask, created, due, find, look, looked, open, paid, payment};
use super::refunds::{due_refunds, pay, refund};
use crate::{
    Accepted, AttemptOutcome, ClaimedDelivery, DuePayment, Intake, Outbox, PaymentSettlement,
    RetriedDead, Settled, Storage,
};

/// Meta was away for too long.
const EXHAUSTED: AttemptOutcome =
    AttemptOutcome::Dead(DeadReason::AttemptsExhausted { attempts: 12, code: None });
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

/// How many messages were given up.
async fn letters(storage: &impl Storage) -> usize {
    storage.dead_letters(None, 9).await.expect("listed").len()
}

/// An operator has the message sent again, as this one.
async fn again(storage: &impl Storage, dead: &ClaimedDelivery) -> DeliveryId {
    let retried = storage.retry_dead(dead.claim.delivery, at(3)).await.expect("answered");
    let RetriedDead::Queued(copy) = retried else { panic!("not queued: {retried:?}") };
    copy
}

/// A page takes the place of its dead card.
async fn gives_way(storage: &impl Storage, dead: &DuePayment) {
    assert!(dead.card_is_dead);
    let page = looked(dead, Some(created()), Some(7));
    assert_eq!(look(storage, page).await, Settled::Committed);
}

/// The one payment that is due.
async fn woken(storage: &impl Storage) -> DuePayment {
    let mut due = due(storage, 3).await;
    assert_eq!(due.len(), 1, "{due:?}");
    due.remove(0)
}

pub async fn a_card_that_is_sent_again_is_its_payments<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    record(storage, &card, EXHAUSTED).await;
    let before = woken(storage).await;
    let copy = again(storage, &card).await;
    let page = looked(&before, Some(created()), Some(7));
    assert_eq!(look(storage, page).await, Settled::Conflict, "a card is under way");
    let on_its_way = woken(storage).await;
    assert_eq!((on_its_way.card_is_dead, on_its_way.wakes), (false, before.wakes + 1));
    let second = claim_send(storage, at(3)).await;
    assert_eq!((second.claim.delivery, &second.body), (copy, &card.body));
    record(storage, &second, REFUSED).await;
    let dead = woken(storage).await;
    assert_eq!((dead.card_is_dead, dead.wakes), (true, before.wakes + 2));
    gives_way(storage, &dead).await;
    for (sent, retried) in [(&card, RetriedDead::Already(copy)), (&second, RetriedDead::NotDead)] {
        let answer = storage.retry_dead(sent.claim.delivery, at(4)).await.expect("answered");
        assert_eq!(answer, retried, "nobody can send a card beside the page");
    }
}

pub async fn a_dead_card_is_forgotten_whatever_ends_its_payment<H: Harness>() {
    for news in [News::NotTaken, News::Failed, News::Lapsed, paid()] {
        let harness = open::<H>().await;
        let storage = harness.storage();
        let card = carded(storage, &citizen(1)).await;
        record(storage, &card, EXHAUSTED).await;
        let ended = looked(&woken(storage).await, Some(news.clone()), None);
        assert_eq!(look(storage, ended).await, Settled::Committed);
        assert_eq!(letters(storage).await, 0, "{news:?}");
        let retried = storage.retry_dead(card.claim.delivery, at(3)).await.expect("answered");
        assert_eq!(retried, RetriedDead::NotDead, "{news:?}");
    }
}

pub async fn a_card_that_dies_after_its_payments_end_is_forgotten<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    taken(storage, &card, "OUT").await;
    let lapsed = looked(&due(storage, 7).await.remove(0), Some(News::Lapsed), Some(20));
    assert_eq!(look(storage, lapsed).await, Settled::Committed);
    receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    assert_eq!(letters(storage).await, 0);
    assert!(due(storage, 9).await.is_empty(), "there is nothing to see");
    assert!(!due(storage, 20).await.remove(0).card_is_dead);
}

pub async fn nothing_takes_the_place_of_a_card_that_arrives_after_all<H: Harness>() {
    for news in [created(), News::NotTaken] {
        let harness = open::<H>().await;
        let storage = harness.storage();
        let card = carded(storage, &citizen(1)).await;
        taken(storage, &card, "OUT").await;
        receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
        let dead = woken(storage).await;
        receive(storage, vec![receipt("OUT", ReceiptStatus::Delivered)]).await;
        let replaced = looked(&dead, Some(news.clone()), Some(7));
        assert_eq!(look(storage, replaced).await, Settled::Conflict, "{news:?}");
        assert!(!woken(storage).await.card_is_dead);
    }
}

/// A payment whose card's first attempt was not answered, and whose second one is under way.
async fn tried_twice(storage: &impl Storage) -> [ClaimedDelivery; 2] {
    let first = carded(storage, &citizen(1)).await;
    let until = T0.after(UNKNOWN_WAIT);
    record(storage, &first, AttemptOutcome::Unknown { until }).await;
    [first, claim_send(storage, until).await]
}

/// The same, and the first one failed. Gives the second one, and when nothing of it can be under way any more, ms after
/// `T0`.
async fn failed_under_way(storage: &impl Storage) -> (ClaimedDelivery, i64) {
    let [first, second] = tried_twice(storage).await;
    receive(storage, vec![referring(&first, "OUT1", ReceiptStatus::Failed)]).await;
    assert_eq!(letters(storage).await, 1);
    let over = T0.after(UNKNOWN_WAIT).after(HOLD).after(UNKNOWN_WAIT).0 - T0.0;
    assert!(due(storage, over - 1).await.is_empty(), "there is nothing to see yet");
    assert!(due(storage, over).await.remove(0).card_is_dead);
    (second, over)
}

pub async fn a_card_is_not_given_up_while_an_attempt_to_send_it_may_be_under_way<H: Harness>() {
    let mut harness = open::<H>().await;
    let (second, over) = failed_under_way(harness.storage()).await;
    // The citizen asks once more, and so somebody looks before.
    ask(harness.storage(), "B", &citizen(1), payment("o2", "bill-1", 500)).await;
    assert!(!due(harness.storage(), 0).await.remove(0).card_is_dead);
    harness.restart(at(1)).await;
    let storage = harness.storage();
    assert!(!due(storage, over - 1).await.remove(0).card_is_dead);
    assert!(due(storage, over).await.remove(0).card_is_dead);
    // Meta took the second attempt.
    receive(storage, vec![referring(&second, "OUT2", ReceiptStatus::Sent)]).await;
    assert!(!due(storage, over).await.remove(0).card_is_dead);
}

pub async fn an_attempt_under_way_is_waited_for_whatever_operators_do<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (second, over) = failed_under_way(storage).await;
    again(storage, &second).await;
    let copy = claim_send(storage, at(3)).await;
    record(storage, &copy, REFUSED).await;
    assert!(due(storage, over - 1).await.is_empty());
    assert!(due(storage, over).await.remove(0).card_is_dead);
    assert!(storage.discard_dead(copy.claim.delivery).await.expect("answered"));
    ask(storage, "B", &citizen(1), payment("o2", "bill-1", 500)).await;
    assert!(!due(storage, over - 1).await.remove(0).card_is_dead);
    let dead = due(storage, over).await.remove(0);
    gives_way(storage, &dead).await;
}

pub async fn an_answer_ends_the_wait_for_an_attempt<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let [first, second] = tried_twice(storage).await;
    record(storage, &second, AttemptOutcome::RetryAt { not_before: at(90_000) }).await;
    receive(storage, vec![referring(&first, "OUT1", ReceiptStatus::Failed)]).await;
    assert!(due(storage, 0).await.remove(0).card_is_dead, "Meta did not take the second one");
}

pub async fn a_card_that_an_operator_discards_was_given_up_all_the_same<H: Harness>() {
    let mut harness = open::<H>().await;
    let card = carded(harness.storage(), &citizen(1)).await;
    record(harness.storage(), &card, EXHAUSTED).await;
    let discarded = harness.storage().discard_dead(card.claim.delivery).await;
    assert!(discarded.expect("answered"));
    harness.restart(at(2)).await;
    let storage = harness.storage();
    let dead = woken(storage).await;
    gives_way(storage, &dead).await;
}

pub async fn what_a_card_is_told_of_its_end_is_no_card<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let card = carded(storage, &citizen(1)).await;
    taken(storage, &card, "OUT").await;
    let ended = PaymentSettlement {
        delivery: Some(reply("completed")),
        ..looked(&due(storage, 7).await.remove(0), Some(paid()), None)
    };
    assert_eq!(look(storage, ended).await, Settled::Committed);
    let told = claim_send(storage, T0).await;
    record(storage, &told, EXHAUSTED).await;
    assert_eq!(letters(storage).await, 1, "it can be sent again");
    let copy = again(storage, &told).await;
    assert_eq!(claim_send(storage, at(3)).await.claim.delivery, copy);
    assert!(due(storage, 9).await.is_empty(), "its payment is over");
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
