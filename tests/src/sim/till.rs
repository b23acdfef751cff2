//! The payment provider, as bad as it may be: it refuses, it is slow, it did what it does not answer, its callbacks
//! come late, twice or never, and some citizens pay after the time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::OrderReference;
use mitra_core::limits::PAYMENT_CALL_TIME_MAX;
use mitra_core::payment::{
    BooksError, Captured, OrderStatus, PaymentOrder, PaymentProvider, PaymentReceipt,
    ProviderBooks, ProviderError, RefundId, RefundOrder, RefundStatus,
};
use mitra_pipeline::{PaymentCalls, RefundCalls};
use tokio::task::JoinSet;

use super::bank::Returned;
use super::cards::SimOrders;
use super::clock::SimClock;
use super::faults::Faults;
use super::refunds;

/// Payments in a thousand of which an operator has something paid back.
pub(super) const REFUNDED: u64 = 400;
/// How long a call takes, at most.
const SLOWEST: Duration = Duration::from_millis(400);
/// How long a citizen takes to pay, at most: a few are too late.
pub(super) const PAY_WITHIN: Duration = Duration::from_mins(22);
/// How long the provider waits before it calls again, at most.
pub(super) const CALL_PAUSE: Duration = Duration::from_mins(2);

/// The provider's books. They survive crashes of the host.
pub(super) struct SimTill {
    pub(super) faults: Arc<Faults>,
    pub(super) clock: Arc<SimClock>,
    orders: Mutex<BTreeMap<OrderReference, Booked>>,
    /// What is not paid here, but by cards.
    pub(super) cards: SimOrders,
    pub(super) refunds: Mutex<BTreeMap<RefundId, Returned>>,
    doors: Mutex<Option<(PaymentCalls, RefundCalls)>>,
    pub(super) citizens: Mutex<JoinSet<()>>,
}

/// One order.
#[derive(Debug, Clone)]
pub(super) struct Booked {
    pub(super) order: PaymentOrder,
    pub(super) end: Option<End>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// When.
    Paid(Timestamp),
    Failed,
}

impl SimTill {
    pub(super) fn new(faults: Arc<Faults>, clock: Arc<SimClock>) -> Arc<Self> {
        let (orders, refunds, doors) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (citizens, cards) = (Mutex::default(), SimOrders::default());
        Arc::new(Self { faults, clock, orders, cards, refunds, doors, citizens })
    }

    /// Opens or closes the host's doors.
    pub(super) fn set_doors(&self, doors: Option<(PaymentCalls, RefundCalls)>) {
        *self.doors.lock().expect("no door panics") = doors;
    }

    /// The host's door for refunds, if it is open.
    pub(super) fn refund_door(&self) -> Option<RefundCalls> {
        let doors = self.doors.lock().expect("no door panics").clone();
        doors.map(|(_, refunds)| refunds)
    }

    /// All orders that were ever made.
    pub(super) fn orders(&self) -> BTreeMap<OrderReference, Booked> {
        self.lock().clone()
    }

