//! Upkeep: how full everything is, for those who watch; and an end to what ended long ago.
//!
//! Takes: nothing but the time. Gives: gauges, a database that does not grow for ever, and what citizens begin.
//! Never: removes what is unsettled, unfinished or dead.

use std::time::Duration;

use metrics::{counter, gauge};
use mitra_core::day::Day;
use mitra_core::limits::{
    BEGINS_DAYS, DEDUP_RETENTION, NOTICE_RETENTION, QUARANTINE_ITEMS_MAX, QUARANTINE_RETENTION,
    UNMET_DAYS,
};
use mitra_storage::StorageError;
use tokio_util::sync::CancellationToken;

use crate::demand;
use crate::pipeline::Shared;

/// How often.
const INTERVAL: Duration = Duration::from_secs(10);
/// Rows of each kind removed at once: others get the writer in between.
const ROWS_MAX: usize = 1_000;

/// Measures and sweeps until `stop`.
pub(crate) async fn run(shared: Shared, stop: CancellationToken) {
    let mut demand = demand::Rounds::default();
    loop {
        if let Err(error) = measure(&shared).await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot measure depths");
        }
        if let Err(error) = sweep(&shared, &stop).await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot remove old rows");
        }
        if let Err(error) = demand.run(&shared).await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot count what begins");
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
    if let Err(error) = demand::store(&shared).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "what began last is not counted");
    }
}

async fn measure(shared: &Shared) -> Result<(), StorageError> {
    let depths = shared.storage.depths().await?;
    gauge!("mitra_inbox_events").set(depths.inbox_events as f64);
    gauge!("mitra_outbox_deliveries").set(depths.outbox_deliveries as f64);
    gauge!("mitra_dead_deliveries").set(depths.dead_deliveries as f64);
    gauge!("mitra_quarantined_items").set(depths.quarantined as f64);
    gauge!("mitra_timers_waiting").set(depths.timers as f64);
    gauge!("mitra_notices_waiting").set(depths.notices as f64);
    gauge!("mitra_payments_open").set(depths.open_payments as f64);
    Ok(())
}

/// Removes all that may go, some rows at a time.
async fn sweep(shared: &Shared, stop: &CancellationToken) -> Result<(), StorageError> {
    let now = shared.clock.now();
    while !stop.is_cancelled() {
        let purged = shared.storage.purge(now.before(DEDUP_RETENTION), ROWS_MAX).await?;
        if !purged.may_have_left_some(ROWS_MAX) {
            break;
        }
    }
    while !stop.is_cancelled() {
        let before = now.before(QUARANTINE_RETENTION);
        let purge = shared.storage.purge_quarantine(before, QUARANTINE_ITEMS_MAX, ROWS_MAX);
        let removed = purge.await?;
        counter!("mitra_quarantine_removed_total").increment(removed as u64);
        if removed < ROWS_MAX {
            break;
        }
    }
    while !stop.is_cancelled() {
        let before = now.before(NOTICE_RETENTION);
        if shared.storage.purge_notices(before, ROWS_MAX).await? < ROWS_MAX {
            break;
        }
    }
    let today = Day::of(now);
    while !stop.is_cancelled() {
        let before = today.before(UNMET_DAYS - 1);
        if shared.storage.purge_unmet(before, ROWS_MAX).await? < ROWS_MAX {
            break;
        }
    }
    while !stop.is_cancelled() {
        let before = today.before(BEGINS_DAYS - 1);
        if shared.storage.purge_begins(before, ROWS_MAX).await? < ROWS_MAX {
            break;
        }
    }
    Ok(())
}
