//! A delivery's row <-> its stage.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, DeliveryStage, Progress};
use mitra_core::ids::Wamid;
use mitra_storage::StageSince;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::lane;
use crate::failure::{Failure, corrupt};
use crate::inbox::timers;
use crate::payments;
use crate::writer::Engine;

const QUEUED: i64 = 0;
const ATTEMPTING: i64 = 1;
const UNKNOWN: i64 = 2;
const ACCEPTED: i64 = 3;
const DEAD: i64 = 4;

/// What deciding about a delivery needs of its row.
#[derive(Debug)]
pub(super) struct DeliveryRow {
    pub(super) id: i64,
    pub(super) citizen: i64,
    pub(super) stage: DeliveryStage,
    /// While it is unfinished, when it can be claimed; then, when its last attempt was or will be over.
    due_at: Timestamp,
    /// Meta's id of it, once known; dead deliveries can have one too.
    pub(super) wamid: Option<Wamid>,
    pub(super) claim_token: Option<i64>,
    pub(super) retried_as: Option<i64>,
}

macro_rules! select_delivery {
    ($condition:literal) => {
        concat!(
            "SELECT id, citizen, stage, due_at, wamid, progress, dead_reason, claim_token,
                    retried_as
             FROM deliveries WHERE ",
            $condition
        )
    };
}

/// The columns of a row before they are understood.
struct Raw {
    id: i64,
    citizen: i64,
    stage: i64,
    due_at: i64,
    wamid: Option<String>,
    progress: Option<i64>,
    dead_reason: Option<String>,
    claim_token: Option<i64>,
    retried_as: Option<i64>,
}

impl Raw {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            citizen: row.get(1)?,
            stage: row.get(2)?,
            due_at: row.get(3)?,
            wamid: row.get(4)?,
            progress: row.get(5)?,
            dead_reason: row.get(6)?,
            claim_token: row.get(7)?,
            retried_as: row.get(8)?,
        })
    }

    fn understand(self) -> Result<DeliveryRow, Failure> {
        let wamid = self.wamid.map(Wamid::new);
        let stage = match self.stage {
            QUEUED => DeliveryStage::Queued { not_before: Timestamp(self.due_at) },
            ATTEMPTING => DeliveryStage::Attempting,
            UNKNOWN => DeliveryStage::Unknown { until: Timestamp(self.due_at) },
            ACCEPTED => DeliveryStage::Accepted {
                wamid: wamid.clone().ok_or_else(|| broken("accepted without a wamid"))?,
                progress: progress(self.progress)?,
            },
            DEAD => DeliveryStage::Dead(dead_reason(self.dead_reason.as_deref())?),
            other => return Err(broken(format!("unknown stage {other}"))),
        };
        Ok(DeliveryRow {
            id: self.id,
            citizen: self.citizen,
            stage,
            due_at: Timestamp(self.due_at),
            wamid,
            claim_token: self.claim_token,
            retried_as: self.retried_as,
        })
    }
}

impl DeliveryRow {
    /// When nothing of its last attempt can be under way any more, if nobody had an answer to it.
    pub(super) fn attempt_over_at(&self) -> Timestamp {
        match self.stage {
            DeliveryStage::Queued { .. } => Timestamp(0),
            DeliveryStage::Attempting
            | DeliveryStage::Unknown { .. }
            | DeliveryStage::Accepted { .. }
            | DeliveryStage::Dead(_) => self.due_at,
        }
    }
}

/// The delivery of this id.
pub(super) fn by_id(engine: &Engine, id: i64) -> Result<Option<DeliveryRow>, Failure> {
    let sql = select_delivery!("id = ?1");
    let raw = engine.prepare(sql)?.query_row([id], Raw::read).optional()?;
    raw.map(Raw::understand).transpose()
}

/// The delivery that is this message of Meta's.
pub(super) fn by_wamid(engine: &Engine, wamid: &Wamid) -> Result<Option<DeliveryRow>, Failure> {
    let sql = select_delivery!("wamid = ?1 ORDER BY id LIMIT 1");
    let raw = engine.prepare(sql)?.query_row([wamid.as_str()], Raw::read).optional()?;
    raw.map(Raw::understand).transpose()
}

/// What a delivery says.
pub(super) fn body(engine: &Engine, id: i64) -> Result<String, Failure> {
    let sql = "SELECT body FROM deliveries WHERE id = ?1";
    Ok(engine.prepare(sql)?.query_row([id], |row| row.get(0))?)
}

/// A message as a delivery and the copies that operators had sent of it: each one's stage, and whether there is a copy
/// of it.
pub(crate) type Copies = Vec<(DeliveryStage, bool)>;

/// The messages with these ids and those between.
pub(crate) fn messages(
    connection: &Connection,
    first: i64,
    last: i64,
) -> Result<Vec<Copies>, Failure> {
    let sql = "WITH RECURSIVE copies (message, id) AS (
                   SELECT id, id FROM deliveries WHERE id BETWEEN ?1 AND ?2
                   UNION ALL
                   SELECT copies.message, d.retried_as
                   FROM copies JOIN deliveries d ON d.id = copies.id
                   WHERE d.retried_as IS NOT NULL
               )
               SELECT d.id, citizen, stage, due_at, wamid, progress, dead_reason, claim_token,
                      retried_as, message
               FROM copies JOIN deliveries d ON d.id = copies.id";
    let mut messages: BTreeMap<i64, Copies> = BTreeMap::new();
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([first, last], |row| Ok((row.get(9)?, Raw::read(row)?)))?;
    for read in rows {
        let (message, raw) = read?;
        let delivery = raw.understand()?;
        let copy = (delivery.stage, delivery.retried_as.is_some());
        messages.entry(message).or_default().push(copy);
    }
    Ok(messages.into_values().collect())
}

