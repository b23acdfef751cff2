//! Claim: the oldest unfinished delivery of each of the longest waiting citizens -> the right to
//! one attempt.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryReference;
use mitra_core::identity::{Bsuid, CitizenAddress, Phone};
use mitra_core::ids::{CitizenId, DeliveryId, FileId, MediaId, PhoneNumberId};
use mitra_core::limits::{UNKNOWN_WAIT, UPLOAD_LIFE};
use mitra_storage::{ClaimedDelivery, DeliveryClaim, OutboxFile};
use rusqlite::{Connection, Row, params};

use super::lane;
use crate::failure::{Failure, corrupt};
use crate::writer::Engine;

pub(super) fn claim(
    engine: &mut Engine,
    max: usize,
    now: Timestamp,
    hold: Duration,
) -> Result<Vec<ClaimedDelivery>, Failure> {
    // Ends waits that are over. Each lane is touched once for each of these.
    engine.execute(
        "UPDATE delivery_lanes SET ready_at = 0 WHERE ready_at > 0 AND ready_at <= ?1",
        [now.0],
    )?;
    let token = engine.next_token();
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let mut statement = engine.prepare(
        "SELECT l.citizen, l.head, d.sender, c.bsuid, c.phone, d.body, d.attempts,
                d.window_closes_at, d.file, f.media_id, d.certificate
         FROM delivery_lanes l
         JOIN deliveries d ON d.id = l.head
         JOIN citizens c ON c.id = l.citizen
         LEFT JOIN files f ON f.id = d.file AND f.uploaded_at > ?2
         WHERE l.ready_at = 0 ORDER BY l.head_place LIMIT ?1",
    )?;
    let mut rows = statement.query([max, now.before(UPLOAD_LIFE).0])?;
    let mut claimed = Vec::new();
    while let Some(row) = rows.next()? {
        claimed.push(read(row, token, engine.installation)?);
    }
    drop(rows);
    // A claim that runs out is an attempt whose end is unknown, and waits for a receipt as such.
    let due = lane::ready_at(now.after(hold).after(UNKNOWN_WAIT));
    for delivery in &claimed {
        let id = delivery.claim.delivery.0;
        engine.execute(
            "UPDATE deliveries
             SET stage = 1, attempts = attempts + 1, claim_token = ?2, due_at = ?3 WHERE id = ?1",
            params![id, token, due],
        )?;
        engine.execute(
            "UPDATE delivery_lanes SET ready_at = ?2 WHERE citizen = ?1",
            params![delivery.claim.citizen.0, due],
        )?;
    }
    Ok(claimed)
}

/// When a wait ends next, after `now`.
pub(super) fn next_due(
    connection: &Connection,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let sql = "SELECT min(ready_at) FROM delivery_lanes WHERE ready_at > ?1";
    let due: Option<i64> =
        connection.prepare_cached(sql)?.query_row([lane::ready_at(now)], |row| row.get(0))?;
    Ok(due.map(Timestamp))
}

/// After a crash: claims are forgotten, and every attempt that was begun is an unknown one.
pub(crate) fn recover(connection: &mut Connection, now: Timestamp) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let until = lane::ready_at(now.after(UNKNOWN_WAIT));
    let unknown = transaction.execute(
        "UPDATE deliveries SET stage = 2, due_at = ?1, claim_token = NULL
         WHERE stage < 3 AND stage = 1",
        [until],
    )?;
    transaction.execute(
        "UPDATE delivery_lanes
         SET ready_at = (SELECT due_at FROM deliveries WHERE id = head) WHERE ready_at > 0",
        [],
    )?;
    let claimed = transaction.execute(
        "UPDATE event_lanes SET claim_token = NULL,
                ready_at = (SELECT not_before FROM events WHERE seq = head)
         WHERE claim_token IS NOT NULL",
        [],
    )?;
    transaction.commit()?;
    if unknown > 0 || claimed > 0 {
        tracing::info!(
            events = claimed,
            deliveries = unknown,
            "the last host left these open: events are taken up again, deliveries wait for receipts"
        );
    }
    Ok(())
}

fn read(row: &Row<'_>, token: i64, installation: u32) -> Result<ClaimedDelivery, Failure> {
    let delivery = DeliveryId(row.get(1)?);
    let bsuid = row.get::<_, Option<String>>(3)?.map(Bsuid::new);
    let phone = row.get::<_, Option<String>>(4)?.map(Phone::new);
    let to = CitizenAddress::new(bsuid, phone).ok_or_else(|| {
        corrupt("address")(format!("the citizen of delivery {delivery} has none"))
    })?;
    let attempts: u32 = row.get(6)?;
    let (file, uploaded): (Option<i64>, Option<String>) = (row.get(8)?, row.get(9)?);
    let certificate: Option<String> = row.get(10)?;
    let certificate = certificate.map(|text| serde_json::from_str(&text)).transpose();
    Ok(ClaimedDelivery {
        claim: DeliveryClaim { delivery, citizen: CitizenId(row.get(0)?), token },
        reference: DeliveryReference { installation, delivery },
        from: PhoneNumberId::new(row.get::<_, String>(2)?),
        to,
        body: row.get(5)?,
        file: file.map(|id| OutboxFile { id: FileId(id), uploaded: uploaded.map(MediaId::new) }),
        certificate: certificate.map_err(corrupt("certificate of a delivery"))?,
        attempt: attempts.saturating_add(1),
        window_closes_at: Timestamp(row.get(7)?),
    })
}
