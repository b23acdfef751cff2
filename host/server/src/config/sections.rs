//! The sections of the configuration, and their defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use mitra_control::Policy;
use mitra_core::http::HttpMethod;
use mitra_core::ids::{AuthorityId, DepartmentId, PhoneNumberId};
use mitra_core::language::Localized;
use mitra_core::limits;
use mitra_core::payment::{
    CardAccount, CardGateway, CardSeller, InvalidSeller, PaymentConfiguration,
};
use mitra_pipeline::PaceOptions;
use mitra_runtime::grants::{
    CertificatesRule, FilesMode, FilesRule, FilesRuleError, HttpRule, HttpRuleError, MediaRule,
    PaymentsRule,
};
use serde::Deserialize;

use super::{NoticesGrantConfig, SecretSource};

/// Where Meta reaches us.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// The address to listen on. TLS is ended in front of it.
    pub listen: SocketAddr,
    /// The path of the webhook.
    #[serde(default = "default_webhook_path")]
    pub path: String,
    /// The business numbers whose messages are answered, by Meta's ids; empty for all that Meta reports.
    #[serde(default)]
    pub phone_number_ids: Vec<PhoneNumberId>,
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

/// Who takes citizens' money.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentsConfig {
    /// Whose protocol is spoken.
    pub provider: PaymentProviderName,
    /// The provider's API.
    #[serde(default = "default_payments_url")]
    pub url: String,
    /// The account's key.
    pub key_id: String,
    /// Its secret.
    pub key_secret: SecretSource,
    /// The secrets of callbacks, newest first: several while one is being replaced.
    pub callback_secrets: Vec<SecretSource>,
    /// The path of callbacks, at the webhook's address.
    #[serde(default = "default_payments_path")]
    pub callback_path: String,
    /// Whom WhatsApp's own payment cards pay; without, citizens are sent to the provider's pages alone.
    #[serde(default)]
    pub order_details: Option<OrderDetailsConfig>,
}

/// Whom WhatsApp's own payment cards pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "WrittenOrderDetails")]
pub struct OrderDetailsConfig(pub CardAccount);

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOrderDetails {
    configuration: PaymentConfiguration,
    #[serde(default)]
    gateway: CardGateway,
    seller: WrittenSeller,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSeller {
    name: String,
    address: String,
    city: String,
    state: String,
    pin_code: String,
}

impl TryFrom<WrittenOrderDetails> for OrderDetailsConfig {
    type Error = InvalidSeller;

    fn try_from(written: WrittenOrderDetails) -> Result<Self, InvalidSeller> {
        let WrittenOrderDetails { configuration, gateway, seller } = written;
        let WrittenSeller { name, address, city, state, pin_code } = seller;
        let seller = CardSeller::new([name, address, city], state, pin_code)?;
        Ok(Self(CardAccount { configuration, gateway, seller }))
    }
}

/// The payment providers that the host knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaymentProviderName {
    /// Razorpay's Payment Links, and whoever speaks the same.
    Razorpay,
}

/// Where certificates are looked up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificatesConfig {
    /// The signed trust list as it is published: `mitra certificates sign` makes it.
    pub trust_list: PathBuf,
    /// The public halves of the root keys that sign it: `mitra certificates new-root` makes the file. The page has it,
    /// too.
    pub trust_keys: PathBuf,
    /// The address of the page that checks certificates: codes lead to it. None for codes that are the bare text.
    #[serde(default)]
    pub verify_page: Option<String>,
    /// The folder of the page's files, if this host serves it at `/verify/`: `cargo xtask verify-page` makes it.
    #[serde(default)]
    pub verify_files: Option<PathBuf>,
}

/// Somebody who answers for certificates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityConfig {
    /// The operator's name for it.
    pub id: AuthorityId,
    /// The address that stands in its certificates, and under which their statuses are told.
    pub issuer: String,
    /// What it is called, on its certificates as well.
    pub name: Localized,
    /// The folder of its keys: `mitra certificates new-key` makes one. Only the host may read it.
    pub keys: PathBuf,
}

/// How departments are served by signed releases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleasesConfig {
    /// The folder of staged releases. Only the host may write it.
    #[serde(default = "default_releases_folder")]
    pub folder: PathBuf,
    /// A folder that is watched: a release that is put there is staged.
    #[serde(default)]
    pub incoming: Option<PathBuf>,
    /// The steps of a rollout, and what a release may do worse than the one beside it.
    #[serde(default)]
    pub policy: Policy,
}

