//! Open conversations, by the release that they are on.

use std::collections::BTreeSet;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::session::Conversation;

use crate::StorageError;

/// How many conversations are on a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenConversations {
    /// Which release.
    pub release: ReleaseDigest,
    /// How many. Of citizens who may never come back, too.
    pub open: u64,
}

/// An open conversation, without anything that is said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedConversation {
    /// Whose it is.
    pub citizen: CitizenId,
    /// About what.
    pub service: ServiceId,
    /// On which release.
    pub release: ReleaseDigest,
    /// Whether a form is open in it.
    pub has_form: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// Looks at open conversations. They come into being and end by [`crate::Settlement::session`].
#[async_trait]
pub trait Conversations: Send + Sync {
    /// How many of a department's conversations are on each release, by its digest. None is left out that is on one.
    async fn open_conversations(
        &self,
        department: &DepartmentId,
    ) -> Result<Vec<OpenConversations>, StorageError>;

    /// On which releases a citizen of the department has a form open.
    async fn releases_with_forms(
        &self,
        department: &DepartmentId,
    ) -> Result<BTreeSet<ReleaseDigest>, StorageError>;

    /// Some of a department's conversations that have a state, at most `max`: for trying what a release makes of them.
    async fn some_conversations(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<Conversation>, StorageError>;

    /// A department's conversations by release and citizen, without the first `skip`, at most `max`. No state is read.
    async fn listed_conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<ListedConversation>, StorageError>;
}
