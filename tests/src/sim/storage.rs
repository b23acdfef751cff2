//! The storage engine in memory, behind failures: it refuses, it answers an error although it did the work, it is slow.

mod messages;
mod money;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::audit::{AuditEntry, Decision};
use mitra_core::certificate::{
    CertificateId, CertificateName, CertificateStatus, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::ids::{AuthorityId, CapsuleId, CitizenId, DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::session::Conversation;
use mitra_core::turn::{RecordKey, Scope};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{
    Amended, Amendment, Begins, CapsuleFacts, CapsuleKind, Capsules, Certificates, Control,
    Conversations, Demand, Depths, Document, ListedConversation, NewNotice, NoticeReport,
    NoticeTaken, Notices, OpenConversations, Purged, Record, RecordSizes, RecordedChange, Records,
    StorageError, StoredCapsule, Timers, UnmetReport, Upkeep,
};

use super::faults::Faults;
use super::journal::Journal;

/// In a thousand calls: refused without effect.
const REFUSED: u64 = 10;
/// In a thousand calls: done, but answered with an error.
const DONE_BUT_FAILED: u64 = 5;
/// How long a call takes at most.
const SLOWEST: Duration = Duration::from_millis(20);

#[derive(Clone)]
pub(super) struct FaultyStorage {
    pub(super) inner: Arc<MemoryStorage>,
    /// What became durable of messages and templates.
    pub(super) journal: Arc<Journal>,
    pub(super) faults: Arc<Faults>,
}

fn away() -> StorageError {
    let source = "the simulation says so".into();
    StorageError::Unavailable { operation: "simulated", source }
}

impl FaultyStorage {
    /// Wraps one call: a crash may come before or after its effect, and its answer may be a lie.
    async fn call<T>(
        &self,
        effect: impl Future<Output = Result<T, StorageError>> + Send,
    ) -> Result<T, StorageError> {
        self.faults.instant().await;
        tokio::time::sleep(self.faults.chance.span(SLOWEST)).await;
        if self.faults.strikes(REFUSED) {
            return Err(away());
        }
        let answer = effect.await;
        self.faults.instant().await;
        if self.faults.strikes(DONE_BUT_FAILED) { Err(away()) } else { answer }
    }
}

impl FaultyStorage {
    /// The same of what the host does every few seconds, busy or not: when nothing fails any more it takes no time.
    async fn sweep<T>(
        &self,
        effect: impl Future<Output = Result<T, StorageError>> + Send,
    ) -> Result<T, StorageError> {
        if self.faults.is_calm() { effect.await } else { self.call(effect).await }
    }
}

#[async_trait]
impl Records for FaultyStorage {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        self.call(Records::record(&*self.inner, key)).await
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        self.call(self.inner.record_keys(department, scope, prefix, max)).await
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        self.call(self.inner.record_sizes(department, citizen)).await
    }

    async fn seed(
        &self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        self.call(self.inner.seed(department, digest, records)).await
    }
}

#[async_trait]
impl Timers for FaultyStorage {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        self.call(self.inner.timer_names(citizen, department, service)).await
    }
}

#[async_trait]
impl Notices for FaultyStorage {
    async fn take_notice(
        &self,
        notice: NewNotice,
        now: Timestamp,
    ) -> Result<NoticeTaken, StorageError> {
        self.call(self.inner.take_notice(notice, now)).await
    }

    async fn notice_report(
        &self,
        department: &DepartmentId,
        id: &str,
    ) -> Result<Option<NoticeReport>, StorageError> {
        self.call(self.inner.notice_report(department, id)).await
    }
}

#[async_trait]
impl Certificates for FaultyStorage {
    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        self.call(self.inner.certificate(department, name)).await
    }

    async fn certificate_changes(
        &self,
        id: CertificateId,
    ) -> Result<Vec<RecordedChange>, StorageError> {
        self.call(self.inner.certificate_changes(id)).await
    }

    async fn not_valid(
        &self,
        authority: &AuthorityId,
        list: u32,
    ) -> Result<Option<Vec<(u32, CertificateStatus)>>, StorageError> {
        self.call(self.inner.not_valid(authority, list)).await
    }
}

