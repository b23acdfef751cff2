//! Whether a canary goes on: a pure function of what was counted of it and of the live release beside it.
//!
//! Two releases are compared by one question: how likely would so many bad turns, or more, be if the candidate were as
//! good as the live one? Many good turns of the live release make a single bad one of the candidate telling; where both
//! are bad, or little is known, nothing is.
//!
//! It is asked ten times a second for as long as the candidate is looked at, and one "yes" is enough. So the chance
//! that an operator tolerates is spent in parts: the first bad turn may cost half of it, the second a sixth, the nth
//! 1/n(n+1). All parts together are the whole, so that a candidate that is as good as the live release is taken back
//! by mistake with no more than that chance, however often it is looked and however long.

use std::fmt;
use std::time::Duration;

use mitra_core::score::Counts;

use crate::policy::{CanaryStep, Tolerance};

/// What becomes of a canary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on to the next share.
    Advance(Reason),
    /// It stays where it is.
    Hold(Reason),
    /// It is taken back.
    RollBack(Reason),
}

/// Why, in words for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(pub String);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was counted of a canary and of the release beside it.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// Of the canary, since it began.
    pub canary: Counts,
    /// Turns of it since the step began.
    pub step_turns: u64,
    /// How long ago that was.
    pub step_elapsed: Duration,
    /// Of the live release, as far back as it is known.
    pub live: Counts,
}

/// Judges a canary at a step.
pub fn judge(tolerance: &Tolerance, step: &CanaryStep, evidence: &Evidence) -> Verdict {
    let Evidence { canary, step_turns, step_elapsed, live } = evidence;
    if let Some(reason) = harm(tolerance, canary, live) {
        return Verdict::RollBack(reason);
    }
    let seen = format!("{step_turns} turns, with {} so far,", citizens(canary.citizens));
    let left = step.least().saturating_sub(*step_elapsed);
    if !left.is_zero() {
        let left = left.as_secs().max(1);
        return Verdict::Hold(Reason(format!("{seen} went well; {left} s are left")));
    }
    if *step_turns < step.turns {
        let wanted = step.turns;
        return Verdict::Hold(Reason(format!(
            "{seen} are too few to judge by: {wanted} are wanted"
        )));
    }
    Verdict::Advance(Reason(format!("{seen} went as well as those of the live release")))
}

/// What is wrong with a release in comparison with another, if something is.
pub fn harm(tolerance: &Tolerance, release: &Counts, other: &Counts) -> Option<Reason> {
    let turns = (release.turns, other.turns);
    let compared = [
        ("turns failed", 1, (release.faults, other.faults), turns),
        ("turns refused", MANY, (release.refusals, other.refusals), turns),
        ("conversations were left", MANY, (release.left, other.left), (release.begun, other.begun)),
    ];
    for (what, least, (bad, their_bad), (all, their_all)) in compared {
        // The first that counts may cost half of the chance.
        let Some(nth) = (bad + 1).checked_sub(least).filter(|nth| *nth > 0) else { continue };
        if is_unlikely(part_of(tolerance.chance, nth), (bad, all), (their_bad, their_all)) {
            return Some(Reason(format!(
                "{bad} of {all} {what}, with {}; of the release beside it {their_bad} of {their_all}",
                citizens(release.citizens)
            )));
        }
    }
    slowness(tolerance, release, other)
}

fn citizens(n: u64) -> String {
    if n == 1 { "1 citizen".to_owned() } else { format!("{n} citizens") }
}

/// So many refusals or walk-outs at least: they may be right, as a fault never is.
const MANY: u64 = 10;
/// So many turns at least are needed on both sides to speak of latencies.
const LATENCY_TURNS_MIN: u64 = 100;

fn slowness(tolerance: &Tolerance, release: &Counts, other: &Counts) -> Option<Reason> {
    if release.turns.min(other.turns) < LATENCY_TURNS_MIN {
        return None;
    }
    let (slow, usual) = (release.latencies.quantile(0.95)?, other.latencies.quantile(0.95)?);
    let most = usual.mul_f64(tolerance.slower).max(Duration::from_millis(tolerance.slow_ms));
    (slow > most).then(|| {
        Reason(format!(
            "19 of 20 turns take up to {} ms; of the release beside it, {} ms",
            slow.as_millis(),
            usual.as_millis()
        ))
    })
}

/// What the nth bad turn may cost of a chance: a half, a sixth, a twelfth and so on. All of them are the whole.
fn part_of(chance: f64, nth: u64) -> f64 {
    let nth = nth as f64;
    chance / (nth * (nth + 1.0))
}

/// Whether so many bad ones of all would come with at most this chance, were the release as good as the other.
fn is_unlikely(chance: f64, (bad, all): (u64, u64), (their_bad, their_all): (u64, u64)) -> bool {
    // What is known of the other: as if it had one more turn, half of it bad.
    let rate = (their_bad as f64 + 0.5) / (their_all as f64 + 1.0);
    tail(bad, all as f64 * rate.min(1.0)) < chance
}

