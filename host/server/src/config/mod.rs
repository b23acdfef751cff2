//! The configuration: one typed file, unknown keys are errors.

mod admin;
mod capsules;
mod check;
mod error;
mod load;
mod notices;
mod secret;
mod sections;
mod templates;

use serde::Deserialize;

pub use admin::{AdminConfig, AdminRole, AdminTokenConfig};
pub use capsules::CapsulesConfig;
pub use error::{ConfigError, Mistake};
pub use load::{PaymentSecrets, Secrets};
pub use notices::{NoticesConfig, NoticesGrantConfig, TokenHash, TokenHashError};
pub use secret::{SecretError, SecretSource};
pub use sections::{
    AuthorityConfig, CertificatesConfig, DepartmentConfig, FilesGrantConfig, GraphConfig,
    HttpGrantConfig, LogConfig, LogFormat, OperationsConfig, OrderDetailsConfig,
    PaymentProviderName, PaymentsConfig, PrivacyConfig, ReleasesConfig, SandboxConfig,
    SendingConfig, StorageConfig, WebhookConfig,
};

pub use templates::{NewsTemplateConfig, TemplatesConfig};

/// The example file, with every key and its default. Parsed by a test, so that it cannot go stale.
pub const EXAMPLE: &str = include_str!("../../mitra.example.toml");

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
    /// Who takes citizens' money; with none, no department may ask for it.
    #[serde(default)]
    pub payments: Option<PaymentsConfig>,
    /// Where departments' back ends tell us something; with none, nobody does.
    #[serde(default)]
    pub notices: Option<NoticesConfig>,
    /// Templates that may go out when a citizen's window has closed; with none, all waits for their next message.
    #[serde(default)]
    pub templates: Option<TemplatesConfig>,
    /// Where the trust list of certificates is.
    #[serde(default)]
    pub certificates: Option<CertificatesConfig>,
    /// Who signs certificates; with none, no department may certify anything.
    #[serde(default, rename = "authority")]
    pub authorities: Vec<AuthorityConfig>,
    /// How departments run.
    #[serde(default)]
    pub sandbox: SandboxConfig,
    /// How departments are served by signed releases; with none, each has a component.
    #[serde(default)]
    pub releases: Option<ReleasesConfig>,
    /// How turns are written down, to be repeated; with none, they are not.
    #[serde(default)]
    pub capsules: Option<CapsulesConfig>,
    /// Where operators decide about releases and keys; with none, nobody does.
    #[serde(default)]
    pub admin: Option<AdminConfig>,
    /// What is written to the log.
    #[serde(default)]
    pub log: LogConfig,
    /// The departments, in the order citizens see them.
    #[serde(default, rename = "department")]
    pub departments: Vec<DepartmentConfig>,
}
