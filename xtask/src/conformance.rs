//! The same conversations with the reference department in every language that departments are written in.
//!
//! What each answers is held against `tests/conformance`, by the program that vendors test theirs with: through a whole
//! host, with production's limits. Golden components, built when a version of the contract was released, are held
//! against what they answered then.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use crate::wit::golden;
use crate::workspace::{self, root, target};

/// What the guests' folders begin with; behind it stands the language.
const PREFIX: &str = "reference-";
/// The id by which every one of them describes itself.
const ID: &str = "reference";
/// How many languages there are at the least.
const LANGUAGES_MIN: usize = 4;

/// Plays the conversations with each, and fails if one answers otherwise.
pub(crate) fn run() -> anyhow::Result<()> {
    let guests = references()?;
    let n_guests = guests.len();
    ensure!(
        n_guests >= LANGUAGES_MIN,
        "there are reference departments in {n_guests} languages, and should be in {LANGUAGES_MIN}"
    );
    let mut differing = Vec::new();
    for guest in guests {
        let component = workspace::guests().join(&guest).with_extension("wasm");
        if play(&guest, &component, &root().join("tests/conformance")).is_err() {
            differing.push(guest);
        }
    }
    for version in golden::versions(root())? {
        let golden = golden::folder(root(), &version);
        if play(&version, &golden.join(golden::COMPONENT), &golden).is_err() {
            differing.push(format!("the golden component of {version}"));
        }
    }
    ensure!(differing.is_empty(), "{} answer otherwise", differing.join(", "));
    Ok(())
}

/// The names of the guests.
fn references() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("tests/guests"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(PREFIX) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn play(name: &str, component: &Path, scenarios: &Path) -> anyhow::Result<()> {
    println!("  {name}");
    let mut mitra = Command::new(target().join("debug/mitra"));
    mitra.env("RUST_LIB_BACKTRACE", "0").arg("test").arg(component).args(["--id", ID]);
    mitra.arg("--manifest").arg(scenarios.join("department.toml"));
    workspace::run(mitra.arg("--scenarios").arg(scenarios))
}
