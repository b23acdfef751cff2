//! Threads that run guests and nothing else. Those that take notifications and send replies are
//! never held up by one.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use metrics::gauge;
use mitra_core::limits::EXECUTOR_QUEUE_MAX;
use tokio::sync::mpsc;

/// Threads beside one executor's that read and write the files of its guests.
const FILE_THREADS_MAX: usize = 4;

/// Work for one executor: made on its thread, so that it need not be `Send`. Making it must not
/// panic.
pub(crate) type Job = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()> + Send>;

/// All executors. Their threads end when the last handle is dropped and their queues are empty.
#[derive(Debug)]
pub(crate) struct Executors {
    executors: Vec<Executor>,
}

#[derive(Debug)]
struct Executor {
    queue: Option<mpsc::Sender<Job>>,
    /// Jobs queued or under way.
    load: Arc<AtomicUsize>,
    handle: Option<JoinHandle<()>>,
}

/// No executor has room.
#[derive(Debug)]
pub(crate) struct Full;

impl Executors {
    /// Starts so many threads, each with at most `at_once` jobs under way.
    pub(crate) fn start(n_executors: usize, at_once: usize) -> std::io::Result<Self> {
        let executors = (0..n_executors).map(|number| Executor::start(number, at_once));
        Ok(Self { executors: executors.collect::<Result<_, _>>()? })
    }

    /// Hands a job to the executor with the least to do.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Full> {
        let load = |executor: &&Executor| executor.load.load(Ordering::Relaxed);
        let executor = self.executors.iter().min_by_key(load).ok_or(Full)?;
        let queue = executor.queue.as_ref().ok_or(Full)?;
        executor.load.fetch_add(1, Ordering::Relaxed);
        queue.try_send(job).map_err(|_| {
            executor.load.fetch_sub(1, Ordering::Relaxed);
            Full
        })
    }
}

impl Executor {
    fn start(number: usize, at_once: usize) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(EXECUTOR_QUEUE_MAX);
        let load = Arc::new(AtomicUsize::new(0));
        let of_thread = Arc::clone(&load);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().max_blocking_threads(FILE_THREADS_MAX).build()?;
        let name = format!("mitra-guests-{number}");
        let run = move || runtime.block_on(run(jobs, at_once, &of_thread, number));
        let handle = thread::Builder::new().name(name).spawn(run)?;
        Ok(Self { queue: Some(queue), load, handle: Some(handle) })
    }
}

/// Runs jobs side by side until the queue is closed and empty.
async fn run(mut jobs: mpsc::Receiver<Job>, at_once: usize, load: &AtomicUsize, number: usize) {
    let queued = gauge!("mitra_executor_queue_turns", "executor" => number.to_string());
    let running = gauge!("mitra_executor_turns", "executor" => number.to_string());
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            biased;
            Some(ended) = under_way.next() => {
                load.fetch_sub(1, Ordering::Relaxed);
                let ended: thread::Result<()> = ended;
                if ended.is_err() {
                    tracing::error!(executor = number, "the host panicked in a turn");
                }
            }
            job = jobs.recv(), if under_way.len() < at_once => match job {
                // A bug of ours in one turn must not cost all departments their executor.
                Some(job) => under_way.push(AssertUnwindSafe(job()).catch_unwind()),
                None if under_way.is_empty() => return,
                // Closed: finish what is under way, without spinning on the queue.
                None => {
                    while under_way.next().await.is_some() {}
                    return;
                }
            },
        }
        queued.set(jobs.len() as f64);
        running.set(under_way.len() as f64);
    }
}

impl Drop for Executors {
    fn drop(&mut self) {
        for executor in &mut self.executors {
            executor.queue.take();
        }
        for executor in &mut self.executors {
            if let Some(handle) = executor.handle.take()
                && handle.thread().id() != thread::current().id()
            {
                handle.join().ok();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn a_full_queue_refuses_and_goes_on() {
        let executors = Executors::start(1, 1).unwrap();
        let (open, closed) = tokio::sync::watch::channel(false);
        let (begins, begun) = channel();
        let waiting = || {
            let (mut closed, begins) = (closed.clone(), begins.clone());
            let job: Job = Box::new(move || {
                async move {
                    begins.send(()).ok();
                    closed.wait_for(|open| *open).await.ok();
                }
                .boxed_local()
            });
            job
        };
        executors.submit(waiting()).unwrap();
        begun.recv_timeout(SOON).expect("the first one is under way");
        for _ in 0..EXECUTOR_QUEUE_MAX {
            executors.submit(waiting()).expect("the queue has room");
        }
        assert!(executors.submit(waiting()).is_err(), "the queue is full");
        open.send(true).unwrap();
        for _ in 0..EXECUTOR_QUEUE_MAX {
            begun.recv_timeout(SOON).expect("all that was queued is run");
        }
        executors.submit(waiting()).expect("there is room again");
    }

    #[test]
    fn a_panic_costs_its_own_job_alone() {
        let executors = Executors::start(1, 2).unwrap();
        executors.submit(Box::new(|| async { panic!("as the test asks") }.boxed_local())).unwrap();
        let (sender, ran) = channel();
        let job = move || async move { sender.send(()).unwrap() }.boxed_local();
        executors.submit(Box::new(job)).unwrap();
        ran.recv_timeout(SOON).expect("the executor lives");
    }

    #[test]
    fn dropping_waits_for_what_was_taken() {
        let executors = Executors::start(2, 4).unwrap();
        let (sender, ran) = channel();
        for _ in 0..20 {
            let sender = sender.clone();
            let job = move || async move { sender.send(()).unwrap() }.boxed_local();
            executors.submit(Box::new(job)).unwrap();
        }
        drop(executors);
        assert_eq!(ran.try_iter().count(), 20);
    }
}
