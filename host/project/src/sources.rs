//! What a component is made of, in the languages that tools are installed for.

use std::path::{Path, PathBuf};

use crate::error::BuildError;
use crate::sdk;

/// The contract's world that components are built for.
pub(crate) const WORLD: &str = "department";
/// The same with what carries a state over from another release: for SDKs, which have an answer if the vendor has none.
pub(crate) const STATEFUL_WORLD: &str = "stateful-department";

/// The source of one component, and what goes with it. All paths are absolute: tools are run in other folders than this
/// program's, and remember where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The folder of the source.
    pub folder: PathBuf,
    /// The folder of the language's SDK, whether the source uses it or not.
    pub sdk: PathBuf,
    /// The folder of the contract's version.
    pub contract: PathBuf,
    /// Where tools are installed when they are first needed. Nothing is installed elsewhere.
    pub tools: PathBuf,
}

impl Sources {
    /// Those of a project: all in its own folder.
    pub(crate) fn of_project(folder: &Path, language: &str) -> Result<Self, BuildError> {
        let folder = std::path::absolute(folder).map_err(BuildError::file("find", folder))?;
        Ok(Self {
            sdk: sdk::folder(&folder, language),
            contract: sdk::contract(&folder),
            tools: folder.join("target/tools"),
            folder,
        })
    }
}
