//! Scenarios: conversations with a department as text that people write and read, the same for every language.
//!
//! In: the text of a file; what a citizen heard. Out: the conversations to be played; whether what was heard is what
//! the author expects, and where it is not; the text with new expectations.
//! Never: does I/O, runs anything, or loses an author's comment.
//!
//! The format is told in `docs/vendors/testing.md`.

mod align;
mod compare;
mod heard;
mod kept;
mod mistake;
mod moment;
mod parse;
mod pattern;
mod plan;
mod print;
mod revise;
mod script;

pub use compare::{Difference, compare};
pub use heard::{Heard, HeardLine};
pub use kept::{Entry, Kept, Proof, Shelf};
pub use mistake::{Mistake, Mistakes};
pub use pattern::{Names, Pattern, Template, UnknownName};
pub use plan::{Action, Expected, Scenario, Setup, Step};
pub use revise::{Revision, revise};
pub use script::{Act, Answer, Answered, Citizen, LinePattern, Script, Wait};

/// The longest file of scenarios, in bytes: some thousand turns.
pub const SCRIPT_BYTES_MAX: usize = 1024 * 1024;
