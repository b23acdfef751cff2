//! The languages that departments are written in here.

use std::path::Path;

use crate::error::{BuildError, Missing};
use crate::sbom::{Packages, PackagesError};
use crate::sources::Sources;
use crate::starter::{self, Starter};
use crate::{c, data, javascript, python, rust, typescript};

/// A language that this program builds departments from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// `Cargo.toml`, with a library.
    Rust,
    /// `app.py`, with a class `Handler`, and other modules that it imports.
    Python,
    /// `src/main.ts`, a module that exports `handler` and `migration`, and all that it imports.
    TypeScript,
    /// `app.js`, a module that exports `handler`.
    JavaScript,
    /// `app.c`, and other files in C beside it.
    C,
    /// `services.toml`: no language at all.
    Data,
}

/// What a language brings along.
pub struct Toolkit {
    /// Its name, as `--lang` takes it.
    pub name: &'static str,
    /// The same in short: what its files end with.
    pub short: &'static str,
    /// The file by which a folder of source is known.
    pub marker: &'static str,
    /// What the machine lacks to build it.
    pub missing: fn() -> Option<Missing>,
    /// How it is built, all versions and hashes among it: another recipe may make another component.
    pub recipe: fn() -> String,
    /// Builds a component. What takes long is told to the vendor on the way, where a tool can tell.
    pub build: fn(&Sources) -> Result<Vec<u8>, BuildError>,
    /// Lists what a component is made of, for languages with lock files.
    pub(crate) packages: Option<ListPackages>,
    /// What a new project begins with, if new ones can be made.
    pub starter: Option<&'static Starter>,
}

/// Lists the packages of the project in a folder, if it has a lock file.
type ListPackages = fn(&Path) -> Result<Option<Packages>, PackagesError>;

static RUST: Toolkit = Toolkit {
    name: "rust",
    short: "rs",
    marker: "Cargo.toml",
    missing: rust::missing,
    recipe: rust::recipe,
    build: rust::build,
    packages: Some(rust::packages),
    starter: Some(&starter::RUST),
};

static PYTHON: Toolkit = Toolkit {
    name: "python",
    short: "py",
    marker: "app.py",
    missing: python::missing,
    recipe: python::recipe,
    build: python::component,
    packages: None,
    starter: Some(&starter::PYTHON),
};

static TYPESCRIPT: Toolkit = Toolkit {
    name: "typescript",
    short: "ts",
    marker: typescript::MAIN,
    missing: javascript::missing,
    recipe: typescript::recipe,
    build: typescript::component,
    packages: Some(typescript::packages),
    starter: Some(&starter::TYPESCRIPT),
};

static JAVASCRIPT: Toolkit = Toolkit {
    name: "javascript",
    short: "js",
    marker: "app.js",
    missing: javascript::missing,
    recipe: javascript::recipe,
    build: javascript::component,
    packages: None,
    starter: None,
};

static C: Toolkit = Toolkit {
    name: "c",
    short: "c",
    marker: "app.c",
    missing: c::missing,
    recipe: c::recipe,
    build: c::component,
    packages: None,
    starter: Some(&starter::C),
};

static DATA: Toolkit = Toolkit {
    name: "data",
    short: "data",
    marker: data::MARKER,
    missing: data::missing,
    recipe: data::recipe,
    build: data::component,
    packages: Some(data::packages),
    starter: Some(&starter::DATA),
};

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Rust, Self::Python, Self::TypeScript, Self::JavaScript, Self::C, Self::Data];

    /// What the language brings along.
    pub fn toolkit(self) -> &'static Toolkit {
        match self {
            Self::Rust => &RUST,
            Self::Python => &PYTHON,
            Self::TypeScript => &TYPESCRIPT,
            Self::JavaScript => &JAVASCRIPT,
            Self::C => &C,
            Self::Data => &DATA,
        }
    }

    /// The language of this name, short or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| {
            let Toolkit { name: long, short, .. } = language.toolkit();
            name == *long || name == *short
        })
    }

    /// Those that new projects can be made in.
    pub fn with_starter() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|language| language.toolkit().starter.is_some())
    }

    /// The language of the source in this folder.
    pub fn of(folder: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|language| folder.join(language.toolkit().marker).is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_in_the_language_of_its_main_file() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Language::of(folder.path()), None);
        for language in Language::ALL {
            let folder = tempfile::tempdir().expect("a folder");
            let main = folder.path().join(language.toolkit().marker);
            std::fs::create_dir_all(main.parent().expect("a folder")).expect("a folder");
            std::fs::write(main, "").expect("a file");
            assert_eq!(Language::of(folder.path()), Some(language));
            assert_eq!(Language::named(language.toolkit().name), Some(language));
            assert_eq!(Language::named(language.toolkit().short), Some(language));
        }
    }
}
