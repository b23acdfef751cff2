//! The benchmarks.

use std::process::Command;

use clap::Args;

use crate::guests::Guests;
use crate::workspace::{cargo, run, target};

/// Measure what the host does and costs, beside baselines of the same run.
#[derive(Args)]
pub(crate) struct Bench {
    /// What the benchmarks take: groups, `--json FILE`, `--check`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        run(built("bench")?.args(self.arguments))
    }
}

/// A program that measures, with the host and the guests that it needs.
pub(crate) fn built(program: &str) -> anyhow::Result<Command> {
    Guests::default().run()?;
    let packages = ["--package", "mitra-server", "--package", "mitra-tests"];
    let programs = ["--features", "mitra-tests/bench", "--bin", "mitra", "--bin", program];
    run(cargo().args(["build", "--quiet", "--release"]).args(packages).args(programs))?;
    let mut command = Command::new(target().join("release").join(program));
    command.env("RUST_LIB_BACKTRACE", "0");
    Ok(command)
}
