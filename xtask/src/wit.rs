//! The contract's versions: one directory each, with a reference page made of it.
//!
//! A version from 1.0.0 on is released and never changes again; those before, and `next`, are drafts.

mod frozen;
pub(crate) mod golden;
mod page;
mod types;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Subcommand;

use crate::typescript;
use crate::workspace::root;

/// The contract's reference pages and releases.
#[derive(Subcommand)]
pub(crate) enum Wit {
    /// Write the reference page of every version.
    Docs,
    /// Write the contract's types in TypeScript, which the SDK has.
    Types,
    /// Release a version: from now on its directory must not change. Keeps its golden component, which must be built.
    Freeze {
        /// Its directory below `wit`, such as `1.0.0`.
        version: String,
    },
}

impl Wit {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Docs => write_pages(root()),
            Self::Types => typescript::write_types(),
            Self::Freeze { version } => {
                let versions = versions(root())?;
                let known = versions.into_iter().find(|known| known.name == version);
                let version = known.with_context(|| format!("there is no `wit/{version}`"))?;
                frozen::freeze(root(), &version, || golden::keep(root(), &version.name))
            }
        }
    }
}

/// One version of the contract.
pub(super) struct Version {
    /// Its directory's name: the package's version, or `next`.
    name: String,
    folder: PathBuf,
}

impl Version {
    /// Whether it may still change.
    fn is_draft(&self) -> bool {
        self.name == "next" || self.name.starts_with("0.")
    }
}

/// What is wrong with the contract's versions and their pages.
pub(crate) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let versions = versions(root)?;
    let mut findings = frozen::check(root, &versions)?;
    for version in &versions {
        let path = page_path(root, version);
        if fs::read_to_string(&path).ok().as_deref() != Some(&page::of(version)?) {
            let name = &version.name;
            findings.push(format!(
                "docs/contract/{name}.md: differs from wit/{name}: run `cargo xtask wit docs`"
            ));
        }
    }
    Ok(findings)
}

fn write_pages(root: &Path) -> anyhow::Result<()> {
    for version in versions(root)? {
        let path = page_path(root, &version);
        fs::create_dir_all(path.parent().context("a page is in a folder")?)?;
        fs::write(&path, page::of(&version)?)?;
        println!("    {}", path.strip_prefix(root).unwrap_or(&path).display());
    }
    Ok(())
}

fn page_path(root: &Path, version: &Version) -> PathBuf {
    root.join("docs/contract").join(format!("{}.md", version.name))
}

fn versions(root: &Path) -> anyhow::Result<Vec<Version>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(root.join("wit"))? {
        let folder = entry?.path();
        if folder.is_dir() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            versions.push(Version { name, folder });
        }
    }
    ensure!(!versions.is_empty(), "`wit` has no version of the contract");
    versions.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(versions)
}
