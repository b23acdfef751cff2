//! Threads that run guests and nothing else. Those that take notifications and send replies are
//! never held up by one.
//!
//! A turn begins on an executor. Nearly every one ends there, within a small part of a slice; one that has used
//! [`GREEDY_AFTER`] goes on with the patient threads, which stand back behind all others.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use futures_util::future::{BoxFuture, CatchUnwind};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use metrics::{counter, gauge};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::EXECUTOR_QUEUE_MAX;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::cpu::CpuMeter;
use crate::patient::Patient;

/// Threads beside one executor's that read and write the files of its guests.
pub(crate) const FILE_THREADS_MAX: usize = 4;
/// The CPU time after which a turn has to stand back: an honest one in a compiled language takes some ten microseconds,
/// in an interpreted one a millisecond.
const GREEDY_AFTER: Duration = Duration::from_millis(2);

/// One call into a guest: whose it is, what it has used, and the call itself.
pub(crate) struct Job {
    department: DepartmentId,
    meter: CpuMeter,
    call: BoxFuture<'static, ()>,
}

impl Job {
    /// A job of this department. `call` measures itself by a clone of `meter`.
    pub(crate) fn new(
        department: DepartmentId,
        meter: CpuMeter,
        call: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        Self { department, meter, call: call.boxed() }
    }
}

/// A job under way, and its place among those that may be. A bug of ours in one turn must not cost all departments
/// their executor.
pub(crate) struct Running {
    pub(crate) department: DepartmentId,
    meter: CpuMeter,
    call: CatchUnwind<AssertUnwindSafe<BoxFuture<'static, ()>>>,
    _place: OwnedSemaphorePermit,
    _load: Load,
}

impl Running {
    /// Has the turn end as overloaded when its next slice is over.
    pub(crate) fn end(&self) {
        self.meter.refuse();
    }
}

impl Future for Running {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.call.poll_unpin(context).map(|ended| {
            if ended.is_err() {
                tracing::error!("the host panicked in a turn");
            }
        })
    }
}

/// A job that has not proved greedy yet. Gives itself back once it has.
struct Brief(Option<Running>);

impl Future for Brief {
    type Output = Option<Running>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let running = self.0.as_mut().expect("it is not polled after its end");
        match running.poll_unpin(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending if running.meter.ended() < GREEDY_AFTER => Poll::Pending,
            Poll::Pending => Poll::Ready(self.0.take()),
        }
    }
}

/// All executors. Their threads end when the last handle is dropped and their queues are empty.
#[derive(Debug)]
pub(crate) struct Executors {
    executors: Vec<Executor>,
    /// Dropped last: executors hand jobs over to them until they end.
    _patient: Vec<Arc<Patient>>,
}

#[derive(Debug)]
struct Executor {
    queue: Option<mpsc::Sender<(Job, Load)>>,
    /// Jobs queued or under way.
    load: Arc<AtomicUsize>,
    handle: Option<JoinHandle<()>>,
}

/// One job of an executor's load.
#[derive(Debug)]
struct Load(Arc<AtomicUsize>);

impl Load {
    fn add(load: &Arc<AtomicUsize>) -> Self {
        load.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(load))
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// No executor has room.
#[derive(Debug)]
pub(crate) struct Full;

impl Executors {
    /// Starts so many threads, each with at most `at_once` jobs under way, and a patient one beside each.
    pub(crate) fn start(n_executors: usize, at_once: usize) -> std::io::Result<Self> {
        let patient = (0..n_executors).map(|number| Patient::start(number, at_once).map(Arc::new));
        let patient = patient.collect::<Result<Vec<_>, _>>()?;
        let executors = patient.iter().enumerate();
        let executors = executors
            .map(|(number, patient)| Executor::start(number, at_once, Arc::clone(patient)));
        Ok(Self { executors: executors.collect::<Result<_, _>>()?, _patient: patient })
    }

