//! One turn's isolated state: a fresh store, its limits, and what is left of it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId, TurnId};
use mitra_core::limits::{GUEST_HANDLES_MAX, HOST_CALLS_PER_TURN_MAX};
use mitra_core::media::MediaKey;
use mitra_core::turn::{TurnFault, TurnSeed, Usage};
use wasmtime::{Engine, Store, UpdateDeadline};

use crate::cpu::CpuMeter;
use crate::epoch::Ticker;
use crate::fault;
use crate::imports::{
    CertificateBuffer, Chance, LogBudget, MediaReads, RecordBuffer, TimerBuffer, Web,
};
use crate::limiter::MemoryLimiter;
use crate::ports::Ports;
use crate::settings::Settings;
use crate::wasi::Wasi;

/// What a guest may hand to the host in one call. The largest honest one is a description with 50
/// services of 50 aliases of 60 characters of 4 bytes, 600 KB, and 60 KB of names; a record's value
/// is 64 KiB, an outcome 200 KB and 1 MiB of files. Without it, a short list of pointers to one long string would
/// become gigabytes here.
pub(crate) const HANDED_OVER_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What one turn may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
    pub(crate) memory_bytes: usize,
    pub(crate) table_elements: usize,
}

/// What host functions of one turn share. Dropped with the store at the turn's end.
pub(crate) struct TurnState {
    pub(crate) department: DepartmentId,
    pub(crate) service: ServiceId,
    pub(crate) citizen: CitizenId,
    pub(crate) now: Timestamp,
    pub(crate) turn: TurnId,
    pub(crate) seed: TurnSeed,
    pub(crate) media_key: MediaKey,
    pub(crate) settings: Arc<Settings>,
    pub(crate) ports: Arc<Ports>,
    pub(crate) chance: Chance,
    pub(crate) records: RecordBuffer,
    pub(crate) timers: TimerBuffer,
    pub(crate) payment_finds: u32,
    pub(crate) certificates: CertificateBuffer,
    pub(crate) log: LogBudget,
    pub(crate) media: MediaReads,
    pub(crate) web: Web,
    /// Made when the guest first calls WASI: most never do.
    pub(crate) wasi: Option<Box<Wasi>>,
    memory: MemoryLimiter,
    host_calls: u32,
    failed: Option<TurnFault>,
    /// Whether the guest went on after `failed`, for nobody could tell it.
    is_overdue: bool,
}

/// For whom a store is.
pub(crate) struct Owner {
    pub(crate) department: DepartmentId,
    pub(crate) service: ServiceId,
    pub(crate) citizen: CitizenId,
    pub(crate) now: Timestamp,
    pub(crate) turn: TurnId,
    pub(crate) seed: TurnSeed,
    pub(crate) media_key: MediaKey,
    pub(crate) settings: Arc<Settings>,
    pub(crate) ports: Arc<Ports>,
}

/// The refusal of a host function: it ends the turn; the fault itself is kept in the state.
#[derive(Debug, thiserror::Error)]
#[error("the host ended the turn")]
pub(crate) struct Ended;

impl TurnState {
    pub(crate) fn new(owner: Owner, budget: &Budget) -> Self {
        let Owner { department, service, citizen, now, turn, seed, media_key, settings, ports } =
            owner;
        let (settings_too, ports_too) = (Arc::clone(&settings), Arc::clone(&ports));
        let web = Web::new(department.clone(), turn.clone(), settings_too, ports_too);
        Self {
            department,
            service,
            citizen,
            now,
            turn,
            seed,
            media_key,
            settings,
            ports,
            chance: Chance::default(),
            records: RecordBuffer::default(),
            timers: TimerBuffer::default(),
            payment_finds: 0,
            certificates: CertificateBuffer::default(),
            log: LogBudget::default(),
            media: MediaReads::default(),
            web,
            wasi: None,
            memory: MemoryLimiter::new(budget.memory_bytes, budget.table_elements),
            host_calls: 0,
            failed: None,
            is_overdue: false,
        }
    }

