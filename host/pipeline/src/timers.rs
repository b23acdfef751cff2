//! Timers: those that are due -> INBOX. Beside `ingest`, the other way into the data plane.
//!
//! Takes: nothing but the time and a bell. Gives: events in the lanes of citizens who wait for no answer; the stages
//! behind carry them like messages, and put those off that cannot be told now.
//! Never: runs a turn; lets timers fill the lanes that citizens' messages need.
//! **Invariant I1:** a timer is removed and its event added in one transaction.
//! **Invariant I6:** none fires after the stop.

use std::time::Duration;

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::limits::TIMERS_FIRED_MAX;
use mitra_core::timer::{FiredTimer, TimerDue, TimerKind};
use mitra_storage::Fired;
use tokio_util::sync::CancellationToken;

use crate::pipeline::Shared;

/// The pause after storage failed to fire timers.
const STORAGE_PAUSE: Duration = Duration::from_millis(500);

/// What became of a timer that had no turn, or none that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimerFate {
    /// It comes again.
    PutOff { due: TimerDue, tries: u32, reason: &'static str },
    /// It is gone.
    Dropped { reason: &'static str },
}

impl TimerFate {
    /// Comes again after a pause, unless it waited too long already.
    pub(crate) fn after(
        pause: Duration,
        fired: &FiredTimer,
        now: Timestamp,
        tries: u32,
        reason: &'static str,
    ) -> Self {
        let next = now.after(pause);
        if next < fired.waits_until() {
            Self::PutOff { due: TimerDue::At(next), tries, reason }
        } else {
            Self::Dropped { reason: "expired" }
        }
    }

    pub(crate) fn count(self, fired: &FiredTimer) {
        let department = fired.key.department.as_str().to_owned();
        let (name, reason) = match self {
            Self::PutOff { reason, .. } => ("mitra_timers_put_off_total", reason),
            Self::Dropped { reason } => ("mitra_timers_dropped_total", reason),
        };
        counter!(name, "department" => department, "reason" => reason).increment(1);
        if let Self::Dropped { reason } = self
            && fired.timer.content.kind() == TimerKind::Notice
        {
            // Its department's back end was told that it is taken, so somebody will ask.
            let (department, notice) = (fired.key.department.as_str(), fired.key.name.as_str());
            tracing::warn!(department, notice, reason, "a notice was dropped");
        }
    }
}

/// Fires timers until `stop`.
pub(crate) async fn run(shared: Shared, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let now = shared.clock.now();
        match shared.storage.fire_timers(TIMERS_FIRED_MAX, now).await {
            Ok(Fired { timers, next }) => {
                if timers > 0 {
                    counter!("mitra_timers_fired_total").increment(timers as u64);
                    shared.inbox.ring();
                }
                rest(&shared, next.map(|next| next.since(now)), &stop).await;
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "cannot fire timers");
                tokio::time::sleep(STORAGE_PAUSE).await;
            }
        }
    }
}

/// Waits until the next timer is due, or a bell says that there may be another.
async fn rest(shared: &Shared, longest: Option<Duration>, stop: &CancellationToken) {
    tokio::select! {
        biased;
        () = shared.timers.listen(longest) => {}
        () = stop.cancelled() => {}
    }
}
