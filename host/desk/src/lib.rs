//! The front desk: the host's own conversation with a citizen, a pure function of session, event and routing table.
//!
//! In: what a citizen said, or a timer that is due. Out: the desk's answer, or the department whose turn it is; and the
//! session to keep.
//! Never: runs a department, reads a clock, does I/O, or shows anything that no department described.

mod announce;
mod applications;
mod card;
mod conclude;
mod consent;
mod desk;
mod erase;
mod form;
mod instant;
mod menu;
mod payment;
mod popular;
mod quiet;
mod receipt;
mod receive;
mod search;
mod texts;
mod timer;
mod topics;
mod understand;
mod unmet;
mod visit;
mod wire;
mod words;

pub use announce::{Announcement, Announcing, TemplateFacts, news_choice};
pub use card::{card_above, card_end, payment_card};
pub use conclude::Conclusion;
pub use desk::{Desk, Reception};
pub use payment::payment_offer;
pub use popular::Popular;
pub use receipt::receipts_unread;
pub use texts::{renewed_sentence, sorry_sentence, wait_sentence};
pub use timer::{TimerReception, TimerVisit};
pub use wire::{agree_choice, language_choice, service_choice};
pub use words::is_reserved;
