//! The same conversations with the reference department in every language that departments are written in.
//!
//! What each answers is held against `tests/conformance`, by the program that vendors test theirs with: through a whole
//! host, with production's limits.

use std::fs;
use std::process::Command;

use anyhow::ensure;

use crate::workspace::{self, guests, root, target};

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
        if play(&guest).is_err() {
            differing.push(guest);
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

fn play(guest: &str) -> anyhow::Result<()> {
    println!("  {guest}");
    let mut mitra = Command::new(target().join("debug/mitra"));
    mitra.env("RUST_LIB_BACKTRACE", "0").arg("test");
    mitra.arg(guests().join(guest).with_extension("wasm")).args(["--id", ID]);
    workspace::run(mitra.arg("--scenarios").arg(root().join("tests/conformance")))
}
