//! What a component exports: describing itself, and answering.

use mitra_core::department::Department;
use mitra_core::ids::DepartmentId;
use mitra_core::turn::{GuestState, Turn, TurnFault, TurnOutcome};
use wasmtime::component::{Component, ComponentExportIndex, Func, Instance, TypedFunc};
use wasmtime::{AsContext, Store};

use super::linked::{Linked, Linkers};
use super::migration::{Migration, NotCarried};
use super::v1_0_0::mitra::department::{conversation, types};
use super::v1_0_0::{DescriptionRefused, from_guest, to_guest};
use crate::instance::TurnState;

/// What `handle` takes and gives.
type Handle<'turn> =
    TypedFunc<(&'turn conversation::Turn,), (Result<conversation::Outcome, conversation::Fault>,)>;

/// A linked component whose exports were found to have the contract's types, and where its `handle` is.
///
/// Made by [`describe`] alone. Comparing the types again in every turn took a tenth of the executors' time where
/// hundreds of departments are in use.
#[derive(Clone)]
pub(crate) struct Handler {
    linked: Linked,
    handle: ComponentExportIndex,
    migration: Migration,
}

impl Handler {
    /// The component, as it was linked.
    pub(crate) fn linked(&self) -> &Linked {
        &self.linked
    }

    /// The same over another mapping of the same component, whose types need not be compared again.
    pub(crate) fn over(&self, linkers: &Linkers, component: &Component) -> Option<Self> {
        let linked = linkers.link(self.linked.version, component).ok()?;
        let handle = index_of(&linked, "handle")?;
        let migration = Migration::of(component, linked.version);
        Some(Self { linked, handle, migration })
    }

    /// Calls `handle` in a fresh instance.
    pub(crate) async fn handle(
        &self,
        store: &mut Store<TurnState>,
        turn: &Turn,
        state_schema: u32,
    ) -> wasmtime::Result<Result<TurnOutcome, TurnFault>> {
        let mut guests = to_guest::turn(turn);
        let instance = self.linked.pre.instantiate_async(&mut *store).await?;
        if let Some(state) = turn.state.as_ref().filter(|state| state.schema != state_schema) {
            match self.migration.carry_over(&mut *store, instance, state).await {
                Ok(bytes) => guests.state = Some(bytes),
                Err(why) => {
                    let (schema, detail) = (state.schema, why.to_string());
                    return Ok(Err(TurnFault::StateUnreadable { schema, detail }));
                }
            }
        }
        let handle = instance.get_func(&mut *store, self.handle);
        let handle = typed(handle.ok_or_else(|| not_exported("handle"))?);
        let (answer,) = handle.call_async(&mut *store, (&guests,)).await?;
        let replies = answer.as_ref().map(|outcome| outcome.replies.as_slice()).unwrap_or_default();
        let sendable = store.data_mut().sendable(replies, turn.language).await?;
        Ok(sendable.and_then(|sendable| from_guest::answer(answer, state_schema, &sendable)))
    }
}

impl Handler {
    /// Tries whether the component carries this state over to its own schema, in a fresh instance.
    pub(crate) async fn carries_over(
        &self,
        store: &mut Store<TurnState>,
        state: &GuestState,
    ) -> wasmtime::Result<Result<(), NotCarried>> {
        let instance = self.linked.pre.instantiate_async(&mut *store).await?;
        Ok(self.migration.carry_over(&mut *store, instance, state).await.map(drop))
    }
}

#[expect(unsafe_code, reason = "a component's types do not change from one instance to the next")]
fn typed<'turn>(handle: Func) -> Handle<'turn> {
    // Safety: the function is an export of a `Handler`'s component, whose types `describe` compared.
    unsafe { Handle::new_unchecked(handle) }
}

/// A department's description, and what its turns run on.
pub(crate) struct Described {
    pub(crate) department: Department,
    pub(crate) handler: Handler,
}

/// Compares the types of all exports with the contract's, and calls `describe`.
pub(crate) async fn describe(
    store: &mut Store<TurnState>,
    linked: &Linked,
    department: &DepartmentId,
) -> wasmtime::Result<Result<Described, DescriptionRefused>> {
    let instance = linked.pre.instantiate_async(&mut *store).await?;
    let (handler, describe) = match exports(store, linked, instance) {
        Ok(exports) => exports,
        Err(error) => {
            let detail = format!("{error:#}");
            return Ok(Err(DescriptionRefused::Types { detail }));
        }
    };
    let (described,) = describe.call_async(store, ()).await?;
    let department = from_guest::department(described, department);
    Ok(department.map(|department| Described { department, handler }))
}

/// The exports of a component, if they have the contract's types.
fn exports(
    store: &mut Store<TurnState>,
    linked: &Linked,
    instance: Instance,
) -> wasmtime::Result<(Handler, TypedFunc<(), (types::Department,)>)> {
    let func = |name| index_of(linked, name).ok_or_else(|| not_exported(name));
    let (handle, describe) = (func("handle")?, func("describe")?);
    let describe =
        instance.get_func(&mut *store, describe).ok_or_else(|| not_exported("describe"))?;
    let describe = describe.typed(&*store).map_err(|error| error.context("`describe`"))?;
    let called = instance.get_func(&mut *store, handle).ok_or_else(|| not_exported("handle"))?;
    let _: Handle<'_> =
        called.typed(store.as_context()).map_err(|error| error.context("`handle`"))?;
    let migration = Migration::of(linked.pre.component(), linked.version);
    migration.check(store, instance).map_err(|error| error.context("`migrate`"))?;
    Ok((Handler { linked: linked.clone(), handle, migration }, describe))
}

/// Where a component has this function of the contract.
fn index_of(linked: &Linked, name: &str) -> Option<ComponentExportIndex> {
    let component = linked.pre.component();
    let interface = component.get_export_index(None, linked.version.handler())?;
    component.get_export_index(Some(&interface), name)
}

fn not_exported(name: &str) -> wasmtime::Error {
    wasmtime::Error::msg(format!("`{name}` is not exported"))
}
