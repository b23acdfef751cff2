//! Looking after the database.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;

use crate::StorageError;

/// How full the bounded parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Depths {
    /// Unsettled events.
    pub inbox_events: usize,
    /// Deliveries neither accepted nor dead.
    pub outbox_deliveries: usize,
    /// Dead deliveries that nobody retried.
    pub dead_deliveries: usize,
    /// Items in quarantine.
    pub quarantined: usize,
    /// Timers that are no events yet.
    pub timers: usize,
    /// Those of them that tell notices.
    pub notices: usize,
    /// Payments that are asked for or offered.
    pub open_payments: usize,
}

/// How much was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Keys of settled events and identity reports.
    pub dedup_keys: usize,
    /// Accepted deliveries.
    pub deliveries: usize,
    /// Receipts that never found their delivery.
    pub receipts: usize,
}

impl Purged {
    /// Whether there may be more to remove: some kind gave as many rows as were asked for.
    pub fn may_have_left_some(&self, max: usize) -> bool {
        [self.dedup_keys, self.deliveries, self.receipts].iter().any(|removed| *removed >= max)
    }
}

/// Looks after the database.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Fails if the database cannot be written now.
    async fn probe(&self) -> Result<(), StorageError>;

    /// How full it is.
    async fn depths(&self) -> Result<Depths, StorageError>;

    /// Removes at most `max` rows of each kind that ended before `before`, and files that no delivery carries any more.
    /// Never what is unsettled, unfinished,
    /// dead or in quarantine.
    async fn purge(&self, before: Timestamp, max: usize) -> Result<Purged, StorageError>;

    /// Removes at most `max` items of quarantine, oldest first: those that came before `before`, and those that are
    /// more than `keep`. Gives how many.
    async fn purge_quarantine(
        &self,
        before: Timestamp,
        keep: usize,
        max: usize,
    ) -> Result<usize, StorageError>;

    /// Forgets at most `max` ids of notices that were taken before `before`, oldest first. Gives how many.
    async fn purge_notices(&self, before: Timestamp, max: usize) -> Result<usize, StorageError>;
}
