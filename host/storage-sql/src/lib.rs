//! The storage engine on SQLite: one writer thread that commits in groups, and a few readers.
//!
//! In: calls of the traits of `mitra-storage`. Out: their answers, after the data is on disk.
//! Never: decides what an event or a receipt means; keeps anything in memory that a crash would
//! lose.
//!
//! **Where to start:** [`SqliteStorage`] sends every change as an operation to `writer`, which
//! runs the functions of `inbox`, `outbox`, `records`, `payments`, `refunds`, `notices`, `certificates`,
//! `demand` and `upkeep` on its connection, as many as are waiting in one transaction.
//! What only SQLite has (pragmas, the lock file, error codes) is in `connection`, `lock` and
//! `failure`;
//! the statements elsewhere are plain SQL with upserts and partial indexes.

mod books;
mod capsules;
mod certificates;
mod connection;
mod control;
mod conversations;
mod demand;
mod failure;
mod inbox;
mod lock;
mod migrations;
mod notices;
mod options;
mod outbox;
mod payments;
mod reader;
mod records;
mod refunds;
mod sqlite;
mod timers;
mod upkeep;
mod writer;

pub use options::{BUSY_TIMEOUT, OpenError, SqliteOptions};
pub use sqlite::SqliteStorage;
