//! Timers: rows that wait -> events in their citizens' lanes, and back.

use std::collections::HashSet;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DeliveryId, DepartmentId, ServiceId, TimerId, TurnId};
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::timer::{FiredTimer, Timer, TimerDue, TimerKey, TimerKind, TimerWrite};
use mitra_storage::{
    Announcement, EventClaim, Fired, NewDelivery, NoticeProgress, NoticeStage, Settled,
};
use rusqlite::{Row, params};

use super::codec::{self, SessionRow};
use super::settle;
use crate::failure::{Failure, corrupt};
use crate::notices;
use crate::outbox::{dead, lane};
use crate::timers::{self, kind_column};
use crate::writer::Engine;

/// Sets or removes a timer.
pub(crate) fn write(engine: &Engine, citizen: i64, write: &TimerWrite) -> Result<(), Failure> {
    let TimerKey { department, service, name } = &write.key;
    let kind = write.timer.as_ref().map_or(TimerKind::Own, |timer| timer.content.kind());
    engine.execute(
        "DELETE FROM timers
         WHERE citizen = ?1 AND department = ?2 AND service = ?3 AND name = ?4 AND kind = ?5",
        params![citizen, department.as_str(), service.as_str(), name, kind_column(kind)],
    )?;
    if let Some(Timer { at, content, set_by }) = &write.timer {
        engine.execute(
            "INSERT INTO timers (citizen, department, service, kind, name, note, at, set_by, tries,
                                 due_at, waits_for_message)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?7, 0)",
            params![
                citizen,
                department.as_str(),
                service.as_str(),
                kind_column(kind),
                name,
                timers::encode(content)?,
                at.0,
                set_by.as_str()
            ],
        )?;
    }
    Ok(())
}

/// The timers of a citizen that wait for a message are due.
pub(super) fn wake(engine: &Engine, citizen: i64, now: Timestamp) -> Result<(), Failure> {
    engine.execute(
        "UPDATE timers SET due_at = ?2, waits_for_message = 0
         WHERE citizen = ?1 AND waits_for_message",
        params![citizen, now.0],
    )?;
    Ok(())
}

/// Makes events of due timers.
pub(super) fn fire(engine: &mut Engine, max: usize, now: Timestamp) -> Result<Fired, Failure> {
    let mut fired = Fired::default();
    let room = room(engine, max)?;
    // Several may be of one citizen, who is busy after the first.
    while fired.timers < room {
        let due = due(engine, room - fired.timers, now)?;
        if due.is_empty() {
            break;
        }
        let mut busy = HashSet::new();
        for due in due {
            if busy.insert(due.citizen) {
                fire_one(engine, due, now)?;
                fired.timers += 1;
            }
        }
    }
    let next = "SELECT min(due_at) FROM timers WHERE due_at > ?1";
    let next: Option<i64> = engine.prepare(next)?.query_row([now.0], |row| row.get(0))?;
    Ok(Fired { next: next.map(Timestamp), ..fired })
}

/// How many may become events now.
fn room(engine: &Engine, max: usize) -> Result<usize, Failure> {
    let sql = "SELECT count(*) FROM events WHERE timer IS NOT NULL AND settled_at IS NULL";
    let unsettled: i64 = engine.prepare(sql)?.query_row([], |row| row.get(0))?;
    let room = max.saturating_sub(usize::try_from(unsettled).unwrap_or(0));
    Ok(room.min(engine.limits.inbox_events_max.saturating_sub(engine.inbox_events)))
}

/// A timer that is due, of a citizen without unsettled events.
struct Due {
    citizen: i64,
    id: i64,
    department: String,
    service: String,
    name: String,
    kind: i64,
    note: Vec<u8>,
    at: Timestamp,
    set_by: String,
    tries: u32,
    announced_by: Option<i64>,
}

