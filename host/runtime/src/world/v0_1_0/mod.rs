//! `mitra:department@0.1.0`.

mod from_guest;
mod to_guest;

pub(crate) use bindings::{Department, DepartmentPre, mitra};

use mitra_core::ids::DepartmentId;
use mitra_core::turn::{Turn, TurnFault, TurnOutcome};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, Store};

use crate::instance::TurnState;
pub use from_guest::DescriptionRefused;

/// Generated from the contract.
mod bindings {
    wasmtime::component::bindgen!({
        world: "department",
        path: "../../wit/0.1.0",
        imports: {
            "mitra:department/storage": async | trappable,
            default: trappable,
        },
        exports: { default: async },
    });
}

/// Everything the host offers to a component of this version.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<TurnState>> {
    let mut linker = Linker::new(engine);
    Department::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    Ok(linker)
}

/// Calls `handle`.
pub(crate) async fn handle(
    store: &mut Store<TurnState>,
    pre: &DepartmentPre<TurnState>,
    turn: &Turn,
    state_schema: u32,
) -> wasmtime::Result<Result<TurnOutcome, TurnFault>> {
    let turn = to_guest::turn(turn);
    let instance = pre.instantiate_async(&mut *store).await?;
    let answer = instance.mitra_department_handler().call_handle(store, &turn).await?;
    Ok(from_guest::answer(answer, state_schema))
}

/// A turn in the contract's own types: what a bare loop calls with, again and again.
#[cfg(feature = "bench")]
pub(crate) struct RawTurn(mitra::department::conversation::Turn);

#[cfg(feature = "bench")]
impl RawTurn {
    pub(crate) fn new(turn: &Turn) -> Self {
        Self(to_guest::turn(turn))
    }

    /// Calls `handle` and drops what it answers.
    pub(crate) async fn handle<T: Send>(
        &self,
        store: &mut Store<T>,
        pre: &DepartmentPre<T>,
    ) -> wasmtime::Result<()> {
        let instance = pre.instantiate_async(&mut *store).await?;
        let answer = instance.mitra_department_handler().call_handle(store, &self.0).await?;
        drop(answer);
        Ok(())
    }
}

/// Calls `describe`.
pub(crate) async fn describe(
    store: &mut Store<TurnState>,
    pre: &DepartmentPre<TurnState>,
    department: &DepartmentId,
) -> wasmtime::Result<Result<mitra_core::department::Department, DescriptionRefused>> {
    let instance = pre.instance_pre().instantiate_async(&mut *store).await?;
    // The types of exports are compared only here. Whoever gets through gets through in every turn.
    let instance = match Department::new(&mut *store, &instance) {
        Ok(instance) => instance,
        Err(error) => {
            let detail = format!("{error:#}");
            return Ok(Err(DescriptionRefused::Types { detail }));
        }
    };
    let described = instance.mitra_department_handler().call_describe(store).await?;
    Ok(from_guest::department(described, department))
}
