//! How long to wait before trying again.

use std::time::Duration;

/// The pause after the `failures`-th failure (from 1): `first` times `factor` to the power of the failures before,
/// at most `longest`, plus up to a quarter of it by `random`, so that many who failed together do not return together.
pub(crate) fn pause(
    first: Duration,
    factor: u32,
    longest: Duration,
    failures: u32,
    random: u64,
) -> Duration {
    let factor = factor.saturating_pow(failures.saturating_sub(1));
    let pause = first.saturating_mul(factor).min(longest);
    // 16 bits of randomness are plenty for a quarter of a pause, and keep the arithmetic in range.
    let share = u32::try_from(random & 0xffff).unwrap_or(0);
    pause + pause / 4 * share / 0xffff
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(1);
    const LONGEST: Duration = Duration::from_mins(15);

    #[test]
    fn pauses_grow_by_the_factor_up_to_the_longest() {
        let pauses = [1, 2, 3, 4, 5, 6, 7, 40].map(|n| pause(FIRST, 4, LONGEST, n, 0).as_secs());
        assert_eq!(pauses, [1, 4, 16, 64, 256, 900, 900, 900]);
    }

    #[test]
    fn chance_adds_at_most_a_quarter() {
        assert_eq!(pause(FIRST, 4, LONGEST, 2, u64::MAX), Duration::from_secs(5));
        assert!(pause(FIRST, 4, LONGEST, 2, 0x7fff) < Duration::from_secs(5));
    }
}
