//! Open conversations, by release.

use std::collections::BTreeSet;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::session::Conversation;
use mitra_storage::{Conversations, ListedConversation, OpenConversations, StorageError};
use rusqlite::{Connection, params};

use crate::failure::{Failure, corrupt};
use crate::inbox::{SessionRow, decode_session};
use crate::sqlite::SqliteStorage;

#[async_trait]
impl Conversations for SqliteStorage {
    async fn open_conversations(
        &self,
        department: &DepartmentId,
    ) -> Result<Vec<OpenConversations>, StorageError> {
        let department = department.clone();
        let read = move |connection: &Connection| count(connection, &department);
        self.readers().run("open conversations", read).await
    }

    async fn releases_with_forms(
        &self,
        department: &DepartmentId,
    ) -> Result<BTreeSet<ReleaseDigest>, StorageError> {
        let department = department.clone();
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT release FROM sessions
                 WHERE department = ?1 AND json_extract(body, '$.conversation.form') IS NOT NULL",
            )?;
            let found =
                statement.query_map([department.as_str()], |row| row.get::<_, String>(0))?;
            Ok(found.map(|release| release.map(ReleaseDigest::new)).collect::<Result<_, _>>()?)
        };
        self.readers().run("releases with forms", read).await
    }

    async fn some_conversations(
        &self,
        department: &DepartmentId,
        max: usize,
    ) -> Result<Vec<Conversation>, StorageError> {
        let department = department.clone();
        let read = move |connection: &Connection| some(connection, &department, max);
        self.readers().run("some conversations", read).await
    }

    async fn listed_conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<ListedConversation>, StorageError> {
        let department = department.clone();
        let read = move |connection: &Connection| list(connection, &department, skip, max);
        self.readers().run("listed conversations", read).await
    }
}

fn count(
    connection: &Connection,
    department: &DepartmentId,
) -> Result<Vec<OpenConversations>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT release, count(*) FROM sessions
         WHERE department = ?1 GROUP BY release ORDER BY release",
    )?;
    let counted = statement.query_map([department.as_str()], |row| {
        let release = ReleaseDigest::new(row.get::<_, String>(0)?);
        let open = row.get::<_, i64>(1)?;
        Ok(OpenConversations { release, open: u64::try_from(open).unwrap_or(0) })
    })?;
    Ok(counted.collect::<Result<_, _>>()?)
}

/// In the order of the index that finds them: what is skipped is not read.
fn list(
    connection: &Connection,
    department: &DepartmentId,
    skip: usize,
    max: usize,
) -> Result<Vec<ListedConversation>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT citizen, release, json_extract(body, '$.conversation.service'),
                json_extract(body, '$.conversation.form') IS NOT NULL,
                json_extract(body, '$.conversation.opened_at')
         FROM sessions WHERE department = ?1 ORDER BY release, citizen LIMIT ?2 OFFSET ?3",
    )?;
    let [max, skip] = [max, skip].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let mut rows = statement.query(params![department.as_str(), max, skip])?;
    let mut listed = Vec::new();
    while let Some(row) = rows.next()? {
        let service: String = row.get(2)?;
        listed.push(ListedConversation {
            citizen: CitizenId(row.get(0)?),
            service: ServiceId::parse(&service).map_err(corrupt("session"))?,
            release: ReleaseDigest::new(row.get::<_, String>(1)?),
            has_form: row.get(3)?,
            opened_at: Timestamp(row.get(4)?),
        });
    }
    Ok(listed)
}

fn some(
    connection: &Connection,
    department: &DepartmentId,
    max: usize,
) -> Result<Vec<Conversation>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT body, guest_state, earlier_state FROM sessions
         WHERE department = ?1 AND guest_state IS NOT NULL LIMIT ?2",
    )?;
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![department.as_str(), max], |row| {
        Ok(SessionRow::new(row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut conversations = Vec::new();
    for row in rows {
        conversations.extend(decode_session(row?)?.conversation);
    }
    Ok(conversations)
}
