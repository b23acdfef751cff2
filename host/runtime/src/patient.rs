//! Threads for turns that have proved greedy: they stand back behind all others, and share them by departments.
//!
//! A guest that spins would hold a core that the whole host needs: a message goes through many threads, and would wait
//! for a slice at each. So these threads are the last that the operating system runs.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, Stream, StreamExt};
use metrics::{counter, gauge};
use mitra_core::ids::DepartmentId;
use tokio::sync::mpsc;

use crate::executor::FILE_THREADS_MAX;
use crate::job::{Load, Running};
use crate::rest::resting;
use crate::scheduling::Back;

/// The most greedy turns of one department on one thread. Each holds one of the sandbox's places; beyond, they end as
/// overloaded and are tried again, so that one department never holds the places of all.
const GREEDY_OF_DEPARTMENT_MAX: usize = 16;

/// A thread for greedy turns. Ends, when it is dropped, after those that it has.
#[derive(Debug)]
pub(crate) struct Patient {
    queue: Option<mpsc::Sender<Running>>,
    /// Jobs waiting or under way.
    load: Arc<AtomicUsize>,
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl Patient {
    /// That far back, for at most so many jobs: each keeps its place with its executor, so that no more ever wait.
    pub(crate) fn start(back: Back, number: usize, places: usize) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(places);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().max_blocking_threads(FILE_THREADS_MAX).build()?;
        let run = move || {
            back.stand();
            runtime.block_on(resting(run(jobs, back, number), Some(back)));
        };
        let name = format!("mitra-{}-{number}", back.name());
        let handle = Mutex::new(Some(thread::Builder::new().name(name).spawn(run)?));
        Ok(Self { queue: Some(queue), load: Arc::default(), handle })
    }

    /// How many jobs it has.
    pub(crate) fn load(&self) -> usize {
        self.load.load(Ordering::Relaxed)
    }

    /// Goes on with a job.
    pub(crate) fn take(&self, job: Running) {
        let job = job.handed_over(Load::add(&self.load));
        // Nobody but `drop` closes the queue, and every job that has a place fits.
        self.queue.as_ref().and_then(|queue| queue.try_send(job).ok());
    }
}

impl Drop for Patient {
    fn drop(&mut self) {
        self.queue.take();
        let handle = self.handle.get_mut().ok().and_then(Option::take);
        if let Some(handle) = handle.filter(|handle| handle.thread().id() != thread::current().id())
        {
            handle.join().ok();
        }
    }
}

/// Runs greedy jobs until the queue is closed and empty.
async fn run(mut jobs: mpsc::Receiver<Running>, back: Back, number: usize) {
    let running =
        gauge!("mitra_patient_turns", "back" => back.name(), "thread" => number.to_string());
    let refused = counter!("mitra_patient_refused_turns_total");
    let mut shares = Shares::default();
    let mut closed = false;
    while !(closed && shares.is_empty()) {
        tokio::select! {
            biased;
            job = jobs.recv(), if !closed => match job {
                Some(job) => {
                    let department = job.department().clone();
                    if shares.of(&department) >= GREEDY_OF_DEPARTMENT_MAX {
                        refused.increment(1);
                        job.end();
                    }
                    shares.add(department, job);
                }
                None => closed = true,
            },
            Some(()) = shares.next() => {}
            else => {}
        }
        running.set(shares.len() as f64);
    }
}

/// Jobs by departments. Whose jobs had the fewest slices is next: eight greedy turns of one department get no more than
/// one of another.
struct Shares<F> {
    departments: Vec<Share<F>>,
}

struct Share<F> {
    department: DepartmentId,
    jobs: FuturesUnordered<Sliced<F>>,
    /// Slices that its jobs had. One that comes anew begins with the fewest of the others, and catches nothing up.
    slices: Rc<Cell<u64>>,
}

impl<F> Default for Shares<F> {
    fn default() -> Self {
        Self { departments: Vec::new() }
    }
}

impl<F: Future + Unpin> Shares<F> {
    fn add(&mut self, department: DepartmentId, job: F) {
        let mut known = self.departments.iter();
        let index = known.position(|share| share.department == department).unwrap_or_else(|| {
            let fewest = self.departments.iter().map(|share| share.slices.get()).min();
            let slices = Rc::new(Cell::new(fewest.unwrap_or(0)));
            self.departments.push(Share { department, jobs: FuturesUnordered::new(), slices });
            self.departments.len() - 1
        });
        let share = &self.departments[index];
        share.jobs.push(Sliced { job, slices: Rc::clone(&share.slices) });
    }

    fn of(&self, department: &DepartmentId) -> usize {
        let mut departments = self.departments.iter();
        departments
            .find(|share| share.department == *department)
            .map_or(0, |share| share.jobs.len())
    }

    fn len(&self) -> usize {
        self.departments.iter().map(|share| share.jobs.len()).sum()
    }

    fn is_empty(&self) -> bool {
        self.departments.is_empty()
    }
}

/// What the jobs give as they end. Ends when there are none.
impl<F: Future + Unpin> Stream for Shares<F> {
    type Item = F::Output;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<F::Output>> {
        self.departments.sort_by_key(|share| share.slices.get());
        for share in &mut self.departments {
            let before = share.slices.get();
            if let Poll::Ready(Some(ended)) = share.jobs.poll_next_unpin(context) {
                return Poll::Ready(Some(ended));
            }
            if share.slices.get() > before {
                // Somebody else may be next now, and has nobody else to wake this thread.
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        self.departments.retain(|share| !share.jobs.is_empty());
        if self.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    }
}

/// A job whose slices are counted.
struct Sliced<F> {
    job: F,
    slices: Rc<Cell<u64>>,
}

impl<F: Future + Unpin> Future for Sliced<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.slices.set(self.slices.get() + 1);
        self.job.poll_unpin(context)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Takes so many slices, and says its name at each.
    async fn spins(name: &'static str, slices: usize, said: Rc<RefCell<Vec<&'static str>>>) {
        for _ in 0..slices {
            said.borrow_mut().push(name);
            tokio::task::yield_now().await;
        }
    }

    /// Waits for the other one without waking anybody itself.
    #[test]
    fn a_job_that_waits_holds_up_no_other_department() {
        let id = |name| DepartmentId::parse(name).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (tell, told) = tokio::sync::oneshot::channel();
            let mut shares: Shares<futures_util::future::LocalBoxFuture<'_, ()>> =
                Shares::default();
            shares.add(id("waits"), Box::pin(told.map(|told| told.unwrap())));
            shares.add(id("tells"), Box::pin(async { tell.send(()).unwrap() }));
            while shares.next().await.is_some() {}
        });
    }

    #[test]
    fn departments_get_the_same_however_many_turns_they_have() {
        let said = Rc::default();
        let id = |name| DepartmentId::parse(name).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut shares = Shares::default();
            for _ in 0..8 {
                shares.add(id("many"), Box::pin(spins("many", 20, Rc::clone(&said))));
            }
            shares.add(id("one"), Box::pin(spins("one", 40, Rc::clone(&said))));
            while shares.next().await.is_some() {}
        });
        let said = said.borrow();
        assert_eq!(said.len(), 8 * 20 + 40, "all are run to their end");
        let until = said.iter().rposition(|name| *name == "one").unwrap();
        let many = said[..until].iter().filter(|name| **name == "many").count();
        assert!((36..=44).contains(&many), "while one had 40 slices, eight had {many}");
    }
}
