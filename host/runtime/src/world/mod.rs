//! The versions of the contract, mapped onto the host's own types.
//!
//! A version has a module here and a folder in `wit`. Interfaces that are the same in a later version are the earlier
//! one's, types and functions: the adapter of a version holds what that version changed, and nothing else (ADR 0023).

mod handler;
mod linked;
mod migration;
mod next;
pub(crate) mod v1_0_0;
mod version;

pub(crate) use handler::{Described, Handler, describe};
pub(crate) use linked::{Linked, Linkers};
pub use migration::NotCarried;
pub(crate) use version::Version;
