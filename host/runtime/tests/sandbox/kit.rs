//! A sandbox with the echoing department.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, Pseudonym, ReleaseDigest, ServiceId, TurnId};
use mitra_core::language::Language;
use mitra_core::media::MediaKey;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::turn::{RecordKey, Scope, Turn, TurnEvent, TurnReport, TurnSeed};
use mitra_runtime::{
    CompiledCache, Compiler, NoHttp, NoMedia, Ports, Sandbox, SandboxOptions, Settings, TurnReads,
};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Record, RecordSizes, StorageError};

/// Whose turns they are.
pub(crate) const CITIZEN: CitizenId = CitizenId(1);
/// When they are.
pub(crate) const NOW: Timestamp = Timestamp(1_763_000_000_000);
/// The id of every turn.
pub(crate) const TURN: &str = "turn-1";

/// A sandbox with one department.
#[derive(Clone)]
pub(crate) struct Kit {
    pub(crate) sandbox: Sandbox,
    pub(crate) department: DepartmentId,
    pub(crate) release: ReleaseDigest,
}

impl Kit {
    /// Over an empty storage in memory.
    pub(crate) fn new() -> Self {
        Self::with(Arc::new(MemoryStorage::default()), mitra_core::limits::TURN_WALL_MAX)
    }

    /// The guest that is written by hand.
    pub(crate) fn three_memories() -> Self {
        let storage = Arc::new(MemoryStorage::default());
        Self::made(options(), storage, "three-memories", BTreeMap::new())
    }

    /// A guest in another language than Rust.
    pub(crate) fn of(guest: &str) -> Self {
        Self::made(options(), Arc::new(MemoryStorage::default()), guest, BTreeMap::new())
    }

    /// Over a storage that is away.
    pub(crate) fn with_broken_storage() -> Self {
        Self::with(Arc::new(Useless::Away), mitra_core::limits::TURN_WALL_MAX)
    }

    /// Over a storage that never answers.
    pub(crate) fn with_silent_storage(turn_wall_max: Duration) -> Self {
        Self::with(Arc::new(Useless::Silent), turn_wall_max)
    }

    fn with(storage: Arc<dyn TurnReads>, turn_wall_max: Duration) -> Self {
        let mut options = options();
        options.turn_wall_max = turn_wall_max;
        Self::made(options, storage, "echo", BTreeMap::new())
    }

    /// Made as told, with one guest in it.
    pub(crate) fn made(
        options: SandboxOptions,
        storage: Arc<dyn TurnReads>,
        guest: &str,
        config: BTreeMap<String, String>,
    ) -> Self {
        let sandbox = Sandbox::new(options, ports(storage)).expect("a sandbox");
        Self::loaded(sandbox, guest, config)
    }

    /// The same component once more in the same sandbox, as another department.
    pub(crate) fn with_another(&self, department: &str) -> Self {
        let sandbox = self.sandbox.clone();
        let (department, config) =
            (DepartmentId::parse(department).expect("an id"), config("id", department));
        let loaded = sandbox.load(&department, &component("echo"), config);
        let release = loaded.expect("the guest loads").digest;
        Self { sandbox, department, release }
    }

    /// Another guest in the same sandbox.
    pub(crate) fn with_guest(&self, guest: &str) -> Self {
        Self::loaded(self.sandbox.clone(), guest, Settings::default())
    }

    /// This guest, loaded into a sandbox as the department of its name.
    pub(crate) fn loaded(sandbox: Sandbox, guest: &str, settings: impl Into<Settings>) -> Self {
        let department = DepartmentId::parse(guest).expect("an id");
        let loaded = sandbox.load(&department, &component(guest), settings);
        let release = loaded.expect("the guest loads").digest;
        Self { sandbox, department, release }
    }

    /// One turn in which the citizen says this.
    pub(crate) async fn say(&self, text: &str) -> TurnReport {
        self.run(TurnEvent::Text(text.to_owned())).await
    }

    /// The same, for the one text that comes back.
    pub(crate) async fn hear(&self, text: &str) -> String {
        let outcome = self.say(text).await.result.expect("an outcome");
        match outcome.replies.as_slice() {
            [Reply::Text { body }] => body.clone(),
            other => panic!("one text, not {other:?}"),
        }
    }

    /// One turn with this event.
    pub(crate) async fn run(&self, event: TurnEvent) -> TurnReport {
        self.run_on(&self.release, event).await
    }

    /// One turn on this release.
    pub(crate) async fn run_on(&self, release: &ReleaseDigest, event: TurnEvent) -> TurnReport {
        self.sandbox.run(release, turn(&self.department, event)).await
    }
}

/// One turn of the first citizen.
pub(crate) fn turn(department: &DepartmentId, event: TurnEvent) -> Turn {
    Turn {
        id: TurnId::new(TURN),
        citizen: CITIZEN,
        department: department.clone(),
        pseudonym: Pseudonym::new("p"),
        language: Language::Te,
        service: ServiceId::parse("echo").expect("an id"),
        event,
        state: None,
        now: NOW,
        seed: TurnSeed::new([7; 32]),
        media_key: MediaKey::new([7; 32]),
    }
}

/// What is stored there, a web that answers nobody, and no files.
pub(crate) fn ports(reads: Arc<dyn TurnReads>) -> Ports {
    Ports { reads, http: Arc::new(NoHttp), media: Arc::new(NoMedia) }
}

/// The department of the echoing guest.
pub(crate) fn department() -> DepartmentId {
    DepartmentId::parse("echo").expect("an id")
}

/// Options with a cache that all tests share: machine code is found by content.
pub(crate) fn options() -> SandboxOptions {
    let folder = guests().join("compiled");
    std::fs::create_dir_all(&folder).expect("a folder");
    let folder = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority());
    SandboxOptions::new(CompiledCache::new(folder.expect("a folder")), compiler())
}

/// The smallest compiler process.
pub(crate) fn compiler() -> Compiler {
    Compiler::child(env!("CARGO_BIN_EXE_mitra-compile"), [""; 0])
}

/// Settings of a department.
pub(crate) fn config(key: &str, value: &str) -> BTreeMap<String, String> {
    [(key.to_owned(), value.to_owned())].into()
}

/// A built component.
pub(crate) fn component(name: &str) -> Vec<u8> {
    let path = guests().join(format!("{name}.wasm"));
    std::fs::read(&path)
        .unwrap_or_else(|_| panic!("`{}` is missing: run `cargo xtask guests`", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "the place of the guests is the test's own matter")]
fn guests() -> PathBuf {
    let elsewhere = std::env::var("MITRA_GUESTS").map(PathBuf::from);
    elsewhere.unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/guests"))
}

/// A storage that is of no use: away, or there and never answers.
pub(crate) enum Useless {
    Away,
    Silent,
}

impl Useless {
    async fn answer<T>(&self) -> Result<T, StorageError> {
        match self {
            Self::Away => {
                Err(StorageError::Unavailable { operation: "any", source: "as told".into() })
            }
            Self::Silent => std::future::pending().await,
        }
    }
}

#[async_trait]
impl TurnReads for Useless {
    async fn record(&self, _key: &RecordKey) -> Result<Option<Record>, StorageError> {
        self.answer().await
    }

    async fn record_keys(
        &self,
        _department: &DepartmentId,
        _scope: Scope,
        _prefix: &str,
        _max: usize,
    ) -> Result<Vec<String>, StorageError> {
        self.answer().await
    }

    async fn record_sizes(
        &self,
        _department: &DepartmentId,
        _citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        self.answer().await
    }
}
