//! Departments' records.

use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::turn::{RecordKey, RecordVersion, RecordWrite, Scope};

use super::state::State;
use crate::{Record, RecordSizes};

impl State {
    pub(super) fn record(&self, key: &RecordKey) -> Option<Record> {
        self.records.get(key).cloned()
    }

    pub(super) fn version_of(&self, key: &RecordKey) -> RecordVersion {
        self.records.get(key).map_or(RecordVersion(0), |record| record.version)
    }

    pub(super) fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Vec<String> {
        let first = RecordKey { department: department.clone(), scope, key: prefix.to_owned() };
        self.records
            .range(first..)
            .map(|(key, _)| key)
            .take_while(|key| {
                key.department == *department && key.scope == scope && key.key.starts_with(prefix)
            })
            .take(max)
            .map(|key| key.key.clone())
            .collect()
    }

    pub(super) fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> RecordSizes {
        let of_department = self.records.iter().filter(|(key, _)| key.department == *department);
        of_department.fold(RecordSizes::default(), |mut sizes, (key, record)| {
            let bytes = (key.key.len() + record.value.len()) as u64;
            sizes.department += bytes;
            if key.scope == Scope::Citizen(citizen) {
                sizes.citizen += bytes;
            }
            sizes
        })
    }

    pub(super) fn seed(
        &mut self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> bool {
        if !self.seeds.insert((department.clone(), digest.to_owned())) {
            return false;
        }
        for (key, value) in records {
            let key = RecordKey { department: department.clone(), scope: Scope::Department, key };
            if !self.records.contains_key(&key) {
                self.put(key, value);
            }
        }
        true
    }

    pub(super) fn write(&mut self, write: RecordWrite) {
        match write.value {
            Some(value) => self.put(write.key, value),
            None => {
                self.records.remove(&write.key);
            }
        }
    }

    /// Removes every department's records of this citizen alone, under all numbers that they ever had.
    pub(super) fn erase(&mut self, citizen: CitizenId) {
        let is_theirs = |scope: Scope| match scope {
            Scope::Department => false,
            Scope::Citizen(id) => id == citizen || self.present(id) == citizen,
        };
        let keys = self.records.keys().filter(|key| is_theirs(key.scope)).cloned();
        for key in keys.collect::<Vec<_>>() {
            self.records.remove(&key);
        }
    }

    pub(super) fn put(&mut self, key: RecordKey, value: Vec<u8>) {
        let version = RecordVersion(self.draw());
        self.records.insert(key, Record { version, value });
    }
}
