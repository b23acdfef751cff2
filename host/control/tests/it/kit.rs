//! A control plane whose sandbox and rehearsals say what a test wants.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use cap_std::fs::Dir;
use mitra_control::{
    Board, Books, By, CanaryStep, Controller, Loaded, Parts, Policy, Refused, Roster, Setback,
    Shadow, ShadowCounts, Shelf, Smoked, Workshop,
};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::department::{Department, Service};
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::language::Localized;
use mitra_core::routing::{Route, ServedRelease};
use mitra_core::share::CitizenLot;
use mitra_core::turn::TurnFault;
use mitra_release::{Artifact, Description, FileName, KeyPair, RegisteredKey, Role};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Control, Storage};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// When tests begin.
pub(crate) const START: Timestamp = Timestamp(1_795_773_600_000);

pub(crate) const ASHA: By<'static> = By { actor: "asha", reason: "because" };

/// What releases say that they are written for.
const CONTRACT: &str = "mitra:department@1.0.0";

pub(crate) fn water() -> DepartmentId {
    DepartmentId::parse("water").expect("it is well-formed")
}

/// A clock that goes with the runtime's, which stands still while something is done.
struct TestClock(Instant);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        START.after(self.0.elapsed())
    }
}

/// What the sandbox and the rehearsal say.
#[derive(Default)]
pub(crate) struct Answers {
    /// What a release asks for, by its version.
    pub(crate) wider: Mutex<BTreeMap<String, Vec<String>>>,
    /// What components are written for, if it is not the usual contract.
    pub(crate) contract: Mutex<Option<String>>,
    pub(crate) load: Mutex<Option<String>>,
    pub(crate) smoke: Mutex<Option<String>>,
    pub(crate) shadow: Mutex<Option<String>>,
    /// Whether nothing can be tried.
    pub(crate) is_busy: AtomicBool,
    /// What was done, in order, by version.
    pub(crate) done: Mutex<Vec<String>>,
}

impl Answers {
    fn note(&self, what: &str, release: &Artifact) {
        self.done
            .lock()
            .expect("nobody panicked")
            .push(format!("{what} {}", release.statement().version));
    }
}

#[async_trait]
impl Workshop for Answers {
    fn wider(&self, release: &Artifact, _: Option<&Artifact>) -> Result<Vec<String>, Refused> {
        let version = release.statement().version.to_string();
        Ok(self.wider.lock().expect("nobody panicked").get(&version).cloned().unwrap_or_default())
    }

    fn contract(&self, _: &[u8]) -> Result<String, Refused> {
        let written_for = self.contract.lock().expect("nobody panicked").clone();
        Ok(written_for.unwrap_or_else(|| CONTRACT.to_owned()))
    }

    async fn load(&self, release: Arc<Artifact>) -> Result<Loaded, Setback> {
        self.note("load", &release);
        if let Some(why) = self.load.lock().expect("nobody panicked").clone() {
            return Err(Refused(why).into());
        }
        let name = || {
            let text = || release.statement().version.to_string();
            Localized { te: text(), en: text(), hi: text() }
        };
        let service = Service {
            id: ServiceId::parse("bill").expect("it is well-formed"),
            name: name(),
            summary: name(),
            aliases: Vec::new(),
        };
        let id = release.statement().department.clone();
        let department = Department { id, name: name(), services: vec![service], state_schema: 1 };
        Ok(Loaded(Arc::new(ServedRelease::new(release.digest().clone(), department, false))))
    }

    async fn smoke(&self, release: Arc<Artifact>, _: &Loaded) -> Result<Smoked, Setback> {
        self.note("smoke", &release);
        if self.is_busy.load(Ordering::Relaxed) {
            return Err(Setback::NotNow("the disk is full".to_owned()));
        }
        match self.smoke.lock().expect("nobody panicked").clone() {
            Some(why) => Err(Refused(why).into()),
            None => Ok(Smoked { scenarios: 3, carried: 0, kept: 0 }),
        }
    }

