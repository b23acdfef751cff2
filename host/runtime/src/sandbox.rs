//! The sandbox's public face.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt;
use metrics::gauge;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::limits;
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{GuestState, Turn, TurnFault, TurnOutcome, TurnReport};
use tokio::sync::oneshot;
use wasmtime::Engine;

use crate::cache::CompiledCache;
use crate::carry;
use crate::compile::Compiler;
use crate::cpu::CpuMeter;
use crate::engine::{PoolSize, engine};
use crate::epoch::{EpochThread, Ticker};
use crate::executor::Executors;
use crate::hold::ReleaseHold;
use crate::idle::{IdleThread, Mapper};
use crate::imports::payments;
use crate::instance::{self, Budget, Called, Owner};
use crate::job::Job;
use crate::load::{self, LoadError, LoadedRelease};
use crate::ports::Ports;
use crate::releases::{Release, Releases};
use crate::self_test::{self, SelfTestError, Spinning};
use crate::settings::Settings;
use crate::world::{Linkers, NotCarried};

/// Turns at once, over all executors. Each holds 64 MiB of address space at most, and touches what
/// it uses.
pub(crate) const TURNS_MAX: u32 = 128;
/// How long a caller waits beyond the turn's own wall time, for its place in the queue.
const QUEUE_MAX: Duration = Duration::from_secs(10);

/// What a sandbox is made of.
#[derive(Debug)]
pub struct SandboxOptions {
    /// Threads that run guests.
    pub executors: usize,
    /// Turns at once, over all of them.
    pub turns_max: u32,
    /// CPU time of one turn.
    pub turn_cpu_max: Duration,
    /// Wall time of one turn.
    pub turn_wall_max: Duration,
    /// Linear memory of one turn, over all its memories, in bytes.
    pub guest_memory_bytes_max: usize,
    /// Whether components are taken that are built for a draft of the contract.
    pub takes_drafts: bool,
    cache: CompiledCache,
    compiler: Compiler,
}

impl SandboxOptions {
    /// The limits of [`mitra_core::limits`] and one executor per core.
    pub fn new(cache: CompiledCache, compiler: Compiler) -> Self {
        Self {
            executors: std::thread::available_parallelism().map_or(1, usize::from),
            turns_max: TURNS_MAX,
            turn_cpu_max: limits::TURN_CPU_MAX,
            turn_wall_max: limits::TURN_WALL_MAX,
            guest_memory_bytes_max: limits::GUEST_MEMORY_BYTES_MAX,
            takes_drafts: false,
            cache,
            compiler,
        }
    }
}

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The engine cannot be had.
    #[error("the engine cannot start")]
    Engine(#[source] wasmtime::Error),
    /// A thread cannot be had.
    #[error("a thread cannot start")]
    Thread(#[source] std::io::Error),
}

/// Runs departments' components. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox(pub(crate) Arc<Parts>);

/// What the sandbox's own files share.
pub(crate) struct Parts {
    pub(crate) engine: Engine,
    pub(crate) ticker: Ticker,
    pub(crate) releases: Arc<Releases>,
    pub(crate) budget: Budget,
    pub(crate) takes_drafts: bool,
    pub(crate) mapper: Mapper,
    pub(crate) compiler: Compiler,
    pub(crate) spinning: Spinning,
    pub(crate) ports: Arc<Ports>,
    // Order matters: executors end before the ticker that interrupts their guests.
    pub(crate) executors: Executors,
    _epoch: EpochThread,
    _idle: IdleThread,
}

impl Sandbox {
    /// Starts the sandbox's threads.
    pub fn new(options: SandboxOptions, ports: Ports) -> Result<Self, SandboxError> {
        let executors = options.executors.max(1);
        let at_once = (options.turns_max as usize / executors).max(1);
        let memory_bytes = options.guest_memory_bytes_max;
        let turns = u32::try_from(at_once * executors).unwrap_or(u32::MAX);
        let pool = PoolSize { turns, memory_bytes };
        let (engine, pooled) = engine(pool).map_err(SandboxError::Engine)?;
        gauge!("mitra_sandbox_pooled").set(f64::from(u8::from(pooled)));
        let linkers = Linkers::new(&engine).map_err(SandboxError::Engine)?;
        let epoch = EpochThread::start(engine.clone()).map_err(SandboxError::Thread)?;
        let executors = Executors::start(executors, at_once).map_err(SandboxError::Thread)?;
        let releases = Arc::default();
        let mapper = Mapper {
            engine: engine.clone(),
            linkers: Arc::new(linkers),
            cache: Arc::new(options.cache),
        };
        let idle = IdleThread::start(Arc::clone(&releases), mapper.clone());
        let idle = idle.map_err(SandboxError::Thread)?;
        let budget = Budget {
            cpu: options.turn_cpu_max,
            wall: options.turn_wall_max,
            memory_bytes,
            table_elements: limits::GUEST_TABLE_ELEMENTS_MAX,
        };
        Ok(Self(Arc::new(Parts {
            ticker: epoch.ticker(),
            releases,
            budget,
            takes_drafts: options.takes_drafts,
            mapper,
            compiler: options.compiler,
            spinning: Spinning::default(),
            ports: Arc::new(ports),
            executors,
            _epoch: epoch,
            _idle: idle,
            engine,
        })))
    }

    /// Checks, compiles (or finds compiled), links and describes a component. Blocks; not for a
    /// serving thread.
    ///
    /// Departments that load the same bytes share their machine code.
    pub fn load(
        &self,
        department: &DepartmentId,
        component: &[u8],
        settings: impl Into<Settings>,
    ) -> Result<LoadedRelease, LoadError> {
        let loaded = load::load(&self.0, department, None, component, settings.into());
        loaded.map(|(release, _)| release)
    }

    /// The same for as long as the hold is there, as the release of this digest, or of the component's own. One
    /// department may have several loaded.
    pub fn hold(
        &self,
        department: &DepartmentId,
        release: Option<&ReleaseDigest>,
        component: &[u8],
        settings: impl Into<Settings>,
    ) -> Result<(LoadedRelease, ReleaseHold), LoadError> {
        let loaded = load::load(&self.0, department, release, component, settings.into());
        let (release, number) = loaded?;
        let digest = release.digest.clone();
        let (releases, department) = (Arc::clone(&self.0.releases), department.clone());
        Ok((release, ReleaseHold { releases, department, digest, number }))
    }

    /// Tries whether a loaded release carries a state over to its own schema. What it makes of it is thrown away.
    /// Blocks.
    pub fn carries_over(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
        state: GuestState,
    ) -> Result<(), NotCarried> {
        carry::carries_over(&self.0, department, release, state)
    }

    /// Forgets a department's release: new turns on it are refused, those under way end as they
    /// would. Gives back whether it was loaded.
    pub fn unload(&self, department: &DepartmentId, digest: &ReleaseDigest) -> bool {
        self.0.releases.remove(department, digest, |_| true)
    }

    /// Gives back the memory of releases that were used, and that no turn was run on for so long: they are mapped anew
    /// from their files. The sandbox does so by itself, for those idle for a minute.
    pub fn give_back_idle(&self, idle: Duration) {
        self.0.releases.give_back_idle(idle, &self.0.mapper);
    }

    /// Proves that a guest that spins is ended, and gives the CPU time it used. Blocks.
    pub fn self_test(&self) -> Result<Duration, SelfTestError> {
        self_test::self_test(&self.0)
    }
}

#[async_trait]
impl TurnRunner for Sandbox {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        self.run_over(release, turn, Arc::clone(&self.0.ports)).await
    }
}

