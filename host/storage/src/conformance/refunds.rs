#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Asking for refunds, looking at them, moving them, and telling of them.

use mitra_core::event::LaneEvent;
use mitra_core::ids::CitizenId;
use mitra_core::payment::{
    NoRefund, Payment, Refund, RefundId, RefundKey, RefundPlace, RefundRequest, RefundStage,
    RefundStep,
};
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};

use super::Harness;
use super::fixtures::{T0, at, both, by_bsuid, by_phone, citizen, claim_one, hear, report};
use super::payments::{ask, created, due, look, looked, open, paid, payment};
use crate::{DueRefund, RefundSettlement, Refunds, Settled, Storage};

/// A payment of 500 paise of this address, which is paid.
pub(super) async fn pay(
    storage: &impl Storage,
    address: &mitra_core::identity::CitizenAddress,
    order: &str,
    reference: &str,
) -> Payment {
    let asked = payment(order, reference, 500);
    let key = asked.key();
    assert_eq!(ask(storage, order, address, asked).await, Settled::Committed);
    for (news, next) in [(created(), Some(0)), (paid(), None)] {
        let due = due(storage, 0).await;
        let of_it = due.iter().find(|due| due.payment.order.as_str() == order).expect("due");
        let moved = looked(of_it, Some(news), next);
        assert_eq!(look(storage, moved).await, Settled::Committed);
    }
    storage.payment(&key).await.expect("read").expect("there")
}

fn request(key: &str, paise: u64) -> RefundRequest {
    RefundRequest {
        id: RefundId::new(format!("refund-{key}")),
        paise: Some(paise),
        key: RefundKey::parse(key).expect("is one"),
        by: "asha".to_owned(),
        reason: "paid twice".to_owned(),
    }
}

pub(super) async fn refund(
    storage: &impl Storage,
    payment: &Payment,
    key: &str,
    paise: u64,
) -> Result<Refund, NoRefund> {
    let asked = storage.ask_refund(&payment.key(), &request(key, paise), T0).await;
    asked.expect("answered").expect("there is such a payment")
}

pub(super) async fn due_refunds(storage: &impl Storage, ms: i64) -> Vec<DueRefund> {
    storage.due_refunds(1_000, at(ms)).await.expect("read").due
}

/// The provider has it; or, the next time, the money is back.
fn step(refund: &Refund) -> RefundStep {
    match refund.place() {
        RefundPlace::Asked(asked) => asked.given("rfnd_1".to_owned()),
        RefundPlace::Given(given) => given.completed(T0),
        RefundPlace::Over => panic!("it is over: {refund:?}"),
    }
}

fn settled(due: &DueRefund, step: Option<RefundStep>, next: Option<i64>) -> RefundSettlement {
    let DueRefund { refund, payment, wakes } = due;
    let told = step.as_ref().and_then(|step| step.refund().update(payment));
    let timer = told.map(|update| {
        let (department, service) = (payment.department.clone(), payment.service.clone());
        let key = TimerKey { department, service, name: refund.id.to_string() };
        let content = TimerContent::Refund(update);
        TimerWrite { key, timer: Some(Timer { at: T0, content, set_by: refund.told_by() }) }
    });
    let (id, wakes, next_check) = (refund.id.clone(), *wakes, next.map(at));
    RefundSettlement { id, wakes, step, timer, next_check }
}

async fn settle(storage: &impl Storage, settlement: RefundSettlement) -> Settled {
    storage.settle_refund(settlement).await.expect("answered")
}

/// Who is told of a refund next, and of which.
async fn told(storage: &impl Storage) -> (CitizenId, String) {
    assert_eq!(storage.fire_timers(10, T0).await.expect("fired").timers, 1);
    let claimed = claim_one(storage, T0).await;
    let LaneEvent::Timer(fired) = &claimed.event else { panic!("a timer: {claimed:?}") };
    let TimerContent::Refund(update) = &fired.timer.content else { panic!("a refund: {fired:?}") };
    (claimed.claim.citizen, update.number.clone())
}

pub async fn what_is_paid_is_refunded_once_for_each_key<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let asked = payment("o1", "bill-1", 500);
    let none = storage.ask_refund(&asked.key(), &request("a", 1), T0).await.expect("answered");
    assert_eq!(none, None);
    ask(storage, "A", &citizen(1), asked.clone()).await;
    assert_eq!(refund(storage, &asked, "a", 1).await, Err(NoRefund::NotPaid("asked")));
    let payment = pay(storage, &citizen(1), "o2", "bill-2").await;
    let first = refund(storage, &payment, "a", 200).await.expect("taken");
    assert_eq!(refund(storage, &payment, "a", 200).await, Ok(first.clone()), "the same again");
    assert_eq!(refund(storage, &payment, "a", 201).await, Err(NoRefund::OtherOfKey(200)));
    let all = storage.refunds(&payment.order).await.expect("read");
    assert_eq!(all, std::slice::from_ref(&first));
    let waiting = DueRefund { refund: first, payment, wakes: 0 };
    assert_eq!(due_refunds(storage, 0).await, [waiting]);
}