    /// Counts one call of a host function.
    pub(crate) fn count_host_call(&mut self) -> wasmtime::Result<()> {
        if self.host_calls >= HOST_CALLS_PER_TURN_MAX {
            let limit = format!("host calls in a turn: {HOST_CALLS_PER_TURN_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        self.host_calls += 1;
        Ok(())
    }

    /// Ends the turn with this fault; give what comes back to the guest's caller.
    pub(crate) fn fail(&mut self, fault: TurnFault) -> wasmtime::Error {
        self.failed.get_or_insert(fault);
        wasmtime::Error::new(Ended)
    }

    /// The same where the function called cannot refuse: one call too many ends the turn at the next tick.
    pub(crate) fn note_host_call(&mut self) {
        self.is_overdue |= self.count_host_call().is_err();
    }

    /// Why the turn is to end although its guest goes on, if it is.
    pub(crate) fn overdue(&self) -> Option<TurnFault> {
        let noted = self.failed.as_ref().filter(|_| self.is_overdue);
        noted.cloned().or_else(|| self.web.overdue())
    }

    /// Why the turn ends, if the host has named it.
    pub(crate) fn fault(&self) -> Option<TurnFault> {
        self.failed.clone().or_else(|| self.overdue())
    }

    /// Ends the turn because the host itself failed it.
    pub(crate) fn fail_host(
        &mut self,
        what: &str,
        error: &(dyn std::error::Error + 'static),
    ) -> wasmtime::Error {
        tracing::error!(department = self.department.as_str(), error, "{what} failed a turn");
        self.fail(TurnFault::HostFailed { detail: format!("{what}: {error}") })
    }
}

/// What became of one call into a guest.
pub(crate) struct Called<T> {
    pub(crate) result: Result<T, TurnFault>,
    pub(crate) records: RecordBuffer,
    pub(crate) timers: TimerBuffer,
    pub(crate) certificates: CertificateBuffer,
    pub(crate) usage: Usage,
}

/// A call into a guest, under way. `Send`: a greedy one goes on in another thread.
pub(crate) type Calling<'store, T> = BoxFuture<'store, wasmtime::Result<T>>;

/// Makes a fresh store, runs `call` in it within the budget, and takes out what is left.
///
/// # Cancel safety
/// Dropping the future ends the call and frees its instance.
pub(crate) async fn run<T>(
    engine: &Engine,
    ticker: &Ticker,
    budget: Budget,
    meter: CpuMeter,
    owner: Owner,
    call: impl for<'store> FnOnce(&'store mut Store<TurnState>) -> Calling<'store, T>,
) -> Called<T> {
    let mut store = Store::new(engine, TurnState::new(owner, &budget));
    store.limiter(|state| &mut state.memory);
    store.set_hostcall_fuel(HANDED_OVER_BYTES_MAX);
    store.set_max_component_handles(GUEST_HANDLES_MAX);
    let watched = meter.clone();
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(move |mut context| {
        if context.data().overdue().is_some() {
            return Err(wasmtime::Error::new(Ended));
        }
        if watched.running() > budget.cpu {
            return Err(context.data_mut().fail(TurnFault::CpuExceeded { limit: budget.cpu }));
        }
        if watched.is_refused() {
            return Err(context.data_mut().fail(TurnFault::Overloaded));
        }
        // Others on this thread get their turn in between.
        Ok(UpdateDeadline::Yield(1))
    });
    let _ticking = ticker.begin();
    // Order matters: the call's future borrows the store and is gone before the store is taken
    // apart.
    let ended = {
        let call = pin!(call(&mut store));
        tokio::time::timeout(budget.wall, meter.measure(call)).await
    };
    let cpu = meter.ended();
    let state = store.into_data();
    let result = match ended {
        Ok(Ok(answer)) => state.overdue().map_or(Ok(answer), Err),
        Ok(Err(error)) => Err(fault::of_trap(&error, state.fault(), &state.memory)),
        Err(_) => Err(TurnFault::DeadlineExceeded { limit: budget.wall }),
    };
    if result.as_ref().is_err_and(breaks_limit) {
        meter.break_limit();
    }
    let usage =
        Usage { cpu, memory_bytes: state.memory.memory_bytes(), host_calls: state.host_calls };
    let TurnState { records, timers, certificates, .. } = state;
    Called { result, records, timers, certificates, usage }
}

/// Whether a turn that ended so took more than it may. A trap or a slow back end take nothing of others.
fn breaks_limit(fault: &TurnFault) -> bool {
    matches!(
        fault,
        TurnFault::CpuExceeded { .. }
            | TurnFault::MemoryExceeded { .. }
            | TurnFault::LimitExceeded { .. }
    )
}
