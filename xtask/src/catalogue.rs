//! The catalogue: whether every service that citizens are promised is there, and is shown to work by scenarios that end
//! with what lies in storage.

mod coverage;
mod list;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use clap::Subcommand;

use crate::backends;
use crate::guests::Guests;
use crate::workspace::{self, root, target};
use coverage::Coverage;
use list::Catalogue;

/// What can be done with the catalogue.
#[derive(Subcommand)]
pub(crate) enum Action {
    /// Play all departments' scenarios, and hold them against the catalogue.
    Check,
}

impl Action {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Check => {
                Guests::default().run()?;
                let packages = ["--package", "mitra-server", "--package", backends::PACKAGE];
                workspace::run(workspace::cargo().args(["build", "--quiet"]).args(packages))?;
                backends::place("debug")?;
                check()
            }
        }
    }
}

/// Plays every department's scenarios with the components that are built already, as a vendor does, and prints what
/// they cover.
pub(crate) fn check() -> anyhow::Result<()> {
    let catalogue = Catalogue::read(root())?;
    let (mut coverage, mut failed) = (Coverage::default(), Vec::new());
    for folder in departments()? {
        let name =
            folder.file_name().context("a folder has a name")?.to_string_lossy().into_owned();
        coverage.read(&name, &folder.join("scenarios"))?;
        let component = workspace::guests().join(&name).with_extension("wasm");
        let mut mitra = Command::new(target().join("debug/mitra"));
        mitra.env("RUST_LIB_BACKTRACE", "0").arg("test").arg(&folder);
        if workspace::run(mitra.arg("--component").arg(component)).is_err() {
            failed.push(name);
        }
    }
    table::print(&catalogue, &coverage);
    let mut missing = coverage.missing(&catalogue);
    missing.extend(without_purposes(&departments()?)?);
    for what in &missing {
        println!("    {what}");
    }
    ensure!(failed.is_empty(), "the scenarios of {} fail", failed.join(", "));
    ensure!(missing.is_empty(), "{} things of the catalogue are not shown to work", missing.len());
    Ok(())
}

/// Departments that do not say why their forms ask what they ask. With `[forms]`, the host asks for no field that
/// nothing is said of.
fn without_purposes(departments: &BTreeSet<PathBuf>) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in departments {
        let manifest = fs::read_to_string(folder.join("department.toml"))?;
        let manifest: toml::Table = toml::from_str(&manifest)?;
        if !manifest.contains_key("forms") && !folder.join("services.toml").is_file() {
            found.push(format!("`{}/department.toml` has no `[forms]`", folder.display()));
        }
    }
    Ok(found)
}

/// The folders of departments, by their names.
fn departments() -> anyhow::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for folder in ["plugins", "plugins/catalogue"] {
        for entry in fs::read_dir(root().join(folder))? {
            let folder = entry?.path();
            if folder.join("department.toml").is_file() {
                found.insert(folder);
            }
        }
    }
    Ok(found)
}
