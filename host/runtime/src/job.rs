//! One call into a guest, from the queue to its end, whichever thread it is on.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, CatchUnwind};
use mitra_core::ids::DepartmentId;
use tokio::sync::OwnedSemaphorePermit;

use crate::cpu::CpuMeter;
use crate::penalty::PenaltyBox;

/// The CPU time after which a turn has to stand back: an honest one in a compiled language takes some ten microseconds,
/// in an interpreted one a millisecond.
pub(crate) const GREEDY_AFTER: Duration = Duration::from_millis(2);

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

    /// Whose it is.
    pub(crate) fn department(&self) -> &DepartmentId {
        &self.department
    }

    /// With its place, and counted as one of a thread's load.
    pub(crate) fn begin(
        self,
        penalties: Arc<PenaltyBox>,
        place: OwnedSemaphorePermit,
        load: Load,
    ) -> Running {
        let Self { department, meter, call } = self;
        let call = AssertUnwindSafe(call).catch_unwind();
        Running {
            department,
            meter,
            call,
            penalties,
            _place: place,
            _load: load,
            _patients_load: None,
        }
    }
}

/// A job under way, and its place among those that may be. A bug of ours in one turn must not cost all departments
/// their executor.
pub(crate) struct Running {
    department: DepartmentId,
    meter: CpuMeter,
    call: CatchUnwind<AssertUnwindSafe<BoxFuture<'static, ()>>>,
    penalties: Arc<PenaltyBox>,
    _place: OwnedSemaphorePermit,
    _load: Load,
    _patients_load: Option<Load>,
}

impl Running {
    /// Whose it is.
    pub(crate) fn department(&self) -> &DepartmentId {
        &self.department
    }

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
pub(crate) struct Brief(Option<Running>);

impl Brief {
    pub(crate) fn new(job: Running) -> Self {
        Self(Some(job))
    }
}

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
