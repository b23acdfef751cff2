//! What comes in, is worked off and goes out; and what of it became durable, for the journal.

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{Receipt, ReceiptStatus};
use mitra_core::ids::{DeliveryId, FileId, MediaId};
use mitra_core::media::MediaContent;
use mitra_core::timer::{FiredTimer, TimerDue};
use mitra_storage::{
    Accepted, Announcement, AttemptOutcome, ClaimedDelivery, ClaimedEvent, DeadLetter,
    DeliveryClaim, EventClaim, Fired, Inbox, Intake, NewDelivery, Outbox, Recorded, RetriedDead,
    Settled, Settlement, StorageError,
};

use super::super::templates::WANTS_NONE;
use super::FaultyStorage;

/// The deliveries of which a receipt says this, if it names them, and when it was so.
fn about(intake: &Intake, says: impl Fn(&Receipt) -> bool) -> Vec<(DeliveryId, Timestamp)> {
    let of_it = intake.receipts.iter().filter(|receipt| says(receipt));
    of_it.filter_map(|receipt| Some((receipt.reference?.delivery, receipt.at))).collect()
}

#[async_trait]
impl Inbox for FaultyStorage {
    async fn accept(&self, intake: Intake, now: Timestamp) -> Result<Accepted, StorageError> {
        let opted_out = about(&intake, |receipt| receipt.code == Some(WANTS_NONE));
        let failed = about(&intake, |receipt| receipt.status == ReceiptStatus::Failed);
        let effect = async {
            let accepted = self.inner.accept(intake, now).await?;
            for (delivery, _) in &failed {
                self.journal.died(*delivery);
            }
            for (delivery, at) in &opted_out {
                self.journal.opted_out(*delivery, (*at).min(now));
            }
            Ok(accepted)
        };
        self.call(effect).await
    }

    async fn claim_events(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedEvent>, StorageError> {
        self.faults.claims();
        self.call(self.inner.claim_events(max, now, hold)).await
    }

    async fn settle(
        &self,
        settlement: Settlement,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        let event = settlement.claim.seq;
        let effect = async {
            let settled = self.inner.settle(settlement, now).await?;
            if settled == Settled::Committed {
                self.journal.settled(event);
            }
            Ok(settled)
        };
        self.call(effect).await
    }

    async fn postpone(
        &self,
        claim: EventClaim,
        not_before: Timestamp,
        deliveries: Vec<NewDelivery>,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        self.call(self.inner.postpone(claim, not_before, deliveries, now)).await
    }

    async fn next_event_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        self.call(self.inner.next_event_due(now)).await
    }

    async fn fire_timers(&self, max: usize, now: Timestamp) -> Result<Fired, StorageError> {
        self.faults.claims();
        self.call(self.inner.fire_timers(max, now)).await
    }

    async fn put_off(
        &self,
        claim: EventClaim,
        timer: FiredTimer,
        due: TimerDue,
        announcement: Option<Announcement>,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        let announced = announcement.as_ref().map(|it| (timer.clone(), it.delivery.body.clone()));
        let (citizen, id) = (claim.citizen, timer.id);
        let effect = async {
            let settled = self.inner.put_off(claim, timer, due, announcement, now).await?;
            let is_done = settled == Settled::Committed;
            if let Some((timer, body)) = announced.filter(|_| is_done) {
                let last = self.inner.dump().deliveries.iter().map(|row| row.id).max();
                let delivery = last.expect("it was just stored");
                self.journal.queued(delivery, citizen, &timer, &body);
            }
            if is_done && matches!(due, TimerDue::At(_)) {
                self.journal.retried(id);
            }
            Ok(settled)
        };
        self.call(effect).await
    }
}

#[async_trait]
impl Outbox for FaultyStorage {
    async fn claim_deliveries(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedDelivery>, StorageError> {
        self.faults.claims();
        self.call(self.inner.claim_deliveries(max, now, hold)).await
    }

    async fn record(
        &self,
        claim: DeliveryClaim,
        outcome: AttemptOutcome,
        now: Timestamp,
    ) -> Result<Recorded, StorageError> {
        let delivery = claim.delivery;
        let opts_out =
            matches!(&outcome, AttemptOutcome::Dead(reason) if reason.code() == Some(WANTS_NONE));
        let dies = matches!(outcome, AttemptOutcome::Dead(_));
        let effect = async {
            let recorded = Outbox::record(&*self.inner, claim, outcome, now).await?;
            let is_done = recorded == Recorded::Done;
            if dies && is_done {
                self.journal.died(delivery);
            }
            if opts_out && is_done {
                self.journal.opted_out(delivery, now);
            }
            Ok(recorded)
        };
        self.call(effect).await
    }

    async fn file(&self, file: FileId) -> Result<Option<MediaContent>, StorageError> {
        self.call(self.inner.file(file)).await
    }

    async fn attach(
        &self,
        claim: &DeliveryClaim,
        file: MediaContent,
    ) -> Result<Option<FileId>, StorageError> {
        self.call(self.inner.attach(claim, file)).await
    }

    async fn record_upload(
        &self,
        file: FileId,
        uploaded: Option<MediaId>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.call(self.inner.record_upload(file, uploaded, now)).await
    }

    async fn next_delivery_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        self.call(self.inner.next_delivery_due(now)).await
    }

    async fn dead_letters(
        &self,
        after: Option<DeliveryId>,
        max: usize,
    ) -> Result<Vec<DeadLetter>, StorageError> {
        self.call(self.inner.dead_letters(after, max)).await
    }

    async fn retry_dead(
        &self,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<RetriedDead, StorageError> {
        self.call(self.inner.retry_dead(delivery, now)).await
    }

    async fn discard_dead(&self, delivery: DeliveryId) -> Result<bool, StorageError> {
        self.call(self.inner.discard_dead(delivery)).await
    }
}
