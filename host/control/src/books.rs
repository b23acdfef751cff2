//! Rosters and keys as they are stored, with the audit log of why.

use std::sync::Arc;

use mitra_core::audit::{Decision, REASON_CHARS_MAX};
use mitra_core::clock::Clock;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::text::plain;
use mitra_release::Keys;
use mitra_storage::{Amended, Amendment, Control, StorageError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::roster::Roster;

/// The name of the document with the registered keys.
const KEYS: &str = "keys";
/// How the names of rosters begin.
const ROSTERS: &str = "roster/";

/// What is stored of releases and keys.
#[derive(Clone)]
pub struct Books {
    storage: Arc<dyn Control>,
    clock: Arc<dyn Clock>,
}

/// A document that was read. Changing it needs that nobody else did meanwhile.
#[derive(Debug, Clone)]
pub struct Read<T> {
    /// What it says.
    pub value: T,
    name: String,
    generation: u64,
}

/// Why the books cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// Somebody else was faster.
    #[error("E0609: somebody else changed this just now: look again, and decide again")]
    Stale,
    /// What is stored cannot be read.
    #[error("the stored document `{name}` cannot be read")]
    Unreadable {
        /// Which one.
        name: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// Storage is away.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Books {
    /// The books in this storage.
    pub fn new(storage: Arc<dyn Control>, clock: Arc<dyn Clock>) -> Self {
        Self { storage, clock }
    }

    /// A department's releases; none, if it never had one.
    pub async fn roster(&self, department: &DepartmentId) -> Result<Read<Roster>, BooksError> {
        self.read(format!("{ROSTERS}{department}")).await
    }

    /// All departments that have releases.
    pub async fn departments(&self) -> Result<Vec<DepartmentId>, BooksError> {
        let documents = self.storage.documents(ROSTERS).await?;
        let ids = documents.iter().filter_map(|(name, _)| name.strip_prefix(ROSTERS));
        Ok(ids.filter_map(|id| DepartmentId::parse(id).ok()).collect())
    }

    /// The keys that are registered.
    pub async fn keys(&self) -> Result<Read<Keys>, BooksError> {
        self.read(KEYS.to_owned()).await
    }

    async fn read<T: DeserializeOwned + Default>(
        &self,
        name: String,
    ) -> Result<Read<T>, BooksError> {
        let Some(document) = self.storage.document(&name).await? else {
            return Ok(Read { value: T::default(), name, generation: 0 });
        };
        match serde_json::from_str(&document.body) {
            Ok(value) => Ok(Read { value, name, generation: document.generation }),
            Err(source) => Err(BooksError::Unreadable { name, source }),
        }
    }

    /// Stores a document that was read and changed, and writes down why.
    pub async fn write<T: Serialize>(
        &self,
        read: Read<T>,
        decisions: Vec<Decision>,
    ) -> Result<(), BooksError> {
        let Read { value, name, generation } = read;
        let body = match serde_json::to_string(&value) {
            Ok(body) => body,
            Err(source) => return Err(BooksError::Unreadable { name, source }),
        };
        let amendment = Amendment { name, read: generation, body, decisions };
        match self.storage.amend(amendment, self.clock.now()).await? {
            Amended::Done { .. } => Ok(()),
            Amended::Stale => Err(BooksError::Stale),
        }
    }
}

/// A decision. Its reason may have words of vendors and of their components in it.
pub fn decided<'a>(
    actor: &str,
    action: &str,
    department: impl Into<Option<&'a DepartmentId>>,
    release: Option<&ReleaseDigest>,
    reason: &str,
) -> Decision {
    Decision {
        actor: actor.to_owned(),
        action: action.to_owned(),
        department: department.into().cloned(),
        release: release.cloned(),
        reason: plain(reason).take(REASON_CHARS_MAX).collect(),
    }
}
