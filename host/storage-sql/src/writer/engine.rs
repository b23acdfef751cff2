//! What the writer thread owns: the connection and the few numbers that belong to it.

use mitra_storage::StorageLimits;
use rusqlite::{CachedStatement, Connection};

use crate::connection;
use crate::failure::Failure;

/// Claim tokens count within one opening of the database, above the number of that opening: no
/// token is given twice in 2^32 claims, which at a thousand a second is 49 days of holding the
/// same claim.
const TOKENS_PER_GENERATION_BITS: u32 = 32;

/// The connection that writes, with what it must remember between statements.
pub(crate) struct Engine {
    connection: Connection,
    /// How much the inbox takes.
    pub(crate) limits: StorageLimits,
    /// This database's number in delivery references.
    pub(crate) installation: u32,
    /// Unsettled events. Restored when an operation or a group is undone.
    pub(crate) inbox_events: usize,
    token_last: i64,
}

impl Engine {
    /// Takes over a migrated connection.
    pub(crate) fn new(connection: Connection, limits: StorageLimits) -> rusqlite::Result<Self> {
        let (installation, generation): (u32, i64) = connection.query_row(
            "UPDATE installation SET generation = generation + 1 WHERE id = 1
             RETURNING number, generation",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let inbox_events: i64 =
            connection.query_row("SELECT coalesce(sum(depth), 0) FROM event_lanes", [], |row| {
                row.get(0)
            })?;
        Ok(Self {
            connection,
            limits,
            installation,
            inbox_events: usize::try_from(inbox_events).unwrap_or(0),
            token_last: generation << TOKENS_PER_GENERATION_BITS,
        })
    }

    /// A number that no claim of this database had before.
    pub(crate) fn next_token(&mut self) -> i64 {
        self.token_last += 1;
        self.token_last
    }

    /// The connection, for reads that readers do, too: they see what this transaction has written.
    pub(crate) fn reads(&self) -> &Connection {
        &self.connection
    }

    /// The statement for `sql`, prepared once.
    pub(crate) fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql)
    }

    /// Runs `sql` and gives back how many rows it changed.
    pub(crate) fn execute(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
    ) -> rusqlite::Result<usize> {
        self.prepare(sql)?.execute(parameters)
    }

    /// The id of the row inserted last.
    pub(crate) fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// Runs `work` so that its failure undoes it and nothing else of the transaction.
    pub(super) fn isolated<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.execute("SAVEPOINT operation", [])?;
        let inbox_events = self.inbox_events;
        let outcome = work(self);
        if outcome.is_err() {
            self.inbox_events = inbox_events;
            // Some errors, such as a full disk, may have undone the whole transaction already.
            if self.in_transaction() {
                self.execute("ROLLBACK TO operation", [])?;
            }
        }
        if self.in_transaction() {
            self.execute("RELEASE operation", [])?;
        }
        outcome
    }

    pub(super) fn begin(&self) -> rusqlite::Result<()> {
        self.execute("BEGIN IMMEDIATE", []).map(|_| ())
    }

    pub(super) fn commit(&self) -> rusqlite::Result<()> {
        self.execute("COMMIT", []).map(|_| ())
    }

    /// Undoes the open transaction, if there still is one.
    pub(super) fn rollback(&self) {
        if self.in_transaction()
            && let Err(error) = self.execute("ROLLBACK", [])
        {
            tracing::error!(%error, "the transaction could not be rolled back");
        }
    }

    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(super) fn checkpoint(&self) -> rusqlite::Result<()> {
        connection::checkpoint(&self.connection)
    }
}
