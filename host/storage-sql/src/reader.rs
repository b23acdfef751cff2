//! The readers: a few OS threads, each with a connection that only reads.
//!
//! A read sees everything that was committed before it began: what was answered is visible.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use mitra_storage::StorageError;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::failure::Failure;
use crate::{OpenError, SqliteOptions, connection};

/// Reader threads: a slow listing on one leaves the other for guests' reads.
const READERS: usize = 2;
/// Reads waiting for one reader. Beyond, callers wait in line.
const QUEUE_READS_MAX: usize = 256;

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// Hands reads to the reader threads in turn. Dropping it stops them.
pub(crate) struct Readers {
    queues: Vec<mpsc::Sender<Read>>,
    next: AtomicUsize,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    /// Opens the connections and starts the threads.
    pub(crate) fn start(options: &SqliteOptions) -> Result<Self, OpenError> {
        let mut queues = Vec::new();
        let mut threads = Vec::new();
        for index in 0..READERS {
            let connection = connection::reader(options)
                .map_err(|source| OpenError::Database { path: options.path.clone(), source })?;
            let (queue, mut reads) = mpsc::channel::<Read>(QUEUE_READS_MAX);
            let thread = std::thread::Builder::new()
                .name(format!("mitra-sqlite-reader-{index}"))
                .spawn(move || {
                    while let Some(read) = reads.blocking_recv() {
                        read(&connection);
                    }
                })
                .map_err(OpenError::Thread)?;
            queues.push(queue);
            threads.push(thread);
        }
        Ok(Self { queues, next: AtomicUsize::new(0), threads: Mutex::new(threads) })
    }

    /// Runs `read` on a reader thread and gives back its answer.
    pub(crate) async fn run<T, F>(
        &self,
        operation: &'static str,
        read: F,
    ) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let index = self.next.fetch_add(1, Ordering::Relaxed) % READERS;
        let job: Read = Box::new(move |connection| {
            // A caller that was dropped needs no answer.
            let _ = reply.send(read(connection).map_err(|failure| failure.at(operation)));
        });
        let queue = self.queues.get(index).ok_or(StorageError::Closed)?;
        queue.send(job).await.map_err(|_| StorageError::Closed)?;
        answer.await.map_err(|_| StorageError::Closed)?
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queues.clear();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a reader thread of the database had panicked");
            }
        }
    }
}
