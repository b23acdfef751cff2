//! Who takes releases along their way: one after the other for each department, and all departments side by side.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mitra_core::audit::{Decision, HOST};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::routing::Route;
use mitra_release::Artifact;
use mitra_storage::Conversations;

use crate::books::{Books, BooksError, Read};
use crate::judge::Verdict;
use crate::policy::Policy;
use crate::ports::{Board, Loaded, Refused, Setback, Workshop};
use crate::record::Stage;
use crate::roster::{Roster, RosterError};
use crate::shelf::{Shelf, ShelfError};

/// What a controller is made of.
pub struct Parts {
    /// Where rosters and keys are.
    pub books: Books,
    /// Where releases are.
    pub shelf: Arc<Shelf>,
    /// Where they are tried.
    pub workshop: Arc<dyn Workshop>,
    /// Where citizens find them.
    pub board: Arc<dyn Board>,
    /// Which conversations are open.
    pub conversations: Arc<dyn Conversations>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What the operator decides about rollouts.
    pub policy: Policy,
    /// The departments that are configured to be served by releases.
    pub departments: Vec<DepartmentId>,
}

/// Takes releases along their way, and does what operators decide about them. Cheap to clone.
#[derive(Clone)]
pub struct Controller(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) parts: Parts,
    /// Held while a department's roster is read, changed and shown. Never while a release is tried.
    turns: HashMap<DepartmentId, tokio::sync::Mutex<()>>,
    loaded: Mutex<HashMap<(DepartmentId, ReleaseDigest), Loaded>>,
    /// As they were last read or written.
    rosters: Mutex<HashMap<DepartmentId, Arc<Roster>>>,
    /// What was said of each department's canary last.
    verdicts: Mutex<HashMap<DepartmentId, (ReleaseDigest, Verdict)>>,
    pub(crate) wake: tokio::sync::Notify,
}

/// Why something was not done about a release.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The department is not configured to be served by releases.
    #[error(
        "E0614: `{0}` is not served by releases: the operator must configure it, with no `component`"
    )]
    NoDepartment(DepartmentId),
    /// Its releases are not so that it can be done.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The books do not take it.
    #[error(transparent)]
    Books(#[from] BooksError),
    /// The shelf does not have it.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The release is refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The release cannot be tried now.
    #[error("it cannot be tried now: {0}")]
    NotNow(String),
    /// Nobody who may has agreed to what a release asks for.
    #[error(
        "E0605: no registered approver's key has signed this release: somebody who holds one has to, with `mitra release approve`"
    )]
    NotApproved,
    /// No release goes on by now.
    #[error("E0615: the department is frozen: {0}")]
    Frozen(String),
}

impl From<Setback> for ControlError {
    fn from(setback: Setback) -> Self {
        match setback {
            Setback::Refused(refused) => Self::Refused(refused),
            Setback::NotNow(why) => Self::NotNow(why),
        }
    }
}

impl Controller {
    /// A controller that does nothing by itself yet.
    pub fn new(parts: Parts) -> Self {
        let turns = parts
            .departments
            .iter()
            .map(|id| (id.clone(), tokio::sync::Mutex::default()))
            .collect();
        let (loaded, rosters, verdicts) = (Mutex::default(), Mutex::default(), Mutex::default());
        let wake = tokio::sync::Notify::new();
        Self(Arc::new(Shared { parts, turns, loaded, rosters, verdicts, wake }))
    }
}

impl Shared {
    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Whether no release of the department goes on by itself now: by an operator's word, or by a window.
    pub(crate) fn is_frozen(&self, roster: &Roster) -> bool {
        let now = self.now();
        roster.frozen(now).is_some() || self.parts.policy.freeze.at(now).is_some()
    }

    /// Changes a department's roster, writes down why, and shows what follows from it. If `change` decides nothing,
    /// nothing happens.
    pub(crate) async fn change<T>(
        &self,
        department: &DepartmentId,
        change: impl FnOnce(&mut Roster, Timestamp) -> Result<(Vec<Decision>, T), ControlError>,
    ) -> Result<T, ControlError> {
        let unknown = || ControlError::NoDepartment(department.clone());
        let _turn = self.turns.get(department).ok_or_else(unknown)?.lock().await;
        let mut read = self.parts.books.roster(department).await?;
        let kept = read.value.kept();
        let (decisions, value) = change(&mut read.value, self.now())?;
        if decisions.is_empty() {
            return Ok(value);
        }
        let roster = read.value.clone();
        // What becomes visible is loaded before it is decided: a decision is shown at once.
        self.load_all(department, &roster).await;
        self.parts.books.write(read, decisions.clone()).await?;
        self.remember(department, &roster);
        self.show(department, &roster);
        self.discard(kept.difference(&roster.kept()).cloned().collect());
        for decision in &decisions {
            tracing::info!(
                department = department.as_str(),
                release = decision.release.as_ref().map(ReleaseDigest::as_str),
                actor = decision.actor.as_str(),
                reason = decision.reason.as_str(),
                "{}",
                decision.action
            );
        }
        self.wake.notify_one();
        Ok(value)
    }

