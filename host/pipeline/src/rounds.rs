//! Rounds over what is due: all of it is looked at side by side, then nothing happens until a bell rings or more is
//! due.

use std::time::Duration;

use futures_util::future::join_all;
use mitra_core::clock::{Clock, Timestamp};
use mitra_storage::StorageError;
use tokio_util::sync::CancellationToken;

use crate::bell::Bell;

/// The pause after storage failed.
const STORAGE_PAUSE: Duration = Duration::from_millis(500);

/// What is due, and when more is.
pub(crate) struct Found<D> {
    pub(crate) due: Vec<D>,
    pub(crate) next: Option<Timestamp>,
}

/// What rounds go by.
pub(crate) struct Rounds<'a> {
    pub(crate) clock: &'a dyn Clock,
    /// Rung when more may be due.
    pub(crate) bell: &'a Bell,
    /// What is logged where `find` fails.
    pub(crate) cannot_find: &'static str,
}

impl Rounds<'_> {
    /// Makes rounds until `stop`. `look` gives false if storage failed.
    pub(crate) async fn run<D, F, L>(
        self,
        stop: CancellationToken,
        find: impl Fn(Timestamp) -> F,
        look: impl Fn(D) -> L,
    ) where
        F: Future<Output = Result<Found<D>, StorageError>>,
        L: Future<Output = bool>,
    {
        while !stop.is_cancelled() {
            let now = self.clock.now();
            match find(now).await {
                Ok(Found { due, next }) if due.is_empty() => {
                    tokio::select! {
                        biased;
                        () = self.bell.listen(next.map(|next| next.since(now))) => {}
                        () = stop.cancelled() => {}
                    }
                }
                Ok(Found { due, .. }) => {
                    if join_all(due.into_iter().map(&look)).await.contains(&false) {
                        tokio::time::sleep(STORAGE_PAUSE).await;
                    }
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "{}",
                        self.cannot_find
                    );
                    tokio::time::sleep(STORAGE_PAUSE).await;
                }
            }
        }
    }
}
