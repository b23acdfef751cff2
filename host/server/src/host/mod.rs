//! One host: started, drained.

mod parts;
mod starting;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_core::audit::{Decision, HOST, REASON_CHARS_MAX};
use mitra_core::clock::Clock;
use mitra_core::http::HttpClient;
use mitra_outbound::OutboundClient;
use mitra_runtime::{Compiler, Sandbox};
use mitra_storage::{Control, SharedStorage};
use mitra_storage_sql::SqliteStorage;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use parts::{Departments, compiler, open_storage, own_compiler};
pub(crate) use parts::{certificates, graph, payments};

use crate::clock::SystemClock;
use crate::config::{AdminTokenConfig, Config, DepartmentConfig};
use crate::departments::{self, Offered};
use crate::http::{AdminAccess, Readiness};
use crate::releases::{self, Board};
use starting::{Served, Starting};

/// How long the operations pages may take to end, after everything else has.
const PAGES_DRAIN: Duration = Duration::from_secs(1);

/// A running host. Stop it with [`Host::stop`]; dropping it leaves its tasks running.
pub struct Host {
    webhook: SocketAddr,
    notices: Option<SocketAddr>,
    operations: SocketAddr,
    /// Where operators decide, and whose tokens are good there.
    admin: Option<(SocketAddr, Arc<AdminAccess>)>,
    drain: Duration,
    readiness: Arc<Readiness>,
    stop_work: CancellationToken,
    stop_pages: CancellationToken,
    /// The listeners of the webhook and of notices, and the stages.
    work: Vec<JoinHandle<()>>,
    /// The operations pages and the upkeep of metrics.
    pages: Vec<JoinHandle<()>>,
    storage: Arc<SqliteStorage>,
    board: Board,
    /// None where departments run by other means.
    sandbox: Option<Sandbox>,
    /// Held while departments are loaded, so that changes come one after the other.
    replacing: tokio::sync::Mutex<()>,
}

impl Host {
    /// Starts a host with its configured departments.
    ///
    /// In this order: secrets and files are looked at, all ports are taken, the operations pages open, the database
    /// and the departments are loaded, the webhook opens. So what is cheap to find wrong is found before anything is
    /// changed, and `/readyz` tells what a long start waits for.
    pub async fn start(
        config: &Config,
        metrics: PrometheusHandle,
        compiler: Compiler,
    ) -> anyhow::Result<Self> {
        let web = OutboundClient::new(tokio::runtime::Handle::current())?;
        Self::start_with_web(config, metrics, compiler, Arc::new(web)).await
    }

    /// The same, with departments' requests to web services sent by this client.
    pub async fn start_with_web(
        config: &Config,
        metrics: PrometheusHandle,
        compiler: Compiler,
        web: Arc<dyn HttpClient>,
    ) -> anyhow::Result<Self> {
        departments::check(&config.departments, Offered::by(config))?;
        let proven = Arc::new(AtomicBool::new(false));
        let starting = Starting::begin(config, metrics, Arc::clone(&proven)).await?;
        let storage = open_storage(config).await?;
        starting.storage_is_open(&storage);
        let outside = (starting.graph(), web);
        let program = compiler.program().to_owned();
        let (departments, sandbox) =
            parts::load_departments(config, &storage, outside, compiler, proven).await?;
        let mut served = Served::by(config, departments);
        served.record(config, &sandbox, starting.capsule_key(), &storage);
        let capsules = served.capsules.as_ref().map(|capsules| capsules.turns.clone());
        let place = releases::Place { sandbox: &sandbox, storage: &storage, program, capsules };
        served.controller = releases::controller(config, place, served.board.clone())?;
        if let Some(controller) = &served.controller {
            controller.restore().await.context("the releases cannot be restored")?;
        }
        let mut host = starting.finish(config, storage, served)?;
        host.sandbox = Some(sandbox);
        Ok(host)
    }

