//! Loaded releases, and the linked components that they share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use metrics::{Histogram, histogram};
use mitra_core::hex::hex;
use mitra_core::ids::{ComponentDigest, DepartmentId, ReleaseDigest};
use mitra_core::turn::Usage;
use sha2::{Digest, Sha256};

use crate::idle::Mapper;
use crate::load::LoadError;
use crate::settings::Settings;
use crate::world::{Handler, Linked};

/// A release as it is kept for turns.
pub(crate) struct Release {
    /// Tells one loading from all others, of the same release too.
    pub(crate) number: u64,
    pub(crate) component: ComponentDigest,
    pub(crate) handler: Handler,
    pub(crate) settings: Arc<Settings>,
    pub(crate) state_schema: u32,
    pub(crate) costs: Arc<TurnCosts>,
    pub(crate) used: LastUse,
}

impl Release {
    /// The same over another mapping of its component, not used yet.
    fn over(&self, handler: Handler) -> Self {
        let (settings, costs) = (Arc::clone(&self.settings), Arc::clone(&self.costs));
        let (component, state_schema) = (self.component.clone(), self.state_schema);
        let (number, used) = (self.number, LastUse::default());
        Self { number, component, handler, settings, state_schema, costs, used }
    }
}

/// Where the costs of a department's turns are recorded. Looked up once, when the release is
/// loaded.
pub(crate) struct TurnCosts {
    cpu_seconds: Histogram,
    wall_seconds: Histogram,
    memory_bytes: Histogram,
}

impl TurnCosts {
    pub(crate) fn new(department: &DepartmentId) -> Self {
        let department = department.as_str().to_owned();
        Self {
            cpu_seconds: histogram!("mitra_turn_cpu_seconds", "department" => department.clone()),
            wall_seconds: histogram!("mitra_turn_wall_seconds", "department" => department.clone()),
            memory_bytes: histogram!("mitra_turn_memory_bytes", "department" => department),
        }
    }

    /// Records one turn, faulted or not.
    pub(crate) fn record(&self, wall: Duration, usage: Usage) {
        self.cpu_seconds.record(usage.cpu.as_secs_f64());
        self.wall_seconds.record(wall.as_secs_f64());
        self.memory_bytes.record(usage.memory_bytes as f64);
    }
}

/// When a turn last began on a release, unless it was mapped anew since then.
#[derive(Default)]
pub(crate) struct LastUse(Mutex<Option<Instant>>);

impl LastUse {
    /// Notes that a turn begins.
    pub(crate) fn note(&self) {
        *self.0.lock().expect("nothing panics that holds it") = Some(Instant::now());
    }

    /// How long ago it was, if there was one.
    fn elapsed(&self) -> Option<Duration> {
        self.0.lock().expect("nothing panics that holds it").map(|used| used.elapsed())
    }
}

type OfDepartment = Vec<(ReleaseDigest, Arc<Release>)>;

/// All loaded releases. Reading takes no lock.
#[derive(Default)]
pub(crate) struct Releases {
    loaded: ArcSwap<HashMap<DepartmentId, OfDepartment>>,
    /// By content: releases with the same component share its code.
    linked: Mutex<HashMap<ComponentDigest, Linked>>,
    loadings: AtomicU64,
    /// Held while a component is looked for on disk or compiled: one at a time, for its memory.
    linking: Mutex<()>,
}

impl Releases {
    /// The release, if it is loaded.
    pub(crate) fn get(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
    ) -> Option<Arc<Release>> {
        let loaded = self.loaded.load();
        let releases = loaded.get(department)?;
        releases.iter().find(|(of, _)| of == digest).map(|(_, release)| Arc::clone(release))
    }

    /// A number that no loading had before.
    pub(crate) fn number(&self) -> u64 {
        self.loadings.fetch_add(1, Ordering::Relaxed)
    }

    /// Puts a release there, in the place of an older one of the same department and digest.
    pub(crate) fn insert(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
        release: Release,
    ) {
        let release = Arc::new(release);
        // Somebody may have unloaded the same component since it was linked.
        let linked = || release.handler.linked().clone();
        self.linked().entry(release.component.clone()).or_insert_with(linked);
        self.loaded.rcu(|loaded| {
            let mut loaded = HashMap::clone(loaded);
            let releases = loaded.entry(department.clone()).or_default();
            releases.retain(|(of, _)| of != digest);
            releases.push((digest.clone(), Arc::clone(&release)));
            loaded
        });
    }

