//! Notices that departments' back ends send: each taken once, and told by a timer that is due at once.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryStage, Progress};
use mitra_core::ids::{DepartmentId, Pseudonym};
use mitra_core::timer::{Timer, TimerKey};

use crate::StorageError;

/// A notice to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The citizen, as the department of `key` knows them.
    pub pseudonym: Pseudonym,
    /// What the back end said: two notices of one id are the same if this is.
    pub digest: NoticeDigest,
    /// The department, the service, and the notice's id as the name.
    pub key: TimerKey,
    /// Tells the department.
    pub timer: Timer,
}

/// The sha256 of what a back end said in a notice: of whom, in which service, what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeDigest(pub [u8; 32]);

/// What became of a [`NewNotice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTaken {
    /// It is durable, and its timer is set.
    Taken,
    /// It was taken before. Nothing was changed.
    Known,
    /// Another one of its id was taken before. Nothing was changed.
    Conflict,
    /// The department knows no citizen by this pseudonym. Nothing was changed.
    UnknownCitizen,
    /// As many of the department's as may do so wait for this citizen. Nothing was changed.
    CitizenFull,
}

/// Where a notice is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeStage {
    /// It waits until its citizen can be told.
    Waiting,
    /// Its citizen was sent a template that says that there is news.
    Announced,
    /// Its turn is over.
    Told,
    /// It never will be told.
    Dropped {
        /// Why: a short stable name.
        reason: String,
    },
}

/// How far a notice has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeProgress {
    /// Whose.
    pub department: DepartmentId,
    /// Its id.
    pub id: String,
    /// Where it is now.
    pub stage: NoticeStage,
}

/// How far the message of a notice got that is behind all others of its.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeDelivery {
    /// It never arrived.
    Failed,
    /// It waits in the outbox.
    Queued,
    /// Meta has it.
    Sent,
    /// It is on the phone.
    Delivered,
    /// It was seen.
    Read,
}

impl NoticeDelivery {
    /// What a delivery's stage says of it.
    fn of(stage: &DeliveryStage) -> Self {
        match stage {
            DeliveryStage::Queued { .. }
            | DeliveryStage::Attempting
            | DeliveryStage::Unknown { .. } => Self::Queued,
            DeliveryStage::Accepted { progress, .. } => match progress {
                Progress::Accepted | Progress::Sent => Self::Sent,
                Progress::Delivered => Self::Delivered,
                Progress::Read | Progress::Played => Self::Read,
            },
            DeliveryStage::Dead(_) => Self::Failed,
        }
    }

    /// How far a message got that is these deliveries: itself and the copies that operators had sent of it, each with
    /// whether there is a copy of it. None if what became of it is not in the books any more.
    pub fn of_copies<'a>(
        deliveries: impl IntoIterator<Item = (&'a DeliveryStage, bool)>,
    ) -> Option<Self> {
        // One that was given up and sent again is where its copy is.
        let is_last = |stage: &DeliveryStage, has_copy: bool| {
            !(has_copy && matches!(stage, DeliveryStage::Dead(_)))
        };
        let counting = deliveries.into_iter().filter(|(stage, has_copy)| is_last(stage, *has_copy));
        counting.map(|(stage, _)| Self::of(stage)).max()
    }
}

/// What is known of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeReport {
    /// Where it is.
    pub stage: NoticeStage,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Since when it is there.
    pub since: Timestamp,
    /// What became of the template, or of the words, as long as they are in the outbox's books; none without any. What
    /// was sent again by an operator is where its copy is.
    pub delivery: Option<NoticeDelivery>,
}

/// Takes notices, and knows what became of them.
///
/// **Invariant I8:** a department reaches its own citizens alone: pseudonyms are looked up within it.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Takes a notice and sets its timer, in one transaction. Durable when it returns.
    ///
    /// Its id is known for [`mitra_core::limits::NOTICE_RETENTION`], whatever becomes of the timer. Its citizen is who
    /// was given the pseudonym by a [`crate::Settlement::addressee`], or whom that citizen has become since.
    /// With [`mitra_core::limits::NOTICES_WAITING_MAX`] timers of notices in the department, a citizen gets no more.
    async fn take_notice(
        &self,
        notice: NewNotice,
        now: Timestamp,
    ) -> Result<NoticeTaken, StorageError>;

    /// What became of a notice, as long as its id is known. None, too, for one that was taken before this was written
    /// down and has not ended since.
    async fn notice_report(
        &self,
        department: &DepartmentId,
        id: &str,
    ) -> Result<Option<NoticeReport>, StorageError>;
}
