//! Capsules: turns as they were, sealed.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CapsuleId, CitizenId, DepartmentId, ReleaseDigest};
use mitra_storage::{CapsuleFacts, CapsuleKind, Capsules, StorageError, StoredCapsule};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::failure::{Failure, corrupt};
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Capsules for SqliteStorage {
    async fn keep_capsule(&self, capsule: StoredCapsule, keep: usize) -> Result<(), StorageError> {
        let work = move |engine: &mut Engine| insert(engine, &capsule, keep);
        self.writer().run("keep a capsule", AnswerWhen::Committed, work).await
    }

    async fn capsules(
        &self,
        department: &DepartmentId,
        kinds: &[CapsuleKind],
        max: usize,
    ) -> Result<Vec<(CapsuleFacts, u64)>, StorageError> {
        let (department, kinds) = (department.clone(), kinds.to_vec());
        let read = move |connection: &Connection| list(connection, &department, &kinds, max);
        self.readers().run("capsules", read).await
    }

    async fn capsule(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
    ) -> Result<Option<StoredCapsule>, StorageError> {
        let (department, id) = (department.clone(), id.clone());
        let read = move |connection: &Connection| {
            let sql =
                "SELECT id, department, citizen, release, kind, ended, taken_at, expires_at, sealed
                       FROM capsules WHERE department = ?1 AND id = ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_row([department.as_str(), id.as_str()], |row| {
                let sealed = row.get(8)?;
                Ok(facts(row)?.map(|facts| StoredCapsule { facts, sealed }))
            });
            found.optional()?.transpose()
        };
        self.readers().run("capsule", read).await
    }

    async fn purge_capsules(&self, now: Timestamp, max: usize) -> Result<usize, StorageError> {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let work = move |engine: &mut Engine| {
            let sql = "DELETE FROM capsules WHERE rowid IN
                       (SELECT rowid FROM capsules WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
            Ok(engine.execute(sql, params![now.0, max])?)
        };
        self.writer().run("forget capsules", AnswerWhen::Committed, work).await
    }
}

fn insert(engine: &Engine, capsule: &StoredCapsule, keep: usize) -> Result<(), Failure> {
    let StoredCapsule { facts, sealed } = capsule;
    let CapsuleFacts { id, department, citizen, release, kind, ended, taken_at, expires_at } =
        facts;
    engine.execute(
        "INSERT OR REPLACE INTO capsules
         (department, id, citizen, release, kind, ended, taken_at, expires_at, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            department.as_str(),
            id.as_str(),
            citizen.map(|citizen| citizen.0),
            release.as_str(),
            kind.name(),
            ended,
            taken_at.0,
            expires_at.0,
            sealed
        ],
    )?;
    engine.execute(
        "DELETE FROM capsules WHERE rowid IN
         (SELECT rowid FROM capsules WHERE department = ?1 AND kind = ?2
          ORDER BY taken_at DESC, rowid DESC LIMIT -1 OFFSET ?3)",
        params![department.as_str(), kind.name(), i64::try_from(keep).unwrap_or(i64::MAX)],
    )?;
    Ok(())
}

fn list(
    connection: &Connection,
    department: &DepartmentId,
    kinds: &[CapsuleKind],
    max: usize,
) -> Result<Vec<(CapsuleFacts, u64)>, Failure> {
    let sql =
        "SELECT id, department, citizen, release, kind, ended, taken_at, expires_at, length(sealed)
               FROM capsules WHERE department = ?1 AND instr(?2, kind) > 0
               ORDER BY taken_at DESC, rowid DESC LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![department.as_str(), names.join(" "), max], |row| {
        let bytes = u64::try_from(row.get::<_, i64>(8)?).unwrap_or(0);
        Ok(facts(row)?.map(|facts| (facts, bytes)))
    })?;
    rows.map(|row| row?).collect()
}

/// What is in the first eight columns.
fn facts(row: &Row<'_>) -> rusqlite::Result<Result<CapsuleFacts, Failure>> {
    let (department, kind) = (row.get::<_, String>(1)?, row.get::<_, String>(4)?);
    let known = CapsuleKind::ALL.into_iter().find(|known| known.name() == kind);
    let department = DepartmentId::parse(&department).map_err(corrupt("department of a capsule"));
    let kind = known.ok_or(kind).map_err(corrupt("kind of a capsule"));
    let (department, kind) = match (department, kind) {
        (Ok(department), Ok(kind)) => (department, kind),
        (Err(failure), _) | (_, Err(failure)) => return Ok(Err(failure)),
    };
    Ok(Ok(CapsuleFacts {
        id: CapsuleId::new(row.get::<_, String>(0)?),
        department,
        citizen: row.get::<_, Option<i64>>(2)?.map(CitizenId),
        release: ReleaseDigest::new(row.get::<_, String>(3)?),
        kind,
        ended: row.get(5)?,
        taken_at: Timestamp(row.get(6)?),
        expires_at: Timestamp(row.get(7)?),
    }))
}
