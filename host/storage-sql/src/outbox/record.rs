//! Record: how an attempt ended -> the delivery's stage.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryStage, Progress};
use mitra_storage::{AttemptOutcome, DeliveryClaim, Recorded};

use super::receipts;
use super::row::{self, Wait};
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
            let stage = receipts::join_waiting(engine, &wamid, accepted)?;
            row::end(engine, &delivery, &stage, Some(&wamid), now)?;
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
            row::end(engine, &delivery, &DeliveryStage::Dead(reason), None, now)?;
        }
    }
    Ok(Recorded::Done)
}
