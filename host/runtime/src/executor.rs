//! Threads that run guests and nothing else. Those that take notifications and send replies are
//! never held up by one.
//!
//! A turn begins on an executor. Nearly every one ends there, within a small part of a slice; one that has used
//! [`GREEDY_AFTER`](crate::job::GREEDY_AFTER) goes on with the patient threads, which stand back behind all others.
//! Departments of which a turn broke a limit lately have executors of their own, which stand back as well.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use metrics::{Gauge, counter, gauge};
use mitra_core::limits::EXECUTOR_QUEUE_MAX;
use tokio::sync::{Semaphore, mpsc};

use crate::job::{Brief, Job, Load, Running};
use crate::patient::Patient;
use crate::penalty::PenaltyBox;
use crate::rest::resting;
use crate::scheduling::Back;

/// Threads beside one executor's that read and write the files of its guests.
pub(crate) const FILE_THREADS_MAX: usize = 4;
/// Of an executor's places, one in so many is for turns that begin in the penalty box: those wait for a processor while
/// the machine is busy, and must not have the others wait for places.
const PENALTY_PLACES_PART: usize = 4;

/// All executors. Their threads end when the last handle is dropped and their queues are empty.
#[derive(Debug)]
pub(crate) struct Executors {
    in_front: Vec<Executor>,
    /// For departments in the penalty box: fewer, with places of those in front, behind all others.
    behind: Vec<Executor>,
    /// Dropped last: executors hand jobs over to them until they end.
    patients: Arc<Patients>,
}

/// Where greedy jobs of all executors go on.
#[derive(Debug)]
struct Patients {
    behind: Vec<Patient>,
    last: Vec<Patient>,
    penalties: Arc<PenaltyBox>,
    /// Held by the executor that chooses: two that hand over at once must not both find the same one free.
    choosing: Mutex<()>,
}

impl Patients {
    /// As many of each as there are beside so many executors, for so many jobs in all.
    fn start(executors: usize, places: usize) -> std::io::Result<Self> {
        let start = |back: Back| {
            (0..back.threads(executors)).map(move |number| Patient::start(back, number, places))
        };
        let behind = start(Back::Behind).collect::<Result<_, _>>()?;
        let last = start(Back::Last).collect::<Result<_, _>>()?;
        Ok(Self { behind, last, penalties: Arc::default(), choosing: Mutex::default() })
    }

    /// Hands a job to the one with the fewest.
    fn take(&self, job: Running) {
        let is_last = self.penalties.holds(job.department(), Instant::now());
        let patients = if is_last { &self.last } else { &self.behind };
        let _choosing = self.choosing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(patient) = patients.iter().min_by_key(|patient| patient.load()) {
            patient.take(job);
        }
    }
}

#[derive(Debug)]
struct Executor {
    queue: Option<mpsc::Sender<(Job, Load)>>,
    /// Jobs queued or under way.
    load: Arc<AtomicUsize>,
    handle: Option<JoinHandle<()>>,
}

/// How many jobs may be under way.
#[derive(Debug)]
struct Places {
    /// On this executor, before they prove greedy.
    most: usize,
    /// In all, of this executor and of the one before or behind it.
    all: usize,
    /// Those of all that are free.
    free: Arc<Semaphore>,
}

/// What is said of one executor.
struct Gauges {
    queued: Gauge,
    running: Gauge,
}

impl Gauges {
    fn of(kind: &'static str, number: usize) -> Self {
        let number = number.to_string();
        Self {
            queued: gauge!("mitra_executor_queue_turns", "kind" => kind, "executor" => number.clone()),
            running: gauge!("mitra_executor_turns", "kind" => kind, "executor" => number),
        }
    }
}

/// No executor has room.
#[derive(Debug)]
pub(crate) struct Full;

