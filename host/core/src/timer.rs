//! Timers: turns that a department asked for at a later instant, without the citizen.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DepartmentId, ServiceId, TimerId, TurnId};
use crate::limits::TIMER_WAIT_MAX;

/// Tells a citizen's timers apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimerKey {
    /// Who set it.
    pub department: DepartmentId,
    /// In which service.
    pub service: ServiceId,
    /// 1 to [`crate::limits::TIMER_NAME_BYTES_MAX`] bytes.
    pub name: String,
}

/// What a turn wants of one of its citizen's timers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerWrite {
    /// Which timer.
    pub key: TimerKey,
    /// The timer from now on; none removes it.
    pub timer: Option<Timer>,
}

/// A timer as a department set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// When it is to come; never before the turn that set it.
    pub at: Timestamp,
    /// At most [`crate::limits::TIMER_NOTE_BYTES_MAX`], for the department alone.
    pub note: Vec<u8>,
    /// The turn that set it.
    pub set_by: TurnId,
}

/// A timer that was due: an event in its citizen's lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiredTimer {
    /// Which one.
    pub id: TimerId,
    /// Whose.
    pub key: TimerKey,
    /// As it was set.
    pub timer: Timer,
    /// How often its turn was run in vain.
    pub tries: u32,
}

impl FiredTimer {
    /// Until when it may be put off; then it is dropped.
    pub fn waits_until(&self) -> Timestamp {
        self.timer.at.after(TIMER_WAIT_MAX)
    }
}

/// When a timer that was put off is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerDue {
    /// At an instant.
    At(Timestamp),
    /// When the next message of its citizen is settled, and without one at an instant.
    NextMessage {
        /// The latest.
        latest: Timestamp,
    },
}
