//! Notices: taken once each, and whom they are for.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::NOTICES_WAITING_MAX;
use mitra_core::notice::Addressee;
use mitra_core::timer::TimerWrite;
use mitra_storage::{NewNotice, NoticeTaken, Notices, StorageError};
use rusqlite::{OptionalExtension, params};

use crate::failure::Failure;
use crate::inbox::timers;
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
        "INSERT INTO notices (department, id, digest, taken_at) VALUES (?1, ?2, ?3, ?4)",
        params![key.department.as_str(), key.name, digest.0, now.0],
    )?;
    timers::write(engine, citizen, &TimerWrite { key, timer: Some(timer) })?;
    Ok(NoticeTaken::Taken)
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
