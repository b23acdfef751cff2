//! `mitra serve`: the production entry.

use std::path::PathBuf;

use clap::Args;

use crate::config::{Config, EXAMPLE};
use crate::departments::{self, Offered};
use crate::host::{Host, certificates, graph, own_compiler, payments};
use crate::telemetry;

/// Serve citizens: the production entry.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The configuration file.
    #[arg(long, default_value = "mitra.toml")]
    config: PathBuf,
    /// Print a configuration with every key and its default, and end.
    #[arg(long)]
    print_example: bool,
    /// Check the configuration, its secrets and the files of its departments, and end.
    #[arg(long)]
    check: bool,
}

impl Serve {
    #[expect(clippy::print_stdout, reason = "the example is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.print_example {
            print!("{EXAMPLE}");
            return Ok(());
        }
        let config = Config::load(&self.config)?;
        if self.check {
            graph(&config, &config.secrets()?)?;
            payments(&config, &config.secrets()?)?;
            certificates(&config)?;
            departments::check(&config.departments, Offered::by(&config))?;
            println!("`{}` is a valid configuration", self.config.display());
            return Ok(());
        }
        telemetry::start_log(&config.log)?;
        let metrics = telemetry::start_metrics()?;
        super::runtime()?.block_on(async {
            let host = Host::start(&config, metrics, own_compiler()?).await?;
            super::stop_signal().await?;
            host.stop().await
        })
    }
}
