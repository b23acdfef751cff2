//! What the host needs from a database, as traits: an inbox, an outbox, departments' records, timers, payments,
//! refunds and the books of both, notices, certificates, open conversations, what citizens want, the control plane's
//! documents, capsules, and upkeep.
//!
//! In: domain types. Out: the same, after they are durable.
//! Never: names a database; decides anything that a pure function of `mitra-core` or a stage of the pipeline decides.
//!
//! Two implementations exist: [`memory`] (a double for the simulation, feature `memory`) and `mitra-storage-sql`.
//! Both pass [`conformance`] (feature `conformance`), which is the definition of these traits' behaviour in programs;
//! the comments here are its definition in words.

#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "memory")]
pub mod memory;

mod books;
mod capsules;
mod certificates;
mod control;
mod conversations;
mod demand;
mod error;
mod inbox;
mod limits;
mod notices;
mod outbox;
mod payments;
mod records;
mod refunds;
mod since;
mod timers;
mod upkeep;

use std::sync::Arc;

pub use books::Books;
pub use capsules::{CapsuleFacts, CapsuleKind, Capsules, StoredCapsule};
pub use certificates::{Certificates, RecordedChange};
pub use control::{Amended, Amendment, Control, Document};
pub use conversations::{Conversations, ListedConversation, OpenConversations};
pub use demand::{Begins, Demand, UnmetCount, UnmetReport};
pub use error::StorageError;
pub use inbox::{
    Accepted, Announcement, ClaimedEvent, EventClaim, FailedDelivery, Fired, Inbox, Intake,
    NewDelivery, Settled, Settlement,
};
pub use limits::StorageLimits;
pub use notices::{
    NewNotice, NoticeDelivery, NoticeDigest, NoticeProgress, NoticeReport, NoticeStage,
    NoticeTaken, Notices,
};
pub use outbox::{
    AttemptOutcome, ClaimedDelivery, DeadLetter, DeliveryClaim, Outbox, OutboxFile, Recorded,
    RetriedDead,
};
pub use payments::{DuePayment, DuePayments, PaymentSettlement, Payments};
pub use records::{Record, RecordSizes, Records};
pub use refunds::{DueRefund, DueRefunds, RefundSettlement, Refunds};
pub use since::StageSince;
pub use timers::Timers;
pub use upkeep::{Depths, Purged, Upkeep};

/// A whole storage engine.
pub trait Storage:
    Inbox
    + Outbox
    + Records
    + Timers
    + Payments
    + Refunds
    + Books
    + Notices
    + Certificates
    + Conversations
    + Demand
    + Control
    + Capsules
    + Upkeep
{
}

impl<T> Storage for T where
    T: Inbox
        + Outbox
        + Records
        + Timers
        + Payments
        + Refunds
        + Books
        + Notices
        + Certificates
        + Conversations
        + Demand
        + Control
        + Capsules
        + Upkeep
{
}

/// A storage engine, shared.
pub type SharedStorage = Arc<dyn Storage>;
