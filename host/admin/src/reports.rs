//! What is said of a day's payments: the host's books against the provider's.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The payments and refunds of a day, as the host and as the provider know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentReportView {
    /// The day of India's calendar, as `2026-11-24`.
    pub day: String,
    /// Whether there is no difference.
    pub agrees: bool,
    /// By department.
    pub totals: Vec<PaymentTotalsView>,
    /// On what they do not agree.
    pub differences: Vec<PaymentDifferenceView>,
    /// What the provider's account has that no host asked for. No difference.
    pub not_ours: Vec<NotOursView>,
}

/// What a department took and paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentTotalsView {
    /// Its id.
    pub department: String,
    /// Paid, as the host knows it.
    pub paid_here: SumView,
    /// Paid, as the provider knows it.
    pub paid_there: SumView,
    /// Paid back, as the host knows it.
    pub refunded_here: SumView,
    /// Paid back, as the provider knows it.
    pub refunded_there: SumView,
}

/// So many, and so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SumView {
    /// How many.
    pub count: u64,
    /// How much, in paise.
    pub paise: u64,
}

/// Something on which the two sides do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentDifferenceView {
    /// `unknown_here`, `unknown_there`, `amount`, `refund_unknown_here` or `refund_unknown_there`.
    pub kind: String,
    /// Whose it is, if the host knows the order.
    pub department: Option<String>,
    /// The department's name for the payment, if the host knows the order.
    pub reference: Option<String>,
    /// What the provider knows the payment by.
    pub order: Option<String>,
    /// The provider's number of the payment or the refund.
    pub number: String,
    /// In paise, as the host knows it.
    pub here_paise: Option<u64>,
    /// In paise, as the provider knows it.
    pub there_paise: Option<u64>,
    /// When.
    pub at: String,
}

/// Something in the provider's account that no host asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotOursView {
    /// The provider's number of it.
    pub number: String,
    /// Whether it is a refund, and not a payment.
    pub refund: bool,
    /// In paise.
    pub paise: u64,
    /// When.
    pub at: String,
}
