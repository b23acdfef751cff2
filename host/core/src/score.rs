//! How a release does: what its turns came to, counted as they end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::share::CitizenLot;
use crate::turn::TurnFault;

/// Places for citizens that were seen; several may have one, which is made up for.
const SEEN_PLACES: usize = 8_192;
/// Steps of latencies: each is twice as long as the one before, from 0.1 ms on.
const LATENCY_STEPS: usize = 20;
/// The end of the first step.
const LATENCY_FIRST: Duration = Duration::from_micros(100);

/// What the turns of one release came to. Counting takes no lock.
#[derive(Debug)]
pub struct Score {
    turns: AtomicU64,
    faults: AtomicU64,
    refusals: AtomicU64,
    begun: AtomicU64,
    left: AtomicU64,
    latencies: [AtomicU64; LATENCY_STEPS],
    seen: Vec<AtomicU64>,
    faulted: Vec<AtomicU64>,
}

impl Default for Score {
    fn default() -> Self {
        let places = || (0..SEEN_PLACES / 64).map(|_| AtomicU64::default()).collect();
        Self {
            turns: AtomicU64::default(),
            faults: AtomicU64::default(),
            refusals: AtomicU64::default(),
            begun: AtomicU64::default(),
            left: AtomicU64::default(),
            latencies: Default::default(),
            seen: places(),
            faulted: places(),
        }
    }
}

impl Score {
    /// Counts a turn of this citizen that took so long and ended so.
    pub fn turn(&self, citizen: CitizenLot, took: Duration, fault: Option<&TurnFault>) {
        add(&self.turns);
        mark(&self.seen, citizen);
        add(&self.latencies[step_of(took)]);
        match fault {
            Some(TurnFault::Refused { .. } | TurnFault::RetryLater { .. }) => add(&self.refusals),
            Some(fault) if fault.is_the_releases_own() => {
                add(&self.faults);
                mark(&self.faulted, citizen);
            }
            Some(_) | None => {}
        }
    }

    /// Counts a conversation that began.
    pub fn begun(&self) {
        add(&self.begun);
    }

    /// Counts a conversation that the citizen walked out of before its end.
    pub fn left(&self) {
        add(&self.left);
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            turns: load(&self.turns),
            faults: load(&self.faults),
            refusals: load(&self.refusals),
            begun: load(&self.begun),
            left: load(&self.left),
            latencies: Latencies(std::array::from_fn(|step| load(&self.latencies[step]))),
            citizens: marked(&self.seen),
            faulted_citizens: marked(&self.faulted),
        }
    }
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

fn mark(places: &[AtomicU64], citizen: CitizenLot) {
    // The leading bits draw shares: all citizens of a small share have them in common.
    let place = usize::try_from(citizen.0 % SEEN_PLACES as u64).unwrap_or(0);
    places[place / 64].fetch_or(1 << (place % 64), Ordering::Relaxed);
}

/// About how many citizens were marked: exact while there are few, by linear counting beyond.
fn marked(places: &[AtomicU64]) -> u64 {
    let taken: u32 = places.iter().map(|word| word.load(Ordering::Relaxed).count_ones()).sum();
    let all = SEEN_PLACES as f64;
    let free = (all - f64::from(taken)).max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let about = (all * (all / free).ln()).round() as u64;
    about
}

fn step_of(took: Duration) -> usize {
    let steps = (0..LATENCY_STEPS - 1).find(|step| took <= LATENCY_FIRST * (1 << step));
    steps.unwrap_or(LATENCY_STEPS - 1)
}

/// What was counted of a release's turns, at one instant or between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Turns that ended.
    pub turns: u64,
    /// Of these, by a fault of the release's own.
    pub faults: u64,
    /// Of these, by a refusal or by asking for a moment.
    pub refusals: u64,
    /// Conversations that began.
    pub begun: u64,
    /// Conversations that citizens walked out of.
    pub left: u64,
    /// How long turns took.
    pub latencies: Latencies,
    /// About how many citizens met the release, ever.
    pub citizens: u64,
    /// About how many of them met a fault of its own, ever.
    pub faulted_citizens: u64,
}

