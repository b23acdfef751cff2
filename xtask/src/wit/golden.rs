//! The component that is kept of each released version, and what it answered when the version was released.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::workspace::guests;

/// The component, in the folder of its version.
pub(crate) const COMPONENT: &str = "department.wasm";
/// Of which guest it is made.
const GUEST: &str = "reference-rust";

/// Where those of a version are.
pub(crate) fn folder(root: &Path, version: &str) -> PathBuf {
    root.join("tests/golden").join(version)
}

/// The versions of which there is one.
pub(crate) fn versions(root: &Path) -> anyhow::Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(root.join("tests/golden")) else { return Ok(Vec::new()) };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<anyhow::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Keeps the reference department as it is built now, with its conversations.
pub(super) fn keep(root: &Path, version: &str) -> anyhow::Result<()> {
    let folder = folder(root, version);
    fs::create_dir_all(&folder)?;
    let component = guests().join(GUEST).with_extension("wasm");
    fs::copy(&component, folder.join(COMPONENT)).with_context(|| {
        format!("`{}` is missing: run `cargo xtask guests`", component.display())
    })?;
    for entry in fs::read_dir(root.join("tests/conformance"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}
