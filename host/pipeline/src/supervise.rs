//! Keeps a stage running: a panic in it is our bug, is counted and logged, and costs a second, not the host.

use std::future::Future;
use std::time::Duration;

use metrics::counter;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// The pause before a stage that panicked starts again.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// Runs `stage` until it ends by itself, starting it anew when it panics, until `stop`.
///
/// # Cancel safety
/// Dropping the future ends the stage.
pub(crate) async fn supervise<F>(
    name: &'static str,
    stop: CancellationToken,
    mut stage: impl FnMut() -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        // A set of one: unlike a bare handle it ends its task when it is dropped.
        let mut running = JoinSet::new();
        running.spawn(stage());
        match running.join_next().await {
            Some(Err(error)) if error.is_panic() && !stop.is_cancelled() => {
                tracing::error!(stage = name, "stage panicked, starting it again");
                counter!("mitra_stage_restarts_total", "stage" => name).increment(1);
                tokio::time::sleep(RESTART_PAUSE).await;
            }
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_stage_that_panics_starts_again() {
        let starts = Arc::new(AtomicU32::new(0));
        let stage = || {
            let starts = Arc::clone(&starts);
            async move {
                assert!(starts.fetch_add(1, Ordering::Relaxed) > 1, "the first two starts fail");
            }
        };
        supervise("test", CancellationToken::new(), stage).await;
        assert_eq!(starts.load(Ordering::Relaxed), 3);
    }
}
