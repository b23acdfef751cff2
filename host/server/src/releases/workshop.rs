//! Where releases are tried: this host's sandbox, and a rehearsal in a process of its own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_control::{Loaded, Refused, Setback, Shadow, Smoked};
use mitra_core::causes::with_causes;
use mitra_core::clock::Clock;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::routing::{Hold, ServedRelease};
use mitra_release::{Artifact, COMPONENT, MANIFEST, SEED};
use mitra_runtime::{CompileError, LoadError, LoadedRelease, NotCarried, Sandbox};
use mitra_storage::SharedStorage;

use super::shadow::{self, Repeater};
use super::smoke::Rehearsal;
use crate::capsules::CapsuleShelf;
use crate::clock::SystemClock;
use crate::config::DepartmentConfig;
use crate::departments::{self, DepartmentError};
use crate::manifest::Manifest;

/// How many open conversations' states are tried with a release.
const STATES_TRIED_MAX: usize = 20;

/// Where releases are tried.
pub(crate) struct Workshop {
    pub(crate) sandbox: Sandbox,
    pub(crate) storage: SharedStorage,
    pub(crate) rehearsal: Rehearsal,
    pub(crate) repeater: Repeater,
    /// Turns that were written down, if they are, and for how long.
    pub(crate) capsules: Option<(CapsuleShelf, Duration)>,
    /// What the operator grants each department.
    pub(crate) departments: Vec<DepartmentConfig>,
}

#[async_trait]
impl mitra_control::Workshop for Workshop {
    fn wider(&self, release: &Artifact, than: Option<&Artifact>) -> Result<Vec<String>, Refused> {
        let Some(than) = than else { return Ok(Vec::new()) };
        Ok(manifest(release)?.beyond(&manifest(than)?))
    }

    fn contract(&self, component: &[u8]) -> Result<String, Refused> {
        mitra_runtime::contract(component).map_err(|error| refused(&error))
    }

    async fn load(&self, release: Arc<Artifact>) -> Result<Loaded, Setback> {
        let manifest = manifest(&release)?;
        let department = release.statement().department.clone();
        let config = self.config(&department)?;
        let settings = departments::settings_of(config, Some(manifest.clone()))
            .map_err(|error| refused(&error))?;
        let takes_notices = settings.grants.notices.are_taken();
        let topics = settings.grants.topics.clone();
        let (sandbox, artifact) = (self.sandbox.clone(), Arc::clone(&release));
        // Loading waits for a compiler and runs guest code: never on a thread that serves.
        let loading = tokio::task::spawn_blocking(move || {
            let component = artifact.file(COMPONENT).unwrap_or_default();
            sandbox.hold(&department, Some(artifact.digest()), component, settings)
        });
        let loaded = loading.await.expect("loading does not panic");
        let (LoadedRelease { digest, department }, hold) = loaded.map_err(|error| {
            let is_ours =
                matches!(error, LoadError::NoRoom | LoadError::Compile(CompileError::Process(_)));
            if is_ours { not_now(&error) } else { refused(&error).into() }
        })?;
        let following = manifest.following(&department).map_err(|error| refused(&error))?;
        departments::tell_unknown_service(&department, &topics);
        let served = ServedRelease::new(digest, department, takes_notices).with_topics(topics);
        Ok(Loaded(Arc::new(served.followed_in(following).held_by(Hold::of(hold)))))
    }

    async fn smoke(&self, release: Arc<Artifact>, loaded: &Loaded) -> Result<Smoked, Setback> {
        let scenarios = self.rehearsal.play(&release).await?;
        let (carried, kept) = self.try_states(loaded).await?;
        Ok(Smoked { scenarios, carried, kept })
    }

    async fn shadow(
        &self,
        release: Arc<Artifact>,
        live: &ReleaseDigest,
    ) -> Result<Shadow, Setback> {
        let Some((capsules, keep_for)) = &self.capsules else { return Ok(Shadow::default()) };
        let department = &release.statement().department;
        let turns = capsules.of_release(department, live).await;
        let turns = turns.map_err(|error| not_now(&error))?;
        if turns.is_empty() {
            return Ok(Shadow::default());
        }
        let repeated = self.repeater.repeat(&release, &turns).await?;
        let (digest, expires_at) = (release.digest(), SystemClock.now().after(*keep_for));
        let kept = capsules.keep_report(department, digest, &repeated, expires_at).await;
        kept.map_err(|error| not_now(&error))?;
        Ok(shadow::counted(&repeated))
    }

    async fn seed(&self, release: Arc<Artifact>) -> Result<(), Setback> {
        let Some(seed) = release.file(SEED) else { return Ok(()) };
        let department = &release.statement().department;
        let planted = departments::plant_bytes(department, Path::new(SEED), seed, &self.storage);
        planted.await.map_err(|error| {
            let is_ours = matches!(error, DepartmentError::Store { .. });
            if is_ours { not_now(&error) } else { refused(&error).into() }
        })
    }
}

impl Workshop {
    fn config(&self, department: &DepartmentId) -> Result<&DepartmentConfig, Refused> {
        let found = self.departments.iter().find(|config| config.id == *department);
        found.ok_or_else(|| Refused(format!("E0614: `{department}` is not configured")))
    }

    /// What a release makes of states that open conversations have: how many it carries over, and how many stay on
    /// their own release. One that it fails at is a mistake of the vendor's.
    async fn try_states(&self, loaded: &Loaded) -> Result<(usize, usize), Setback> {
        let ServedRelease { digest, department, .. } = &*loaded.0;
        let open = self.storage.some_conversations(&department.id, STATES_TRIED_MAX).await;
        let open = open.map_err(|error| not_now(&error))?;
        let states: Vec<_> = open.into_iter().filter_map(|open| open.state).collect();
        let (sandbox, digest, id) = (self.sandbox.clone(), digest.clone(), department.id.clone());
        let trying = tokio::task::spawn_blocking(move || {
            let (mut carried, mut kept) = (0, 0);
            for state in states {
                let schema = state.schema;
                match sandbox.carries_over(&id, &digest, state) {
                    Ok(()) => carried += 1,
                    Err(NotCarried::Declined(_)) => kept += 1,
                    Err(NotCarried::Broken(words)) => {
                        return Err(Refused(format!(
                            "E0607: `migrate` fails at a state of schema {schema} that an open conversation has: {words}"
                        )));
                    }
                }
            }
            Ok((carried, kept))
        });
        Ok(trying.await.expect("trying does not panic")?)
    }
}

/// The manifest of a release. Without one it asks for nothing.
pub(crate) fn manifest(release: &Artifact) -> Result<Manifest, Refused> {
    let department = &release.statement().department;
    let Some(bytes) = release.file(MANIFEST) else { return Ok(Manifest::none(department)) };
    let text = std::str::from_utf8(bytes).map_err(|error| refused(&error))?;
    let manifest = Manifest::parse(text, Path::new(MANIFEST)).map_err(|error| refused(&error))?;
    if manifest.id == *department {
        return Ok(manifest);
    }
    Err(Refused(format!(
        "E0402: the manifest is for `{}`, the release for `{department}`",
        manifest.id
    )))
}

/// An error and what led to it, as the reason of a refusal.
fn refused(error: &dyn std::error::Error) -> Refused {
    Refused(with_causes(error))
}

/// The same, where it is not the release's own doing.
fn not_now(error: &dyn std::error::Error) -> Setback {
    Setback::NotNow(with_causes(error))
}