/// What an unfinished delivery waits for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wait {
    /// Its next attempt.
    Queued,
    /// A receipt, and then its next attempt.
    Unknown,
}

/// Ends an attempt with a wait; its lane waits as long. `uncounted` attempts are taken off.
pub(super) fn hold(
    engine: &Engine,
    row: &DeliveryRow,
    wait: Wait,
    due: Timestamp,
    uncounted: u32,
) -> Result<(), Failure> {
    let stage = match wait {
        Wait::Queued => QUEUED,
        Wait::Unknown => UNKNOWN,
    };
    engine.execute(
        "UPDATE deliveries
         SET stage = ?2, due_at = ?3, claim_token = NULL, attempts = attempts - ?4
         WHERE id = ?1",
        params![row.id, stage, lane::ready_at(due), uncounted],
    )?;
    lane::hold_until(engine, row.citizen, row.id, due)
}

/// Stores that a delivery was accepted or given up, or how far an accepted one got. The lane goes
/// on.
/// `wamid` is kept for a dead one too: a later receipt can still say that it arrived. So is when its last attempt is
/// over: a receipt may be about an earlier one.
pub(super) fn end(
    engine: &Engine,
    row: &DeliveryRow,
    after: &StageSince,
    wamid: Option<&Wamid>,
    attempt_over_at: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    let StageSince { stage, since } = after;
    let (code, progress, reason) = match stage {
        DeliveryStage::Accepted { progress, .. } => (ACCEPTED, Some(rank(*progress)), None),
        DeliveryStage::Dead(reason) => {
            (DEAD, None, Some(serde_json::to_string(reason).map_err(corrupt("dead reason"))?))
        }
        // Not an end: nothing to store.
        DeliveryStage::Queued { .. }
        | DeliveryStage::Attempting
        | DeliveryStage::Unknown { .. } => return Ok(()),
    };
    let before = code_of(&row.stage);
    let ended_at = (before != code).then_some(now.0);
    engine.execute(
        "UPDATE deliveries
         SET stage = ?2, progress = ?3, dead_reason = ?4, wamid = coalesce(?5, wamid),
             ended_at = coalesce(?6, ended_at), due_at = ?7, claim_token = NULL
         WHERE id = ?1",
        params![
            row.id,
            code,
            progress,
            reason,
            wamid.map(Wamid::as_str),
            ended_at,
            attempt_over_at.0
        ],
    )?;
    if let DeliveryStage::Dead(reason) = stage {
        timers::unannounce(engine, row.id, now)?;
        payments::card_died(engine, row.id, attempt_over_at, now)?;
        if reason.is_opt_out() {
            engine.execute(
                "UPDATE citizens
                 SET templates_refused_at = max(coalesce(templates_refused_at, ?2), ?2)
                 WHERE id = (SELECT coalesce(merged_into, id) FROM citizens WHERE id = ?1)",
                params![row.citizen, since.0],
            )?;
        }
    }
    if before < ACCEPTED { lane::leave(engine, row.citizen) } else { Ok(()) }
}

/// The reason as its column has it.
pub(super) fn dead_reason(stored: Option<&str>) -> Result<DeadReason, Failure> {
    let text = stored.ok_or_else(|| broken("dead without a reason"))?;
    serde_json::from_str(text).map_err(corrupt("dead reason"))
}

fn code_of(stage: &DeliveryStage) -> i64 {
    match stage {
        DeliveryStage::Queued { .. } => QUEUED,
        DeliveryStage::Attempting => ATTEMPTING,
        DeliveryStage::Unknown { .. } => UNKNOWN,
        DeliveryStage::Accepted { .. } => ACCEPTED,
        DeliveryStage::Dead(_) => DEAD,
    }
}

const PROGRESSES: [Progress; 5] =
    [Progress::Accepted, Progress::Sent, Progress::Delivered, Progress::Read, Progress::Played];

fn rank(progress: Progress) -> i64 {
    match progress {
        Progress::Accepted => 0,
        Progress::Sent => 1,
        Progress::Delivered => 2,
        Progress::Read => 3,
        Progress::Played => 4,
    }
}

fn progress(stored: Option<i64>) -> Result<Progress, Failure> {
    let found = PROGRESSES.into_iter().find(|progress| Some(rank(*progress)) == stored);
    found.ok_or_else(|| broken(format!("unknown progress {stored:?}")))
}

fn broken(why: impl Into<String>) -> Failure {
    corrupt::<String>("delivery")(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_progress_is_read_back_as_it_was_written() {
        for written in PROGRESSES {
            assert_eq!(progress(Some(rank(written))).unwrap(), written);
        }
        assert!(progress(Some(5)).is_err() && progress(None).is_err());
    }
}
