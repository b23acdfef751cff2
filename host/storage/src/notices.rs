//! Notices that departments' back ends send: each taken once, and told by a timer that is due at once.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::Pseudonym;
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

/// Takes notices.
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
}
