//! Identity: an address -> the citizen it belongs to now.

use mitra_core::clock::Timestamp;
use mitra_core::event::IdentityReport;
use mitra_core::identity::{Bsuid, CitizenAddress, Phone};
use rusqlite::{OptionalExtension, Row, params};

use super::merge::merge;
use crate::failure::Failure;
use crate::writer::Engine;

/// A citizen as the table has them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Citizen {
    id: i64,
    bsuid: Option<String>,
    phone: Option<String>,
}

impl Citizen {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, bsuid: row.get(1)?, phone: row.get(2)? })
    }
}

/// The citizen that writes from `address`: found, joined from two, or new.
pub(super) fn citizen_of(engine: &mut Engine, address: &CitizenAddress) -> Result<i64, Failure> {
    let by_bsuid = find_by_bsuid(engine, address.bsuid())?;
    let (bsuid, phone) = parts(address);
    if let Some(known) = &by_bsuid {
        // An id that was replaced comes with a late message; its phone number is as old.
        let outdated = known.bsuid.as_deref() != bsuid;
        if outdated || phone.is_none() || known.phone.as_deref() == phone {
            return Ok(known.id);
        }
    }
    let by_phone = match find_by_phone(engine, address.phone())? {
        // A person keeps the user id as long as the number: with another id, another person has it.
        Some(before)
            if bsuid.is_some() && before.bsuid.is_some() && before.bsuid.as_deref() != bsuid =>
        {
            forget_phone(engine, before.id)?;
            None
        }
        found => found,
    };
    let id = match (by_bsuid, by_phone) {
        (None, None) => return create(engine, bsuid, phone),
        (Some(one), None) | (None, Some(one)) => one.id,
        (Some(one), Some(other)) => {
            let (older, younger) = (one.id.min(other.id), one.id.max(other.id));
            merge(engine, older, younger)?;
            older
        }
    };
    learn(engine, id, bsuid, phone)?;
    Ok(id)
}

/// Remembers a report by its key. Gives back whether it is new.
pub(super) fn is_new_report(
    engine: &Engine,
    dedup_key: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let new = engine.execute(
        "INSERT INTO identity_reports (dedup_key, accepted_at) VALUES (?1, ?2)
         ON CONFLICT (dedup_key) DO NOTHING",
        params![dedup_key, now.0],
    )?;
    Ok(new > 0)
}

/// Applies Meta's report that a person's address changed. Gives back whether the report is new.
pub(super) fn apply_report(
    engine: &mut Engine,
    report: &IdentityReport,
    now: Timestamp,
) -> Result<bool, Failure> {
    if !is_new_report(engine, &report.dedup_key, now)? {
        return Ok(false);
    }
    let current = &report.change.current;
    let previous = &report.change.previous;
    let by_bsuid = find_by_bsuid(engine, current.bsuid())?;
    // The best word on an address: the report's own, then what is known of who has the new one,
    // then of the old one.
    let bsuid = by_bsuid.as_ref().and_then(|known| known.bsuid.clone());
    let bsuid = bsuid.or_else(|| current.bsuid().map(|id| id.reveal().to_owned()));
    let mut found: Vec<Citizen> = by_bsuid.into_iter().collect();
    found.extend(find_by_phone(engine, current.phone())?);
    found.extend(find_by_bsuid(engine, previous.bsuid())?);
    found.extend(find_by_phone(engine, previous.phone())?);
    let Some(oldest) = found.iter().map(|citizen| citizen.id).min() else { return Ok(true) };
    let bsuid = bsuid.or_else(|| found.iter().find_map(|citizen| citizen.bsuid.clone()));
    let phone = current.phone().map(|number| number.reveal().to_owned());
    let phone = phone.or_else(|| found.iter().find_map(|citizen| citizen.phone.clone()));
    let mut others: Vec<i64> = found.iter().map(|citizen| citizen.id).collect();
    others.sort_unstable();
    others.dedup();
    for other in others.into_iter().filter(|id| *id != oldest) {
        merge(engine, oldest, other)?;
    }
    learn(engine, oldest, bsuid.as_deref(), phone.as_deref())?;
    Ok(true)
}

fn parts(address: &CitizenAddress) -> (Option<&str>, Option<&str>) {
    (address.bsuid().map(Bsuid::reveal), address.phone().map(Phone::reveal))
}

fn find_by_bsuid(engine: &Engine, bsuid: Option<&Bsuid>) -> Result<Option<Citizen>, Failure> {
    let Some(bsuid) = bsuid else { return Ok(None) };
    let sql = "SELECT c.id, c.bsuid, c.phone
               FROM citizen_bsuids b JOIN citizens c ON c.id = b.citizen WHERE b.bsuid = ?1";
    Ok(engine.prepare(sql)?.query_row([bsuid.reveal()], Citizen::read).optional()?)
}

fn find_by_phone(engine: &Engine, phone: Option<&Phone>) -> Result<Option<Citizen>, Failure> {
    let Some(phone) = phone else { return Ok(None) };
    let sql = "SELECT id, bsuid, phone FROM citizens WHERE phone = ?1";
    Ok(engine.prepare(sql)?.query_row([phone.reveal()], Citizen::read).optional()?)
}

fn create(engine: &Engine, bsuid: Option<&str>, phone: Option<&str>) -> Result<i64, Failure> {
    engine.execute("INSERT INTO citizens (bsuid, phone) VALUES (?1, ?2)", params![bsuid, phone])?;
    let id = engine.last_id();
    remember_bsuid(engine, id, bsuid)?;
    Ok(id)
}

fn forget_phone(engine: &Engine, id: i64) -> Result<(), Failure> {
    engine.execute("UPDATE citizens SET phone = NULL WHERE id = ?1", [id])?;
    Ok(())
}

/// Sets the parts that are given; the others stay.
fn learn(
    engine: &Engine,
    id: i64,
    bsuid: Option<&str>,
    phone: Option<&str>,
) -> Result<(), Failure> {
    engine.execute(
        "UPDATE citizens SET bsuid = coalesce(?2, bsuid), phone = coalesce(?3, phone)
         WHERE id = ?1",
        params![id, bsuid, phone],
    )?;
    remember_bsuid(engine, id, bsuid)
}

fn remember_bsuid(engine: &Engine, id: i64, bsuid: Option<&str>) -> Result<(), Failure> {
    if let Some(bsuid) = bsuid {
        engine.execute(
            "INSERT INTO citizen_bsuids (bsuid, citizen) VALUES (?1, ?2)
             ON CONFLICT (bsuid) DO NOTHING",
            params![bsuid, id],
        )?;
    }
    Ok(())
}
