//! Dead letters: listed, and sent again or discarded when an operator says so.

use std::collections::BTreeSet;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryStage;
use mitra_core::ids::{CitizenId, DeliveryId};
use mitra_core::session::LastMessage;
use mitra_storage::{DeadLetter, RetriedDead};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{files, lane, row};
use crate::failure::Failure;
use crate::inbox::{SessionRow, decode_session};
use crate::payments;
use crate::writer::Engine;

pub(super) fn list(
    connection: &Connection,
    after: Option<DeliveryId>,
    max: usize,
) -> Result<Vec<DeadLetter>, Failure> {
    let after = after.map_or(i64::MIN, |id| id.0);
    let mut statement = connection.prepare_cached(
        "SELECT d.id, coalesce(c.merged_into, c.id), d.dead_reason, d.ended_at, d.attempts,
                d.retried_as
         FROM deliveries d JOIN citizens c ON c.id = d.citizen
         WHERE d.stage = 4 AND d.id > ?1 ORDER BY d.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, i64::try_from(max).unwrap_or(i64::MAX)])?;
    let mut letters = Vec::new();
    while let Some(row) = rows.next()? {
        letters.push(read(row)?);
    }
    Ok(letters)
}

pub(super) fn retry(
    engine: &Engine,
    delivery: DeliveryId,
    now: Timestamp,
) -> Result<RetriedDead, Failure> {
    let Some(dead) = row::by_id(engine, delivery.0)? else { return Ok(RetriedDead::NotDead) };
    if !matches!(dead.stage, DeliveryStage::Dead(_)) {
        return Ok(RetriedDead::NotDead);
    }
    if let Some(copy) = dead.retried_as {
        return Ok(RetriedDead::Already(DeliveryId(copy)));
    }
    let sql = "SELECT coalesce(merged_into, id) FROM citizens WHERE id = ?1";
    let citizen: i64 = engine.prepare(sql)?.query_row([dead.citizen], |row| row.get(0))?;
    // Whoever wrote since may be answered again.
    let last = last_message(engine, citizen)?;
    let (number, closes_at) =
        last.map(|last| (last.number.as_str().to_owned(), last.window_closes_at().0)).unzip();
    engine.execute(
        "INSERT INTO deliveries (citizen, sender, body, file, certificate, window_closes_at)
         SELECT ?2, sender, body, file, certificate,
                max(window_closes_at, CASE sender WHEN ?3 THEN ?4 ELSE 0 END)
         FROM deliveries WHERE id = ?1",
        params![dead.id, citizen, number, closes_at],
    )?;
    let copy = engine.last_id();
    lane::join(engine, citizen, copy)?;
    engine
        .execute("UPDATE deliveries SET retried_as = ?2 WHERE id = ?1", params![dead.id, copy])?;
    payments::card_sent_again(engine, dead.id, copy, now)?;
    Ok(RetriedDead::Queued(DeliveryId(copy)))
}

/// The citizen's own last message, as their session has it.
fn last_message(engine: &Engine, citizen: i64) -> Result<Option<LastMessage>, Failure> {
    let sql = "SELECT body FROM sessions WHERE citizen = ?1";
    let body = engine.prepare(sql)?.query_row([citizen], |row| row.get(0)).optional()?;
    let session = body.map(|body| decode_session(SessionRow::new(body, None, None))).transpose()?;
    Ok(session.and_then(|session| session.last_message))
}

/// Whether a delivery was given up.
pub(crate) fn is_dead(connection: &Connection, delivery: i64) -> Result<bool, Failure> {
    let sql = "SELECT 1 FROM deliveries WHERE id = ?1 AND stage = 4";
    Ok(connection.prepare_cached(sql)?.exists([delivery])?)
}

/// Removes what an operator discards.
pub(super) fn discard(engine: &Engine, delivery: DeliveryId) -> Result<bool, Failure> {
    let is_there = forget(engine, delivery.0)?;
    if is_there {
        payments::card_discarded(engine, delivery.0)?;
    }
    Ok(is_there)
}

/// Removes a dead delivery, if there is one.
pub(crate) fn forget(engine: &Engine, delivery: i64) -> Result<bool, Failure> {
    let sql = "DELETE FROM deliveries WHERE id = ?1 AND stage = 4 RETURNING file";
    let carried: Option<Option<i64>> =
        engine.prepare(sql)?.query_row([delivery], |row| row.get(0)).optional()?;
    let files: BTreeSet<i64> = carried.flatten().into_iter().collect();
    files::forget_uncarried(engine, &files)?;
    Ok(carried.is_some())
}

fn read(row: &Row<'_>) -> Result<DeadLetter, Failure> {
    let reason: Option<String> = row.get(2)?;
    Ok(DeadLetter {
        delivery: DeliveryId(row.get(0)?),
        citizen: CitizenId(row.get(1)?),
        reason: row::dead_reason(reason.as_deref())?,
        dead_at: Timestamp(row.get(3)?),
        attempts: row.get(4)?,
        retried_as: row.get::<_, Option<i64>>(5)?.map(DeliveryId),
    })
}
