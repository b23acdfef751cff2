//! JavaScript: componentize-js, which puts the engine `StarlingMonkey` and the source, already evaluated, into one
//! component. What the engine makes at its first use is made before (ADR 0030).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{BuildError, Missing};
use crate::sbom::{self, Package};
use crate::sources::{Sources, WORLD};
use crate::tool;

/// The tool's version.
const PACKAGE: &str = include_str!("../tools/javascript/package.json");
/// All packages that come with it, with their hashes.
const LOCK: &str = include_str!("../tools/javascript/package-lock.json");
/// The call of the tool.
const SCRIPT: &str = include_str!("../tools/javascript/componentize.mjs");

const NO_NODE: Missing =
    Missing { what: "Node.js (20 or later)", anywhere: None, debian: &["nodejs", "npm"] };

pub(crate) fn missing() -> Option<Missing> {
    let is_there = ["node", "npm"].iter().all(|program| tool::find(&[program]).is_some());
    (!is_there).then_some(NO_NODE)
}

pub(crate) fn recipe() -> String {
    [PACKAGE, LOCK, SCRIPT].join("\n")
}

/// The tools, without what they need themselves.
///
/// # Panics
/// If their files are none of npm: both are part of this program.
pub(crate) fn packages() -> BTreeSet<Package> {
    let wanted: serde_json::Value = serde_json::from_str(PACKAGE).expect("a package is JSON");
    let mut tools = sbom::npm::listed(LOCK).expect("a lock file of npm");
    tools.retain(|tool| wanted["dependencies"].get(&tool.name).is_some());
    tools
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let tools = tools(sources)?;
    componentize(&tools, sources, &sources.folder.join("app.js"), WORLD)
}

/// The folder of the tools, with all of them installed.
pub(crate) fn tools(sources: &Sources) -> Result<PathBuf, BuildError> {
    let tools = sources.tools.join("javascript");
    tool::once(&tools, &recipe(), || install(&tools))?;
    Ok(tools)
}

/// The component of a module that stands alone.
pub(crate) fn componentize(
    tools: &Path,
    sources: &Sources,
    module: &Path,
    world: &str,
) -> Result<Vec<u8>, BuildError> {
    let scratch = tool::scratch()?;
    let output = scratch.path().join("component.wasm");
    let mut command = Command::new("node");
    command.arg(tools.join("componentize.mjs")).arg(module);
    command.arg(&sources.contract).arg(world).arg(&output);
    tool::run(command.current_dir(&sources.folder))?;
    tool::read(&output)
}

fn install(tools: &Path) -> Result<(), BuildError> {
    let files =
        [("package.json", PACKAGE), ("package-lock.json", LOCK), ("componentize.mjs", SCRIPT)];
    for (name, text) in files {
        tool::write(&tools.join(name), text)?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
    tool::run(npm.current_dir(tools))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_known_by_their_versions_and_hashes() {
        let tools = packages();
        let names: Vec<_> = tools.iter().map(|tool| tool.name.as_str()).collect();
        assert!(names.contains(&"@bytecodealliance/componentize-js"), "{names:?}");
        assert!(names.contains(&"esbuild") && names.len() == 6, "{names:?}");
        assert!(tools.iter().all(|tool| tool.version.is_some() && !tool.hashes.is_empty()));
    }
}
