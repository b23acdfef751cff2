//! A share of the citizens: the same ones every time they come.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ReleaseDigest;

/// What stands for a citizen when some are drawn: a keyed hash, the same for ever, that nobody outside can guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitizenLot(pub u64);

/// A share of the citizens, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(u16);

/// It is no share.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0} is no share: it is a percentage above 0 and up to 100, with at most two decimals")]
pub struct InvalidShare(f64);

impl Share {
    /// So many percent: above 0, up to 100, at most two decimals.
    pub fn percent(percent: f64) -> Result<Self, InvalidShare> {
        let hundredths = (percent * 100.0).round();
        let is_exact = (percent * 100.0 - hundredths).abs() < 1e-6;
        if !is_exact || !(1.0..=10_000.0).contains(&hundredths) {
            return Err(InvalidShare(percent));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 10,000")]
        Ok(Self(hundredths as u16))
    }

    /// Whether a citizen is among those who meet a release. Whoever is in a share is in every larger one; another
    /// release draws others.
    pub fn includes(self, lot: CitizenLot, release: &ReleaseDigest) -> bool {
        // Both are uniform over all numbers, so that the mixture is, too.
        let drawn = lot.0 ^ leading_bits(release);
        u128::from(drawn) * 10_000 < u128::from(self.0) << 64
    }
}

/// The first 64 bits of a digest in hexadecimal.
fn leading_bits(release: &ReleaseDigest) -> u64 {
    let digits = release.as_str().chars().filter_map(|digit| digit.to_digit(16));
    digits.take(16).fold(0, |bits, digit| bits << 4 | u64::from(digit))
}

impl TryFrom<f64> for Share {
    type Error = InvalidShare;

    fn try_from(percent: f64) -> Result<Self, Self::Error> {
        Self::percent(percent)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        Self::from(share.0) / 100.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", f64::from(*self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(first: char) -> ReleaseDigest {
        ReleaseDigest::new(first.to_string().repeat(64))
    }

    /// So many citizens, whose lots are spread evenly.
    fn lots() -> impl Iterator<Item = CitizenLot> {
        (0..10_000_u64).map(|n| CitizenLot(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    #[test]
    fn a_share_is_as_large_as_it_says() {
        for percent in [0.01, 1.0, 5.0, 25.0, 50.0, 100.0] {
            let share = Share::percent(percent).unwrap();
            let n = lots().filter(|lot| share.includes(*lot, &release('b'))).count();
            let expected = percent * 100.0;
            assert!((n as f64 - expected).abs() <= 1.0 + expected * 0.02, "{n} at {percent} %");
        }
    }

    #[test]
    fn whoever_is_in_a_share_is_in_every_larger_one() {
        let (small, large) = (Share::percent(5.0).unwrap(), Share::percent(25.0).unwrap());
        let mut drawn = lots().filter(|lot| small.includes(*lot, &release('3')));
        assert!(drawn.all(|lot| large.includes(lot, &release('3'))));
    }

    #[test]
    fn another_release_draws_others() {
        let share = Share::percent(5.0).unwrap();
        let both = lots().filter(|lot| {
            share.includes(*lot, &release('3')) && share.includes(*lot, &release('c'))
        });
        assert_eq!(both.count(), 0);
    }

    #[test]
    fn a_share_is_above_nothing_and_no_more_than_all() {
        for percent in [0.0, -1.0, 0.004, 100.01, 0.015, f64::NAN] {
            Share::percent(percent).unwrap_err();
        }
        assert_eq!(Share::percent(0.01).unwrap().to_string(), "0.01 %");
        assert_eq!(Share::percent(100.0).unwrap().to_string(), "100 %");
    }
}
