//! The department's records: reads go to storage, writes are buffered until the turn is settled.

use std::collections::BTreeMap;

use mitra_core::limits::{
    RECORD_BYTES_PER_CITIZEN_MAX, RECORD_BYTES_PER_DEPARTMENT_MAX, RECORD_KEY_BYTES_MAX,
    RECORD_KEYS_LISTED_MAX, RECORD_READS_PER_TURN_MAX, RECORD_VALUE_BYTES_MAX,
    RECORD_WRITES_PER_TURN_MAX,
};
use mitra_core::turn::{RecordKey, RecordRead, RecordVersion, RecordWrite, Scope, TurnFault};

use mitra_storage::RecordSizes;

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::storage;

/// What a turn read and wants to write.
#[derive(Debug, Default)]
pub(crate) struct RecordBuffer {
    /// Each record read, with what was read: a second read sees the same.
    read: BTreeMap<RecordKey, (RecordVersion, Option<Vec<u8>>)>,
    written: BTreeMap<RecordKey, Option<Vec<u8>>>,
    /// How much there was before the turn. Read when the turn first stores something.
    sizes: Option<RecordSizes>,
}

impl RecordBuffer {
    /// What was read, for the check at settling.
    pub(crate) fn reads(&self) -> Vec<RecordRead> {
        let read = |(key, (version, _)): (&RecordKey, &(RecordVersion, _))| RecordRead {
            key: key.clone(),
            version: *version,
        };
        self.read.iter().map(read).collect()
    }

    /// How much the turn stores so far.
    fn stored(&self) -> RecordSizes {
        let mut stored = RecordSizes::default();
        for (key, value) in &self.written {
            let Some(value) = value else { continue };
            let bytes = (key.key.len() + value.len()) as u64;
            stored.department += bytes;
            if key.scope != Scope::Department {
                stored.citizen += bytes;
            }
        }
        stored
    }

    /// What is to be written.
    pub(crate) fn into_writes(self) -> Vec<RecordWrite> {
        self.written.into_iter().map(|(key, value)| RecordWrite { key, value }).collect()
    }
}

impl TurnState {
    fn record_key(&mut self, scope: storage::Scope, key: String) -> wasmtime::Result<RecordKey> {
        if key.is_empty() || key.len() > RECORD_KEY_BYTES_MAX {
            let limit = format!("a key's length: 1 to {RECORD_KEY_BYTES_MAX} bytes");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        Ok(RecordKey { department: self.department.clone(), scope: self.scope(scope), key })
    }

    fn scope(&self, scope: storage::Scope) -> Scope {
        match scope {
            storage::Scope::Department => Scope::Department,
            storage::Scope::Citizen => Scope::Citizen(self.citizen),
        }
    }

    async fn write(&mut self, key: RecordKey, value: Option<Vec<u8>>) -> wasmtime::Result<()> {
        if value.as_ref().is_some_and(|value| value.len() > RECORD_VALUE_BYTES_MAX) {
            let limit = format!("a value's size: {RECORD_VALUE_BYTES_MAX} bytes");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        let written = &mut self.records.written;
        if written.len() >= RECORD_WRITES_PER_TURN_MAX && !written.contains_key(&key) {
            let limit = format!("records written in a turn: {RECORD_WRITES_PER_TURN_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        let stores = value.is_some();
        written.insert(key, value);
        if stores { self.check_quotas().await } else { Ok(()) }
    }

    /// What the turn stores counts in full, also where it replaces something: a department that is full can remove
    /// records, and cannot change them.
    async fn check_quotas(&mut self) -> wasmtime::Result<()> {
        let before = if let Some(sizes) = self.records.sizes {
            sizes
        } else {
            let sizes = self.ports.reads.record_sizes(&self.department, self.citizen).await;
            sizes.map_err(|error| self.fail_host("storage", &error))?
        };
        self.records.sizes = Some(before);
        let stored = self.records.stored();
        if before.department + stored.department > RECORD_BYTES_PER_DEPARTMENT_MAX as u64 {
            let limit =
                format!("records of the department: {RECORD_BYTES_PER_DEPARTMENT_MAX} bytes");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        if stored.citizen > 0
            && before.citizen + stored.citizen > RECORD_BYTES_PER_CITIZEN_MAX as u64
        {
            let limit = format!("records of a citizen: {RECORD_BYTES_PER_CITIZEN_MAX} bytes");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        Ok(())
    }

    async fn read(&mut self, key: RecordKey) -> wasmtime::Result<Option<Vec<u8>>> {
        if let Some(value) = self.records.written.get(&key) {
            return Ok(value.clone());
        }
        if let Some((_, value)) = self.records.read.get(&key) {
            return Ok(value.clone());
        }
        if self.records.read.len() >= RECORD_READS_PER_TURN_MAX {
            let limit = format!("records read in a turn: {RECORD_READS_PER_TURN_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        let stored = self.ports.reads.record(&key).await;
        let stored = stored.map_err(|error| self.fail_host("storage", &error))?;
        let version = stored.as_ref().map_or(RecordVersion(0), |record| record.version);
        let value = stored.map(|record| record.value);
        self.records.read.insert(key, (version, value.clone()));
        Ok(value)
    }
}

impl storage::Host for TurnState {
    async fn get(
        &mut self,
        scope: storage::Scope,
        key: String,
    ) -> wasmtime::Result<Option<Vec<u8>>> {
        self.count_host_call()?;
        let key = self.record_key(scope, key)?;
        self.read(key).await
    }

    async fn set(
        &mut self,
        scope: storage::Scope,
        key: String,
        value: Vec<u8>,
    ) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let key = self.record_key(scope, key)?;
        self.write(key, Some(value)).await
    }

    async fn replace(
        &mut self,
        scope: storage::Scope,
        key: String,
        expected: Option<Vec<u8>>,
        value: Option<Vec<u8>>,
    ) -> wasmtime::Result<bool> {
        self.count_host_call()?;
        let key = self.record_key(scope, key)?;
        let is_expected = self.read(key.clone()).await? == expected;
        if is_expected {
            self.write(key, value).await?;
        }
        Ok(is_expected)
    }

    async fn delete(&mut self, scope: storage::Scope, key: String) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let key = self.record_key(scope, key)?;
        self.write(key, None).await
    }

    async fn keys(
        &mut self,
        scope: storage::Scope,
        prefix: String,
        limit: u32,
    ) -> wasmtime::Result<Vec<String>> {
        self.count_host_call()?;
        let max = usize::try_from(limit).unwrap_or(usize::MAX).min(RECORD_KEYS_LISTED_MAX);
        if prefix.len() > RECORD_KEY_BYTES_MAX {
            return Ok(Vec::new());
        }
        let scope = self.scope(scope);
        // The turn's own writes may remove as many as it may write: ask for those too, so that
        // enough are left.
        let wanted = max + self.records.written.len();
        let stored = self.ports.reads.record_keys(&self.department, scope, &prefix, wanted).await;
        let stored = stored.map_err(|error| self.fail_host("storage", &error))?;
        let mut keys: std::collections::BTreeSet<String> = stored.into_iter().collect();
        for (key, value) in &self.records.written {
            if key.scope != scope || !key.key.starts_with(&prefix) {
                continue;
            }
            if value.is_some() {
                keys.insert(key.key.clone());
            } else {
                keys.remove(&key.key);
            }
        }
        Ok(keys.into_iter().take(max).collect())
    }
}
