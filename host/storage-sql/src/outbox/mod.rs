//! The outbox: claiming deliveries, recording how attempts ended, receipts, dead letters.

mod claim;
pub(crate) mod dead;
pub(crate) mod files;
pub(crate) mod lane;
pub(crate) mod receipts;
mod record;
pub(crate) mod row;

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{DeliveryId, FileId, MediaId};
use mitra_core::media::MediaContent;
use mitra_storage::{
    AttemptOutcome, ClaimedDelivery, DeadLetter, DeliveryClaim, Outbox, Recorded, RetriedDead,
    StorageError,
};

use crate::sqlite::SqliteStorage;
use crate::writer::AnswerWhen;

pub(crate) use claim::recover;

#[async_trait]
impl Outbox for SqliteStorage {
    async fn claim_deliveries(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedDelivery>, StorageError> {
        let work = move |engine: &mut _| claim::claim(engine, max, now, hold);
        self.writer().run("claim deliveries", AnswerWhen::Committed, work).await
    }

    async fn record(
        &self,
        claim: DeliveryClaim,
        outcome: AttemptOutcome,
        now: Timestamp,
    ) -> Result<Recorded, StorageError> {
        let work = move |engine: &mut _| record::record(engine, &claim, outcome, now);
        self.writer().run("record", AnswerWhen::Committed, work).await
    }

    async fn file(&self, file: FileId) -> Result<Option<MediaContent>, StorageError> {
        self.readers().run("file", move |connection| files::load(connection, file)).await
    }

    async fn attach(
        &self,
        claim: &DeliveryClaim,
        file: MediaContent,
    ) -> Result<Option<FileId>, StorageError> {
        let claim = claim.clone();
        let work = move |engine: &mut _| record::attach(engine, &claim, &file);
        self.writer().run("attach", AnswerWhen::Committed, work).await
    }

    async fn record_upload(
        &self,
        file: FileId,
        uploaded: Option<MediaId>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let work = move |engine: &mut _| files::record_upload(engine, file, uploaded.as_ref(), now);
        self.writer().run("record upload", AnswerWhen::Committed, work).await
    }

    async fn next_delivery_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        let read = move |connection: &_| claim::next_due(connection, now);
        self.readers().run("next delivery due", read).await
    }

    async fn dead_letters(
        &self,
        after: Option<DeliveryId>,
        max: usize,
    ) -> Result<Vec<DeadLetter>, StorageError> {
        let read = move |connection: &_| dead::list(connection, after, max);
        self.readers().run("dead letters", read).await
    }

    async fn retry_dead(
        &self,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<RetriedDead, StorageError> {
        let work = move |engine: &mut _| dead::retry(engine, delivery, now);
        self.writer().run("retry dead", AnswerWhen::Committed, work).await
    }

    async fn discard_dead(&self, delivery: DeliveryId) -> Result<bool, StorageError> {
        let work = move |engine: &mut _| dead::discard(engine, delivery);
        self.writer().run("discard dead", AnswerWhen::Committed, work).await
    }
}
