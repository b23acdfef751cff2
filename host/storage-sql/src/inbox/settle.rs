//! Settle: all effects of one event -> rows, or nothing.
//!
//! **Invariant I1:** an accepted event settles exactly once; the claim is checked inside the
//! transaction.

use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_storage::{EventClaim, NewDelivery, Settled, Settlement};
use rusqlite::{OptionalExtension, params};

use super::codec::{self, SessionRow};
use super::timers;
use crate::failure::Failure;
use crate::outbox::lane;
use crate::writer::Engine;
use crate::{certificates, demand, notices, payments, records};

/// A settlement with its session written out, so that the writer thread only moves text.
pub(super) struct Prepared {
    settlement: Settlement,
    session: SessionRow,
}

pub(super) fn prepare(mut settlement: Settlement) -> Result<Prepared, Failure> {
    let session = codec::encode_session(std::mem::take(&mut settlement.session))?;
    Ok(Prepared { settlement, session })
}

pub(super) fn settle(
    engine: &mut Engine,
    prepared: &Prepared,
    now: Timestamp,
) -> Result<Settled, Failure> {
    let Prepared { settlement, session } = prepared;
    let claim = &settlement.claim;
    let Some(depth) = held_lane_depth(engine, claim)? else { return Ok(Settled::ClaimLost) };
    for read in &settlement.reads {
        if !records::is_current(engine, read)? {
            return Ok(Settled::Conflict);
        }
    }
    if !certificates::may_certify(engine, &settlement.certificates)? {
        return Ok(Settled::Conflict);
    }
    if let Some(payment) = &settlement.payment
        && !payments::ask(engine, payment, now)?
    {
        return Ok(Settled::Conflict);
    }
    store_session(engine, claim.citizen.0, session)?;
    let mut sent = Vec::with_capacity(settlement.deliveries.len());
    for delivery in &settlement.deliveries {
        sent.push(lane::append(engine, claim.citizen.0, delivery)?);
    }
    if let Some(progress) = &settlement.notice {
        notices::advance(engine, progress, &sent, now)?;
    }
    if settlement.erases {
        records::erase(engine, claim.citizen.0)?;
        demand::erase(engine, claim.citizen.0)?;
    }
    for unmet in &settlement.unmet {
        demand::note(engine, claim.citizen.0, unmet, Day::of(now))?;
    }
    for write in &settlement.writes {
        records::write(engine, write)?;
    }
    for write in &settlement.timers {
        timers::write(engine, claim.citizen.0, write)?;
    }
    if let Some(addressee) = &settlement.addressee {
        notices::learn(engine, addressee, claim.citizen.0)?;
    }
    certificates::certify(engine, claim.citizen.0, &settlement.certificates, now)?;
    if settlement.is_message {
        timers::wake(engine, claim.citizen.0, now)?;
    }
    engine.execute(
        "UPDATE events SET payload = NULL, settled_at = ?2 WHERE seq = ?1",
        params![claim.seq.0, now.0],
    )?;
    advance(engine, claim, depth)?;
    engine.inbox_events = engine.inbox_events.saturating_sub(1);
    Ok(Settled::Committed)
}

pub(super) fn store_session(
    engine: &Engine,
    citizen: i64,
    session: &SessionRow,
) -> Result<(), Failure> {
    let SessionRow { body, guest_state, earlier_state, conversation } = session;
    let conversation = conversation.as_ref();
    let department = conversation.map(|(department, _)| department.as_str());
    let release = conversation.map(|(_, release)| release.as_str());
    engine.execute(
        "INSERT INTO sessions (citizen, body, guest_state, earlier_state, department, release)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (citizen) DO UPDATE
         SET body = excluded.body, guest_state = excluded.guest_state,
             earlier_state = excluded.earlier_state, department = excluded.department,
             release = excluded.release",
        params![citizen, body, guest_state, earlier_state, department, release],
    )?;
    Ok(())
}

pub(super) fn postpone(
    engine: &mut Engine,
    claim: &EventClaim,
    not_before: Timestamp,
    deliveries: &[NewDelivery],
) -> Result<Settled, Failure> {
    if held_lane_depth(engine, claim)?.is_none() {
        return Ok(Settled::ClaimLost);
    }
    for delivery in deliveries {
        lane::append(engine, claim.citizen.0, delivery)?;
    }
    let not_before = lane::ready_at(not_before);
    engine.execute(
        "UPDATE events SET postponed = postponed + 1, not_before = ?2 WHERE seq = ?1",
        params![claim.seq.0, not_before],
    )?;
    engine.execute(
        "UPDATE event_lanes SET ready_at = ?2, claim_token = NULL WHERE citizen = ?1",
        params![claim.citizen.0, not_before],
    )?;
    Ok(Settled::Committed)
}

/// The depth of the claim's lane, if the claim still holds. One that ran out holds until somebody
/// else claims.
pub(super) fn held_lane_depth(engine: &Engine, claim: &EventClaim) -> Result<Option<i64>, Failure> {
    let sql = "SELECT depth FROM event_lanes WHERE citizen = ?1 AND head = ?2 AND claim_token = ?3";
    let key = params![claim.citizen.0, claim.seq.0, claim.token];
    Ok(engine.prepare(sql)?.query_row(key, |row| row.get(0)).optional()?)
}

/// Makes the next event the lane's head. The settled one is not among the unsettled ones any more.
pub(super) fn advance(engine: &Engine, claim: &EventClaim, depth: i64) -> Result<(), Failure> {
    let citizen = claim.citizen.0;
    if depth <= 1 {
        engine.execute("DELETE FROM event_lanes WHERE citizen = ?1", [citizen])?;
        return Ok(());
    }
    engine.execute(
        "UPDATE event_lanes SET depth = depth - 1, claim_token = NULL, (head, ready_at) = (
             SELECT seq, not_before FROM events
             WHERE citizen = ?1 AND settled_at IS NULL ORDER BY seq LIMIT 1
         ) WHERE citizen = ?1",
        [citizen],
    )?;
    Ok(())
}
