//! Certificates: issued and changed within a settlement, and found.

use async_trait::async_trait;
use mitra_core::certificate::{
    Certificate, CertificateEffects, CertificateId, CertificateName, CertificateStatus, ListPlace,
    NewCertificate, StatusChange, StatusReason, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, DepartmentId, TurnId};
use mitra_storage::{Certificates, RecordedChange, StorageError};
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};

use crate::failure::{Failure, corrupt};
use crate::sqlite::SqliteStorage;
use crate::writer::Engine;

#[async_trait]
impl Certificates for SqliteStorage {
    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        let (department, name) = (department.clone(), name.clone());
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached(sql(&name))?;
            find(&mut statement, &department, &name)
        };
        self.readers().run("certificate", read).await
    }

    async fn certificate_changes(
        &self,
        id: CertificateId,
    ) -> Result<Vec<RecordedChange>, StorageError> {
        self.readers().run("certificate changes", move |connection| changes(connection, id)).await
    }

    async fn not_valid(
        &self,
        authority: &AuthorityId,
        list: u32,
    ) -> Result<Option<Vec<(u32, CertificateStatus)>>, StorageError> {
        let authority = authority.clone();
        let read = move |connection: &Connection| not_valid(connection, &authority, list);
        self.readers().run("statuses of a list", read).await
    }
}

fn not_valid(
    connection: &Connection,
    authority: &AuthorityId,
    list: u32,
) -> Result<Option<Vec<(u32, CertificateStatus)>>, Failure> {
    let of_list = params![authority.as_str(), list];
    let mut any = connection
        .prepare_cached("SELECT 1 FROM certificates WHERE authority = ?1 AND list = ?2 LIMIT 1")?;
    if !any.exists(of_list)? {
        return Ok(None);
    }
    // The words of the index `certificates_not_valid`, which has these places alone.
    let mut statement = connection.prepare_cached(
        "SELECT list_index, status FROM certificates
         WHERE authority = ?1 AND list = ?2 AND status <> 'valid' ORDER BY list_index",
    )?;
    let mut rows = statement.query(of_list)?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        places.push((row.get(0)?, decode_status(&row.get::<_, String>(1)?)?));
    }
    Ok(Some(places))
}

/// The statement that finds by this name.
fn sql(name: &CertificateName) -> &'static str {
    match name {
        CertificateName::Id(_) => {
            "SELECT body, status, changes, list, list_index FROM certificates
             WHERE department = ?1 AND id = ?2"
        }
        CertificateName::Number { .. } => {
            "SELECT body, status, changes, list, list_index FROM certificates
             WHERE department = ?1 AND kind = ?2 AND number = ?3"
        }
    }
}

fn find(
    statement: &mut Statement<'_>,
    department: &DepartmentId,
    name: &CertificateName,
) -> Result<Option<StoredCertificate>, Failure> {
    let department = department.as_str();
    let row = match name {
        CertificateName::Id(id) => statement.query_row(params![department, id.bytes()], read),
        CertificateName::Number { kind, number } => {
            statement.query_row(params![department, kind, number], read)
        }
    };
    row.optional()?.map(Stored::decode).transpose()
}

/// A certificate as its row has it.
struct Stored {
    body: String,
    status: String,
    changes: u32,
    place: ListPlace,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let place = ListPlace { list: row.get(3)?, index: row.get(4)? };
    Ok(Stored { body: row.get(0)?, status: row.get(1)?, changes: row.get(2)?, place })
}

impl Stored {
    fn decode(self) -> Result<StoredCertificate, Failure> {
        let Self { body, status, changes, place } = self;
        let certificate: Certificate =
            serde_json::from_str(&body).map_err(corrupt("certificate"))?;
        Ok(StoredCertificate { certificate, status: decode_status(&status)?, changes, place })
    }
}

fn decode_status(name: &str) -> Result<CertificateStatus, Failure> {
    let status = CertificateStatus::from_name(name);
    status.ok_or_else(|| corrupt("certificate's status")(format!("`{name}` is none")))
}

