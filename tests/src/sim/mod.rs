//! The seeded simulation: the real data plane, in virtual time, over ports that fail.
//!
//! One seed is one history: citizens write, Meta repeats and reorders, storage and Meta fail, the host crashes at calls
//! chosen by the seed and starts again over what was durable. When everything has come to rest, the invariants of
//! ARCHITECTURE.md are checked on what storage holds and on what Meta got.
//!
//! Only ports are replaced. Pipeline, front desk, wire format and the rules of storage are the real ones.

mod bank;
mod cards;
mod chance;
mod check;
mod citizens;
mod clock;
mod department;
mod faults;
mod history;
mod journal;
mod meta;
mod nights;
mod office;
mod payments;
mod refunds;
mod storage;
mod templates;
mod till;
mod timers;

pub use check::Violation;
pub use history::{Summary, run, run_outage, run_poison};
pub use meta::Outage;
