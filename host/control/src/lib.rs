//! The control plane: the journey of a release, from staged to retired.
//!
//! ```text
//! staged ─▶ verified ─▶ compiled ─▶ smoked ─▶ shadowed ─▶ canary ─▶ live ─▶ draining ─▶ retired
//!    └──────────┴───────────┴─────────┴──────────┴─▶ rejected  └──┴─▶ rolled back
//! ```
//!
//! In: signed releases, operators' decisions, and how releases do. Out: which releases each department is served by,
//! and an audit log of why.
//! Never: runs a guest or talks to a citizen; it has both done ([`Workshop`], [`Board`]). Believes nothing that it
//! kept: a release is verified from its bytes each time that it is taken from the shelf.
//!
//! Each step takes the one before it and what proves that the step was done ([`Candidate`]). A step is taken in one
//! transaction with its entry in the audit log, and only then shown; a crash between two steps leaves the first.

mod acts;
mod advance;
mod books;
mod candidate;
mod controller;
mod judge;
mod key_acts;
mod policy;
mod ports;
mod record;
mod roster;
mod run;
mod shadow;
mod shelf;
mod watch;
mod window;

pub use acts::By;
pub use books::{Books, BooksError, Read, decided};
pub use candidate::{
    Agreed, AnyCandidate, Candidate, IsCanary, IsCompiled, IsShadowed, IsSmoked, IsStaged,
    IsVerified, Promotable, Unagreed,
};
pub use controller::{ControlError, Controller, Parts};
pub use judge::{Evidence, Reason, Verdict, harm, judge};
pub use key_acts::KeyActError;
pub use policy::{CANARY_STEPS_MAX, CanaryStep, Policy, Tolerance};
pub use ports::{Board, Loaded, Refused, Setback, Smoked, Workshop};
pub use record::{ReleaseRecord, Stage};
pub use roster::{DRAINING_MAX, Freeze, PAST_MAX, RELEASES_KEPT_MAX, Roster, RosterError};
pub use shadow::{Shadow, ShadowCounts, Shadowed};
pub use shelf::{Shelf, ShelfError};
pub use window::{
    FREEZE_WHY_CHARS_MAX, FREEZE_WINDOWS_MAX, FreezeWindow, FreezeWindowError, FreezeWindows,
};
