//! A stand-in for WhatsApp: the Graph API and signed webhooks over real HTTP, with Meta's limits, errors and faults,
//! and a chat page for people. And one for a payment provider, with a page to pay at.
//!
//! In: sends of a host; what citizens do, by the page or by [`SimulatorHandle`].
//! Out: signed notifications; transcripts.
//! Never: shares code with the host. Each reads Meta's rules by itself, so that a mistake in one is found by the other.

mod address;
mod chance;
mod chat;
mod clock;
mod faults;
mod graph;
mod handle;
mod handshake;
mod inbound;
mod media;
mod options;
mod orders;
mod payments;
mod rate;
mod simulator;
mod templates;
mod webhook;
mod wire;

pub use chat::{ChatEntry, Ticks};
pub use faults::Faults;
pub use handle::{Counters, SimulatorHandle, Taken, TimedOut};
pub use handshake::Handshake;
pub use inbound::Inbound;
pub use options::{RateLimits, SimulatorOptions};
pub use orders::{CardAttempt, CardOrder, CardRefund, CardRefundStatus, CardStatus};
pub use payments::{
    PaymentLink, PaymentLinkStatus, PaymentRefund, PaymentRefundStatus, PaymentsOptions, Refunding,
};
pub use simulator::{Simulator, StartError};
pub use templates::ApprovedTemplate;
