//! The back ends of departments, in a place that manifests can name whatever they were built for.

use std::fs;

use anyhow::Context;

use crate::workspace::{cargo, root, run, target};

/// Their package.
pub(crate) const PACKAGE: &str = "mitra-backends";

/// Builds them, and puts them there.
pub(crate) fn build() -> anyhow::Result<()> {
    run(cargo().args(["build", "--quiet", "--package", PACKAGE]))?;
    place("debug")
}

/// Puts those there that are built for this profile already.
pub(crate) fn place(profile: &str) -> anyhow::Result<()> {
    let built = target().join(profile).join("backend");
    let folder = root().join("target/backends");
    fs::create_dir_all(&folder)?;
    // Moved into its place whole: one that runs cannot be written over.
    let copy = folder.join("backend.new");
    fs::copy(&built, &copy).with_context(|| format!("cannot copy `{}`", built.display()))?;
    fs::rename(copy, folder.join("backend"))?;
    Ok(())
}
