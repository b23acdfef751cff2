//! What an operator decides about rollouts.

use std::time::Duration;

use mitra_core::share::{InvalidShare, Share};
use serde::Deserialize;

use crate::window::FreezeWindows;

/// The most steps of a canary.
pub const CANARY_STEPS_MAX: usize = 10;

/// How releases go from staged to retired.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The shares that a canary goes through before it is live; none to go live at once.
    #[serde(rename = "canary")]
    pub steps: Vec<CanaryStep>,
    /// What a release may do worse than the one beside it.
    pub tolerance: Tolerance,
    /// How long a release that went live is watched, in minutes.
    pub watch_minutes: u64,
    /// How long a release that was replaced goes on with its conversations, in hours.
    pub drain_hours: u64,
    /// When no release goes on by itself. Rolling back goes on, and an operator may promote.
    pub freeze: FreezeWindows,
}

/// One share that a canary serves for a while.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanaryStep {
    /// Which citizens.
    pub percent: Share,
    /// For how long at least, in seconds.
    seconds: u64,
    /// After how many turns at the earliest.
    pub turns: u64,
}

/// What a release may do worse than the one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tolerance {
    /// With what probability a release that is as good as the one beside it may be taken back by mistake, for each of
    /// the three things that are counted. Half of it is for the first bad turn.
    pub chance: f64,
    /// So many times as long may 19 of 20 of its turns take.
    pub slower: f64,
    /// And so many milliseconds in any case.
    pub slow_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        let step = |percent, seconds, turns| {
            CanaryStep::new(percent, seconds, turns).expect("it is a share")
        };
        Self {
            steps: vec![step(5.0, 300, 200), step(25.0, 300, 500), step(50.0, 300, 500)],
            tolerance: Tolerance::default(),
            watch_minutes: 60,
            drain_hours: 24,
            freeze: FreezeWindows::default(),
        }
    }
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { chance: 0.02, slower: 3.0, slow_ms: 50 }
    }
}

impl CanaryStep {
    /// This share, for so long and so many turns at least.
    pub fn new(percent: f64, seconds: u64, turns: u64) -> Result<Self, InvalidShare> {
        Ok(Self { percent: Share::percent(percent)?, seconds, turns })
    }

    /// For how long at least.
    pub fn least(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

impl Policy {
    /// How long a release that went live is watched.
    pub fn watch(&self) -> Duration {
        Duration::from_mins(self.watch_minutes)
    }

    /// How long a release that was replaced goes on with its conversations.
    pub fn drain_max(&self) -> Duration {
        Duration::from_hours(self.drain_hours)
    }

    /// What is wrong with it, if something is.
    pub fn mistake(&self) -> Option<String> {
        let shares: Vec<_> = self.steps.iter().map(|step| step.percent).collect();
        if self.steps.len() > CANARY_STEPS_MAX {
            return Some(format!("a canary has at most {CANARY_STEPS_MAX} steps"));
        }
        if !shares.is_sorted_by(|one, next| one < next) {
            return Some("each step of a canary has a larger share than the one before".to_owned());
        }
        let Tolerance { chance, slower, .. } = self.tolerance;
        if !(chance > 0.0 && chance <= 0.5) {
            return Some("`chance` is above 0 and up to 0.5".to_owned());
        }
        (slower < 1.0 || slower.is_nan()).then(|| "`slower` is 1 or more".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_and_probabilities_are_some() {
        assert_eq!(Policy::default().mistake(), None);
        let step = |percent| CanaryStep::new(percent, 1, 1).unwrap();
        let steps = |steps| Policy { steps, ..Policy::default() }.mistake();
        assert_eq!(steps(Vec::new()), None);
        assert!(steps(vec![step(5.0), step(5.0)]).is_some());
        assert!(steps((1..=10).map(|n| step(f64::from(n))).collect()).is_none());
        assert!(steps((1..=11).map(|n| step(f64::from(n))).collect()).is_some());
        for (chance, slower) in [(0.0, 2.0), (0.6, 2.0), (f64::NAN, 2.0), (0.01, 0.9)] {
            let tolerance = Tolerance { chance, slower, slow_ms: 0 };
            let policy = Policy { tolerance, ..Policy::default() };
            assert!(policy.mistake().is_some(), "{chance} {slower}");
        }
    }
}
