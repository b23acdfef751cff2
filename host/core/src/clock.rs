//! Time and randomness, passed in.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This instant moved later by `span`; the latest instant there is, if it would pass it.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// This instant moved earlier by `span`; the earliest instant there is, if it would pass it.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long from `earlier` to this instant; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}

/// A day in India: days since 1970-01-01 there. Every day has 24 hours, since the clocks there are never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i64);

/// How far India's clocks are ahead of UTC, in milliseconds.
const INDIA_AHEAD_MS: i64 = 19_800_000;
const DAY_MS: i64 = 86_400_000;

impl Day {
    /// The day that it is in India at this instant.
    pub fn of(at: Timestamp) -> Self {
        Self(at.0.saturating_add(INDIA_AHEAD_MS).div_euclid(DAY_MS))
    }

    /// So many days earlier.
    #[must_use]
    pub fn before(self, days: u32) -> Self {
        Self(self.0.saturating_sub(i64::from(days)))
    }

    /// Its noon in India.
    pub fn noon(self) -> Timestamp {
        let begins = self.0.saturating_mul(DAY_MS).saturating_sub(INDIA_AHEAD_MS);
        Timestamp(begins.saturating_add(DAY_MS / 2))
    }
}

/// Tells the time. The only way the host learns it.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// Gives unpredictable numbers. The only way the host draws them.
pub trait Entropy: Send + Sync {
    /// The next number, uniform over all of `u64`.
    fn next(&self) -> u64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_india() {
        // 2026-11-23T18:30:00Z is midnight of the 24th there.
        let midnight = Timestamp(1_795_458_600_000);
        assert_eq!(Day::of(midnight), Day(20_781));
        assert_eq!(Day::of(Timestamp(midnight.0 - 1)), Day(20_780));
        assert_eq!(Day::of(Day(20_781).noon()), Day(20_781));
        assert_eq!(Day(20_781).before(1), Day(20_780));
    }

    #[test]
    fn since_never_goes_below_zero() {
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
        assert_eq!(Timestamp(9).since(Timestamp(5)), Duration::from_millis(4));
        assert_eq!(Timestamp(i64::MAX).after(Duration::from_secs(1)), Timestamp(i64::MAX));
        assert_eq!(Timestamp(i64::MIN).before(Duration::from_secs(1)), Timestamp(i64::MIN));
        assert_eq!(Timestamp(9).before(Duration::from_millis(4)), Timestamp(5));
    }
}
