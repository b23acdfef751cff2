//! Refunds: asked for by operators, moved by what the provider says.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::OrderReference;
use mitra_core::payment::{
    NoRefund, Payment, PaymentKey, Refund, RefundId, RefundRequest, RefundStep,
};
use mitra_core::timer::TimerWrite;

use crate::{Settled, StorageError};

/// A refund that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRefund {
    /// As it stands.
    pub refund: Refund,
    /// What is paid back, or a part of it.
    pub payment: Payment,
    /// How often it was woken: if this has changed when the look is over, there is something new to see.
    pub wakes: u32,
}

/// Refunds to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueRefunds {
    /// Longest due first.
    pub due: Vec<DueRefund>,
    /// When the next one is due, of those that are not yet.
    pub next: Option<Timestamp>,
}

/// What one look at a refund led to. Committed together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundSettlement {
    /// Which refund.
    pub id: RefundId,
    /// How often it had been woken when it was looked at.
    pub wakes: u32,
    /// Its move, if it moves.
    pub step: Option<RefundStep>,
    /// The timer by which the payment's citizen is told.
    pub timer: Option<TimerWrite>,
    /// When to look at it again; none if never by itself.
    pub next_check: Option<Timestamp>,
}

/// Refunds. One is never removed: it says who had what paid back.
#[async_trait]
pub trait Refunds: Send + Sync {
    /// Has something of a payment paid back, and makes it due at once; the same again changes nothing and gives the
    /// one there is. [`Payment::refund`] decides, within one transaction with what it decides on: never more is asked
    /// for than was paid. None if there is no such payment. Durable when it returns.
    async fn ask_refund(
        &self,
        payment: &PaymentKey,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Option<Result<Refund, NoRefund>>, StorageError>;

    /// All refunds of a payment, oldest first.
    async fn refunds(&self, order: &OrderReference) -> Result<Vec<Refund>, StorageError>;

    /// At most `max` refunds that are due to be looked at, longest due first. Changes nothing.
    async fn due_refunds(&self, max: usize, now: Timestamp) -> Result<DueRefunds, StorageError>;

    /// Commits what a look at a refund led to, in one transaction. Durable when it returns [`Settled::Committed`].
    ///
    /// [`Settled::Conflict`], and nothing is changed, if the refund was woken since, or does not stand where the step
    /// begins.
    async fn settle_refund(&self, settlement: RefundSettlement) -> Result<Settled, StorageError>;

    /// Makes a refund due at once: there is news. One that is over stays so. Says whether there is such a refund.
    async fn wake_refund(&self, id: &RefundId, now: Timestamp) -> Result<bool, StorageError>;
}
