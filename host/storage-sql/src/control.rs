//! The control plane's documents and the audit log.

use async_trait::async_trait;
use mitra_core::audit::{AuditEntry, AuditHash, Decision};
use mitra_core::clock::Timestamp;
use mitra_storage::{Amended, Amendment, Control, Document, StorageError};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::failure::{Failure, corrupt};
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

/// The last entry of the audit log.
const HEAD: &str =
    "SELECT number, decided_at, body, hash FROM audit_log ORDER BY number DESC LIMIT 1";

#[async_trait]
impl Control for SqliteStorage {
    async fn document(&self, name: &str) -> Result<Option<Document>, StorageError> {
        let name = name.to_owned();
        let read = move |connection: &Connection| {
            let sql = "SELECT generation, body FROM documents WHERE name = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_row([name], |row| document(row, 0)).optional()?;
            found.transpose()
        };
        self.readers().run("document", read).await
    }

    async fn documents(&self, prefix: &str) -> Result<Vec<(String, Document)>, StorageError> {
        let prefix = prefix.to_owned();
        let read = move |connection: &Connection| list(connection, &prefix);
        self.readers().run("documents", read).await
    }

    async fn amend(&self, amendment: Amendment, now: Timestamp) -> Result<Amended, StorageError> {
        let work = move |engine: &mut Engine| amend(engine, &amendment, now);
        self.writer().run("amend a document", AnswerWhen::Committed, work).await
    }

    async fn note(&self, decisions: Vec<Decision>, now: Timestamp) -> Result<(), StorageError> {
        let work = move |engine: &mut Engine| note(engine, &decisions, now);
        self.writer().run("note decisions", AnswerWhen::Committed, work).await
    }

    async fn audit_head(&self) -> Result<Option<AuditEntry>, StorageError> {
        let read = |connection: &Connection| {
            let mut statement = connection.prepare_cached(HEAD)?;
            statement.query_row([], entry).optional()?.transpose()
        };
        self.readers().run("head of the audit log", read).await
    }

    async fn audit(&self, after: u64, max: usize) -> Result<Vec<AuditEntry>, StorageError> {
        let read = move |connection: &Connection| entries(connection, after, max);
        self.readers().run("audit log", read).await
    }
}

/// The document whose generation and body are in the columns from `first` on.
fn document(row: &Row<'_>, first: usize) -> rusqlite::Result<Result<Document, Failure>> {
    let (generation, body) = (row.get::<_, i64>(first)?, row.get(first + 1)?);
    let generation = u64::try_from(generation).map_err(corrupt("generation of a document"));
    Ok(generation.map(|generation| Document { generation, body }))
}

fn list(connection: &Connection, prefix: &str) -> Result<Vec<(String, Document)>, Failure> {
    let sql = "SELECT name, generation, body FROM documents
               WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([prefix], |row| Ok((row.get(0)?, document(row, 1)?)))?;
    let mut documents = Vec::new();
    for row in rows {
        let (name, document) = row?;
        documents.push((name, document?));
    }
    Ok(documents)
}

fn amend(engine: &Engine, amendment: &Amendment, now: Timestamp) -> Result<Amended, Failure> {
    let Amendment { name, read, body, decisions } = amendment;
    let sql = "SELECT generation FROM documents WHERE name = ?1";
    let found: Option<i64> = engine.prepare(sql)?.query_row([name], |row| row.get(0)).optional()?;
    if found.map_or(Ok(0), u64::try_from).map_err(corrupt("generation of a document"))? != *read {
        return Ok(Amended::Stale);
    }
    let generation = read + 1;
    let stored = i64::try_from(generation).map_err(corrupt("generation of a document"))?;
    engine.execute(
        "INSERT INTO documents (name, generation, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET generation = excluded.generation, body = excluded.body",
        params![name, stored, body],
    )?;
    note(engine, decisions, now)?;
    Ok(Amended::Done { generation })
}

fn note(engine: &Engine, decisions: &[Decision], now: Timestamp) -> Result<(), Failure> {
    let last = engine.prepare(HEAD)?.query_row([], entry).optional()?.transpose()?;
    let mut head = last.map_or((0, AuditHash::START), |last| (last.number, last.hash));
    for decision in decisions {
        let entry = AuditEntry::after(head, now, decision).map_err(corrupt("decision"))?;
        let number = i64::try_from(entry.number).map_err(corrupt("number of an audit entry"))?;
        engine.execute(
            "INSERT INTO audit_log (number, decided_at, body, hash) VALUES (?1, ?2, ?3, ?4)",
            params![number, entry.at.0, entry.body, entry.hash.bytes()],
        )?;
        head = (entry.number, entry.hash);
    }
    Ok(())
}

fn entries(connection: &Connection, after: u64, max: usize) -> Result<Vec<AuditEntry>, Failure> {
    let sql = "SELECT number, decided_at, body, hash FROM audit_log
               WHERE number > ?1 ORDER BY number LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows = statement.query_map([after, max], entry)?;
    rows.map(|row| row?).collect()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Result<AuditEntry, Failure>> {
    let (number, at, body) = (row.get::<_, i64>(0)?, Timestamp(row.get(1)?), row.get(2)?);
    let hash = AuditHash::new(row.get(3)?);
    let number = u64::try_from(number).map_err(corrupt("number of an audit entry"));
    Ok(number.map(|number| AuditEntry { number, at, body, hash }))
}
