//! `mitra demo`: a host and a simulator in one process, over real HTTP, on one database.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use mitra_core::ids::DepartmentId;
use mitra_stand_in::StandIn;

use crate::config::{DepartmentConfig, NoticesGrantConfig};
use crate::manifest::Manifest;
use crate::vendor::{Local, department_block, grant_stood_for, granted};

/// Serve with a simulator beside it, on one machine, to look at it.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the database and the compiled components are kept.
    #[arg(long, default_value = ".mitra/demo")]
    data: PathBuf,
    /// The folders of departments: one folder each, with `department.toml` and perhaps `seed.json`.
    #[arg(long, default_values = ["plugins", "plugins/catalogue"])]
    departments: Vec<PathBuf>,
    /// The folder of components, `<department>.wasm`.
    #[arg(long, default_value = "target/guests")]
    components: PathBuf,
    /// The files of the page that checks certificates, as `cargo xtask verify-page` makes them. Without them there is
    /// no such page.
    #[arg(long, default_value = "target/verify-page")]
    verify_page: PathBuf,
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
        let found = find_departments(&self.departments, &self.components)?;
        let Self { data, port, log, verify_page, .. } = self;
        let verify_files = Some(verify_page).filter(|folder| folder.is_dir());
        let departments = found.iter().map(|(config, _)| department_block(config)).collect();
        let stand_ins = found.into_iter().flat_map(|(_, stand_ins)| stand_ins).collect();
        let local = Local { data: data.clone(), port, log, departments, stand_ins, verify_files };
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

/// A department, and what answers in the place of its web services.
type Found = (DepartmentConfig, Vec<StandIn>);

/// Each folder in these with a `department.toml` and a built component.
fn find_departments(folders: &[PathBuf], components: &Path) -> anyhow::Result<Vec<Found>> {
    let mut departments = Vec::new();
    for folder in folders {
        let n_before = departments.len();
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot read the departments in `{}`", folder.display()))?;
        for entry in entries {
            let folder = entry?.path();
            if folder.join("department.toml").is_file() {
                departments.push(describe(&folder, components)?);
            }
        }
        ensure!(departments.len() > n_before, "no department in `{}`", folder.display());
    }
    departments.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
    Ok(departments)
}

fn describe(folder: &Path, components: &Path) -> anyhow::Result<Found> {
    let path = folder.join("department.toml");
    let Manifest { id, config, http, media, notices, payments, certificates, stand_in, .. } =
        Manifest::read(&path)?;
    let stand_ins: Vec<_> = stand_in.into_iter().map(|stand_in| stand_in.beside(&path)).collect();
    let component = built(&id, components)?;
    let seed = Some(folder.join("seed.json")).filter(|seed| seed.is_file());
    // A demonstration calls nobody: what no stand-in answers for is not granted.
    let http = grant_stood_for(&http, &stand_ins);
    let (files, manifest) = (Vec::new(), Some(path));
    let certificates = granted(&certificates);
    // A demonstration's citizens are its own, and so are their files, their money and their papers.
    let notices = notices.receive.then(|| NoticesGrantConfig::local(&id));
    let config = DepartmentConfig {
        id,
        component: Some(component),
        seed,
        manifest,
        config,
        http,
        files,
        media,
        notices,
        payments,
        certificates,
        capsules: false,
    };
    Ok((config, stand_ins))
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
