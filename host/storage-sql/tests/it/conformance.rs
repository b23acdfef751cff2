//! The behaviour of every storage engine, on SQLite.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_storage::StorageLimits;
use mitra_storage::conformance::Harness;
use mitra_storage_sql::SqliteStorage;

use crate::support::Database;

struct SqliteHarness {
    storage: Option<SqliteStorage>,
    database: Database,
}

#[async_trait]
impl Harness for SqliteHarness {
    type Engine = SqliteStorage;

    async fn open(limits: StorageLimits) -> Self {
        let database = Database::with_limits(limits);
        Self { storage: Some(database.open()), database }
    }

    fn storage(&self) -> &SqliteStorage {
        self.storage.as_ref().expect("open between restarts")
    }

    async fn restart(&mut self, now: Timestamp) {
        // The lock is released when the storage is dropped.
        drop(self.storage.take());
        self.storage = Some(self.database.open_at(now));
    }
}

mitra_storage::conformance_tests!(SqliteHarness);
