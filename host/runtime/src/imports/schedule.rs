//! The citizen's timers in the service of the turn: changes are buffered until the turn is settled.

use std::collections::{BTreeMap, BTreeSet};

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::limits::{
    TIMER_AHEAD_MAX, TIMER_CALLS_PER_TURN_MAX, TIMER_NAME_BYTES_MAX, TIMER_NOTE_BYTES_MAX,
    TIMERS_PER_SERVICE_MAX,
};
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};
use mitra_core::turn::TurnFault;

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::{schedule, types};

/// What a turn wants of its citizen's timers.
#[derive(Debug, Default)]
pub(crate) struct TimerBuffer {
    /// The names there would be. Read from storage when first needed: most turns change no timer.
    names: Option<BTreeSet<String>>,
    changed: BTreeMap<String, Option<Timer>>,
    calls: u32,
}

impl TimerBuffer {
    /// What is to be changed.
    pub(crate) fn into_writes(
        self,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Vec<TimerWrite> {
        let write = |(name, timer)| {
            let (department, service) = (department.clone(), service.clone());
            TimerWrite { key: TimerKey { department, service, name }, timer }
        };
        self.changed.into_iter().map(write).collect()
    }
}

impl TurnState {
    fn exceeds(&mut self, limit: String) -> wasmtime::Error {
        self.fail(TurnFault::LimitExceeded { limit })
    }

    /// The names of the timers that there would be after the calls so far.
    pub(crate) async fn timer_names(&mut self) -> wasmtime::Result<&mut BTreeSet<String>> {
        self.count_host_call()?;
        if self.timers.names.is_none() {
            let stored =
                self.ports.reads.timer_names(self.citizen, &self.department, &self.service).await;
            let stored = stored.map_err(|error| self.fail_host("storage", &error))?;
            self.timers.names = Some(stored.into_iter().collect());
        }
        Ok(self.timers.names.get_or_insert_default())
    }

    /// Counts a call that changes the timer of this name, and gives the names that there would be before it.
    async fn timers_named(&mut self, name: &str) -> wasmtime::Result<&mut BTreeSet<String>> {
        if self.timers.calls >= TIMER_CALLS_PER_TURN_MAX {
            let limit = format!("timers set and cancelled in a turn: {TIMER_CALLS_PER_TURN_MAX}");
            return Err(self.exceeds(limit));
        }
        self.timers.calls += 1;
        if name.is_empty() || name.len() > TIMER_NAME_BYTES_MAX {
            let limit = format!("a timer's name: 1 to {TIMER_NAME_BYTES_MAX} bytes");
            return Err(self.exceeds(limit));
        }
        self.timer_names().await
    }

    /// The instant at which a timer comes that is set to this one.
    fn timer_instant(&mut self, at: types::Instant) -> wasmtime::Result<Timestamp> {
        let at = Timestamp(i64::try_from(at).unwrap_or(i64::MAX));
        if at > self.now.after(TIMER_AHEAD_MAX) {
            let days = TIMER_AHEAD_MAX.as_secs() / (24 * 60 * 60);
            return Err(self.exceeds(format!("a timer's instant: at most {days} days ahead")));
        }
        Ok(at.max(self.now))
    }
}

impl schedule::Host for TurnState {
    async fn set(
        &mut self,
        name: String,
        at: types::Instant,
        note: Vec<u8>,
    ) -> wasmtime::Result<()> {
        let names = self.timers_named(&name).await?;
        let is_over = !names.contains(&name) && names.len() >= TIMERS_PER_SERVICE_MAX;
        if is_over {
            let limit = format!("timers of a citizen in a service: {TIMERS_PER_SERVICE_MAX}");
            return Err(self.exceeds(limit));
        }
        names.insert(name.clone());
        if note.len() > TIMER_NOTE_BYTES_MAX {
            return Err(self.exceeds(format!("a timer's note: {TIMER_NOTE_BYTES_MAX} bytes")));
        }
        let at = self.timer_instant(at)?;
        let content = TimerContent::Note(note);
        let timer = Timer { at, content, set_by: self.turn.clone() };
        self.timers.changed.insert(name, Some(timer));
        Ok(())
    }

    async fn cancel(&mut self, name: String) -> wasmtime::Result<bool> {
        let was_there = self.timers_named(&name).await?.remove(&name);
        if was_there {
            self.timers.changed.insert(name, None);
        }
        Ok(was_there)
    }
}
