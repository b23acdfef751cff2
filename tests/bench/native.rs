//! The baseline of whole messages: the same host, whose one department is a function of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use clap::Args;
use mitra_core::certificate::CertificateEffects;
use mitra_core::department::{Department, Service};
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::language::Localized;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::routing::{RoutingTable, ServedRelease};
use mitra_core::turn::{GuestState, Next, Turn, TurnEvent, TurnOutcome, TurnReport, Usage};
use mitra_server::config::Config;
use mitra_server::host::{Departments, Host, open_storage};
use mitra_server::telemetry;
use tokio::signal::unix::{SignalKind, signal};

/// Serve with a native department instead of the sandbox.
#[derive(Args)]
pub(crate) struct NativeHost {
    #[arg(long)]
    config: PathBuf,
}

impl NativeHost {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let config = Config::load(&self.config)?;
        telemetry::start_log(&config.log)?;
        let metrics = telemetry::start_metrics()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let departments = Departments {
                runner: Arc::new(NativeEcho),
                table: table(),
                proven: Arc::new(AtomicBool::new(true)),
            };
            let storage = open_storage(&config).await?;
            let host = Host::start_with(&config, metrics, storage, departments).await?;
            signal(SignalKind::terminate())?.recv().await;
            host.stop().await
        })
    }
}

/// Answers what the echoing guest answers, and does nothing else.
struct NativeEcho;

#[async_trait]
impl TurnRunner for NativeEcho {
    async fn run(&self, _release: &ReleaseDigest, turn: Turn) -> TurnReport {
        let body = match turn.event {
            TurnEvent::Text(text) => format!("echo: {text}"),
            TurnEvent::Opened
            | TurnEvent::Chosen { .. }
            | TurnEvent::Location(_)
            | TurnEvent::Media(_)
            | TurnEvent::Back
            | TurnEvent::Form(_)
            | TurnEvent::Timer { .. }
            | TurnEvent::Payment(_)
            | TurnEvent::Notice { .. } => "I am listening".to_owned(),
        };
        let next = Next::Stay(GuestState { schema: 1, bytes: b"1".to_vec() });
        let result = Ok(TurnOutcome { replies: vec![Reply::Text { body }], next, payment: None });
        TurnReport {
            result,
            reads: Vec::new(),
            writes: Vec::new(),
            timers: Vec::new(),
            certificates: CertificateEffects::default(),
            usage: Usage::default(),
        }
    }
}

/// The echoing department, as its component describes itself.
fn table() -> RoutingTable {
    let same = |text: &str| {
        let text = || text.to_owned();
        Localized { te: text(), en: text(), hi: text() }
    };
    let service = Service {
        id: ServiceId::parse("echo").expect("an id"),
        name: same("Echo"),
        summary: same("Says what you say"),
        aliases: vec!["echo echo".to_owned()],
    };
    let department = Department {
        id: DepartmentId::parse("echo").expect("an id"),
        name: same("echo"),
        services: vec![service],
        state_schema: 1,
    };
    let digest = ReleaseDigest::new("native");
    RoutingTable::new([ServedRelease::new(digest, department, false).into()])
}
