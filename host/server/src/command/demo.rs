//! `mitra demo`: a host and a simulator in one process, over real HTTP, on one database.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use mitra_core::clock::Entropy;
use mitra_core::hex::hex;
use mitra_core::ids::DepartmentId;
use mitra_simulator::{RateLimits, Simulator, SimulatorOptions};

use crate::clock::SystemEntropy;
use crate::config::Config;
use crate::host::{Host, own_compiler};
use crate::telemetry;

/// Serve with a simulator beside it, on one machine, to look at it.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the database and the compiled components are kept.
    #[arg(long, default_value = ".mitra/demo")]
    data: PathBuf,
    /// The folder of departments: one folder each, with `department.toml` and perhaps `seed.json`.
    #[arg(long, default_value = "plugins")]
    departments: PathBuf,
    /// The folder of components, `<department>.wasm`.
    #[arg(long, default_value = "target/guests")]
    components: PathBuf,
    /// The port of the chat page. The webhook and the operations pages take the next two.
    #[arg(long, default_value_t = 7070)]
    port: u16,
    /// What is logged.
    #[arg(long, default_value = "warn,mitra_server=info")]
    log: String,
}

impl Demo {
    #[expect(clippy::print_stdout, reason = "the addresses are this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make the folder `{}`", self.data.display()))?;
        let secrets = Secrets::draw();
        let config = self.config(&secrets)?;
        telemetry::start_log(&config.log)?;
        let metrics = telemetry::start_metrics()?;
        super::runtime()?.block_on(async {
            let simulator = Simulator::start(self.simulator(&secrets, &config)).await?;
            let host = Host::start(&config, metrics, own_compiler()?).await?;
            println!();
            println!("  chat page   {}", simulator.chat_url());
            println!("  metrics     http://{}/metrics", host.operations());
            println!("  webhook     http://{}{}", host.webhook(), config.webhook.path);
            println!();
            println!("Open the chat page and say Hi. Ctrl-C stops.");
            super::stop_signal().await?;
            host.stop().await?;
            simulator.stop().await;
            println!("Stopped. Conversations are kept in `{}`.", self.data.display());
            Ok(())
        })
    }

    fn simulator(&self, secrets: &Secrets, config: &Config) -> SimulatorOptions {
        SimulatorOptions {
            listen: self.address(0),
            webhook_url: format!("http://{}{}", config.webhook.listen, config.webhook.path),
            app_secret: secrets.app_secret.clone(),
            verify_token: secrets.verify_token.clone(),
            access_token: secrets.access_token.clone(),
            limits: RateLimits::meta(),
            ..SimulatorOptions::default()
        }
    }

    fn address(&self, offset: u16) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port.saturating_add(offset))
    }

    /// The same typed configuration that `mitra serve` reads, so that the demo cannot drift from production.
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
        section("storage", vec![("path", path(self.data.join("mitra.db")))]);
        section("privacy", vec![("pseudonym_key", self.pseudonym_key()?.into())]);
        section("operations", vec![("listen", self.address(2).to_string().into())]);
        section("sandbox", vec![("cache", path(self.data.join("compiled")))]);
        section("log", vec![("format", "text".into()), ("filter", self.log.as_str().into())]);
        let departments = find_departments(&self.departments, &self.components)?;
        text.insert("department".to_owned(), toml::Value::Array(departments));
        Ok(text.try_into()?)
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

/// Secrets shared by host and simulator, new at every start.
struct Secrets {
    app_secret: String,
    verify_token: String,
    access_token: String,
}

impl Secrets {
    fn draw() -> Self {
        Self { app_secret: draw(2), verify_token: draw(2), access_token: draw(2) }
    }
}

/// Random hexadecimal text, 16 digits a word.
fn draw(words: usize) -> String {
    let entropy = SystemEntropy::default();
    let bytes: Vec<u8> = (0..words).flat_map(|_| entropy.next().to_be_bytes()).collect();
    hex(&bytes)
}

/// One configuration block for each folder with a `department.toml` and a built component.
fn find_departments(folder: &Path, components: &Path) -> anyhow::Result<Vec<toml::Value>> {
    let mut departments = Vec::new();
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the departments in `{}`", folder.display()))?;
    for entry in entries {
        let folder = entry?.path();
        if !folder.join("department.toml").is_file() {
            continue;
        }
        departments.push(describe(&folder, components)?);
    }
    ensure!(!departments.is_empty(), "no department in `{}`", folder.display());
    departments.sort_by_key(|department| department["id"].to_string());
    Ok(departments)
}

fn describe(folder: &Path, components: &Path) -> anyhow::Result<toml::Value> {
    let manifest = folder.join("department.toml");
    let text = std::fs::read_to_string(&manifest)?;
    let manifest: toml::Table = text
        .parse()
        .with_context(|| format!("`{}` is not a department's manifest", manifest.display()))?;
    let id = manifest.get("id").and_then(toml::Value::as_str).unwrap_or_default();
    let id =
        DepartmentId::parse(id).with_context(|| format!("the `id` in `{}`", folder.display()))?;
    let component = components.join(format!("{id}.wasm"));
    ensure!(
        component.is_file(),
        "the department `{id}` is not built (`{}` is missing): run `cargo xtask guests`",
        component.display()
    );
    let mut block = toml::Table::new();
    block.insert("id".to_owned(), id.as_str().into());
    block.insert("component".to_owned(), component.display().to_string().into());
    let seed = folder.join("seed.json");
    if seed.is_file() {
        block.insert("seed".to_owned(), seed.display().to_string().into());
    }
    if let Some(config) = manifest.get("config").and_then(toml::Value::as_table) {
        block.insert("config".to_owned(), config.clone().into());
    }
    Ok(block.into())
}
