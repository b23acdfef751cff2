//! Notices: taken once each, and whom they are for.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::NOTICES_WAITING_MAX;
use mitra_core::notice::Addressee;
use mitra_core::timer::TimerWrite;
use mitra_storage::{
    NewNotice, NoticeDelivery, NoticeProgress, NoticeReport, NoticeStage, NoticeTaken, Notices,
    StorageError,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::failure::{Failure, corrupt};
use crate::inbox::timers;
use crate::outbox::row::{self, Copies};
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Notices for SqliteStorage {
    async fn take_notice(
        &self,
        notice: NewNotice,
        now: Timestamp,
    ) -> Result<NoticeTaken, StorageError> {
        let work = move |engine: &mut _| take(engine, notice, now);
        self.writer().run("take notice", AnswerWhen::Committed, work).await
    }

    async fn notice_report(
        &self,
        department: &DepartmentId,
        id: &str,
    ) -> Result<Option<NoticeReport>, StorageError> {
        let (department, id) = (department.clone(), id.to_owned());
        self.readers().run("notice report", move |it| report(it, &department, &id)).await
    }
}

fn take(engine: &mut Engine, notice: NewNotice, now: Timestamp) -> Result<NoticeTaken, Failure> {
    let NewNotice { pseudonym, digest, key, timer } = notice;
    let id = params![key.department.as_str(), key.name];
    let sql = "SELECT digest FROM notices WHERE department = ?1 AND id = ?2";
    let before: Option<Vec<u8>> =
        engine.prepare(sql)?.query_row(id, |row| row.get(0)).optional()?;
    if let Some(before) = before {
        let is_same = before == digest.0;
        return Ok(if is_same { NoticeTaken::Known } else { NoticeTaken::Conflict });
    }
    let sql = "SELECT citizen FROM notice_addressees WHERE department = ?1 AND pseudonym = ?2";
    let named = params![key.department.as_str(), pseudonym.as_str()];
    let citizen = engine.prepare(sql)?.query_row(named, |row| row.get(0)).optional()?;
    let Some(citizen) = citizen else { return Ok(NoticeTaken::UnknownCitizen) };
    if waiting(engine, citizen, &key.department)? >= NOTICES_WAITING_MAX {
        return Ok(NoticeTaken::CitizenFull);
    }
    engine.execute(
        "INSERT INTO notices (department, id, digest, taken_at, stage, since)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?4)",
        params![key.department.as_str(), key.name, digest.0, now.0],
    )?;
    timers::write(engine, citizen, &TimerWrite { key, timer: Some(timer) })?;
    Ok(NoticeTaken::Taken)
}

/// A notice as its row has it.
struct ReportRow {
    stage: Option<String>,
    reason: Option<String>,
    taken_at: i64,
    since: Option<i64>,
    deliveries: Option<(i64, i64)>,
}

fn report(
    connection: &Connection,
    department: &DepartmentId,
    id: &str,
) -> Result<Option<NoticeReport>, Failure> {
    let sql = "SELECT stage, reason, taken_at, since, first_delivery, last_delivery
               FROM notices WHERE department = ?1 AND id = ?2";
    let read = |row: &Row<'_>| {
        let (first, last): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
        Ok(ReportRow {
            stage: row.get(0)?,
            reason: row.get(1)?,
            taken_at: row.get(2)?,
            since: row.get(3)?,
            deliveries: first.zip(last),
        })
    };
    let named = params![department.as_str(), id];
    let row = connection.prepare_cached(sql)?.query_row(named, read).optional()?;
    let Some(ReportRow { stage: Some(stage), reason, taken_at, since, deliveries }) = row else {
        return Ok(None);
    };
    let stage = match stage.as_str() {
        WAITING => NoticeStage::Waiting,
        ANNOUNCED => NoticeStage::Announced,
        TOLD => NoticeStage::Told,
        DROPPED => NoticeStage::Dropped { reason: reason.unwrap_or_default() },
        other => return Err(corrupt("notice")(format!("unknown stage {other:?}"))),
    };
    let taken_at = Timestamp(taken_at);
    let since = since.map_or(taken_at, Timestamp);
    let delivery = match deliveries {
        Some((first, last)) => furthest_behind(connection, first, last)?,
        None => None,
    };
    Ok(Some(NoticeReport { stage, taken_at, since, delivery }))
}

