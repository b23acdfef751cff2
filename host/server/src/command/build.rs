//! `mitra build`: a department's project to its component.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use mitra_project::{Built, Project, Refreshed};

use crate::vendor::shown;

/// Build a department's project to a component, `target/<id>.wasm`.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The project's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl Build {
    pub(super) fn run(self) -> anyhow::Result<()> {
        build(&Project::open(&self.dir)?)?;
        Ok(())
    }
}

/// Builds a project, and says what becomes of it.
#[expect(clippy::print_stdout, reason = "what was built is the command's output")]
pub(super) fn build(project: &Project) -> anyhow::Result<Built> {
    let began = Instant::now();
    let toolkit = project.language.toolkit();
    match project.refresh_sdk()? {
        Refreshed::Written => println!("the SDK in `.mitra` is now this program's"),
        Refreshed::Own | Refreshed::Same => {}
    }
    println!("building {} ({})", project.id, toolkit.name);
    let built = project.build()?;
    let (kib, seconds) = (built.bytes.div_ceil(1024), began.elapsed().as_secs_f64());
    println!("{}: {kib} KiB in {seconds:.1} s", shown(&built.component));
    Ok(built)
}
