//! The provider's books of a time: what it took and what it paid back, whoever asked for it.

use super::{ProviderError, RefundId};
use crate::clock::Timestamp;
use crate::ids::OrderReference;
use crate::limits::REPORT_ROWS_MAX;

/// What the provider has of a time. Of one account: others than the host may use it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProviderBooks {
    /// At most [`REPORT_ROWS_MAX`].
    pub payments: Vec<Captured>,
    /// At most [`REPORT_ROWS_MAX`].
    pub refunds: Vec<PaidBack>,
}

/// A payment that the provider has the money of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The provider's number of it, as in a receipt.
    pub number: String,
    /// In paise.
    pub paise: u64,
    /// When it was paid.
    pub at: Timestamp,
    /// The order that it is for. None where nobody asked, or where it is no order of a host.
    pub order: Option<OrderReference>,
}

/// Something that the provider pays, or paid, back. One that failed is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidBack {
    /// The provider's number of it.
    pub number: String,
    /// The provider's number of the payment.
    pub payment: String,
    /// By which the host asked for it; another text, or none, for one that was made by hand.
    pub id: Option<RefundId>,
    /// In paise.
    pub paise: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The order of its payment. None where nobody asked, or where it is no order of a host.
    pub order: Option<OrderReference>,
}

/// Why the provider's books cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BooksError {
    /// It gave no answer, or refused.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// There is more in them than is read.
    #[error("the provider has more than {REPORT_ROWS_MAX} {0} of the day")]
    TooMany(&'static str),
}
