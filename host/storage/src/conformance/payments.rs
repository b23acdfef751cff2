#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Asking for payments, looking at them, moving them, and telling how they ended.

use std::time::Duration;

use mitra_core::event::LaneEvent;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{OrderReference, PhoneNumberId, ServiceId, TurnId};
use mitra_core::language::{Language, Localized};
use mitra_core::payment::{
    News, Payment, PaymentContact, PaymentKey, PaymentReceipt, PaymentReference, PaymentRequest,
    PaymentStage, PaymentWay,
};
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};

use super::Harness;
use super::fixtures::{
    NUMBER, T0, accept, at, bodies, both, by_bsuid, by_phone, citizen, claim_all, claim_one,
    claim_sends, department, event, hear, plain, reply, report, settle,
};
use crate::{
    DuePayment, Inbox, PaymentSettlement, Payments, Settled, Settlement, Storage, StorageLimits,
    Timers, Upkeep,
};

pub(super) async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn request(reference: &str, paise: u64) -> PaymentRequest {
    let text = || "బిల్లు".to_owned();
    let purpose = Localized { te: text(), en: text(), hi: text() };
    PaymentRequest::new(reference, paise, purpose, Duration::from_mins(20)).expect("it is one")
}

pub(super) fn payment(order: &str, reference: &str, paise: u64) -> Payment {
    Payment {
        order: OrderReference::new(order),
        citizen: mitra_core::ids::CitizenId(0),
        department: department("energy"),
        service: ServiceId::parse("bill").expect("is a slug"),
        request: request(reference, paise),
        asked_by: TurnId::new("turn"),
        asked_at: T0,
        contact: PaymentContact {
            language: Language::Te,
            from: PhoneNumberId::new(NUMBER),
            window_closes_at: at(86_400_000),
        },
        is_awaited: true,
        stage: PaymentStage::Asked,
        way: PaymentWay::Link,
    }
}

/// A new message of this address, whose turn asks for a payment.
pub(super) async fn ask(
    storage: &impl Storage,
    wamid: &str,
    address: &CitizenAddress,
    asked: Payment,
) -> Settled {
    accept(storage, vec![event(wamid, address)]).await;
    let claimed = claim_one(storage, T0).await;
    let asked = Payment { citizen: claimed.claim.citizen, ..asked };
    let settlement = Settlement { payment: Some(asked), ..plain(&claimed) };
    let settled = storage.settle(settlement, T0).await.expect("answered");
    if settled == Settled::Conflict {
        settle(storage, &claimed, &[]).await;
    }
    settled
}

pub(super) async fn find(storage: &impl Storage, reference: &str) -> Option<Payment> {
    let reference = PaymentReference::parse(reference).expect("is one");
    let key = PaymentKey { department: department("energy"), reference };
    storage.payment(&key).await.expect("read")
}

pub(super) async fn due(storage: &impl Storage, ms: i64) -> Vec<DuePayment> {
    storage.due_payments(1_000, at(ms)).await.expect("read").due
}

pub(super) fn looked(
    due: &DuePayment,
    news: Option<News>,
    next_ms: Option<i64>,
) -> PaymentSettlement {
    let step = news.map(|news| due.payment.step(news).expect("a step"));
    PaymentSettlement {
        order: due.payment.order.clone(),
        wakes: due.wakes,
        step,
        delivery: None,
        timer: None,
        next_check: next_ms.map(at),
    }
}

/// The timer that tells how a payment ended.
fn told(due: &DuePayment, news: News) -> TimerWrite {
    let step = due.payment.step(news).expect("a step");
    let update = step.payment().update().expect("it ended");
    let (department, service) = (due.payment.department.clone(), due.payment.service.clone());
    let key = TimerKey { department, service, name: update.reference.as_str().to_owned() };
    let (content, set_by) = (TimerContent::Payment(update), TurnId::new("turn"));
    TimerWrite { key, timer: Some(Timer { at: T0, content, set_by }) }
}

pub(super) async fn look(storage: &impl Storage, settlement: PaymentSettlement) -> Settled {
    storage.settle_payment(settlement).await.expect("answered")
}

pub(super) fn created() -> News {
    News::Created { link: "https://pay.example/1".to_owned() }
}

