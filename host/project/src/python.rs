//! Python: componentize-py, in a virtual environment of its own. It puts an interpreter and the source into one
//! component, with the modules that the source imports already loaded. The interpreter's libraries are made one module
//! (ADR 0028).

use std::path::Path;
use std::process::Command;

use crate::embedded;
use crate::error::{BuildError, Missing};
use crate::sources::{STATEFUL_WORLD, Sources, WORLD};
use crate::tool;

/// The tool, and what it needs, with their hashes.
const REQUIREMENTS: &str = include_str!("../tools/python/requirements.txt");

/// What is done with the tool's component.
const FUSED: &str = "fused";

const NO_PYTHON: Missing = Missing {
    what: "Python (3.11 or later, with its module `venv`)",
    anywhere: None,
    debian: &["python3", "python3-venv"],
};
/// Fails where Python is too old for the SDK, or cannot make a virtual environment.
const PROBE: &str = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))";

/// The table of `pyproject.toml` that says where the SDK is.
const SDK_TABLE: &str = "[tool.mitra]";
/// The folder of the SDK, as a project of its own names it there.
const SDK: &str = ".mitra/sdk/python";

/// Whether a project takes the SDK from its own `.mitra`.
pub(crate) fn uses_sdk(folder: &Path) -> bool {
    settings(folder).contains(SDK)
}

/// The SDK, without its own tests.
pub(crate) fn sdk() -> Vec<(String, String)> {
    let files = embedded::SDK_PYTHON.iter().filter(|(name, _)| !name.starts_with("tests/"));
    files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn settings(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("pyproject.toml")).unwrap_or_default()
}

pub(crate) fn missing() -> Option<Missing> {
    let probe = tool::run(Command::new("python3").args(["-c", PROBE]));
    probe.is_err().then_some(NO_PYTHON)
}

pub(crate) fn recipe() -> String {
    format!("{REQUIREMENTS}\n{FUSED}")
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let tools = sources.tools.join("python");
    tool::once(&tools, REQUIREMENTS, || install(&tools))?;
    let scratch = tool::scratch()?;
    let output = scratch.path().join("component.wasm");
    let mut command = Command::new(tools.join("venv/bin/componentize-py"));
    let uses_sdk = settings(&sources.folder).contains(SDK_TABLE);
    let world = if uses_sdk { STATEFUL_WORLD } else { WORLD };
    command.arg("--wit-path").arg(&sources.contract).args(["--world", world, "componentize"]);
    command.arg("--python-path").arg(&sources.folder);
    if uses_sdk {
        command.arg("--python-path").arg(sources.sdk.join("src"));
    }
    command.arg("--output").arg(&output).arg("app");
    // The tool runs in a folder of its own: half-made things stay where they are removed.
    tool::run(command.current_dir(scratch.path()))?;
    let component = tool::read(&output)?;
    // One that cannot be fused works all the same, and slower.
    Ok(mitra_fuse::fuse(&component).unwrap_or(component))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, NewProject, create};

    #[test]
    fn a_new_project_brings_its_sdk_without_what_only_we_need() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("water");
        let new = NewProject {
            name: "water-supply".to_owned(),
            language: Language::Python,
            folder: Some(folder.clone()),
        };
        let project = create(new).expect("it is made");
        assert_eq!((project.id.as_str(), project.language), ("water-supply", Language::Python));
        for file in [
            ".gitignore",
            "app.py",
            "texts.py",
            "tests/test_app.py",
            "pyproject.toml",
            ".mitra/sdk/python/src/mitra/__init__.py",
            ".mitra/sdk/python/src/mitra/py.typed",
        ] {
            let text = std::fs::read_to_string(folder.join(file)).expect(file);
            assert!(!text.contains("{{id}}"), "{file}");
        }
        assert!(uses_sdk(&folder) && settings(&folder).contains(SDK_TABLE));
        assert!(!folder.join(".mitra/sdk/python/tests").exists());
    }

    #[test]
    fn source_without_the_table_is_built_without_the_sdk() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(settings(folder.path()), "");
        let settings = "[tool.mitra]\nsdk = \"../sdk/python\"\n";
        std::fs::write(folder.path().join("pyproject.toml"), settings).expect("a file");
        assert!(!uses_sdk(folder.path()), "it is nobody's to write anew");
    }
}
