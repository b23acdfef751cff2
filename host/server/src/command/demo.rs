//! `mitra demo`: a host and a simulator in one process, over real HTTP, on one database.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use mitra_core::ids::DepartmentId;

use crate::config::{DepartmentConfig, NoticesGrantConfig};
use crate::manifest::Manifest;
use crate::vendor::{Local, department_block, granted};

/// Serve with a simulator beside it, on one machine, to look at it.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the database and the compiled components are kept.
    #[arg(long, default_value = ".mitra/demo")]
    data: PathBuf,
    /// The folder of departments: one folder each, with `department.toml` and perhaps `seed.json`.
    #[arg(long, default_value = "plugins")]
    departments: PathBuf,
    /// The folder of components, `<department>.wasm`.
    #[arg(long, default_value = "target/guests")]
    components: PathBuf,
    /// The port of the chat page. The webhook, the operations pages and notices take the next three.
    #[arg(long, default_value_t = 7070)]
    port: u16,
    /// What is logged.
    #[arg(long, default_value = "warn,mitra_server=info")]
    log: String,
}

impl Demo {
    #[expect(clippy::print_stdout, reason = "what to do next is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let departments = find_departments(&self.departments, &self.components)?;
        let Self { data, port, log, .. } = self;
        let departments = departments.iter().map(department_block).collect();
        let local = Local { data: data.clone(), port, log, departments };
        super::runtime()?.block_on(async {
            let running = Box::pin(local.start()).await?;
            running.announce();
            println!("Open the chat page and say Hi. Ctrl-C stops.");
            super::stop_signal().await?;
            running.stop().await?;
            println!("Stopped. Conversations are kept in `{}`.", data.display());
            Ok(())
        })
    }
}

/// Each folder with a `department.toml` and a built component.
fn find_departments(folder: &Path, components: &Path) -> anyhow::Result<Vec<DepartmentConfig>> {
    let mut departments = Vec::new();
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the departments in `{}`", folder.display()))?;
    for entry in entries {
        let folder = entry?.path();
        if folder.join("department.toml").is_file() {
            departments.push(describe(&folder, components)?);
        }
    }
    ensure!(!departments.is_empty(), "no department in `{}`", folder.display());
    departments.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(departments)
}

fn describe(folder: &Path, components: &Path) -> anyhow::Result<DepartmentConfig> {
    let path = folder.join("department.toml");
    let Manifest { id, config, media, notices, payments, certificates, .. } =
        Manifest::read(&path)?;
    let component = built(&id, components)?;
    let seed = Some(folder.join("seed.json")).filter(|seed| seed.is_file());
    let (http, files, manifest) = (Vec::new(), Vec::new(), Some(path));
    let certificates = granted(&certificates);
    // A demonstration's citizens are its own, and so are their files, their money and their papers.
    let notices = notices.receive.then(|| NoticesGrantConfig::local(&id));
    Ok(DepartmentConfig {
        id,
        component,
        seed,
        manifest,
        config,
        http,
        files,
        media,
        notices,
        payments,
        certificates,
    })
}

fn built(id: &DepartmentId, components: &Path) -> anyhow::Result<PathBuf> {
    let component = components.join(format!("{id}.wasm"));
    ensure!(
        component.is_file(),
        "the department `{id}` is not built (`{}` is missing): run `cargo xtask guests`",
        component.display()
    );
    Ok(component)
}
