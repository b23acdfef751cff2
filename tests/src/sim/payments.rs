//! The counting department's payments: what it asks for, what it hears, and whether the money says the same.
//!
//! The department writes down in its records what it hears, in the same turns.

use std::collections::BTreeMap;
use std::time::Duration;

use mitra_core::ids::CitizenId;
use mitra_core::language::Localized;
use mitra_core::payment::{
    Payment, PaymentEnd, PaymentKey, PaymentReference, PaymentRequest, PaymentStage, PaymentUpdate,
    PaymentWay,
};
use mitra_core::turn::{
    RecordKey, RecordRead, RecordVersion, RecordWrite, Scope, Turn, TurnEvent, TurnFault,
};
use mitra_storage::memory::{Dump, DumpedPayment};
use mitra_storage::{Payments, Records};

use super::cards::Ordered;
use super::department::department;
use super::faults::Faults;
use super::journal::Journal;
use super::storage::FaultyStorage;
use super::till::{Booked, End, SimTill};
use super::timers::Faulted;

/// How long citizens have: the shortest there is.
const VALID_FOR: Duration = Duration::from_mins(20);
/// Turns in a thousand that ask for something new.
const ASKS: u64 = 120;
/// Turns in a thousand that ask for the last thing once more.
const ASKS_AGAIN: u64 = 60;

/// What a turn does about payments.
#[derive(Debug, Default)]
pub(super) struct Bills {
    pub(super) reads: Vec<RecordRead>,
    pub(super) writes: Vec<RecordWrite>,
    pub(super) request: Option<PaymentRequest>,
}

impl Bills {
    /// Of the citizen's `count`th turn.
    pub(super) async fn of(
        turn: &Turn,
        count: u64,
        storage: &FaultyStorage,
        faults: &Faults,
        till: &SimTill,
    ) -> Result<Self, TurnFault> {
        let mut bills = Self::default();
        if let TurnEvent::Payment(update) = &turn.event {
            bills.hear(turn, update, storage, faults, till).await?;
        } else if faults.chance.happens(ASKS) {
            bills.request = Some(request(&format!("bill-{}-{count}", turn.citizen)));
        } else if faults.chance.happens(ASKS_AGAIN) {
            bills.request = again(turn, count, storage).await?;
        }
        Ok(bills)
    }

    /// Each end comes once, `paid` is the last, and nothing is told as paid that is not.
    async fn hear(
        &mut self,
        turn: &Turn,
        update: &PaymentUpdate,
        storage: &FaultyStorage,
        faults: &Faults,
        till: &SimTill,
    ) -> Result<(), TurnFault> {
        let (reference, end) = (update.reference.as_str(), update.end.name());
        let key = heard_key(turn.citizen, reference);
        let stored = Records::record(storage, &key).await;
        let stored = stored.map_err(|error| failed(&error))?;
        let version = stored.as_ref().map_or(RecordVersion(0), |record| record.version);
        let before = stored.map(|record| String::from_utf8(record.value).expect("a word"));
        if before.is_some() && end != "paid" || before.as_deref() == Some("paid") {
            faults.breaks("payments", format!("{reference} is {end} after it was {before:?}"));
        }
        let is_paid = is_paid(&till.orders(), reference) || till.cards.is_paid(reference);
        if matches!(update.end, PaymentEnd::Paid(_)) && !is_paid {
            faults.breaks("payments", format!("{reference} is told as paid, and is not"));
        }
        self.reads.push(RecordRead { key: key.clone(), version });
        self.writes.push(RecordWrite { key, value: Some(end.as_bytes().to_vec()) });
        Ok(())
    }
}

/// What the citizen was asked for last, if it can still be asked for.
async fn again(
    turn: &Turn,
    count: u64,
    storage: &FaultyStorage,
) -> Result<Option<PaymentRequest>, TurnFault> {
    for earlier in (count.saturating_sub(10)..count).rev() {
        let request = request(&format!("bill-{}-{earlier}", turn.citizen));
        let (department, reference) = (department(), request.reference.clone());
        let found = Payments::payment(storage, &PaymentKey { department, reference }).await;
        if let Some(payment) = found.map_err(|error| failed(&error))? {
            return Ok(Some(request).filter(|request| payment.is_same(turn.citizen, request)));
        }
    }
    Ok(None)
}

fn failed(error: &mitra_storage::StorageError) -> TurnFault {
    TurnFault::HostFailed { detail: error.to_string() }
}

/// Its purpose is its reference, so that the provider's books can be read.
fn request(reference: &str) -> PaymentRequest {
    let text = || reference.to_owned();
    let purpose = Localized { te: text(), en: text(), hi: text() };
    PaymentRequest::new(reference, 12_345, purpose, VALID_FOR).expect("it keeps the limits")
}

fn heard_key(citizen: CitizenId, reference: &str) -> RecordKey {
    let key = format!("heard/{reference}");
    RecordKey { department: department(), scope: Scope::Citizen(citizen), key }
}

