//! One event handled by one department: what goes in, what comes out, what can go wrong.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::certificate::CertificateEffects;
use crate::clock::Timestamp;
use crate::event::{Location, Media};
use crate::form::{Form, FormAnswers};
use crate::ids::{CitizenId, DepartmentId, Pseudonym, ServiceId, TurnId};
use crate::language::Language;
use crate::media::MediaKey;
use crate::notice::NoticeBody;
use crate::payment::{PaymentRequest, PaymentUpdate};
use crate::reply::Reply;
use crate::timer::TimerWrite;

/// Everything a department gets to answer one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The idempotency key.
    pub id: TurnId,
    /// Whose records it may use. Never shown to the guest.
    pub citizen: CitizenId,
    /// Which department runs it.
    pub department: DepartmentId,
    /// The citizen as that department knows them.
    pub pseudonym: Pseudonym,
    /// The language to answer in.
    pub language: Language,
    /// The service the citizen opened.
    pub service: ServiceId,
    /// What happened.
    pub event: TurnEvent,
    /// What the conversation's last turn left.
    pub state: Option<GuestState>,
    /// When the host received the event.
    pub now: Timestamp,
    /// Where the turn's chance comes from.
    pub seed: TurnSeed,
    /// Makes the names by which the department knows this citizen's files.
    pub media_key: MediaKey,
}

/// Where a turn's chance comes from: the same when the turn is repeated, and known to the host alone.
#[derive(Clone, PartialEq, Eq)]
pub struct TurnSeed([u8; 32]);

impl TurnSeed {
    /// A seed of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes. Whoever has them knows all of the turn's chance.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TurnSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TurnSeed(..)")
    }
}

/// What a citizen did, as a department hears it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnEvent {
    /// Opened the service.
    Opened,
    /// Typed text.
    Text(String),
    /// Took a choice that was offered.
    Chosen {
        /// The choice's id.
        id: String,
        /// The title the citizen saw.
        title: String,
    },
    /// Shared a location.
    Location(Location),
    /// Sent a file.
    Media(Media),
    /// Asked to go one step back.
    Back,
    /// Filled in the form that was asked for, and sent it.
    Form(FormAnswers),
    /// Did nothing: a timer of the department's is due.
    Timer {
        /// The name the department gave it.
        name: String,
        /// When it was to come.
        at: Timestamp,
        /// The note the department gave it.
        note: Vec<u8>,
    },
    /// A payment that the department asked for ended.
    Payment(PaymentUpdate),
    /// Did nothing: the department's back end sent a notice about them.
    Notice {
        /// The id the back end gave it.
        id: String,
        /// When it was taken.
        at: Timestamp,
        /// What it says.
        body: NoticeBody,
    },
}

/// A conversation's state: bytes that only the department understands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestState {
    /// The schema number of the release that wrote them.
    pub schema: u32,
    /// At most [`crate::limits::GUEST_STATE_BYTES_MAX`].
    pub bytes: Vec<u8>,
}

/// What a successful turn gives back.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnOutcome {
    /// To be sent in this order.
    pub replies: Vec<Reply>,
    /// How the conversation goes on.
    pub next: Next,
    /// What the citizen is to pay. Not a reply: the provider makes the page first.
    pub payment: Option<PaymentRequest>,
}

/// How a conversation goes on after a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It stays open with this state.
    Stay(GuestState),
    /// It stays open with this state, and the front desk asks for a form. Not a reply: nothing renders a form.
    Ask(GuestState, Box<Form>),
    /// It is over.
    Finish,
}

/// Why a turn gave no outcome. Data, not a host error: the citizen is answered all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TurnFault {
    /// The department says no, in words for the citizen.
    #[error("refused by the department")]
    Refused {
        /// Shown to the citizen.
        body: String,
    },
    /// The department needs a moment.
    #[error("to be repeated after {after:?}")]
    RetryLater {
        /// How long to wait.
        after: Duration,
    },
    /// The department reports its own bug.
    #[error("E0208: the department reports a bug: {detail}")]
    Bug {
        /// In the vendor's words, cut to [`crate::limits::FAULT_DETAIL_CHARS_MAX`].
        detail: String,
    },
    /// The guest died.
    #[error("E0201: trapped: {detail}")]
    Trapped {
        /// The trap and its backtrace, cut to [`crate::limits::FAULT_DETAIL_CHARS_MAX`].
        detail: String,
    },
    /// The guest used more CPU time than a turn may.
    #[error("E0202: used more than {limit:?} of CPU time")]
    CpuExceeded {
        /// What a turn may use.
        limit: Duration,
    },
    /// The turn took longer than a turn may.
    #[error("E0203: took longer than {limit:?}")]
    DeadlineExceeded {
        /// What a turn may take.
        limit: Duration,
    },
    /// The guest wanted more memory than a turn may have.
    #[error("E0204: wanted more than {bytes_max} bytes of memory")]
    MemoryExceeded {
        /// The limit over all memories together.
        bytes_max: usize,
    },
    /// The guest broke a limit of a host function.
    #[error("E0205: broke the host's limit on {limit}")]
    LimitExceeded {
        /// Which limit, in the words of the contract.
        limit: String,
    },
    /// The guest's answer breaks a rule of the contract.
    #[error("E0206: gave an outcome that cannot be sent: {detail}")]
    OutcomeInvalid {
        /// Which rule, and where.
        detail: String,
    },
    /// The state is of another schema, and the release cannot carry it over: the service must begin again.
    #[error("E0207: cannot read the state of schema {schema}: {detail}")]
    StateUnreadable {
        /// The state's schema.
        schema: u32,
        /// Why not, perhaps in the vendor's words, cut to [`crate::limits::FAULT_DETAIL_CHARS_MAX`].
        detail: String,
    },
    /// The turn's records kept changing under it.
    #[error("E0209: its records changed during each of {tries} tries")]
    Contended {
        /// How often it was tried.
        tries: u32,
    },
    /// The sandbox could not take the turn: its queue is full or it is stopping.
    #[error("E0210: the sandbox had no room")]
    Overloaded,
    /// The department rests after a run of faults; the turn was not run.
    #[error("E0211: the department rests after a run of faults")]
    Resting,
    /// The host could not serve a call of the guest: storage was down.
    #[error("the host failed the turn: {detail}")]
    HostFailed {
        /// What failed.
        detail: String,
    },
}

