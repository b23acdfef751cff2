//! Departments' own records. Turns read them here; their writes go through [`crate::Settlement`].

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::turn::{RecordKey, RecordVersion, Scope};

use crate::StorageError;

/// A stored record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Rises with every write; never given twice, not even after a removal.
    pub version: RecordVersion,
    /// The bytes.
    pub value: Vec<u8>,
}

/// How many bytes there are of a department's records, keys included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordSizes {
    /// Of all of them.
    pub department: u64,
    /// Of one citizen's.
    pub citizen: u64,
}

/// Reads departments' records.
///
/// **Invariant I8:** a key carries its department and scope; there is no way to ask across them.
#[async_trait]
pub trait Records: Send + Sync {
    /// The record as last committed, or none.
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError>;

    /// The keys that start with `prefix`, in byte order, at most `max`.
    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError>;

    /// How much the department keeps, and of that for this citizen, as last committed.
    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError>;

    /// Stores a department's starting records, once per `digest` of the seed: a repeated call changes nothing.
    /// Existing keys are kept as they are. Gives back whether this call stored them. Durable when it returns.
    async fn seed(
        &self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError>;
}
