//! One host and one simulated WhatsApp, on loopback, on a database of their own.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_server::config::Config;
use mitra_server::host::{Host, compiler};
use mitra_simulator::{
    ChatEntry, Faults, Inbound, PaymentsOptions, RateLimits, Simulator, SimulatorHandle,
    SimulatorOptions,
};
use tempfile::TempDir;

use super::PHONE_NUMBER_ID;
use super::guests::{binary, compiled_folder, guest, plugins_folder};

/// How long a test waits for something that should take milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// The secrets of every test app.
pub const APP_SECRET: &str = "test-app-secret";
/// The token of every test app's handshake.
pub const VERIFY_TOKEN: &str = "test-verify-token";
/// The token that simulators ask every test app for.
pub const ACCESS_TOKEN: &str = "test-access-token";
/// The key of every test app's pseudonyms.
pub const PSEUDONYM_KEY: &str = "0123456789abcdef0123456789abcdef";

/// A simulated WhatsApp for a host with this webhook: it knows the host's secrets, and has no rate limits.
pub fn simulator_options(webhook: SocketAddr) -> SimulatorOptions {
    SimulatorOptions {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        webhook_url: format!("http://{webhook}/webhook"),
        app_secret: APP_SECRET.to_owned(),
        verify_token: VERIFY_TOKEN.to_owned(),
        access_token: ACCESS_TOKEN.to_owned(),
        payments: PaymentsOptions {
            callback_url: format!("http://{webhook}/payments"),
            ..PaymentsOptions::default()
        },
        limits: RateLimits::none(),
        ..SimulatorOptions::default()
    }
}

/// What a test app is made of.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Department id and component name of each department. Without a name it is served by releases.
    pub departments: Vec<(String, String)>,
    /// Meta's rate limits.
    pub limits: RateLimits,
    /// Meta's faults.
    pub faults: Faults,
    /// How fast the host sends: the keys of `[sending]`.
    pub sending: String,
    /// More lines for the configuration.
    pub config: String,
    /// Folders that these name, and that are there as long as the host.
    pub folders: Vec<Arc<TempDir>>,
}

/// Faster than any test: pacing is out of the way.
const UNPACED: &str =
    "messages_per_second = 100000, citizen_interval_seconds = 0.001, citizen_burst = 1000";

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            departments: ["energy", "grievance"].map(|id| (id.to_owned(), id.to_owned())).to_vec(),
            limits: RateLimits::none(),
            faults: Faults::default(),
            sending: UNPACED.to_owned(),
            config: String::new(),
            folders: Vec::new(),
        }
    }
}

/// A running host and its simulated WhatsApp.
pub struct TestApp {
    /// The host; none while it is stopped.
    host: Option<Host>,
    simulator: Simulator,
    config: Config,
    folder: TempDir,
    _folders: Vec<Arc<TempDir>>,
}

impl TestApp {
    /// Starts both with the two real departments.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_with(AppOptions::default()).await
    }

    /// Starts both as told.
    pub async fn start_with(options: AppOptions) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let webhook = free_address()?;
        let simulator = Simulator::start(SimulatorOptions {
            limits: options.limits,
            faults: options.faults,
            ..simulator_options(webhook)
        })
        .await?;
        let config = configure(folder.path(), webhook, &simulator.graph_url(), &options)?;
        let mut app = Self { host: None, simulator, config, folder, _folders: options.folders };
        app.start_host().await?;
        Ok(app)
    }

    /// Starts the host again, on the same database.
    pub async fn start_host(&mut self) -> anyhow::Result<()> {
        self.host = Some(Host::start(&self.config, metrics(), compiler(binary())).await?);
        Ok(())
    }

    /// Gives every department another setting, from the host's next start or replacement on.
    pub fn set(&mut self, key: &str, value: &str) {
        for department in &mut self.config.departments {
            department.config.insert(key.to_owned(), value.to_owned());
        }
    }

    /// Gives every department another component, from the host's next start or replacement on.
    pub fn use_component(&mut self, name: &str) {
        for department in &mut self.config.departments {
            department.component = Some(guest(name));
        }
    }

    /// Puts the departments as they are configured now in the place of those that the host serves.
    ///
    /// # Panics
    /// If the host is stopped.
    pub async fn replace_departments(&self) -> anyhow::Result<()> {
        let host = self.host.as_ref().expect("the host runs");
        host.replace_departments(&self.config.departments).await
    }

    /// Drains and stops the host; the simulator goes on.
    pub async fn stop_host(&mut self) -> anyhow::Result<()> {
        self.host.take().context("the host is stopped already")?.stop().await
    }

    /// Stops everything.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        if self.host.is_some() {
            self.stop_host().await?;
        }
        self.simulator.stop().await;
        Ok(())
    }

    /// The simulated WhatsApp.
    pub fn meta(&self) -> SimulatorHandle {
        self.simulator.handle()
    }

    /// The address of the chat page.
    pub fn chat_url(&self) -> String {
        self.simulator.chat_url()
    }

    /// The host's configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The database's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the webhook.
    pub fn webhook_url(&self) -> String {
        format!("http://{}{}", self.config.webhook.listen, self.config.webhook.path)
    }

    /// The address of the admin API.
    ///
    /// # Panics
    /// If the host is stopped, or has none.
    pub fn admin_url(&self) -> String {
        let address = self.host.as_ref().and_then(Host::admin);
        format!("http://{}", address.expect("the host has an admin API"))
    }

    /// Where departments' back ends send notices.
    ///
    /// # Panics
    /// If the host is stopped, or takes none.
    pub fn notices(&self) -> SocketAddr {
        self.host.as_ref().and_then(Host::notices).expect("the host takes notices")
    }

    /// The value of a metric so far in this process, by its line's beginning.
    ///
    /// # Panics
    /// If the host is stopped.
    pub async fn metric(&self, name: &str) -> Option<f64> {
        let page = reqwest::get(self.operations_url("/metrics")).await.expect("it answers");
        let page = page.text().await.expect("text");
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse().ok())
    }

    /// The address of one operations page.
    pub fn operations_url(&self, page: &str) -> String {
        let host = self.host.as_ref().expect("the host runs");
        format!("http://{}{page}", host.operations())
    }

    /// Has a citizen say something, and waits for an answer with this word; gives the whole chat.
    ///
    /// # Panics
    /// With the whole chat, if there is none in time.
    pub async fn hears(&self, citizen: &str, text: &str, word: &'static str) -> Vec<ChatEntry> {
        let before = self.meta().transcript(citizen).len();
        self.meta().citizen_sends(citizen, Inbound::text(text));
        let is_there = move |chat: &[ChatEntry]| {
            let mut new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
            new.any(|entry| entry.body().contains(word))
        };
        self.sees(citizen, word, is_there).await
    }

    /// The first entry of the citizen's chat that fits, once there is one.
    ///
    /// # Panics
    /// With the whole chat, if there is none in time.
    pub async fn sees(
        &self,
        citizen: &str,
        what: &str,
        fits: impl Fn(&[ChatEntry]) -> bool + Send + Sync + 'static,
    ) -> Vec<ChatEntry> {
        let meta = self.meta();
        match meta.wait_for(citizen, fits, PATIENCE).await {
            Ok(chat) => chat,
            Err(error) => {
                panic!("{citizen} does not see {what}, {error}: {:#?}", meta.transcript(citizen))
            }
        }
    }
}

