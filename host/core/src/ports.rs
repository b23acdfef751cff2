//! The two seams through which the pipeline reaches what it must not know: the sandbox and Meta. Departments reach web
//! services and citizens' files by those of [`crate::http`] and [`crate::media`]; payments their provider by
//! [`crate::payment::PaymentProvider`].

use std::time::Duration;

use async_trait::async_trait;

use crate::delivery::DeliveryReference;
use crate::identity::CitizenAddress;
use crate::ids::{MediaId, PhoneNumberId, ReleaseDigest, Wamid};
use crate::media::MediaContent;
use crate::turn::{Turn, TurnReport};

/// Runs turns in the sandbox.
#[async_trait]
pub trait TurnRunner: Send + Sync {
    /// Runs one turn on one release, in fresh memory, and reports what it did. Changes nothing outside.
    ///
    /// Never fails as a call: whatever goes wrong is a [`crate::turn::TurnFault`] in the report.
    /// Dropping the future ends the turn.
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport;
}

/// One message as the Graph API gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboundMessage {
    /// Comes back in every receipt.
    pub reference: DeliveryReference,
    /// The business number to send from.
    pub from: PhoneNumberId,
    /// The citizen.
    pub to: CitizenAddress,
    /// The rendered reply: a JSON object with `type` and its payload, without the envelope.
    pub body: String,
}

/// Meta took the message. It may still fail later, by receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendAccepted {
    /// Meta's id of it.
    pub wamid: Wamid,
}

/// Why one attempt to hand a message to Meta did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No answer came, or it could not be read. Meta may have taken the message.
    #[error("no readable answer within {waited:?}: {detail}")]
    Unanswered {
        /// How long we waited.
        waited: Duration,
        /// What the transport said.
        detail: String,
    },
    /// The connection was never made: Meta cannot have taken the message.
    #[error("could not reach Meta: {detail}")]
    Unreachable {
        /// What the transport said.
        detail: String,
    },
    /// Meta answered with an error.
    #[error("Meta answered {http_status} with code {code}: {detail}")]
    Answered {
        /// The HTTP status. Unstable by Meta's own word; for the log only.
        http_status: u16,
        /// Meta's error code; the HTTP status again if the body had none.
        code: i64,
        /// `error_data.details` and the trace id.
        detail: String,
        /// What the code calls for.
        remedy: Remedy,
    },
}

/// What an error code of Meta's calls for.
///
/// Source: Meta, "Error codes" (2026-09-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Try this message again, with the outbox's own pauses or after `after`.
    Retry {
        /// From `Retry-After` or a usage header.
        after: Option<Duration>,
    },
    /// The business number sends too fast: slow all of it, then try again.
    SlowNumber {
        /// From `Retry-After` or a usage header.
        after: Option<Duration>,
    },
    /// This citizen gets too much: wait for this citizen alone.
    SlowCitizen,
    /// The token, the account or its permissions: nothing can be sent until a person acts. The message waits.
    Halt,
    /// This message can never be sent.
    GiveUp,
}

/// Talks to Meta.
#[async_trait]
pub trait GraphApi: Send + Sync {
    /// Makes one attempt to send. Never tries twice by itself.
    async fn send(&self, outbound: OutboundMessage) -> Result<SendAccepted, SendError>;

    /// Makes one attempt to upload a file for messages from this number; gives the id by which they name it.
    ///
    /// A file that is uploaded twice is there twice, and nobody sees it: whatever went wrong may be tried again.
    async fn upload(
        &self,
        number: &PhoneNumberId,
        file: &MediaContent,
    ) -> Result<MediaId, SendError>;

    /// Marks a citizen's message, and all before it, as read; with `typing`, shows that an answer is being written.
    /// Advisory: the caller goes on whatever comes back.
    async fn mark_read(
        &self,
        number: &PhoneNumberId,
        wamid: &Wamid,
        typing: bool,
    ) -> Result<(), SendError>;
}
