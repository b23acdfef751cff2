//! JavaScript: componentize-js, which puts the engine `StarlingMonkey` and the source, already evaluated, into one
//! component.

use std::path::Path;
use std::process::Command;

use crate::language::find;
use crate::step::{self, BuildError};
use crate::{Builder, Missing, WORLD};

/// The tool's version.
const PACKAGE: &str = include_str!("../tools/javascript/package.json");
/// All packages that come with it, with their hashes.
const LOCK: &str = include_str!("../tools/javascript/package-lock.json");
/// The call of the tool.
const SCRIPT: &str = include_str!("../tools/javascript/componentize.mjs");

pub(crate) fn missing() -> Option<Missing> {
    let is_there = ["node", "npm"].iter().all(|program| find(&[program]).is_some());
    let missing = Missing { what: "Node.js (20 or later)", packages: &["nodejs", "npm"] };
    (!is_there).then_some(missing)
}

pub(crate) fn recipe() -> String {
    [PACKAGE, LOCK, SCRIPT].join("\n")
}

pub(crate) fn component(builder: &Builder, source: &Path) -> Result<Vec<u8>, BuildError> {
    let tools = builder.tools.join("javascript");
    step::once(&tools, &recipe(), || install(&tools))?;
    let scratch = step::scratch()?;
    let output = scratch.path().join("component.wasm");
    let mut command = Command::new("node");
    command.arg(tools.join("componentize.mjs")).arg(source.join("app.js")).arg(&builder.wit);
    step::run(command.arg(WORLD).arg(&output).current_dir(source))?;
    step::read(&output)
}

fn install(tools: &Path) -> Result<(), BuildError> {
    let files =
        [("package.json", PACKAGE), ("package-lock.json", LOCK), ("componentize.mjs", SCRIPT)];
    for (name, text) in files {
        step::write(&tools.join(name), text)?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
    step::run(npm.current_dir(tools))
}
