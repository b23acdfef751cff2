//! Python: componentize-py, in a virtual environment of its own. It puts an interpreter and the source into one
//! component, with the modules that the source imports already loaded.

use std::path::Path;
use std::process::Command;

use crate::language::find;
use crate::step::{self, BuildError};
use crate::{Builder, Missing, WORLD};

/// The tool, and what it needs, with their hashes.
const REQUIREMENTS: &str = include_str!("../tools/python/requirements.txt");

pub(crate) fn missing() -> Option<Missing> {
    let is_there = find(&["python3"]).is_some();
    let missing = Missing { what: "Python", packages: &["python3", "python3-venv"] };
    (!is_there).then_some(missing)
}

pub(crate) fn recipe() -> String {
    REQUIREMENTS.to_owned()
}

pub(crate) fn component(builder: &Builder, source: &Path) -> Result<Vec<u8>, BuildError> {
    let tools = builder.tools.join("python");
    step::once(&tools, &recipe(), || install(&tools))?;
    let scratch = step::scratch()?;
    let output = scratch.path().join("component.wasm");
    let mut command = Command::new(tools.join("venv/bin/componentize-py"));
    command.arg("--wit-path").arg(&builder.wit).args(["--world", WORLD, "componentize"]);
    command.arg("--python-path").arg(source).arg("--output").arg(&output).arg("app");
    // Half-made things stay where they are removed.
    step::run(command.current_dir(scratch.path()))?;
    step::read(&output)
}

fn install(tools: &Path) -> Result<(), BuildError> {
    let requirements = tools.join("requirements.txt");
    step::write(&requirements, REQUIREMENTS)?;
    let venv = tools.join("venv");
    step::run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--only-binary", ":all:", "--require-hashes", "--requirement"]).arg(&requirements);
    step::run(&mut pip)
}
