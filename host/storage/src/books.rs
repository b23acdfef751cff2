//! What was paid and paid back, for those who look back: a citizen at their receipts, an operator at a day.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{Payment, RefundId, RefundOf, RefundedPayment};

use crate::StorageError;

/// Payments and refunds, to be read. "Delete my data" leaves them where they are: accounts need them.
#[async_trait]
pub trait Books: Send + Sync {
    /// The citizen's last `max` paid payments of all departments, newest first by their receipts.
    async fn receipts(
        &self,
        citizen: CitizenId,
        max: usize,
    ) -> Result<Vec<RefundedPayment>, StorageError>;

    /// At most `max` payments that were paid from one instant on to before another, by their receipts, oldest first.
    async fn paid_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<Payment>, StorageError>;

    /// At most `max` refunds that were asked for from one instant on to before another, oldest first.
    async fn refunds_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<RefundOf>, StorageError>;

    /// The payment of this order, or none.
    async fn payment_of(&self, order: &OrderReference) -> Result<Option<Payment>, StorageError>;

    /// The refund of this id, or none.
    async fn refund(&self, id: &RefundId) -> Result<Option<RefundOf>, StorageError>;
}
