//! The seeded simulation of the data plane.

use clap::Args;

use crate::workspace::{cargo, run};

/// Run the seeded simulation of the data plane.
#[derive(Args)]
pub(crate) struct Sim {
    /// How many seeds.
    #[arg(long, default_value_t = 200)]
    pub(crate) seeds: u64,
    /// The first seed. With `--seeds 1`, repeats one history.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Print what the host logs (for one seed).
    #[arg(long)]
    pub(crate) log: bool,
}

impl Sim {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "mitra-tests", "--bin", "sim", "--"]);
        command.args(["--seeds", &self.seeds.to_string(), "--seed", &self.seed.to_string()]);
        if self.log {
            command.arg("--log");
        }
        run(&mut command)
    }
}
