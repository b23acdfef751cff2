//! The draft of the next version: what it changes of 1.0.0, which is all else.

mod http;
mod schedule;

use wasmtime::Engine;
use wasmtime::component::{HasSelf, Linker};

use super::v1_0_0;
use crate::instance::TurnState;
use bindings::mitra;

/// What it will be.
pub(super) const VERSION: &str = "1.1.0";

/// Generated from the draft.
mod bindings {
    wasmtime::component::bindgen!({
        world: "department",
        path: "../../wit/next",
        with: {
            "mitra:department/types@1.1.0": crate::world::v1_0_0::mitra::department::types,
            "mitra:department/forms@1.1.0": crate::world::v1_0_0::mitra::department::forms,
            "mitra:department/payments@1.1.0": crate::world::v1_0_0::mitra::department::payments,
            "mitra:department/certificates@1.1.0": crate::world::v1_0_0::mitra::department::certificates,
            "mitra:department/conversation@1.1.0": crate::world::v1_0_0::mitra::department::conversation,
            "mitra:department/storage@1.1.0": crate::world::v1_0_0::mitra::department::storage,
            "mitra:department/config@1.1.0": crate::world::v1_0_0::mitra::department::config,
            "mitra:department/media@1.1.0": crate::world::v1_0_0::mitra::department::media,
            "mitra:department/log@1.1.0": crate::world::v1_0_0::mitra::department::log,
            "mitra:department/clock@1.1.0": crate::world::v1_0_0::mitra::department::clock,
            "mitra:department/random@1.1.0": crate::world::v1_0_0::mitra::department::random,
        },
        imports: {
            "mitra:department/http": async | trappable,
            "mitra:department/schedule": async | trappable,
            default: trappable,
        },
        exports: { default: async },
    });
}

/// Everything the host offers to a component of this version: what 1.0.0 offers, under its own names, which lead
/// components of a later minor version to the same, and what is new.
pub(super) fn linker(engine: &Engine) -> wasmtime::Result<Linker<TurnState>> {
    let mut linker = v1_0_0::linker(engine)?;
    mitra::department::http::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    mitra::department::schedule::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    Ok(linker)
}
