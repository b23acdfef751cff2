//! Lanes: INBOX -> [`Claimed`]. Second stage of the data plane.
//!
//! Takes: nothing but the bell. Gives: the oldest unsettled event of each citizen, to a task of its own that carries it
//! through `route`, `turn` and `settle`.
//! Never: has two events of one citizen under way; storage's claim sees to that, over all hosts.
//! **Invariant I2:** one event of a citizen is under way at a time, in inbox order.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use metrics::{counter, gauge, histogram};
use mitra_core::limits::{EVENT_CLAIM_HOLD, TURNS_IN_FLIGHT_MAX};
use mitra_storage::ClaimedEvent;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::pipeline::Shared;
use crate::{route, settle, turn};

/// The pause after storage failed to give events.
const STORAGE_PAUSE: Duration = Duration::from_millis(500);

/// A claimed event. Made here alone. Shared: who carries it keeps it for the case that the way panics.
#[derive(Debug)]
pub(crate) struct Claimed(Arc<ClaimedEvent>);

impl Claimed {
    pub(crate) fn into_inner(self) -> Arc<ClaimedEvent> {
        self.0
    }
}

/// Claims events and sees them settled, until `stop`; then finishes those under way.
pub(crate) async fn run(shared: Shared, stop: CancellationToken) {
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let free = TURNS_IN_FLIGHT_MAX - under_way.len();
        gauge!("mitra_turns_in_flight").set(under_way.len() as f64);
        if free == 0 {
            under_way.join_next().await;
            continue;
        }
        let now = shared.clock.now();
        match shared.storage.claim_events(free, now, EVENT_CLAIM_HOLD).await {
            Ok(claimed) if claimed.is_empty() => rest(&shared, &stop).await,
            Ok(claimed) => {
                for event in claimed {
                    histogram!("mitra_lane_wait_seconds")
                        .record(now.since(event.received_at).as_secs_f64());
                    under_way.spawn(carry(shared.clone(), Arc::new(event)));
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "cannot claim events");
                tokio::time::sleep(STORAGE_PAUSE).await;
            }
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// One event's way from claim to settlement. A panic on it is our bug, and costs this event alone.
async fn carry(shared: Shared, event: Arc<ClaimedEvent>) {
    let way = async {
        let routed = route::run(&shared, Claimed(Arc::clone(&event)));
        let ran = turn::run(&shared, routed).await;
        settle::run(&shared, ran).await;
    };
    if AssertUnwindSafe(way).catch_unwind().await.is_err() {
        counter!("mitra_events_panicked_total").increment(1);
        tracing::error!(event = event.claim.seq.0, "the host panicked on the way of an event");
        settle::after_panic(&shared, &event).await;
    }
}

/// Waits until there may be an event to claim.
async fn rest(shared: &Shared, stop: &CancellationToken) {
    let now = shared.clock.now();
    // Without an answer the bell's own longest wait applies.
    let due = shared.storage.next_event_due(now).await.ok().flatten();
    tokio::select! {
        biased;
        () = shared.inbox.listen(due.map(|due| due.since(now))) => {}
        () = stop.cancelled() => {}
    }
}
