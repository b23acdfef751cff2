//! Record: how an attempt ended -> the delivery's stage. Attach: the file that it carries from now on.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryStage, Progress};
use mitra_core::ids::{FileId, PhoneNumberId};
use mitra_core::media::MediaContent;
use mitra_storage::{AttemptOutcome, DeliveryClaim, Recorded, StageSince};
use rusqlite::{OptionalExtension, params};

use super::row::{self, Wait};
use super::{files, receipts};
use crate::failure::Failure;
use crate::writer::Engine;

pub(super) fn record(
    engine: &Engine,
    claim: &DeliveryClaim,
    outcome: AttemptOutcome,
    now: Timestamp,
) -> Result<Recorded, Failure> {
    // By its id alone: the citizen may have been merged into another since.
    let Some(delivery) = row::by_id(engine, claim.delivery.0)? else {
        return Ok(Recorded::ClaimLost);
    };
    // A claim that ran out holds until somebody else claims: what Meta said must not be lost.
    let held =
        delivery.stage == DeliveryStage::Attempting && delivery.claim_token == Some(claim.token);
    if !held {
        return Ok(Recorded::ClaimLost);
    }
    match outcome {
        AttemptOutcome::Accepted { wamid } => {
            let progress = Progress::Accepted;
            let accepted = DeliveryStage::Accepted { wamid: wamid.clone(), progress };
            let accepted = StageSince { stage: accepted, since: now };
            let after = receipts::join_waiting(engine, &wamid, accepted, now)?;
            row::end(engine, &delivery, &after, Some(&wamid), now, now)?;
        }
        AttemptOutcome::Deferred { not_before } => {
            row::hold(engine, &delivery, Wait::Queued, not_before, 1)?;
        }
        AttemptOutcome::RetryAt { not_before } => {
            row::hold(engine, &delivery, Wait::Queued, not_before, 0)?;
        }
        AttemptOutcome::Unknown { until } => {
            row::hold(engine, &delivery, Wait::Unknown, until, 0)?;
        }
        AttemptOutcome::Dead(reason) => {
            let dead = StageSince { stage: DeliveryStage::Dead(reason), since: now };
            row::end(engine, &delivery, &dead, None, now, now)?;
        }
    }
    Ok(Recorded::Done)
}

/// Gives a claimed delivery the file that it carries from now on.
pub(super) fn attach(
    engine: &Engine,
    claim: &DeliveryClaim,
    file: &MediaContent,
) -> Result<Option<FileId>, Failure> {
    let sql = "SELECT sender FROM deliveries WHERE id = ?1 AND stage = 1 AND claim_token = ?2";
    let key = params![claim.delivery.0, claim.token];
    let sender: Option<String> =
        engine.prepare(sql)?.query_row(key, |row| row.get(0)).optional()?;
    let Some(sender) = sender else { return Ok(None) };
    let id = files::keep(engine, &PhoneNumberId::new(sender), file)?;
    let attached = "UPDATE deliveries SET file = ?2 WHERE id = ?1";
    engine.execute(attached, params![claim.delivery.0, id])?;
    Ok(Some(FileId(id)))
}