impl TurnFault {
    /// A short stable name for metrics and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::RetryLater { .. } => "retry_later",
            Self::Bug { .. } => "bug",
            Self::Trapped { .. } => "trapped",
            Self::CpuExceeded { .. } => "cpu_exceeded",
            Self::DeadlineExceeded { .. } => "deadline_exceeded",
            Self::MemoryExceeded { .. } => "memory_exceeded",
            Self::LimitExceeded { .. } => "limit_exceeded",
            Self::OutcomeInvalid { .. } => "outcome_invalid",
            Self::StateUnreadable { .. } => "state_unreadable",
            Self::Contended { .. } => "contended",
            Self::Overloaded => "overloaded",
            Self::Resting => "resting",
            Self::HostFailed { .. } => "host_failed",
        }
    }

    /// Whether the fault is the release's own: another release might have had none.
    pub fn is_the_releases_own(&self) -> bool {
        match self {
            Self::Bug { .. }
            | Self::Trapped { .. }
            | Self::CpuExceeded { .. }
            | Self::DeadlineExceeded { .. }
            | Self::MemoryExceeded { .. }
            | Self::LimitExceeded { .. }
            | Self::OutcomeInvalid { .. } => true,
            Self::Refused { .. }
            | Self::RetryLater { .. }
            | Self::StateUnreadable { .. }
            | Self::Contended { .. }
            | Self::Overloaded
            | Self::Resting
            | Self::HostFailed { .. } => false,
        }
    }

    /// What may be written into the host's own log beside the name: nothing in the guest's words, which could repeat
    /// what a citizen wrote.
    pub fn host_words(&self) -> Option<String> {
        match self {
            Self::Refused { .. } | Self::Bug { .. } | Self::StateUnreadable { .. } => None,
            Self::RetryLater { .. }
            | Self::Trapped { .. }
            | Self::CpuExceeded { .. }
            | Self::DeadlineExceeded { .. }
            | Self::MemoryExceeded { .. }
            | Self::LimitExceeded { .. }
            | Self::OutcomeInvalid { .. }
            | Self::Contended { .. }
            | Self::Overloaded
            | Self::Resting
            | Self::HostFailed { .. } => Some(self.to_string()),
        }
    }
}

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// The whole department's.
    Department,
    /// One citizen's within the department.
    Citizen(CitizenId),
}

/// The full name of one record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey {
    /// Whose department.
    pub department: DepartmentId,
    /// Whose records within it.
    pub scope: Scope,
    /// 1 to [`crate::limits::RECORD_KEY_BYTES_MAX`] bytes.
    pub key: String,
}

/// Which write of a record was read; 0 stands for "there was none". Rises with every write of that record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordVersion(pub i64);

/// What a turn read: settling it checks that nothing of it changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRead {
    /// Which record.
    pub key: RecordKey,
    /// Which version of it.
    pub version: RecordVersion,
}

/// What a turn wants to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordWrite {
    /// Which record.
    pub key: RecordKey,
    /// Its new value; none removes it.
    pub value: Option<Vec<u8>>,
}

/// Everything one run of a turn produced.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnReport {
    /// The outcome, or why there is none.
    pub result: Result<TurnOutcome, TurnFault>,
    /// What it read from storage, each record once. Empty on a fault.
    pub reads: Vec<RecordRead>,
    /// What it wants written, each record once. Empty on a fault.
    pub writes: Vec<RecordWrite>,
    /// The timers it wants set or removed, each once. Empty on a fault.
    pub timers: Vec<TimerWrite>,
    /// What it did with certificates. Empty on a fault.
    pub certificates: CertificateEffects,
    /// What it cost.
    pub usage: Usage,
}

impl TurnReport {
    /// A turn without an outcome, that cost nothing.
    pub fn failed(fault: TurnFault) -> Self {
        let (reads, writes, timers) = (Vec::new(), Vec::new(), Vec::new());
        let (certificates, usage) = (CertificateEffects::default(), Usage::default());
        Self { result: Err(fault), reads, writes, timers, certificates, usage }
    }
}

/// What a turn cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// CPU time inside the guest and the host calls it made.
    pub cpu: Duration,
    /// The most linear memory it held, over all memories, in bytes.
    pub memory_bytes: usize,
    /// How many host functions it called.
    pub host_calls: u32,
}
