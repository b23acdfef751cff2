//! The time: a guest's own, which only waiting moves on.
//!
//! Nothing that a guest computes takes time by its clocks. A repeated turn reads the same times again, and no guest can
//! measure another by how long something took.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use wasmtime::component::Resource;
use wasmtime_wasi::p2::bindings::clocks::{monotonic_clock, wall_clock};
use wasmtime_wasi::p2::{DynPollable, Pollable, subscribe};

use crate::instance::TurnState;

/// The turn's instant is known to the millisecond.
const RESOLUTION: Duration = Duration::from_millis(1);

/// Nanoseconds since the turn began, as its guest counts them.
#[derive(Debug, Clone, Default)]
pub(super) struct GuestClock(Arc<AtomicU64>);

impl GuestClock {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn reaches(&self, instant: u64) {
        self.0.fetch_max(instant, Ordering::Relaxed);
    }
}

/// An instant that a guest waits for. It waits in earnest, within the time of its turn.
struct Wait {
    clock: GuestClock,
    instant: u64,
    /// None for an instant that no clock of the host's reaches.
    until: Option<tokio::time::Instant>,
}

#[async_trait]
impl Pollable for Wait {
    async fn ready(&mut self) {
        match self.until {
            Some(until) => tokio::time::sleep_until(until).await,
            None => std::future::pending().await,
        }
        self.clock.reaches(self.instant);
    }
}

impl TurnState {
    fn wait(&mut self, duration: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let wasi = self.wasi();
        let clock = wasi.clock.clone();
        let instant = clock.now().saturating_add(duration);
        let until = tokio::time::Instant::now().checked_add(Duration::from_nanos(duration));
        let wait = wasi.table.push(Wait { clock, instant, until })?;
        subscribe(&mut wasi.table, wait)
    }
}

impl wall_clock::Host for TurnState {
    fn now(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        self.count_host_call()?;
        Ok(datetime(Duration::from_millis(u64::try_from(self.now.0).unwrap_or(0))))
    }

    fn resolution(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        self.count_host_call()?;
        Ok(datetime(RESOLUTION))
    }
}

fn datetime(since_1970: Duration) -> wall_clock::Datetime {
    let (seconds, nanoseconds) = (since_1970.as_secs(), since_1970.subsec_nanos());
    wall_clock::Datetime { seconds, nanoseconds }
}

impl monotonic_clock::Host for TurnState {
    fn now(&mut self) -> wasmtime::Result<u64> {
        self.count_host_call()?;
        Ok(self.wasi().clock.now())
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        self.count_host_call()?;
        Ok(1)
    }

    fn subscribe_instant(&mut self, when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.count_host_call()?;
        let now = self.wasi().clock.now();
        self.wait(when.saturating_sub(now))
    }

    fn subscribe_duration(&mut self, duration: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.count_host_call()?;
        self.wait(duration)
    }
}
