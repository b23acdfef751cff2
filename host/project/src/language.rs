//! The languages that departments are written in here.

use std::path::Path;

use crate::embedded;
use crate::error::BuildError;
use crate::folder::Project;
use crate::rust;

/// A language that this program can make and build projects of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust.
    Rust,
}

/// What a language brings along.
pub struct Toolkit {
    /// Its name, as `--lang` takes it.
    pub name: &'static str,
    /// The file by which a project of it is known.
    pub marker: &'static str,
    /// The files of a new project, by their names; `{{id}}` stands for the department's id.
    pub(crate) template: &'static [(&'static str, &'static str)],
    /// The files of a new project that are made, not written: names and texts.
    pub(crate) made: fn() -> Vec<(&'static str, String)>,
    /// The files of its SDK, as they stand in a project's `.mitra/sdk/<name>`.
    pub(crate) sdk: fn() -> Vec<(String, String)>,
    /// Whether a project is written with the SDK of its own `.mitra`.
    pub(crate) uses_sdk: fn(&Path) -> bool,
    /// Builds a project to a component. What takes long is told to the vendor on the way.
    pub build: fn(&Project) -> Result<Vec<u8>, BuildError>,
    /// The command that tests a project without a host.
    pub test_command: &'static str,
}

/// The toolkit of Rust.
static RUST: Toolkit = Toolkit {
    name: "rust",
    marker: "Cargo.toml",
    template: embedded::TEMPLATE_RUST,
    made: rust::made,
    sdk: rust::sdk,
    uses_sdk: rust::uses_sdk,
    build: rust::build_project,
    test_command: "cargo test",
};

impl Language {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Rust];

    /// What the language brings along.
    pub fn toolkit(self) -> &'static Toolkit {
        match self {
            Self::Rust => &RUST,
        }
    }

    /// The language of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.toolkit().name == name)
    }

    /// The language of the project in this folder.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|language| folder.join(language.toolkit().marker).is_file())
    }
}
