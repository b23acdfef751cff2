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
        Guests::default().run()?;
        let packages = ["--package", "mitra-server", "--package", "mitra-tests"];
        let built = ["--features", "mitra-tests/bench", "--bin", "mitra", "--bin", "bench"];
        run(cargo().args(["build", "--quiet", "--release"]).args(packages).args(built))?;
        let mut bench = Command::new(target().join("release/bench"));
        run(bench.env("RUST_LIB_BACKTRACE", "0").args(self.arguments))
    }
}
