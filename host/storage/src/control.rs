//! What the control plane keeps: small documents that are replaced whole, and the audit log of why.

use async_trait::async_trait;
use mitra_core::audit::{AuditEntry, Decision};
use mitra_core::clock::Timestamp;

use crate::StorageError;

/// A document as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Rises by one with every change, from 1.
    pub generation: u64,
    /// What it says: JSON of whoever writes it.
    pub body: String,
}

/// A change of one document, with the decisions that led to it.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// Which document.
    pub name: String,
    /// The generation that was read; 0 if there was none.
    pub read: u64,
    /// What it says from now on.
    pub body: String,
    /// What is written into the audit log, in this order. At least one: nothing changes without.
    pub decisions: Vec<Decision>,
}

/// What became of an [`Amendment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amended {
    /// It is durable.
    Done {
        /// The document's generation from now on.
        generation: u64,
    },
    /// Somebody else changed the document since it was read. Nothing was changed.
    Stale,
}

/// The control plane's documents and the audit log.
#[async_trait]
pub trait Control: Send + Sync {
    /// The document of this name as last committed.
    async fn document(&self, name: &str) -> Result<Option<Document>, StorageError>;

    /// All documents whose names begin like this, by name.
    async fn documents(&self, prefix: &str) -> Result<Vec<(String, Document)>, StorageError>;

    /// Changes a document and writes down why, in one transaction, unless it was changed since it was read. Durable
    /// when it returns [`Amended::Done`].
    async fn amend(&self, amendment: Amendment, now: Timestamp) -> Result<Amended, StorageError>;

    /// Writes down decisions that change no document. Durable when it returns.
    async fn note(&self, decisions: Vec<Decision>, now: Timestamp) -> Result<(), StorageError>;

    /// The last entry of the audit log, if there is one.
    async fn audit_head(&self) -> Result<Option<AuditEntry>, StorageError>;

    /// Entries of the audit log after the one with this number, at most `max`, oldest first.
    async fn audit(&self, after: u64, max: usize) -> Result<Vec<AuditEntry>, StorageError>;
}
