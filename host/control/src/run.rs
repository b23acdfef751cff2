//! The loops that take releases on and watch them.

use std::collections::HashMap;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use tokio_util::sync::CancellationToken;

use crate::advance::{Went, advance};
use crate::controller::{ControlError, Controller, Shared};
use crate::watch::{Watched, look};

/// How often releases that citizens meet are looked at.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);
/// How often it is looked whether a release can go on, if nobody says that one can.
const ADVANCE_INTERVAL: Duration = Duration::from_secs(1);
/// The pause after something failed that is not the release's own: storage, say.
const FAILED_PAUSE: Duration = Duration::from_secs(5);

impl Controller {
    /// Shows all departments as their rosters have them: what a start does before citizens are heard.
    pub async fn restore(&self) -> Result<(), ControlError> {
        for department in self.departments() {
            self.0.restore(department).await?;
        }
        Ok(())
    }

    /// Takes releases on until `stop`. What a stop interrupts is done again by the next start: a step that was not
    /// written down did not happen.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            () = watch_all(&self.0) => {}
            () = advance_all(&self.0) => {}
        }
    }
}

async fn watch_all(shared: &Shared) {
    let mut watched: HashMap<DepartmentId, Watched> = HashMap::new();
    loop {
        for department in &shared.parts.departments {
            let of_it = watched.entry(department.clone()).or_default();
            if let Err(error) = look(shared, department, of_it).await {
                tell(department, &error);
            }
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
}

/// One department at a time: trying a release takes a compiler and a rehearsal, and citizens come first.
async fn advance_all(shared: &Shared) {
    let mut failed_at: HashMap<DepartmentId, Timestamp> = HashMap::new();
    loop {
        for department in &shared.parts.departments {
            let failed = failed_at.get(department);
            if failed.is_some_and(|failed| shared.now().since(*failed) < FAILED_PAUSE) {
                continue;
            }
            if let Err(error) = advance_as_far_as_it_goes(shared, department).await {
                tell(department, &error);
                failed_at.insert(department.clone(), shared.now());
            }
        }
        tokio::select! {
            biased;
            () = shared.wake.notified() => {}
            () = tokio::time::sleep(ADVANCE_INTERVAL) => {}
        }
    }
}

async fn advance_as_far_as_it_goes(
    shared: &Shared,
    department: &DepartmentId,
) -> Result<(), ControlError> {
    while advance(shared, department).await? == Went::On {}
    Ok(())
}

fn tell(department: &DepartmentId, error: &ControlError) {
    let error: &dyn std::error::Error = error;
    tracing::error!(department = department.as_str(), error, "releases cannot go on");
}
