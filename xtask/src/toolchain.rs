//! The toolchain for Rust guests, installed if it can be.

use anyhow::Context;
use mitra_project::BuildError;
use mitra_project::rust::Toolchain;

use crate::install;

/// The first way to build Rust guests that works here.
pub(crate) fn find() -> anyhow::Result<Toolchain> {
    match Toolchain::find() {
        Err(BuildError::Missing(missing)) if !missing.debian.is_empty() => {
            let installed = install::debian(missing.what, missing.debian);
            installed.with_context(|| missing.to_string())?;
            Ok(Toolchain::find()?)
        }
        found => Ok(found?),
    }
}
