//! Money that is paid back: all of a payment, or a part. People decide about it, and the host has it done.
//!
//! ```text
//! asked ─▶ given ─▶ refunded
//!   └────────┴────▶ failed
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Payment, PaymentReceipt, PaymentReference, PaymentStage};
use crate::clock::Timestamp;
use crate::ids::{OrderReference, TurnId};
use crate::language::Localized;
use crate::limits::{
    PAYMENT_CHECK_FIRST, REFUND_CHECK_MAX, REFUND_KEY_BYTES_MAX, REFUNDS_PER_PAYMENT_MAX,
};

/// By which a refund is known to us and to the provider: one for each payment and key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RefundId(String);

impl RefundId {
    /// This id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RefundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An operator's name for a refund, unique within its payment: whoever asks for the same again gets the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RefundKey(String);

impl RefundKey {
    /// The key, if the text has 1 to [`REFUND_KEY_BYTES_MAX`] bytes of letters, digits, `_`, `-` and `.`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let has_length = (1..=REFUND_KEY_BYTES_MAX).contains(&text.len());
        (has_length && text.bytes().all(is_fit)).then(|| Self(text.to_owned()))
    }

    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One refund, from the decision on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// What it is known by.
    pub id: RefundId,
    /// The order whose payment it is of.
    pub order: OrderReference,
    /// The provider's number of that payment.
    pub payment: String,
    /// How much, in paise.
    pub paise: u64,
    /// The operator's name for it.
    pub key: RefundKey,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands. Only a [`super::RefundStep`] changes it.
    pub stage: RefundStage,
}

/// Where a refund stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum RefundStage {
    /// The provider has not been told yet, as far as we know.
    Asked,
    /// The provider has it, and is about to pay it back.
    Given {
        /// The provider's number of it.
        number: String,
    },
    /// The provider says that the money is on its way to the citizen's bank. Final.
    Refunded {
        /// The provider's number of it.
        number: String,
        /// When we heard of it.
        at: Timestamp,
    },
    /// The provider does not pay it back. Final.
    Failed {
        /// In its words.
        why: String,
    },
}

/// Why something cannot be refunded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRefund {
    /// Nothing was paid.
    #[error("it is {0}, and only what is paid can be refunded")]
    NotPaid(&'static str),
    /// More than is left.
    #[error("{paise} paise are more than the {left} that are left of what was paid")]
    TooMuch {
        /// What was asked for.
        paise: u64,
        /// What can still be refunded.
        left: u64,
    },
    /// Nothing is not refunded.
    #[error("a refund has at least 1 paisa")]
    Nothing,
    /// There were as many as may be.
    #[error("the payment has {REFUNDS_PER_PAYMENT_MAX} refunds, and can have no more")]
    TooMany,
    /// The key was used for another amount.
    #[error("the key was used for a refund of {0} paise: take another one")]
    OtherOfKey(u64),
}

/// What is to be refunded, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// What it will be known by.
    pub id: RefundId,
    /// How much, in paise; none for all that was paid.
    pub paise: Option<u64>,
    /// The operator's name for it.
    pub key: RefundKey,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What a citizen is told of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundUpdate {
    /// Of which payment.
    pub reference: PaymentReference,
    /// What that was for.
    pub purpose: Localized,
    /// How much is refunded, in paise.
    pub paise: u64,
    /// The provider's number of the refund.
    pub number: String,
}

impl Payment {
    /// The provider's receipt, if it is paid.
    pub fn receipt(&self) -> Option<&PaymentReceipt> {
        match &self.stage {
            PaymentStage::Paid(receipt) => Some(receipt),
            PaymentStage::Asked
            | PaymentStage::Offered { .. }
            | PaymentStage::OfferedAsCard
            | PaymentStage::Failed { .. }
            | PaymentStage::Expired => None,
        }
    }

    /// What of it can still be refunded, after these: what failed was not.
    pub fn refundable(&self, refunds: &[Refund]) -> u64 {
        let paid = self.receipt().map_or(0, |_| self.request.paise);
        let has_gone = |refund: &&Refund| !matches!(refund.stage, RefundStage::Failed { .. });
        let gone = refunds.iter().filter(has_gone).map(|refund| refund.paise);
        paid.saturating_sub(gone.fold(0, u64::saturating_add))
    }

    /// The refund that is asked for, after those that there are of this payment; the one there is, if it is the same.
    pub fn refund(
        &self,
        request: &RefundRequest,
        before: &[Refund],
        now: Timestamp,
    ) -> Result<Refund, NoRefund> {
        let receipt = self.receipt().ok_or(NoRefund::NotPaid(self.stage.name()))?;
        let paise = request.paise.unwrap_or(self.request.paise);
        if let Some(known) = before.iter().find(|refund| refund.id == request.id) {
            let is_same = known.paise == paise;
            return is_same.then(|| known.clone()).ok_or(NoRefund::OtherOfKey(known.paise));
        }
        if paise == 0 {
            return Err(NoRefund::Nothing);
        }
        if before.len() >= REFUNDS_PER_PAYMENT_MAX {
            return Err(NoRefund::TooMany);
        }
        let left = self.refundable(before);
        if paise > left {
            return Err(NoRefund::TooMuch { paise, left });
        }
        let RefundRequest { id, key, by, reason, .. } = request.clone();
        let (order, payment) = (self.order.clone(), receipt.id.clone());
        let (asked_at, stage) = (now, RefundStage::Asked);
        Ok(Refund { id, order, payment, paise, key, by, reason, asked_at, stage })
    }
}

