//! A host on its way: ports taken, operations pages open, departments not loaded yet.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_capsule::{CapsuleKey, Keeper, KeeperOptions, Recording};
use mitra_control::Controller;
use mitra_core::identity::Secret;
use mitra_core::ports::TurnRunner;
use mitra_graph::GraphClient;
use mitra_pipeline::Routing;
use mitra_runtime::Sandbox;
use mitra_storage_sql::SqliteStorage;
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::parts::{self, Departments, Outside, Wired};
use super::{Host, JoinHandle};
use crate::capsules::CapsuleShelf;
use crate::clock::SystemClock;
use crate::config::{Config, Secrets};
use crate::http::{self, AdminAccess, AdminDoor, AdminParts, Readiness};
use crate::releases::{Board, Incoming};
use crate::telemetry;

/// How often histograms are folded, so that they do not grow while nobody scrapes.
const METRICS_UPKEEP_INTERVAL: Duration = Duration::from_secs(5);
/// Connections that the system holds until they are accepted.
const BACKLOG: u32 = 1_024;

/// Where the address of notices is configured.
const NOTICES_KEY: &str = "notices.listen";
/// Where the address of the admin API is configured.
const ADMIN_KEY: &str = "admin.listen";

/// What a host serves: who runs turns, which departments there are, and who decides about their releases.
pub(super) struct Served {
    pub(super) runner: Arc<dyn TurnRunner>,
    pub(super) routing: Routing,
    pub(super) board: Board,
    pub(super) controller: Option<Controller>,
    /// None where turns are not written down.
    pub(super) capsules: Option<Kept>,
}

/// Turns that are written down, and who does it.
pub(super) struct Kept {
    pub(super) turns: CapsuleShelf,
    keeper: Keeper,
}

impl Served {
    /// These departments, of which none is served by releases yet.
    pub(super) fn by(config: &Config, departments: Departments) -> Self {
        let Departments { runner, table, .. } = departments;
        let routing = Routing::new(table.clone());
        let order = config.departments.iter().map(|department| department.id.clone()).collect();
        let board = Board::new(routing.clone(), table, order);
        Self { runner, routing, board, controller: None, capsules: None }
    }

    /// Has turns of this sandbox written down, if the operator wants that.
    pub(super) fn record(
        &mut self,
        config: &Config,
        sandbox: &Sandbox,
        key: Option<&Secret>,
        storage: &Arc<SqliteStorage>,
    ) {
        let (Some(capsules), Some(key)) = (&config.capsules, key) else { return };
        let (key, clock) = (Arc::new(CapsuleKey::new(key)), Arc::new(SystemClock));
        let (turns, keep_for) = (capsules.turns, capsules.keep_for());
        let options = KeeperOptions { key: Arc::clone(&key), turns, keep_for };
        let (keeper, sender) = Keeper::new(options, storage.clone(), clock.clone());
        let left_out = config.departments.iter().filter(|department| !department.capsules);
        let left_out = left_out.map(|department| department.id.clone()).collect();
        self.runner = Arc::new(Recording::new(sandbox.clone(), sender, clock, left_out));
        let turns = CapsuleShelf { key, storage: storage.clone() };
        self.capsules = Some(Kept { turns, keeper });
    }
}

/// A host on its way. Dropped, it closes its ports again.
pub(super) struct Starting {
    secrets: Secrets,
    outside: Outside,
    /// Taken, and not listening: until the host can take notifications, its connections are refused.
    webhook: TcpSocket,
    /// The same, if departments' back ends may send notices.
    notices: Option<TcpSocket>,
    operations: SocketAddr,
    /// Taken, and not listening, if operators decide here.
    admin: Option<TcpSocket>,
    readiness: Arc<Readiness>,
    stop_pages: DropGuard,
    pages: Vec<JoinHandle<()>>,
}

impl Starting {
    /// Reads the secrets, takes all ports and opens the operations pages. `proven` tells them of the sandbox.
    #[expect(clippy::unused_async, reason = "it spawns tasks, so it must be called on a runtime")]
    pub(super) async fn begin(
        config: &Config,
        metrics: PrometheusHandle,
        proven: Arc<AtomicBool>,
    ) -> anyhow::Result<Self> {
        let secrets = config.secrets()?;
        let (graph, payments) =
            (parts::graph(config, &secrets)?, parts::payments(config, &secrets)?);
        let certificates = parts::certificates(config)?;
        let outside = Outside { graph, payments, certificates };
        let webhook = take(config.webhook.listen, "webhook.listen")?;
        let notices = config.notices.as_ref();
        let notices = notices.map(|notices| take(notices.listen, NOTICES_KEY)).transpose()?;
        let admin = config.admin.as_ref();
        let admin = admin.map(|admin| take(admin.listen, ADMIN_KEY)).transpose()?;
        let operations = take(config.operations.listen, "operations.listen")?;
        let operations = listen(operations, config.operations.listen, "operations.listen")?;
        let address = operations.local_addr()?;
        telemetry::export_limits();
        let readiness = Arc::new(Readiness::new(proven));
        let stop_pages = CancellationToken::new();
        let router = http::operations::router(Arc::clone(&readiness), metrics.clone());
        let max = http::OPERATIONS_CONNECTIONS_MAX;
        let pages = http::serve("operations", operations, router, max, stop_pages.clone());
        let pages =
            vec![tokio::spawn(pages), tokio::spawn(keep_metrics(metrics, stop_pages.clone()))];
        tracing::info!(operations = %address, "host is starting");
        let stop_pages = stop_pages.drop_guard();
        let operations = address;
        Ok(Self {
            secrets,
            outside,
            webhook,
            notices,
            operations,
            admin,
            readiness,
            stop_pages,
            pages,
        })
    }

