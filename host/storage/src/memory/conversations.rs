//! Open conversations.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::session::Conversation;

use super::MemoryStorage;
use super::state::State;
use crate::{Conversations, ListedConversation, OpenConversations, StorageError};

impl State {
    fn conversations<'a>(
        &'a self,
        department: &'a DepartmentId,
    ) -> impl Iterator<Item = &'a Conversation> {
        let open = self.sessions.values().filter_map(|session| session.conversation.as_ref());
        open.filter(move |open| open.department == *department)
    }
}

#[async_trait]
impl Conversations for MemoryStorage {
    async fn open_conversations(
        &self,
        department: &DepartmentId,
    ) -> Result<Vec<OpenConversations>, StorageError> {
        let mut counts = BTreeMap::new();
        for conversation in self.lock().conversations(department) {
            *counts.entry(conversation.release.clone()).or_default() += 1;
        }
        let counts = counts.into_iter();
        Ok(counts.map(|(release, open)| OpenConversations { release, open }).collect())
    }

    async fn releases_with_forms(
        &self,
        department: &DepartmentId,
    ) -> Result<BTreeSet<ReleaseDigest>, StorageError> {
        let state = self.lock();
        let with_form = state.conversations(department).filter(|open| open.form.is_some());
        Ok(with_form.map(|open| open.release.clone()).collect())
    }

    async fn some_conversations(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<Conversation>, StorageError> {
        let state = self.lock();
        let with_state = state.conversations(department).filter(|open| open.state.is_some());
        Ok(with_state.take(max).cloned().collect())
    }

    async fn listed_conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<ListedConversation>, StorageError> {
        let state = self.lock();
        let listed = state.sessions.iter().filter_map(|(citizen, session)| {
            let open =
                session.conversation.as_ref().filter(|open| open.department == *department)?;
            Some(ListedConversation {
                citizen: *citizen,
                service: open.service.clone(),
                release: open.release.clone(),
                has_form: open.form.is_some(),
                opened_at: open.opened_at,
            })
        });
        let mut listed: Vec<_> = listed.collect();
        listed.sort_by_key(|open| (open.release.to_string(), open.citizen));
        Ok(listed.into_iter().skip(skip).take(max).collect())
    }
}