/// The chance of so many or more where so many are expected: the upper tail of Poisson's distribution.
fn tail(n: u64, expected: f64) -> f64 {
    let (mut term, mut below) = ((-expected).exp(), 0.0);
    for k in 0..n {
        below += term;
        term *= expected / (k as f64 + 1.0);
        if below >= 1.0 {
            return 0.0;
        }
    }
    1.0 - below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(turns: u64, faults: u64) -> Counts {
        Counts { turns, faults, citizens: 40, ..Counts::default() }
    }

    fn verdict(canary: Counts, live: Counts, elapsed: u64) -> Verdict {
        let (tolerance, step) = (Tolerance::default(), CanaryStep::new(5.0, 60, 100).unwrap());
        let step_elapsed = Duration::from_secs(elapsed);
        let evidence = Evidence { canary, step_turns: canary.turns, step_elapsed, live };
        judge(&tolerance, &step, &evidence)
    }

    #[test]
    fn one_fault_beside_a_release_that_never_fails_is_enough() {
        let Verdict::RollBack(reason) = verdict(counts(120, 1), counts(9_000, 0), 5) else {
            panic!("it is taken back");
        };
        assert_eq!(
            reason.to_string(),
            "1 of 120 turns failed, with 40 citizens; of the release beside it 0 of 9000"
        );
    }

    #[test]
    fn where_little_is_known_one_fault_is_not() {
        assert!(matches!(verdict(counts(20, 1), counts(50, 0), 5), Verdict::Hold(_)));
        assert!(matches!(verdict(counts(60, 4), counts(50, 0), 5), Verdict::Hold(_)));
        assert!(matches!(verdict(counts(60, 5), counts(50, 0), 5), Verdict::RollBack(_)));
    }

    #[test]
    fn a_release_may_be_as_bad_as_the_one_beside_it() {
        assert!(matches!(verdict(counts(200, 4), counts(4_000, 80), 61), Verdict::Advance(_)));
        assert!(matches!(verdict(counts(200, 20), counts(4_000, 80), 61), Verdict::RollBack(_)));
    }

    #[test]
    fn a_step_takes_its_time_and_its_turns() {
        let live = counts(9_000, 0);
        let held = |turns, elapsed| {
            let judged = verdict(counts(turns, 0), live, elapsed);
            let Verdict::Hold(reason) = judged else { panic!("it holds, not {judged:?}") };
            reason.to_string()
        };
        assert_eq!(held(500, 59), "500 turns, with 40 citizens so far, went well; 1 s are left");
        assert_eq!(
            held(99, 60),
            "99 turns, with 40 citizens so far, are too few to judge by: 100 are wanted"
        );
        assert!(matches!(verdict(counts(100, 0), live, 60), Verdict::Advance(_)));
    }

    #[test]
    fn refusals_and_walk_outs_are_told_from_chance() {
        let live = Counts { refusals: 90, begun: 1_000, left: 100, ..counts(9_000, 0) };
        let refusing = Counts { refusals: 20, ..counts(200, 0) };
        assert!(matches!(verdict(refusing, live, 5), Verdict::RollBack(_)));
        let refusing_some = Counts { refusals: 9, ..counts(200, 0) };
        assert!(matches!(verdict(refusing_some, live, 5), Verdict::Hold(_)), "fewer than ten");
        let confusing = Counts { begun: 60, left: 30, ..counts(200, 0) };
        let Verdict::RollBack(reason) = verdict(confusing, live, 5) else { panic!("taken back") };
        assert!(reason.to_string().starts_with("30 of 60 conversations were left"), "{reason}");
        let usual = Counts { begun: 60, left: 8, ..counts(200, 0) };
        assert!(matches!(verdict(usual, live, 61), Verdict::Advance(_)));
    }

    #[test]
    fn a_release_that_is_much_slower_is_taken_back() {
        use mitra_core::score::Score;
        use mitra_core::share::CitizenLot;
        let score = |ms| {
            let score = Score::default();
            (0..200).for_each(|n| score.turn(CitizenLot(n), Duration::from_millis(ms), None));
            score.counts()
        };
        assert!(matches!(verdict(score(500), score(20), 61), Verdict::RollBack(_)));
        assert!(matches!(verdict(score(30), score(20), 61), Verdict::Advance(_)));
        assert!(matches!(verdict(score(2), score(0), 61), Verdict::Advance(_)), "fast enough");
    }

    #[test]
    fn all_parts_of_a_chance_are_the_whole() {
        assert!((part_of(0.02, 1) - 0.01).abs() < 1e-12);
        let spent: f64 = (1..100_000).map(|nth| part_of(0.02, nth)).sum();
        assert!((0.0199..=0.02).contains(&spent), "{spent}");
    }

    #[test]
    fn the_tail_is_that_of_poissons_distribution() {
        // Source: 1 - sum of e^-m m^k / k!, worked out by hand.
        for (n, expected, chance) in
            [(0, 1.0, 1.0), (1, 1.0, 0.632_12), (2, 0.075, 0.002_675), (5, 2.0, 0.052_65)]
        {
            assert!((tail(n, expected) - chance).abs() < 1e-4, "{n} of {expected}");
        }
    }
}
