//! `mitra serve`: the production entry.

use std::path::PathBuf;
use std::pin::pin;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

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
            // Before anything that takes a while: without a listener, the signal would end the process.
            let mut hangup = signal(SignalKind::hangup())?;
            let host = Host::start(&config, metrics, own_compiler()?).await?;
            let mut stop = pin!(super::stop_signal());
            loop {
                tokio::select! {
                    biased;
                    stopped = &mut stop => break stopped?,
                    _ = hangup.recv() => self.read_tokens_again(&host).await,
                }
            }
            host.stop().await
        })
    }

    /// Has the tokens that the configuration names now be good. If it cannot be read, nothing changes.
    async fn read_tokens_again(&self, host: &Host) {
        let replaced = async {
            let config = Config::load(&self.config)?;
            let tokens = config.admin.map(|admin| admin.tokens).unwrap_or_default();
            host.replace_admin_tokens(tokens).await
        };
        if let Err(error) = replaced.await {
            let error: &dyn std::error::Error = &*error;
            tracing::error!(error, "E0621: the tokens of the admin API cannot be read again");
        }
    }
}
