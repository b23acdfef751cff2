//! Payments: what a department asks a citizen to pay, and what the provider says became of it.
//!
//! ```text
//! asked ─▶ offered ─▶ paid
//!   │         ├─▶ expired ─▶ paid
//!   └─────────┴─▶ failed ──▶ paid     (only if it had been offered)
//! ```
//!
//! It is offered by a page of the provider's, or by WhatsApp's own card; and by the page after all if the card cannot
//! be had.
//!
//! A payment moves by a [`PaymentStep`] alone, and only [`Payment::step`] makes one. Nothing that a department says is
//! among the news that lead to a step.

mod books;
mod card;
mod pace;
mod provider;
mod reconcile;
mod reference;
mod refund;
mod refund_step;
mod request;
mod step;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{CitizenId, DepartmentId, OrderReference, PhoneNumberId, ServiceId, TurnId};
use crate::language::{Language, Localized};

pub use books::{BooksError, Captured, PaidBack, ProviderBooks};
pub use card::{
    CardAccount, CardEnd, CardGateway, CardOrigin, CardPayments, CardRefund, CardSeller,
    InvalidConfiguration, InvalidSeller, PaymentCard, PaymentConfiguration, PaymentWay,
};
pub use provider::{
    OrderStatus, PaymentOrder, PaymentProvider, ProviderError, RefundOrder, RefundStatus,
};
pub use reconcile::{BothBooks, Difference, DifferenceKind, NotOurs, Reconciliation, Sum, Totals};
pub use reference::{InvalidReference, PaymentReference};
pub use refund::{NoRefund, Refund, RefundId, RefundKey, RefundRequest, RefundStage, RefundUpdate};
pub use refund_step::{AskedRefund, GivenRefund, RefundPlace, RefundStep};
pub use request::{InvalidRequest, PaymentRequest};
pub use step::{News, PaymentStep};

/// By which a department finds a payment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PaymentKey {
    /// Who asks.
    pub department: DepartmentId,
    /// Its name for it.
    pub reference: PaymentReference,
}

/// One payment, from the turn that asked for it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What the provider knows it by.
    pub order: OrderReference,
    /// Who is to pay.
    pub citizen: CitizenId,
    /// Who asks.
    pub department: DepartmentId,
    /// In which service.
    pub service: ServiceId,
    /// What was asked for.
    pub request: PaymentRequest,
    /// The turn that asked first.
    pub asked_by: TurnId,
    /// When.
    pub asked_at: Timestamp,
    /// How the citizen is written to about it. Each turn that asks for it renews this.
    pub contact: PaymentContact,
    /// Whether the citizen waits for a message about it: they were never sent one, or asked again.
    pub is_awaited: bool,
    /// Where it stands. Only a step changes it.
    pub stage: PaymentStage,
    /// By which way it is, or was, offered. Only a step changes it: whatever the configuration says later, who took the
    /// money is asked.
    #[serde(default)]
    pub way: PaymentWay,
}

/// How a citizen is written to about a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentContact {
    /// In which language.
    pub language: Language,
    /// From which business number.
    pub from: PhoneNumberId,
    /// Until when.
    pub window_closes_at: Timestamp,
}

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum PaymentStage {
    /// The provider has not been told yet, as far as we know.
    Asked,
    /// The provider has a page where it can be paid.
    Offered {
        /// The page's address.
        link: String,
    },
    /// The citizen is sent WhatsApp's own card, which Meta has not refused as far as we know.
    OfferedAsCard,
    /// The provider confirmed that it is paid. Final.
    Paid(PaymentReceipt),
    /// It cannot be paid any more, and was not.
    Failed {
        /// Whether the citizen was ever given a page to pay at: then the provider is still asked for a while.
        was_offered: bool,
    },
    /// Its time is over.
    Expired,
}

/// What the provider confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceipt {
    /// The provider's number of it, at most [`crate::limits::PAYMENT_RECEIPT_BYTES_MAX`] bytes of visible ASCII.
    pub id: String,
    /// When it was paid.
    pub at: Timestamp,
}

