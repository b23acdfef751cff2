//! Chance: the turn's own, so that a repeated turn meets it again.

use mitra_core::limits::WASI_RANDOM_BYTES_MAX;
use mitra_core::turn::TurnFault;
use wasmtime_wasi::p2::bindings::random::{insecure, insecure_seed, random};

use crate::instance::TurnState;

impl TurnState {
    fn draw(&mut self, length: u64) -> wasmtime::Result<Vec<u8>> {
        self.count_host_call()?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > WASI_RANDOM_BYTES_MAX {
            let limit = format!("random bytes in one call of WASI: {WASI_RANDOM_BYTES_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        let mut bytes = vec![0; length];
        self.chance.fill(&self.seed, &mut bytes);
        Ok(bytes)
    }

    fn draw_number(&mut self) -> wasmtime::Result<u64> {
        self.count_host_call()?;
        let mut bytes = [0; 8];
        self.chance.fill(&self.seed, &mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }
}

impl random::Host for TurnState {
    fn get_random_bytes(&mut self, length: u64) -> wasmtime::Result<Vec<u8>> {
        self.draw(length)
    }

    fn get_random_u64(&mut self) -> wasmtime::Result<u64> {
        self.draw_number()
    }
}

/// No less secure than the other.
impl insecure::Host for TurnState {
    fn get_insecure_random_bytes(&mut self, length: u64) -> wasmtime::Result<Vec<u8>> {
        self.draw(length)
    }

    fn get_insecure_random_u64(&mut self) -> wasmtime::Result<u64> {
        self.draw_number()
    }
}

impl insecure_seed::Host for TurnState {
    fn insecure_seed(&mut self) -> wasmtime::Result<(u64, u64)> {
        Ok((self.draw_number()?, self.draw_number()?))
    }
}
