//! A department on the stage: loaded once, played with often.

use std::collections::BTreeMap;
use std::sync::Arc;

use mitra_core::application::Following;
use mitra_core::http::HttpClient;
use mitra_core::ids::DepartmentId;
use mitra_core::turn::Usage;
use mitra_runtime::{
    LoadError, LoadedRelease, Ports, Sandbox, SandboxError, SandboxOptions, Settings,
};
use mitra_scenario::{Revision, Scenario};
use mitra_stand_in::{StandIn, StandIns};
use mitra_storage::Records;
use mitra_storage::memory::MemoryStorage;

use crate::clock::{BEGINNING, SceneClock};
use crate::failure::{Failure, FailureKind};
use crate::player::{Costs, Listener, Player};
use crate::scene::Scene;
use crate::world::{Terms, World};

/// Where chance comes from in scenarios that do not say so.
const CHANCE: u64 = 1;

/// What is played with.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The department's id.
    pub department: DepartmentId,
    /// Its component.
    pub component: Arc<[u8]>,
    /// What it may do: scenarios change its settings of the operator's.
    pub settings: Settings,
    /// Where its citizens follow what they applied for.
    pub following: Following,
}

/// What lies ready before a scenario begins.
#[derive(Debug, Clone, Default)]
pub struct Props {
    /// The department's starting records.
    pub seed: Vec<(String, Vec<u8>)>,
    /// The bytes of the files that its citizens send, by the names that the scenario has for them.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// Why there is nothing to play with.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The sandbox cannot start.
    #[error("the sandbox cannot start")]
    Sandbox(#[source] SandboxError),
    /// The component cannot be loaded.
    #[error("the component cannot be loaded")]
    Load(#[source] LoadError),
}

/// A department on the stage.
pub struct Rehearsal {
    sandbox: Sandbox,
    scene: Arc<Scene>,
    cast: Cast,
    /// With the client that reaches them.
    stand_ins: Option<(Vec<StandIn>, Arc<dyn HttpClient>)>,
}

/// How one scenario went.
#[derive(Debug)]
pub struct Played {
    /// The new expectations, if they were asked for, or why it did not go as written.
    pub result: Result<Vec<Revision>, Failure>,
    /// Turns of the department.
    pub n_turns: usize,
    /// What the dearest of them cost.
    pub most: Usage,
}

impl Rehearsal {
    /// Starts a sandbox and loads the component into it, with the limits of the options. Blocks.
    pub fn new(options: SandboxOptions, cast: Cast) -> Result<Self, StageError> {
        let scene = Arc::new(Scene::default());
        let ports = Ports { reads: scene.clone(), http: scene.clone(), media: scene.clone() };
        let sandbox = Sandbox::new(options, ports).map_err(StageError::Sandbox)?;
        let Cast { department, component, settings, .. } = cast.clone();
        sandbox.load(&department, &component, settings).map_err(StageError::Load)?;
        Ok(Self { sandbox, scene, cast, stand_ins: None })
    }

    /// The same with programs that answer in the place of web services, reached by this client. Each scenario has its
    /// own.
    #[must_use]
    pub fn with_stand_ins(self, stand_ins: Vec<StandIn>, client: Arc<dyn HttpClient>) -> Self {
        Self { stand_ins: Some((stand_ins, client)), ..self }
    }

    /// Plays a scenario with these props, and holds what is heard against what is expected.
    pub async fn play(&self, scenario: &Scenario<'_>, props: Props) -> Played {
        self.perform(scenario, props, Listener::Checks).await
    }

    /// Plays a scenario, and gives what is heard as what is to be expected.
    pub async fn revise(&self, scenario: &Scenario<'_>, props: Props) -> Played {
        self.perform(scenario, props, Listener::Writes(Vec::new())).await
    }

    async fn perform(
        &self,
        scenario: &Scenario<'_>,
        Props { seed, files }: Props,
        listener: Listener,
    ) -> Played {
        let begins_not = |kind| {
            let result = Err(Failure { line: scenario.line, kind });
            Played { result, n_turns: 0, most: Usage::default() }
        };
        let release = match self.load(scenario).await {
            Ok(release) => release,
            Err(error) => return begins_not(FailureKind::NotLoaded { reason: error.to_string() }),
        };
        let (stand_ins, errors) = match &self.stand_ins {
            Some((stand_ins, client)) => StandIns::start(stand_ins.clone(), client).await,
            None => Default::default(),
        };
        if let Some(error) = errors.first() {
            return begins_not(FailureKind::NoStandIn { reason: error.to_string() });
        }
        let storage = MemoryStorage::default();
        let seeded = storage.seed(&self.cast.department, "the scenario's", seed).await;
        seeded.expect("a storage in memory takes what it is given");
        let clock = Arc::new(SceneClock::at(scenario.setup.at.unwrap_or(BEGINNING)));
        self.scene.change(storage.clone(), Arc::clone(&clock), files, stand_ins);
        let chance = scenario.setup.chance.unwrap_or(CHANCE);
        let department = release.department.clone();
        let takes_notices = self.cast.settings.grants.notices.are_taken();
        let following = self.cast.following.clone();
        let terms = Terms { chance, takes_notices, following };
        let world = World::begin(&self.sandbox, release, storage, clock, terms);
        let player = Player::new(world, &self.scene, &department, listener);
        let (result, Costs { n_turns, most }) = Box::pin(player.play(scenario)).await;
        Played { result, n_turns, most }
    }

    /// The same release with the settings of a scenario. Its machine code is there already.
    async fn load(&self, scenario: &Scenario<'_>) -> Result<LoadedRelease, LoadError> {
        let Cast { department, component, mut settings, .. } = self.cast.clone();
        let changed = scenario.setup.settings.iter();
        settings
            .config
            .extend(changed.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let sandbox = self.sandbox.clone();
        let loading =
            tokio::task::spawn_blocking(move || sandbox.load(&department, &component, settings));
        loading.await.expect("loading does not panic")
    }
}