pub(super) fn paid() -> News {
    News::Paid(PaymentReceipt { id: "pay_1".to_owned(), at: T0 })
}

pub async fn a_payment_begins_with_its_turn_and_is_due_at_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(find(storage, "bill-1").await, None);
    assert!(due(storage, 0).await.is_empty());
    let asked = payment("o1", "bill-1", 500);
    assert_eq!(ask(storage, "A", &citizen(1), asked.clone()).await, Settled::Committed);
    let found = find(storage, "bill-1").await.expect("it is there");
    assert_eq!(found, Payment { citizen: found.citizen, ..asked });
    assert_eq!(
        due(storage, 0).await,
        [DuePayment { payment: found, wakes: 0, card_is_dead: false }]
    );
    assert_eq!(storage.depths().await.expect("read").open_payments, 1);
    assert_eq!(find(storage, "bill-2").await, None);
}

pub async fn the_same_request_renews_its_contact_and_another_is_a_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, "A", &citizen(1), payment("o1", "bill-1", 500)).await;
    let first = due(storage, 0).await.remove(0);
    assert_eq!(look(storage, looked(&first, Some(created()), Some(9))).await, Settled::Committed);
    assert!(due(storage, 8).await.is_empty());
    let contact = PaymentContact { language: Language::Hi, ..first.payment.contact };
    let again = Payment { contact: contact.clone(), ..payment("o2", "bill-1", 500) };
    assert_eq!(ask(storage, "B", &citizen(1), again).await, Settled::Committed);
    let woken = due(storage, 0).await.remove(0);
    assert_eq!(woken.payment.order.as_str(), "o1", "it is the same one");
    assert_eq!((woken.payment.contact.clone(), woken.payment.is_awaited), (contact, true));
    for (wamid, address, asked) in [
        ("C", citizen(1), payment("o3", "bill-1", 501)),
        ("D", citizen(2), payment("o4", "bill-1", 500)),
    ] {
        assert_eq!(ask(storage, wamid, &address, asked).await, Settled::Conflict);
    }
    assert_eq!(find(storage, "bill-1").await, Some(woken.payment));
    let elsewhere = Payment { department: department("water"), ..payment("o5", "bill-1", 501) };
    assert_eq!(ask(storage, "E", &citizen(2), elsewhere).await, Settled::Committed);
}

pub async fn what_a_look_led_to_is_committed_together<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, "A", &citizen(1), payment("o1", "bill-1", 500)).await;
    let asked = due(storage, 0).await.remove(0);
    let offered = PaymentSettlement {
        delivery: Some(reply("pay here")),
        ..looked(&asked, Some(created()), Some(7))
    };
    assert_eq!(look(storage, offered).await, Settled::Committed);
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["pay here"]);
    let next = storage.due_payments(10, at(6)).await.expect("read");
    assert_eq!((next.due.len(), next.next), (0, Some(at(7))));
    let open = due(storage, 7).await.remove(0);
    assert!(!open.payment.is_awaited);
    let ended =
        PaymentSettlement { timer: Some(told(&open, paid())), ..looked(&open, Some(paid()), None) };
    assert_eq!(look(storage, ended).await, Settled::Committed);
    assert_eq!(storage.fire_timers(10, T0).await.expect("fired").timers, 1);
    let claimed = claim_one(storage, T0).await;
    let LaneEvent::Timer(fired) = &claimed.event else { panic!("a timer: {claimed:?}") };
    assert_eq!(fired.payment(), find(storage, "bill-1").await.expect("there").update().as_ref());
    assert!(due(storage, i64::MAX - T0.0).await.is_empty());
    assert_eq!(storage.depths().await.expect("read").open_payments, 0);
}

pub async fn a_look_is_lost_when_there_is_something_newer_to_see<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, "A", &citizen(1), payment("o1", "bill-1", 500)).await;
    let (one, other) = (due(storage, 0).await.remove(0), due(storage, 0).await.remove(0));
    assert_eq!(look(storage, looked(&one, Some(created()), Some(9))).await, Settled::Committed);
    let late = PaymentSettlement {
        delivery: Some(reply("again")),
        ..looked(&other, Some(News::NotTaken), None)
    };
    assert_eq!(look(storage, late).await, Settled::Conflict, "it stands elsewhere by now");
    assert!(claim_sends(storage, T0).await.is_empty(), "nothing of it is kept");
    let order = one.payment.order.clone();
    let before = due(storage, 9).await.remove(0);
    assert!(storage.wake_payment(&order, at(3)).await.expect("woken"));
    assert_eq!(look(storage, looked(&before, None, Some(99))).await, Settled::Conflict);
    let woken = due(storage, 3).await.remove(0);
    assert_eq!(look(storage, looked(&woken, Some(paid()), None)).await, Settled::Committed);
    assert!(!storage.wake_payment(&OrderReference::new("none"), T0).await.expect("answered"));
}

