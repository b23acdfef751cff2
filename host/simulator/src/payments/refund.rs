//! Refunds: made once for each idempotency key, ended once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::PaymentLink;
use crate::clock::now_ms;

/// Refunds that are kept.
const REFUNDS_MAX: usize = 100_000;
/// The longest receipt.
const RECEIPT_CHARS_MAX: usize = 40;
/// The shortest idempotency key.
const KEY_CHARS_MIN: usize = 10;

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRefund {
    /// `rfnd_` and a number.
    pub id: String,
    /// The payment that it is of.
    pub payment_id: String,
    /// In paise.
    pub amount: u64,
    /// The host's name for it.
    pub receipt: Option<String>,
    /// Where it stands.
    pub status: PaymentRefundStatus,
    /// When it was made, in seconds since 1970.
    pub created_at: u64,
    key: Option<String>,
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentRefundStatus {
    /// The bank has not done it yet.
    Pending,
    /// The money is on its way.
    Processed,
    /// The bank does not take it.
    Failed,
}

/// What becomes of the refunds that are made from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refunding {
    /// They are processed at once, and the host is called about it.
    #[default]
    AtOnce,
    /// They wait until somebody ends them.
    Waits,
    /// They fail at once, and the host is called about it.
    Fails,
}

/// What a refund is made of.
#[derive(Debug, Deserialize)]
pub(super) struct WantedRefund {
    amount: u64,
    receipt: Option<String>,
}

/// All refunds.
#[derive(Debug, Default)]
pub(crate) struct Refunds(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    refunds: Vec<PaymentRefund>,
    refunding: Refunding,
}

/// A refund, and whether it was made just now.
pub(super) struct Made {
    pub(super) refund: PaymentRefund,
    pub(super) is_new: bool,
}

impl Refunds {
    /// Makes a refund of what this link was paid by, or says why not.
    pub(super) fn make(
        &self,
        link: &PaymentLink,
        payment_id: &str,
        wanted: WantedRefund,
        key: Option<&str>,
    ) -> Result<Made, String> {
        let WantedRefund { amount, receipt } = wanted;
        let mut book = self.lock();
        if let Some(key) = key {
            if key.chars().count() < KEY_CHARS_MIN {
                return Err("the idempotency key must have at least 10 characters".to_owned());
            }
            if let Some(known) = book.refunds.iter().find(|it| it.key.as_deref() == Some(key)) {
                let is_same = known.amount == amount && known.payment_id == payment_id;
                let refund = known.clone();
                let made = is_same.then_some(Made { refund, is_new: false });
                return made.ok_or_else(|| "different body for the same key".to_owned());
            }
        }
        if receipt.as_ref().is_some_and(|it| it.chars().count() > RECEIPT_CHARS_MAX) {
            return Err("receipt must have at most 40 characters".to_owned());
        }
        let of_it = book.refunds.iter().filter(|it| it.payment_id == payment_id);
        let gone = of_it.filter(|it| it.status != PaymentRefundStatus::Failed).map(|it| it.amount);
        let gone: u64 = gone.sum();
        if amount == 0 || gone + amount > link.amount {
            return Err(
                "The total refund amount is greater than the refund payment amount".to_owned()
            );
        }
        if book.refunds.len() >= REFUNDS_MAX {
            return Err("too many refunds".to_owned());
        }
        let created_at = now_ms() / 1_000;
        let refund = PaymentRefund {
            // Ids of earlier runs are smaller.
            id: format!("rfnd_{created_at:x}{:05x}", book.refunds.len()),
            payment_id: payment_id.to_owned(),
            amount,
            receipt,
            status: PaymentRefundStatus::Pending,
            created_at,
            key: key.map(str::to_owned),
        };
        book.refunds.push(refund.clone());
        Ok(Made { refund, is_new: true })
    }

    /// Makes a refund as a person does at the provider, then, in seconds since 1970; none if it would be too much.
    pub(super) fn by_hand(&self, link: &PaymentLink, amount: u64, at: u64) -> Option<String> {
        let wanted = WantedRefund { amount, receipt: None };
        let made = self.make(link, &link.payment_id()?, wanted, None).ok()?;
        let mut book = self.lock();
        let refund = book.refunds.iter_mut().find(|it| it.id == made.refund.id)?;
        (refund.status, refund.created_at) = (PaymentRefundStatus::Processed, at);
        Some(made.refund.id)
    }

    /// All refunds, by age.
    pub(crate) fn all(&self) -> Vec<PaymentRefund> {
        self.lock().refunds.clone()
    }

    pub(crate) fn refunding(&self) -> Refunding {
        self.lock().refunding
    }

    pub(crate) fn set_refunding(&self, refunding: Refunding) {
        self.lock().refunding = refunding;
    }

    /// Ends a refund that waits; none if it does not.
    pub(super) fn end(&self, id: &str, is_done: bool) -> Option<PaymentRefund> {
        let mut book = self.lock();
        let waits =
            |it: &&mut PaymentRefund| it.id == id && it.status == PaymentRefundStatus::Pending;
        let refund = book.refunds.iter_mut().find(waits)?;
        let ends =
            if is_done { PaymentRefundStatus::Processed } else { PaymentRefundStatus::Failed };
        refund.status = ends;
        Some(refund.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PaymentRefund {
    /// As the API writes it.
    pub(super) fn entity(&self) -> Value {
        json!({
            "id": self.id, "entity": "refund", "amount": self.amount, "currency": "INR",
            "payment_id": self.payment_id, "notes": [], "receipt": self.receipt,
            "acquirer_data": { "arn": null }, "created_at": self.created_at, "batch_id": null,
            "status": self.status, "speed_processed": "normal", "speed_requested": "normal",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::PaymentLinkStatus;
    use super::*;

    fn link() -> PaymentLink {
        PaymentLink {
            id: "plink_1".to_owned(),
            reference_id: "a".to_owned(),
            amount: 500,
            description: "Bill".to_owned(),
            expire_by: 0,
            status: PaymentLinkStatus::Paid,
            ended_at: 0,
        }
    }

    fn make(refunds: &Refunds, amount: u64, key: &str) -> Result<String, String> {
        let wanted = WantedRefund { amount, receipt: None };
        let made = refunds.make(&link(), "pay_1", wanted, Some(key));
        made.map(|made| made.refund.id)
    }

    #[test]
    fn a_refund_is_made_once_for_each_key_and_never_more_than_was_paid() {
        let refunds = Refunds::default();
        let first = make(&refunds, 300, "0123456789").expect("made");
        assert_eq!(make(&refunds, 300, "0123456789"), Ok(first.clone()));
        assert!(make(&refunds, 301, "0123456789").is_err(), "another body");
        assert!(make(&refunds, 1, "012345678").is_err(), "too short a key");
        assert!(make(&refunds, 201, "1123456789").is_err(), "more than is left");
        make(&refunds, 200, "1123456789").expect("made");
        assert!(refunds.end(&first, false).is_some());
        assert_eq!(refunds.end(&first, true), None, "once");
        make(&refunds, 300, "2123456789").expect("what failed is left");
    }
}
