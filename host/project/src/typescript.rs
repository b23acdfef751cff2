//! TypeScript: checked by its compiler, bundled into one module by esbuild, and from there on like JavaScript.

use std::path::Path;
use std::process::Command;

use crate::error::BuildError;
use crate::javascript;
use crate::sbom::{self, Packages, PackagesError};
use crate::sources::{STATEFUL_WORLD, Sources};
use crate::{embedded, tool};

/// The module that exports what a host calls.
pub(crate) const MAIN: &str = "src/main.ts";
/// How modules are put together. The contract's own are the host's, and so is all of WASI.
const BUNDLE: [&str; 7] = [
    "--bundle",
    "--format=esm",
    "--platform=neutral",
    "--main-fields=module,main",
    "--external:mitra:*",
    "--external:wasi:*",
    "--log-level=warning",
];

/// The folder of the SDK, as a project's `tsconfig.json` names it.
const SDK: &str = ".mitra/sdk/typescript/";
/// What of the SDK's folder is for whoever works on the SDK.
const INTERNAL: [&str; 2] = ["test/", "package-lock.json"];

/// Whether a project takes the SDK from its own `.mitra`.
pub(crate) fn uses_sdk(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("tsconfig.json")).is_ok_and(|text| text.contains(SDK))
}

/// The SDK, as it is.
pub(crate) fn sdk() -> Vec<(String, String)> {
    let is_internal = |name: &str| INTERNAL.iter().any(|internal| name.starts_with(internal));
    let files = embedded::SDK_TYPESCRIPT.iter().filter(|(name, _)| !is_internal(name));
    files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// How it is built.
pub(crate) fn recipe() -> String {
    format!("{}\n{}\n{STATEFUL_WORLD}", javascript::recipe(), BUNDLE.join(" "))
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let tools = javascript::tools(sources)?;
    let program = |name: &str| Command::new(tools.join("node_modules/.bin").join(name));
    let mut check = program("tsc");
    check.args(["--project", "."]).arg("--typeRoots").arg(tools.join("node_modules/@types"));
    tool::run(check.current_dir(&sources.folder))?;
    let scratch = tool::scratch()?;
    let module = scratch.path().join("app.js");
    let mut bundle = program("esbuild");
    bundle.arg(MAIN).args(BUNDLE).arg(format!("--outfile={}", module.display()));
    tool::run(bundle.current_dir(&sources.folder))?;
    javascript::componentize(&tools, sources, &module, STATEFUL_WORLD)
}

/// What may be bundled, and what bundles it.
pub(crate) fn packages(folder: &Path) -> Result<Option<Packages>, PackagesError> {
    let listed = sbom::npm::packages(folder)?;
    Ok(listed.map(|listed| Packages { listed, tools: javascript::packages() }))
}