impl Sandbox {
    /// What turns reach beyond the sandbox.
    pub fn ports(&self) -> &Arc<Ports> {
        &self.0.ports
    }

    /// What the operator decided about a release that is loaded.
    pub fn settings(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
    ) -> Option<Arc<Settings>> {
        let release = self.0.releases.get(department, release)?;
        Some(Arc::clone(&release.settings))
    }

    /// The same as [`TurnRunner::run`] with other ports: to write down what a turn reaches, or to repeat it.
    pub async fn run_over(
        &self,
        release: &ReleaseDigest,
        turn: Turn,
        reached: Arc<Ports>,
    ) -> TurnReport {
        let parts = &self.0;
        let Some(release) = parts.releases.get(&turn.department, release) else {
            return failed_by_host("the release is not loaded");
        };
        let (engine, ticker, budget) = (parts.engine.clone(), parts.ticker.clone(), parts.budget);
        let (mut sender, report) = oneshot::channel();
        let (department, meter) = (turn.department.clone(), CpuMeter::default());
        let measured = meter.clone();
        let job = Job::new(department, meter, async move {
            tokio::select! {
                biased;
                // Nobody waits any more: the turn has no effect and need not go on.
                () = sender.closed() => {}
                report = run_turn(&engine, &ticker, budget, measured, reached, release, turn) => {
                    sender.send(report).ok();
                }
            }
        });
        if parts.executors.submit(job).is_err() {
            return TurnReport::failed(TurnFault::Overloaded);
        }
        match tokio::time::timeout(budget.wall + QUEUE_MAX, report).await {
            Ok(Ok(report)) => report,
            Ok(Err(_)) => failed_by_host("the executor dropped the turn"),
            Err(_) => TurnReport::failed(TurnFault::Overloaded),
        }
    }
}

/// Everything of a turn that happens on the executor's thread.
pub(crate) async fn run_turn(
    engine: &Engine,
    ticker: &Ticker,
    budget: Budget,
    meter: CpuMeter,
    ports: Arc<Ports>,
    release: Arc<Release>,
    turn: Turn,
) -> TurnReport {
    let began = Instant::now();
    release.used.note();
    let owner = Owner {
        department: turn.department.clone(),
        service: turn.service.clone(),
        citizen: turn.citizen,
        now: turn.now,
        turn: turn.id.clone(),
        seed: turn.seed.clone(),
        media_key: turn.media_key.clone(),
        settings: Arc::clone(&release.settings),
        ports: Arc::clone(&ports),
    };
    let turn = Arc::new(turn);
    let (called, given) = (Arc::clone(&release), Arc::clone(&turn));
    let Called { result, records, timers, certificates, usage } =
        instance::run(engine, ticker, budget, meter, owner, move |store| {
            async move { called.handler.handle(store, &given, called.state_schema).await }.boxed()
        })
        .await;
    release.costs.record(began.elapsed(), usage);
    let mut result = result.and_then(|answer| answer);
    if let Ok(TurnOutcome { payment: Some(request), .. }) = &result
        && let Err(fault) = payments::check(&ports, &release.settings, &turn, request).await
    {
        result = Err(fault);
    }
    let result = result.and_then(|mut outcome| {
        release.settings.grants.forms.write_into(&mut outcome)?;
        Ok(outcome)
    });
    match result {
        Ok(outcome) => {
            let reads = records.reads();
            let timers = timers.into_writes(&turn.department, &turn.service);
            let certificates = certificates.into_effects(&turn.department);
            let (result, writes) = (Ok(outcome), records.into_writes());
            TurnReport { result, reads, writes, timers, certificates, usage }
        }
        Err(fault) => TurnReport { usage, ..TurnReport::failed(fault) },
    }
}

fn failed_by_host(detail: &str) -> TurnReport {
    TurnReport::failed(TurnFault::HostFailed { detail: detail.to_owned() })
}
