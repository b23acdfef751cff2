//! A storage engine in memory, for the simulation: exact, deterministic, and open to inspection.
//!
//! In: the traits' calls, one at a time. Out: the same answers as a database gives, and
//! [`MemoryStorage::dump`].
//! Never: fails by itself, reads a clock, or depends on the order of a hash.

mod books;
mod capsules;
mod certificates;
mod control;
mod conversations;
mod demand;
mod dump;
mod files;
mod identity;
mod inbox;
mod notices;
mod outbox;
mod payments;
mod receipts;
mod records;
mod refunds;
mod state;
mod timers;
mod upkeep;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::certificate::{
    CertificateId, CertificateName, CertificateStatus, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{
    AuthorityId, CitizenId, DeliveryId, DepartmentId, FileId, MediaId, OrderReference, ServiceId,
};
use mitra_core::media::MediaContent;
use mitra_core::payment::{Payment, PaymentKey};
use mitra_core::timer::{FiredTimer, TimerDue};
use mitra_core::turn::{RecordKey, Scope};

pub use dump::{
    Dump, DumpedCertificate, DumpedDelivery, DumpedEvent, DumpedKey, DumpedPayment, DumpedTimer,
    EventStage,
};

use self::state::State;
use crate::{
    Accepted, Announcement, AttemptOutcome, Certificates, ClaimedDelivery, ClaimedEvent,
    DeadLetter, DeliveryClaim, Depths, DuePayments, EventClaim, Fired, Inbox, Intake, NewDelivery,
    NewNotice, NoticeReport, NoticeTaken, Notices, Outbox, PaymentSettlement, Payments, Purged,
    Record, RecordSizes, Recorded, RecordedChange, Records, RetriedDead, Settled, Settlement,
    StorageError, StorageLimits, Timers, Upkeep,
};

/// A database that lives as long as the value. Clones share it.
#[derive(Debug, Clone)]
pub struct MemoryStorage {
    state: Arc<Mutex<State>>,
}

impl MemoryStorage {
    /// An empty database. `installation` stands in its deliveries' references.
    pub fn new(limits: StorageLimits, installation: u32) -> Self {
        Self { state: Arc::new(Mutex::new(State::new(limits, installation))) }
    }

    /// What opening the database after a crash does: claims are forgotten, and deliveries whose
    /// attempt was begun are unknown until `now` plus [`mitra_core::limits::UNKNOWN_WAIT`].
    pub fn restart(&self, now: Timestamp) {
        self.lock().restart(now);
    }

    /// Everything stored, for the simulation's checks.
    pub fn dump(&self) -> Dump {
        self.lock().dump()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic under the lock is a failed test already; its state is still worth a look.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStorage {
    /// An empty database with a host's own limits.
    fn default() -> Self {
        Self::new(StorageLimits::default(), 1)
    }
}

#[async_trait]
impl Inbox for MemoryStorage {
    async fn accept(&self, intake: Intake, now: Timestamp) -> Result<Accepted, StorageError> {
        self.lock().accept(intake, now)
    }

    async fn claim_events(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedEvent>, StorageError> {
        Ok(self.lock().claim_events(max, now, hold))
    }

    async fn settle(
        &self,
        settlement: Settlement,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        Ok(self.lock().settle(settlement, now))
    }

    async fn postpone(
        &self,
        claim: EventClaim,
        not_before: Timestamp,
        deliveries: Vec<NewDelivery>,
        _now: Timestamp,
    ) -> Result<Settled, StorageError> {
        Ok(self.lock().postpone(&claim, not_before, deliveries))
    }

    async fn next_event_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.lock().next_event_due(now))
    }

    async fn fire_timers(&self, max: usize, now: Timestamp) -> Result<Fired, StorageError> {
        Ok(self.lock().fire_timers(max, now))
    }

    async fn put_off(
        &self,
        claim: EventClaim,
        timer: FiredTimer,
        due: TimerDue,
        announcement: Option<Announcement>,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        Ok(self.lock().put_off(&claim, timer, due, announcement, now))
    }
}

#[async_trait]
impl Outbox for MemoryStorage {
    async fn claim_deliveries(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedDelivery>, StorageError> {
        Ok(self.lock().claim_deliveries(max, now, hold))
    }

    async fn record(
        &self,
        claim: DeliveryClaim,
        outcome: AttemptOutcome,
        now: Timestamp,
    ) -> Result<Recorded, StorageError> {
        Ok(self.lock().record_attempt(&claim, outcome, now))
    }

    async fn file(&self, file: FileId) -> Result<Option<MediaContent>, StorageError> {
        Ok(self.lock().files.get(&file).map(|row| row.content.clone()))
    }

    async fn attach(
        &self,
        claim: &DeliveryClaim,
        file: MediaContent,
    ) -> Result<Option<FileId>, StorageError> {
        Ok(self.lock().attach(claim, file))
    }

    async fn record_upload(
        &self,
        file: FileId,
        uploaded: Option<MediaId>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.lock().record_upload(file, uploaded, now);
        Ok(())
    }

    async fn next_delivery_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.lock().next_delivery_due(now))
    }