    async fn shadow(&self, release: Arc<Artifact>, _: &ReleaseDigest) -> Result<Shadow, Setback> {
        self.note("shadow", &release);
        let counts = ShadowCounts { identical: 9, differing: 1, ..ShadowCounts::default() };
        let first_fault = self.shadow.lock().expect("nobody panicked").clone();
        let faulting = usize::from(first_fault.is_some());
        Ok(Shadow { counts: ShadowCounts { faulting, ..counts }, first_fault })
    }

    async fn seed(&self, release: Arc<Artifact>) -> Result<(), Setback> {
        self.note("seed", &release);
        Ok(())
    }
}

/// What citizens are shown.
#[derive(Default)]
pub(crate) struct Shown(Mutex<BTreeMap<DepartmentId, Route>>);

impl Board for Shown {
    fn put(&self, department: &DepartmentId, route: Option<Route>) {
        let mut shown = self.0.lock().expect("nobody panicked");
        match route {
            Some(route) => drop(shown.insert(department.clone(), route)),
            None => drop(shown.remove(department)),
        }
    }
}

impl Shown {
    /// The versions that serve, the live one first.
    pub(crate) fn versions(&self) -> Vec<String> {
        let shown = self.0.lock().expect("nobody panicked");
        let releases = shown.get(&water()).into_iter().flat_map(Route::releases);
        releases.map(|release| release.department.name.en.clone()).collect()
    }

    /// The release of this version.
    pub(crate) fn release(&self, version: &str) -> Arc<ServedRelease> {
        let shown = self.0.lock().expect("nobody panicked");
        let mut releases = shown.get(&water()).into_iter().flat_map(Route::releases);
        let found = releases.find(|release| release.department.name.en == version);
        Arc::clone(found.expect("it serves"))
    }
}

/// A control plane, running.
pub(crate) struct Kit {
    pub(crate) controller: Controller,
    pub(crate) answers: Arc<Answers>,
    pub(crate) shown: Arc<Shown>,
    pub(crate) storage: Arc<MemoryStorage>,
    pub(crate) pair: KeyPair,
    pub(crate) folder: tempfile::TempDir,
    policy: Policy,
    began: Instant,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

/// Two steps of a minute and a hundred turns each.
pub(crate) fn policy() -> Policy {
    let step = |percent| CanaryStep::new(percent, 60, 100).expect("as the test has it");
    Policy { steps: vec![step(5.0), step(50.0)], ..Policy::default() }
}

impl Kit {
    /// With a publisher's key that is registered.
    pub(crate) async fn start() -> Self {
        Self::start_with(policy()).await
    }

    /// With another policy, and a publisher's key that is registered.
    pub(crate) async fn start_with(policy: Policy) -> Self {
        let kit = Self::with(policy).await;
        kit.register(&kit.pair, Role::Publisher).await;
        kit
    }

    async fn with(policy: Policy) -> Self {
        let storage = Arc::new(MemoryStorage::default());
        let (answers, shown) = (Arc::<Answers>::default(), Arc::<Shown>::default());
        let (folder, began) = (tempfile::tempdir().expect("a folder"), Instant::now());
        let pair = KeyPair::generate();
        let (controller, stop, running) =
            run(&storage, &answers, &shown, &folder, policy.clone(), began).await;
        Self { controller, answers, shown, storage, pair, folder, policy, began, stop, running }
    }

    /// The process is killed, and another one starts over the same disk and database.
    pub(crate) async fn restart(&mut self) {
        self.running.abort();
        (&mut self.running).await.ok();
        self.shown = Arc::default();
        let Self { storage, answers, shown, folder, policy, began, .. } = self;
        let (controller, stop, running) =
            run(storage, answers, shown, folder, policy.clone(), *began).await;
        (self.controller, self.stop, self.running) = (controller, stop, running);
    }

    pub(crate) async fn register(&self, pair: &KeyPair, role: Role) {
        let key = RegisteredKey {
            public: pair.public(),
            holder: "the vendor".to_owned(),
            role,
            department: Some(water()),
            registered_at: START,
            revoked: None,
        };
        self.controller.register_key(key, ASHA).await.expect("it is new");
    }

