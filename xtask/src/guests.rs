//! Builds the departments and the test guests: Rust -> core module -> component.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use sha2::{Digest, Sha256};
use wit_component::ComponentEncoder;

use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::{guests, output, root};

/// Build the departments and the test guests.
#[derive(Args, Default)]
pub(crate) struct Guests {
    /// Only this one.
    #[arg(long)]
    only: Option<String>,
}

/// One Rust workspace of guests.
struct Workspace {
    folder: PathBuf,
    /// Package names, which are the components' names as well.
    packages: Vec<String>,
}

impl Guests {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        fs::create_dir_all(guests())?;
        for workspace in workspaces()? {
            for package in &workspace.packages {
                if self.only.as_ref().is_none_or(|only| only == package) {
                    build_rust(&workspace.folder, package)?;
                }
            }
        }
        for text in texts()? {
            build_text(&text, self.only.as_deref())?;
        }
        Ok(())
    }
}

/// The departments of `plugins`, and the guests of the tests.
fn workspaces() -> anyhow::Result<Vec<Workspace>> {
    let mut workspaces = Vec::new();
    for (folder, mark) in [("plugins", "department.toml"), ("tests/guests", "src/lib.rs")] {
        let folder = root().join(folder);
        let mut packages = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.path().join(mark).is_file() {
                packages.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        packages.sort();
        workspaces.push(Workspace { folder, packages });
    }
    Ok(workspaces)
}

/// Guests written as WebAssembly text.
fn texts() -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root().join("tests/guests"))?;
    let mut texts: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    texts.retain(|path| path.extension().is_some_and(|extension| extension == "wat"));
    texts.sort();
    Ok(texts)
}

fn build_rust(workspace: &Path, package: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    let component = guests().join(format!("{package}.wasm"));
    let stamp = guests().join(format!("{package}.stamp"));
    let inputs = fingerprint(workspace)?;
    if component.is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == inputs) {
        return Ok(());
    }
    let toolchain = Toolchain::find()?;
    println!("    {package}: building with {}", toolchain.name());
    let mut build = toolchain.build();
    build.current_dir(workspace).args(["--quiet", "--locked", "--package", package]);
    output(&mut build)?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    let module = workspace.join("target").join(TARGET).join("release").join(file);
    let module = fs::read(&module).with_context(|| format!("`{}` is missing", module.display()))?;
    let mut encoder = ComponentEncoder::default();
    let component_bytes = encoder.validate(true).module(&module)?.encode();
    let bytes = component_bytes.with_context(|| format!("`{package}` is no component"))?;
    fs::write(&component, &bytes)?;
    fs::write(&stamp, inputs)?;
    println!(
        "    {package}: {} KiB in {:.1} s",
        bytes.len() / 1024,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn build_text(text: &Path, only: Option<&str>) -> anyhow::Result<()> {
    let name = text.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
    if only.is_none_or(|only| only == name) {
        let bytes = wat::parse_file(text)?;
        fs::write(guests().join(format!("{name}.wasm")), bytes)?;
    }
    Ok(())
}

/// A hash of everything a workspace's guests are made of.
fn fingerprint(workspace: &Path) -> anyhow::Result<String> {
    let mut files = Vec::new();
    collect(workspace, &mut files)?;
    collect(&root().join("wit"), &mut files)?;
    files.sort();
    ensure!(!files.is_empty(), "no sources in `{}`", workspace.display());
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.to_string_lossy().as_bytes());
        hasher.update(fs::read(&file)?);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != "target" && name != "scenarios" {
                collect(&path, files)?;
            }
        } else if name != "README.md" {
            files.push(path);
        }
    }
    Ok(())
}
