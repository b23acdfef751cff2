//! Python in this repository: own tests, and what linters say of it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use mitra_project::Language;

use crate::guests::contract;
use crate::workspace::{root, run, written_in};

/// The linters and what they need, with their hashes.
const REQUIREMENTS: &str = include_str!("../tools/python/requirements.txt");

/// The SDK's own tests, and those of each department in Python, on hosts in memory.
pub(crate) fn tests() -> anyhow::Result<()> {
    for folder in [vec![sdk()], departments()?].concat() {
        let mut tests = Command::new("python3");
        tests.args([
            "-m",
            "unittest",
            "discover",
            "--quiet",
            "--top-level-directory",
            ".",
            "tests",
        ]);
        run(tests.current_dir(folder))?;
    }
    Ok(())
}

/// Style and types. The bindings that a component would have are made of the contract, so that they are checked, too.
pub(crate) fn lints() -> anyhow::Result<()> {
    let tools = installed()?;
    let bindings = root().join("target/python-bindings");
    if bindings.exists() {
        fs::remove_dir_all(&bindings)?;
    }
    let mut generate =
        Command::new(root().join("target/guests-tools/python/venv/bin/componentize-py"));
    generate.arg("--quiet").arg("--wit-path").arg(contract(root()));
    generate.args(["--world", "stateful-department", "bindings"]).arg(&bindings);
    run(&mut generate)?;
    let reference = root().join("tests/guests/reference-python");
    for folder in [vec![sdk(), reference], departments()?].concat() {
        let tool = |name: &str| {
            let mut command = Command::new(tools.join("bin").join(name));
            command.current_dir(&folder);
            command
        };
        run(tool("ruff").args(["format", "--quiet", "--check", "."]))?;
        run(tool("ruff").args(["check", "--quiet", "."]))?;
        run(tool("mypy").env("MYPYPATH", &bindings).args(["--no-error-summary", "."]))?;
    }
    Ok(())
}

fn sdk() -> PathBuf {
    root().join("plugins/sdk/python")
}

/// The folders of departments in Python.
fn departments() -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = written_in(Language::Python, "plugins")?;
    folders.retain(|folder| folder.join("department.toml").is_file());
    Ok(folders)
}

/// The linters in a virtual environment of their own, installed once for each list of them.
fn installed() -> anyhow::Result<PathBuf> {
    let tools = root().join("target/python-linters");
    let stamp = tools.join("requirements.txt");
    if fs::read_to_string(tools.join("installed")).is_ok_and(|list| list == REQUIREMENTS) {
        return Ok(tools);
    }
    println!("    installing mypy and ruff into target");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&tools))?;
    fs::write(&stamp, REQUIREMENTS)?;
    let mut pip = Command::new(tools.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    run(pip.args(["--only-binary", ":all:", "--require-hashes", "--requirement"]).arg(&stamp))?;
    fs::write(tools.join("installed"), REQUIREMENTS)?;
    Ok(tools)
}
