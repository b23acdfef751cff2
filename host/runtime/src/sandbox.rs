//! The sandbox's public face.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arc_swap::ArcSwap;
use async_trait::async_trait;
use futures_util::FutureExt;
use mitra_core::clock::Timestamp;
use mitra_core::department::Department;
use mitra_core::hex::hex;
use mitra_core::ids::{CitizenId, DepartmentId, ReleaseDigest};
use mitra_core::limits;
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{RecordKey, Scope, Turn, TurnFault, TurnReport, Usage};
use mitra_storage::{Record, Records, StorageError};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;
use wasmtime::component::Linker;
use wasmtime::{Engine, Module, Store};

use crate::cache::CompiledCache;
use crate::check::check;
use crate::compile::Compiler;
use crate::engine::engine;
use crate::epoch::{EpochThread, Ticker};
use crate::executor::Executors;
use crate::instance::{self, Budget, Called, Owner, TurnState};
use crate::load::{LoadError, LoadedRelease, Release};
use crate::world::v0_1_0::{self, DepartmentPre};

/// Turns at once, over all executors. Each holds 64 MiB of address space at most, and touches what it uses.
const TURNS_MAX: u32 = 128;
/// How long a caller waits beyond the turn's own wall time, for its place in the queue.
const QUEUE_MAX: Duration = Duration::from_secs(10);
/// CPU time after which the self-test's guest must be ended.
const SELF_TEST_CPU: Duration = Duration::from_millis(20);
/// By when it must have been ended at the latest, on the busiest machine.
const SELF_TEST_MAX: Duration = Duration::from_secs(5);

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

/// Why the sandbox is not to be trusted.
#[derive(Debug, thiserror::Error)]
pub enum SelfTestError {
    /// The spinning guest cannot even be made.
    #[error("the spinning guest cannot be made")]
    Guest(#[source] wasmtime::Error),
    /// It went on.
    #[error("the spinning guest was not ended within {waited:?}")]
    NotEnded {
        /// How long we waited.
        waited: Duration,
    },
}

/// Runs departments' components. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    engine: Engine,
    ticker: Ticker,
    linker: Linker<TurnState>,
    releases: ArcSwap<HashMap<(DepartmentId, ReleaseDigest), Arc<Release>>>,
    /// Linked components by content: departments with the same component share it.
    components: Mutex<HashMap<ReleaseDigest, DepartmentPre<TurnState>>>,
    storage: Arc<dyn Records>,
    options: SandboxOptions,
    // Order matters: executors end before the ticker that interrupts their guests.
    executors: Executors,
    _epoch: EpochThread,
}

impl Sandbox {
    /// Starts the sandbox's threads. Guests read their records from `storage`.
    pub fn new(options: SandboxOptions, storage: Arc<dyn Records>) -> Result<Self, SandboxError> {
        let engine = engine(options.turns_max).map_err(SandboxError::Engine)?;
        let linker = v0_1_0::linker(&engine).map_err(SandboxError::Engine)?;
        let epoch = EpochThread::start(engine.clone()).map_err(SandboxError::Thread)?;
        let n_executors = options.executors.max(1);
        let at_once = (options.turns_max as usize / n_executors).max(1);
        let executors = Executors::start(n_executors, at_once).map_err(SandboxError::Thread)?;
        Ok(Self(Arc::new(Inner {
            ticker: epoch.ticker(),
            linker,
            releases: ArcSwap::default(),
            components: Mutex::default(),
            storage,
            options,
            executors,
            _epoch: epoch,
            engine,
        })))
    }

    /// Checks, compiles (or finds compiled), links and describes a component. Blocks; not for a serving thread.
    pub fn load(
        &self,
        department: &DepartmentId,
        component: &[u8],
        config: BTreeMap<String, String>,
    ) -> Result<LoadedRelease, LoadError> {
        let digest = ReleaseDigest::new(hex(&Sha256::digest(component)));
        let pre = self.0.link(&digest, component)?;
        let config = Arc::new(config);
        let described = self.0.describe(department, &pre, &config)?;
        if self.0.describe(department, &pre, &config)? != described {
            return Err(LoadError::Unsteady);
        }
        let release = Arc::new(Release { pre, config, state_schema: described.state_schema });
        let key = (department.clone(), digest.clone());
        self.0.releases.rcu(|releases| {
            let mut releases = HashMap::clone(releases);
            releases.insert(key.clone(), Arc::clone(&release));
            releases
        });
        Ok(LoadedRelease { digest, department: described })
    }

    /// Proves that a guest that spins is ended: the commonest bug of hosts like this is a clock that nobody ticks.
    /// Gives how long it took. Blocks.
    pub fn self_test(&self) -> Result<Duration, SelfTestError> {
        let inner = &self.0;
        let text = r#"(module (func (export "spin") (loop (br 0))))"#;
        let module = Module::new(&inner.engine, text).map_err(SelfTestError::Guest)?;
        let (sender, ended) = std::sync::mpsc::channel();
        let (engine, ticker) = (inner.engine.clone(), inner.ticker.clone());
        let budget = Budget { cpu: SELF_TEST_CPU, ..inner.budget() };
        let owner = Inner::nobody(DepartmentId::parse("self-test").expect("it is an id"));
        let job = move || {
            let spin = async move |store: &mut Store<TurnState>| {
                let instance = wasmtime::Instance::new_async(&mut *store, &module, &[]).await?;
                let spin = instance.get_typed_func::<(), ()>(&mut *store, "spin")?;
                spin.call_async(store, ()).await
            };
            async move {
                let called = instance::run(&engine, &ticker, budget, owner, spin).await;
                // The tester may have given up.
                sender.send((called.result, called.usage.cpu)).ok();
            }
            .boxed_local()
        };
        let not_ended = SelfTestError::NotEnded { waited: SELF_TEST_MAX };
        if inner.executors.submit(Box::new(job)).is_err() {
            return Err(not_ended);
        }
        match ended.recv_timeout(SELF_TEST_MAX) {
            Ok((Err(TurnFault::CpuExceeded { .. }), took)) => Ok(took),
            _ => Err(not_ended),
        }
    }
}