/// How many turns took how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Latencies([u64; LATENCY_STEPS]);

impl Latencies {
    /// The time that this part of the turns, from 0 to 1, kept to: the end of its step, so at most twice too long. None
    /// without turns.
    pub fn quantile(&self, part: f64) -> Option<Duration> {
        let all: u64 = self.0.iter().sum();
        let mut wanted = (all as f64 * part).ceil().max(1.0);
        for (step, n) in self.0.iter().enumerate() {
            wanted -= *n as f64;
            if wanted <= 0.0 {
                return Some(LATENCY_FIRST * (1 << step));
            }
        }
        None
    }
}

impl Counts {
    /// What was counted since an earlier instant. Citizens are those of all times.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut latencies = self.latencies;
        for (step, before) in latencies.0.iter_mut().zip(earlier.latencies.0) {
            *step = step.saturating_sub(before);
        }
        Self {
            turns: self.turns.saturating_sub(earlier.turns),
            faults: self.faults.saturating_sub(earlier.faults),
            refusals: self.refusals.saturating_sub(earlier.refusals),
            begun: self.begun.saturating_sub(earlier.begun),
            left: self.left.saturating_sub(earlier.left),
            latencies,
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trap() -> TurnFault {
        TurnFault::Trapped { detail: String::new() }
    }

    #[test]
    fn turns_are_counted_by_how_they_end() {
        let (score, ms) = (Score::default(), Duration::from_millis(1));
        score.turn(CitizenLot(1), ms, None);
        score.turn(CitizenLot(2), ms, Some(&trap()));
        score.turn(CitizenLot(2), ms, Some(&trap()));
        score.turn(CitizenLot(3), ms, Some(&TurnFault::Refused { body: String::new() }));
        score.turn(CitizenLot(3), ms, Some(&TurnFault::Overloaded));
        let counts = score.counts();
        assert_eq!((counts.turns, counts.faults, counts.refusals), (5, 2, 1));
        assert_eq!((counts.citizens, counts.faulted_citizens), (3, 1));
    }

    /// As irregular as a keyed hash. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
    /// (2014), the finalizer of `SplitMix64`.
    fn mixed(n: u64) -> u64 {
        let mut mixed = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    #[test]
    fn few_citizens_are_counted_exactly_and_many_nearly() {
        for n in [1, 50, 1_000, 20_000] {
            let score = Score::default();
            for citizen in 0..n {
                score.turn(CitizenLot(mixed(citizen)), Duration::ZERO, None);
            }
            let (counted, real) = (score.counts().citizens as f64, n as f64);
            assert!((counted - real).abs() <= 1.0 + real * 0.05, "{counted} of {real}");
        }
    }

    #[test]
    fn latencies_are_told_to_within_a_factor_of_two() {
        let score = Score::default();
        for ms in 1..=100 {
            score.turn(CitizenLot(1), Duration::from_millis(ms), None);
        }
        let latencies = score.counts().latencies;
        let (middle, most) = (latencies.quantile(0.5).unwrap(), latencies.quantile(0.95).unwrap());
        assert!((50..=100).contains(&middle.as_millis()), "{middle:?}");
        assert!((95..=190).contains(&most.as_millis()), "{most:?}");
        assert_eq!(Latencies::default().quantile(0.5), None);
        score.turn(CitizenLot(1), Duration::from_hours(1), None);
        assert!(score.counts().latencies.quantile(1.0).unwrap() > Duration::from_secs(50));
    }

    #[test]
    fn what_came_since_an_instant_is_the_difference() {
        let score = Score::default();
        score.turn(CitizenLot(1), Duration::from_millis(900), Some(&trap()));
        score.begun();
        let earlier = score.counts();
        score.turn(CitizenLot(2), Duration::from_millis(1), None);
        score.left();
        let since = score.counts().since(&earlier);
        assert_eq!((since.turns, since.faults, since.begun, since.left), (1, 0, 0, 1));
        assert!(since.latencies.quantile(1.0).unwrap() < Duration::from_millis(3));
        assert_eq!((since.citizens, since.faulted_citizens), (2, 1));
    }
}