pub async fn a_payments_end_and_a_timer_of_its_name_are_two<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, "A", &citizen(1), payment("o1", "bill-1", 500)).await;
    let asked = due(storage, 0).await.remove(0);
    look(storage, looked(&asked, Some(created()), Some(0))).await;
    let open = due(storage, 0).await.remove(0);
    let expired = PaymentSettlement {
        timer: Some(told(&open, News::Lapsed)),
        ..looked(&open, Some(News::Lapsed), Some(0))
    };
    look(storage, expired).await;
    // The department sets a timer of the same name, and removes it.
    let key = told(&open, News::Lapsed).key;
    let own = Timer { at: at(5), content: TimerContent::Note(vec![1]), set_by: TurnId::new("t") };
    for (wamid, timer) in [("B", Some(own)), ("C", None)] {
        accept(storage, vec![event(wamid, &citizen(1))]).await;
        let claimed = claim_one(storage, T0).await;
        let timers = vec![TimerWrite { key: key.clone(), timer }];
        let settlement = Settlement { timers, ..plain(&claimed) };
        assert_eq!(storage.settle(settlement, T0).await.expect("ok"), Settled::Committed);
    }
    // The money came after all: its end takes the place of the one that was not told.
    let late = due(storage, 0).await.remove(0);
    let ended =
        PaymentSettlement { timer: Some(told(&late, paid())), ..looked(&late, Some(paid()), None) };
    assert_eq!(look(storage, ended).await, Settled::Committed);
    assert_eq!(storage.fire_timers(10, at(9)).await.expect("fired").timers, 1);
    let claimed = claim_one(storage, at(9)).await;
    let LaneEvent::Timer(fired) = &claimed.event else { panic!("a timer: {claimed:?}") };
    assert_eq!(fired.payment().expect("a payment's").end.name(), "paid");
    settle(storage, &claimed, &[]).await;
    assert_eq!(storage.fire_timers(10, at(9)).await.expect("fired").timers, 0);
    let citizen = claimed.claim.citizen;
    let names = storage.timer_names(citizen, &key.department, &key.service).await.expect("read");
    assert!(names.is_empty(), "{names:?}");
}

pub async fn payments_of_the_younger_citizen_become_the_older_ones<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, "A", &by_bsuid("IN.1"), payment("o1", "bill-1", 500)).await;
    ask(storage, "B", &by_phone("15550100001"), payment("o2", "bill-2", 500)).await;
    let older = find(storage, "bill-1").await.expect("there").citizen;
    assert_ne!(find(storage, "bill-2").await.expect("there").citizen, older);
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    assert_eq!(find(storage, "bill-2").await.expect("there").citizen, older);
    let moved = due(storage, 0).await;
    let moved = moved.iter().find(|due| due.payment.order.as_str() == "o2").expect("due");
    let offered = PaymentSettlement {
        delivery: Some(reply("pay here")),
        ..looked(moved, Some(created()), None)
    };
    assert_eq!(look(storage, offered).await, Settled::Committed);
    assert_eq!(claim_sends(storage, T0).await[0].claim.citizen, older);
}

pub async fn payments_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    ask(harness.storage(), "A", &citizen(1), payment("o1", "bill-1", 500)).await;
    let asked = due(harness.storage(), 0).await.remove(0);
    look(harness.storage(), looked(&asked, Some(created()), Some(7))).await;
    harness.storage().wake_payment(&asked.payment.order, at(5)).await.expect("woken");
    let before = due(harness.storage(), 5).await;
    harness.restart(at(6)).await;
    assert_eq!(due(harness.storage(), 5).await, before);
    assert!(claim_all(harness.storage(), at(6)).await.is_empty());
}
