//! The parts of a host, each made from the configuration, and how they are connected.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use mitra_core::certificate::CertificatePrinter;
use mitra_core::clock::Clock;
use mitra_core::http::HttpClient;
use mitra_core::payment::PaymentProvider;
use mitra_core::ports::TurnRunner;
use mitra_core::routing::RoutingTable;
use mitra_graph::{GraphClient, GraphMedia, GraphOptions};
use mitra_payments::{CallbackSecrets, RazorpayClient, RazorpayOptions};
use mitra_pipeline::{Cards, Pipeline, PipelineOptions, Ports, Routing};
use mitra_runtime::{CompiledCache, Compiler, Sandbox, SandboxOptions};
use mitra_storage::SharedStorage;
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use mitra_whatsapp::AppSecrets;

use crate::authorities::Signing;
use crate::clock::{SystemClock, SystemEntropy};
use crate::config::{Config, PaymentProviderName, Secrets};
use crate::departments;
use crate::http::{
    CertificatesDoor, NoticeDoor, PaymentDoor, PaymentDoorOptions, VerifyPage, Webhook,
    WebhookOptions,
};

/// Who runs turns, and for which departments.
pub struct Departments {
    /// Runs the turns.
    pub runner: Arc<dyn TurnRunner>,
    /// Which departments there are.
    pub table: RoutingTable,
    /// Whether the runner proved that it can end a guest that spins.
    pub proven: Arc<AtomicBool>,
}

/// Opens the database and recovers what a crash left.
pub async fn open_storage(config: &Config) -> anyhow::Result<Arc<SqliteStorage>> {
    let path = config.storage.path.clone();
    let options = SqliteOptions::new(&path);
    let now = SystemClock.now();
    let open = tokio::task::spawn_blocking(move || SqliteStorage::open(&options, now)).await?;
    Ok(Arc::new(open.with_context(|| format!("cannot open the database `{}`", path.display()))?))
}

/// Starts the sandbox, has it prove itself, which sets `proven`, and loads the configured departments into it. They
/// reach citizens' files by the one client and web services by the other. Gives the sandbox, too: other releases can
/// be loaded into it.
pub(super) async fn load_departments(
    config: &Config,
    storage: &Arc<SqliteStorage>,
    (graph, web): (GraphClient, Arc<dyn HttpClient>),
    compiler: Compiler,
    proven: Arc<AtomicBool>,
) -> anyhow::Result<(Departments, Sandbox)> {
    let cache = &config.sandbox.cache;
    std::fs::create_dir_all(cache)
        .with_context(|| format!("cannot make the folder `{}`", cache.display()))?;
    let cache = cap_std::fs::Dir::open_ambient_dir(cache, cap_std::ambient_authority())?;
    let compiler = compiler.within(Duration::from_secs(config.sandbox.compile_seconds));
    let mut options = SandboxOptions::new(CompiledCache::new(cache), compiler);
    if config.sandbox.executors > 0 {
        options.executors = config.sandbox.executors;
    }
    options.takes_drafts = config.sandbox.drafts;
    let records: SharedStorage = storage.clone();
    let runtime = tokio::runtime::Handle::current();
    let media = Arc::new(GraphMedia::new(graph, runtime));
    let ports = mitra_runtime::Ports { reads: storage.clone(), http: web, media };
    let sandbox = Sandbox::new(options, ports).context("cannot start the sandbox")?;
    let proving = sandbox.clone();
    let took = tokio::task::spawn_blocking(move || proving.self_test()).await?;
    let took = took.context("the sandbox cannot end a guest that spins")?;
    tracing::info!(took_ms = took.as_millis(), "sandbox ended a spinning guest");
    proven.store(true, Ordering::Release);
    let table = departments::load(&config.departments, &sandbox, &records).await?;
    let runner = Arc::new(sandbox.clone());
    Ok((Departments { runner, table, proven }, sandbox))
}

/// The program `mitra` as the compiler of components: a process of its own, so that serving is not disturbed.
pub fn compiler(program: impl Into<PathBuf>) -> Compiler {
    Compiler::child(program, ["compile"])
}

/// This program as the compiler.
pub fn own_compiler() -> anyhow::Result<Compiler> {
    Ok(compiler(std::env::current_exe().context("cannot find this program's own file")?))
}

