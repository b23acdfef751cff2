//! Bytes -> a release that can run turns: checked, compiled, linked, described.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::department::Department;
use mitra_core::ids::{CitizenId, ComponentDigest, DepartmentId, ReleaseDigest, ServiceId, TurnId};
use mitra_core::limits::DESCRIBE_CPU_MAX;
use mitra_core::media::MediaKey;
use mitra_core::turn::{TurnFault, TurnSeed};

use crate::check::{CheckError, check};
use crate::compile::CompileError;
use crate::cpu::CpuMeter;
use crate::instance::{self, Budget, Owner};
use crate::job::Job;
use crate::ports::{NoHttp, NoMedia, NoReads, Ports};
use crate::releases::{LastUse, Release, TurnCosts, digest};
use crate::sandbox::Parts;
use crate::settings::Settings;
use crate::world::v1_0_0::DescriptionRefused;
use crate::world::{self, Described, Linked, Version};

/// Wall time of `describe`: on a busy machine its second of CPU time may take several.
const DESCRIBE_WALL_MAX: Duration = Duration::from_secs(10);

/// A release that can run turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedRelease {
    /// Its identity.
    pub digest: ReleaseDigest,
    /// What it offers, every limit kept.
    pub department: Department,
}

/// Why a component cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is not a department's component.
    #[error("it is not a department's component")]
    Check(#[source] CheckError),
    /// It cannot be compiled.
    #[error("it cannot be compiled")]
    Compile(#[source] CompileError),
    /// It imports a known interface with other types.
    #[error(
        "E0107: it does not fit the contract: the vendor must build it from the host's own `wit` files"
    )]
    Link(#[source] wasmtime::Error),
    /// Describing itself went wrong.
    #[error("E0110: `describe` went wrong")]
    Describe(#[source] TurnFault),
    /// What it says of itself cannot be used.
    #[error("E0111: its description cannot be used")]
    Description(#[source] DescriptionRefused),
    /// It does not say the same twice.
    #[error("E0112: `describe` gave another answer the second time")]
    Unsteady,
    /// The sandbox has no room.
    #[error("the sandbox has no room to load it")]
    NoRoom,
}

/// Loads a component for a department, as the release of this digest, or of its own. Gives the number of this loading,
/// too. Blocks.
pub(crate) fn load(
    parts: &Parts,
    department: &DepartmentId,
    release: Option<&ReleaseDigest>,
    bytes: &[u8],
    settings: Settings,
) -> Result<(LoadedRelease, u64), LoadError> {
    let component = digest(bytes);
    let linked = parts.releases.linked_or(&component, || link(parts, &component, bytes))?;
    // As in an empty department, which is granted nothing.
    let plain = Arc::new(Settings::from(settings.config.clone()));
    let described = describe_twice(parts, department, &linked, &plain).inspect_err(|_| {
        parts.releases.forget_unused(&component);
    })?;
    let Described { department: described, handler } = described;
    let (state_schema, costs) = (described.state_schema, Arc::new(TurnCosts::new(department)));
    let (settings, used) = (Arc::new(settings), LastUse::default());
    let digest = release.cloned().unwrap_or_else(|| component.clone().into());
    let unused = component.clone();
    let number = parts.releases.number();
    let release = Release { number, component, handler, settings, state_schema, costs, used };
    parts.releases.insert(department, &digest, release);
    // Most departments are not used for a while.
    parts.releases.give_back_unused(&unused, &parts.mapper);
    Ok((LoadedRelease { digest, department: described }, number))
}

/// Gets a component's machine code, and links it to what the host offers. One that was compiled before was checked
/// then.
pub(crate) fn link(
    parts: &Parts,
    digest: &ComponentDigest,
    component: &[u8],
) -> Result<Linked, LoadError> {
    let found = parts.mapper.cache.find(&parts.engine, digest).and_then(|compiled| {
        let exports = compiled.component_type();
        let version = Version::of(exports.exports(&parts.engine).map(|(name, _)| name));
        version.map(|version| (version, compiled))
    });
    let (version, compiled) = if let Some(found) = found {
        counter!("mitra_components_total", "source" => "cache").increment(1);
        found
    } else {
        let version = check(component).map_err(LoadError::Check)?;
        let compiled =
            parts.mapper.cache.compile(&parts.engine, digest, component, &parts.compiler);
        (version, compiled.map_err(LoadError::Compile)?)
    };
    if version.is_draft() && !parts.takes_drafts {
        let draft = format!("mitra:department@{version}");
        return Err(LoadError::Check(CheckError::Draft { draft }));
    }
    parts.mapper.linkers.link(version, &compiled).map_err(|error| match check(component) {
        // Checked by an earlier host, which offered something else.
        Err(refused) => LoadError::Check(refused),
        Ok(_) => LoadError::Link(error),
    })
}

/// What `describe` imports does not differ from one call to the next, but for how often a guest can look before a wait
/// of its own is over. One that goes by that would be seen by citizens in two shapes.
fn describe_twice(
    parts: &Parts,
    department: &DepartmentId,
    linked: &Linked,
    settings: &Arc<Settings>,
) -> Result<Described, LoadError> {
    let described = describe(parts, department, linked, settings)?;
    let again = describe(parts, department, linked, settings)?;
    if again.department == described.department { Ok(described) } else { Err(LoadError::Unsteady) }
}

fn describe(
    parts: &Parts,
    department: &DepartmentId,
    linked: &Linked,
    settings: &Arc<Settings>,
) -> Result<Described, LoadError> {
    let (engine, ticker) = (parts.engine.clone(), parts.ticker.clone());
    let budget = Budget { cpu: DESCRIBE_CPU_MAX, wall: DESCRIBE_WALL_MAX, ..parts.budget };
    let owner = Owner { settings: Arc::clone(settings), ..nobody(department.clone()) };
    let (linked, department) = (linked.clone(), department.clone());
    let (sender, described) = std::sync::mpsc::channel();
    let (whose, meter) = (department.clone(), CpuMeter::default());
    let measured = meter.clone();
    let job = Job::new(whose, meter, async move {
        let called = instance::run(&engine, &ticker, budget, measured, owner, move |store| {
            async move { world::describe(store, &linked, &department).await }.boxed()
        })
        .await;
        // Whoever loads waits for it, or is gone.
        sender.send(called.result).ok();
    });
    parts.executors.submit(job).map_err(|_| LoadError::NoRoom)?;
    let described = described.recv().map_err(|_| LoadError::NoRoom)?;
    described.map_err(LoadError::Describe)?.map_err(LoadError::Description)
}

/// The owner of a store without records, at no time.
pub(crate) fn nobody(department: DepartmentId) -> Owner {
    let (reads, http, media) = (Arc::new(NoReads), Arc::new(NoHttp), Arc::new(NoMedia));
    let (settings, ports) = (Arc::default(), Arc::new(Ports { reads, http, media }));
    let (citizen, now, turn) = (CitizenId(0), Timestamp(0), TurnId::new("none"));
    let service = ServiceId::parse("none").expect("it is a slug");
    let (seed, media_key) = (TurnSeed::new([0; 32]), MediaKey::new([0; 32]));
    Owner { department, service, citizen, now, turn, seed, media_key, settings, ports }
}
