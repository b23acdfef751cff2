//! Orders: made by a message, paid within the chat, cancelled or completed once, paid back in parts.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;

use crate::clock::now_ms;

/// Orders that are kept.
const ORDERS_MAX: usize = 100_000;

/// One order that a citizen was sent a card for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardOrder {
    /// The host's name for it.
    pub reference_id: String,
    /// The payment configuration.
    pub configuration: String,
    /// Whose chat it is in.
    pub citizen: String,
    /// The message that has the card.
    pub wamid: String,
    /// In paise.
    pub amount: u64,
    /// What it is for.
    pub item: String,
    /// When it ends, in seconds since 1970.
    pub expires_at: u64,
    /// What the host says of it.
    pub status: CardStatus,
    /// Tries to pay it, oldest first; at most one succeeds, and it is the last.
    pub attempts: Vec<CardAttempt>,
    /// What was paid back of it, oldest first.
    pub refunds: Vec<CardRefund>,
}

/// What the host says of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// It can be paid.
    Pending,
    /// Something is done for it.
    Processing,
    /// It is over, and paid. Nothing can follow.
    Completed,
    /// It cannot be paid any more. Nothing can follow.
    Canceled,
}

/// One try to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAttempt {
    /// The gateway's number of the payment, `pay_` and a number.
    pub payment: String,
    /// Whether the money came.
    pub is_paid: bool,
    /// When, in seconds since 1970.
    pub at: u64,
}

/// Something that is, or is to be, paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRefund {
    /// `rfnd_` and a number.
    pub id: String,
    /// In paise.
    pub amount: u64,
    /// Where it stands.
    pub status: CardRefundStatus,
    /// When that last changed, in seconds since 1970.
    pub at: u64,
}

/// Where a refund of an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardRefundStatus {
    /// The gateway has not done it yet.
    Pending,
    /// The money is on its way.
    Success,
    /// The gateway does not do it.
    Failed,
}

/// Why an order's status cannot become what the host says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untold {
    /// Nothing can follow from where it is.
    Transition,
    /// It is paid, or is about to be.
    Paid,
}

/// All orders.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    orders: Mutex<BTreeMap<String, CardOrder>>,
    /// The code that every card is refused with.
    refused: Mutex<Option<i64>>,
}

impl Orders {
    /// Keeps what a card is for, once.
    pub(crate) fn make(&self, order: CardOrder) -> Result<(), String> {
        let mut orders = self.lock();
        if orders.len() >= ORDERS_MAX {
            return Err("too many orders".to_owned());
        }
        if orders.contains_key(&order.reference_id) {
            return Err(format!("reference_id {} was used before", order.reference_id));
        }
        orders.insert(order.reference_id.clone(), order);
        Ok(())
    }

    /// The order of this name.
    pub(crate) fn get(&self, reference: &str) -> Option<CardOrder> {
        self.lock().get(reference).cloned()
    }

    /// All orders, by name.
    pub(crate) fn all(&self) -> Vec<CardOrder> {
        self.lock().values().cloned().collect()
    }

    /// Has the citizen try to pay an order that can be paid; none if it cannot.
    pub(super) fn attempt(&self, reference: &str, is_paid: bool) -> Option<CardOrder> {
        let mut orders = self.lock();
        let order = orders.get_mut(reference).filter(|order| order.can_be_paid())?;
        let at = now_ms() / 1_000;
        let number = order.attempts.len();
        let payment = format!("pay_{}{number}", order.reference_id.replace(['-', '.'], "_"));
        order.attempts.push(CardAttempt { payment, is_paid, at });
        Some(order.clone())
    }

    /// Has an order's time be over; none if it could not be paid anyway.
    pub(super) fn expire(&self, reference: &str) -> Option<CardOrder> {
        let mut orders = self.lock();
        let order = orders.get_mut(reference).filter(|order| order.can_be_paid())?;
        order.expires_at = now_ms() / 1_000;
        Some(order.clone())
    }

