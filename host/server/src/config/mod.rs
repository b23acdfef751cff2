//! The configuration: one typed file, unknown keys are errors.

mod secret;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mitra_core::ids::DepartmentId;
use mitra_core::limits;
use mitra_pipeline::PaceOptions;
use serde::Deserialize;

pub use secret::{SecretError, SecretSource};

/// The example file, with every key and its default. Parsed by a test, so that it cannot go stale.
pub const EXAMPLE: &str = include_str!("../../mitra.example.toml");

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be: a wrong key, a wrong type, a missing part.
    #[error("the configuration `{}` has a mistake", path.display())]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A secret is missing.
    #[error("the secret for `{key}` cannot be had")]
    Secret {
        /// Which key asks for it.
        key: &'static str,
        /// Why.
        #[source]
        source: SecretError,
    },
    /// Something must be given, and is not.
    #[error("`{key}` must not be empty: {why}")]
    Empty {
        /// Which key.
        key: &'static str,
        /// What it is needed for.
        why: &'static str,
    },
    /// The same department twice.
    #[error("the department `{0}` is configured twice")]
    DuplicateDepartment(DepartmentId),
}

/// Everything the operator decides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where Meta reaches us.
    pub webhook: WebhookConfig,
    /// How we reach Meta.
    pub graph: GraphConfig,
    /// Where everything durable is.
    pub storage: StorageConfig,
    /// What protects citizens' identities.
    pub privacy: PrivacyConfig,
    /// Where operators look.
    #[serde(default)]
    pub operations: OperationsConfig,
    /// How fast to send.
    #[serde(default)]
    pub sending: SendingConfig,
    /// How departments run.
    #[serde(default)]
    pub sandbox: SandboxConfig,
    /// What is written to the log.
    #[serde(default)]
    pub log: LogConfig,
    /// The departments, in the order citizens see them.
    #[serde(default, rename = "department")]
    pub departments: Vec<DepartmentConfig>,
}

/// Where Meta reaches us.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// The address to listen on. TLS is ended in front of it.
    pub listen: SocketAddr,
    /// The path of the webhook.
    #[serde(default = "default_webhook_path")]
    pub path: String,
    /// The token that Meta shows when the address is registered.
    pub verify_token: SecretSource,
    /// The app secrets, newest first: several while one is being replaced.
    pub app_secrets: Vec<SecretSource>,
}

/// How we reach Meta.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphConfig {
    /// The Graph API.
    #[serde(default = "default_graph_url")]
    pub url: String,
    /// Its version, as it stands in addresses.
    #[serde(default = "default_graph_version")]
    pub version: String,
    /// The access token.
    pub access_token: SecretSource,
}

/// Where everything durable is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageConfig {
    /// The SQLite database. Its folder must exist.
    pub path: PathBuf,
}

/// What protects citizens' identities.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyConfig {
    /// The key of pseudonyms, at least 32 bytes. Never change it: departments would lose track of their citizens.
    pub pseudonym_key: SecretSource,
}

/// Where operators look.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OperationsConfig {
    /// The address of `/healthz`, `/readyz` and `/metrics`. Keep it inside.
    pub listen: SocketAddr,
    /// How long a stopping host waits for what is under way.
    pub drain_seconds: u64,
}

/// How fast to send.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SendingConfig {
    /// Messages a second from the number.
    pub messages_per_second: u32,
    /// The pause between messages to one citizen in the long run.
    pub citizen_interval_seconds: f64,
    /// Messages to one citizen at once before the interval counts.
    pub citizen_burst: u32,
}

/// How departments run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SandboxConfig {
    /// Threads that run guests; 0 stands for one per core.
    pub executors: usize,
    /// The folder of compiled components. Only the host may write it.
    pub cache: PathBuf,
}

/// What is written to the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// `json` for machines, `text` for people.
    pub format: LogFormat,
    /// A filter such as `info` or `info,mitra_pipeline=debug`.
    pub filter: String,
}

/// The shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// One readable line.
    Text,
}

/// One department.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentConfig {
    /// Its id, as its component describes itself.
    pub id: DepartmentId,
    /// The component.
    pub component: PathBuf,
    /// Its starting records: a JSON array of `{"key": text, "value": any}`.
    pub seed: Option<PathBuf>,
    /// What its component reads through `config`. Never secrets.
    #[serde(default)]
    pub config: BTreeMap<String, String>,
}

