//! Capsules: turns as they were, sealed. Storage cannot read them.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CapsuleId, CitizenId, DepartmentId, ReleaseDigest};

use crate::StorageError;

/// What a capsule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CapsuleKind {
    /// A turn that ended well.
    Turn,
    /// A turn that did not.
    Fault,
    /// What a release made of turns that others had run.
    Report,
}

impl CapsuleKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Turn, Self::Fault, Self::Report];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Fault => "fault",
            Self::Report => "report",
        }
    }
}

/// What is known of a capsule without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapsuleFacts {
    /// By which it is found within its department.
    pub id: CapsuleId,
    /// Whose.
    pub department: DepartmentId,
    /// Whose turn it was, so that it can be forgotten with them.
    pub citizen: Option<CitizenId>,
    /// Which release ran the turn, or is reported on.
    pub release: ReleaseDigest,
    /// What it holds.
    pub kind: CapsuleKind,
    /// How the turn ended, in a word.
    pub ended: String,
    /// When.
    pub taken_at: Timestamp,
    /// When it is to be forgotten.
    pub expires_at: Timestamp,
}

/// A capsule as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCapsule {
    /// What is known of it.
    pub facts: CapsuleFacts,
    /// Sealed by whoever keeps it.
    pub sealed: Vec<u8>,
}

/// Capsules.
#[async_trait]
pub trait Capsules: Send + Sync {
    /// Keeps one, in the place of one with its department and id, and forgets the oldest of its department and kind
    /// beyond `keep`. Durable when it returns.
    async fn keep_capsule(&self, capsule: StoredCapsule, keep: usize) -> Result<(), StorageError>;

    /// What is known of a department's capsules of these kinds, newest first, at most `max`; and how many bytes each
    /// has.
    async fn capsules(
        &self,
        department: &DepartmentId,
        kinds: &[CapsuleKind],
        max: usize,
    ) -> Result<Vec<(CapsuleFacts, u64)>, StorageError>;

    /// One capsule.
    async fn capsule(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
    ) -> Result<Option<StoredCapsule>, StorageError>;

    /// Forgets at most `max` capsules whose time is over. Gives how many.
    async fn purge_capsules(&self, now: Timestamp, max: usize) -> Result<usize, StorageError>;
}
