//! Plays scenarios through a whole host: front desk, pipeline and sandbox as in production, with a storage in memory, a
//! clock that moves when a scenario says so, and a telephone in the place of Meta.
//!
//! In: a department's component with its manifest and seed, and scenarios. Out: whether citizens heard what the author
//! expects, and if not, what was heard; or new expectations.
//! Never: reaches a network, but for stand-ins that it starts on this machine; reads the machine's clock; has rules of
//! its own about what a host does.

mod clock;
mod failure;
mod file;
mod letter;
mod phone;
mod player;
mod press;
mod rehearsal;
mod scene;
mod shelves;
mod till;
mod watch;
mod world;

pub use failure::{Failure, FailureKind};
pub use phone::heard;
pub use rehearsal::{Cast, Played, Props, Rehearsal, StageError};
