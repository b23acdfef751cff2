//! Virtual time: the runtime's own paused clock, which jumps to the next thing to do.

use mitra_core::clock::{Clock, Timestamp};
use tokio::time::Instant;

/// Where every history starts: 2026-01-01T00:00:00Z.
const EPOCH: Timestamp = Timestamp(1_767_225_600_000);

/// Tells the runtime's virtual time as instants.
#[derive(Debug)]
pub(super) struct SimClock {
    started: Instant,
}

impl SimClock {
    pub(super) fn start() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        EPOCH.after(self.started.elapsed())
    }
}
