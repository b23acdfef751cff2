//! Departments' records.

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::turn::{RecordKey, RecordRead, RecordVersion, RecordWrite, Scope};
use mitra_storage::{Record, RecordSizes, Records, StorageError};
use rusqlite::{Connection, OptionalExtension, params};

use crate::failure::Failure;
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Records for SqliteStorage {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        let key = key.clone();
        self.readers().run("record", move |connection| load(connection, &key)).await
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        let (department, prefix) = (department.clone(), prefix.to_owned());
        let read = move |connection: &_| list(connection, &department, scope, &prefix, max);
        self.readers().run("record keys", read).await
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        let department = department.clone();
        let read = move |connection: &_| sizes(connection, &department, citizen);
        self.readers().run("record sizes", read).await
    }

    async fn seed(
        &self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        let (department, digest) = (department.clone(), digest.to_owned());
        let work = move |engine: &mut _| seed(engine, &department, &digest, &records);
        self.writer().run("seed", AnswerWhen::Committed, work).await
    }
}

/// Whether nobody wrote the record since it was read.
pub(crate) fn is_current(engine: &Engine, read: &RecordRead) -> Result<bool, Failure> {
    let sql = "SELECT version FROM records WHERE citizen = ?1 AND department = ?2 AND key = ?3";
    let key = &read.key;
    let current: Option<i64> = engine
        .prepare(sql)?
        .query_row(params![column(key.scope), key.department.as_str(), key.key], |row| row.get(0))
        .optional()?;
    Ok(current.unwrap_or(0) == read.version.0)
}

/// Changes or removes a record.
pub(crate) fn write(engine: &Engine, write: &RecordWrite) -> Result<(), Failure> {
    let key = &write.key;
    let (citizen, department) = (column(key.scope), key.department.as_str());
    engine.execute(
        "DELETE FROM records WHERE citizen = ?1 AND department = ?2 AND key = ?3",
        params![citizen, department, key.key],
    )?;
    if let Some(value) = &write.value {
        engine.execute(
            "INSERT INTO records (citizen, department, key, value) VALUES (?1, ?2, ?3, ?4)",
            params![citizen, department, key.key, value],
        )?;
    }
    Ok(())
}

/// Removes every department's records of this citizen alone, under all numbers that they ever had.
pub(crate) fn erase(engine: &Engine, citizen: i64) -> Result<(), Failure> {
    engine.execute(
        "DELETE FROM records WHERE citizen = ?1
         OR citizen IN (SELECT id FROM citizens WHERE merged_into = ?1)",
        [citizen],
    )?;
    Ok(())
}

fn load(connection: &Connection, key: &RecordKey) -> Result<Option<Record>, Failure> {
    let sql = "SELECT version, value FROM records
               WHERE citizen = ?1 AND department = ?2 AND key = ?3";
    let record = connection
        .prepare_cached(sql)?
        .query_row(params![column(key.scope), key.department.as_str(), key.key], |row| {
            Ok(Record { version: RecordVersion(row.get(0)?), value: row.get(1)? })
        })
        .optional()?;
    Ok(record)
}

fn list(
    connection: &Connection,
    department: &DepartmentId,
    scope: Scope,
    prefix: &str,
    max: usize,
) -> Result<Vec<String>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT key FROM records WHERE citizen = ?1 AND department = ?2 AND key >= ?3 ORDER BY key",
    )?;
    let mut rows = statement.query(params![column(scope), department.as_str(), prefix])?;
    let mut keys = Vec::new();
    while keys.len() < max
        && let Some(row) = rows.next()?
    {
        let key: String = row.get(0)?;
        // Keys with the prefix stand together and first.
        if !key.starts_with(prefix) {
            break;
        }
        keys.push(key);
    }
    Ok(keys)
}

fn sizes(
    connection: &Connection,
    department: &DepartmentId,
    citizen: CitizenId,
) -> Result<RecordSizes, Failure> {
    let sql =
        "SELECT citizen, bytes FROM record_sizes WHERE department = ?1 AND citizen IN (-1, ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![department.as_str(), citizen.0])?;
    let mut sizes = RecordSizes::default();
    while let Some(row) = rows.next()? {
        let bytes = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        match row.get(0)? {
            -1 => sizes.department = bytes,
            _ => sizes.citizen = bytes,
        }
    }
    Ok(sizes)
}

fn seed(
    engine: &Engine,
    department: &DepartmentId,
    digest: &str,
    records: &[(String, Vec<u8>)],
) -> Result<bool, Failure> {
    let new = engine.execute(
        "INSERT INTO seeds (department, digest) VALUES (?1, ?2)
         ON CONFLICT (department, digest) DO NOTHING",
        params![department.as_str(), digest],
    )?;
    if new == 0 {
        return Ok(false);
    }
    for (key, value) in records {
        engine.execute(
            "INSERT INTO records (citizen, department, key, value) VALUES (0, ?1, ?2, ?3)
             ON CONFLICT (citizen, department, key) DO NOTHING",
            params![department.as_str(), key, value],
        )?;
    }
    Ok(true)
}

/// The column `citizen` of a scope. Citizens' ids begin at 1.
fn column(scope: Scope) -> i64 {
    match scope {
        Scope::Department => 0,
        Scope::Citizen(citizen) => citizen.0,
    }
}
