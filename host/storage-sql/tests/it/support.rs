//! A database in a folder of its own.

use mitra_core::clock::Timestamp;
use mitra_storage::StorageLimits;
use mitra_storage::conformance::fixtures::T0;
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use tempfile::TempDir;

/// A database that goes away with the value.
pub(crate) struct Database {
    pub(crate) options: SqliteOptions,
    _folder: TempDir,
}

impl Database {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("mitra.db"));
        Self { options, _folder: folder }
    }

    pub(crate) fn with_limits(limits: StorageLimits) -> Self {
        let mut database = Self::new();
        database.options.limits = limits;
        database
    }

    pub(crate) fn open(&self) -> SqliteStorage {
        self.open_at(T0)
    }

    pub(crate) fn open_at(&self, now: Timestamp) -> SqliteStorage {
        SqliteStorage::open(&self.options, now).unwrap()
    }

    /// A connection of somebody else's.
    pub(crate) fn connect(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.options.path).unwrap()
    }
}
