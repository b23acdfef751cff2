//! Bytes -> a release that can run turns: checked, compiled, linked, described.

use std::collections::BTreeMap;
use std::sync::Arc;

use mitra_core::department::Department;
use mitra_core::ids::ReleaseDigest;
use mitra_core::turn::TurnFault;

use crate::check::CheckError;
use crate::compile::CompileError;
use crate::instance::TurnState;
use crate::world::v0_1_0::{DepartmentPre, DescriptionRefused};

/// A release as it is kept for turns.
pub(crate) struct Release {
    pub(crate) pre: DepartmentPre<TurnState>,
    pub(crate) config: Arc<BTreeMap<String, String>>,
    pub(crate) state_schema: u32,
}

/// A release that can run turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedRelease {
    /// Its identity: the sha256 of the component.
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
    /// Its imports and exports do not have the contract's types.
    #[error("it does not fit the contract")]
    Link(#[source] wasmtime::Error),
    /// Describing itself went wrong.
    #[error("`describe` went wrong")]
    Describe(#[source] TurnFault),
    /// What it says of itself cannot be used.
    #[error("its description cannot be used")]
    Description(#[source] DescriptionRefused),
    /// It does not say the same twice.
    #[error("`describe` gave another answer the second time")]
    Unsteady,
    /// The sandbox has no room.
    #[error("the sandbox has no room to load it")]
    NoRoom,
}
