//! A host on one machine with a simulated WhatsApp beside it: what `mitra demo` and `mitra dev` start.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use mitra_core::clock::Entropy;
use mitra_core::hex::hex;
use mitra_simulator::{ApprovedTemplate, PaymentsOptions, RateLimits, Simulator, SimulatorOptions};
use mitra_stand_in::StandIn;

use crate::clock::SystemEntropy;
use crate::config::{Config, DepartmentConfig, NoticesGrantConfig};
use crate::host::{Host, own_compiler};
use crate::telemetry;
use crate::vendor::{Web, offices, web};

/// Where the simulated payment provider calls back.
const PAYMENTS_PATH: &str = "/payments";

/// A host on one machine, and what it is made of.
pub(crate) struct Local {
    /// Where the database and the compiled components are kept.
    pub(crate) data: PathBuf,
    /// The port of the chat page. The webhook, the operations pages and notices take the next three.
    pub(crate) port: u16,
    /// What is logged.
    pub(crate) log: String,
    /// The departments, as a configuration has them.
    pub(crate) departments: Vec<toml::Value>,
    /// What answers in the place of their web services.
    pub(crate) stand_ins: Vec<StandIn>,
    /// The files of the page that checks certificates, where they were made.
    pub(crate) verify_files: Option<PathBuf>,
}

/// A host that runs, with a simulated WhatsApp.
pub(crate) struct Running {
    pub(crate) host: Host,
    web: Web,
    simulator: Simulator,
    webhook_path: String,
    verify_page: Option<String>,
}

impl Local {
    /// Starts the log, the simulator, the stand-ins and the host.
    pub(crate) async fn start(self) -> anyhow::Result<Running> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make the folder `{}`", self.data.display()))?;
        let secrets = Secrets::draw();
        let config = self.config(&secrets)?;
        telemetry::start_log(&config.log)?;
        let metrics = telemetry::start_metrics()?;
        let simulator = Simulator::start(self.simulator(&secrets, &config)).await?;
        let web = Web::open()?;
        let compiler = own_compiler()?;
        let host = Host::start_with_web(&config, metrics, compiler, web.client()).await?;
        let verify_page = config.certificates.and_then(|it| it.verify_page);
        let webhook_path = config.webhook.path;
        let running = Running { host, web, simulator, webhook_path, verify_page };
        running.stand_in(self.stand_ins).await;
        Ok(running)
    }

    fn simulator(&self, secrets: &Secrets, config: &Config) -> SimulatorOptions {
        SimulatorOptions {
            listen: self.address(0),
            webhook_url: format!("http://{}{}", config.webhook.listen, config.webhook.path),
            app_secret: secrets.app_secret.clone(),
            verify_token: secrets.verify_token.clone(),
            access_token: secrets.access_token.clone(),
            payments: PaymentsOptions {
                key_secret: secrets.payment_key.clone(),
                callback_secret: secrets.callback_secret.clone(),
                callback_url: format!("http://{}{PAYMENTS_PATH}", config.webhook.listen),
                ..PaymentsOptions::default()
            },
            limits: RateLimits::meta(),
            ..SimulatorOptions::default()
        }
    }

    fn address(&self, offset: u16) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port.saturating_add(offset))
    }

    /// The same typed configuration that `mitra serve` reads, so that this cannot drift from production.
    fn config(&self, secrets: &Secrets) -> anyhow::Result<Config> {
        let path = |path: PathBuf| toml::Value::String(path.display().to_string());
        let mut text = toml::Table::new();
        let mut section = |name: &str, pairs: Vec<(&str, toml::Value)>| {
            let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
            text.insert(name.to_owned(), toml::Value::Table(pairs.collect()));
        };
        section(
            "webhook",
            vec![
                ("listen", self.address(1).to_string().into()),
                ("verify_token", secrets.verify_token.as_str().into()),
                ("app_secrets", vec![secrets.app_secret.as_str()].into()),
            ],
        );
        section(
            "graph",
            vec![
                ("url", format!("http://{}", self.address(0)).into()),
                ("access_token", secrets.access_token.as_str().into()),
            ],
        );
        section(
            "payments",
            vec![
                ("provider", "razorpay".into()),
                ("url", format!("http://{}", self.address(0)).into()),
                ("key_id", PaymentsOptions::default().key_id.into()),
                ("key_secret", secrets.payment_key.as_str().into()),
                ("callback_secrets", vec![secrets.callback_secret.as_str()].into()),
                ("callback_path", PAYMENTS_PATH.into()),
                ("order_details", order_details()),
            ],
        );
        section("templates", vec![("news", news_template())]);
        section("notices", vec![("listen", self.address(3).to_string().into())]);
        section("storage", vec![("path", path(self.data.join("mitra.db")))]);
        section("privacy", vec![("pseudonym_key", self.pseudonym_key()?.into())]);
        section("operations", vec![("listen", self.address(2).to_string().into())]);
        section("sandbox", vec![("cache", path(self.data.join("compiled")))]);
        section("log", vec![("format", "text".into()), ("filter", self.log.as_str().into())]);
        text.insert("department".to_owned(), toml::Value::Array(self.departments.clone()));
        let files = self.verify_files.as_deref();
        offices::add(&mut text, &self.departments, &self.data, self.address(1), files);
        let config: Config = text.try_into()?;
        offices::open(&config, &self.data)?;
        Ok(config)
    }

    /// Kept beside the database: a new key would make every citizen a stranger to every department.
    fn pseudonym_key(&self) -> anyhow::Result<String> {
        let path = self.data.join("pseudonym.key");
        if !path.exists() {
            std::fs::write(&path, draw(4))
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    }
}

