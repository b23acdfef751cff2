//! The outbox: messages to citizens, in one ordered lane per citizen, until Meta has them.

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::certificate::CertificateDelivery;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, DeliveryReference};
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{CitizenId, DeliveryId, FileId, MediaId, PhoneNumberId, Wamid};
use mitra_core::media::MediaContent;

use crate::StorageError;

/// The right to make one attempt, held until the claim runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryClaim {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// Whose lane.
    pub citizen: CitizenId,
    /// Tells this claim from later ones of the same delivery.
    pub token: i64,
}

/// The oldest unfinished delivery of a citizen, claimed for one attempt.
#[derive(Debug, Clone)]
pub struct ClaimedDelivery {
    /// The right to make the attempt.
    pub claim: DeliveryClaim,
    /// To be sent along, so that receipts find it.
    pub reference: DeliveryReference,
    /// The business number to send from.
    pub from: PhoneNumberId,
    /// The citizen's address as it is known now.
    pub to: CitizenAddress,
    /// The rendered reply.
    pub body: String,
    /// The file that it carries.
    pub file: Option<OutboxFile>,
    /// The certificate whose document it carries: to be made unless there is a file.
    pub certificate: Option<CertificateDelivery>,
    /// Which attempt this is, from 1. Deferred claims are not counted.
    pub attempt: u32,
    /// After this instant it may not be sent any more.
    pub window_closes_at: Timestamp,
}

/// The file of a claimed delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxFile {
    /// By which [`Outbox::file`] gives it.
    pub id: FileId,
    /// By which Meta has it, for messages from the delivery's number; none once that is
    /// [`mitra_core::limits::UPLOAD_LIFE`] old.
    pub uploaded: Option<MediaId>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// Meta took it.
    Accepted {
        /// Meta's id of it.
        wamid: Wamid,
    },
    /// No attempt was made: a rate limit holds it. Not counted.
    Deferred {
        /// The earliest next claim.
        not_before: Timestamp,
    },
    /// Meta did not take it now.
    RetryAt {
        /// The earliest next attempt.
        not_before: Timestamp,
    },
    /// No answer: it may have been taken. A receipt until then settles it, else it is tried again.
    Unknown {
        /// When to stop waiting.
        until: Timestamp,
    },
    /// Given up.
    Dead(DeadReason),
}

/// What became of an [`AttemptOutcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is stored.
    Done,
    /// The claim had run out, or a receipt had settled the delivery first. Nothing was changed.
    ClaimLost,
}

/// A delivery that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// To whom.
    pub citizen: CitizenId,
    /// Why.
    pub reason: DeadReason,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// How many attempts were made.
    pub attempts: u32,
    /// The delivery that an operator's retry made of it.
    pub retried_as: Option<DeliveryId>,
}

/// What became of an operator's wish to send a dead delivery again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetriedDead {
    /// A copy of it is in the outbox.
    Queued(DeliveryId),
    /// It was sent again before, as this delivery.
    Already(DeliveryId),
    /// There is no dead delivery of that number.
    NotDead,
}

/// Deliveries, until Meta has them or they are given up.
///
/// **Invariant I3:** every reply sent has a row here, and every row ends accepted or dead, with a reason.
/// A citizen's next delivery can be claimed only when the one before has ended (accepted or dead).
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Claims the oldest unfinished delivery of up to `max` citizens for one attempt, longest waiting first.
    ///
    /// Durable when it returns: after a crash, a delivery whose attempt was begun is an unknown one.
    /// Leaves out deliveries that are claimed, not due, or waiting for a receipt beyond `now`.
    async fn claim_deliveries(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedDelivery>, StorageError>;

    /// Stores how the attempt ended. `Accepted` joins receipts that came before it.
    async fn record(
        &self,
        claim: DeliveryClaim,
        outcome: AttemptOutcome,
        now: Timestamp,
    ) -> Result<Recorded, StorageError>;

    /// A file, as long as there is a delivery that carries it. Deliveries from one number that carry the same bytes of
    /// the same type share it.
    async fn file(&self, file: FileId) -> Result<Option<MediaContent>, StorageError>;

    /// Gives a claimed delivery the file that it is to carry: every attempt from now on sends these bytes. None, and
    /// nothing is changed, if the claim was lost. Durable when it returns.
    async fn attach(
        &self,
        claim: &DeliveryClaim,
        file: MediaContent,
    ) -> Result<Option<FileId>, StorageError>;

    /// Stores by which id Meta has a file since `now`; none if it has it no more. One that is gone stays gone.
    async fn record_upload(
        &self,
        file: FileId,
        uploaded: Option<MediaId>,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// The earliest instant after `now` at which [`Self::claim_deliveries`] could find more, if one is known.
    async fn next_delivery_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError>;

    /// Dead deliveries with a higher id than `after`, oldest first, at most `max`.
    async fn dead_letters(
        &self,
        after: Option<DeliveryId>,
        max: usize,
    ) -> Result<Vec<DeadLetter>, StorageError>;

    /// Puts a copy of a dead delivery at the end of its citizen's lane, with a new id and a fresh count of attempts.
    /// The copy of a payment's card is its card from now on, and wakes it.
    async fn retry_dead(
        &self,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<RetriedDead, StorageError>;

    /// Removes a dead delivery with all that it says: nobody can send it again. A copy that was made of it stays. A
    /// payment whose card it was knows that it was given up. Gives whether there was one. Durable when it returns.
    async fn discard_dead(&self, delivery: DeliveryId) -> Result<bool, StorageError>;
}
