//! An operator who has things paid back, sometimes twice and sometimes too much; and whether the money says the same.

use std::time::Duration;

use mitra_core::payment::{
    NoRefund, PaymentKey, PaymentReference, Refund, RefundKey, RefundRequest, RefundStage,
};
use mitra_pipeline::RefundCalls;
use mitra_storage::memory::Dump;

use super::bank::number_of;
use super::cards::CardOrder;
use super::department::department;
use super::faults::Faults;
use super::till::SimTill;

/// How long the operator waits before asking once more, at most.
const PAUSE: Duration = Duration::from_mins(2);
/// How often the operator asks until the host has taken it, at most: some payments are never known as paid.
const TRIES_MAX: u32 = 30;

/// Has a payment of 12,345 paise paid back: in one or in two parts, each perhaps asked for twice, and once too much.
pub(super) async fn ask(till: &SimTill, faults: &Faults, bill: &str) {
    let whole = faults.chance.happens(500);
    // Two parts of one amount cannot be told apart by it.
    let parts: &[(&str, Option<u64>)] = match (whole, faults.chance.happens(500)) {
        (true, _) => &[("all", None)],
        (false, true) => &[("a", Some(345)), ("b", Some(12_000))],
        (false, false) => &[("a", Some(6_000)), ("b", Some(6_000))],
    };
    for (key, paise) in parts {
        let times = 1 + faults.chance.below(2);
        for _ in 0..times {
            let mut tries = 0;
            while !take(till, faults, bill, key, *paise).await && tries < TRIES_MAX {
                tokio::time::sleep(faults.chance.span(PAUSE)).await;
                tries += 1;
            }
        }
    }
    take(till, faults, bill, "too-much", Some(12_346)).await;
}

/// One request; whether the host has answered it.
async fn take(till: &SimTill, faults: &Faults, bill: &str, key: &str, paise: Option<u64>) -> bool {
    let Some(door) = till.refund_door() else { return false };
    let crash = faults.next_crash();
    tokio::select! {
        biased;
        is_answered = ask_once(&door, faults, bill, key, paise) => is_answered,
        () = crash.happens() => false,
    }
}

async fn ask_once(
    door: &RefundCalls,
    faults: &Faults,
    bill: &str,
    key: &str,
    paise: Option<u64>,
) -> bool {
    let reference = PaymentReference::parse(bill).expect("a reference");
    let payment = PaymentKey { department: department(), reference };
    let Ok(Some(seen)) = door.payment(&payment).await else { return false };
    let key = RefundKey::parse(key).expect("a key");
    let id = door.id(&seen.payment, &key);
    let (by, reason) = ("operator".to_owned(), "paid twice".to_owned());
    let request = RefundRequest { id, paise, key, by, reason };
    match door.ask(&payment, &request).await {
        Ok(Some(Ok(refund))) if refund.paise > 12_345 => {
            faults.breaks("refunds", format!("more than was paid is taken: {refund:?}"));
            true
        }
        // The host does not know yet that it is paid.
        Ok(Some(Err(NoRefund::NotPaid(_))) | None) | Err(_) => false,
        Ok(Some(_)) => true,
    }
}

/// Whether the host still has something to find out.
pub(super) fn is_busy(dump: &Dump) -> bool {
    dump.refunds.iter().any(|refund| refund.next_check(refund.asked_at).is_some())
}

/// What the provider paid back is refunded in storage, and nothing else; never more than was paid; and each of it is
/// told once, or will be when its citizen writes. Gives how many were.
pub(super) fn kept(dump: &Dump, till: &SimTill) -> Result<usize, String> {
    let returned = till.refunds();
    let orders = till.cards.all();
    let mut n_refunded = 0;
    for refund in &dump.refunds {
        let by_card = orders.get(&refund.order).map(CardOrder::paid_back);
        let has_money = match (&by_card, refund.number()) {
            (None, _) => returned.get(&refund.id).is_some_and(|it| it.is_done),
            (Some(numbers), number) => number.is_some_and(|number| numbers.contains(&number)),
        };
        let is_refunded = is_refunded(refund);
        if has_money != is_refunded {
            return Err(format!("{refund:?}, and paid back: {has_money}"));
        }
        let number = by_card.and(refund.number()).map_or(number_of(&refund.id), str::to_owned);
        let told = dump.deliveries.iter().filter(|it| it.body.contains(&number)).count();
        let name = refund.id.as_str();
        let waiting = dump.timers.iter().filter(|timer| timer.key.name == name).count();
        if told + waiting != usize::from(is_refunded) {
            return Err(format!("{refund:?} is told {told} times, and waits {waiting} times"));
        }
        n_refunded += usize::from(is_refunded);
    }
    for (reference, order) in &orders {
        let is_known = |refund: &&Refund| refund.order == *reference;
        let known = dump.refunds.iter().filter(is_known).filter(|it| is_refunded(it));
        let mut known: Vec<_> = known.filter_map(Refund::number).collect();
        let mut paid_back = order.paid_back();
        known.sort_unstable();
        paid_back.sort_unstable();
        if known != paid_back {
            return Err(format!("{known:?} are paid back, and Meta paid back {paid_back:?}"));
        }
    }
    for row in &dump.payments {
        let of_it = returned.values().filter(|it| it.is_done);
        let receipt = row.payment.receipt().map(|receipt| receipt.id.as_str());
        let of_it = of_it.filter(|it| Some(it.order.payment.as_str()) == receipt);
        let sum: u64 = of_it.map(|it| it.order.paise).sum();
        if sum > row.payment.request.paise {
            return Err(format!("{sum} paise are paid back of {:?}", row.payment));
        }
    }
    Ok(n_refunded)
}

fn is_refunded(refund: &Refund) -> bool {
    matches!(refund.stage, RefundStage::Refunded { .. })
}
