//! When things fail, and when the host crashes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

use super::chance::Chance;

/// Decides about each call of a port.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) chance: Arc<Chance>,
    calls: AtomicU64,
    crash_at: Mutex<BTreeSet<u64>>,
    crashes: Arc<Crashes>,
    calm: AtomicBool,
    /// Whether the host was told to stop and has not ended.
    stopping: AtomicBool,
    broken: Mutex<Vec<(&'static str, String)>>,
}

impl Faults {
    /// Plans `n_crashes` crashes within the first `calls` instants.
    pub(super) fn plan(chance: Arc<Chance>, n_crashes: u64, calls: u64) -> Self {
        let crash_at = (0..n_crashes).map(|_| chance.below(calls)).collect();
        Self {
            chance,
            calls: AtomicU64::new(0),
            crash_at: Mutex::new(crash_at),
            crashes: Arc::default(),
            calm: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            broken: Mutex::default(),
        }
    }

    /// One instant at which the host may crash: before a port's effect, or after it and before its answer.
    /// If this is one, the caller never goes on; whoever watches drops it.
    pub(super) async fn instant(&self) {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let crash = self.crash_at.lock().expect("no plan panics").remove(&call);
        if crash && !self.calm.load(Ordering::Relaxed) {
            self.crashes.0.fetch_add(1, Ordering::Relaxed);
            self.crashes.1.notify_waiters();
            std::future::pending::<()>().await;
        }
    }

    /// Whether a fault of this kind happens now.
    pub(super) fn strikes(&self, permille: u64) -> bool {
        !self.calm.load(Ordering::Relaxed) && self.chance.happens(permille)
    }

    /// From now on nothing fails any more, so that everything can come to rest.
    pub(super) fn calm_down(&self) {
        self.calm.store(true, Ordering::Relaxed);
    }

    /// Whether nothing fails any more.
    pub(super) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Relaxed)
    }

    /// Says whether the host was told to stop.
    pub(super) fn set_stopping(&self, stopping: bool) {
        self.stopping.store(stopping, Ordering::Relaxed);
    }

    /// I6: a host that was told to stop claims nothing new.
    pub(super) fn claims(&self) {
        if self.stopping.load(Ordering::Relaxed) {
            self.breaks("I6", "something was claimed after the stop".to_owned());
        }
    }

    /// Notes that an invariant did not hold: a panic inside the host would be the host's to survive.
    pub(super) fn breaks(&self, invariant: &'static str, detail: String) {
        self.broken.lock().expect("no list panics").push((invariant, detail));
    }

    /// The first invariant that was seen broken, and how.
    pub(super) fn first_broken(&self) -> Option<(&'static str, String)> {
        self.broken.lock().expect("no list panics").first().cloned()
    }

    /// How many crashes there were.
    pub(super) fn n_crashes(&self) -> u64 {
        self.crashes.0.load(Ordering::Relaxed)
    }

    /// What waits for the next crash from now on.
    pub(super) fn next_crash(&self) -> NextCrash {
        NextCrash { crashes: Arc::clone(&self.crashes), seen: self.n_crashes() }
    }
}

/// How many there were, and who waits for the next one. Those who wait go on in the order in which they came: a channel
/// of `tokio`'s would draw it, and no history could be repeated.
#[derive(Debug, Default)]
struct Crashes(AtomicU64, Notify);

/// Waits for one crash.
pub(super) struct NextCrash {
    crashes: Arc<Crashes>,
    seen: u64,
}

impl NextCrash {
    /// Ends with the crash.
    pub(super) async fn happens(self) {
        let Crashes(n, bell) = &*self.crashes;
        let mut rung = std::pin::pin!(bell.notified());
        rung.as_mut().enable();
        if n.load(Ordering::Relaxed) == self.seen {
            rung.await;
        }
    }
}