fn changes(connection: &Connection, id: CertificateId) -> Result<Vec<RecordedChange>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT status, reason, turn, changed_at FROM certificate_changes
         WHERE certificate = ?1 ORDER BY place",
    )?;
    let mut rows = statement.query([id.bytes()])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let (status, reason): (String, String) = (row.get(0)?, row.get(1)?);
        let reason = StatusReason::parse(&reason)
            .ok_or_else(|| corrupt("reason of a change")("it is none".to_owned()))?;
        let turn = TurnId::new(row.get::<_, String>(2)?);
        let (status, at) = (decode_status(&status)?, Timestamp(row.get(3)?));
        changes.push(RecordedChange { status, reason, turn, at });
    }
    Ok(changes)
}

fn find_now(
    engine: &Engine,
    department: &DepartmentId,
    name: &CertificateName,
) -> Result<Option<StoredCertificate>, Failure> {
    let mut statement = engine.prepare(sql(name))?;
    find(&mut statement, department, name)
}

/// Whether all is as the turn saw it, and its numbers are new.
pub(crate) fn may_certify(engine: &Engine, effects: &CertificateEffects) -> Result<bool, Failure> {
    for read in &effects.reads {
        let found = find_now(engine, &read.department, &read.name)?;
        if found.map(|stored| (stored.certificate.id, stored.changes)) != read.seen {
            return Ok(false);
        }
    }
    for NewCertificate { certificate, .. } in &effects.issued {
        if find_now(engine, &certificate.department, &certificate.number())?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a turn does with certificates, within its settlement.
pub(crate) fn certify(
    engine: &Engine,
    citizen: i64,
    effects: &CertificateEffects,
    now: Timestamp,
) -> Result<(), Failure> {
    for new in &effects.issued {
        issue(engine, citizen, new)?;
    }
    for change in &effects.changes {
        change_status(engine, change, now)?;
    }
    Ok(())
}

fn issue(engine: &Engine, citizen: i64, new: &NewCertificate) -> Result<(), Failure> {
    let NewCertificate { certificate, turn, chance } = new;
    let place = draw_place(engine, &certificate.authority, *chance)?;
    let body = serde_json::to_string(certificate).map_err(corrupt("certificate"))?;
    engine.execute(
        "INSERT INTO certificates (id, citizen, department, kind, number, authority, list,
                                   list_index, status, issued_by, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            certificate.id.bytes(),
            citizen,
            certificate.department.as_str(),
            certificate.kind.id.as_str(),
            certificate.number,
            certificate.authority.as_str(),
            place.list,
            place.index,
            CertificateStatus::Valid.name(),
            turn.as_str(),
            body
        ],
    )?;
    Ok(())
}

/// Counts a certificate of the authority's, and gives it a place that is free.
fn draw_place(engine: &Engine, authority: &AuthorityId, chance: u32) -> Result<ListPlace, Failure> {
    engine.execute(
        "INSERT INTO certificate_counts (authority, issued) VALUES (?1, 1)
         ON CONFLICT (authority) DO UPDATE SET issued = issued + 1",
        [authority.as_str()],
    )?;
    let counted = "SELECT issued FROM certificate_counts WHERE authority = ?1";
    let issued: i64 = engine.prepare(counted)?.query_row([authority.as_str()], |row| row.get(0))?;
    let taken = "SELECT 1 FROM certificates
                 WHERE authority = ?1 AND list = ?2 AND list_index = ?3";
    let mut taken = engine.prepare(taken)?;
    let mut place = ListPlace::first(u64::try_from(issued - 1).unwrap_or(0), chance);
    while taken.exists(params![authority.as_str(), place.list, place.index])? {
        place = place.next();
    }
    Ok(place)
}

fn change_status(engine: &Engine, change: &StatusChange, now: Timestamp) -> Result<(), Failure> {
    let StatusChange { department, id, status, reason, turn } = change;
    engine.execute(
        "UPDATE certificates SET status = ?3, changes = changes + 1
         WHERE id = ?1 AND department = ?2",
        params![id.bytes(), department.as_str(), status.name()],
    )?;
    engine.execute(
        "INSERT INTO certificate_changes (certificate, place, status, reason, turn, changed_at)
         SELECT id, changes, status, ?3, ?4, ?5 FROM certificates
         WHERE id = ?1 AND department = ?2",
        params![id.bytes(), department.as_str(), reason.as_str(), turn.as_str(), now.0],
    )?;
    Ok(())
}

/// The younger citizen's certificates become the older one's.
pub(crate) fn move_all(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    let moved = "UPDATE certificates SET citizen = ?1 WHERE citizen = ?2";
    engine.execute(moved, params![older, younger])?;
    Ok(())
}