fn due(engine: &Engine, max: usize, now: Timestamp) -> Result<Vec<Due>, Failure> {
    let sql =
        "SELECT citizen, id, department, service, name, at, note, set_by, tries, kind, announced_by
               FROM timers WHERE due_at <= ?1 AND citizen NOT IN (SELECT citizen FROM event_lanes)
               ORDER BY due_at, id LIMIT ?2";
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows = engine.prepare(sql)?.query_map(params![now.0, max], read)?.collect::<Result<_, _>>();
    Ok(rows?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Due> {
    Ok(Due {
        citizen: row.get(0)?,
        id: row.get(1)?,
        department: row.get(2)?,
        service: row.get(3)?,
        name: row.get(4)?,
        at: Timestamp(row.get(5)?),
        note: row.get(6)?,
        set_by: row.get(7)?,
        tries: row.get(8)?,
        kind: row.get(9)?,
        announced_by: row.get(10)?,
    })
}

fn fire_one(engine: &mut Engine, due: Due, now: Timestamp) -> Result<(), Failure> {
    let Due { citizen, id, department, service, name, kind, note, at, set_by, tries, .. } = due;
    let timer = Timer { at, content: timers::decode(kind, note)?, set_by: TurnId::new(set_by) };
    let department = DepartmentId::parse(&department).map_err(corrupt("timer"))?;
    let service = ServiceId::parse(&service).map_err(corrupt("timer"))?;
    let key = TimerKey { department, service, name };
    let (id_of_timer, announced_by) = (TimerId(id), due.announced_by.map(DeliveryId));
    let fired = FiredTimer { id: id_of_timer, key, timer, tries, announced_by };
    let payload = codec::encode_timer(&fired)?;
    engine.execute("DELETE FROM timers WHERE id = ?1", [id])?;
    engine.execute(
        "INSERT INTO events (citizen, phone_number_id, wamid, payload, received_at, timer)
         VALUES (?1, x'', ?2, ?3, ?4, ?2)",
        params![citizen, id, payload, now.0],
    )?;
    engine.execute(
        "INSERT INTO event_lanes (citizen, head, depth, ready_at) VALUES (?1, ?2, 1, 0)",
        params![citizen, engine.last_id()],
    )?;
    engine.inbox_events += 1;
    Ok(())
}

/// Takes a timer's event back out of its lane.
pub(super) fn put_off(
    engine: &mut Engine,
    claim: &EventClaim,
    fired: &FiredTimer,
    due: TimerDue,
    announcement: Option<&PreparedAnnouncement>,
    now: Timestamp,
) -> Result<Settled, Failure> {
    let Some(depth) = settle::held_lane_depth(engine, claim)? else {
        return Ok(Settled::ClaimLost);
    };
    let announced = announcement.map(|it| announce(engine, claim, fired, it, now)).transpose()?;
    let (due_at, waits_for_message) = match due {
        TimerDue::At(at) => (at, false),
        TimerDue::NextMessage { latest } => (latest, true),
    };
    let FiredTimer { id, key: TimerKey { department, service, name }, timer, tries, .. } = fired;
    let announced_by = announced.or(fired.announced_by.map(|template| template.0));
    engine.execute("DELETE FROM events WHERE seq = ?1", [claim.seq.0])?;
    engine.execute(
        "INSERT INTO timers (id, citizen, department, service, name, note, at, set_by, tries,
                             due_at, waits_for_message, kind, announced_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (citizen, department, service, kind, name) DO NOTHING",
        params![
            id.0,
            claim.citizen.0,
            department.as_str(),
            service.as_str(),
            name,
            timers::encode(&timer.content)?,
            timer.at.0,
            timer.set_by.as_str(),
            tries,
            due_at.0,
            waits_for_message,
            kind_column(timer.content.kind()),
            announced_by
        ],
    )?;
    settle::advance(engine, claim, depth)?;
    engine.inbox_events = engine.inbox_events.saturating_sub(1);
    Ok(Settled::Committed)
}

/// An announcement with its session written out.
pub(super) struct PreparedAnnouncement {
    session: SessionRow,
    delivery: NewDelivery,
}

pub(super) fn prepare(announcement: Announcement) -> Result<PreparedAnnouncement, Failure> {
    let Announcement { session, delivery } = announcement;
    Ok(PreparedAnnouncement { session: codec::encode_session(session)?, delivery })
}

/// Puts the template into the outbox; gives its id.
fn announce(
    engine: &Engine,
    claim: &EventClaim,
    fired: &FiredTimer,
    announcement: &PreparedAnnouncement,
    now: Timestamp,
) -> Result<i64, Failure> {
    let PreparedAnnouncement { session, delivery } = announcement;
    settle::store_session(engine, claim.citizen.0, session)?;
    let template = lane::append(engine, claim.citizen.0, delivery)?;
    if fired.timer.content.kind() == TimerKind::Notice {
        let (department, id) = (fired.key.department.clone(), fired.key.name.clone());
        let announced = NoticeProgress { department, id, stage: NoticeStage::Announced };
        notices::advance(engine, &announced, &[template], now)?;
    }
    Ok(template)
}

/// A template died: whatever it announced is not announced any more, and looks again before long. That sends another
/// one: nobody is to send this one again.
pub(crate) fn unannounce(engine: &Engine, template: i64, now: Timestamp) -> Result<(), Failure> {
    let timers = engine.execute(
        "UPDATE timers SET announced_by = NULL, due_at = min(due_at, ?2) WHERE announced_by = ?1",
        params![template, now.after(TEMPLATE_LOOK).0],
    )?;
    let notices = notices::unannounce(engine, template, now)?;
    if timers + notices > 0 {
        dead::forget(engine, template)?;
    }
    Ok(())
}

/// The younger citizen's timers become the older one's, unless that has its own by the same key.
/// Those that wait for a message do not: the older one may have written.
pub(super) fn move_all(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    engine.execute(
        "UPDATE OR IGNORE timers SET citizen = ?1, waits_for_message = 0,
                due_at = CASE WHEN waits_for_message THEN 0 ELSE due_at END
         WHERE citizen = ?2",
        params![older, younger],
    )?;
    engine.execute("DELETE FROM timers WHERE citizen = ?1", [younger])?;
    Ok(())
}
