//! A sandbox with the echoing department.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, Pseudonym, ReleaseDigest, ServiceId, TurnId};
use mitra_core::language::Language;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::turn::{RecordKey, Scope, Turn, TurnEvent, TurnReport};
use mitra_runtime::{CompiledCache, Compiler, Sandbox, SandboxOptions};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Record, Records, StorageError};

/// The id of every turn.
pub(crate) const TURN: &str = "turn-1";

/// A sandbox with one department.
#[derive(Clone)]
pub(crate) struct Kit {
    pub(crate) sandbox: Sandbox,
    release: ReleaseDigest,
}

impl Kit {
    /// Over an empty storage in memory.
    pub(crate) fn new() -> Self {
        Self::with(Arc::new(MemoryStorage::default()), mitra_core::limits::TURN_WALL_MAX)
    }

    /// Over a storage that is away.
    pub(crate) fn with_broken_storage() -> Self {
        Self::with(Arc::new(Broken), mitra_core::limits::TURN_WALL_MAX)
    }

    /// Over a storage that never answers.
    pub(crate) fn with_silent_storage(turn_wall_max: Duration) -> Self {
        Self::with(Arc::new(Silent), turn_wall_max)
    }

    fn with(storage: Arc<dyn Records>, turn_wall_max: Duration) -> Self {
        let mut options = options();
        options.turn_wall_max = turn_wall_max;
        let sandbox = Sandbox::new(options, storage).expect("a sandbox");
        let loaded = sandbox.load(&department(), &guest("echo"), BTreeMap::new());
        let release = loaded.expect("the guest loads").digest;
        Self { sandbox, release }
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
        let turn = Turn {
            id: TurnId::new(TURN),
            citizen: CitizenId(1),
            department: department(),
            pseudonym: Pseudonym::new("p"),
            language: Language::Te,
            service: ServiceId::parse("echo").expect("an id"),
            event,
            state: None,
            now: Timestamp(1_763_000_000_000),
        };
        self.sandbox.run(release, turn).await
    }
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

/// A built component.
pub(crate) fn guest(name: &str) -> Vec<u8> {
    let path = guests().join(format!("{name}.wasm"));
    std::fs::read(&path)
        .unwrap_or_else(|_| panic!("`{}` is missing: run `cargo xtask guests`", path.display()))
}

fn guests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/guests")
}

struct Broken;
struct Silent;

#[async_trait]
impl Records for Broken {
    async fn record(&self, _key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Err(StorageError::Unavailable { operation: "record", source: "as told".into() })
    }

    async fn record_keys(
        &self,
        _department: &DepartmentId,
        _scope: Scope,
        _prefix: &str,
        _max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Err(StorageError::Closed)
    }

    async fn seed(
        &self,
        _department: &DepartmentId,
        _digest: &str,
        _records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        Err(StorageError::Closed)
    }
}

#[async_trait]
impl Records for Silent {
    async fn record(&self, _key: &RecordKey) -> Result<Option<Record>, StorageError> {
        std::future::pending().await
    }

    async fn record_keys(
        &self,
        _department: &DepartmentId,
        _scope: Scope,
        _prefix: &str,
        _max: usize,
    ) -> Result<Vec<String>, StorageError> {
        std::future::pending().await
    }

    async fn seed(
        &self,
        _department: &DepartmentId,
        _digest: &str,
        _records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        std::future::pending().await
    }
}
