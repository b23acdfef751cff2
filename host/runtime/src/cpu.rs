//! CPU time of a turn: the time its thread spends inside `poll` of its call.
//!
//! Guest code, growing memory, lowering arguments and host functions all count: there is no place
//! to hide.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What one turn has used, and whether it may go on. Shared by the future that measures, the thread that runs it and
/// the epoch callback that judges.
#[derive(Debug, Clone, Default)]
pub(crate) struct CpuMeter(Arc<Slices>);

#[derive(Debug, Default)]
struct Slices {
    /// Nanoseconds of all polls that ended.
    ended: AtomicU64,
    /// The thread's CPU time at which the running poll began.
    began: AtomicU64,
    refused: AtomicBool,
    broke_limit: AtomicBool,
}

impl CpuMeter {
    /// The CPU time used so far. Call it on the turn's own thread, inside its poll.
    pub(crate) fn running(&self) -> Duration {
        let began = self.0.began.load(Ordering::Relaxed);
        self.ended() + Duration::from_nanos(thread_cpu().saturating_sub(began))
    }

    /// The CPU time of all polls that ended.
    pub(crate) fn ended(&self) -> Duration {
        Duration::from_nanos(self.0.ended.load(Ordering::Relaxed))
    }

    /// Says that there is no room for the turn to go on.
    pub(crate) fn refuse(&self) {
        self.0.refused.store(true, Ordering::Relaxed);
    }

    /// Whether there is no room for the turn to go on.
    pub(crate) fn is_refused(&self) -> bool {
        self.0.refused.load(Ordering::Relaxed)
    }

    /// Says that the turn was ended for having broken a limit: of CPU time, of memory, of what it may ask of the host.
    pub(crate) fn break_limit(&self) {
        self.0.broke_limit.store(true, Ordering::Relaxed);
    }

    /// Whether the turn was ended for having broken a limit.
    pub(crate) fn broke_limit(&self) -> bool {
        self.0.broke_limit.load(Ordering::Relaxed)
    }

    /// What the future gives, its polls measured.
    pub(crate) async fn measure<F: Future>(&self, mut future: Pin<&mut F>) -> F::Output {
        poll_fn(|context| {
            let began = thread_cpu();
            self.0.began.store(began, Ordering::Relaxed);
            let poll = future.as_mut().poll(context);
            let took = thread_cpu().saturating_sub(began);
            self.0.ended.fetch_add(took, Ordering::Relaxed);
            poll
        })
        .await
    }
}

/// The CPU time of this thread, in nanoseconds.
pub(crate) fn thread_cpu() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let (secs, nanos) = (u64::try_from(time.tv_sec), u64::try_from(time.tv_nsec));
    // A thread's CPU time is never negative.
    secs.unwrap_or(0) * 1_000_000_000 + nanos.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[test]
    fn waiting_costs_no_cpu_time_and_working_does() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (sleeping, working) = (CpuMeter::default(), CpuMeter::default());
        let sleep = pin!(async { tokio::time::sleep(Duration::from_millis(60)).await });
        runtime.block_on(sleeping.measure(sleep));
        let work = pin!(async {
            let began = thread_cpu();
            while thread_cpu() - began < 30_000_000 {
                std::hint::spin_loop();
            }
        });
        runtime.block_on(working.measure(work));
        assert!(sleeping.ended() < Duration::from_millis(30), "{:?}", sleeping.ended());
        assert!(working.ended() >= Duration::from_millis(30), "{:?}", working.ended());
    }
}