    /// The client of the Graph API.
    pub(super) fn graph(&self) -> GraphClient {
        self.outside.graph.clone()
    }

    /// What turns are sealed with that are written down, if they are.
    pub(super) fn capsule_key(&self) -> Option<&Secret> {
        self.secrets.capsule_key.as_ref()
    }

    /// Lets the pages show whether the database can be written.
    pub(super) fn storage_is_open(&self, storage: &Arc<SqliteStorage>) {
        self.readiness.storage_is_open(storage.clone());
    }

    /// Starts the stages and opens the webhook.
    pub(super) fn finish(
        self,
        config: &Config,
        storage: Arc<SqliteStorage>,
        served: Served,
    ) -> anyhow::Result<Host> {
        let Self { secrets, outside, operations, readiness, stop_pages, mut pages, .. } = self;
        let Served { runner, routing, board, controller, capsules } = served;
        let signing = outside.certificates.clone();
        let Wired { pipeline, webhook: router, notices: back_ends } =
            parts::wire(config, secrets, outside, storage.clone(), (runner, routing))?;
        let listener = listen(self.webhook, config.webhook.listen, "webhook.listen")?;
        let webhook = listener.local_addr()?;
        let (stop_work, stop_pages) = (CancellationToken::new(), stop_pages.disarm());
        let max = http::WEBHOOK_CONNECTIONS_MAX;
        let door = http::serve("webhook", listener, router, max, stop_work.clone());
        let mut work = vec![tokio::spawn(door)];
        let mut notices = None;
        if let (Some(socket), Some(configured)) = (self.notices, &config.notices) {
            let listener = listen(socket, configured.listen, NOTICES_KEY)?;
            let address = listener.local_addr()?;
            let max = http::NOTICES_CONNECTIONS_MAX;
            let door = http::serve("notices", listener, back_ends, max, stop_work.clone());
            work.push(tokio::spawn(door));
            tracing::info!(notices = %address, "departments' back ends may send notices");
            notices = Some(address);
        }
        let mut admin = None;
        if let (Some(socket), Some(configured)) = (self.admin, &config.admin) {
            let listener = listen(socket, configured.listen, ADMIN_KEY)?;
            let access = Arc::new(AdminAccess::new(configured.tokens.clone()));
            let router = AdminDoor::router(AdminParts {
                controller: controller.clone(),
                storage: storage.clone(),
                capsules: capsules.as_ref().map(|capsules| capsules.turns.clone()),
                operators: pipeline.operator_calls(),
                refunds: pipeline.refund_calls(),
                reports: pipeline.report_calls(),
                departments: config.departments.clone(),
                access: Arc::clone(&access),
            });
            let (address, door) = open_admin(listener, router, stop_pages.clone())?;
            pages.push(door);
            admin = Some((address, access));
        }
        if let Some(controller) = controller {
            work.extend(take_releases_on(config, controller, &stop_work)?);
        }
        if let Some(signing) = signing {
            work.push(tokio::spawn(signing.watch(Arc::new(SystemClock), stop_work.clone())));
        }
        if let Some(Kept { keeper, .. }) = capsules {
            work.push(tokio::spawn(keeper.run(stop_work.clone())));
        }
        let stop = stop_work.clone();
        work.push(tokio::spawn(async move { pipeline.run(stop).await }));
        readiness.serves();
        tracing::info!(%webhook, %operations, "host started");
        Ok(Host {
            webhook,
            notices,
            operations,
            admin,
            drain: Duration::from_secs(config.operations.drain_seconds),
            readiness,
            stop_work,
            stop_pages,
            work,
            pages,
            storage,
            board,
            sandbox: None,
            replacing: tokio::sync::Mutex::default(),
        })
    }
}

/// Takes releases on until `stop`, those of the incoming folder among them.
fn take_releases_on(
    config: &Config,
    controller: Controller,
    stop: &CancellationToken,
) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let mut tasks = Vec::new();
    let incoming = config.releases.as_ref().and_then(|releases| releases.incoming.as_ref());
    if let Some(folder) = incoming {
        let incoming = Incoming::open(folder, controller.clone())?;
        tasks.push(tokio::spawn(incoming.watch(stop.clone())));
    }
    let stop = stop.clone();
    tasks.push(tokio::spawn(async move { controller.run(stop).await }));
    Ok(tasks)
}

/// Lets operators see and decide until `stop`: longer than citizens are heard.
fn open_admin(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
) -> anyhow::Result<(SocketAddr, JoinHandle<()>)> {
    let address = listener.local_addr()?;
    let door = http::serve("admin", listener, router, http::ADMIN_CONNECTIONS_MAX, stop);
    tracing::info!(admin = %address, "operators may decide");
    Ok((address, tokio::spawn(door)))
}

/// Takes the port, without listening yet.
fn take(address: SocketAddr, key: &str) -> anyhow::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let taken = socket.and_then(|socket| {
        // A port that was just let go of can be taken again at once.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(socket)
    });
    taken.with_context(|| in_use(address, key))
}

fn listen(socket: TcpSocket, address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    socket.listen(BACKLOG).with_context(|| in_use(address, key))
}

fn in_use(address: SocketAddr, key: &str) -> String {
    format!("cannot listen on {address} (`{key}`): is another program using the port?")
}

async fn keep_metrics(metrics: PrometheusHandle, stop: CancellationToken) {
    while !stop.is_cancelled() {
        metrics.run_upkeep();
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            () = tokio::time::sleep(METRICS_UPKEEP_INTERVAL) => {}
        }
    }
}
