//! Which languages there are, how one is told from another, and what each needs.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::{c, javascript, python};

/// A language that departments are written in, beside Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// `app.py`, with a class `Handler`.
    Python,
    /// `app.js`, a module that exports `handler`.
    JavaScript,
    /// `app.c`, and other files in C beside it.
    C,
}

/// What a machine lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// In words.
    pub what: &'static str,
    /// The packages of Debian that have it.
    pub packages: &'static [&'static str],
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let packages = self.packages.join(" ");
        write!(f, "{} is missing: on Debian, `sudo apt-get install {packages}`", self.what)
    }
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Python, Self::JavaScript, Self::C];

    /// The file that a folder of source in this language has.
    pub fn main_file(self) -> &'static str {
        match self {
            Self::Python => "app.py",
            Self::JavaScript => "app.js",
            Self::C => "app.c",
        }
    }

    /// The language of a folder of source.
    pub fn of(folder: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|language| folder.join(language.main_file()).is_file())
    }

    /// What this machine lacks to build it.
    pub fn missing(self) -> Option<Missing> {
        match self {
            Self::Python => python::missing(),
            Self::JavaScript => javascript::missing(),
            Self::C => c::missing(),
        }
    }

    /// How it is built, all versions and hashes among it: another recipe may make another component.
    pub fn recipe(self) -> String {
        match self {
            Self::Python => python::recipe(),
            Self::JavaScript => javascript::recipe(),
            Self::C => c::recipe(),
        }
    }
}

/// The first of these programs that the search path has.
pub(crate) fn find(programs: &[&str]) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the search path has no other way in")]
    let path = std::env::var("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = programs.iter().flat_map(|name| folders.iter().map(move |f| f.join(name)));
    places.into_iter().find(|place| place.is_file())
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
            std::fs::write(folder.path().join(language.main_file()), "").expect("a file");
            assert_eq!(Language::of(folder.path()), Some(language));
        }
    }

    #[test]
    fn what_is_missing_is_named_with_the_command_that_installs_it() {
        let missing = Missing { what: "a compiler", packages: &["clang", "lld"] };
        let words = "a compiler is missing: on Debian, `sudo apt-get install clang lld`";
        assert_eq!(missing.to_string(), words);
    }
}
