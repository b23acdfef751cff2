//! One host: wired, started, drained.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_core::clock::Clock;
use mitra_core::ports::TurnRunner;
use mitra_core::routing::RoutingTable;
use mitra_graph::{GraphClient, GraphOptions};
use mitra_pipeline::{Pipeline, PipelineOptions, Ports, Routing};
use mitra_runtime::{CompiledCache, Compiler, Sandbox, SandboxOptions};
use mitra_storage::SharedStorage;
use mitra_storage_sql::SqliteStorage;
use mitra_whatsapp::AppSecrets;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::{SystemClock, SystemEntropy};
use crate::config::{Config, Secrets};
use crate::departments;
use crate::http::{Operations, Readiness, Webhook, WebhookOptions};

/// How often histograms are folded, so that they do not grow while nobody scrapes.
const METRICS_UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A running host. Stop it with [`Host::stop`]; dropping it leaves its tasks running.
pub struct Host {
    webhook: SocketAddr,
    operations: SocketAddr,
    drain: Duration,
    stopping: Arc<AtomicBool>,
    stop_doors: CancellationToken,
    stop_stages: CancellationToken,
    doors: Vec<JoinHandle<()>>,
    stages: JoinHandle<()>,
    storage: Arc<SqliteStorage>,
}

/// Who runs turns, and for which departments.
pub struct Departments {
    /// Runs the turns.
    pub runner: Arc<dyn TurnRunner>,
    /// Which departments there are.
    pub table: RoutingTable,
    /// Whether the runner proved that it can end a guest that spins.
    pub proven: Arc<AtomicBool>,
}

impl Host {
    /// Starts a host with its configured departments. Everything that can fail fails before a port is open.
    pub async fn start(
        config: &Config,
        metrics: PrometheusHandle,
        compiler: Compiler,
    ) -> anyhow::Result<Self> {
        // First what is cheap to find wrong: compiling and recovering can take minutes.
        let secrets = config.secrets()?;
        let storage = open_storage(config).await?;
        let departments = load_departments(config, &storage, compiler).await?;
        Self::start_wired(config, secrets, metrics, storage, departments).await
    }

    /// Starts a host over an open storage, with departments that run by other means than the sandbox.
    pub async fn start_with(
        config: &Config,
        metrics: PrometheusHandle,
        storage: Arc<SqliteStorage>,
        departments: Departments,
    ) -> anyhow::Result<Self> {
        Self::start_wired(config, config.secrets()?, metrics, storage, departments).await
    }

    async fn start_wired(
        config: &Config,
        secrets: Secrets,
        metrics: PrometheusHandle,
        storage: Arc<SqliteStorage>,
        departments: Departments,
    ) -> anyhow::Result<Self> {
        let shared: SharedStorage = storage.clone();
        let (pipeline, door) = wire(config, secrets, &shared, &departments)?;
        let webhook = bind(config.webhook.listen, "webhook.listen").await?;
        let operations = bind(config.operations.listen, "operations.listen").await?;
        let (stop_doors, stop_stages) = (CancellationToken::new(), CancellationToken::new());
        let stopping = Arc::new(AtomicBool::new(false));
        let readiness = Readiness {
            storage: shared,
            sandbox: departments.proven,
            stopping: Arc::clone(&stopping),
        };
        let pages = Operations::router(readiness, metrics.clone());
        let host = Self {
            webhook: webhook.local_addr()?,
            operations: operations.local_addr()?,
            drain: Duration::from_secs(config.operations.drain_seconds),
            stopping,
            doors: vec![
                open(webhook, door, stop_doors.clone()),
                open(operations, pages, stop_stages.clone()),
                tokio::spawn(keep_metrics(metrics, stop_stages.clone())),
            ],
            stages: {
                let stop = stop_stages.clone();
                tokio::spawn(async move { pipeline.run(stop).await })
            },
            stop_doors,
            stop_stages,
            storage,
        };
        tracing::info!(webhook = %host.webhook, operations = %host.operations, "host started");
        Ok(host)
    }

    /// Where Meta's notifications are taken.
    pub fn webhook(&self) -> SocketAddr {
        self.webhook
    }

    /// Where operators look.
    pub fn operations(&self) -> SocketAddr {
        self.operations
    }

