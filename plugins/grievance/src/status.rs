//! How far a grievance has come, as its record says: nobody guesses from the calendar.

use mitra_department::text::Text;
use serde::{Deserialize, Serialize};

use crate::texts;

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// The citizen confirmed it.
    Registered,
    /// An officer has it.
    Assigned,
    /// The officer does something about it.
    InProgress,
    /// It is settled.
    Resolved,
    /// Its citizen says that it is not.
    Reopened,
    /// It was not settled in time: those above have it.
    Escalated,
}

/// A status reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) status: Status,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
}

impl Status {
    /// What the citizen reads.
    pub(crate) fn name(self) -> Text {
        match self {
            Self::Registered => texts::STATUS_REGISTERED,
            Self::Assigned => texts::STATUS_ASSIGNED,
            Self::InProgress => texts::STATUS_IN_PROGRESS,
            Self::Resolved => texts::STATUS_RESOLVED,
            Self::Reopened => texts::STATUS_REOPENED,
            Self::Escalated => texts::STATUS_ESCALATED,
        }
    }

    /// Whether it is the office that says so.
    pub(crate) fn is_of_the_office(self) -> bool {
        matches!(self, Self::Assigned | Self::InProgress | Self::Resolved)
    }
}
