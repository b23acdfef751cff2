//! What a database is opened with, and why that can fail.

use std::path::PathBuf;
use std::time::Duration;

use mitra_storage::StorageLimits;

/// How long an operation waits for another process that holds the database. Longer than any
/// statement of `mitra dead`.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// What a database is opened with.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// The database file. Created if it is not there; its folder must be.
    pub path: PathBuf,
    /// How long an operation waits for another process that holds the database before it fails.
    pub busy_timeout: Duration,
    /// How large the database file may grow, in bytes; none leaves it to the disk.
    /// At the limit operations fail as they do on a full disk.
    pub database_bytes_max: Option<u64>,
    /// How much the inbox takes.
    pub limits: StorageLimits,
}

impl SqliteOptions {
    /// The defaults for the database at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            busy_timeout: BUSY_TIMEOUT,
            database_bytes_max: None,
            limits: StorageLimits::default(),
        }
    }
}

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another host uses this database.
    #[error("{} is in use by another host (its lock file is {})", path.display(), lock.display())]
    InUse {
        /// The database.
        path: PathBuf,
        /// The file that the other host has locked.
        lock: PathBuf,
    },
    /// The lock file could not be made or locked.
    #[error("the lock file {} cannot be used", lock.display())]
    Lock {
        /// The lock file.
        lock: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database was made by a newer version of this program.
    #[error(
        "{} has schema version {found}, this program knows versions up to {known}: use a newer one",
        path.display()
    )]
    TooNew {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The newest schema version this program knows.
        known: u32,
    },
    /// The database was made by an older version, and only a serving host may bring it to the
    /// newest one.
    #[error(
        "{} has schema version {found}, this program needs {known}: start `mitra serve` once",
        path.display()
    )]
    TooOld {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The newest schema version this program knows.
        known: u32,
    },
    /// A step to a newer schema failed. The database is as it was before that step.
    #[error("{} cannot be brought to schema version {version}", path.display())]
    Migration {
        /// The database.
        path: PathBuf,
        /// The schema version that was to be reached.
        version: u32,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// SQLite could not open or read the file.
    #[error("{} cannot be opened as a database", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The operating system gave no thread.
    #[error("no thread could be started for the database")]
    Thread(#[source] std::io::Error),
}
