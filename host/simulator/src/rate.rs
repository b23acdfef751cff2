//! Meta's rate limits.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::options::RateLimits;

/// Messages a second that may come at once: Meta counts by the second.
const SECOND: Duration = Duration::from_secs(1);

/// Which limit was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exceeded {
    /// The number's.
    Number,
    /// One citizen's.
    Pair,
}

/// What was sent and received lately.
#[derive(Debug)]
pub(crate) struct Rates {
    limits: RateLimits,
    second_began: Instant,
    in_second: u32,
    /// For each citizen, when all that was sent is forgotten.
    forgotten_at: HashMap<String, Instant>,
}

impl Rates {
    pub(crate) fn new(limits: RateLimits) -> Self {
        let (second_began, forgotten_at) = (Instant::now(), HashMap::new());
        Self { limits, second_began, in_second: 0, forgotten_at }
    }

    /// Counts one message, or says which limit forbids it.
    pub(crate) fn take(&mut self, citizen: &str, now: Instant) -> Result<(), Exceeded> {
        self.begin_second(now);
        if self.limits.per_second.is_some_and(|per_second| self.in_second >= per_second) {
            return Err(Exceeded::Number);
        }
        if let Some(burst) = self.limits.pair_burst {
            let known = self.forgotten_at.get(citizen).copied().unwrap_or(now).max(now);
            let next = known + self.limits.pair_refill;
            if next.duration_since(now) > self.limits.pair_refill * burst {
                return Err(Exceeded::Pair);
            }
            self.forgotten_at.insert(citizen.to_owned(), next);
        }
        self.in_second += 1;
        Ok(())
    }

    /// Counts a citizen's message. It always comes, and leaves less for the host.
    ///
    /// Source: Meta, "Throughput": sent and received together (2026).
    pub(crate) fn receive(&mut self, now: Instant) {
        self.begin_second(now);
        self.in_second += 1;
    }

    fn begin_second(&mut self, now: Instant) {
        if now.duration_since(self.second_began) >= SECOND {
            (self.second_began, self.in_second) = (now, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizen_gets_45_messages_at_once_and_then_one_in_six_seconds() {
        let mut rates = Rates::new(RateLimits { per_second: None, ..RateLimits::meta() });
        let now = Instant::now();
        assert!((0..45).all(|_| rates.take("a", now).is_ok()));
        assert_eq!(rates.take("a", now), Err(Exceeded::Pair));
        assert_eq!(rates.take("b", now), Ok(()));
        assert_eq!(rates.take("a", now + Duration::from_secs(5)), Err(Exceeded::Pair));
        assert_eq!(rates.take("a", now + Duration::from_secs(6)), Ok(()));
    }

    #[test]
    fn the_number_sends_80_a_second() {
        let mut rates = Rates::new(RateLimits { pair_burst: None, ..RateLimits::meta() });
        let now = Instant::now();
        assert!((0..80).all(|_| rates.take("a", now).is_ok()));
        assert_eq!(rates.take("a", now), Err(Exceeded::Number));
        assert_eq!(rates.take("a", now + SECOND), Ok(()));
    }

    #[test]
    fn citizens_messages_count_as_well() {
        let mut rates = Rates::new(RateLimits { pair_burst: None, ..RateLimits::meta() });
        let now = Instant::now();
        (0..79).for_each(|_| rates.receive(now));
        assert_eq!(rates.take("a", now), Ok(()));
        assert_eq!(rates.take("a", now), Err(Exceeded::Number));
        assert_eq!(rates.take("a", now + SECOND), Ok(()));
    }
}