fn table(entries: &[(&str, toml::Value)]) -> toml::Value {
    let owned = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    toml::Value::Table(owned.collect())
}

/// The template that the simulated Meta has approved.
fn news_template() -> toml::Value {
    let approved = ApprovedTemplate::news();
    let languages: Vec<toml::Value> =
        approved.iter().map(|it| it.language.as_str().into()).collect();
    table(&[("name", approved[0].name.as_str().into()), ("languages", languages.into())])
}

/// Whom payments within the chat pay here: nobody.
fn order_details() -> toml::Value {
    let seller = [
        ("name", "Simulated government".into()),
        ("address", "Secretariat, Velagapudi".into()),
        ("city", "Amaravati".into()),
        ("state", "AP".into()),
        ("pin_code", "522238".into()),
    ];
    table(&[("configuration", "simulated".into()), ("seller", table(&seller))])
}

impl Running {
    /// Says where everything is.
    #[expect(clippy::print_stdout, reason = "the addresses are the command's output")]
    pub(crate) fn announce(&self) {
        println!();
        println!("  chat page   {}", self.simulator.chat_url());
        println!("  metrics     http://{}/metrics", self.host.operations());
        println!("  webhook     http://{}{}", self.host.webhook(), self.webhook_path);
        if let Some(page) = &self.verify_page {
            println!("  check page  {page}");
        }
        if let Some(notices) = self.host.notices() {
            println!(
                "  notices     http://{notices}/departments/ID/notices, with the token `local-ID`"
            );
        }
        println!();
    }

    /// Has these programs answer in the place of web services from now on. Says which of them do not.
    pub(crate) async fn stand_in(&self, stand_ins: Vec<StandIn>) {
        for error in self.web.stand_in(stand_ins).await {
            tracing::warn!("{error}: its web service is away");
        }
    }

    /// Drains and stops everything.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.host.stop().await?;
        self.simulator.stop().await;
        Ok(())
    }
}

/// One department, as a configuration has it.
pub(crate) fn department_block(department: &DepartmentConfig) -> toml::Value {
    let path = |path: &PathBuf| toml::Value::String(path.display().to_string());
    let mut block = toml::Table::new();
    block.insert("id".to_owned(), department.id.as_str().into());
    let DepartmentConfig { component, seed, manifest, .. } = department;
    let files = [("component", component), ("seed", seed), ("manifest", manifest)];
    let files = files.into_iter().filter_map(|(key, file)| Some((key, file.as_ref()?)));
    block.extend(files.map(|(key, file)| (key.to_owned(), path(file))));
    if !department.config.is_empty() {
        let config = department.config.iter();
        let config = config.map(|(key, value)| (key.clone(), toml::Value::String(value.clone())));
        block.insert("config".to_owned(), toml::Value::Table(config.collect()));
    }
    if !department.http.is_empty() {
        let grants = department.http.iter().map(web::block);
        block.insert("http".to_owned(), toml::Value::Array(grants.collect()));
    }
    if department.media.read {
        let read = toml::Table::from_iter([("read".to_owned(), true.into())]);
        block.insert("media".to_owned(), read.into());
    }
    if let Some(NoticesGrantConfig { token_sha256 }) = &department.notices {
        let tokens = token_sha256.iter().map(|token| toml::Value::String(token.to_string()));
        let tokens = toml::Value::Array(tokens.collect());
        let rule = toml::Table::from_iter([("token_sha256".to_owned(), tokens)]);
        block.insert("notices".to_owned(), rule.into());
    }
    if let Some(rule) = department.payments {
        let paise = i64::try_from(rule.paise_max()).unwrap_or(i64::MAX);
        let rule = toml::Table::from_iter([("paise_max".to_owned(), paise.into())]);
        block.insert("payments".to_owned(), rule.into());
    }
    if !department.certificates.is_empty() {
        let rules = department.certificates.iter().map(offices::grant);
        block.insert("certificates".to_owned(), toml::Value::Array(rules.collect()));
    }
    block.into()
}

/// Secrets shared by host and simulator, new at every start.
struct Secrets {
    app_secret: String,
    verify_token: String,
    access_token: String,
    payment_key: String,
    callback_secret: String,
}

impl Secrets {
    fn draw() -> Self {
        Self {
            app_secret: draw(2),
            verify_token: draw(2),
            access_token: draw(2),
            payment_key: draw(2),
            callback_secret: draw(2),
        }
    }
}

/// Random hexadecimal text, 16 digits a word.
fn draw(words: usize) -> String {
    let entropy = SystemEntropy::default();
    let bytes: Vec<u8> = (0..words).flat_map(|_| entropy.next().to_be_bytes()).collect();
    hex(&bytes)
}
