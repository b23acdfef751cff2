//! Receipts: Meta's reports -> deliveries' stages, in whatever order they come.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{Receipt, ReceiptStatus};
use mitra_core::ids::{DeliveryId, Wamid};
use mitra_storage::{FailedDelivery, StageSince};
use rusqlite::params;

use super::row::{self, DeliveryRow};
use crate::failure::{Failure, corrupt};
use crate::writer::Engine;

/// Where a receipt went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Joined {
    /// To its delivery, which it may or may not have changed.
    Delivery {
        /// The delivery, if it ended it as failed.
        failed: Option<FailedDelivery>,
    },
    /// Beside, until its delivery is known.
    Waiting,
}

/// Takes one receipt.
pub(crate) fn receive(
    engine: &Engine,
    receipt: &Receipt,
    now: Timestamp,
) -> Result<Joined, Failure> {
    let Some(delivery) = delivery_of(engine, receipt)? else {
        wait(engine, receipt, now)?;
        return Ok(Joined::Waiting);
    };
    let before = StageSince { stage: delivery.stage.clone(), since: now };
    let Some(mut after) = before.hear(delivery.wamid.as_ref(), receipt, now) else {
        return Ok(Joined::Delivery { failed: None });
    };
    let is_new = delivery.wamid.as_ref() != Some(&receipt.wamid);
    if is_new {
        after = join_waiting(engine, &receipt.wamid, after, now)?;
    }
    let failed = match after.died_of(&delivery.stage).cloned() {
        Some(reason) => Some(FailedDelivery {
            delivery: DeliveryId(delivery.id),
            // Before it ends: some are forgotten then.
            body: row::body(engine, delivery.id)?,
            reason,
            at: after.since,
        }),
        None => None,
    };
    if after.stage != delivery.stage || is_new {
        let over_at = delivery.attempt_over_at();
        row::end(engine, &delivery, &after, Some(&receipt.wamid), over_at, now)?;
    }
    Ok(Joined::Delivery { failed })
}

/// Merges the receipts that waited for this message into its stage.
pub(super) fn join_waiting(
    engine: &Engine,
    wamid: &Wamid,
    before: StageSince,
    now: Timestamp,
) -> Result<StageSince, Failure> {
    let waiting: Vec<(String, i64, Option<i64>)> = engine
        .prepare("SELECT status, at, code FROM waiting_receipts WHERE wamid = ?1")?
        .query_map([wamid.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if waiting.is_empty() {
        return Ok(before);
    }
    engine.execute("DELETE FROM waiting_receipts WHERE wamid = ?1", [wamid.as_str()])?;
    waiting.into_iter().try_fold(before, |stage, (status, at, code)| {
        let status = status_of(&status)?;
        let (wamid, at) = (wamid.clone(), Timestamp(at));
        Ok(stage.merge(&Receipt { wamid, reference: None, status, at, code }, now))
    })
}

fn delivery_of(engine: &Engine, receipt: &Receipt) -> Result<Option<DeliveryRow>, Failure> {
    let ours = receipt.reference.filter(|r| r.installation == engine.installation);
    if let Some(reference) = ours
        && let Some(delivery) = row::by_id(engine, reference.delivery.0)?
    {
        return Ok(Some(delivery));
    }
    row::by_wamid(engine, &receipt.wamid)
}

fn wait(engine: &Engine, receipt: &Receipt, now: Timestamp) -> Result<(), Failure> {
    engine.execute(
        "INSERT INTO waiting_receipts (wamid, status, at, code, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (wamid, status) DO NOTHING",
        params![receipt.wamid.as_str(), name_of(receipt.status), receipt.at.0, receipt.code, now.0],
    )?;
    Ok(())
}

const STATUSES: [ReceiptStatus; 5] = [
    ReceiptStatus::Sent,
    ReceiptStatus::Delivered,
    ReceiptStatus::Read,
    ReceiptStatus::Played,
    ReceiptStatus::Failed,
];

fn name_of(status: ReceiptStatus) -> &'static str {
    match status {
        ReceiptStatus::Sent => "sent",
        ReceiptStatus::Delivered => "delivered",
        ReceiptStatus::Read => "read",
        ReceiptStatus::Played => "played",
        ReceiptStatus::Failed => "failed",
    }
}

fn status_of(name: &str) -> Result<ReceiptStatus, Failure> {
    let found = STATUSES.into_iter().find(|status| name_of(*status) == name);
    found.ok_or_else(|| corrupt("receipt")(format!("unknown status {name:?}")))
}
