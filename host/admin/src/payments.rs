//! What is said of payments. Nothing here names a citizen but by a pseudonym.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentView {
    /// Who asked.
    pub department: String,
    /// In which service.
    pub service: String,
    /// The department's name for it.
    pub reference: String,
    /// What the provider knows it by.
    pub order: String,
    /// The citizen as the department knows them: another text in every department.
    pub citizen: String,
    /// What it is for, in English.
    pub purpose: String,
    /// How much, in paise.
    pub paise: u64,
    /// `asked`, `offered`, `paid`, `failed` or `expired`.
    pub stage: String,
    /// `link` or `card`: by which way it is, or was, offered, if it was.
    pub way: Option<String>,
    /// When it was asked for.
    pub asked_at: String,
    /// Until when it can, or could, be paid.
    pub expires_at: String,
    /// When it was paid, if it is.
    pub paid_at: Option<String>,
    /// The provider's number of the payment, if it is paid.
    pub payment: Option<String>,
    /// What of it can still be paid back, in paise.
    pub refundable_paise: u64,
    /// Oldest first.
    pub refunds: Vec<RefundView>,
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundView {
    /// What the provider knows it by.
    pub id: String,
    /// The operator's name for it.
    pub key: String,
    /// How much, in paise.
    pub paise: u64,
    /// `asked`, `given` (the provider has it), `refunded` or `failed`.
    pub stage: String,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub asked_at: String,
    /// The provider's number of it, once it has it.
    pub number: Option<String>,
    /// When it was refunded, if it is.
    pub refunded_at: Option<String>,
    /// Why it failed, if it did.
    pub why: Option<String>,
}

/// A refund to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundWanted {
    /// How much, in paise; all that was paid, if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paise: Option<u64>,
    /// The operator's name for it, unique within its payment: the same once more is the same refund.
    pub key: String,
    /// Why, for the audit log: 1 to 500 characters.
    pub reason: String,
}
