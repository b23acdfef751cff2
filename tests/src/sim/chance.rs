//! Chance that can be repeated.

use std::sync::Mutex;
use std::time::Duration;

use mitra_core::clock::Entropy;

/// A stream of numbers that a seed fixes (`SplitMix64`). Shared by all that draw in one history.
#[derive(Debug)]
pub(super) struct Chance(Mutex<u64>);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    /// A number below `bound`.
    pub(super) fn below(&self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// Whether something happens that happens `permille` times in a thousand.
    pub(super) fn happens(&self, permille: u64) -> bool {
        self.below(1_000) < permille
    }

    /// A span below `longest`.
    pub(super) fn span(&self, longest: Duration) -> Duration {
        let longest_ms = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.below(longest_ms))
    }
}

impl Entropy for Chance {
    fn next(&self) -> u64 {
        let mut state = self.0.lock().expect("no draw panics");
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