    /// Whether nobody is about to pay, and no callback on its way.
    pub(super) fn is_idle(&self) -> bool {
        let mut citizens = self.citizens.lock().expect("no set panics");
        while citizens.try_join_next().is_some() {}
        citizens.is_empty()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, BTreeMap<OrderReference, Booked>> {
        self.orders.lock().expect("no books panic")
    }

    /// Books an order once, and says what its citizen will do about it.
    fn book(self: &Arc<Self>, order: &PaymentOrder) {
        let mut orders = self.lock();
        if orders.contains_key(&order.reference) {
            return;
        }
        orders.insert(order.reference.clone(), Booked { order: order.clone(), end: None });
        drop(orders);
        let chance = &self.faults.chance;
        let end = match chance.below(10) {
            0..6 => true,
            6..8 => false,
            // Never does anything about it.
            _ => return,
        };
        let (till, reference, after) =
            (Arc::clone(self), order.reference.clone(), chance.span(PAY_WITHIN));
        let citizen = async move {
            tokio::time::sleep(after).await;
            till.end(&reference, end).await;
        };
        self.citizens.lock().expect("no set panics").spawn(citizen);
    }

    /// The citizen pays, or fails to. Money that was on its way when the time was over still arrives.
    async fn end(self: Arc<Self>, reference: &OrderReference, is_paid: bool) {
        let now = self.clock.now();
        {
            let mut orders = self.lock();
            let booked = orders.get_mut(reference).expect("it was booked");
            if !is_paid && now >= booked.order.expires_at {
                return;
            }
            booked.end = Some(if is_paid { End::Paid(now) } else { End::Failed });
        }
        let calls = match self.faults.chance.below(4) {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        for _ in 0..calls {
            tokio::time::sleep(self.faults.chance.span(Duration::from_secs(3))).await;
            while !self.call(reference).await {
                tokio::time::sleep(self.faults.chance.span(CALL_PAUSE)).await;
            }
        }
        if is_paid && self.faults.chance.happens(REFUNDED) {
            refunds::ask(&self, &self.faults, &self.bill_of(reference)).await;
        }
    }

    /// What the department calls an order.
    fn bill_of(&self, reference: &OrderReference) -> String {
        self.lock().get(reference).map(|booked| booked.order.purpose.clone()).unwrap_or_default()
    }

    /// One callback; whether the host took it.
    async fn call(&self, reference: &OrderReference) -> bool {
        let doors = self.doors.lock().expect("no door panics").clone();
        let Some((door, _)) = doors else { return false };
        let crash = self.faults.next_crash();
        tokio::select! {
            biased;
            taken = door.news_of(reference) => taken.is_ok(),
            () = crash.happens() => false,
        }
    }

    /// Where an order stands.
    fn status_of(&self, order: &OrderReference) -> OrderStatus {
        let orders = self.lock();
        let Some(Booked { order, end }) = orders.get(order) else { return OrderStatus::Open };
        match end {
            Some(End::Paid(at)) => {
                let receipt = PaymentReceipt { id: number(order), at: *at };
                OrderStatus::Paid { paise: order.paise, receipt }
            }
            Some(End::Failed) => OrderStatus::Failed,
            None if self.clock.now() >= order.expires_at => OrderStatus::Expired,
            None => OrderStatus::Open,
        }
    }

    /// What was taken and given back between two instants.
    fn books(&self, from: Timestamp, to: Timestamp) -> ProviderBooks {
        let captured = |booked: &Booked| match booked.end {
            Some(End::Paid(at)) if (from..to).contains(&at) => {
                let (number, paise) = (number(&booked.order), booked.order.paise);
                Some(Captured { number, paise, at, order: None })
            }
            Some(End::Paid(_) | End::Failed) | None => None,
        };
        let payments = self.lock().values().filter_map(captured).collect();
        ProviderBooks { payments, refunds: self.returned(from, to) }
    }
}

/// What may go wrong with a call before it has an effect, and whether its answer is lost after it.
pub(super) async fn call_begins(faults: &Faults) -> Result<bool, ProviderError> {
    faults.instant().await;
    tokio::time::sleep(faults.chance.span(SLOWEST)).await;
    if faults.strikes(60) {
        return Err(unanswered("it is away"));
    }
    Ok(faults.strikes(40))
}

/// If the host crashes here, it is never told.
pub(super) async fn call_ends<T>(
    faults: &Faults,
    answer: T,
    is_lost: bool,
) -> Result<T, ProviderError> {
    faults.instant().await;
    if is_lost {
        tokio::time::sleep(PAYMENT_CALL_TIME_MAX).await;
        return Err(unanswered("the answer was lost"));
    }
    Ok(answer)
}

/// The provider's number of an order's payment.
pub(super) fn number(order: &PaymentOrder) -> String {
    format!("pay-{}", order.purpose)
}

fn unanswered(detail: &str) -> ProviderError {
    ProviderError::Unanswered { detail: detail.to_owned() }
}

/// The provider's port of one start of the host.
pub(super) struct SimProvider(pub(super) Arc<SimTill>);

#[async_trait]
impl PaymentProvider for SimProvider {
    async fn create(&self, order: &PaymentOrder) -> Result<String, ProviderError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        if till.faults.strikes(20) {
            let detail = "the simulation says so".to_owned();
            return Err(ProviderError::Refused { status: 400, detail });
        }
        till.book(order);
        call_ends(&till.faults, format!("https://pay.example/{}", order.reference), is_lost).await
    }

    async fn status(&self, order: &OrderReference) -> Result<OrderStatus, ProviderError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        let status = till.status_of(order);
        call_ends(&till.faults, status, is_lost).await
    }

    async fn refund(&self, order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        if till.faults.strikes(20) {
            let detail = "the simulation says so".to_owned();
            // What the provider took before it does not refuse.
            let known = till.refund_of(&order.id);
            return known.ok_or(ProviderError::Refused { status: 400, detail });
        }
        call_ends(&till.faults, till.give_back(order), is_lost).await
    }

    async fn refund_status(
        &self,
        order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        call_ends(&till.faults, till.refund_of(&order.id), is_lost).await
    }

    async fn books(&self, from: Timestamp, to: Timestamp) -> Result<ProviderBooks, BooksError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        Ok(call_ends(&till.faults, till.books(from, to), is_lost).await?)
    }

    async fn order_of(&self, payment: &str) -> Result<Option<OrderReference>, ProviderError> {
        let Self(till) = self;
        let is_lost = call_begins(&till.faults).await?;
        let orders = till.orders();
        let found = orders.values().find(|booked| number(&booked.order) == payment);
        call_ends(&till.faults, found.map(|booked| booked.order.reference.clone()), is_lost).await
    }
}
