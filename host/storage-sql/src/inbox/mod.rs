//! The inbox: accepting, claiming, settling and postponing events, and firing timers.

mod accept;
mod claim;
mod codec;
mod identity;
mod merge;
mod quarantine;
mod settle;
pub(crate) mod timers;

pub(crate) use codec::{SessionRow, decode_session};

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::timer::{FiredTimer, TimerDue};
use mitra_storage::{
    Accepted, Announcement, ClaimedEvent, EventClaim, Fired, Inbox, Intake, NewDelivery, Settled,
    Settlement, StorageError,
};

use crate::sqlite::SqliteStorage;
use crate::writer::AnswerWhen;

#[async_trait]
impl Inbox for SqliteStorage {
    async fn accept(&self, intake: Intake, now: Timestamp) -> Result<Accepted, StorageError> {
        let prepared = accept::prepare(intake).map_err(|failure| failure.at("accept"))?;
        let work = move |engine: &mut _| accept::accept(engine, &prepared, now);
        self.writer().run("accept", AnswerWhen::Committed, work).await
    }

    async fn claim_events(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedEvent>, StorageError> {
        let work = move |engine: &mut _| claim::claim(engine, max, now, hold);
        let rows = self.writer().run("claim events", AnswerWhen::Run, work).await?;
        claim::decode(rows)
    }

    async fn settle(
        &self,
        settlement: Settlement,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        let prepared = settle::prepare(settlement).map_err(|failure| failure.at("settle"))?;
        let work = move |engine: &mut _| settle::settle(engine, &prepared, now);
        self.writer().run("settle", AnswerWhen::Committed, work).await
    }

    async fn postpone(
        &self,
        claim: EventClaim,
        not_before: Timestamp,
        deliveries: Vec<NewDelivery>,
        _now: Timestamp,
    ) -> Result<Settled, StorageError> {
        let work = move |engine: &mut _| settle::postpone(engine, &claim, not_before, &deliveries);
        self.writer().run("postpone", AnswerWhen::Committed, work).await
    }

    async fn next_event_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        // On the writer, because a claim is answered before readers can see it.
        let work = move |engine: &mut _| claim::next_due(engine, now);
        self.writer().run("next event due", AnswerWhen::Run, work).await
    }

    async fn fire_timers(&self, max: usize, now: Timestamp) -> Result<Fired, StorageError> {
        let work = move |engine: &mut _| timers::fire(engine, max, now);
        self.writer().run("fire timers", AnswerWhen::Committed, work).await
    }

    async fn put_off(
        &self,
        claim: EventClaim,
        timer: FiredTimer,
        due: TimerDue,
        announcement: Option<Announcement>,
        now: Timestamp,
    ) -> Result<Settled, StorageError> {
        let announcement = announcement.map(timers::prepare).transpose();
        let announcement = announcement.map_err(|failure| failure.at("put off"))?;
        let work = move |engine: &mut _| {
            timers::put_off(engine, &claim, &timer, due, announcement.as_ref(), now)
        };
        self.writer().run("put off", AnswerWhen::Committed, work).await
    }
}
