//! Programs that build: found, run to their end, installed once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::error::BuildError;

/// The first of these programs that the search path has.
pub(crate) fn find(programs: &[&str]) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the search path has no other way in")]
    let path = std::env::var("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = programs.iter().flat_map(|name| folders.iter().map(move |f| f.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// Runs a program whose words matter only if it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), BuildError> {
    let shown = shown(command);
    let output = command.output();
    let output = output.map_err(|source| BuildError::Start { command: shown.clone(), source })?;
    if output.status.success() {
        return Ok(());
    }
    let words =
        [output.stdout, output.stderr].map(|words| String::from_utf8_lossy(&words).into_owned());
    Err(BuildError::Failed { command: shown, output: words.concat().trim().to_owned() })
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Installs tools into a folder, unless they are there by the same recipe. What is half there is made anew, and what
/// was moved: tools remember where they are.
pub(crate) fn once(
    folder: &Path,
    recipe: &str,
    install: impl FnOnce() -> Result<(), BuildError>,
) -> Result<(), BuildError> {
    let stamp = folder.join("installed");
    let wanted = hex::encode(Sha256::digest(format!("{recipe}\n{}", folder.display())));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(BuildError::file("remove", folder))?;
    }
    fs::create_dir_all(folder).map_err(BuildError::file("make the folder", folder))?;
    install()?;
    write(&stamp, wanted)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, BuildError> {
    fs::read(path).map_err(BuildError::file("read", path))
}

pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), BuildError> {
    fs::write(path, bytes).map_err(BuildError::file("write", path))
}

/// A folder for what is made on the way.
pub(crate) fn scratch() -> Result<tempfile::TempDir, BuildError> {
    let folder = std::env::temp_dir();
    tempfile::tempdir().map_err(BuildError::file("make a folder in", &folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_heard() {
        let failed = run(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 1"]));
        let BuildError::Failed { output, .. } = failed.expect_err("it fails") else {
            panic!("it ran");
        };
        assert_eq!(output, "one\ntwo");
        let missing = run(&mut Command::new("/nowhere/tool"));
        assert!(matches!(missing, Err(BuildError::Start { .. })));
    }

    #[test]
    fn tools_are_installed_once_for_each_recipe() {
        let tools = tempfile::tempdir().expect("a folder");
        let folder = tools.path().join("python");
        let install = |recipe: &str, works: bool| {
            let mut n_installed = 0;
            let installed = once(&folder, recipe, || {
                n_installed += 1;
                write(&folder.join("tool"), recipe)?;
                if works { Ok(()) } else { run(&mut Command::new("false")) }
            });
            (installed.is_ok(), n_installed)
        };
        assert_eq!(install("1.0", false), (false, 1));
        assert_eq!(install("1.0", true), (true, 1), "half a tool is none");
        assert_eq!(install("1.0", true), (true, 0));
        assert_eq!(install("1.1", true), (true, 1));
    }
}
