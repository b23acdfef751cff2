//! For tests of doors: a pipeline of which no stage runs.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::identity::Secret;
use mitra_core::ids::{MediaId, PhoneNumberId, ReleaseDigest, Wamid};
use mitra_core::media::MediaContent;
use mitra_core::ports::{GraphApi, OutboundMessage, SendAccepted, SendError, TurnRunner};
use mitra_core::routing::RoutingTable;
use mitra_core::turn::{Turn, TurnReport};
use mitra_pipeline::{PaceOptions, Pipeline, PipelineOptions, Ports, Routing};
use mitra_storage::memory::MemoryStorage;

use crate::clock::{SystemClock, SystemEntropy};

/// Nobody is asked: what comes in is stored, and nothing else happens.
struct Nobody;

/// A pipeline of which only the doors work.
pub(super) fn pipeline(storage: MemoryStorage, table: RoutingTable) -> Pipeline {
    let ports = Ports {
        storage: Arc::new(storage),
        runner: Arc::new(Nobody),
        graph: Arc::new(Nobody),
        payments: None,
        cards: None,
        certificates: None,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy::default()),
    };
    let pace = PaceOptions {
        sends_per_second: 1,
        citizen_interval: Duration::from_secs(1),
        citizen_burst: 1,
    };
    let pseudonym_key = Secret::new("key");
    let options = PipelineOptions { pace, numbers: Vec::new(), pseudonym_key, templates: None };
    Pipeline::new(ports, options, Routing::new(table))
}

#[async_trait]
impl TurnRunner for Nobody {
    async fn run(&self, _: &ReleaseDigest, _: Turn) -> TurnReport {
        unreachable!("no stage runs")
    }
}

#[async_trait]
impl GraphApi for Nobody {
    async fn send(&self, _: OutboundMessage) -> Result<SendAccepted, SendError> {
        unreachable!("no stage runs")
    }

    async fn upload(&self, _: &PhoneNumberId, _: &MediaContent) -> Result<MediaId, SendError> {
        unreachable!("no stage runs")
    }

    async fn mark_read(&self, _: &PhoneNumberId, _: &Wamid, _: bool) -> Result<(), SendError> {
        unreachable!("no stage runs")
    }
}