    /// A release that nobody has signed, made just now.
    pub(crate) fn unsigned(&self, version: &str) -> Artifact {
        let description = Description {
            department: water(),
            version: version.parse().expect("it is well-formed"),
            contract: CONTRACT.to_owned(),
            created_at: self.now(),
            expires_at: self.now().after(Duration::from_hours(24 * 30)),
        };
        let file = |name: &str, text: &str| {
            (FileName::parse(name).expect("it is well-formed"), text.as_bytes().to_vec())
        };
        let files = [file("component.wasm", version), file("department.toml", "id = 'water'")];
        Artifact::of(description, files.into()).expect("as the test has it")
    }

    pub(crate) fn signed(&self, version: &str) -> Artifact {
        let mut artifact = self.unsigned(version);
        artifact.sign(&self.pair).expect("there is room");
        artifact
    }

    pub(crate) fn now(&self) -> Timestamp {
        START.after(self.began.elapsed())
    }

    /// Stages a signed release and lets it go as far as it goes.
    pub(crate) async fn stage(&self, version: &str) -> ReleaseDigest {
        // Two releases made at the same instant would be one the replay of the other.
        pass(Duration::from_secs(1)).await;
        let staged = self.controller.stage(&water(), self.signed(version), ASHA).await;
        let digest = staged.expect("it is staged");
        self.settles().await;
        digest
    }

    /// Lets what goes by itself go.
    pub(crate) async fn settles(&self) {
        pass(Duration::from_secs(3)).await;
    }

    pub(crate) fn roster(&self) -> Arc<Roster> {
        self.controller.roster(&water()).expect("it is served by releases")
    }

    /// Where the release of this version is.
    pub(crate) fn stage_of(&self, version: &str) -> String {
        let roster = self.roster();
        let found = roster.releases().iter().find(|it| it.version.to_string() == version);
        found.map_or("unknown", |it| it.stage.name()).to_owned()
    }

    /// What was decided so far, by whom.
    pub(crate) async fn audited(&self) -> Vec<String> {
        let entries = self.storage.audit(0, 1_000).await.expect("it is done");
        let decided = entries.iter().map(|entry| entry.decision().expect("as the test has it"));
        decided.map(|it| format!("{} {}", it.actor, it.action)).collect()
    }

    /// The reason of the last decision.
    pub(crate) async fn last_reason(&self) -> String {
        let entries = self.storage.audit(0, 1_000).await.expect("it is done");
        entries
            .last()
            .expect("something was decided")
            .decision()
            .expect("as the test has it")
            .reason
    }

    /// So many turns on the release of this version, of as many citizens, of which so many fail.
    pub(crate) fn turns(&self, version: &str, turns: u64, faults: u64) {
        let release = self.shown.release(version);
        let fault = TurnFault::Trapped { detail: "unreachable".to_owned() };
        for turn in 0..turns {
            let lot = CitizenLot(turn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            release.score.turn(lot, Duration::from_millis(2), (turn < faults).then_some(&fault));
        }
    }
}

/// Lets time pass: the last moments of it as the loops see it, what is before in one leap.
pub(crate) async fn pass(time: Duration) {
    let seen = time.min(Duration::from_secs(10));
    tokio::time::advance(time.saturating_sub(seen)).await;
    tokio::time::sleep(seen).await;
}

async fn run(
    storage: &Arc<MemoryStorage>,
    answers: &Arc<Answers>,
    shown: &Arc<Shown>,
    folder: &tempfile::TempDir,
    policy: Policy,
    began: Instant,
) -> (Controller, CancellationToken, JoinHandle<()>) {
    let shared: Arc<dyn Storage> = storage.clone();
    let clock = Arc::new(TestClock(began));
    let dir = Dir::open_ambient_dir(folder.path(), cap_std::ambient_authority())
        .expect("as the test has it");
    let controller = Controller::new(Parts {
        books: Books::new(shared.clone(), clock.clone()),
        shelf: Arc::new(Shelf::new(dir)),
        workshop: answers.clone(),
        board: shown.clone(),
        conversations: shared,
        clock,
        policy,
        departments: vec![water()],
    });
    controller.restore().await.expect("the rosters can be read");
    let stop = CancellationToken::new();
    let (running, stopped) = (controller.clone(), stop.clone());
    let running = tokio::spawn(async move { running.run(stopped).await });
    (controller, stop, running)
}