    /// A department's roster as it was last read or written.
    pub(crate) fn roster(&self, department: &DepartmentId) -> Arc<Roster> {
        lock(&self.rosters).get(department).cloned().unwrap_or_default()
    }

    fn remember(&self, department: &DepartmentId, roster: &Roster) {
        lock(&self.rosters).insert(department.clone(), Arc::new(roster.clone()));
    }

    /// What was said of a department's canary last.
    pub(crate) fn verdict(&self, department: &DepartmentId) -> Option<(ReleaseDigest, Verdict)> {
        lock(&self.verdicts).get(department).cloned()
    }

    pub(crate) fn note_verdict(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
        verdict: Verdict,
    ) {
        lock(&self.verdicts).insert(department.clone(), (release.clone(), verdict));
    }

    /// Shows a department as its roster has it, after a start.
    pub(crate) async fn restore(&self, department: &DepartmentId) -> Result<(), ControlError> {
        let Read { value: roster, .. } = self.parts.books.roster(department).await?;
        self.remember(department, &roster);
        self.load_all(department, &roster).await;
        self.show(department, &roster);
        Ok(())
    }

    /// Loads what citizens are to meet and is not loaded.
    async fn load_all(&self, department: &DepartmentId, roster: &Roster) {
        for release in roster.releases().iter().filter(|release| release.stage.serves()) {
            if self.loaded(department, &release.digest).is_some() {
                continue;
            }
            if let Err(error) = self.load(department, &release.digest).await {
                tracing::error!(
                    department = department.as_str(),
                    release = release.digest.as_str(),
                    error = &error as &dyn std::error::Error,
                    "a release that citizens should meet cannot be loaded"
                );
            }
        }
    }

    /// Loads a release and keeps it loaded for as long as its roster has it on its way or serving.
    pub(crate) async fn load(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
    ) -> Result<Loaded, ControlError> {
        let artifact = self.artifact(digest).await?;
        let loaded = self.parts.workshop.load(artifact).await?;
        let key = (department.clone(), digest.clone());
        lock(&self.loaded).insert(key, loaded.clone());
        Ok(loaded)
    }

    /// A release from the shelf.
    pub(crate) async fn artifact(
        &self,
        digest: &ReleaseDigest,
    ) -> Result<Arc<Artifact>, ShelfError> {
        let (kept_on, digest) = (Arc::clone(&self.parts.shelf), digest.clone());
        let taking = tokio::task::spawn_blocking(move || kept_on.take(&digest));
        taking.await.expect("reading does not panic").map(Arc::new)
    }

    /// The release, if it is loaded.
    pub(crate) fn loaded(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
    ) -> Option<Loaded> {
        lock(&self.loaded).get(&(department.clone(), digest.clone())).cloned()
    }

    /// Throws releases away, beside what is done now: nobody waits for it.
    fn discard(&self, digests: Vec<ReleaseDigest>) {
        if !digests.is_empty() {
            let kept_on = Arc::clone(&self.parts.shelf);
            tokio::task::spawn_blocking(move || {
                for digest in &digests {
                    kept_on.discard(digest);
                }
            });
        }
    }

    /// Publishes the route that a roster stands for, and lets go of releases that it needs no more.
    fn show(&self, department: &DepartmentId, roster: &Roster) {
        let loaded = |digest: &ReleaseDigest| self.loaded(department, digest).map(|it| it.0);
        let live = roster.live().filter(|_| !roster.is_removed());
        let route = live.and_then(|live| loaded(&live.digest)).map(Route::new);
        let route = route.map(|route| {
            let canary = roster.releases().iter().find_map(|release| {
                let step = self.parts.policy.steps.get(release.stage.canary_step()?)?;
                Some((loaded(&release.digest)?, step.percent))
            });
            let draining = roster.draining();
            let draining = draining.iter().filter_map(|release| loaded(&release.digest)).collect();
            let route = route.with_draining(draining);
            match canary {
                Some((release, share)) => route.with_canary(release, share),
                None => route,
            }
        });
        self.parts.board.put(department, route);
        lock(&self.loaded).retain(|(of, digest), _| {
            let needs = |stage: &Stage| stage.serves() || stage.is_under_way();
            let release = roster.releases().iter().find(|release| release.digest == *digest);
            of != department || release.is_some_and(|release| needs(&release.stage))
        });
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the host itself decides.
pub(crate) fn by_host(
    action: &str,
    department: &DepartmentId,
    release: &ReleaseDigest,
    reason: &str,
) -> Decision {
    crate::books::decided(HOST, action, department, Some(release), reason)
}