    /// The host says what became of an order of this citizen's; none if there is no such order.
    pub(crate) fn tell(
        &self,
        citizen: &str,
        reference: &str,
        status: CardStatus,
    ) -> Option<Result<CardOrder, Untold>> {
        let mut orders = self.lock();
        let order = orders.get_mut(reference).filter(|order| order.citizen == citizen)?;
        if matches!(order.status, CardStatus::Completed | CardStatus::Canceled) {
            return Some(Err(Untold::Transition));
        }
        if status == CardStatus::Canceled && order.payment().is_some() {
            return Some(Err(Untold::Paid));
        }
        order.status = status;
        Some(Ok(order.clone()))
    }

    /// Begins to pay something back, or says why not.
    pub(super) fn refund(
        &self,
        reference: &str,
        configuration: &str,
        amount: u64,
    ) -> Result<(CardOrder, CardRefund), String> {
        let mut orders = self.lock();
        let order = orders.get_mut(reference);
        let order = order.filter(|order| order.configuration == configuration);
        let order = order.ok_or_else(|| format!("there is no order {reference}"))?;
        if order.payment().is_none() {
            return Err("the order is not paid".to_owned());
        }
        let left = order.amount - order.refunded(|status| status != CardRefundStatus::Failed);
        if amount == 0 || amount > left {
            return Err(format!("the amount must be 1 to {left}"));
        }
        let at = now_ms() / 1_000;
        let id = format!("rfnd_{}{}", order.reference_id, order.refunds.len());
        let refund = CardRefund { id, amount, status: CardRefundStatus::Pending, at };
        order.refunds.push(refund.clone());
        Ok((order.clone(), refund))
    }

    /// Ends a refund that waits; none if it does not.
    pub(super) fn end_refund(&self, id: &str, is_done: bool) -> Option<CardOrder> {
        let mut orders = self.lock();
        let waits = |it: &&mut CardRefund| it.id == id && it.status == CardRefundStatus::Pending;
        for order in orders.values_mut() {
            let Some(refund) = order.refunds.iter_mut().find(waits) else { continue };
            refund.status =
                if is_done { CardRefundStatus::Success } else { CardRefundStatus::Failed };
            refund.at = now_ms() / 1_000;
            return Some(order.clone());
        }
        None
    }

