//! The log and the metrics of this process.

mod limits;
mod line;

use anyhow::Context;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

pub(crate) use limits::export_limits;
use line::JsonLine;

use crate::config::{LogConfig, LogFormat};

/// Bounds of all latencies, in seconds: from a bare turn (20 us) to Meta's patience (10 s).
const SECONDS_BUCKETS: [f64; 19] = [
    0.000_02, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.07,
    0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Starts the log. Once per process.
pub fn start_log(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter)
        .with_context(|| format!("`log.filter` is not a filter: `{}`", config.filter))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.format {
        LogFormat::Json => log.event_format(JsonLine).try_init(),
        LogFormat::Text => log.with_target(false).compact().try_init(),
    }
    .map_err(|error| anyhow::anyhow!(error))
    .context("the log was started before")
}

/// Starts the metrics. Once per process.
pub fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS_BUCKETS)?
        .install_recorder()
        .context("the metrics were started before")
}
