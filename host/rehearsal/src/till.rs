//! A payment provider that does what the scenario says.

use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::OrderReference;
use mitra_core::payment::{
    BooksError, Captured, OrderStatus, PaymentOrder, PaymentProvider, PaymentReceipt,
    ProviderBooks, ProviderError, RefundOrder, RefundStatus,
};
use mitra_scenario::{Heard, HeardLine};

use crate::clock::SceneClock;

/// Where pages are; the order's number, from 1, follows.
const ROOT: &str = "https://pay.example/";

/// Takes the money of one scenario.
pub(crate) struct Till {
    clock: Arc<SceneClock>,
    /// By their numbers, the first at 0.
    orders: Mutex<Vec<Taken>>,
}

/// An order, and how it ended if it has.
struct Taken {
    order: PaymentOrder,
    end: Option<End>,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Paid(Timestamp),
    Failed,
}

impl Till {
    pub(crate) fn new(clock: Arc<SceneClock>) -> Self {
        Self { clock, orders: Mutex::default() }
    }

    /// The number of the order that a message shows the page of.
    pub(crate) fn shown(heard: &Heard) -> Option<usize> {
        heard.lines.iter().find_map(|line| match line {
            HeardLine::Attachment(text) => text.split_once(ROOT)?.1.parse().ok(),
            HeardLine::Text(_) | HeardLine::Choice { .. } => None,
        })
    }

    /// A citizen pays an order, or tries in vain; gives what the host is to be told of. None if it is over.
    pub(crate) fn end(&self, number: usize, is_paid: bool) -> Option<OrderReference> {
        let now = self.clock.now();
        let mut orders = self.lock();
        let taken = orders.get_mut(number.checked_sub(1)?)?;
        if taken.end.is_some() || now >= taken.order.expires_at {
            return None;
        }
        taken.end = Some(if is_paid { End::Paid(now) } else { End::Failed });
        Some(taken.order.reference.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Taken>> {
        self.orders.lock().expect("nothing panics that holds it")
    }
}

/// The number of the payment of the order at this place.
fn number(index: usize) -> String {
    format!("pay_{}", index + 1)
}

#[async_trait]
impl PaymentProvider for Till {
    async fn create(&self, order: &PaymentOrder) -> Result<String, ProviderError> {
        let mut orders = self.lock();
        let known = orders.iter().position(|taken| taken.order.reference == order.reference);
        let index = known.unwrap_or_else(|| {
            orders.push(Taken { order: order.clone(), end: None });
            orders.len() - 1
        });
        Ok(format!("{ROOT}{}", index + 1))
    }

    async fn status(&self, order: &OrderReference) -> Result<OrderStatus, ProviderError> {
        let orders = self.lock();
        let found = orders.iter().position(|taken| taken.order.reference == *order);
        let Some((index, taken)) = found.map(|index| (index, &orders[index])) else {
            return Ok(OrderStatus::Open);
        };
        Ok(match taken.end {
            Some(End::Paid(at)) => {
                let receipt = PaymentReceipt { id: number(index), at };
                OrderStatus::Paid { paise: taken.order.paise, receipt }
            }
            Some(End::Failed) => OrderStatus::Failed,
            None if self.clock.now() >= taken.order.expires_at => OrderStatus::Expired,
            None => OrderStatus::Open,
        })
    }

    /// No operator is in a scenario.
    async fn refund(&self, _order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
        Ok(RefundStatus::Failed { why: "nothing is paid back in scenarios".to_owned() })
    }

    async fn refund_status(
        &self,
        _order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError> {
        Ok(None)
    }

    async fn books(&self, from: Timestamp, to: Timestamp) -> Result<ProviderBooks, BooksError> {
        let orders = self.lock();
        let captured = |(index, taken): (usize, &Taken)| match taken.end {
            Some(End::Paid(at)) if (from..to).contains(&at) => {
                let (number, paise) = (number(index), taken.order.paise);
                Some(Captured { number, paise, at, order: None })
            }
            Some(End::Paid(_) | End::Failed) | None => None,
        };
        let payments = orders.iter().enumerate().filter_map(captured).collect();
        Ok(ProviderBooks { payments, refunds: Vec::new() })
    }

    async fn order_of(&self, payment: &str) -> Result<Option<OrderReference>, ProviderError> {
        let orders = self.lock();
        let mut orders = orders.iter().enumerate();
        let found = orders.find(|(index, _)| number(*index) == payment);
        Ok(found.map(|(_, taken)| taken.order.reference.clone()))
    }
}