/// How far the message got that is behind the others; none if one of them is not in the books any more.
fn furthest_behind(
    connection: &Connection,
    first: i64,
    last: i64,
) -> Result<Option<NoticeDelivery>, Failure> {
    let messages = row::messages(connection, first, last)?;
    let got = |copies: &Copies| {
        NoticeDelivery::of_copies(copies.iter().map(|(stage, has_copy)| (stage, *has_copy)))
    };
    // What was removed is not among them. It was as far behind as can be.
    let are_all_there = i64::try_from(messages.len()) == Ok(last - first + 1);
    Ok(messages.iter().map(got).min().flatten().filter(|_| are_all_there))
}

const WAITING: &str = "waiting";
const ANNOUNCED: &str = "announced";
const TOLD: &str = "told";
const DROPPED: &str = "dropped";

/// A notice has come so far, with these deliveries: one after the other of one transaction.
pub(crate) fn advance(
    engine: &Engine,
    progress: &NoticeProgress,
    deliveries: &[i64],
    now: Timestamp,
) -> Result<(), Failure> {
    let (stage, reason) = match &progress.stage {
        NoticeStage::Waiting => (WAITING, None),
        NoticeStage::Announced => (ANNOUNCED, None),
        NoticeStage::Told => (TOLD, None),
        NoticeStage::Dropped { reason } => (DROPPED, Some(reason)),
    };
    engine.execute(
        "UPDATE notices
         SET stage = ?3, reason = ?4, since = ?5, first_delivery = ?6, last_delivery = ?7
         WHERE department = ?1 AND id = ?2",
        params![
            progress.department.as_str(),
            progress.id,
            stage,
            reason,
            now.0,
            deliveries.first(),
            deliveries.last()
        ],
    )?;
    Ok(())
}

/// The template died that announced it: it waits as before. Gives how many there are.
pub(crate) fn unannounce(engine: &Engine, template: i64, now: Timestamp) -> Result<usize, Failure> {
    let waiting = engine.execute(
        "UPDATE notices
         SET stage = 'waiting', since = ?2, first_delivery = NULL, last_delivery = NULL
         WHERE first_delivery = ?1 AND stage = 'announced'",
        params![template, now.0],
    )?;
    Ok(waiting)
}

/// How many of the department's wait for the citizen.
fn waiting(engine: &Engine, citizen: i64, department: &DepartmentId) -> Result<usize, Failure> {
    // The kind stands there as a number, so that its index is found.
    let sql = "SELECT count(*) FROM timers WHERE citizen = ?1 AND department = ?2 AND kind = 2";
    let whose = params![citizen, department.as_str()];
    let waiting: i64 = engine.prepare(sql)?.query_row(whose, |row| row.get(0))?;
    Ok(usize::try_from(waiting).unwrap_or(0))
}

/// A back end may name the citizen so from now on.
pub(crate) fn learn(engine: &Engine, addressee: &Addressee, citizen: i64) -> Result<(), Failure> {
    engine.execute(
        "INSERT INTO notice_addressees (department, pseudonym, citizen) VALUES (?1, ?2, ?3)
         ON CONFLICT (department, pseudonym) DO NOTHING",
        params![addressee.department.as_str(), addressee.pseudonym.as_str(), citizen],
    )?;
    Ok(())
}

/// Whoever is named as the younger citizen is the older one.
pub(crate) fn move_all(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    engine.execute(
        "UPDATE notice_addressees SET citizen = ?1 WHERE citizen = ?2",
        params![older, younger],
    )?;
    Ok(())
}

/// Forgets the oldest ids of those from before an instant.
pub(crate) fn purge(engine: &mut Engine, before: Timestamp, max: usize) -> Result<usize, Failure> {
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    Ok(engine.execute(
        "DELETE FROM notices WHERE (department, id) IN (
             SELECT department, id FROM notices WHERE taken_at < ?1 ORDER BY taken_at LIMIT ?2
         )",
        params![before.0, max],
    )?)
}
