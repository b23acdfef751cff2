//! Source in languages other than Rust -> a department's component.
//!
//! In: a folder of source, the contract's folder, a folder for tools. Out: the component's bytes.
//! The tools are pinned here, with their hashes, and installed into the folder for tools when they are first needed.
//! Never: installs anything beside that folder; what a machine lacks is named. Knows no repository, and prints nothing.

mod c;
mod javascript;
mod language;
mod python;
mod step;

use std::path::{Path, PathBuf};

pub use language::{Language, Missing};
pub use step::BuildError;

/// The contract's world that components are built for.
const WORLD: &str = "department";

/// Builds components.
#[derive(Debug, Clone)]
pub struct Builder {
    wit: PathBuf,
    tools: PathBuf,
}

impl Builder {
    /// For the contract in the folder `wit`, with tools kept in the folder `tools`.
    pub fn new(wit: impl Into<PathBuf>, tools: impl Into<PathBuf>) -> Self {
        Self { wit: wit.into(), tools: tools.into() }
    }

    /// The component of the source in this folder.
    ///
    /// # Errors
    /// [`BuildError::Missing`] if the machine lacks a program; the others if a step fails.
    pub fn build(&self, language: Language, source: &Path) -> Result<Vec<u8>, BuildError> {
        if let Some(missing) = language.missing() {
            return Err(BuildError::Missing(missing));
        }
        match language {
            Language::Python => python::component(self, source),
            Language::JavaScript => javascript::component(self, source),
            Language::C => c::component(self, source),
        }
    }
}