fn is_paid(orders: &BTreeMap<mitra_core::ids::OrderReference, Booked>, reference: &str) -> bool {
    let mut of_it = orders.values().filter(|booked| booked.order.purpose == reference);
    of_it.any(|booked| matches!(booked.end, Some(End::Paid(_))))
}

/// By what a turn of a payment is known among those that failed.
pub(super) fn faulted_as(reference: &PaymentReference, end: &str) -> String {
    format!("{reference} {end}")
}

/// Whether the host still has something to find out or to tell, or will within this history.
pub(super) fn is_busy(dump: &Dump, till: &SimTill) -> bool {
    let orders = till.orders();
    let has_money = |payment: &Payment| {
        let bill = payment.request.reference.as_str();
        (was_offered(payment) && is_paid(&orders, bill)) || till.cards.is_paid(bill)
    };
    let is_open = |payment: &Payment| {
        matches!(
            payment.stage,
            PaymentStage::Asked | PaymentStage::Offered { .. } | PaymentStage::OfferedAsCard
        ) || (!matches!(payment.stage, PaymentStage::Paid(_)) && has_money(payment))
    };
    dump.payments.iter().any(|row| is_open(&row.payment)) || !till.is_idle()
}

fn was_offered(payment: &Payment) -> bool {
    !matches!(payment.stage, PaymentStage::Asked | PaymentStage::Failed { was_offered: false })
}

/// What was paid is paid in storage, and its department was told so once, or will be when its citizen writes; what was
/// not is not; and nothing can be paid in two ways. Gives how many were paid, or what is wrong.
pub(super) fn kept(
    dump: &Dump,
    till: &SimTill,
    faulted: &Faulted,
    journal: &Journal,
) -> Result<usize, String> {
    let orders = till.orders();
    let mut n_paid = 0;
    for row in &dump.payments {
        let payment = &row.payment;
        let reference = payment.request.reference.as_str();
        let Some(end) = payment.stage.end() else {
            return Err(format!("{reference} never ended: {payment:?}"));
        };
        let has_card_money = till.cards.is_paid(reference);
        let has_money = is_paid(&orders, reference) || has_card_money;
        let is_told_paid = matches!(end, PaymentEnd::Paid(_));
        // Nobody was ever sent the page of what the host gave up before it had one.
        let is_owed = was_offered(payment) || has_card_money;
        if is_owed && has_money != is_told_paid || is_told_paid && !has_money {
            return Err(format!("{reference} is {}, and paid: {has_money}", end.name()));
        }
        n_paid += usize::from(is_told_paid);
        card_kept(dump, row, till, journal)?;
        let heard = dump.records.get(&heard_key(payment.citizen, reference));
        let is_heard = heard.is_some_and(|record| record.value == end.name().as_bytes());
        let waits = dump.timers.iter().any(|timer| {
            timer.timer.content.kind() == mitra_core::timer::TimerKind::Payment
                && timer.citizen == payment.citizen
                && timer.key.name == reference
        });
        let may_be_gone = faulted.may_be_gone(&faulted_as(&payment.request.reference, end.name()));
        if is_heard == waits && !may_be_gone {
            return Err(format!(
                "{reference} is {}; its department heard it: {is_heard}, is to hear it: {waits}",
                end.name()
            ));
        }
    }
    Ok(n_paid)
}

/// A payment has a card or a page, and not both; who has a card is asked where the money is; and a card is told of its
/// end once, as it is.
fn card_kept(
    dump: &Dump,
    row: &DumpedPayment,
    till: &SimTill,
    journal: &Journal,
) -> Result<(), String> {
    let payment = &row.payment;
    let order = till.cards.all().remove(&payment.order);
    let is_by_card = matches!(payment.way, PaymentWay::Card(_));
    let has_page = till.orders().contains_key(&payment.order);
    if has_page && (order.is_some() || is_by_card) {
        return Err(format!("there are a page and a card, {order:?}, of {payment:?}"));
    }
    if order.is_some() && !is_by_card {
        return Err(format!("nobody asks Meta about {order:?} of {payment:?}"));
    }
    let bodies = dump.deliveries.iter().map(|delivery| delivery.body.as_str());
    let of_it = bodies.filter_map(Ordered::of).filter(|it| it.reference == payment.order);
    let (cards, ends): (Vec<_>, Vec<_>) = of_it.map(|it| it.end).partition(Option::is_none);
    if has_page && !cards.is_empty() {
        return Err(format!("there is a page, and the dead card is left, of {payment:?}"));
    }
    let end = journal.card_end(&payment.order);
    let has_ended_well = match ends[..] {
        [] => end.is_none_or(|end| !end.could_be_told),
        // Of money that comes after the end of the time the card is not told.
        [told] => is_by_card && end.map(|end| end.is_paid) == told,
        [..] => false,
    };
    if !has_ended_well {
        let detail = format!("the card of {payment:?} was told {ends:?}, and ended as {end:?}");
        return Err(detail);
    }
    Ok(())
}
