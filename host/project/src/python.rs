//! Python: componentize-py, in a virtual environment of its own. It puts an interpreter and the source into one
//! component, with the modules that the source imports already loaded.

use std::path::Path;
use std::process::Command;

use crate::error::{BuildError, Missing};
use crate::sources::{Sources, WORLD};
use crate::tool;

/// The tool, and what it needs, with their hashes.
const REQUIREMENTS: &str = include_str!("../tools/python/requirements.txt");

const NO_PYTHON: Missing = Missing {
    what: "Python (3.10 or later)",
    anywhere: None,
    debian: &["python3", "python3-venv"],
};

pub(crate) fn missing() -> Option<Missing> {
    tool::find(&["python3"]).is_none().then_some(NO_PYTHON)
}

pub(crate) fn recipe() -> String {
    REQUIREMENTS.to_owned()
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let tools = sources.tools.join("python");
    tool::once(&tools, &recipe(), || install(&tools))?;
    let scratch = tool::scratch()?;
    let output = scratch.path().join("component.wasm");
    let mut command = Command::new(tools.join("venv/bin/componentize-py"));
    command.arg("--wit-path").arg(&sources.contract).args(["--world", WORLD, "componentize"]);
    command.arg("--python-path").arg(&sources.folder).arg("--output").arg(&output).arg("app");
    // Half-made things stay where they are removed.
    tool::run(command.current_dir(scratch.path()))?;
    tool::read(&output)
}

fn install(tools: &Path) -> Result<(), BuildError> {
    let requirements = tools.join("requirements.txt");
    tool::write(&requirements, REQUIREMENTS)?;
    let venv = tools.join("venv");
    tool::run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--only-binary", ":all:", "--require-hashes", "--requirement"]).arg(&requirements);
    tool::run(&mut pip)
}
