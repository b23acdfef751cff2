//! What the host offers to guests, one capability a file.

mod certificates;
mod clock;
mod config;
mod http;
mod log;
mod media;
pub(crate) mod payments;
mod random;
mod schedule;
mod storage;
mod web;

pub(crate) use certificates::{CertificateBuffer, Sendable};
pub(crate) use log::{GuestLog, LogBudget};
pub(crate) use media::MediaReads;
pub(crate) use random::Chance;
pub(crate) use schedule::TimerBuffer;
pub(crate) use storage::RecordBuffer;
pub(crate) use web::{Asked, TooMany, Web, body_too_large};

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::{conversation, forms, types};

/// Interfaces of types alone have nothing to call.
impl types::Host for TurnState {}
impl forms::Host for TurnState {}
impl conversation::Host for TurnState {}
