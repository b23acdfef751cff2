//! `mitra:department@1.0.0`.

pub(super) mod from_guest;
pub(super) mod to_guest;

pub use from_guest::DescriptionRefused;

use wasmtime::Engine;
use wasmtime::component::{HasSelf, Linker};

use crate::instance::TurnState;
use crate::wasi;
pub(crate) use bindings::mitra;

/// The interfaces that a component may import, as the world names them.
pub(super) const IMPORTS: [&str; 13] = [
    "types",
    "forms",
    "payments",
    "certificates",
    "conversation",
    "storage",
    "config",
    "http",
    "media",
    "schedule",
    "log",
    "clock",
    "random",
];

/// Generated from the contract.
mod bindings {
    wasmtime::component::bindgen!({
        world: "department",
        path: "../../wit/1.0.0",
        imports: {
            "mitra:department/certificates": async | trappable,
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

/// Everything the host offers to a component of this version.
pub(super) fn linker(engine: &Engine) -> wasmtime::Result<Linker<TurnState>> {
    let mut linker = Linker::new(engine);
    bindings::Department::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    wasi::add_to_linker(&mut linker)?;
    Ok(linker)
}

/// For a bare loop, which calls with the contract's own types.
#[cfg(feature = "bench")]
pub(crate) mod raw {
    use mitra_core::turn::Turn;
    use wasmtime::Store;

    pub(crate) use super::bindings::DepartmentPre;
    use super::mitra::department::conversation;
    use super::to_guest;

    /// A turn in the contract's own types: what a bare loop calls with, again and again.
    pub(crate) struct RawTurn(conversation::Turn);

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
}