/// The client of the Graph API. Nothing is sent before a message is.
pub(crate) fn graph(config: &Config, secrets: &Secrets) -> anyhow::Result<GraphClient> {
    let client = GraphClient::new(GraphOptions {
        url: config.graph.url.clone(),
        version: config.graph.version.clone(),
        ..GraphOptions::new(secrets.access_token.clone())
    });
    client.context("the configuration of `graph` cannot be used")
}

/// The client of the payment provider, if there is one. Nothing is sent before a payment is asked for.
pub(crate) fn payments(
    config: &Config,
    secrets: &Secrets,
) -> anyhow::Result<Option<Arc<dyn PaymentProvider>>> {
    let (Some(payments), Some(secrets)) = (&config.payments, &secrets.payments) else {
        return Ok(None);
    };
    match payments.provider {
        PaymentProviderName::Razorpay => {
            let client = RazorpayClient::new(RazorpayOptions {
                url: payments.url.clone(),
                key_id: payments.key_id.clone(),
                key_secret: secrets.key_secret.clone(),
            });
            let client = client.context("the configuration of `payments` cannot be used")?;
            Ok(Some(Arc::new(client)))
        }
    }
}

/// WhatsApp's own payment cards. Those of before are asked about whether or not new ones are offered.
fn cards(config: &Config, graph: &GraphClient) -> Cards {
    let order_details = config.payments.as_ref().and_then(|it| it.order_details.as_ref());
    let account = order_details.map(|configured| configured.0.clone());
    Cards { api: Arc::new(graph.clone()), account }
}

/// Who signs certificates, if somebody does.
pub(crate) fn certificates(config: &Config) -> anyhow::Result<Option<Arc<Signing>>> {
    let signing = Signing::open(config, SystemClock.now());
    signing.context("certificates cannot be signed")
}

/// What reaches the world outside, as the configuration has it.
pub(super) struct Outside {
    pub(super) graph: GraphClient,
    pub(super) payments: Option<Arc<dyn PaymentProvider>>,
    pub(super) certificates: Option<Arc<Signing>>,
}

/// What is connected: the data plane and its doors.
pub(super) struct Wired {
    pub(super) pipeline: Pipeline,
    /// For Meta, the payment provider and whoever checks certificates.
    pub(super) webhook: Router,
    /// For departments' back ends.
    pub(super) notices: Router,
}

/// Connects the parts.
pub(super) fn wire(
    config: &Config,
    secrets: Secrets,
    outside: Outside,
    storage: SharedStorage,
    (runner, routing): (Arc<dyn TurnRunner>, Routing),
) -> anyhow::Result<Wired> {
    let Secrets { verify_token, app_secrets, pseudonym_key, payments, .. } = secrets;
    let clock = Arc::new(SystemClock);
    let certificates = outside
        .certificates
        .clone()
        .map(|signing| CertificatesDoor::router(signing, storage.clone(), clock.clone()));
    let cards = cards(config, &outside.graph);
    let ports = Ports {
        storage,
        runner,
        graph: Arc::new(outside.graph),
        cards: Some(cards),
        payments: outside.payments,
        certificates: outside.certificates.map(|it| it as Arc<dyn CertificatePrinter>),
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy::default()),
    };
    let numbers = config.webhook.phone_number_ids.clone();
    let options = PipelineOptions {
        pace: config.sending.pace(),
        numbers,
        pseudonym_key,
        templates: config.template_options(),
    };
    let pipeline = Pipeline::new(ports, options, routing);
    let path = config.webhook.path.clone();
    let app_secrets = AppSecrets::new(app_secrets);
    let options = WebhookOptions { path, verify_token, app_secrets };
    let mut webhook = Webhook::router(options, pipeline.ingest(), clock);
    if let (Some(configured), Some(secrets)) = (&config.payments, payments) {
        let path = configured.callback_path.clone();
        let secrets = CallbackSecrets::new(secrets.callback_secrets);
        let options = PaymentDoorOptions { path, secrets };
        webhook = webhook.merge(PaymentDoor::router(
            options,
            pipeline.payment_calls(),
            pipeline.refund_calls(),
        ));
    }
    webhook = certificates.into_iter().fold(webhook, Router::merge);
    if let Some(certificates) = &config.certificates
        && let Some(folder) = &certificates.verify_files
    {
        webhook = webhook.merge(VerifyPage::router(folder, &certificates.trust_keys)?);
    }
    let notices = NoticeDoor::router(config.notice_tokens(), pipeline.notice_calls());
    Ok(Wired { pipeline, webhook, notices })
}
