//! Group commit: the operations that are waiting -> one transaction.
//!
//! The sync to disk is what a commit costs. While one group is being synced, the next one gathers
//! in the queue.

use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::Entry;
use super::engine::Engine;
use super::operation::Operation;
use crate::failure::GroupFailed;

/// Operations of one transaction. Usual ones take 12 us each here: 3 ms of work.
const GROUP_OPERATIONS_MAX: usize = 256;
/// How long a group takes further operations in, for unusual ones such as notifications of 1,000
/// messages: so long and by one operation longer the first one waits for the others.
const GROUP_RUN_MAX: Duration = Duration::from_millis(10);

type Closer = oneshot::Sender<()>;

/// Runs `first` and what waits behind it in one transaction, and answers them all.
pub(super) fn commit(
    engine: &mut Engine,
    first: Box<dyn Operation>,
    queue: &mut mpsc::Receiver<Entry>,
    closers: &mut Vec<Closer>,
) {
    let inbox_events = engine.inbox_events;
    let mut group = Vec::new();
    let outcome = transact(engine, first, queue, closers, &mut group);
    metrics::histogram!("mitra_storage_group_operations").record(precise(group.len()));
    metrics::gauge!("mitra_storage_queue_operations").set(precise(queue.len()));
    let failed = outcome.err().map(|error| {
        engine.rollback();
        engine.inbox_events = inbox_events;
        metrics::counter!("mitra_storage_groups_failed_total").increment(1);
        tracing::error!(%error, operations = group.len(), "a group of operations was undone");
        GroupFailed { operations: group.len(), cause: error.to_string() }
    });
    for operation in group {
        operation.answer(failed.as_ref().map_or(Ok(()), Err));
    }
}

fn transact(
    engine: &mut Engine,
    first: Box<dyn Operation>,
    queue: &mut mpsc::Receiver<Entry>,
    closers: &mut Vec<Closer>,
    group: &mut Vec<Box<dyn Operation>>,
) -> rusqlite::Result<()> {
    if let Err(error) = engine.begin() {
        group.push(first);
        // The database is locked or gone: the others would each wait as long to hear the same.
        while let Some(operation) = next(queue, closers, group.len()) {
            group.push(operation);
        }
        return Err(error);
    }
    let began = Instant::now();
    let mut next_operation = Some(first);
    while let Some(mut operation) = next_operation {
        operation.run(engine);
        group.push(operation);
        if !engine.in_transaction() {
            return Err(undone());
        }
        let room = began.elapsed() < GROUP_RUN_MAX;
        next_operation = if room { next(queue, closers, group.len()) } else { None };
    }
    let began = Instant::now();
    let outcome = engine.commit();
    metrics::histogram!("mitra_storage_commit_seconds").record(began.elapsed().as_secs_f64());
    outcome
}

/// The next operation that waits, unless the group is full.
fn next(
    queue: &mut mpsc::Receiver<Entry>,
    closers: &mut Vec<Closer>,
    taken: usize,
) -> Option<Box<dyn Operation>> {
    if taken >= GROUP_OPERATIONS_MAX {
        return None;
    }
    loop {
        match queue.try_recv().ok()? {
            Entry::Operation(operation) => return Some(operation),
            Entry::Close(reply) => {
                closers.push(reply);
                queue.close();
            }
        }
    }
}

/// SQLite undid the whole transaction because of an error in one operation, such as a full disk.
fn undone() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK);
    rusqlite::Error::SqliteFailure(code, Some("an operation undid the transaction".to_owned()))
}

#[expect(clippy::cast_precision_loss, reason = "at most thousands; exact below 2^52")]
fn precise(count: usize) -> f64 {
    count as f64
}