    /// Hands a job to the executor with the least to do.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Full> {
        let load = |executor: &&Executor| executor.load.load(Ordering::Relaxed);
        let executor = self.executors.iter().min_by_key(load).ok_or(Full)?;
        let queue = executor.queue.as_ref().ok_or(Full)?;
        queue.try_send((job, Load::add(&executor.load))).map_err(|_| Full)
    }
}

impl Executor {
    fn start(number: usize, at_once: usize, patient: Arc<Patient>) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(EXECUTOR_QUEUE_MAX);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().max_blocking_threads(FILE_THREADS_MAX).build()?;
        let name = format!("mitra-guests-{number}");
        let run = move || runtime.block_on(run(jobs, at_once, &patient, number));
        let handle = thread::Builder::new().name(name).spawn(run)?;
        Ok(Self { queue: Some(queue), load: Arc::default(), handle: Some(handle) })
    }
}

/// Runs jobs side by side until the queue is closed and empty.
async fn run(
    mut jobs: mpsc::Receiver<(Job, Load)>,
    at_once: usize,
    patient: &Patient,
    number: usize,
) {
    let queued = gauge!("mitra_executor_queue_turns", "executor" => number.to_string());
    let running = gauge!("mitra_executor_turns", "executor" => number.to_string());
    let greedy = counter!("mitra_executor_greedy_turns_total");
    let places = Arc::new(Semaphore::new(at_once));
    let mut brief = FuturesUnordered::new();
    let mut closed = false;
    while !(closed && brief.is_empty()) {
        tokio::select! {
            biased;
            // Whoever comes may be done at once, while others use their slices.
            next = next(&mut jobs, &places), if !closed => match next {
                Some(job) => brief.push(Brief(Some(job))),
                None => closed = true,
            },
            Some(ended) = brief.next() => if let Some(job) = ended {
                greedy.increment(1);
                patient.take(job);
            },
        }
        queued.set(jobs.len() as f64);
        running.set((at_once - places.available_permits()) as f64);
    }
    // Jobs that were handed over still use this thread's timers.
    let all = u32::try_from(at_once).unwrap_or(u32::MAX);
    places.acquire_many(all).await.map(drop).ok();
}

/// The next job, once there is a place for it; none when the queue is closed.
async fn next(jobs: &mut mpsc::Receiver<(Job, Load)>, places: &Arc<Semaphore>) -> Option<Running> {
    let place = Arc::clone(places).acquire_owned().await.expect("nobody closes it");
    let (Job { department, meter, call }, load) = jobs.recv().await?;
    let call = AssertUnwindSafe(call).catch_unwind();
    Some(Running { department, meter, call, _place: place, _load: load })
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

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn job(call: impl Future<Output = ()> + Send + 'static) -> Job {
        Job::new(DepartmentId::parse("energy").unwrap(), CpuMeter::default(), call)
    }

    #[test]
    fn a_full_queue_refuses_and_goes_on() {
        let executors = Executors::start(1, 1).unwrap();
        let (open, closed) = tokio::sync::watch::channel(false);
        let (begins, begun) = channel();
        let waiting = || {
            let (mut closed, begins) = (closed.clone(), begins.clone());
            job(async move {
                begins.send(()).ok();
                closed.wait_for(|open| *open).await.ok();
            })
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
        executors.submit(job(async { panic!("as the test asks") })).unwrap();
        let (sender, ran) = channel();
        executors.submit(job(async move { sender.send(()).unwrap() })).unwrap();
        ran.recv_timeout(SOON).expect("the executor lives");
    }

    #[test]
    fn dropping_waits_for_what_was_taken() {
        let executors = Executors::start(2, 4).unwrap();
        let (sender, ran) = channel();
        for _ in 0..20 {
            let sender = sender.clone();
            executors.submit(job(async move { sender.send(()).unwrap() })).unwrap();
        }
        drop(executors);
        assert_eq!(ran.try_iter().count(), 20);
    }
}
