//! The front desk: the host's own conversation with a citizen, a pure function of session, event and routing table.
//!
//! In: what a citizen said, or a timer that is due. Out: the desk's answer, or the department whose turn it is; and the
//! session to keep.
//! Never: runs a department, reads a clock, does I/O, or shows anything that no department described.

mod card;
mod conclude;
mod consent;
mod desk;
mod erase;
mod form;
mod instant;
mod menu;
mod payment;
mod quiet;
mod receive;
mod search;
mod texts;
mod timer;
mod understand;
mod visit;
mod wire;
mod words;

pub use card::{card_above, card_end, payment_card};
pub use conclude::Conclusion;
pub use desk::{Desk, Reception};
pub use payment::{paid_already, payment_end, payment_offer};
pub use texts::{renewed_sentence, sorry_sentence, wait_sentence};
pub use timer::{TimerReception, TimerVisit};
pub use wire::{agree_choice, language_choice, service_choice};
pub use words::is_reserved;
