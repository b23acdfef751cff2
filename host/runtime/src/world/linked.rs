//! A component, linked to what the host offers to its version.

use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime::{Engine, Result};

use super::version::Version;
use super::{next, v1_0_0};
use crate::instance::TurnState;

/// What the host offers, version by version. What a component does not import costs it nothing.
pub(crate) struct Linkers {
    v1_0_0: Linker<TurnState>,
    next: Linker<TurnState>,
}

impl Linkers {
    pub(crate) fn new(engine: &Engine) -> Result<Self> {
        Ok(Self { v1_0_0: v1_0_0::linker(engine)?, next: next::linker(engine)? })
    }

    /// Links a component of this version.
    pub(crate) fn link(&self, version: Version, component: &Component) -> Result<Linked> {
        let linker = match version {
            Version::V1_0_0 => &self.v1_0_0,
            Version::Next => &self.next,
        };
        Ok(Linked { version, pre: linker.instantiate_pre(component)? })
    }
}

/// A linked component. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Linked {
    pub(crate) version: Version,
    pub(crate) pre: InstancePre<TurnState>,
}
