//! Merge: two citizens that turned out to be one person -> the older one.
//!
//! The younger one's unsettled events get new numbers at the end of the inbox, so that one
//! citizen's events still settle in the order of their numbers; a running claim of theirs is lost,
//! because it was made for another citizen.
//! Its unfinished deliveries keep their ids, which Meta may know already, and go to the end of the
//! lane.

use rusqlite::{OptionalExtension, params};

use super::{codec, timers};
use crate::failure::Failure;
use crate::notices;
use crate::outbox::lane;
use crate::writer::Engine;
use crate::{certificates, demand, payments};

/// Makes `younger` part of `older`. Its address is free afterwards.
pub(super) fn merge(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    move_events(engine, older, younger)?;
    move_deliveries(engine, older, younger)?;
    move_session(engine, older, younger)?;
    move_records(engine, older, younger)?;
    timers::move_all(engine, older, younger)?;
    payments::move_all(engine, older, younger)?;
    notices::move_all(engine, older, younger)?;
    certificates::move_all(engine, older, younger)?;
    demand::move_all(engine, older, younger)?;
    let pair = params![older, younger];
    engine.execute(
        "UPDATE citizens SET templates_refused_at = nullif(max(
             coalesce(templates_refused_at, 0),
             coalesce((SELECT templates_refused_at FROM citizens WHERE id = ?2), 0)
         ), 0) WHERE id = ?1",
        pair,
    )?;
    engine.execute("UPDATE citizen_bsuids SET citizen = ?1 WHERE citizen = ?2", pair)?;
    engine.execute("UPDATE citizens SET merged_into = ?1 WHERE merged_into = ?2", pair)?;
    engine.execute(
        "UPDATE citizens SET merged_into = ?1, bsuid = NULL, phone = NULL WHERE id = ?2",
        pair,
    )?;
    tracing::info!(older, younger, "two citizens were found to be one");
    Ok(())
}

fn move_events(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    let sql = "SELECT seq FROM events WHERE citizen = ?1 AND settled_at IS NULL ORDER BY seq";
    let moved: Vec<i64> =
        engine.prepare(sql)?.query_map([younger], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for seq in &moved {
        renumber(engine, *seq, older)?;
    }
    if moved.is_empty() {
        return Ok(());
    }
    engine.execute("DELETE FROM event_lanes WHERE citizen = ?1", [younger])?;
    let count = i64::try_from(moved.len()).unwrap_or(i64::MAX);
    let grown = engine.execute(
        "UPDATE event_lanes SET depth = depth + ?2 WHERE citizen = ?1",
        params![older, count],
    )?;
    if grown == 0 {
        engine.execute(
            "INSERT INTO event_lanes (citizen, head, depth, ready_at)
             SELECT citizen, seq, ?2, not_before FROM events
             WHERE citizen = ?1 AND settled_at IS NULL ORDER BY seq LIMIT 1",
            params![older, count],
        )?;
    }
    Ok(())
}

/// Gives an event the next number and another citizen. A new row, so that the number comes from
/// the one sequence.
fn renumber(engine: &Engine, seq: i64, citizen: i64) -> Result<(), Failure> {
    // The key is unique: the old row gives it up first.
    engine.execute("UPDATE events SET wamid = '-' || wamid WHERE seq = ?1", [seq])?;
    engine.execute(
        "INSERT INTO events
            (citizen, phone_number_id, wamid, payload, received_at, postponed, not_before, timer)
         SELECT ?2, phone_number_id, substr(wamid, 2), payload, received_at, postponed, not_before,
                timer
         FROM events WHERE seq = ?1",
        params![seq, citizen],
    )?;
    engine.execute("DELETE FROM events WHERE seq = ?1", [seq])?;
    Ok(())
}

fn move_deliveries(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    let sql = "SELECT id FROM deliveries WHERE citizen = ?1 AND stage < 3
               ORDER BY coalesce(place, id)";
    let moved: Vec<i64> =
        engine.prepare(sql)?.query_map([younger], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in &moved {
        let place = lane::draw_place(engine)?;
        engine.execute(
            "UPDATE deliveries SET citizen = ?2, place = ?3 WHERE id = ?1",
            params![id, older, place],
        )?;
    }
    engine.execute("DELETE FROM delivery_lanes WHERE citizen = ?1", [younger])?;
    lane::rebuild(engine, older)
}

/// The older one's own session stays, and takes over what must not be lost of the younger one's. A running claim of the
/// older one has a session without that, and is lost. The bytes of states are not touched.
fn move_session(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    let sql = "SELECT body FROM sessions WHERE citizen = ?1";
    let body =
        |citizen: i64| engine.prepare(sql)?.query_row([citizen], |row| row.get(0)).optional();
    let Some(other): Option<String> = body(younger)? else { return Ok(()) };
    if codec::is_absorbed(&other)? {
        engine.execute(
            "UPDATE event_lanes SET claim_token = NULL, ready_at = (
                 SELECT not_before FROM events WHERE seq = event_lanes.head
             ) WHERE citizen = ?1 AND claim_token IS NOT NULL",
            [older],
        )?;
    }
    let own: Option<String> = body(older)?;
    if let Some(own) = own {
        let joined = codec::absorb(&own, &other)?;
        engine
            .execute("UPDATE sessions SET body = ?2 WHERE citizen = ?1", params![older, joined])?;
        engine.execute("DELETE FROM sessions WHERE citizen = ?1", [younger])?;
    } else {
        let pair = params![older, younger];
        engine.execute("UPDATE sessions SET citizen = ?1 WHERE citizen = ?2", pair)?;
    }
    Ok(())
}

/// Departments find the person's records under the older id, unless that has its own by the same
/// key.
fn move_records(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    let sql = "SELECT version FROM records AS y WHERE citizen = ?2 AND NOT EXISTS (
                   SELECT 1 FROM records AS o
                   WHERE o.citizen = ?1 AND o.department = y.department AND o.key = y.key
               ) ORDER BY version";
    let moved: Vec<i64> = engine
        .prepare(sql)?
        .query_map([older, younger], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for version in moved {
        engine.execute(
            "INSERT INTO records (department, citizen, key, value)
             SELECT department, ?2, key, value FROM records WHERE version = ?1",
            params![version, older],
        )?;
        engine.execute("DELETE FROM records WHERE version = ?1", [version])?;
    }
    Ok(())
}
