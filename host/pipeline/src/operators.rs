//! What operators see of the data plane, and the one thing that they do to it.
//!
//! In: a department. Out: how its breakers are, and its conversations by their pseudonyms.
//! Never: shows a citizen's number, what somebody said, or what a department keeps of a conversation.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, Pseudonym, ReleaseDigest, ServiceId};
use mitra_storage::{SharedStorage, StorageError};

use crate::breaker::{Breakers, SeenBreaker};
use crate::pseudonym::Pseudonyms;

/// The door for operators.
pub struct OperatorCalls {
    pub(crate) storage: SharedStorage,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) breakers: Arc<Breakers>,
}

/// An open conversation, as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenConversation {
    /// The citizen as the department knows them.
    pub citizen: Pseudonym,
    /// About what.
    pub service: ServiceId,
    /// On which release.
    pub release: ReleaseDigest,
    /// Whether a form is open in it.
    pub has_form: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
}

impl OperatorCalls {
    /// The breakers of a department's releases. One that had no turn since the host started has none.
    pub fn breakers(&self, department: &DepartmentId) -> Vec<SeenBreaker> {
        self.breakers.of(department)
    }

    /// Ends the rest of a department at once. If it still fails, it rests again after as many faults as before.
    pub fn close_breakers(&self, department: &DepartmentId) {
        self.breakers.close(department);
    }

    /// A department's open conversations by release, without the first `skip`, at most `max`.
    pub async fn conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<SeenConversation>, StorageError> {
        let listed = self.storage.listed_conversations(department, skip, max).await?;
        let seen = listed.into_iter().map(|open| SeenConversation {
            citizen: self.pseudonyms.citizen(department, open.citizen),
            service: open.service,
            release: open.release,
            has_form: open.has_form,
            opened_at: open.opened_at,
        });
        Ok(seen.collect())
    }
}
