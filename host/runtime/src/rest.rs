//! How much of their processors the threads take that run departments which broke a limit.

use std::future::poll_fn;
use std::pin::pin;
use std::thread;
use std::time::Duration;

use metrics::counter;

use crate::cpu::thread_cpu;
use crate::scheduling::Back;

/// For the CPU time that such a thread uses it rests so many times as long. However far back a thread stands, what it
/// does is felt: in caches, in the kernel's locks, by a processor that is never free.
const RESTS: u32 = 4;
/// Shorter rests are saved up to this one.
const REST_MIN: Duration = Duration::from_millis(1);

/// Runs what a thread runs that stands so far back, and rests after each slice if such a thread does. Timers that are
/// due meanwhile come that much later.
pub(crate) async fn resting<F: Future>(run: F, back: Option<Back>) -> F::Output {
    let Some(back) = back.filter(|back| back.rests()) else { return run.await };
    let rests = counter!("mitra_executor_rests_total", "kind" => back.name());
    let (mut run, mut owed) = (pin!(run), Duration::ZERO);
    poll_fn(move |context| {
        let before = thread_cpu();
        let polled = run.as_mut().poll(context);
        if polled.is_pending() {
            owed += Duration::from_nanos(thread_cpu().saturating_sub(before)) * RESTS;
        }
        if polled.is_pending() && owed >= REST_MIN {
            thread::sleep(std::mem::take(&mut owed));
            rests.increment(1);
        }
        polled
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Uses CPU time, slice by slice.
    async fn spins(slices: u32, slice: Duration) {
        for _ in 0..slices {
            let from = thread_cpu();
            while Duration::from_nanos(thread_cpu() - from) < slice {}
            tokio::task::yield_now().await;
        }
    }

    fn took(slices: u32, slice: Duration) -> Duration {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let began = Instant::now();
        runtime.block_on(resting(spins(slices, slice), Some(Back::Last)));
        began.elapsed()
    }

    #[test]
    fn who_spins_takes_one_part_in_five() {
        let slice = Duration::from_millis(2);
        assert!(took(5, slice) >= slice * 5 * (1 + RESTS));
    }

    #[test]
    fn short_slices_are_saved_up_to_one_rest() {
        let slice = Duration::from_micros(50);
        // Ten slices owe two rests of the shortest kind; some may be left over.
        assert!(took(11, slice) >= slice * 11 + REST_MIN);
    }
}
