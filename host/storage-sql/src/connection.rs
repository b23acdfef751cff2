//! Connections to the file, with everything that only SQLite has: pragmas and open flags.

use rusqlite::{Connection, OpenFlags};

use crate::SqliteOptions;

/// Prepared statements kept for each connection: more than the engine has.
const STATEMENTS_CACHED: usize = 128;
/// Page cache of the writer. 8 MiB hold the upper pages of every index and the hot ends of all
/// tables.
const WRITER_CACHE_KIB: i64 = 8 * 1024;
/// Page cache of a reader.
const READER_CACHE_KIB: i64 = 2 * 1024;
/// Pages in the write-ahead log at which the writer moves them into the database: 1,000 x 4 KiB =
/// 4 MB.
/// With 16,000 the slowest of 100,000 accepts took 36 ms instead of 12, and the mix was no faster.
const CHECKPOINT_PAGES: i64 = 1_000;

/// Opens the connection that writes. Makes the file if it is missing and `create` says so.
pub(crate) fn writer(options: &SqliteOptions, create: bool) -> rusqlite::Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let connection = Connection::open_with_flags(&options.path, flags)?;
    common(&connection, options, WRITER_CACHE_KIB)?;
    // Readers never wait for the writer, and a commit is one append and one sync.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Every commit is on disk before it is answered.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    if let Some(bytes) = options.database_bytes_max {
        let page_bytes: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page_bytes;
        connection.pragma_update(None, "max_page_count", pages.max(1))?;
    }
    Ok(connection)
}

/// Opens a connection that only reads.
pub(crate) fn reader(options: &SqliteOptions) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&options.path, flags)?;
    common(&connection, options, READER_CACHE_KIB)?;
    Ok(connection)
}

/// Moves all of the write-ahead log into the database and empties it.
pub(crate) fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn common(
    connection: &Connection,
    options: &SqliteOptions,
    cache_kib: i64,
) -> rusqlite::Result<()> {
    connection.busy_timeout(options.busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Negative: KiB instead of pages.
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    Ok(())
}