    async fn dead_letters(
        &self,
        after: Option<DeliveryId>,
        max: usize,
    ) -> Result<Vec<DeadLetter>, StorageError> {
        Ok(self.lock().dead_letters(after, max))
    }

    async fn retry_dead(
        &self,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<RetriedDead, StorageError> {
        Ok(self.lock().retry_dead(delivery, now))
    }

    async fn discard_dead(&self, delivery: DeliveryId) -> Result<bool, StorageError> {
        Ok(self.lock().discard_dead(delivery))
    }
}

#[async_trait]
impl Records for MemoryStorage {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Ok(self.lock().record(key))
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Ok(self.lock().record_keys(department, scope, prefix, max))
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        Ok(self.lock().record_sizes(department, citizen))
    }

    async fn seed(
        &self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        Ok(self.lock().seed(department, digest, records))
    }
}

#[async_trait]
impl Timers for MemoryStorage {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        Ok(self.lock().timer_names(citizen, department, service))
    }
}

#[async_trait]
impl Payments for MemoryStorage {
    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        Ok(self.lock().payment(key))
    }

    async fn due_payments(&self, max: usize, now: Timestamp) -> Result<DuePayments, StorageError> {
        Ok(self.lock().due_payments(max, now))
    }

    async fn settle_payment(&self, settlement: PaymentSettlement) -> Result<Settled, StorageError> {
        Ok(self.lock().settle_payment(settlement))
    }

    async fn wake_payment(
        &self,
        order: &OrderReference,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        Ok(self.lock().wake_payment(order, now))
    }
}

#[async_trait]
impl Notices for MemoryStorage {
    async fn take_notice(
        &self,
        notice: NewNotice,
        now: Timestamp,
    ) -> Result<NoticeTaken, StorageError> {
        Ok(self.lock().take_notice(notice, now))
    }

    async fn notice_report(
        &self,
        department: &DepartmentId,
        id: &str,
    ) -> Result<Option<NoticeReport>, StorageError> {
        Ok(self.lock().notice_report(department, id))
    }
}

#[async_trait]
impl Certificates for MemoryStorage {
    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        Ok(self.lock().certificate(department, name).cloned())
    }

    async fn certificate_changes(
        &self,
        id: CertificateId,
    ) -> Result<Vec<RecordedChange>, StorageError> {
        Ok(self.lock().certificate_changes(id))
    }

    async fn not_valid(
        &self,
        authority: &AuthorityId,
        list: u32,
    ) -> Result<Option<Vec<(u32, CertificateStatus)>>, StorageError> {
        Ok(self.lock().not_valid(authority, list))
    }
}

#[async_trait]
impl Upkeep for MemoryStorage {
    async fn probe(&self) -> Result<(), StorageError> {
        Ok(())
    }

    async fn depths(&self) -> Result<Depths, StorageError> {
        Ok(self.lock().depths())
    }

    async fn purge(&self, before: Timestamp, max: usize) -> Result<Purged, StorageError> {
        Ok(self.lock().purge(before, max))
    }

    async fn purge_quarantine(
        &self,
        before: Timestamp,
        keep: usize,
        max: usize,
    ) -> Result<usize, StorageError> {
        Ok(self.lock().purge_quarantine(before, keep, max))
    }

    async fn purge_notices(&self, before: Timestamp, max: usize) -> Result<usize, StorageError> {
        Ok(self.lock().purge_notices(before, max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::Harness;

    struct MemoryHarness(MemoryStorage);

    #[async_trait]
    impl Harness for MemoryHarness {
        type Engine = MemoryStorage;

        async fn open(limits: StorageLimits) -> Self {
            Self(MemoryStorage::new(limits, 0x5eed))
        }

        fn storage(&self) -> &MemoryStorage {
            &self.0
        }

        async fn restart(&mut self, now: Timestamp) {
            self.0.restart(now);
        }
    }

    crate::conformance_tests!(MemoryHarness);
}
