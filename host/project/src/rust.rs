//! Departments in Rust.

mod cargo;
mod manifest;
mod toolchain;

use std::collections::BTreeSet;
use std::path::Path;

pub use cargo::{CargoBuild, Words, component};
pub(crate) use cargo::{metadata, module};
pub use toolchain::{TARGET, Toolchain, recipe};

use crate::embedded;
use crate::error::{BuildError, Missing};
use crate::sbom::{self, Packages, PackagesError};
use crate::sources::Sources;

/// The folder of the SDK, as a project's `Cargo.toml` names it.
const SDK: &str = ".mitra/sdk/rust";

/// Whether a project takes the SDK from its own `.mitra`.
pub(crate) fn uses_sdk(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains(SDK))
}

/// The SDK, made to stand alone: in our repository it takes its versions from its workspace.
pub(crate) fn sdk() -> Vec<(String, String)> {
    let file = |(name, text): &(&str, &str)| match *name {
        "Cargo.toml" => {
            ((*name).to_owned(), manifest::standalone(text, embedded::SDK_RUST_WORKSPACE))
        }
        // Here the contract is three folders up, in a project's `.mitra` two.
        name => (name.to_owned(), text.replace("../../../wit/", "../../wit/")),
    };
    embedded::SDK_RUST.iter().map(file).collect()
}

/// The lock file, so that a new project begins with the versions that the SDK is tested with. Cargo adds the project
/// itself.
pub(crate) fn made() -> Vec<(&'static str, String)> {
    vec![("Cargo.lock", manifest::without_members(embedded::SDK_RUST_LOCK))]
}

/// What the machine lacks.
pub(crate) fn missing() -> Option<Missing> {
    match Toolchain::find() {
        Err(BuildError::Missing(missing)) => Some(missing),
        // What is there and does not work is told by the build.
        Ok(_) | Err(_) => None,
    }
}

/// Builds a package, with Cargo's own words on the way.
pub(crate) fn build(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let toolchain = Toolchain::find()?;
    let build = CargoBuild {
        folder: &sources.folder,
        package: None,
        target: None,
        locked: false,
        words: Words::Shown,
    };
    component(&toolchain, &build)
}

/// What a built package is made of.
pub(crate) fn packages(folder: &Path) -> Result<Option<Packages>, PackagesError> {
    let listed = sbom::cargo::packages(&Toolchain::find()?, folder)?;
    Ok(Some(Packages { listed, tools: BTreeSet::new() }))
}
