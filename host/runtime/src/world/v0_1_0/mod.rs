//! `mitra:department@0.1.0`.

mod from_guest;
mod to_guest;

pub(crate) use bindings::{Department, DepartmentPre, mitra};

use mitra_core::ids::DepartmentId;
use mitra_core::turn::{Turn, TurnFault, TurnOutcome};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, Store};

use crate::instance::TurnState;
pub(crate) use from_guest::DescriptionRefused;

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

/// Calls `describe`.
pub(crate) async fn describe(
    store: &mut Store<TurnState>,
    pre: &DepartmentPre<TurnState>,
    department: &DepartmentId,
) -> wasmtime::Result<Result<mitra_core::department::Department, DescriptionRefused>> {
    let instance = pre.instantiate_async(&mut *store).await?;
    let described = instance.mitra_department_handler().call_describe(store).await?;
    Ok(from_guest::department(described, department))
}
