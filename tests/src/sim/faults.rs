//! When things fail, and when the host crashes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::watch;

use super::chance::Chance;

/// Decides about each call of a port.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) chance: Arc<Chance>,
    calls: AtomicU64,
    crash_at: Mutex<BTreeSet<u64>>,
    crashes: watch::Sender<u64>,
    calm: AtomicBool,
}

impl Faults {
    /// Plans `n_crashes` crashes within the first `calls` instants.
    pub(super) fn plan(chance: Arc<Chance>, n_crashes: u64, calls: u64) -> Self {
        let crash_at = (0..n_crashes).map(|_| chance.below(calls)).collect();
        Self {
            chance,
            calls: AtomicU64::new(0),
            crash_at: Mutex::new(crash_at),
            crashes: watch::channel(0).0,
            calm: AtomicBool::new(false),
        }
    }

    /// One instant at which the host may crash: before a port's effect, or after it and before its answer.
    /// If this is one, the caller never goes on; whoever watches drops it.
    pub(super) async fn instant(&self) {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let crash = self.crash_at.lock().expect("no plan panics").remove(&call);
        if crash && !self.calm.load(Ordering::Relaxed) {
            self.crashes.send_modify(|n| *n += 1);
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

    /// How many crashes there were; changes at each.
    pub(super) fn crashes(&self) -> watch::Receiver<u64> {
        self.crashes.subscribe()
    }
}
