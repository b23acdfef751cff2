//! States of earlier releases, carried over by the component itself.

use mitra_core::limits::GUEST_STATE_BYTES_MAX;
use mitra_core::turn::GuestState;
use wasmtime::Store;
use wasmtime::component::{Component, ComponentExportIndex, Instance, TypedFunc};

use super::version::Version;
use crate::fault;
use crate::instance::TurnState;

/// What `migrate` takes and gives.
type Migrate<'state> = TypedFunc<(u32, &'state [u8]), (Result<Vec<u8>, String>,)>;

/// Why a state is not carried over to the component's own schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// The component says that it cannot, or has no way to.
    #[error("{0}")]
    Declined(String),
    /// The component fails at it.
    #[error("{0}")]
    Broken(String),
}

/// Where a component's `migrate` is, if it exports one.
#[derive(Clone)]
pub(super) struct Migration(Option<ComponentExportIndex>);

impl Migration {
    pub(super) fn of(component: &Component, version: Version) -> Self {
        let interface = component.get_export_index(None, version.migration());
        Self(interface.and_then(|it| component.get_export_index(Some(&it), "migrate")))
    }

    /// Compares the type with the contract's.
    pub(super) fn check(
        &self,
        store: &mut Store<TurnState>,
        instance: Instance,
    ) -> wasmtime::Result<()> {
        self.migrate(store, instance).map(drop)
    }

    /// The state in the component's own schema.
    pub(super) async fn carry_over(
        &self,
        store: &mut Store<TurnState>,
        instance: Instance,
        state: &GuestState,
    ) -> Result<Vec<u8>, NotCarried> {
        let broken = |error: &wasmtime::Error| NotCarried::Broken(words_of(error));
        let migrate = self.migrate(store, instance).map_err(|error| broken(&error))?;
        let none = || NotCarried::Declined("the release does not export `migrate`".to_owned());
        let migrate = migrate.ok_or_else(none)?;
        let called = migrate.call_async(store, (state.schema, &state.bytes)).await;
        let (migrated,) = called.map_err(|error| broken(&error))?;
        let bytes = migrated.map_err(|words| NotCarried::Declined(fault::cut(&words)))?;
        if bytes.len() > GUEST_STATE_BYTES_MAX {
            let n = bytes.len();
            let words =
                format!("`migrate` gave {n} bytes, at most {GUEST_STATE_BYTES_MAX} are allowed");
            return Err(NotCarried::Broken(words));
        }
        Ok(bytes)
    }

    fn migrate<'state>(
        &self,
        store: &mut Store<TurnState>,
        instance: Instance,
    ) -> wasmtime::Result<Option<Migrate<'state>>> {
        let func = self.0.and_then(|index| instance.get_func(&mut *store, index));
        func.map(|func| func.typed(store)).transpose()
    }
}

fn words_of(error: &wasmtime::Error) -> String {
    fault::cut(&fault::trap_words(error))
}
