#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Looking back at what was paid and paid back.

use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{
    News, Payment, PaymentReceipt, Refund, RefundId, RefundKey, RefundRequest,
};

use super::Harness;
use super::fixtures::{
    T0, accept, at, both, by_bsuid, by_phone, citizen, claim_one, department, event, hear, plain,
    report,
};
use super::payments::{ask, created, due, find, look, looked, open, payment};
use crate::{Books, Inbox, Settled, Settlement, Storage};

/// A payment of this department, by this address, which was paid then.
async fn pay(
    storage: &impl Storage,
    address: &CitizenAddress,
    (id, order, reference): (&str, &str, &str),
    paid_at: Timestamp,
) -> Payment {
    let asked = Payment { department: department(id), ..payment(order, reference, 500) };
    let key = asked.key();
    assert_eq!(ask(storage, order, address, asked).await, Settled::Committed);
    let paid = News::Paid(PaymentReceipt { id: format!("pay-{order}"), at: paid_at });
    for (news, next) in [(created(), Some(0)), (paid, None)] {
        let due = due(storage, 0).await;
        let of_it = due.iter().find(|due| due.payment.order.as_str() == order).expect("due");
        assert_eq!(look(storage, looked(of_it, Some(news), next)).await, Settled::Committed);
    }
    storage.payment(&key).await.expect("read").expect("there")
}

async fn refund(storage: &impl Storage, payment: &Payment, key: &str, now: Timestamp) -> Refund {
    let request = RefundRequest {
        id: RefundId::new(format!("refund-{key}")),
        paise: Some(100),
        key: RefundKey::parse(key).expect("is one"),
        by: "asha".to_owned(),
        reason: "paid twice".to_owned(),
    };
    let asked = storage.ask_refund(&payment.key(), &request, now).await;
    asked.expect("answered").expect("there is such a payment").expect("it may be")
}

async fn receipts(storage: &impl Storage, citizen: CitizenId, max: usize) -> Vec<String> {
    let paid = storage.receipts(citizen, max).await.expect("read");
    paid.iter().map(|paid| paid.payment.request.reference.to_string()).collect()
}

async fn paid_between(storage: &impl Storage, from: Timestamp, to: Timestamp) -> Vec<String> {
    let paid = storage.paid_between(from, to, 10).await.expect("read");
    paid.iter().map(|payment| payment.request.reference.to_string()).collect()
}

pub async fn a_citizens_receipts_are_the_last_ones_of_all_departments_newest_first<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen(1);
    pay(storage, &one, ("energy", "o1", "bill-1"), at(30)).await;
    pay(storage, &one, ("water", "o2", "bill-2"), at(10)).await;
    let last = pay(storage, &one, ("water", "o3", "bill-3"), at(40)).await;
    pay(storage, &citizen(2), ("water", "o4", "bill-4"), at(50)).await;
    ask(storage, "o5", &one, payment("o5", "bill-5", 500)).await;
    assert_eq!(receipts(storage, last.citizen, 10).await, ["bill-3", "bill-1", "bill-2"]);
    assert_eq!(receipts(storage, last.citizen, 2).await, ["bill-3", "bill-1"]);
    let refunded = refund(storage, &last, "a", T0).await;
    let newest = storage.receipts(last.citizen, 1).await.expect("read").remove(0);
    assert_eq!((newest.payment, newest.refunds), (last, vec![refunded]));
    assert!(receipts(storage, CitizenId(99), 10).await.is_empty());
}

pub async fn receipts_are_those_of_whoever_the_citizen_has_become<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = pay(storage, &by_bsuid("IN.1"), ("energy", "o1", "bill-1"), at(1)).await.citizen;
    let phone = by_phone("15550100001");
    let younger = pay(storage, &phone, ("water", "o2", "bill-2"), at(2)).await.citizen;
    assert_eq!(receipts(storage, older, 10).await, ["bill-1"]);
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    assert_eq!(receipts(storage, older, 10).await, ["bill-2", "bill-1"]);
    assert!(receipts(storage, younger, 10).await.is_empty());
}

pub async fn what_was_paid_is_found_by_its_day_from_midnight_to_midnight<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let day = Day::parse("2026-11-24").expect("a day");
    let (begins, ends) = (day.begins(), day.ends());
    let last = Timestamp(ends.0 - 1_000);
    for (order, reference, paid_at) in [
        ("o1", "before", Timestamp(begins.0 - 1)),
        ("o2", "last", last),
        ("o3", "first", begins),
        ("o4", "after", ends),
    ] {
        pay(storage, &citizen(1), ("energy", order, reference), paid_at).await;
    }
    ask(storage, "o5", &citizen(1), payment("o5", "open", 500)).await;
    assert_eq!(paid_between(storage, begins, ends).await, ["first", "last"]);
    assert_eq!(
        paid_between(storage, ends, day.ends().after(day.ends().since(begins))).await,
        ["after"]
    );
    let one = storage.paid_between(begins, ends, 1).await.expect("read");
    assert_eq!(one.len(), 1, "so many and no more");
}

pub async fn what_was_asked_to_be_paid_back_is_found_by_its_day<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let paid = pay(storage, &citizen(1), ("energy", "o1", "bill-1"), at(1)).await;
    for (key, asked_at) in [("a", at(99)), ("b", at(199)), ("c", at(100)), ("d", at(200))] {
        refund(storage, &paid, key, asked_at).await;
    }
    let keys = async |max| {
        let found = storage.refunds_between(at(100), at(200), max).await.expect("read");
        assert!(found.iter().all(|of| of.payment == paid));
        found.iter().map(|of| of.refund.key.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(10).await, ["c", "b"]);
    assert_eq!(keys(1).await, ["c"]);
}

pub async fn a_payment_is_found_by_its_order_and_a_refund_by_its_id<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let paid = pay(storage, &citizen(1), ("energy", "o1", "bill-1"), at(1)).await;
    let asked = refund(storage, &paid, "a", T0).await;
    let of_order = async |order| storage.payment_of(&OrderReference::new(order)).await;
    assert_eq!(of_order("o1").await.expect("read").as_ref(), Some(&paid));
    assert_eq!(of_order("o9").await.expect("read"), None);
    let found = storage.refund(&asked.id).await.expect("read").expect("there");
    assert_eq!((found.refund, found.payment), (asked, paid));
    assert_eq!(storage.refund(&RefundId::new("none")).await.expect("read"), None);
}

pub async fn receipts_stay_when_what_is_kept_for_the_citizen_is_erased<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let paid = pay(storage, &citizen(1), ("energy", "o1", "bill-1"), at(1)).await;
    accept(storage, vec![event("erase", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { erases: true, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Committed);
    assert_eq!(receipts(storage, paid.citizen, 10).await, ["bill-1"]);
    assert_eq!(find(storage, "bill-1").await, Some(paid));
}

pub async fn books_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    let paid = pay(harness.storage(), &citizen(1), ("energy", "o1", "bill-1"), at(7)).await;
    refund(harness.storage(), &paid, "a", at(8)).await;
    let before = harness.storage().receipts(paid.citizen, 10).await.expect("read");
    harness.restart(at(9)).await;
    assert_eq!(harness.storage().receipts(paid.citizen, 10).await.expect("read"), before);
    assert_eq!(paid_between(harness.storage(), at(7), at(8)).await, ["bill-1"]);
    assert!(paid_between(harness.storage(), at(8), at(9)).await.is_empty());
}
