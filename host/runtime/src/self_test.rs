//! Proof that a guest that spins is ended: the commonest bug of hosts like this is a clock that
//! nobody ticks.

use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use futures_util::FutureExt;
use mitra_core::ids::DepartmentId;
use mitra_core::turn::{TurnFault, Usage};
use wasmtime::Store;

use crate::cpu::CpuMeter;
use crate::instance::{self, Budget, TurnState};
use crate::job::Job;
use crate::load::{LoadError, link, nobody};
use crate::releases::digest;
use crate::sandbox::Parts;
use crate::world::Linked;

/// CPU time after which the guest must be ended.
const SPIN_CPU: Duration = Duration::from_millis(20);
/// By when it must have been ended at the latest, on the busiest machine.
const SPIN_MAX: Duration = Duration::from_secs(5);
/// The guest, inside what looks like a department as far as the check before compiling goes.
const SPIN: &str = r#"
    (component
        (core module $spinning (func (export "spin") (loop (br 0))))
        (core instance $guest (instantiate $spinning))
        (func $spin (canon lift (core func $guest "spin")))
        (instance $handler (export "spin" (func $spin)))
        (export "mitra:department/handler@1.0.0" (instance $handler)))
"#;

/// Why the sandbox is not to be trusted.
#[derive(Debug, thiserror::Error)]
pub enum SelfTestError {
    /// The spinning guest cannot even be made.
    #[error("the spinning guest cannot be made")]
    Guest(#[source] LoadError),
    /// No executor could take it.
    #[error("the sandbox has no room for the spinning guest")]
    NoRoom,
    /// It went on.
    #[error("the spinning guest was not ended within {waited:?}")]
    NotEnded {
        /// How long we waited.
        waited: Duration,
    },
    /// It ended, and not for its CPU time.
    #[error("the spinning guest ended otherwise than by its CPU time")]
    EndedOtherwise(#[source] TurnFault),
}

/// The spinning guest, made when it is first asked for.
pub(crate) type Spinning = OnceLock<Linked>;

/// Ends a spinning guest and gives the CPU time it used. Blocks.
pub(crate) fn self_test(parts: &Arc<Parts>) -> Result<Duration, SelfTestError> {
    let linked = guest(parts)?.clone();
    let (engine, ticker) = (parts.engine.clone(), parts.ticker.clone());
    let budget = Budget { cpu: SPIN_CPU, wall: SPIN_MAX, ..parts.budget };
    let department = DepartmentId::parse("self-test").expect("it is an id");
    let (owner, meter) = (nobody(department.clone()), CpuMeter::default());
    let (sender, ended) = mpsc::channel();
    let measured = meter.clone();
    let job = Job::new(department, meter, async move {
        let called = instance::run(&engine, &ticker, budget, measured, owner, move |store| {
            async move { spin(store, &linked).await }.boxed()
        })
        .await;
        // The tester may have given up.
        sender.send((called.result, called.usage)).ok();
    });
    parts.executors.submit(job).map_err(|_| SelfTestError::NoRoom)?;
    let not_ended = SelfTestError::NotEnded { waited: SPIN_MAX };
    match ended.recv_timeout(SPIN_MAX) {
        Ok((Err(TurnFault::CpuExceeded { .. }), Usage { cpu, .. })) => Ok(cpu),
        Ok((Err(fault), _)) => Err(SelfTestError::EndedOtherwise(fault)),
        Ok((Ok(()), _)) | Err(_) => Err(not_ended),
    }
}

fn guest(parts: &Parts) -> Result<&Linked, SelfTestError> {
    if let Some(linked) = parts.spinning.get() {
        return Ok(linked);
    }
    let bytes = wat::parse_str(SPIN).expect("it is WebAssembly text");
    let linked = link(parts, &digest(&bytes), &bytes).map_err(SelfTestError::Guest)?;
    Ok(parts.spinning.get_or_init(|| linked))
}

async fn spin(store: &mut Store<TurnState>, linked: &Linked) -> wasmtime::Result<()> {
    let instance = linked.pre.instantiate_async(&mut *store).await?;
    let handler = instance.get_export_index(&mut *store, None, &linked.version.handler());
    let spin = instance.get_export_index(&mut *store, handler.as_ref(), "spin");
    let spin = spin.ok_or_else(|| wasmtime::Error::msg("the guest has no `spin`"))?;
    let spin = instance.get_typed_func::<(), ()>(&mut *store, spin)?;
    spin.call_async(store, ()).await
}
