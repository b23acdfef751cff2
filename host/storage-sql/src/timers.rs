//! Citizens' timers, as turns read them, and as their rows tell what they are about.

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::notice::NoticeBody;
use mitra_core::timer::{TimerContent, TimerKind};
use mitra_storage::{StorageError, Timers};
use rusqlite::{Connection, params};

use crate::failure::{Failure, corrupt};
use crate::sqlite::SqliteStorage;

#[async_trait]
impl Timers for SqliteStorage {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        let (department, service) = (department.clone(), service.clone());
        let read = move |connection: &_| names(connection, citizen, &department, &service);
        self.readers().run("timer names", read).await
    }
}

fn names(
    connection: &Connection,
    citizen: CitizenId,
    department: &DepartmentId,
    service: &ServiceId,
) -> Result<Vec<String>, Failure> {
    let sql = "SELECT name FROM timers
               WHERE citizen = ?1 AND department = ?2 AND service = ?3 AND kind = ?4
               ORDER BY name";
    let own = kind_column(TimerKind::Own);
    let key = params![citizen.0, department.as_str(), service.as_str(), own];
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map(key, |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The column `kind`.
pub(crate) fn kind_column(kind: TimerKind) -> i64 {
    match kind {
        TimerKind::Own => 0,
        TimerKind::Payment => 1,
        TimerKind::Notice => 2,
        TimerKind::Refund => 3,
    }
}

/// The column `note`: a department's own bytes, what became of a payment or a refund as JSON, or what a notice says.
pub(crate) fn encode(content: &TimerContent) -> Result<Vec<u8>, Failure> {
    match content {
        TimerContent::Note(note) => Ok(note.clone()),
        TimerContent::Payment(update) => serde_json::to_vec(update).map_err(corrupt("timer")),
        TimerContent::Notice(body) => Ok(body.as_str().as_bytes().to_vec()),
        TimerContent::Refund(update) => serde_json::to_vec(update).map_err(corrupt("timer")),
    }
}

/// What these columns tell.
pub(crate) fn decode(kind: i64, note: Vec<u8>) -> Result<TimerContent, Failure> {
    if kind == kind_column(TimerKind::Own) {
        return Ok(TimerContent::Note(note));
    }
    if kind == kind_column(TimerKind::Notice) {
        let text = std::str::from_utf8(&note).map_err(corrupt("timer"))?;
        return NoticeBody::parse(text).map(TimerContent::Notice).map_err(corrupt("timer"));
    }
    if kind == kind_column(TimerKind::Refund) {
        return serde_json::from_slice(&note).map(TimerContent::Refund).map_err(corrupt("timer"));
    }
    serde_json::from_slice(&note).map(TimerContent::Payment).map_err(corrupt("timer"))
}