/// One recorder for all hosts of this process.
pub fn metrics() -> PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS
        .get_or_init(|| mitra_server::telemetry::start_metrics().expect("it starts once"))
        .clone()
}

/// Ports that no system gives to outgoing connections, which would take one from under a host that is to listen on it.
const PORTS: std::ops::Range<u32> = 10_000..30_000;
/// How many of them a process has before it comes to those of the next: tests run in processes side by side.
const PORTS_OF_PROCESS: u32 = 37;

/// A port that nobody listens on, and no other test will.
///
/// # Errors
/// If there is none.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(PORTS_OF_PROCESS);
    for _ in PORTS {
        let next = first.wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(PORTS.start + next % (PORTS.end - PORTS.start))?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if std::net::TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    anyhow::bail!("all ports are taken")
}

/// The text of a configuration for a host on loopback.
pub fn config_text(
    folder: &Path,
    webhook: SocketAddr,
    operations: SocketAddr,
    graph_url: &str,
    options: &AppOptions,
) -> anyhow::Result<String> {
    let PaymentsOptions { key_id, key_secret, callback_secret, .. } = PaymentsOptions::default();
    let mut text = format!(
        r#"
        webhook.listen = "{webhook}"
        webhook.phone_number_ids = ["{PHONE_NUMBER_ID}"]
        webhook.verify_token = "{VERIFY_TOKEN}"
        webhook.app_secrets = ["{APP_SECRET}"]
        graph = {{ url = "{graph_url}", access_token = "{ACCESS_TOKEN}" }}
        storage = {{ path = "{db}" }}
        privacy = {{ pseudonym_key = "{PSEUDONYM_KEY}" }}
        operations = {{ listen = "{operations}", drain_seconds = 10 }}
        payments.provider = "razorpay"
        payments.url = "{graph_url}"
        payments.key_id = "{key_id}"
        payments.key_secret = "{key_secret}"
        payments.callback_secrets = ["{callback_secret}"]
        sending = {{ {sending} }}
        sandbox.cache = "{cache}"
        log = {{ format = "json", filter = "warn" }}
        {more}
        "#,
        db = folder.join("mitra.db").display(),
        cache = compiled_folder().display(),
        sending = options.sending,
        more = options.config,
    );
    for (id, component) in &options.departments {
        write!(text, "\n[[department]]\nid = '{id}'\n")?;
        if component.is_empty() {
            continue;
        }
        writeln!(text, "component = '{}'", guest(component).display())?;
        let seed = plugins_folder().join(id).join("seed.json");
        if seed.is_file() {
            writeln!(text, "seed = '{}'", seed.display())?;
        }
    }
    Ok(text)
}

fn configure(
    folder: &Path,
    webhook: SocketAddr,
    graph_url: &str,
    options: &AppOptions,
) -> anyhow::Result<Config> {
    let path = folder.join("mitra.toml");
    std::fs::write(&path, config_text(folder, webhook, free_address()?, graph_url, options)?)?;
    Ok(Config::load(&path)?)
}
