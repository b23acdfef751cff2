//! Claiming deliveries, recording how attempts ended, dead letters.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryReference, DeliveryStage, Progress};
use mitra_core::ids::{CitizenId, DeliveryId, FileId, Wamid};
use mitra_core::media::MediaContent;

use super::state::{DeliveryRow, Placed, State};
use crate::{
    AttemptOutcome, ClaimedDelivery, DeadLetter, DeliveryClaim, Recorded, RetriedDead, StageSince,
};

impl State {
    pub(super) fn claim_deliveries(
        &mut self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Vec<ClaimedDelivery> {
        let mut ready: Vec<(i64, DeliveryId)> = self
            .heads()
            .filter(|(_, row)| row.due_at() <= now)
            .map(|(placed, _)| (placed.place, placed.id))
            .collect();
        ready.sort_unstable();
        ready.truncate(max);
        ready.into_iter().filter_map(|(_, id)| self.claim_delivery(id, now, hold)).collect()
    }

    fn claim_delivery(
        &mut self,
        id: DeliveryId,
        now: Timestamp,
        hold: Duration,
    ) -> Option<ClaimedDelivery> {
        let token = self.draw();
        let citizen = self.deliveries.get(&id)?.citizen;
        let to = self.address(citizen)?;
        let file = self.deliveries.get(&id)?.file.map(|file| self.outbox_file(file, now));
        let row = self.deliveries.get_mut(&id)?;
        row.claimed(token, now, hold);
        Some(ClaimedDelivery {
            claim: DeliveryClaim { delivery: id, citizen, token },
            reference: DeliveryReference { installation: self.installation, delivery: id },
            from: row.content.from.clone(),
            to,
            body: row.content.body.clone(),
            file,
            certificate: row.content.certificate.clone(),
            attempt: row.attempts,
            window_closes_at: row.content.window_closes_at,
        })
    }

    pub(super) fn record_attempt(
        &mut self,
        claim: &DeliveryClaim,
        outcome: AttemptOutcome,
        now: Timestamp,
    ) -> Recorded {
        // A claim that ran out holds until somebody else claims: what Meta said must not be lost.
        let held = |row: &&mut DeliveryRow| row.claim.is_some_and(|(t, _)| t == claim.token);
        let Some(row) = self.deliveries.get_mut(&claim.delivery).filter(held) else {
            return Recorded::ClaimLost;
        };
        row.attempt_over_at = now;
        match outcome {
            AttemptOutcome::Accepted { wamid } => {
                let progress = Progress::Accepted;
                let accepted = DeliveryStage::Accepted { wamid: wamid.clone(), progress };
                let accepted = StageSince { stage: accepted, since: now };
                let after = self.join_waiting(&wamid, accepted, now);
                self.end(claim.delivery, after, Some(wamid), now);
                return Recorded::Done;
            }
            AttemptOutcome::Dead(reason) => {
                let dead = StageSince { stage: DeliveryStage::Dead(reason), since: now };
                self.end(claim.delivery, dead, None, now);
                return Recorded::Done;
            }
            AttemptOutcome::Deferred { not_before } => {
                row.attempts -= 1;
                row.stage = DeliveryStage::Queued { not_before };
            }
            AttemptOutcome::RetryAt { not_before } => {
                row.stage = DeliveryStage::Queued { not_before };
            }
            AttemptOutcome::Unknown { until } => {
                row.attempt_over_at = until;
                row.stage = DeliveryStage::Unknown { until };
            }
        }
        row.claim = None;
        Recorded::Done
    }

    pub(super) fn attach(&mut self, claim: &DeliveryClaim, file: MediaContent) -> Option<FileId> {
        let held = |row: &&DeliveryRow| row.claim.is_some_and(|(t, _)| t == claim.token);
        let from = self.deliveries.get(&claim.delivery).filter(held)?.content.from.clone();
        let id = self.keep_file(&from, file.clone());
        let row = self.deliveries.get_mut(&claim.delivery)?;
        row.content.file = Some(file);
        row.file = Some(id);
        Some(id)
    }

    /// Stores that a delivery was accepted or given up, or how far an accepted one got. The lane
    /// goes on.
    pub(super) fn end(
        &mut self,
        id: DeliveryId,
        after: StageSince,
        wamid: Option<Wamid>,
        now: Timestamp,
    ) {
        let StageSince { stage, since } = after;
        let Some(row) = self.deliveries.get_mut(&id) else { return };
        if std::mem::discriminant(&row.stage) != std::mem::discriminant(&stage) {
            row.ended_at = Some(now);
        }
        row.claim = None;
        row.stage = stage;
        if wamid.is_some() {
            row.wamid = wamid;
        }
        let (citizen, stage, over_at) = (row.citizen, row.stage.clone(), row.attempt_over_at);
        self.leave_lane(citizen, id);
        if let DeliveryStage::Dead(reason) = stage {
            self.unannounce(id, now);
            self.card_died(id, over_at, now);
            let citizen = self.present(citizen);
            if reason.is_opt_out()
                && let Some(row) = self.citizens.get_mut(&citizen)
            {
                row.templates_refused_at = row.templates_refused_at.max(Some(since));
            }
        }
    }

    pub(super) fn next_delivery_due(&self, now: Timestamp) -> Option<Timestamp> {
        self.heads().map(|(_, row)| row.due_at()).filter(|due| *due > now).min()
    }

    pub(super) fn dead_letters(&self, after: Option<DeliveryId>, max: usize) -> Vec<DeadLetter> {
        let later = self.deliveries.iter().filter(|(id, _)| Some(**id) > after);
        let letter = |(id, row): (&DeliveryId, &DeliveryRow)| match &row.stage {
            DeliveryStage::Dead(reason) => Some(DeadLetter {
                delivery: *id,
                citizen: self.present(row.citizen),
                reason: reason.clone(),
                dead_at: row.ended_at?,
                attempts: row.attempts,
                retried_as: row.retried_as,
            }),
            DeliveryStage::Queued { .. }
            | DeliveryStage::Attempting
            | DeliveryStage::Unknown { .. }
            | DeliveryStage::Accepted { .. } => None,
        };
        later.filter_map(letter).take(max).collect()
    }

    pub(super) fn retry_dead(&mut self, id: DeliveryId, now: Timestamp) -> RetriedDead {
        let Some(row) = self.deliveries.get(&id) else { return RetriedDead::NotDead };
        if !matches!(row.stage, DeliveryStage::Dead(_)) {
            return RetriedDead::NotDead;
        }
        if let Some(copy) = row.retried_as {
            return RetriedDead::Already(copy);
        }
        let (citizen, mut content) = (self.present(row.citizen), row.content.clone());
        // Whoever wrote since may be answered again.
        let last = self.sessions.get(&citizen).and_then(|session| session.last_message.as_ref());
        if let Some(last) = last.filter(|last| last.number == content.from) {
            content.window_closes_at = content.window_closes_at.max(last.window_closes_at());
        }
        let copy = self.append(citizen, None, content);
        if let Some(row) = self.deliveries.get_mut(&id) {
            row.retried_as = Some(copy);
        }
        self.card_sent_again(id, copy, now);
        RetriedDead::Queued(copy)
    }

    pub(super) fn discard_dead(&mut self, id: DeliveryId) -> bool {
        let is_there = self.forget_dead(id);
        if is_there {
            self.card_discarded(id);
        }
        is_there
    }

    pub(super) fn forget_dead(&mut self, id: DeliveryId) -> bool {
        let is_dead = |row: &DeliveryRow| matches!(row.stage, DeliveryStage::Dead(_));
        let is_there = self.deliveries.get(&id).is_some_and(is_dead);
        if is_there {
            self.deliveries.remove(&id);
            self.purge_files();
        }
        is_there
    }

    /// The oldest unfinished delivery of every citizen.
    fn heads(&self) -> impl Iterator<Item = (Placed, &DeliveryRow)> {
        let head =
            |lane: (&CitizenId, &std::collections::VecDeque<Placed>)| lane.1.front().copied();
        let with_row = |placed: Placed| Some((placed, self.deliveries.get(&placed.id)?));
        self.delivery_lanes.iter().filter_map(head).filter_map(with_row)
    }
}
