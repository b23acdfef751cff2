//! Source -> core module -> component.

use std::fs;
use std::path::Path;

use anyhow::Context;
use wit_component::ComponentEncoder;

use super::find::{Guest, Source};
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::{root, run_quietly};

/// The component's bytes.
pub(super) fn component(guest: &Guest) -> anyhow::Result<Vec<u8>> {
    match &guest.source {
        // Not validated: a test may want a guest that is wrong.
        Source::Text(file) => Ok(wat::parse_file(file)?),
        Source::Rust { workspace, package, module, .. } => {
            let core = core_module(&guest.id, workspace, package, module)?;
            // The bindings left the world's description in the module.
            let mut encoder = ComponentEncoder::default();
            let encoder = encoder.validate(true).module(&core)?;
            encoder.encode().context("the module does not make a component")
        }
    }
}

fn core_module(id: &str, workspace: &Path, package: &str, module: &str) -> anyhow::Result<Vec<u8>> {
    let toolchain = Toolchain::find()?;
    println!("    {id}: building with {}", toolchain.name());
    // One folder for all workspaces, so that the standard library is built once.
    let target = root().join("target/guests-build");
    let mut build = toolchain.build();
    build.current_dir(workspace).arg("--target-dir").arg(&target);
    build.args(["--locked", "--package", package]);
    run_quietly(&mut build)?;
    let file = target.join(TARGET).join("release").join(format!("{module}.wasm"));
    fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))
}