    pub(crate) fn refused(&self) -> Option<i64> {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_refused(&self, code: Option<i64>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = code;
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, CardOrder>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CardOrder {
    /// What the citizen `citizen` is sent by this message, which was found to be right.
    pub(crate) fn of(citizen: &str, wamid: &str, message: &Value) -> Self {
        let parameters = &message["interactive"]["action"]["parameters"];
        let text = |pointer: &str| {
            parameters.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Self {
            reference_id: text("/reference_id"),
            configuration: text("/payment_settings/0/payment_gateway/configuration_name"),
            citizen: citizen.to_owned(),
            wamid: wamid.to_owned(),
            amount: parameters["total_amount"]["value"].as_u64().unwrap_or_default(),
            item: text("/order/items/0/name"),
            expires_at: text("/order/expiration/timestamp").parse().unwrap_or(u64::MAX),
            status: CardStatus::Pending,
            attempts: Vec::new(),
            refunds: Vec::new(),
        }
    }

    /// The payment that paid it, if one did.
    pub fn payment(&self) -> Option<&CardAttempt> {
        self.attempts.iter().find(|attempt| attempt.is_paid)
    }

    /// Whether its button does something.
    pub fn can_be_paid(&self) -> bool {
        let is_open = matches!(self.status, CardStatus::Pending | CardStatus::Processing);
        is_open && self.payment().is_none() && now_ms() / 1_000 < self.expires_at
    }

    fn refunded(&self, counts: impl Fn(CardRefundStatus) -> bool) -> u64 {
        let counted = self.refunds.iter().filter(|refund| counts(refund.status));
        counted.map(|refund| refund.amount).sum()
    }

    /// Where it stands, in words for the card.
    pub(crate) fn words(&self) -> String {
        let rupees = |paise: u64| format!("₹{}.{:02}", paise / 100, paise % 100);
        let refunded = self.refunded(|status| status == CardRefundStatus::Success);
        if let Some(paid) = self.payment() {
            let paid = format!("Paid: {}", paid.payment);
            return if refunded > 0 {
                format!("{paid}. Refunded: {}", rupees(refunded))
            } else {
                paid
            };
        }
        match self.status {
            CardStatus::Canceled => "Canceled.".to_owned(),
            CardStatus::Completed => "Completed.".to_owned(),
            CardStatus::Pending | CardStatus::Processing if !self.can_be_paid() => {
                "Its time is over.".to_owned()
            }
            CardStatus::Pending | CardStatus::Processing if self.attempts.is_empty() => {
                "It can be paid.".to_owned()
            }
            CardStatus::Pending | CardStatus::Processing => {
                "The payment failed. It can be tried again.".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Orders {
        let orders = Orders::default();
        let text = str::to_owned;
        orders
            .make(CardOrder {
                reference_id: text("o1"),
                configuration: text("pg-prod"),
                citizen: text("asha"),
                wamid: text("w1"),
                amount: 500,
                item: text("Bill"),
                expires_at: u64::MAX,
                status: CardStatus::Pending,
                attempts: Vec::new(),
                refunds: Vec::new(),
            })
            .expect("it is new");
        orders
    }

    fn told(orders: &Orders, status: CardStatus) -> Result<(), Untold> {
        orders.tell("asha", "o1", status).expect("there is such an order").map(|_| ())
    }

    #[test]
    fn an_order_is_made_once_tried_until_it_is_paid_and_paid_once() {
        let orders = book();
        assert!(orders.make(orders.get("o1").expect("there")).is_err());
        let failed = orders.attempt("o1", false).expect("it can be tried");
        assert!(failed.can_be_paid() && failed.words().contains("tried again"));
        let paid = orders.attempt("o1", true).expect("it can be tried again");
        assert_eq!(paid.words(), "Paid: pay_o11");
        assert_eq!(orders.attempt("o1", true), None);
        assert_eq!(orders.expire("o1"), None, "it is paid");
    }

    #[test]
    fn nothing_follows_an_end_and_what_is_paid_is_not_canceled() {
        let orders = book();
        assert!(orders.tell("ravi", "o1", CardStatus::Completed).is_none(), "not his");
        orders.attempt("o1", true).expect("paid");
        assert_eq!(told(&orders, CardStatus::Canceled), Err(Untold::Paid));
        assert_eq!(told(&orders, CardStatus::Processing), Ok(()));
        assert_eq!(told(&orders, CardStatus::Completed), Ok(()));
        for status in [CardStatus::Completed, CardStatus::Canceled, CardStatus::Processing] {
            assert_eq!(told(&orders, status), Err(Untold::Transition));
        }
        let canceled = book();
        assert_eq!(told(&canceled, CardStatus::Canceled), Ok(()));
        assert_eq!(canceled.attempt("o1", true), None);
    }

    #[test]
    fn so_much_is_paid_back_as_was_paid_and_no_more() {
        let orders = book();
        assert!(orders.refund("o1", "pg-prod", 1).is_err(), "nothing is paid");
        orders.attempt("o1", true).expect("paid");
        assert!(orders.refund("o1", "pg-other", 1).is_err());
        let (_, refund) = orders.refund("o1", "pg-prod", 300).expect("it is paid");
        assert!(orders.refund("o1", "pg-prod", 201).is_err());
        let ended = orders.end_refund(&refund.id, true).expect("it waits");
        assert_eq!(ended.words(), "Paid: pay_o10. Refunded: ₹3.00");
        assert_eq!(orders.end_refund(&refund.id, false), None, "once");
    }
}
