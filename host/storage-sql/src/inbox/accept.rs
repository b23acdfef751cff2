//! Accept: one notification's items -> rows. All or nothing.

use mitra_core::clock::Timestamp;
use mitra_core::event::{InboundEvent, PaymentReport};
use mitra_storage::{Accepted, Intake};
use rusqlite::params;

use super::{codec, identity, quarantine};
use crate::failure::Failure;
use crate::outbox::receipts::{self, Joined};
use crate::writer::Engine;
use crate::{payments, refunds};

/// An intake with its events written out, so that the writer thread only moves text.
pub(super) struct Prepared {
    intake: Intake,
    payloads: Vec<String>,
}

pub(super) fn prepare(intake: Intake) -> Result<Prepared, Failure> {
    let payloads = intake.events.iter().map(codec::encode_event).collect::<Result<_, _>>()?;
    Ok(Prepared { intake, payloads })
}

pub(super) fn accept(
    engine: &mut Engine,
    prepared: &Prepared,
    now: Timestamp,
) -> Result<Accepted, Failure> {
    let mut accepted = Accepted::default();
    let events_before = engine.inbox_events;
    let Prepared { intake, payloads } = prepared;
    for report in &intake.identities {
        if !identity::apply_report(engine, report, now)? {
            accepted.duplicates += 1;
        }
    }
    for (event, payload) in intake.events.iter().zip(payloads) {
        match accept_event(engine, event, payload, now)? {
            Taken::New => accepted.events += 1,
            Taken::Duplicate => accepted.duplicates += 1,
            Taken::LaneFull => accepted.lane_full += 1,
        }
    }
    let events_max = engine.limits.inbox_events_max;
    if accepted.events > 0 && engine.inbox_events > events_max {
        return Err(Failure::InboxFull { events: events_before, events_max });
    }
    for receipt in &intake.receipts {
        match receipts::receive(engine, receipt, now)? {
            Joined::Delivery { failed } => {
                accepted.receipts += 1;
                accepted.failed.extend(failed);
            }
            Joined::Waiting => accepted.receipts_waiting += 1,
        }
    }
    for report in &intake.payments {
        hear_of_payment(engine, report, now, &mut accepted)?;
    }
    for item in &intake.quarantined {
        if !quarantine::keep(engine, &item.reason, &item.raw, now)? {
            accepted.duplicates += 1;
        }
    }
    Ok(accepted)
}

fn hear_of_payment(
    engine: &Engine,
    report: &PaymentReport,
    now: Timestamp,
    accepted: &mut Accepted,
) -> Result<(), Failure> {
    let PaymentReport { dedup_key, order } = report;
    if !identity::is_new_report(engine, dedup_key, now)? {
        accepted.duplicates += 1;
    } else if payments::wake(engine, order, now)? {
        refunds::wake_all(engine, order, now)?;
        accepted.payments += 1;
    } else {
        accepted.payments_unknown += 1;
    }
    Ok(())
}

enum Taken {
    New,
    Duplicate,
    LaneFull,
}

fn accept_event(
    engine: &mut Engine,
    event: &InboundEvent,
    payload: &str,
    now: Timestamp,
) -> Result<Taken, Failure> {
    // Looked up before the citizen is: a late duplicate may carry an address that is not theirs
    // any more.
    let key = params![event.phone_number_id.as_str(), event.wamid.as_str()];
    let known = "SELECT 1 FROM events WHERE phone_number_id = ?1 AND wamid = ?2";
    if engine.prepare(known)?.exists(key)? {
        return Ok(Taken::Duplicate);
    }
    let citizen = identity::citizen_of(engine, &event.sender)?;
    engine.execute(
        "INSERT INTO events (citizen, phone_number_id, wamid, payload, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![citizen, event.phone_number_id.as_str(), event.wamid.as_str(), payload, now.0],
    )?;
    let seq = engine.last_id();
    let depth_max = i64::try_from(engine.limits.lane_depth_max).unwrap_or(i64::MAX);
    let room = engine.execute(
        "INSERT INTO event_lanes (citizen, head, depth, ready_at) VALUES (?1, ?2, 1, 0)
         ON CONFLICT (citizen) DO UPDATE SET depth = depth + 1 WHERE depth < ?3",
        params![citizen, seq, depth_max],
    )?;
    if room == 0 {
        // The row stays as the event's key, so that a duplicate of it adds nothing.
        engine.execute(
            "UPDATE events SET payload = NULL, settled_at = ?2 WHERE seq = ?1",
            params![seq, now.0],
        )?;
        let reason = format!("the citizen's lane holds {depth_max} unsettled events");
        quarantine::keep(engine, &reason, payload.as_bytes(), now)?;
        return Ok(Taken::LaneFull);
    }
    engine.inbox_events += 1;
    Ok(Taken::New)
}
