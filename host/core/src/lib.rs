//! The words of the domain: events, turns, replies, sessions, deliveries, and the two seams of the pipeline.
//!
//! In: nothing. Out: plain types, pure functions on them, and the traits in [`ports`].
//! Never: does I/O, reads a clock, draws randomness, or knows a wire format, a database or the sandbox.

pub mod application;
pub mod audit;
pub mod causes;
pub mod certificate;
pub mod clock;
pub mod consent;
pub mod day;
pub mod delivery;
pub mod department;
pub mod event;
pub mod form;
pub mod hex;
pub mod http;
pub mod identity;
pub mod ids;
pub mod language;
pub mod limits;
pub mod media;
pub mod notice;
pub mod payment;
pub mod ports;
pub mod reply;
pub mod routing;
pub mod score;
pub mod session;
pub mod share;
pub mod shown;
pub mod template;
pub mod text;
pub mod timer;
pub mod topic;
pub mod turn;
pub mod unmet;
