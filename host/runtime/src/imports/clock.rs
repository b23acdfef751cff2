//! The time of the turn. It stands still, so that a repeated turn does the same.

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::{clock, types};

impl clock::Host for TurnState {
    fn now(&mut self) -> wasmtime::Result<types::Instant> {
        self.count_host_call()?;
        Ok(u64::try_from(self.now.0).unwrap_or(0))
    }
}
