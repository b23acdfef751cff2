//! The seam to whoever takes the money.

use async_trait::async_trait;

use super::{BooksError, PaymentReceipt, ProviderBooks, RefundId};
use crate::clock::Timestamp;
use crate::ids::OrderReference;

/// What the provider is to take money for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// By which it is known on both sides. The same order may be created again and again, and is one.
    pub reference: OrderReference,
    /// In paise.
    pub paise: u64,
    /// What for, in the citizen's language.
    pub purpose: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Where an order stands, by the provider's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderStatus {
    /// Nothing is paid, or not all of it.
    Open,
    /// The provider has money for it.
    Paid {
        /// How much, in paise.
        paise: u64,
        /// By which payment.
        receipt: PaymentReceipt,
    },
    /// It was cancelled.
    Failed,
    /// Its time is over.
    Expired,
}

/// What the provider is to pay back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// By which it is known on both sides. The same one may be given again and again, and is one.
    pub id: RefundId,
    /// The provider's number of the payment.
    pub payment: String,
    /// How much, in paise.
    pub paise: u64,
}

/// Where a refund stands, by the provider's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundStatus {
    /// It is about to pay it back.
    Pending {
        /// Its number of it.
        number: String,
    },
    /// The money is on its way to the citizen's bank.
    Refunded {
        /// Its number of it.
        number: String,
    },
    /// It does not pay it back.
    Failed {
        /// Why.
        why: String,
    },
}

/// Why the provider gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It could not be reached, or gave no readable answer. It may have done what was asked.
    #[error("the payment provider gave no answer: {detail}")]
    Unanswered {
        /// What the transport said.
        detail: String,
    },
    /// It said no: the operator must look at the configuration, or the order is impossible.
    #[error("the payment provider refused with status {status}: {detail}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its words.
        detail: String,
    },
}

/// Takes money for the host.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Has the provider make a page where the order is paid, and gives its address; the same one for the same order.
    async fn create(&self, order: &PaymentOrder) -> Result<String, ProviderError>;

    /// Asks the provider where an order stands. One that it does not know is open.
    async fn status(&self, order: &OrderReference) -> Result<OrderStatus, ProviderError>;

    /// Has the provider pay something back, once however often it is told.
    async fn refund(&self, order: &RefundOrder) -> Result<RefundStatus, ProviderError>;

    /// Asks the provider what became of a refund; none if it does not know it.
    async fn refund_status(
        &self,
        order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError>;

    /// What the provider took and paid back from one instant on to before another, of all its account. Which orders
    /// they are of is not asked.
    async fn books(&self, from: Timestamp, to: Timestamp) -> Result<ProviderBooks, BooksError>;

    /// Asks the provider which order a payment is for, by its number; none if it was made in another way.
    async fn order_of(&self, payment: &str) -> Result<Option<OrderReference>, ProviderError>;
}
