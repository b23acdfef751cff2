//! The engine as the host holds it.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_storage::StorageError;

use crate::lock::DatabaseLock;
use crate::reader::Readers;
use crate::writer::{Engine, Writer};
use crate::{OpenError, SqliteOptions, connection, migrations, outbox};

/// A SQLite database, open. Cheap to clone; the last one dropped stops the threads and releases
/// the lock.
#[derive(Clone)]
pub struct SqliteStorage {
    parts: Arc<Parts>,
}

/// Order matters: the lock is released last, when no thread of ours can write any more.
struct Parts {
    readers: Readers,
    writer: Writer,
    _lock: Option<DatabaseLock>,
}

impl SqliteStorage {
    /// Opens the database for serving: creates or upgrades it, and forgets the claims of the host
    /// before.
    ///
    /// Deliveries whose attempt was begun then are unknown ones until `now` plus
    /// [`mitra_core::limits::UNKNOWN_WAIT`].
    /// Blocks for as long as the disk takes: some milliseconds, more after a crash under load.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if another host serves from it.
    pub fn open(options: &SqliteOptions, now: Timestamp) -> Result<Self, OpenError> {
        let lock = DatabaseLock::take(&options.path)?;
        Self::start(options, Some(lock), Some(now))
    }

    /// Opens the database beside a host that serves from it, for an operator's tools.
    /// Changes no claim, makes no file and upgrades nothing.
    ///
    /// # Errors
    /// [`OpenError::TooOld`] if the database needs an upgrade; [`OpenError::Database`] if it is
    /// not there.
    pub fn open_shared(options: &SqliteOptions) -> Result<Self, OpenError> {
        Self::start(options, None, None)
    }

    fn start(
        options: &SqliteOptions,
        lock: Option<DatabaseLock>,
        recover_at: Option<Timestamp>,
    ) -> Result<Self, OpenError> {
        let path = &options.path;
        let database = |source| OpenError::Database { path: path.clone(), source };
        let mut connection = connection::writer(options, lock.is_some()).map_err(database)?;
        match recover_at {
            Some(now) => {
                migrations::apply(&mut connection, path)?;
                outbox::recover(&mut connection, now).map_err(database)?;
            }
            None => migrations::check(&connection, path)?,
        }
        let engine = Engine::new(connection, options.limits).map_err(database)?;
        let writer = Writer::start(engine)?;
        let readers = Readers::start(options)?;
        Ok(Self { parts: Arc::new(Parts { readers, writer, _lock: lock }) })
    }

    /// Finishes what is queued, empties the write-ahead log into the database file and stops
    /// writing.
    /// Operations after it fail with [`StorageError::Closed`].
    pub async fn close(&self) -> Result<(), StorageError> {
        self.parts.writer.close().await
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.parts.writer
    }

    pub(crate) fn readers(&self) -> &Readers {
        &self.parts.readers
    }
}