    /// Drains and stops: no new notification is taken, turns and attempts under way are finished, the rest is in
    /// storage for the next start. What takes longer than the configured time is cut off; nothing durable is lost.
    pub async fn stop(self) -> anyhow::Result<()> {
        tracing::info!("draining");
        self.stopping.store(true, Ordering::Release);
        self.stop_doors.cancel();
        self.stop_stages.cancel();
        let drained = tokio::time::timeout(self.drain, async {
            for door in self.doors {
                door.await.ok();
            }
            self.stages.await.ok();
        });
        if drained.await.is_err() {
            tracing::warn!(waited = ?self.drain, "cut off what did not finish in time");
        }
        self.storage.close().await.context("cannot close the database")?;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Opens the database and recovers what a crash left.
pub async fn open_storage(config: &Config) -> anyhow::Result<Arc<SqliteStorage>> {
    let path = config.storage.path.clone();
    let options = mitra_storage_sql::SqliteOptions::new(&path);
    let now = SystemClock.now();
    let open = tokio::task::spawn_blocking(move || SqliteStorage::open(&options, now)).await?;
    Ok(Arc::new(open.with_context(|| format!("cannot open the database `{}`", path.display()))?))
}

async fn load_departments(
    config: &Config,
    storage: &Arc<SqliteStorage>,
    compiler: Compiler,
) -> anyhow::Result<Departments> {
    let cache = &config.sandbox.cache;
    std::fs::create_dir_all(cache)
        .with_context(|| format!("cannot make the folder `{}`", cache.display()))?;
    let cache = cap_std::fs::Dir::open_ambient_dir(cache, cap_std::ambient_authority())?;
    let mut options = SandboxOptions::new(CompiledCache::new(cache), compiler);
    if config.sandbox.executors > 0 {
        options.executors = config.sandbox.executors;
    }
    let records: SharedStorage = storage.clone();
    let sandbox = Sandbox::new(options, records.clone()).context("cannot start the sandbox")?;
    let proving = sandbox.clone();
    let took = tokio::task::spawn_blocking(move || proving.self_test()).await?;
    let took = took.context("the sandbox cannot end a guest that spins")?;
    tracing::info!(took_ms = took.as_millis(), "sandbox ended a spinning guest");
    let table = departments::load(&config.departments, &sandbox, &records).await?;
    let proven = Arc::new(AtomicBool::new(true));
    Ok(Departments { runner: Arc::new(sandbox), table, proven })
}

/// The program `mitra` as the compiler of components: a process of its own, so that serving is not disturbed.
pub fn compiler(program: impl Into<PathBuf>) -> Compiler {
    Compiler::child(program, ["compile"])
}

/// This program as the compiler.
pub fn own_compiler() -> anyhow::Result<Compiler> {
    Ok(compiler(std::env::current_exe().context("cannot find this program's own file")?))
}

/// Connects the parts; gives the data plane and its door.
fn wire(
    config: &Config,
    secrets: Secrets,
    storage: &SharedStorage,
    departments: &Departments,
) -> anyhow::Result<(Pipeline, Router)> {
    let graph = GraphClient::new(GraphOptions {
        url: config.graph.url.clone(),
        version: config.graph.version.clone(),
        ..GraphOptions::new(secrets.access_token)
    })?;
    let clock = Arc::new(SystemClock);
    let ports = Ports {
        storage: storage.clone(),
        runner: Arc::clone(&departments.runner),
        graph: Arc::new(graph),
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy::default()),
    };
    let options =
        PipelineOptions { pace: config.sending.pace(), pseudonym_key: secrets.pseudonym_key };
    let pipeline = Pipeline::new(ports, options, Routing::new(departments.table.clone()));
    let options = WebhookOptions {
        path: config.webhook.path.clone(),
        verify_token: secrets.verify_token,
        app_secrets: AppSecrets::new(secrets.app_secrets),
    };
    let door = Webhook::router(options, pipeline.ingest(), clock);
    Ok((pipeline, door))
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.with_context(|| {
        format!("cannot listen on {address} (`{key}`): is another program using the port?")
    })
}

fn open(listener: TcpListener, router: Router, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let serve = axum::serve(listener, router);
        if let Err(error) = serve.with_graceful_shutdown(stop.cancelled_owned()).await {
            tracing::error!(%error, "a listener failed");
        }
    })
}

async fn keep_metrics(metrics: PrometheusHandle, stop: CancellationToken) {
    while !stop.is_cancelled() {
        metrics.run_upkeep();
        tokio::select! {
            () = tokio::time::sleep(METRICS_UPKEEP_INTERVAL) => {}
            () = stop.cancelled() => {}
        }
    }
}
