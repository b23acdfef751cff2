//! Benchmarks.

use std::path::PathBuf;

use clap::Args;

use crate::guests::Guests;
use crate::workspace::{cargo, run};

/// Measure, with a baseline beside each figure.
#[derive(Args)]
pub(crate) struct Bench {
    /// Only this group: sandbox, pipeline, memory or departments.
    group: Option<String>,
    /// Write the figures here as well.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Fail when a ratio falls short.
    #[arg(long)]
    check: bool,
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Guests::default().run()?;
        run(cargo().args(["build", "--quiet", "--release", "--package", "mitra-server"]))?;
        let mut command = cargo();
        command.args(["run", "--quiet", "--release", "--package", "mitra-tests", "--bin", "bench"]);
        command.arg("--").args(self.group);
        if let Some(json) = self.json {
            command.arg("--json").arg(json);
        }
        if self.check {
            command.arg("--check");
        }
        run(&mut command)
    }
}
