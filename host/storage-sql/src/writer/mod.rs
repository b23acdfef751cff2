//! The writer: a queue of operations -> group commits. One OS thread owns the only connection that
//! writes.
//!
//! Takes: operations, in the order in which they were queued.
//! Gives: to each its answer, after the transaction that it shared with its neighbours is on disk.
//! Never: answers an operation with success whose effects a crash could undo, except a claim of
//! events.

mod engine;
mod group;
mod operation;

use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use mitra_storage::StorageError;
use tokio::sync::{mpsc, oneshot};

pub(crate) use engine::Engine;
pub(crate) use operation::AnswerWhen;

use crate::OpenError;
use crate::failure::Failure;
use operation::{Operation, Pending};

/// Operations waiting for the writer. Beyond, callers wait in line: a group takes at most a fifth
/// of them.
const QUEUE_OPERATIONS_MAX: usize = 1_280;

/// One entry of the queue.
enum Entry {
    /// To be run in the next group.
    Operation(Box<dyn Operation>),
    /// Run what is queued, then stop.
    Close(oneshot::Sender<()>),
}

/// Sends operations to the writer thread. Dropping it stops the thread after what is queued.
pub(crate) struct Writer {
    queue: Option<mpsc::Sender<Entry>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(engine: Engine) -> Result<Self, OpenError> {
        let (queue, entries) = mpsc::channel(QUEUE_OPERATIONS_MAX);
        let thread = std::thread::Builder::new()
            .name("mitra-sqlite-writer".to_owned())
            .spawn(move || run(engine, entries))
            .map_err(OpenError::Thread)?;
        Ok(Self { queue: Some(queue), thread: Mutex::new(Some(thread)) })
    }

    /// Runs `work` on the writer thread and gives back its answer.
    ///
    /// # Cancel safety
    /// Once it is queued, the work is done whether or not anybody still waits for the answer.
    pub(crate) async fn run<T, F>(
        &self,
        operation: &'static str,
        when: AnswerWhen,
        work: F,
    ) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, Failure> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let pending = Pending::new(operation, when, work, reply);
        self.send(Entry::Operation(Box::new(pending))).await?;
        answer.await.map_err(|_| StorageError::Closed)?
    }

    /// Runs what is queued, empties the write-ahead log into the database and stops the thread.
    pub(crate) async fn close(&self) -> Result<(), StorageError> {
        let (reply, closed) = oneshot::channel();
        self.send(Entry::Close(reply)).await?;
        closed.await.map_err(|_| StorageError::Closed)
    }

    async fn send(&self, entry: Entry) -> Result<(), StorageError> {
        let queue = self.queue.as_ref().ok_or(StorageError::Closed)?;
        queue.send(entry).await.map_err(|_| StorageError::Closed)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the database's writer thread had panicked");
        }
    }
}

fn run(mut engine: Engine, mut queue: mpsc::Receiver<Entry>) {
    let mut closers = Vec::new();
    while let Some(entry) = queue.blocking_recv() {
        match entry {
            Entry::Operation(first) => group::commit(&mut engine, first, &mut queue, &mut closers),
            Entry::Close(reply) => closers.push(reply),
        }
        if !closers.is_empty() {
            // Nothing more comes in; what is in the queue is still run.
            queue.close();
        }
    }
    if let Err(error) = engine.checkpoint() {
        tracing::warn!(%error, "the write-ahead log was not emptied; the next opening does it");
    }
    for reply in closers {
        // Whoever closed may have stopped waiting.
        let _ = reply.send(());
    }
}
