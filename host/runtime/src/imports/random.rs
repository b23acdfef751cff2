//! Chance that a repeated turn meets again.

use mitra_core::limits::RANDOM_BYTES_MAX;
use mitra_core::turn::{TurnFault, TurnSeed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::random;

/// The turn's own source of chance. Made when it is first asked: few turns do.
#[derive(Default)]
pub(crate) struct Chance(Option<Box<ChaCha20Rng>>);

impl Chance {
    pub(crate) fn fill(&mut self, seed: &TurnSeed, bytes: &mut [u8]) {
        let source = self.0.get_or_insert_with(|| Box::new(ChaCha20Rng::from_seed(*seed.bytes())));
        source.fill_bytes(bytes);
    }
}

impl random::Host for TurnState {
    fn bytes(&mut self, length: u32) -> wasmtime::Result<Vec<u8>> {
        self.count_host_call()?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > RANDOM_BYTES_MAX {
            let limit = format!("random bytes in one call: {RANDOM_BYTES_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        let mut bytes = vec![0; length];
        self.chance.fill(&self.seed, &mut bytes);
        Ok(bytes)
    }
}