impl Config {
    /// Reads and checks the file. Relative paths in it count from the file's folder.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let mut config = Self::parse(&text)
            .map_err(|source| ConfigError::Parse { path: path.to_owned(), source })?;
        config.resolve_paths(path.parent().unwrap_or(Path::new("")));
        config.check()?;
        Ok(config)
    }

    fn parse(text: &str) -> Result<Self, Box<toml::de::Error>> {
        toml::from_str(text).map_err(Box::new)
    }

    fn resolve_paths(&mut self, folder: &Path) {
        let paths = [&mut self.storage.path, &mut self.sandbox.cache].into_iter();
        let departments = self.departments.iter_mut();
        let paths = paths.chain(departments.flat_map(|department| {
            std::iter::once(&mut department.component).chain(department.seed.as_mut())
        }));
        for path in paths {
            *path = folder.join(&path);
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.webhook.app_secrets.is_empty() {
            let why = "without one, no notification could be told from a forged one";
            return Err(ConfigError::Empty { key: "webhook.app_secrets", why });
        }
        for (index, department) in self.departments.iter().enumerate() {
            if self.departments[..index].iter().any(|earlier| earlier.id == department.id) {
                return Err(ConfigError::DuplicateDepartment(department.id.clone()));
            }
        }
        Ok(())
    }
}

impl SendingConfig {
    /// The same for the pipeline.
    pub fn pace(&self) -> PaceOptions {
        PaceOptions {
            sends_per_second: self.messages_per_second,
            citizen_interval: Duration::try_from_secs_f64(self.citizen_interval_seconds)
                .unwrap_or(limits::CITIZEN_SEND_INTERVAL),
            citizen_burst: self.citizen_burst,
        }
    }
}

impl Default for OperationsConfig {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 9_090)), drain_seconds: 20 }
    }
}

impl Default for SendingConfig {
    fn default() -> Self {
        Self {
            messages_per_second: limits::SENDS_PER_SECOND,
            citizen_interval_seconds: limits::CITIZEN_SEND_INTERVAL.as_secs_f64(),
            citizen_burst: limits::CITIZEN_SEND_BURST,
        }
    }
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self { executors: 0, cache: PathBuf::from("compiled") }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info".to_owned() }
    }
}

fn default_webhook_path() -> String {
    "/webhook".to_owned()
}

fn default_graph_url() -> String {
    "https://graph.facebook.com".to_owned()
}

fn default_graph_version() -> String {
    "v25.0".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_default() {
        let example = Config::parse(EXAMPLE).expect("the example is a configuration");
        let operations = OperationsConfig::default();
        assert_eq!(example.operations.listen, operations.listen);
        assert_eq!(example.operations.drain_seconds, operations.drain_seconds);
        let (shown, sending) = (example.sending.pace(), SendingConfig::default().pace());
        assert_eq!(shown.sends_per_second, sending.sends_per_second);
        assert_eq!(shown.citizen_interval, sending.citizen_interval);
        assert_eq!(shown.citizen_burst, sending.citizen_burst);
        assert_eq!(example.sandbox.executors, SandboxConfig::default().executors);
        assert_eq!(example.sandbox.cache, SandboxConfig::default().cache);
        assert_eq!(example.log.format, LogConfig::default().format);
        assert_eq!(example.log.filter, LogConfig::default().filter);
        assert_eq!(example.webhook.path, default_webhook_path());
        assert_eq!(example.graph.url, default_graph_url());
        assert_eq!(example.graph.version, default_graph_version());
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        let text = EXAMPLE.replace("drain_seconds", "drain_secs");
        let error = Config::parse(&text).unwrap_err().to_string();
        assert!(error.contains("drain_secs") && error.contains("drain_seconds"), "{error}");
    }

    #[test]
    fn a_host_without_app_secrets_does_not_start() {
        let mut config = Config::parse(EXAMPLE).unwrap();
        config.webhook.app_secrets.clear();
        assert!(matches!(config.check(), Err(ConfigError::Empty { .. })));
    }

    #[test]
    fn a_department_can_be_configured_once() {
        let mut config = Config::parse(EXAMPLE).unwrap();
        config.departments.push(config.departments[0].clone());
        assert!(matches!(config.check(), Err(ConfigError::DuplicateDepartment(_))));
    }

    #[test]
    fn paths_count_from_the_folder_of_the_file() {
        let mut config = Config::parse(EXAMPLE).unwrap();
        config.resolve_paths(Path::new("/etc/mitra"));
        assert_eq!(config.storage.path, Path::new("/etc/mitra/mitra.db"));
        assert_eq!(
            config.departments[0].component,
            Path::new("/etc/mitra/departments/energy.wasm")
        );
    }

    #[test]
    fn a_printed_configuration_shows_no_secret() {
        let text = EXAMPLE.replace("{ env = \"MITRA_ACCESS_TOKEN\" }", "\"EAAG-very-secret\"");
        let shown = format!("{:?}", Config::parse(&text).unwrap());
        assert!(!shown.contains("EAAG-very-secret"), "{shown}");
    }
}
