//! Runs turns in the sandbox, and hands some of them to the keeper.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::clock::Clock;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{Turn, TurnFault, TurnReport};
use mitra_runtime::Sandbox;
use tokio::sync::mpsc;

use crate::capsule::Capsule;
use crate::did::Did;
use crate::keeper::{Taken, count};
use crate::pace::Pace;
use crate::recorder::Recorder;

/// Runs turns, and has some of them kept, at a [`Pace`].
pub struct Recording {
    sandbox: Sandbox,
    keeper: mpsc::Sender<Taken>,
    clock: Arc<dyn Clock>,
    /// Departments whose turns are not written down.
    left_out: HashSet<DepartmentId>,
    pace: Pace,
}

impl Recording {
    /// Of this sandbox's turns, but for those of some departments, handed over there.
    pub fn new(
        sandbox: Sandbox,
        keeper: mpsc::Sender<Taken>,
        clock: Arc<dyn Clock>,
        left_out: HashSet<DepartmentId>,
    ) -> Self {
        Self { sandbox, keeper, clock, left_out, pace: Pace::default() }
    }

    fn hand_over(&self, release: &ReleaseDigest, turn: &Turn, recorder: &Recorder, did: Did) {
        let Some(settings) = self.sandbox.settings(&turn.department, release) else { return };
        let answers = recorder.take();
        let capsule = Capsule::new(release.clone(), turn, &settings, answers, did);
        let (citizen, media_key) = (turn.citizen, turn.media_key.clone());
        let taken = Taken { citizen, media_key, capsule };
        if self.keeper.try_send(taken).is_err() {
            count(&turn.department, "dropped");
        }
    }
}

#[async_trait]
impl TurnRunner for Recording {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        if self.left_out.contains(&turn.department) {
            return self.sandbox.run(release, turn).await;
        }
        let recorder = Recorder::over(Arc::clone(self.sandbox.ports()));
        let report = self.sandbox.run_over(release, turn.clone(), recorder.ports()).await;
        let is_fault = report.result.is_err();
        let is_kept = report.result.as_ref().err().is_none_or(is_repeatable);
        if is_kept && self.pace.takes(&turn.department, is_fault, self.clock.now()) {
            self.hand_over(release, &turn, &recorder, Did::of(&report));
        }
        report
    }
}

/// Whether a turn that is repeated can end the same way: what the host or the moment did to it is over.
fn is_repeatable(fault: &TurnFault) -> bool {
    match fault {
        TurnFault::Refused { .. } | TurnFault::RetryLater { .. } | TurnFault::StateUnreadable { .. } => {
            true
        }
        TurnFault::Contended { .. }
        | TurnFault::Overloaded
        | TurnFault::Resting
        | TurnFault::HostFailed { .. }
        // How long web services took is not repeated.
        | TurnFault::DeadlineExceeded { .. } => false,
        TurnFault::Bug { .. }
        | TurnFault::Trapped { .. }
        | TurnFault::CpuExceeded { .. }
        | TurnFault::MemoryExceeded { .. }
        | TurnFault::LimitExceeded { .. }
        | TurnFault::OutcomeInvalid { .. } => true,
    }
}