impl Executors {
    /// Starts so many executors, each with at most `at_once` jobs under way, and what stands behind them.
    pub(crate) fn start(n_executors: usize, at_once: usize) -> std::io::Result<Self> {
        let patients = Arc::new(Patients::start(n_executors, at_once * n_executors)?);
        let (mut in_front, mut behind) = (Vec::new(), Vec::new());
        for number in 0..n_executors {
            let free = Arc::new(Semaphore::new(at_once));
            let start = |back, most| {
                let places = Places { most, all: at_once, free: Arc::clone(&free) };
                Executor::start(back, number, places, Arc::clone(&patients))
            };
            in_front.push(start(None, at_once)?);
            if number < Back::Penalty.threads(n_executors) {
                behind.push(start(Some(Back::Penalty), at_once.div_ceil(PENALTY_PLACES_PART))?);
            }
        }
        Ok(Self { in_front, behind, patients })
    }

    /// Hands a job to the executor with the least to do.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Full> {
        let load = |executor: &&Executor| executor.load.load(Ordering::Relaxed);
        let is_penalised = self.patients.penalties.holds(job.department(), Instant::now());
        let executors = if is_penalised { &self.behind } else { &self.in_front };
        let executor = executors.iter().min_by_key(load).ok_or(Full)?;
        let queue = executor.queue.as_ref().ok_or(Full)?;
        queue.try_send((job, Load::add(&executor.load))).map_err(|_| Full)
    }
}

impl Executor {
    /// At the priority of the host, or that far back.
    fn start(
        back: Option<Back>,
        number: usize,
        places: Places,
        patients: Arc<Patients>,
    ) -> std::io::Result<Self> {
        // The one that waits for a place is out of the channel.
        let (queue, jobs) = mpsc::channel(EXECUTOR_QUEUE_MAX - 1);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().max_blocking_threads(FILE_THREADS_MAX).build()?;
        let kind = back.map_or("guests", Back::name);
        let name = format!("mitra-{kind}-{number}");
        let gauges = Gauges::of(kind, number);
        let run = move || {
            if let Some(back) = back {
                back.stand();
            }
            runtime.block_on(resting(run(jobs, places, &patients, gauges), back));
        };
        let handle = thread::Builder::new().name(name).spawn(run)?;
        Ok(Self { queue: Some(queue), load: Arc::default(), handle: Some(handle) })
    }
}

/// Runs jobs side by side until the queue is closed and empty.
async fn run(
    mut jobs: mpsc::Receiver<(Job, Load)>,
    places: Places,
    patients: &Patients,
    gauges: Gauges,
) {
    let greedy = counter!("mitra_executor_greedy_turns_total");
    let mut brief = FuturesUnordered::new();
    let (mut closed, mut waiting) = (false, None);
    while !(closed && waiting.is_none() && brief.is_empty()) {
        tokio::select! {
            biased;
            // Whoever comes may be done at once, while others use their slices.
            next = jobs.recv(), if !closed && waiting.is_none() => {
                closed = next.is_none();
                waiting = next;
            }
            // A place is taken for a job that is there: the executor in front or behind needs it otherwise.
            Ok(place) = Arc::clone(&places.free).acquire_owned(),
                if waiting.is_some() && brief.len() < places.most =>
            {
                let begin = |(job, load): (Job, Load)| {
                    Brief::new(job.begin(Arc::clone(&patients.penalties), place, load))
                };
                brief.extend(waiting.take().map(begin));
            }
            Some(ended) = brief.next() => if let Some(job) = ended {
                greedy.increment(1);
                patients.take(job);
            },
        }
        gauges.queued.set((jobs.len() + usize::from(waiting.is_some())) as f64);
        gauges.running.set(brief.len() as f64);
    }
    // Jobs that were handed over still use this thread's timers.
    let all = u32::try_from(places.all).unwrap_or(u32::MAX);
    places.free.acquire_many(all).await.map(drop).ok();
}

impl Drop for Executors {
    fn drop(&mut self) {
        let mut executors: Vec<_> = self.in_front.iter_mut().chain(&mut self.behind).collect();
        for executor in &mut executors {
            executor.queue.take();
        }
        for executor in executors {
            if let Some(handle) = executor.handle.take()
                && handle.thread().id() != thread::current().id()
            {
                handle.join().ok();
            }
        }
    }
}

#[cfg(test)]
mod tests;
