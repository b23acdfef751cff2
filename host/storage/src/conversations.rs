//! Open conversations, by the release that they are on.

use async_trait::async_trait;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
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

/// Looks at open conversations. They come into being and end by [`crate::Settlement::session`].
#[async_trait]
pub trait Conversations: Send + Sync {
    /// How many of a department's conversations are on each release, by its digest. None is left out that is on one.
    async fn open_conversations(
        &self,
        department: &DepartmentId,
    ) -> Result<Vec<OpenConversations>, StorageError>;

    /// Some of a department's conversations that have a state, at most `max`: for trying what a release makes of them.
    async fn some_conversations(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<Conversation>, StorageError>;
}
