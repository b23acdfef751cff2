//! Turns that this host has written down, and what releases made of them.

use std::sync::Arc;

use mitra_capsule::{Capsule, CapsuleError, CapsuleKey, Replayed, Unsealed};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::{CapsuleId, DepartmentId, ReleaseDigest};
use mitra_storage::{CapsuleFacts, CapsuleKind, Capsules, StorageError, StoredCapsule};
use mitra_storage_sql::SqliteStorage;
use serde::{Deserialize, Serialize};

use crate::clock::SystemClock;

/// The most turns that one release repeats.
const REPEATED_MAX: usize = 200;
/// The most bytes that they have together: they are in memory at once, here and in the process that repeats them.
const REPEATED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Reports that are kept of each department.
const REPORTS_MAX: usize = 10;

/// What came of repeating one capsule, as `mitra replay --json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Repeated {
    /// Which one.
    pub(crate) capsule: CapsuleId,
    /// What came of it.
    #[serde(flatten)]
    pub(crate) replayed: Replayed,
}

/// Why a capsule cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoCapsule {
    /// There is none.
    #[error("E0636: there is no such capsule: its time may be over")]
    Unknown,
    /// It stays sealed.
    #[error(transparent)]
    Unsealed(#[from] Unsealed),
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] CapsuleError),
    /// Storage is away.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Turns that this host has written down.
#[derive(Clone)]
pub(crate) struct CapsuleShelf {
    pub(crate) key: Arc<CapsuleKey>,
    pub(crate) storage: Arc<SqliteStorage>,
}

impl CapsuleShelf {
    /// What is known of a department's newest turns, and how large each is.
    pub(crate) async fn list(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<(CapsuleFacts, u64)>, StorageError> {
        let kinds = [CapsuleKind::Turn, CapsuleKind::Fault];
        self.storage.capsules(department, &kinds, max).await
    }

    /// One of them.
    pub(crate) async fn capsule(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
    ) -> Result<Capsule, NoCapsule> {
        let found = self.storage.capsule(department, id).await?;
        let found = found.filter(|found| found.facts.kind != CapsuleKind::Report);
        let text = self.opened(&found.ok_or(NoCapsule::Unknown)?)?;
        Ok(Capsule::read(&text)?)
    }

    /// The newest of a release, each a line of JSON. What was sealed with another key is left out, and so is what would
    /// be too much at once.
    pub(crate) async fn of_release(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
    ) -> Result<Vec<String>, StorageError> {
        let listed = self.list(department, usize::MAX).await?;
        let of_it = listed.into_iter().filter(|(facts, _)| facts.release == *release);
        let (mut texts, mut bytes) = (Vec::new(), 0);
        for (facts, size) in of_it.take(REPEATED_MAX) {
            bytes += size;
            if bytes > REPEATED_BYTES_MAX {
                break;
            }
            let kept = self.storage.capsule(department, &facts.id).await?;
            texts.extend(kept.and_then(|kept| self.opened(&kept).ok()));
        }
        Ok(texts)
    }

    /// Keeps what a release made of them, for as long as they are kept themselves.
    pub(crate) async fn keep_report(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
        repeated: &[Repeated],
        expires_at: Timestamp,
    ) -> Result<(), StorageError> {
        let text = serde_json::to_string(repeated).expect("it has no keys but text");
        let (id, now) = (report_of(release), SystemClock.now());
        let sealed = self.key.seal(department, &id, &text);
        let facts = CapsuleFacts {
            id,
            department: department.clone(),
            citizen: None,
            release: release.clone(),
            kind: CapsuleKind::Report,
            ended: "repeated".to_owned(),
            taken_at: now,
            expires_at,
        };
        self.storage.keep_capsule(StoredCapsule { facts, sealed }, REPORTS_MAX).await
    }

    /// What a release made of them.
    pub(crate) async fn report(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
    ) -> Result<Vec<Repeated>, NoCapsule> {
        let found = self.storage.capsule(department, &report_of(release)).await?;
        let text = self.opened(&found.ok_or(NoCapsule::Unknown)?)?;
        let unreadable = |error: serde_json::Error| CapsuleError::Unreadable(error.to_string());
        Ok(serde_json::from_str(&text).map_err(unreadable)?)
    }

    fn opened(&self, kept: &StoredCapsule) -> Result<String, Unsealed> {
        let CapsuleFacts { department, id, .. } = &kept.facts;
        self.key.open(department, id, &kept.sealed)
    }
}

/// No turn is known by the digest of a release: it is twice as long.
fn report_of(release: &ReleaseDigest) -> CapsuleId {
    CapsuleId::new(release.as_str())
}
