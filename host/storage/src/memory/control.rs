//! The control plane's documents and the audit log.

use async_trait::async_trait;
use mitra_core::audit::{AuditEntry, AuditHash, Decision};
use mitra_core::clock::Timestamp;

use super::MemoryStorage;
use super::state::State;
use crate::{Amended, Amendment, Control, Document, StorageError};

impl State {
    fn amend(&mut self, amendment: Amendment, now: Timestamp) -> Amended {
        let Amendment { name, read, body, decisions } = amendment;
        let found = self.documents.get(&name).map_or(0, |document| document.generation);
        if found != read {
            return Amended::Stale;
        }
        self.note(&decisions, now);
        let generation = read + 1;
        self.documents.insert(name, Document { generation, body });
        Amended::Done { generation }
    }

    fn note(&mut self, decisions: &[Decision], now: Timestamp) {
        for decision in decisions {
            let last = self.audit.last();
            let head = last.map_or((0, AuditHash::START), |entry| (entry.number, entry.hash));
            let entry = AuditEntry::after(head, now, decision).expect("a decision is JSON");
            self.audit.push(entry);
        }
    }
}

#[async_trait]
impl Control for MemoryStorage {
    async fn document(&self, name: &str) -> Result<Option<Document>, StorageError> {
        Ok(self.lock().documents.get(name).cloned())
    }

    async fn documents(&self, prefix: &str) -> Result<Vec<(String, Document)>, StorageError> {
        let state = self.lock();
        let named = state.documents.iter().filter(|(name, _)| name.starts_with(prefix));
        Ok(named.map(|(name, document)| (name.clone(), document.clone())).collect())
    }

    async fn amend(&self, amendment: Amendment, now: Timestamp) -> Result<Amended, StorageError> {
        Ok(self.lock().amend(amendment, now))
    }

    async fn note(&self, decisions: Vec<Decision>, now: Timestamp) -> Result<(), StorageError> {
        self.lock().note(&decisions, now);
        Ok(())
    }

    async fn audit_head(&self) -> Result<Option<AuditEntry>, StorageError> {
        Ok(self.lock().audit.last().cloned())
    }

    async fn audit(&self, after: u64, max: usize) -> Result<Vec<AuditEntry>, StorageError> {
        let state = self.lock();
        let later = state.audit.iter().filter(|entry| entry.number > after);
        Ok(later.take(max).cloned().collect())
    }
}
