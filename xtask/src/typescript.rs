//! What is written in TypeScript here: the SDK and departments, with the tools that build them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use mitra_project::Language;

use crate::workspace::{self, root};

/// The SDK's folder, and that of the contract's types in it.
const SDK: &str = "plugins/sdk/typescript";
const TYPES: &str = "plugins/sdk/typescript/contract";
/// The world that the types are of.
const WORLD: &str = "stateful-department";

/// Runs the SDK's own tests and those of departments, after the compiler.
pub(crate) fn tests() -> anyhow::Result<()> {
    for folder in folders()? {
        test(&folder).with_context(|| format!("`{}`", folder.display()))?;
    }
    Ok(())
}

/// The SDK, departments and test guests.
fn folders() -> anyhow::Result<Vec<PathBuf>> {
    let written = |parent| workspace::written_in(Language::TypeScript, parent);
    Ok([vec![root().join(SDK)], written("plugins")?, written("tests/guests")?].concat())
}

/// As `npm test` does, without a folder of packages beside each.
fn test(folder: &Path) -> anyhow::Result<()> {
    let mut check = tool("tsc")?;
    check.args(["--project", "."]).arg("--typeRoots").arg(tools().join("node_modules/@types"));
    workspace::run(check.current_dir(folder))?;
    let sources = tests_in(&folder.join("test"))?;
    if sources.is_empty() {
        return Ok(());
    }
    // What an earlier run left of a test that is no more must not be run.
    let built = folder.join("target/test");
    if built.is_dir() {
        fs::remove_dir_all(&built)?;
    }
    let mut bundle = tool("esbuild")?;
    bundle.args(&sources).args(["--bundle", "--platform=node", "--format=esm", "--sourcemap"]);
    bundle.args(["--outdir=target/test", "--log-level=warning"]);
    workspace::run(bundle.current_dir(folder))?;
    let modules = sources.iter().map(|source| {
        let name = source.file_name().unwrap_or_default();
        built.join(name).with_extension("js")
    });
    let mut node = Command::new("node");
    node.args(["--enable-source-maps", "--test", "--test-reporter=dot"]).args(modules);
    workspace::run(node.current_dir(folder))
}

fn tests_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.to_string_lossy().ends_with(".test.ts") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes the contract's types anew.
pub(crate) fn write_types() -> anyhow::Result<()> {
    let folder = root().join(TYPES);
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    generate(&folder)
}

/// Whether the types are those of the contract.
pub(crate) fn check_types() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    generate(scratch.path())?;
    let told = "`cargo xtask wit types` writes them";
    for name in files(scratch.path())? {
        let (new, old) = (scratch.path().join(&name), root().join(TYPES).join(&name));
        let is_same = fs::read(&new)? == fs::read(&old).unwrap_or_default();
        ensure!(is_same, "`{TYPES}/{}` is not of the contract: {told}", name.display());
    }
    let count = files(&root().join(TYPES))?.len();
    ensure!(count == files(scratch.path())?.len(), "`{TYPES}` has a file too many: {told}");
    Ok(())
}

fn generate(folder: &Path) -> anyhow::Result<()> {
    let mut jco = tool("jco")?;
    jco.arg("guest-types").arg(root().join("wit/1.0.0")).args(["--world-name", WORLD, "--quiet"]);
    workspace::run(jco.arg("--out-dir").arg(folder))
}

/// The names of all files below a folder.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    Ok(found)
}

/// A program of those that building departments in TypeScript installs.
fn tool(name: &str) -> anyhow::Result<Command> {
    let program = tools().join("node_modules/.bin").join(name);
    ensure!(program.is_file(), "`{name}` is not installed: `cargo xtask guests` does it");
    Ok(Command::new(program))
}

fn tools() -> PathBuf {
    root().join("target/guests-tools/javascript")
}
