//! What the control plane has others do.

use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::routing::{Route, ServedRelease};
use mitra_release::Artifact;

use crate::shadow::Shadow;

/// A release that is in the sandbox for as long as it is held, and says what it is.
#[derive(Debug, Clone)]
pub struct Loaded(pub Arc<ServedRelease>);

/// That a release's own scenarios went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smoked {
    /// How many did.
    pub scenarios: usize,
    /// How many states of open conversations it reads.
    pub carried: usize,
    /// How many it leaves to the release that they are on.
    pub kept: usize,
}

/// Why a release is not taken, in words that say who must do what. With a code of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// Why a release did not take a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Setback {
    /// It is the release's own doing: another try would end the same way.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is not: storage is away, the disk is full, the sandbox has no room.
    #[error("it cannot be tried now: {0}")]
    NotNow(String),
}

/// Where releases are tried.
#[async_trait]
pub trait Workshop: Send + Sync {
    /// What a release asks for beyond another. Without another it is nothing: what the first release of a department
    /// may do, the operator has granted knowingly.
    fn wider(&self, release: &Artifact, than: Option<&Artifact>) -> Result<Vec<String>, Refused>;

    /// The contract that a component is written for, such as `mitra:department@1.0.0`. Parses all of it: blocks.
    fn contract(&self, component: &[u8]) -> Result<String, Refused>;

    /// Compiles a release in a process of its own, links it, and has it say what it is.
    async fn load(&self, release: Arc<Artifact>) -> Result<Loaded, Setback>;

    /// Plays the release's own scenarios with the limits of production, and tries what it makes of states that open
    /// conversations have.
    async fn smoke(&self, release: Arc<Artifact>, loaded: &Loaded) -> Result<Smoked, Setback>;

    /// Has a release repeat turns that the live one took lately, without effects.
    async fn shadow(&self, release: Arc<Artifact>, live: &ReleaseDigest)
    -> Result<Shadow, Setback>;

    /// Stores the release's starting records, before a citizen meets it.
    async fn seed(&self, release: Arc<Artifact>) -> Result<(), Setback>;
}

/// What citizens are shown.
pub trait Board: Send + Sync {
    /// Puts a department there, in the place of its earlier route; with none, it is taken away.
    fn put(&self, department: &DepartmentId, route: Option<Route>);
}
