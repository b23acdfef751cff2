//! The clock that interrupts guests: an OS thread of its own, so that no guest and no runtime can
//! hold it up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle, Thread};
use std::time::Duration;

use wasmtime::Engine;

/// The time between two ticks: how finely guests share a core, and how late a spinning one is found
/// out.
pub(crate) const TICK: Duration = Duration::from_millis(1);
/// After so many ticks without a new turn the thread rests: waking it for every turn would cost
/// more than it does.
const IDLE_TICKS: u64 = 100;

/// Ticks while turns run. Joined when dropped.
#[derive(Debug)]
pub(crate) struct EpochThread {
    shared: Arc<Shared>,
    handle: Option<JoinHandle<()>>,
}

/// Wakes the ticker. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Thread,
}

#[derive(Debug, Default)]
struct Shared {
    /// Turns begun ever.
    begun: AtomicU64,
    /// Turns under way.
    running: AtomicU64,
    resting: AtomicBool,
    stop: AtomicBool,
}

/// One turn under way.
#[derive(Debug)]
pub(crate) struct Ticking(Arc<Shared>);

impl EpochThread {
    /// Starts ticking `engine`.
    pub(crate) fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let tick = move || tick(&engine, &of_thread);
        let handle = Some(thread::Builder::new().name("mitra-epoch".to_owned()).spawn(tick)?);
        Ok(Self { shared, handle })
    }

    /// What turns announce themselves to.
    pub(crate) fn ticker(&self) -> Ticker {
        let handle = self.handle.as_ref().expect("it runs until it is dropped");
        Ticker { shared: Arc::clone(&self.shared), thread: handle.thread().clone() }
    }
}

impl Ticker {
    /// Announces a turn: there are ticks until what comes back is dropped.
    pub(crate) fn begin(&self) -> Ticking {
        self.shared.running.fetch_add(1, Ordering::SeqCst);
        self.shared.begun.fetch_add(1, Ordering::SeqCst);
        if self.shared.resting.load(Ordering::SeqCst) {
            self.thread.unpark();
        }
        Ticking(Arc::clone(&self.shared))
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

fn tick(engine: &Engine, shared: &Shared) {
    let (mut seen, mut idle) = (0, 0);
    while !shared.stop.load(Ordering::SeqCst) {
        let begun = shared.begun.load(Ordering::SeqCst);
        let busy = begun != seen || shared.running.load(Ordering::SeqCst) > 0;
        seen = begun;
        idle = if busy { 0 } else { idle + 1 };
        if idle < IDLE_TICKS {
            engine.increment_epoch();
            thread::sleep(TICK);
            continue;
        }
        shared.resting.store(true, Ordering::SeqCst);
        // Order matters: a turn that began before `resting` was seen did not wake us.
        if shared.begun.load(Ordering::SeqCst) == seen && !shared.stop.load(Ordering::SeqCst) {
            thread::park();
        }
        shared.resting.store(false, Ordering::SeqCst);
    }
}

impl Drop for EpochThread {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        if let Some(handle) = self.handle.take() {
            handle.thread().unpark();
            // A ticker that panicked has nothing more to say.
            handle.join().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn wait_until(what: &str, condition: impl Fn() -> bool) {
        let began = Instant::now();
        while !condition() {
            assert!(began.elapsed() < Duration::from_secs(20), "{what} never happened");
            thread::sleep(TICK);
        }
    }

    #[test]
    fn it_rests_when_nothing_runs_and_wakes_for_the_next_turn() {
        let epoch = EpochThread::start(Engine::default()).unwrap();
        let ticker = epoch.ticker();
        let resting = || epoch.shared.resting.load(Ordering::SeqCst);
        for _ in 0..3 {
            wait_until("resting", resting);
            let turn = ticker.begin();
            wait_until("waking", || !resting());
            // As long as a turn runs, it does not rest however long that is.
            thread::sleep(TICK * u32::try_from(IDLE_TICKS * 2).unwrap());
            assert!(!resting());
            drop(turn);
        }
    }

    #[test]
    fn dropping_ends_the_thread_resting_or_not() {
        let engine = Engine::default();
        let epoch = EpochThread::start(engine.clone()).unwrap();
        drop(epoch);
        let epoch = EpochThread::start(engine).unwrap();
        wait_until("resting", || epoch.shared.resting.load(Ordering::SeqCst));
        drop(epoch);
    }
}
