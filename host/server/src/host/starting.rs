//! A host on its way: ports taken, operations pages open, departments not loaded yet.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_control::Controller;
use mitra_core::ports::TurnRunner;
use mitra_graph::GraphClient;
use mitra_pipeline::Routing;
use mitra_storage_sql::SqliteStorage;
use tokio::net::TcpSocket;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::parts::{self, Departments, Outside, Wired};
use super::{Host, JoinHandle};
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
}

impl Served {
    /// These departments, of which none is served by releases yet.
    pub(super) fn by(config: &Config, departments: Departments) -> Self {
        let Departments { runner, table, .. } = departments;
        let routing = Routing::new(table.clone());
        let order = config.departments.iter().map(|department| department.id.clone()).collect();
        let board = Board::new(routing.clone(), table, order);
        Self { runner, routing, board, controller: None }
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
        let Served { runner, routing, board, controller } = served;
        let Wired { pipeline, webhook: router, notices: back_ends } =
            parts::wire(config, secrets, outside, storage.clone(), (runner, routing));
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
            let address = listener.local_addr()?;
            let access = Arc::new(AdminAccess::new(configured.tokens.clone()));
            let router = AdminDoor::router(AdminParts {
                controller: controller.clone(),
                storage: storage.clone(),
                operators: pipeline.operator_calls(),
                departments: config.departments.clone(),
                access: Arc::clone(&access),
            });
            let (max, stop) = (http::ADMIN_CONNECTIONS_MAX, stop_pages.clone());
            pages.push(tokio::spawn(http::serve("admin", listener, router, max, stop)));
            tracing::info!(admin = %address, "operators may decide");
            admin = Some((address, access));
        }
        if let Some(controller) = controller {
            let incoming = config.releases.as_ref().and_then(|releases| releases.incoming.as_ref());
            if let Some(folder) = incoming {
                let incoming = Incoming::open(folder, controller.clone())?;
                work.push(tokio::spawn(incoming.watch(stop_work.clone())));
            }
            let stop = stop_work.clone();
            work.push(tokio::spawn(async move { controller.run(stop).await }));
        }
        let stages = {
            let stop = stop_work.clone();
            async move { pipeline.run(stop).await }
        };
        work.push(tokio::spawn(stages));
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

fn listen(
    socket: TcpSocket,
    address: SocketAddr,
    key: &str,
) -> anyhow::Result<tokio::net::TcpListener> {
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