/// How departments run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SandboxConfig {
    /// Threads that run guests; 0 stands for one per core.
    pub executors: usize,
    /// The folder of compiled components. Only the host may write it.
    pub cache: PathBuf,
    /// Whether components are taken that are built for a draft of the contract.
    pub drafts: bool,
    /// How long one component may take to compile, in seconds on the wall.
    pub compile_seconds: u64,
}

/// What is written to the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// `json` for machines, `text` for people.
    pub format: LogFormat,
    /// A filter such as `info,guest=off` or `info,guest=off,mitra_pipeline=debug`. Without `guest=off`, what
    /// departments say of themselves is written as well, citizens' words among it if a vendor is careless.
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
    /// The component. Without one, the department is served by the releases that its vendor signs.
    pub component: Option<PathBuf>,
    /// Its starting records: a JSON array of `{"key": text, "value": any}`.
    pub seed: Option<PathBuf>,
    /// Its vendor's manifest, `department.toml`: what it asks for. Without one it asks for nothing.
    pub manifest: Option<PathBuf>,
    /// What its component reads through `config`. Never secrets.
    #[serde(default)]
    pub config: BTreeMap<String, String>,
    /// Web services that it may use, if it asks for them.
    #[serde(default)]
    pub http: Vec<HttpGrantConfig>,
    /// Folders that it may use, if it asks for them.
    #[serde(default)]
    pub files: Vec<FilesGrantConfig>,
    /// What it may do with citizens' files, if it asks for it.
    #[serde(default)]
    pub media: MediaRule,
    /// That its back end may send notices, if it asks for that.
    pub notices: Option<NoticesGrantConfig>,
    /// Payments that it may ask citizens for, if it asks for that.
    pub payments: Option<PaymentsRule>,
    /// Kinds of certificates that it may issue, if it asks for them.
    #[serde(default)]
    pub certificates: Vec<CertificatesRule>,
    /// Whether its turns may be written down, where the host does so.
    #[serde(default = "default_capsules")]
    pub capsules: bool,
}

/// One web service that a department may use.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "WrittenHttpGrant")]
pub struct HttpGrantConfig {
    /// Where to, and by which methods.
    pub rule: HttpRule,
    /// Headers that the host adds to every request, such as `authorization`. The department never sees their values.
    pub headers: BTreeMap<String, SecretSource>,
    /// Whether the service may stand in a private network or on this machine.
    pub private: bool,
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHttpGrant {
    to: String,
    methods: BTreeSet<HttpMethod>,
    #[serde(default)]
    headers: BTreeMap<String, SecretSource>,
    #[serde(default)]
    private: bool,
}

impl TryFrom<WrittenHttpGrant> for HttpGrantConfig {
    type Error = HttpRuleError;

    fn try_from(written: WrittenHttpGrant) -> Result<Self, HttpRuleError> {
        let WrittenHttpGrant { to, methods, headers, private } = written;
        Ok(Self { rule: HttpRule::new(&to, methods)?, headers, private })
    }
}

/// One folder that a department may use.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "WrittenFilesGrant")]
pub struct FilesGrantConfig {
    /// The department's name for it, and what may be done there.
    pub rule: FilesRule,
    /// The folder of this machine.
    pub directory: PathBuf,
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFilesGrant {
    path: String,
    directory: PathBuf,
    #[serde(default)]
    mode: FilesMode,
}

impl TryFrom<WrittenFilesGrant> for FilesGrantConfig {
    type Error = FilesRuleError;

    fn try_from(written: WrittenFilesGrant) -> Result<Self, FilesRuleError> {
        let WrittenFilesGrant { path, directory, mode } = written;
        Ok(Self { rule: FilesRule::new(path, mode)?, directory })
    }
}

impl SendingConfig {
    /// The same for the pipeline.
    pub fn pace(&self) -> PaceOptions {
        PaceOptions {
            sends_per_second: self.messages_per_second,
            // `Config::load` refuses an interval that is none.
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
        let compile_seconds = mitra_runtime::COMPILE_MAX.as_secs();
        Self { executors: 0, cache: PathBuf::from("compiled"), drafts: false, compile_seconds }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info,guest=off".to_owned() }
    }
}

fn default_capsules() -> bool {
    true
}

fn default_releases_folder() -> PathBuf {
    PathBuf::from("releases")
}

fn default_webhook_path() -> String {
    "/webhook".to_owned()
}

fn default_payments_url() -> String {
    "https://api.razorpay.com".to_owned()
}

fn default_payments_path() -> String {
    "/payments".to_owned()
}

fn default_graph_url() -> String {
    "https://graph.facebook.com".to_owned()
}

fn default_graph_version() -> String {
    "v25.0".to_owned()
}