    /// Forgets a release, if `is_meant`; its code is freed when the last turn and the last department that use it are
    /// gone.
    pub(crate) fn remove(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
        is_meant: impl Fn(&Release) -> bool,
    ) -> bool {
        let stays =
            |(of, release): &(ReleaseDigest, Arc<Release>)| of != digest || !is_meant(release);
        let before = self.loaded.rcu(|loaded| {
            let mut loaded = HashMap::clone(loaded);
            if let Some(releases) = loaded.get_mut(department) {
                releases.retain(stays);
                if releases.is_empty() {
                    loaded.remove(department);
                }
            }
            loaded
        });
        let found = before
            .get(department)
            .and_then(|releases| releases.iter().find(|release| !stays(release)));
        let Some((_, release)) = found else { return false };
        self.forget_unused(&release.component);
        true
    }

    /// Gives back the memory of releases that were used, and that no turn was run on for so long.
    ///
    /// Releases with the same component share it: it is idle when all of them are.
    pub(crate) fn give_back_idle(&self, idle: Duration, mapper: &Mapper) {
        let loaded = self.loaded.load_full();
        let mut by_content: HashMap<_, Vec<_>> = HashMap::new();
        for (_, release) in loaded.values().flatten() {
            by_content.entry(&release.component).or_default().push(release);
        }
        for (component, releases) in by_content {
            let unused: Vec<_> = releases.iter().map(|release| release.used.elapsed()).collect();
            let is_idle = unused.iter().flatten().all(|unused| *unused >= idle);
            if is_idle && unused.iter().any(Option::is_some) {
                self.map_anew(component, &releases, mapper);
            }
        }
    }

    /// Gives back what describing took, unless others use the same component.
    pub(crate) fn give_back_unused(&self, component: &ComponentDigest, mapper: &Mapper) {
        let loaded = self.loaded.load_full();
        let all = loaded.values().flatten().map(|(_, release)| release);
        let releases: Vec<_> = all.filter(|release| release.component == *component).collect();
        if !releases.is_empty() && releases.iter().all(|release| release.used.elapsed().is_none()) {
            self.map_anew(component, &releases, mapper);
        }
    }

    /// Puts releases in the place of these that differ by their mapping alone. Turns under way end on the old one.
    fn map_anew(&self, component: &ComponentDigest, releases: &[&Arc<Release>], mapper: &Mapper) {
        let Some(handler) = mapper.anew(component, &releases[0].handler) else {
            tracing::debug!(%component, "its file is gone: it stays in memory");
            return;
        };
        self.linked().insert(component.clone(), handler.linked().clone());
        self.loaded.rcu(|loaded| {
            let mut loaded = HashMap::clone(loaded);
            // One that was replaced or unloaded since then is none of these.
            let of_these =
                |release: &Arc<Release>| releases.iter().any(|it| Arc::ptr_eq(it, release));
            for (_, release) in loaded.values_mut().flatten().filter(|(_, it)| of_these(it)) {
                *release = Arc::new(release.over(handler.clone()));
            }
            loaded
        });
        self.forget_unused(component);
    }

    /// Drops the linked component unless a loaded release uses it.
    pub(crate) fn forget_unused(&self, component: &ComponentDigest) {
        let mut linked = self.linked();
        let loaded = self.loaded.load();
        if !loaded.values().flatten().any(|(_, release)| release.component == *component) {
            linked.remove(component);
        }
    }

    /// The linked component of this content: shared, or made by `link`.
    pub(crate) fn linked_or(
        &self,
        component: &ComponentDigest,
        link: impl FnOnce() -> Result<Linked, LoadError>,
    ) -> Result<Linked, LoadError> {
        let shared = || self.linked().get(component).cloned();
        if let Some(pre) = shared() {
            return Ok(pre);
        }
        let _one_at_a_time = self.linking.lock().expect("no link panics");
        if let Some(pre) = shared() {
            return Ok(pre);
        }
        let pre = link()?;
        self.linked().insert(component.clone(), pre.clone());
        Ok(pre)
    }

    fn linked(&self) -> std::sync::MutexGuard<'_, HashMap<ComponentDigest, Linked>> {
        self.linked.lock().expect("nothing panics that holds it")
    }
}

/// The identity of a component.
pub(crate) fn digest(component: &[u8]) -> ComponentDigest {
    ComponentDigest::new(hex(&Sha256::digest(component)))
}