#[async_trait]
impl Conversations for FaultyStorage {
    async fn open_conversations(
        &self,
        department: &DepartmentId,
    ) -> Result<Vec<OpenConversations>, StorageError> {
        self.call(self.inner.open_conversations(department)).await
    }

    async fn releases_with_forms(
        &self,
        department: &DepartmentId,
    ) -> Result<BTreeSet<ReleaseDigest>, StorageError> {
        self.call(self.inner.releases_with_forms(department)).await
    }

    async fn some_conversations(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<Conversation>, StorageError> {
        self.call(self.inner.some_conversations(department, max)).await
    }

    async fn listed_conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<ListedConversation>, StorageError> {
        self.call(self.inner.listed_conversations(department, skip, max)).await
    }
}

#[async_trait]
impl Demand for FaultyStorage {
    async fn unmet(
        &self,
        since: Day,
        citizens_min: usize,
        max: usize,
    ) -> Result<UnmetReport, StorageError> {
        self.call(self.inner.unmet(since, citizens_min, max)).await
    }

    async fn purge_unmet(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        self.sweep(self.inner.purge_unmet(before, max)).await
    }

    async fn add_begins(&self, begins: Vec<Begins>) -> Result<(), StorageError> {
        self.sweep(self.inner.add_begins(begins)).await
    }

    async fn popular(
        &self,
        since: Day,
        begins_min: u64,
        max: usize,
    ) -> Result<Vec<(DepartmentId, ServiceId)>, StorageError> {
        self.sweep(self.inner.popular(since, begins_min, max)).await
    }

    async fn purge_begins(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        self.sweep(self.inner.purge_begins(before, max)).await
    }
}

#[async_trait]
impl Control for FaultyStorage {
    async fn document(&self, name: &str) -> Result<Option<Document>, StorageError> {
        self.call(self.inner.document(name)).await
    }

    async fn documents(&self, prefix: &str) -> Result<Vec<(String, Document)>, StorageError> {
        self.call(self.inner.documents(prefix)).await
    }

    async fn amend(&self, amendment: Amendment, now: Timestamp) -> Result<Amended, StorageError> {
        self.call(self.inner.amend(amendment, now)).await
    }

    async fn note(&self, decisions: Vec<Decision>, now: Timestamp) -> Result<(), StorageError> {
        self.call(self.inner.note(decisions, now)).await
    }

    async fn audit_head(&self) -> Result<Option<AuditEntry>, StorageError> {
        self.call(self.inner.audit_head()).await
    }

    async fn audit(&self, after: u64, max: usize) -> Result<Vec<AuditEntry>, StorageError> {
        self.call(self.inner.audit(after, max)).await
    }
}

#[async_trait]
impl Capsules for FaultyStorage {
    async fn keep_capsule(&self, capsule: StoredCapsule, keep: usize) -> Result<(), StorageError> {
        self.call(self.inner.keep_capsule(capsule, keep)).await
    }

    async fn capsules(
        &self,
        department: &DepartmentId,
        kinds: &[CapsuleKind],
        max: usize,
    ) -> Result<Vec<(CapsuleFacts, u64)>, StorageError> {
        self.call(self.inner.capsules(department, kinds, max)).await
    }

    async fn capsule(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
    ) -> Result<Option<StoredCapsule>, StorageError> {
        self.call(self.inner.capsule(department, id)).await
    }

    async fn purge_capsules(&self, now: Timestamp, max: usize) -> Result<usize, StorageError> {
        self.sweep(self.inner.purge_capsules(now, max)).await
    }
}

#[async_trait]
impl Upkeep for FaultyStorage {
    async fn probe(&self) -> Result<(), StorageError> {
        self.sweep(self.inner.probe()).await
    }

    async fn depths(&self) -> Result<Depths, StorageError> {
        self.sweep(self.inner.depths()).await
    }

    async fn purge(&self, before: Timestamp, max: usize) -> Result<Purged, StorageError> {
        self.sweep(self.inner.purge(before, max)).await
    }

    async fn purge_quarantine(
        &self,
        before: Timestamp,
        keep: usize,
        max: usize,
    ) -> Result<usize, StorageError> {
        self.sweep(self.inner.purge_quarantine(before, keep, max)).await
    }

    async fn purge_notices(&self, before: Timestamp, max: usize) -> Result<usize, StorageError> {
        self.sweep(self.inner.purge_notices(before, max)).await
    }
}
