//! What a release makes of the state of an earlier one, tried beside the traffic.

use futures_util::FutureExt;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::turn::GuestState;

use crate::cpu::CpuMeter;
use crate::instance::{self, Owner};
use crate::job::Job;
use crate::load::nobody;
use crate::sandbox::Parts;
use crate::world::NotCarried;

/// Has a loaded release carry a state over, with the limits of a turn and nothing granted. Blocks.
pub(crate) fn carries_over(
    parts: &Parts,
    department: &DepartmentId,
    release: &ReleaseDigest,
    state: GuestState,
) -> Result<(), NotCarried> {
    let broken = |words: &dyn std::fmt::Display| NotCarried::Broken(words.to_string());
    let release = parts.releases.get(department, release);
    let release = release.ok_or_else(|| broken(&"the release is not loaded"))?;
    if state.schema == release.state_schema {
        return Ok(());
    }
    let (engine, ticker) = (parts.engine.clone(), parts.ticker.clone());
    let (budget, meter) = (parts.budget, CpuMeter::default());
    let measured = meter.clone();
    let owner = Owner { settings: release.settings.clone(), ..nobody(department.clone()) };
    let (sender, carried) = std::sync::mpsc::channel();
    let job = Job::new(department.clone(), meter, async move {
        let called = instance::run(&engine, &ticker, budget, measured, owner, move |store| {
            async move { release.handler.carries_over(store, &state).await }.boxed()
        })
        .await;
        // Whoever tries waits for it, or is gone.
        sender.send(called.result).ok();
    });
    let no_room = "the sandbox has no room to try it";
    parts.executors.submit(job).map_err(|_| broken(&no_room))?;
    let carried = carried.recv().map_err(|_| broken(&no_room))?;
    carried.map_err(|fault| broken(&fault))?
}