impl Refund {
    /// The provider's number of it, if the provider took it.
    pub fn number(&self) -> Option<&str> {
        match &self.stage {
            RefundStage::Given { number } | RefundStage::Refunded { number, .. } => Some(number),
            RefundStage::Asked | RefundStage::Failed { .. } => None,
        }
    }

    /// When to ask the provider next, if nobody says so before; none if there is nothing more to find out.
    pub fn next_check(&self, now: Timestamp) -> Option<Timestamp> {
        match self.stage {
            RefundStage::Asked | RefundStage::Given { .. } => {
                let pause = now.since(self.asked_at) / 4;
                Some(now.after(pause.clamp(PAYMENT_CHECK_FIRST, REFUND_CHECK_MAX)))
            }
            RefundStage::Refunded { .. } | RefundStage::Failed { .. } => None,
        }
    }

    /// What its citizen is told once the money is back; none before.
    pub fn update(&self, payment: &Payment) -> Option<RefundUpdate> {
        let RefundStage::Refunded { number, .. } = &self.stage else { return None };
        let (reference, purpose) =
            (payment.request.reference.clone(), payment.request.purpose.clone());
        Some(RefundUpdate { reference, purpose, paise: self.paise, number: number.clone() })
    }

    /// Stands for the turn that set the timer by which the citizen is told.
    pub fn told_by(&self) -> TurnId {
        TurnId::new(self.id.as_str())
    }
}

impl RefundStage {
    /// A short stable name for metrics, logs and storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given { .. } => "given",
            Self::Refunded { .. } => "refunded",
            Self::Failed { .. } => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::step::tests::payment;
    use super::*;

    fn paid() -> Payment {
        let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(5) };
        payment(PaymentStage::Paid(receipt))
    }

    fn request(key: &str, paise: Option<u64>) -> RefundRequest {
        let (by, reason) = ("asha".to_owned(), "twice".to_owned());
        let key = RefundKey::parse(key).unwrap();
        RefundRequest { id: RefundId::new(key.as_str()), paise, key, by, reason }
    }

    #[test]
    fn so_much_is_refunded_as_was_paid_and_no_paisa_more() {
        // 12,345 paise were paid.
        let first = paid().refund(&request("a", Some(345)), &[], Timestamp(9)).unwrap();
        let before = [first.clone()];
        assert_eq!((first.stage.name(), &*first.payment), ("asked", "pay_1"));
        let ask = |key, paise| paid().refund(&request(key, paise), &before, Timestamp(9));
        assert_eq!(ask("b", Some(12_000)).unwrap().paise, 12_000);
        for paise in [Some(12_001), Some(12_345), None] {
            let (left, paise) = (12_000, paise.unwrap_or(12_345));
            assert_eq!(ask("b", Some(paise)), Err(NoRefund::TooMuch { paise, left }));
        }
        assert_eq!(ask("b", Some(0)), Err(NoRefund::Nothing));
        let why = String::new();
        let failed = [Refund { stage: RefundStage::Failed { why }, ..first }];
        assert_eq!(
            paid().refund(&request("b", None), &failed, Timestamp(9)).unwrap().paise,
            12_345
        );
    }

    #[test]
    fn the_same_again_is_the_same_and_a_key_is_for_one_amount() {
        let first = paid().refund(&request("a", None), &[], Timestamp(9)).unwrap();
        let before = [first.clone()];
        assert_eq!(paid().refund(&request("a", None), &before, Timestamp(10)), Ok(first));
        let other = paid().refund(&request("a", Some(1)), &before, Timestamp(10));
        assert_eq!(other, Err(NoRefund::OtherOfKey(12_345)));
    }

    #[test]
    fn a_payment_has_so_many_refunds_and_no_more() {
        let ask = |n| {
            let of = |n: usize| {
                paid().refund(&request(&format!("r{n}"), Some(1)), &[], Timestamp(9)).unwrap()
            };
            let before: Vec<Refund> = (0..n).map(of).collect();
            paid().refund(&request("last", Some(1)), &before, Timestamp(9)).map(|_| ())
        };
        assert_eq!(ask(REFUNDS_PER_PAYMENT_MAX - 1), Ok(()));
        assert_eq!(ask(REFUNDS_PER_PAYMENT_MAX), Err(NoRefund::TooMany));
    }

    #[test]
    fn what_is_not_paid_is_not_refunded() {
        let open = payment(PaymentStage::Expired);
        let refused = open.refund(&request("a", None), &[], Timestamp(9));
        assert_eq!(refused, Err(NoRefund::NotPaid("expired")));
    }

    #[test]
    fn a_key_has_at_most_so_many_letters_and_digits() {
        let long = "a".repeat(REFUND_KEY_BYTES_MAX);
        assert!(RefundKey::parse(&long).is_some());
        for wrong in [format!("{long}a"), String::new(), "a b".to_owned(), "ఒక".to_owned()] {
            assert_eq!(RefundKey::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_provider_is_asked_until_it_is_over() {
        let refund = paid().refund(&request("a", None), &[], Timestamp(0)).unwrap();
        assert_eq!(refund.next_check(Timestamp(0)), Some(Timestamp(10_000)));
        let week = Timestamp(7 * 86_400_000);
        assert_eq!(refund.next_check(week), Some(week.after(REFUND_CHECK_MAX)));
        let (number, at) = ("rfnd_1".to_owned(), week);
        let over = Refund { stage: RefundStage::Refunded { number, at }, ..refund };
        assert_eq!(over.next_check(week), None);
        assert_eq!(over.update(&paid()).map(|update| update.paise), Some(12_345));
    }
}