/// What became of a payment, as a department and a citizen are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentUpdate {
    /// Which one.
    pub reference: PaymentReference,
    /// In paise.
    pub paise: u64,
    /// What for; none in a timer that was stored before it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Localized>,
    /// How it ended.
    pub end: PaymentEnd,
}

/// A payment with all that was, or is to be, paid back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundedPayment {
    /// It.
    pub payment: Payment,
    /// Oldest first.
    pub refunds: Vec<Refund>,
}

/// A refund, and what is paid back by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOf {
    /// It.
    pub refund: Refund,
    /// All or a part of this.
    pub payment: Payment,
}

/// How a payment ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentEnd {
    /// Paid.
    Paid(PaymentReceipt),
    /// Given up.
    Failed,
    /// Not paid in time.
    Expired,
}

impl Payment {
    /// By which its department finds it.
    pub fn key(&self) -> PaymentKey {
        let (department, reference) = (self.department.clone(), self.request.reference.clone());
        PaymentKey { department, reference }
    }

    /// Until when the citizen can pay.
    pub fn expires_at(&self) -> Timestamp {
        self.asked_at.after(self.request.valid_for)
    }

    /// What became of it, if it has ended.
    pub fn update(&self) -> Option<PaymentUpdate> {
        let end = self.stage.end()?;
        let PaymentRequest { reference, paise, purpose, .. } = self.request.clone();
        Some(PaymentUpdate { reference, paise, purpose: Some(purpose), end })
    }

    /// Whether this is what that turn's department may ask for once more: the same request of the same citizen, which
    /// is open or paid.
    pub fn is_same(&self, citizen: CitizenId, request: &PaymentRequest) -> bool {
        let is_over = matches!(self.stage, PaymentStage::Failed { .. } | PaymentStage::Expired);
        self.citizen == citizen && self.request.is_same(request) && !is_over
    }
}

impl PaymentStage {
    /// How it ended, if it has.
    pub fn end(&self) -> Option<PaymentEnd> {
        match self {
            Self::Asked | Self::Offered { .. } | Self::OfferedAsCard => None,
            Self::Paid(receipt) => Some(PaymentEnd::Paid(receipt.clone())),
            Self::Failed { .. } => Some(PaymentEnd::Failed),
            Self::Expired => Some(PaymentEnd::Expired),
        }
    }

    /// Whether its citizen was offered a way to pay.
    pub fn was_offered(&self) -> bool {
        !matches!(self, Self::Asked | Self::Failed { was_offered: false })
    }

    /// A short stable name for metrics and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Offered { .. } | Self::OfferedAsCard => "offered",
            Self::Paid(_) => "paid",
            Self::Failed { .. } => "failed",
            Self::Expired => "expired",
        }
    }
}

impl PaymentEnd {
    /// A short stable name for metrics, logs and ids of turns.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Paid(_) => "paid",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_without_a_purpose_is_read() {
        let stored = r#"{"reference":"bill-1","paise":500,"end":"failed"}"#;
        let update: PaymentUpdate = serde_json::from_str(stored).expect("it can be read");
        assert_eq!((update.purpose, update.end), (None, PaymentEnd::Failed));
    }

    #[test]
    fn a_payment_of_before_there_were_cards_was_offered_by_a_page() {
        let payment = step::tests::payment(PaymentStage::Expired);
        let mut stored = serde_json::to_value(&payment).expect("it can be stored");
        assert!(stored.as_object_mut().is_some_and(|stored| stored.remove("way").is_some()));
        let read: Payment = serde_json::from_value(stored).expect("it can be read");
        assert_eq!((read.way.name(), read.stage), ("link", PaymentStage::Expired));
    }

    #[test]
    fn every_stage_is_read_back_as_it_was_stored() {
        let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(5) };
        for stage in [
            PaymentStage::Asked,
            PaymentStage::Offered { link: "https://pay.example/1".to_owned() },
            PaymentStage::OfferedAsCard,
            PaymentStage::Paid(receipt),
            PaymentStage::Failed { was_offered: true },
            PaymentStage::Expired,
        ] {
            let stored = serde_json::to_string(&stage).expect("it can be stored");
            let read: PaymentStage = serde_json::from_str(&stored).expect("it can be read");
            assert_eq!(read, stage, "{stored}");
        }
    }
}
