//! The sandbox, with somebody who looks how its turns end.

use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use mitra_core::ids::ReleaseDigest;
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{Turn, TurnFault, TurnReport, Usage};
use mitra_runtime::Sandbox;

/// How one turn ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) fault: Option<TurnFault>,
    pub(crate) usage: Usage,
}

/// The sandbox, and how its turns ended.
pub(crate) struct Watch {
    sandbox: Sandbox,
    ended: Mutex<Vec<Ended>>,
}

impl Watch {
    pub(crate) fn new(sandbox: Sandbox) -> Self {
        Self { sandbox, ended: Mutex::default() }
    }

    /// The turns that ended since this was last asked, in order.
    pub(crate) fn take(&self) -> Vec<Ended> {
        std::mem::take(&mut *self.ended())
    }

    fn ended(&self) -> MutexGuard<'_, Vec<Ended>> {
        self.ended.lock().expect("nothing panics that holds it")
    }
}

#[async_trait]
impl TurnRunner for Watch {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        let report = self.sandbox.run(release, turn).await;
        let fault = report.result.as_ref().err().cloned();
        self.ended().push(Ended { fault, usage: report.usage });
        report
    }
}
