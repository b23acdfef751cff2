//! The SDK and the contract in a project's own folder: no registry has them.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use crate::embedded;
use crate::error::ProjectError;
use crate::starter::Starter;

/// Where they are, in a project.
pub(crate) const FOLDER: &str = ".mitra";
/// The file that says of which program they are.
const VERSION: &str = "version";
/// The contract's version that projects are built for.
const CONTRACT: &str = "1.0.0";
/// This program's version.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// What became of the SDK in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// The project takes its SDK from elsewhere.
    Own,
    /// It is this program's already.
    Same,
    /// It was another one, and is this program's now.
    Written,
}

/// Brings the SDK in a project up to this program's.
///
/// # Errors
/// [`ProjectError::NewerSdk`] if it is a newer program's, or a file cannot be written.
pub(crate) fn refresh(
    project: &Path,
    language: &str,
    starter: &Starter,
) -> Result<Refreshed, ProjectError> {
    let folder = project.join(FOLDER);
    if let Ok(found) = fs::read_to_string(folder.join(VERSION)) {
        let found = found.trim();
        if order(found, OWN) == Ordering::Greater {
            return Err(ProjectError::NewerSdk { found: found.to_owned(), own: OWN });
        }
    }
    let files = files(language, starter);
    let is_same = |(name, text): &(String, String)| {
        fs::read_to_string(folder.join(name)).is_ok_and(|found| found == *text)
    };
    if files.iter().all(is_same) {
        return Ok(Refreshed::Same);
    }
    for stale in [self::folder(project, language), folder.join("wit")] {
        if stale.exists() {
            fs::remove_dir_all(&stale).map_err(ProjectError::file("remove", &stale))?;
        }
    }
    for (name, text) in files {
        write(&folder.join(name), &text)?;
    }
    Ok(Refreshed::Written)
}

/// Where the SDK of a language is, in a project.
pub(crate) fn folder(project: &Path, language: &str) -> PathBuf {
    project.join(FOLDER).join("sdk").join(language)
}

/// Where the contract's newest version is, in a project.
pub(crate) fn contract(project: &Path) -> PathBuf {
    project.join(FOLDER).join("wit").join(CONTRACT)
}

/// Everything below `.mitra`. The SDK finds the contract two folders up.
fn files(language: &str, starter: &Starter) -> Vec<(String, String)> {
    let sdk = (starter.sdk)().into_iter();
    let sdk = sdk.map(|(name, text)| (format!("sdk/{language}/{name}"), text));
    let wit = embedded::WIT.iter().map(|(name, text)| (format!("wit/{name}"), (*text).to_owned()));
    let version = (VERSION.to_owned(), format!("{OWN}\n"));
    let about = ("README.md".to_owned(), ABOUT.to_owned());
    sdk.chain(wit).chain([version, about]).collect()
}

/// For whoever opens the folder.
const ABOUT: &str = "# Not yours to change\n\n\
    The SDK and the contract that this department is built with.\n\
    `mitra build` writes this folder anew when the program `mitra` brings another version; changes here are lost.\n\
    Commit it: then `cargo test` works for whoever has no `mitra`.\n";

/// Writes a file and the folders it is in.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), ProjectError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(ProjectError::file("make the folder", folder))?;
    }
    fs::write(path, text).map_err(ProjectError::file("write", path))
}

/// Compares two versions by their numbers.
fn order(one: &str, other: &str) -> Ordering {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
    };
    numbers(one).cmp(&numbers(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starter;

    #[test]
    fn the_sdk_is_written_when_it_is_not_this_programs() {
        let folder = tempfile::tempdir().expect("a folder");
        let refreshed =
            || refresh(folder.path(), "rust", &starter::RUST).expect("it can be written");
        assert_eq!(refreshed(), Refreshed::Written);
        assert_eq!(refreshed(), Refreshed::Same);
        let sdk = folder.path().join(".mitra/sdk/rust");
        assert!(
            sdk.join("src/lib.rs").is_file() && sdk.join("../../wit/1.0.0/world.wit").is_file()
        );
        fs::write(sdk.join("src/text.rs"), "// changed").expect("a file");
        fs::write(sdk.join("src/stale.rs"), "// of another version").expect("a file");
        assert_eq!(refreshed(), Refreshed::Written);
        assert!(!sdk.join("src/stale.rs").exists());
    }

    #[test]
    fn the_sdk_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join(".mitra/version"), "999.0.0\n").expect("a file");
        let told = refresh(folder.path(), "rust", &starter::RUST).expect_err("it is newer");
        assert!(told.to_string().contains("install mitra 999.0.0 or later"), "{told}");
        assert!(!folder.path().join(".mitra/sdk").exists());
        assert_eq!(order("0.10.0", "0.9.1"), Ordering::Greater);
        assert_eq!(order("0.1.0", "0.1.0"), Ordering::Equal);
    }
}
