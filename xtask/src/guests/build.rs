//! Source -> component.

use mitra_project::rust::{self, CargoBuild, Words};

use super::find::{Guest, Source};
use crate::toolchain;
use crate::workspace::root;

/// The component's bytes.
pub(super) fn component(guest: &Guest) -> anyhow::Result<Vec<u8>> {
    match &guest.source {
        // Not validated: a test may want a guest that is wrong.
        Source::Text(file) => Ok(wat::parse_file(file)?),
        Source::Rust { workspace, package, .. } => {
            let toolchain = toolchain::find()?;
            println!("    {}: building with {}", guest.id, toolchain.name());
            let build = CargoBuild {
                folder: workspace,
                package: Some(package),
                // One folder for all workspaces, so that the standard library is built once.
                target: Some(&root().join("target/guests-build")),
                locked: true,
                words: Words::Kept,
            };
            Ok(rust::component(&toolchain, &build)?)
        }
    }
}
