//! `mitra:department@1.0.0`.

mod from_guest;
mod migration;
mod to_guest;

pub(crate) use bindings::{Department, DepartmentPre, mitra};

use mitra_core::ids::DepartmentId;
use mitra_core::turn::{Turn, TurnFault, TurnOutcome};
use wasmtime::component::{ComponentExportIndex, Func, HasSelf, Linker, TypedFunc};
use wasmtime::{Engine, Store};

use crate::check::EXPORT;
use crate::instance::TurnState;
use crate::wasi;
pub use from_guest::DescriptionRefused;
use migration::Migration;
use mitra::department::conversation;

/// Generated from the contract.
mod bindings {
    wasmtime::component::bindgen!({
        world: "department",
        path: "../../wit/1.0.0",
        imports: {
            "mitra:department/http": async | trappable,
            "mitra:department/media": async | trappable,
            "mitra:department/payments.find": async | trappable,
            "mitra:department/schedule": async | trappable,
            "mitra:department/storage": async | trappable,
            default: trappable,
        },
        exports: { default: async },
    });
}

/// Everything the host offers to a component of this version. What a component does not import costs it nothing.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<TurnState>> {
    let mut linker = Linker::new(engine);
    Department::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    wasi::add_to_linker(&mut linker)?;
    Ok(linker)
}

/// What `handle` takes and gives.
type Handle<'turn> =
    TypedFunc<(&'turn conversation::Turn,), (Result<conversation::Outcome, conversation::Fault>,)>;

/// A linked component whose exports were found to have the contract's types, and where its `handle` is.
///
/// Made by [`describe`] alone. Comparing the types again in every turn took a tenth of the executors' time where
/// hundreds of departments are in use.
#[derive(Clone)]
pub(crate) struct Handler {
    linked: DepartmentPre<TurnState>,
    handle: ComponentExportIndex,
    migration: Migration,
}

impl Handler {
    fn new(linked: &DepartmentPre<TurnState>) -> wasmtime::Result<Self> {
        let component = linked.instance_pre().component();
        let handle = component
            .get_export_index(None, EXPORT)
            .and_then(|interface| component.get_export_index(Some(&interface), "handle"));
        let migration = Migration::of(component);
        Ok(Self { linked: linked.clone(), handle: handle.ok_or_else(no_handle)?, migration })
    }

    /// The component, as it was linked.
    pub(crate) fn linked(&self) -> &DepartmentPre<TurnState> {
        &self.linked
    }

    /// Calls `handle` in a fresh instance.
    pub(crate) async fn handle(
        &self,
        store: &mut Store<TurnState>,
        turn: &Turn,
        state_schema: u32,
    ) -> wasmtime::Result<Result<TurnOutcome, TurnFault>> {
        let mut guests = to_guest::turn(turn);
        let instance = self.linked.instance_pre().instantiate_async(&mut *store).await?;
        if let Some(state) = turn.state.as_ref().filter(|state| state.schema != state_schema) {
            match self.migration.carry_over(&mut *store, instance, state).await {
                Ok(bytes) => guests.state = Some(bytes),
                Err(detail) => {
                    let schema = state.schema;
                    return Ok(Err(TurnFault::StateUnreadable { schema, detail }));
                }
            }
        }
        let handle = instance.get_func(&mut *store, self.handle).ok_or_else(no_handle)?;
        let (answer,) = typed(handle).call_async(store, (&guests,)).await?;
        Ok(from_guest::answer(answer, state_schema))
    }
}

#[expect(unsafe_code, reason = "a component's types do not change from one instance to the next")]
fn typed<'turn>(handle: Func) -> Handle<'turn> {
    // Safety: the function is an export of a `Handler`'s component, whose types `describe` compared.
    unsafe { Handle::new_unchecked(handle) }
}

fn no_handle() -> wasmtime::Error {
    wasmtime::Error::msg("`handle` is not exported")
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

/// A department's description, and what its turns run on.
pub(crate) struct Described {
    pub(crate) department: mitra_core::department::Department,
    pub(crate) handler: Handler,
}

/// Compares the types of all exports with the contract's, and calls `describe`.
pub(crate) async fn describe(
    store: &mut Store<TurnState>,
    linked: &DepartmentPre<TurnState>,
    department: &DepartmentId,
) -> wasmtime::Result<Result<Described, DescriptionRefused>> {
    let raw = linked.instance_pre().instantiate_async(&mut *store).await?;
    let instance = match Department::new(&mut *store, &raw) {
        Ok(instance) => instance,
        Err(error) => {
            let detail = format!("{error:#}");
            return Ok(Err(DescriptionRefused::Types { detail }));
        }
    };
    let handler = Handler::new(linked)?;
    if let Err(error) = handler.migration.check(&mut *store, raw) {
        let detail = format!("{error:#}");
        return Ok(Err(DescriptionRefused::Types { detail }));
    }
    let described = instance.mitra_department_handler().call_describe(store).await?;
    let department = from_guest::department(described, department);
    Ok(department.map(|department| Described { department, handler }))
}
