//! The machine's own time and randomness.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use mitra_core::clock::{Clock, Entropy, Timestamp};

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that all others get")]
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
        // A machine set before 1970 shows 1970.
        let millis = since_epoch.map_or(0, |span| span.as_millis());
        Timestamp(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// The operating system's randomness, by way of the standard library's seeded hasher.
#[derive(Debug, Default)]
pub struct SystemEntropy {
    hasher: RandomState,
    drawn: AtomicU64,
}

impl Entropy for SystemEntropy {
    fn next(&self) -> u64 {
        // The key is from the operating system and the input never repeats: enough for jitter, all it serves.
        self.hasher.hash_one(self.drawn.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ() {
        let entropy = SystemEntropy::default();
        let drawn: std::collections::HashSet<_> = (0..1_000).map(|_| entropy.next()).collect();
        assert_eq!(drawn.len(), 1_000);
    }
}
