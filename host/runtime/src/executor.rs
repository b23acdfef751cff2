//! Threads that run guests and nothing else. Those that take notifications and send replies are
//! never held up by one.
//!
//! A turn begins on an executor. Nearly every one ends there, within a small part of a slice; one that has used
//! [`GREEDY_AFTER`] goes on with the patient threads, which stand back behind all others.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use futures_util::future::{BoxFuture, CatchUnwind};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use metrics::{counter, gauge};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::EXECUTOR_QUEUE_MAX;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::cpu::CpuMeter;
use crate::patient::{Back, Patient};
use crate::penalty::PenaltyBox;

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
    penalties: Arc<PenaltyBox>,
    _place: OwnedSemaphorePermit,
    _load: Load,
    _patients_load: Option<Load>,
}

impl Running {
    /// Counts it as one of a patient thread's as well.
    pub(crate) fn handed_over(self, load: Load) -> Self {
        Self { _patients_load: Some(load), ..self }
    }

    /// Has the turn end as overloaded when its next slice is over.
    pub(crate) fn end(&self) {
        self.meter.refuse();
    }
}

impl Future for Running {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.call.poll_unpin(context).map(|ended| {
            if self.meter.broke_limit() {
                self.penalties.put(&self.department, Instant::now());
            }
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
    _patients: Arc<Patients>,
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
    /// So many of each, for so many jobs in all.
    fn start(each: usize, places: usize) -> std::io::Result<Self> {
        let start = |back| (0..each).map(move |number| Patient::start(back, number, places));
        let behind = start(Back::Behind).collect::<Result<_, _>>()?;
        let last = start(Back::Last).collect::<Result<_, _>>()?;
        Ok(Self { behind, last, penalties: Arc::default(), choosing: Mutex::default() })
    }

    /// Hands a job to the one with the fewest.
    fn take(&self, job: Running) {
        let is_last = self.penalties.holds(&job.department, Instant::now());
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

/// One job of a thread's load.
#[derive(Debug)]
pub(crate) struct Load(Arc<AtomicUsize>);

impl Load {
    pub(crate) fn add(load: &Arc<AtomicUsize>) -> Self {
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
    /// Starts so many threads, each with at most `at_once` jobs under way, and as many patient ones of each kind.
    pub(crate) fn start(n_executors: usize, at_once: usize) -> std::io::Result<Self> {
        let patients = Arc::new(Patients::start(n_executors, at_once * n_executors)?);
        let executors =
            (0..n_executors).map(|number| Executor::start(number, at_once, Arc::clone(&patients)));
        Ok(Self { executors: executors.collect::<Result<_, _>>()?, _patients: patients })
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
    fn start(number: usize, at_once: usize, patients: Arc<Patients>) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(EXECUTOR_QUEUE_MAX);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().max_blocking_threads(FILE_THREADS_MAX).build()?;
        let name = format!("mitra-guests-{number}");
        let run = move || runtime.block_on(run(jobs, at_once, &patients, number));
        let handle = thread::Builder::new().name(name).spawn(run)?;
        Ok(Self { queue: Some(queue), load: Arc::default(), handle: Some(handle) })
    }
}

/// Runs jobs side by side until the queue is closed and empty.
async fn run(
    mut jobs: mpsc::Receiver<(Job, Load)>,
    at_once: usize,
    patients: &Patients,
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
            next = next(&mut jobs, &places, &patients.penalties), if !closed => match next {
                Some(job) => brief.push(Brief(Some(job))),
                None => closed = true,
            },
            Some(ended) = brief.next() => if let Some(job) = ended {
                greedy.increment(1);
                patients.take(job);
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
async fn next(
    jobs: &mut mpsc::Receiver<(Job, Load)>,
    places: &Arc<Semaphore>,
    penalties: &Arc<PenaltyBox>,
) -> Option<Running> {
    let place = Arc::clone(places).acquire_owned().await.expect("nobody closes it");
    let (Job { department, meter, call }, load) = jobs.recv().await?;
    let call = AssertUnwindSafe(call).catch_unwind();
    let penalties = Arc::clone(penalties);
    Some(Running {
        department,
        meter,
        call,
        penalties,
        _place: place,
        _load: load,
        _patients_load: None,
    })
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

    /// The thread that a greedy job of this department ends on, which may break a limit.
    fn ends_on(executors: &Executors, department: &str, breaks_limit: bool) -> String {
        let (sender, ended) = channel();
        let meter = CpuMeter::default();
        let measured = meter.clone();
        let call = async move {
            let greedy = std::pin::pin!(async {
                while measured.running() < GREEDY_AFTER {}
                tokio::task::yield_now().await;
                if breaks_limit {
                    measured.break_limit();
                }
                sender.send(thread::current().name().unwrap_or_default().to_owned()).unwrap();
            });
            measured.measure(greedy).await;
        };
        let department = DepartmentId::parse(department).unwrap();
        executors.submit(Job::new(department, meter, call)).unwrap();
        ended.recv_timeout(SOON).expect("it ends")
    }

    #[test]
    fn greedy_jobs_stand_back_and_those_of_a_department_that_broke_a_limit_stand_last() {
        let executors = Executors::start(1, 4).unwrap();
        assert_eq!(ends_on(&executors, "energy", false), "mitra-behind-0");
        assert_eq!(ends_on(&executors, "energy", true), "mitra-behind-0");
        // That is noted when the job has ended, just after it has told us.
        let mut next = (0..100).map(|_| ends_on(&executors, "energy", false));
        assert!(next.any(|thread| thread == "mitra-last-0"));
        assert_eq!(ends_on(&executors, "water", false), "mitra-behind-0", "nobody else does");
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