pub async fn refunds_of_a_payment_never_sum_up_to_more_than_was_paid<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let payment = pay(storage, &citizen(1), "o1", "bill-1").await;
    refund(storage, &payment, "a", 200).await.expect("taken");
    let more = refund(storage, &payment, "b", 301).await;
    assert_eq!(more, Err(NoRefund::TooMuch { paise: 301, left: 300 }));
    let first = due_refunds(storage, 0).await.remove(0);
    let RefundPlace::Asked(asked) = first.refund.place() else { panic!("asked") };
    let refused = settled(&first, Some(asked.refused("no such account")), None);
    assert_eq!(settle(storage, refused).await, Settled::Committed);
    refund(storage, &payment, "b", 500).await.expect("what failed was not refunded");
    let more = refund(storage, &payment, "c", 1).await;
    assert_eq!(more, Err(NoRefund::TooMuch { paise: 1, left: 0 }));
}

pub async fn what_a_look_at_a_refund_led_to_is_committed_together<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let payment = pay(storage, &citizen(1), "o1", "bill-1").await;
    refund(storage, &payment, "a", 200).await.expect("taken");
    let asked = due_refunds(storage, 0).await.remove(0);
    let given = settled(&asked, Some(step(&asked.refund)), Some(7));
    assert_eq!(settle(storage, given).await, Settled::Committed);
    let waiting = storage.due_refunds(10, at(6)).await.expect("read");
    assert_eq!((waiting.due.len(), waiting.next), (0, Some(at(7))));
    let given = due_refunds(storage, 7).await.remove(0);
    assert_eq!(given.refund.stage, RefundStage::Given { number: "rfnd_1".to_owned() });
    let over = settled(&given, Some(step(&given.refund)), None);
    assert_eq!(settle(storage, over.clone()).await, Settled::Committed);
    assert_eq!(settle(storage, over).await, Settled::Conflict, "once");
    assert_eq!(told(storage).await, (payment.citizen, "rfnd_1".to_owned()));
    assert!(due_refunds(storage, 1_000).await.is_empty());
}

pub async fn a_look_at_a_refund_is_lost_when_there_is_news<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let payment = pay(storage, &citizen(1), "o1", "bill-1").await;
    refund(storage, &payment, "a", 200).await.expect("taken");
    let before = due_refunds(storage, 0).await.remove(0);
    assert!(storage.wake_refund(&before.refund.id, at(3)).await.expect("woken"));
    assert_eq!(settle(storage, settled(&before, None, Some(9))).await, Settled::Conflict);
    let woken = due_refunds(storage, 3).await.remove(0);
    let given = settled(&woken, Some(step(&woken.refund)), Some(3));
    assert_eq!(settle(storage, given).await, Settled::Committed);
    let given = due_refunds(storage, 3).await.remove(0);
    let over = settled(&given, Some(step(&given.refund)), None);
    assert_eq!(settle(storage, over).await, Settled::Committed);
    assert!(storage.wake_refund(&before.refund.id, at(4)).await.expect("there is one"));
    assert!(due_refunds(storage, 9).await.is_empty(), "what is over stays over");
    assert!(!storage.wake_refund(&RefundId::new("none"), T0).await.expect("answered"));
}

pub async fn a_refund_is_told_to_whoever_the_citizen_has_become<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = pay(storage, &by_bsuid("IN.1"), "o1", "bill-1").await.citizen;
    let payment = pay(storage, &by_phone("15550100001"), "o2", "bill-2").await;
    refund(storage, &payment, "a", 500).await.expect("taken");
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    for next in [Some(0), None] {
        let due = due_refunds(storage, 0).await.remove(0);
        let settlement = settled(&due, Some(step(&due.refund)), next);
        assert_eq!(settle(storage, settlement).await, Settled::Committed);
    }
    assert_eq!(told(storage).await, (older, "rfnd_1".to_owned()));
}

pub async fn refunds_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    let payment = pay(harness.storage(), &citizen(1), "o1", "bill-1").await;
    refund(harness.storage(), &payment, "a", 200).await.expect("taken");
    let before = due_refunds(harness.storage(), 5).await;
    harness.restart(at(6)).await;
    assert_eq!(due_refunds(harness.storage(), 5).await, before);
}
