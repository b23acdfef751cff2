//! `mitra simulate`: a stand-in for WhatsApp.

use std::net::SocketAddr;

use clap::Args;
use mitra_simulator::{Faults, RateLimits, Simulator, SimulatorOptions};

use crate::config::{LogConfig, LogFormat};
use crate::telemetry;

/// Stand in for WhatsApp: the Graph API, signed webhooks and a chat page.
///
/// Point `graph.url` of a host's configuration at the address, and give both the same secrets.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// Where to listen, for the host and for the chat page.
    #[arg(long, default_value = "127.0.0.1:7070")]
    listen: SocketAddr,
    /// The host's webhook.
    #[arg(long, default_value = "http://127.0.0.1:8080/webhook")]
    webhook: String,
    /// Signs notifications; one of the host's `webhook.app_secrets`.
    #[arg(long, env = "MITRA_APP_SECRET", hide_env_values = true)]
    app_secret: String,
    /// The host's `webhook.verify_token`.
    #[arg(long, env = "MITRA_VERIFY_TOKEN", hide_env_values = true)]
    verify_token: String,
    /// The host's `graph.access_token`.
    #[arg(long, env = "MITRA_ACCESS_TOKEN", hide_env_values = true)]
    access_token: String,
    /// Let the host send as fast as it can: no rate limits.
    #[arg(long)]
    unlimited: bool,
    /// What chance is drawn from; the same seed gives the same faults.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What is logged.
    #[arg(long, default_value = "info")]
    log: String,
}

impl Simulate {
    #[expect(clippy::print_stdout, reason = "the address is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        telemetry::start_log(&LogConfig { format: LogFormat::Text, filter: self.log })?;
        let limits = if self.unlimited { RateLimits::none() } else { RateLimits::meta() };
        let options = SimulatorOptions {
            listen: self.listen,
            webhook_url: self.webhook,
            app_secret: self.app_secret,
            verify_token: self.verify_token,
            access_token: self.access_token,
            limits,
            faults: Faults::default(),
            seed: self.seed,
            ..SimulatorOptions::default()
        };
        super::runtime()?.block_on(async {
            let simulator = Simulator::start(options).await?;
            println!("chat page: {}", simulator.chat_url());
            super::stop_signal().await?;
            simulator.stop().await;
            Ok(())
        })
    }
}
