//! Looking after the database: is it writable, how full is it, what can go.

use std::collections::BTreeSet;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_storage::{Depths, Purged, StorageError, Upkeep};
use rusqlite::{Connection, params};

use crate::failure::Failure;
use crate::notices;
use crate::outbox::files;
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Upkeep for SqliteStorage {
    async fn probe(&self) -> Result<(), StorageError> {
        self.writer().run("probe", AnswerWhen::Committed, probe).await
    }

    async fn depths(&self) -> Result<Depths, StorageError> {
        self.readers().run("depths", depths).await
    }

    async fn purge(&self, before: Timestamp, max: usize) -> Result<Purged, StorageError> {
        let work = move |engine: &mut _| purge(engine, before, max);
        self.writer().run("purge", AnswerWhen::Committed, work).await
    }

    async fn purge_quarantine(
        &self,
        before: Timestamp,
        keep: usize,
        max: usize,
    ) -> Result<usize, StorageError> {
        let work = move |engine: &mut _| purge_quarantine(engine, before, keep, max);
        self.writer().run("purge quarantine", AnswerWhen::Committed, work).await
    }

    async fn purge_notices(&self, before: Timestamp, max: usize) -> Result<usize, StorageError> {
        let work = move |engine: &mut _| notices::purge(engine, before, max);
        self.writer().run("purge notices", AnswerWhen::Committed, work).await
    }
}

fn probe(engine: &mut Engine) -> Result<(), Failure> {
    engine.execute("UPDATE installation SET probes = probes + 1", [])?;
    Ok(())
}

fn depths(connection: &Connection) -> Result<Depths, Failure> {
    let count = |sql: &str| -> Result<usize, Failure> {
        let rows: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(rows).unwrap_or(0))
    };
    Ok(Depths {
        inbox_events: count("SELECT coalesce(sum(depth), 0) FROM event_lanes")?,
        outbox_deliveries: count("SELECT coalesce(sum(depth), 0) FROM delivery_lanes")?,
        dead_deliveries: count(
            "SELECT count(*) FROM deliveries WHERE stage = 4 AND retried_as IS NULL",
        )?,
        quarantined: count("SELECT count(*) FROM quarantine")?,
        timers: count("SELECT count(*) FROM timers")?,
        notices: count("SELECT count(*) FROM timers WHERE kind = 2")?,
        open_payments: count("SELECT count(*) FROM payments WHERE stage IN ('asked', 'offered')")?,
    })
}

fn purge(engine: &mut Engine, before: Timestamp, max: usize) -> Result<Purged, Failure> {
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let oldest = params![before.0, max];
    let events = engine.execute(
        "DELETE FROM events WHERE seq IN (
             SELECT seq FROM events WHERE settled_at IS NOT NULL AND settled_at < ?1
             ORDER BY settled_at LIMIT ?2
         )",
        oldest,
    )?;
    let reports = engine.execute(
        "DELETE FROM identity_reports WHERE dedup_key IN (
             SELECT dedup_key FROM identity_reports WHERE accepted_at < ?1
             ORDER BY accepted_at LIMIT ?2
         )",
        oldest,
    )?;
    let mut statement = engine.prepare(
        "DELETE FROM deliveries WHERE id IN (
             SELECT id FROM deliveries WHERE stage = 3 AND ended_at < ?1
             ORDER BY ended_at LIMIT ?2
         ) RETURNING file",
    )?;
    let removed = statement.query_map(oldest, |row| row.get(0))?;
    let carried: Vec<Option<i64>> = removed.collect::<Result<_, _>>()?;
    drop(statement);
    let deliveries = carried.len();
    let files: BTreeSet<i64> = carried.into_iter().flatten().collect();
    files::forget_uncarried(engine, &files)?;
    let receipts = engine.execute(
        "DELETE FROM waiting_receipts WHERE (wamid, status) IN (
             SELECT wamid, status FROM waiting_receipts WHERE received_at < ?1
             ORDER BY received_at LIMIT ?2
         )",
        oldest,
    )?;
    Ok(Purged { dedup_keys: events + reports, deliveries, receipts })
}

/// Ids rise with time, so the oldest are looked at alone.
fn purge_quarantine(
    engine: &mut Engine,
    before: Timestamp,
    keep: usize,
    max: usize,
) -> Result<usize, Failure> {
    let bounds = [keep, max].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    Ok(engine.execute(
        "DELETE FROM quarantine WHERE id IN (
             SELECT id FROM (
                 SELECT id, received_at, row_number() OVER () AS place FROM (
                     SELECT id, received_at FROM quarantine ORDER BY id LIMIT ?3
                 )
             )
             WHERE received_at < ?1 OR place <= (SELECT count(*) FROM quarantine) - ?2
         )",
        params![before.0, bounds[0], bounds[1]],
    )?)
}