impl Inner {
    fn budget(&self) -> Budget {
        Budget {
            cpu: self.options.turn_cpu_max,
            wall: self.options.turn_wall_max,
            memory_bytes: self.options.guest_memory_bytes_max,
            table_elements: limits::GUEST_TABLE_ELEMENTS_MAX,
        }
    }

    /// A store's owner that has no records.
    fn nobody(department: DepartmentId) -> Owner {
        let (config, storage) = (Arc::default(), Arc::new(NoRecords));
        Owner { department, citizen: CitizenId(0), now: Timestamp(0), config, storage }
    }

    fn link(
        &self,
        digest: &ReleaseDigest,
        bytes: &[u8],
    ) -> Result<DepartmentPre<TurnState>, LoadError> {
        let mut components = self.components.lock().expect("no link panics");
        if let Some(pre) = components.get(digest) {
            return Ok(pre.clone());
        }
        check(bytes).map_err(LoadError::Check)?;
        let compiled =
            self.options.cache.component(&self.engine, digest, bytes, &self.options.compiler);
        let component = compiled.map_err(LoadError::Compile)?;
        let linked = self.linker.instantiate_pre(&component);
        let pre = linked.and_then(DepartmentPre::new).map_err(LoadError::Link)?;
        components.insert(digest.clone(), pre.clone());
        Ok(pre)
    }

    fn describe(
        &self,
        department: &DepartmentId,
        pre: &DepartmentPre<TurnState>,
        config: &Arc<BTreeMap<String, String>>,
    ) -> Result<Department, LoadError> {
        let (engine, ticker) = (self.engine.clone(), self.ticker.clone());
        let budget = Budget { cpu: limits::DESCRIBE_CPU_MAX, ..self.budget() };
        let owner = Owner { config: Arc::clone(config), ..Self::nobody(department.clone()) };
        let (pre, department) = (pre.clone(), department.clone());
        let (sender, described) = std::sync::mpsc::channel();
        let job = move || {
            let describe = async move |store: &mut Store<TurnState>| {
                v0_1_0::describe(store, &pre, &department).await
            };
            async move {
                let called = instance::run(&engine, &ticker, budget, owner, describe).await;
                // Whoever loads waits for it, or is gone.
                sender.send(called.result).ok();
            }
            .boxed_local()
        };
        self.executors.submit(Box::new(job)).map_err(|_| LoadError::NoRoom)?;
        let described = described.recv().map_err(|_| LoadError::NoRoom)?;
        described.map_err(LoadError::Describe)?.map_err(LoadError::Description)
    }
}

#[async_trait]
impl TurnRunner for Sandbox {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        let inner = &self.0;
        let key = (turn.department.clone(), release.clone());
        let Some(release) = inner.releases.load().get(&key).map(Arc::clone) else {
            return failed(TurnFault::HostFailed {
                detail: "the release is not loaded".to_owned(),
            });
        };
        let (engine, ticker, budget) = (inner.engine.clone(), inner.ticker.clone(), inner.budget());
        let storage = Arc::clone(&inner.storage);
        let (mut sender, report) = oneshot::channel();
        let job = move || {
            async move {
                tokio::select! {
                    report = run_turn(&engine, &ticker, budget, storage, release, turn) => {
                        // The caller may have been dropped; its turn has no effect then.
                        sender.send(report).ok();
                    }
                    () = sender.closed() => {}
                }
            }
            .boxed_local()
        };
        if inner.executors.submit(Box::new(job)).is_err() {
            return failed(TurnFault::Overloaded);
        }
        match tokio::time::timeout(budget.wall + QUEUE_MAX, report).await {
            Ok(Ok(report)) => report,
            Ok(Err(_)) | Err(_) => failed(TurnFault::Overloaded),
        }
    }
}

async fn run_turn(
    engine: &Engine,
    ticker: &Ticker,
    budget: Budget,
    storage: Arc<dyn Records>,
    release: Arc<Release>,
    turn: Turn,
) -> TurnReport {
    let owner = Owner {
        department: turn.department.clone(),
        citizen: turn.citizen,
        now: turn.now,
        config: Arc::clone(&release.config),
        storage,
    };
    let handle = async |store: &mut Store<TurnState>| {
        v0_1_0::handle(store, &release.pre, &turn, release.state_schema).await
    };
    let Called { result, records, usage } =
        instance::run(engine, ticker, budget, owner, handle).await;
    match result.and_then(|answer| answer) {
        Ok(outcome) => {
            let reads = records.reads();
            TurnReport { result: Ok(outcome), reads, writes: records.into_writes(), usage }
        }
        Err(fault) => TurnReport { usage, ..failed(fault) },
    }
}

fn failed(fault: TurnFault) -> TurnReport {
    let (reads, writes, usage) = (Vec::new(), Vec::new(), Usage::default());
    TurnReport { result: Err(fault), reads, writes, usage }
}

/// The records of nobody: what `describe` sees.
struct NoRecords;

#[async_trait]
impl Records for NoRecords {
    async fn record(&self, _key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Ok(None)
    }

    async fn record_keys(
        &self,
        _department: &DepartmentId,
        _scope: Scope,
        _prefix: &str,
        _max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Ok(Vec::new())
    }

    async fn seed(
        &self,
        _department: &DepartmentId,
        _digest: &str,
        _records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        Ok(false)
    }
}
