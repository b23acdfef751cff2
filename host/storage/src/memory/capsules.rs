//! Capsules.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CapsuleId, DepartmentId};

use super::MemoryStorage;
use crate::{CapsuleFacts, CapsuleKind, Capsules, StorageError, StoredCapsule};

#[async_trait]
impl Capsules for MemoryStorage {
    async fn keep_capsule(&self, capsule: StoredCapsule, keep: usize) -> Result<(), StorageError> {
        let mut state = self.lock();
        let capsules = &mut state.capsules;
        let CapsuleFacts { department, id, kind, taken_at, .. } = capsule.facts.clone();
        capsules.retain(|known| known.facts.department != department || known.facts.id != id);
        // Of those of one instant the last one is the newest.
        let place = capsules.partition_point(|known| known.facts.taken_at <= taken_at);
        capsules.insert(place, capsule);
        let is_of_it = |known: &StoredCapsule| {
            known.facts.department == department && known.facts.kind == kind
        };
        let n_left = capsules.iter().filter(|known| is_of_it(known)).count();
        let mut over = n_left.saturating_sub(keep);
        capsules.retain(|known| {
            let goes = over > 0 && is_of_it(known);
            over -= usize::from(goes);
            !goes
        });
        Ok(())
    }

    async fn capsules(
        &self,
        department: &DepartmentId,
        kinds: &[CapsuleKind],
        max: usize,
    ) -> Result<Vec<(CapsuleFacts, u64)>, StorageError> {
        let state = self.lock();
        let is_asked_for = |known: &&StoredCapsule| {
            known.facts.department == *department && kinds.contains(&known.facts.kind)
        };
        let asked_for = state.capsules.iter().rev().filter(is_asked_for).take(max);
        Ok(asked_for.map(|known| (known.facts.clone(), known.sealed.len() as u64)).collect())
    }

    async fn capsule(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
    ) -> Result<Option<StoredCapsule>, StorageError> {
        let state = self.lock();
        let mut known = state.capsules.iter();
        Ok(known
            .find(|known| known.facts.department == *department && known.facts.id == *id)
            .cloned())
    }

    async fn purge_capsules(&self, now: Timestamp, max: usize) -> Result<usize, StorageError> {
        let mut state = self.lock();
        let mut purged = 0;
        state.capsules.sort_by_key(|known| known.facts.expires_at);
        state.capsules.retain(|known| {
            let goes = purged < max && known.facts.expires_at <= now;
            purged += usize::from(goes);
            !goes
        });
        state.capsules.sort_by_key(|known| known.facts.taken_at);
        Ok(purged)
    }
}
