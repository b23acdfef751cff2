//! Time and chance of a scenario.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use mitra_core::clock::{Clock, Entropy, Timestamp};

/// When scenarios begin that do not say so: 24-11-2026, 10:30 in India, as in the SDK's own tests.
pub(crate) const BEGINNING: Timestamp = Timestamp(1_795_496_400_000);

/// Stands still until it is moved: so every text with a date in it is the same at every run.
#[derive(Debug)]
pub(crate) struct SceneClock(AtomicI64);

impl SceneClock {
    pub(crate) fn at(instant: Timestamp) -> Self {
        Self(AtomicI64::new(instant.0))
    }

    /// Moves it. It never goes back.
    pub(crate) fn move_to(&self, instant: Timestamp) {
        self.0.fetch_max(instant.0, Ordering::Relaxed);
    }
}

impl Clock for SceneClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers for the jitter of pauses: any will do, the same at every run are better.
#[derive(Debug, Default)]
pub(crate) struct NoJitter(AtomicU64);

impl Entropy for NoJitter {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}