    /// Starts a host over an open storage, with departments that run by other means than the sandbox.
    pub async fn start_with(
        config: &Config,
        metrics: PrometheusHandle,
        storage: Arc<SqliteStorage>,
        departments: Departments,
    ) -> anyhow::Result<Self> {
        let proven = Arc::clone(&departments.proven);
        let starting = Starting::begin(config, metrics, proven).await?;
        starting.storage_is_open(&storage);
        starting.finish(config, storage, Served::by(config, departments))
    }

    /// Puts releases of these departments in the place of those that are served: all are loaded, or none is changed.
    /// Turns under way end on the release that they began on.
    pub async fn replace_departments(
        &self,
        departments: &[DepartmentConfig],
    ) -> anyhow::Result<()> {
        let sandbox = self.sandbox.as_ref().context("departments run outside of the sandbox")?;
        let _one_at_a_time = self.replacing.lock().await;
        let records: SharedStorage = self.storage.clone();
        self.board.replace(departments::load(departments, sandbox, &records).await?);
        Ok(())
    }

    /// Has these tokens of the admin API be good from now on, and no others, and writes that down. Nothing happens on a
    /// host without one.
    pub async fn replace_admin_tokens(&self, tokens: Vec<AdminTokenConfig>) -> anyhow::Result<()> {
        let Some((_, access)) = &self.admin else { return Ok(()) };
        let (gone, new) = access.replace(tokens);
        let names = |names: &[String]| {
            if names.is_empty() { "nobody's".to_owned() } else { names.join(", ") }
        };
        let (gone_names, new_names) = (names(&gone), names(&new));
        tracing::info!(
            gone = gone_names,
            new = new_names,
            "the tokens of the admin API were read again"
        );
        if gone.is_empty() && new.is_empty() {
            return Ok(());
        }
        let reason = format!("not good any more: {gone_names}; new: {new_names}");
        let decision = Decision {
            actor: HOST.to_owned(),
            action: "tokens.replaced".to_owned(),
            department: None,
            release: None,
            reason: reason.chars().take(REASON_CHARS_MAX).collect(),
        };
        let noted = self.storage.note(vec![decision], SystemClock.now()).await;
        noted.context("the tokens are replaced, and the audit log could not be told")
    }

    /// Where Meta's notifications are taken.
    pub fn webhook(&self) -> SocketAddr {
        self.webhook
    }

    /// Where departments' back ends send notices, if they may.
    pub fn notices(&self) -> Option<SocketAddr> {
        self.notices
    }

    /// Where operators decide, if they do.
    pub fn admin(&self) -> Option<SocketAddr> {
        self.admin.as_ref().map(|(address, _)| *address)
    }

    /// Where operators look.
    pub fn operations(&self) -> SocketAddr {
        self.operations
    }

    /// Drains and stops: no new notification is taken, turns and attempts under way are finished, the rest is in
    /// storage for the next start. What takes longer than the configured time is cut off; nothing durable is lost.
    /// The operations pages are the last to end, so that operators can see a host that drains.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        tracing::info!("draining");
        self.readiness.stops();
        self.stop_work.cancel();
        if !end(&mut self.work, self.drain).await {
            tracing::warn!(
                waited_ms = self.drain.as_millis(),
                "cut off what did not finish in time"
            );
        }
        self.storage.close().await.context("cannot close the database")?;
        self.stop_pages.cancel();
        end(&mut self.pages, PAGES_DRAIN).await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Waits for the tasks, and cuts off those that take longer than `patience`. Gives whether all ended by themselves.
async fn end(tasks: &mut [JoinHandle<()>], patience: Duration) -> bool {
    let all = async {
        for task in &mut *tasks {
            task.await.ok();
        }
    };
    let ended = tokio::time::timeout(patience, all).await.is_ok();
    if !ended {
        tasks.iter().for_each(JoinHandle::abort);
    }
    ended
}
