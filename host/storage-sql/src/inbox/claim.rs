//! Claim: the oldest unsettled event of each of the longest waiting citizens -> the right to
//! settle it.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::event::LaneEvent;
use mitra_core::ids::{CitizenId, EventSeq};
use mitra_core::session::Session;
use mitra_storage::{ClaimedEvent, EventClaim, StorageError};
use rusqlite::{Row, params};

use super::codec::{self, SessionRow};
use crate::failure::Failure;
use crate::outbox::lane;
use crate::writer::Engine;

/// A claimed event as its rows have it.
pub(super) struct ClaimedRow {
    claim: EventClaim,
    payload: String,
    is_timer: bool,
    session: Option<SessionRow>,
    postponed: u32,
    received_at: Timestamp,
    has_news: bool,
    templates_refused_at: Option<Timestamp>,
}

pub(super) fn claim(
    engine: &mut Engine,
    max: usize,
    now: Timestamp,
    hold: Duration,
) -> Result<Vec<ClaimedRow>, Failure> {
    // Ends claims that ran out and postponements that are over. Each lane is touched once for each
    // of these.
    engine.execute(
        "UPDATE event_lanes SET ready_at = 0 WHERE ready_at > 0 AND ready_at <= ?1",
        [now.0],
    )?;
    let token = engine.next_token();
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows: Vec<ClaimedRow> = engine
        .prepare(
            "SELECT l.citizen, l.head, e.payload, e.postponed, e.received_at,
                    s.body, s.guest_state, s.earlier_state, e.timer IS NOT NULL,
                    EXISTS (SELECT 1 FROM timers t WHERE t.citizen = l.citizen
                            AND (t.waits_for_message OR t.announced_by IS NOT NULL)),
                    c.templates_refused_at
             FROM event_lanes l
             JOIN events e ON e.seq = l.head
             LEFT JOIN citizens c ON c.id = l.citizen
             LEFT JOIN sessions s ON s.citizen = l.citizen
             WHERE l.ready_at = 0 ORDER BY l.head LIMIT ?1",
        )?
        .query_map([max], |row| read(row, token))?
        .collect::<Result<_, _>>()?;
    let mut mark = engine
        .prepare("UPDATE event_lanes SET ready_at = ?2, claim_token = ?3 WHERE citizen = ?1")?;
    let until = lane::ready_at(now.after(hold));
    for row in &rows {
        mark.execute(params![row.claim.citizen.0, until, token])?;
    }
    drop(mark);
    Ok(rows)
}

/// When a claim or a postponement ends next, after `now`.
pub(super) fn next_due(engine: &Engine, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let sql = "SELECT min(ready_at) FROM event_lanes WHERE ready_at > ?1";
    let due: Option<i64> =
        engine.prepare(sql)?.query_row([lane::ready_at(now)], |row| row.get(0))?;
    Ok(due.map(Timestamp))
}

/// The claimed events. One that cannot be read is left claimed and named in the log, so that it
/// holds up nobody else.
pub(super) fn decode(rows: Vec<ClaimedRow>) -> Result<Vec<ClaimedEvent>, StorageError> {
    let mut events = Vec::with_capacity(rows.len());
    let mut unreadable = None;
    for row in rows {
        let seq = row.claim.seq;
        match decode_one(row) {
            Ok(event) => events.push(event),
            Err(failure) => {
                let error: &dyn std::error::Error = &failure;
                tracing::error!(%seq, error, "a claimed event cannot be read; its citizen waits");
                metrics::counter!("mitra_storage_events_unreadable_total").increment(1);
                unreadable = Some(failure);
            }
        }
    }
    match unreadable {
        Some(failure) if events.is_empty() => Err(failure.at("claim events")),
        _ => Ok(events),
    }
}

fn decode_one(row: ClaimedRow) -> Result<ClaimedEvent, Failure> {
    let event = if row.is_timer {
        LaneEvent::Timer(codec::decode_timer(&row.payload)?)
    } else {
        LaneEvent::Message(codec::decode_event(&row.payload)?)
    };
    Ok(ClaimedEvent {
        claim: row.claim,
        event,
        session: row.session.map_or(Ok(Session::default()), codec::decode_session)?,
        postponed: row.postponed,
        received_at: row.received_at,
        has_news: row.has_news,
        templates_refused_at: row.templates_refused_at,
    })
}

fn read(row: &Row<'_>, token: i64) -> rusqlite::Result<ClaimedRow> {
    let body: Option<String> = row.get(5)?;
    let (guest_state, earlier_state) = (row.get(6)?, row.get(7)?);
    Ok(ClaimedRow {
        claim: EventClaim { seq: EventSeq(row.get(1)?), citizen: CitizenId(row.get(0)?), token },
        payload: row.get(2)?,
        is_timer: row.get(8)?,
        session: body.map(|body| SessionRow::new(body, guest_state, earlier_state)),
        postponed: row.get(3)?,
        received_at: Timestamp(row.get(4)?),
        has_news: row.get(9)?,
        templates_refused_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
    })
}
