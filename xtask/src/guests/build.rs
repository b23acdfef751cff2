//! Source -> component.

use std::path::Path;

use mitra_project::data;
use mitra_project::rust::{self, CargoBuild, Words};
use mitra_project::{Language, Sources};

use super::find::{self, Guest, Source};
use crate::install;
use crate::toolchain;
use crate::workspace::root;

/// The component's bytes.
pub(super) fn component(guest: &Guest) -> anyhow::Result<Vec<u8>> {
    match &guest.source {
        Source::Other { language, folder } => other(&guest.id, *language, folder),
        // Not validated: a test may want a guest that is wrong.
        Source::Text(file) => Ok(wat::parse_file(file)?),
        Source::Desk { workspace, .. } => {
            let toolchain = toolchain::find()?;
            println!("    {}: building with {}", guest.id, toolchain.name());
            let target = root().join("target/guests-build");
            let build = rust_build(workspace, &guest.id, &target);
            Ok(data::desk(&toolchain, &build, &workspace.join(&guest.id))?)
        }
        Source::Rust { workspace, package, .. } => {
            let toolchain = toolchain::find()?;
            println!("    {}: building with {}", guest.id, toolchain.name());
            let target = root().join("target/guests-build");
            Ok(rust::component(&toolchain, &rust_build(workspace, package, &target))?)
        }
    }
}

/// One build of a package. One folder for all workspaces, so that the standard library is built once.
fn rust_build<'a>(workspace: &'a Path, package: &'a str, target: &'a Path) -> CargoBuild<'a> {
    CargoBuild {
        folder: workspace,
        package: Some(package),
        target: Some(target),
        locked: true,
        words: Words::Kept,
    }
}

fn other(id: &str, language: Language, source: &Path) -> anyhow::Result<Vec<u8>> {
    let toolkit = language.toolkit();
    if let Some(missing) = (toolkit.missing)() {
        install::debian(missing.what, missing.debian)?;
    }
    println!("    {id}: building from {}", toolkit.marker);
    let sources = Sources {
        folder: source.to_owned(),
        sdk: find::sdk(root(), language),
        contract: find::contract(root()),
        tools: root().join("target/guests-tools"),
    };
    Ok((toolkit.build)(&sources)?)
}
