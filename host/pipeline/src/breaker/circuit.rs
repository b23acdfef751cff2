//! The breaker of one department's release: a pure machine of what turns tell and the time.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::CitizenId;
use mitra_core::limits::{
    BREAKER_CITIZENS, BREAKER_FAULTS, BREAKER_PROBE_MAX, BREAKER_REST_FIRST, BREAKER_REST_MAX,
};
use mitra_core::turn::TurnFault;

/// Whether a turn may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    Run,
    Rest,
}

/// What a turn tells of its department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Well,
    Ill,
    /// The fault is the host's, or nobody's.
    Unknown,
}

impl Health {
    pub(super) fn of(fault: Option<&TurnFault>) -> Self {
        match fault {
            None | Some(TurnFault::Refused { .. }) => Self::Well,
            Some(fault) if fault.is_the_releases_own() => Self::Ill,
            Some(_) => Self::Unknown,
        }
    }
}

/// What an operator sees of a breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// Turns run.
    Closed {
        /// Faults in a row.
        faults: u32,
    },
    /// No turn runs.
    Resting {
        /// Since the last turn that was one too many.
        since: Timestamp,
        /// When a turn is to find out whether the department works again.
        probe_at: Timestamp,
    },
    /// One turn finds out.
    Probing {
        /// Since when it rests.
        since: Timestamp,
        /// When another turn is to find out, if nothing is heard of this one.
        probe_at: Timestamp,
    },
}

/// The breaker of one department's release.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Breaker {
    /// Turns run.
    Closed {
        /// Faults in a row.
        faults: u32,
        /// Who had them, the first [`BREAKER_CITIZENS`].
        citizens: Vec<CitizenId>,
    },
    /// It rests since then. No turn runs before `until`; then one does.
    Open { since: Timestamp, until: Timestamp, rest: Duration },
    /// One turn finds out. If nothing is heard of it until then, another one does.
    Probing { since: Timestamp, until: Timestamp, rest: Duration },
}

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed { faults: 0, citizens: Vec::new() }
    }
}

impl Breaker {
    pub(super) fn is_resting(&self) -> bool {
        !matches!(self, Self::Closed { .. })
    }

    /// What an operator sees of it.
    pub(super) fn shown(&self) -> BreakerState {
        match *self {
            Self::Closed { faults, .. } => BreakerState::Closed { faults },
            Self::Open { since, until, .. } => BreakerState::Resting { since, probe_at: until },
            Self::Probing { since, until, .. } => BreakerState::Probing { since, probe_at: until },
        }
    }

    pub(super) fn admit(&mut self, now: Timestamp) -> Admission {
        match *self {
            Self::Closed { .. } => Admission::Run,
            Self::Open { until, .. } | Self::Probing { until, .. } if now < until => {
                Admission::Rest
            }
            Self::Open { since, rest, .. } | Self::Probing { since, rest, .. } => {
                *self = Self::Probing { since, until: now.after(BREAKER_PROBE_MAX), rest };
                Admission::Run
            }
        }
    }

    pub(super) fn report(&mut self, citizen: CitizenId, health: Health, now: Timestamp) {
        let open = |since, rest| Self::Open { since, until: now.after(rest), rest };
        match (self, health) {
            (breaker @ (Self::Closed { .. } | Self::Probing { .. }), Health::Well) => {
                *breaker = Self::default();
            }
            (breaker @ Self::Closed { .. }, Health::Ill) => {
                let Self::Closed { faults, citizens } = breaker else { return };
                *faults += 1;
                if citizens.len() < BREAKER_CITIZENS && !citizens.contains(&citizen) {
                    citizens.push(citizen);
                }
                if *faults >= BREAKER_FAULTS && citizens.len() >= BREAKER_CITIZENS {
                    *breaker = open(now, BREAKER_REST_FIRST);
                }
            }
            (breaker @ Self::Probing { .. }, Health::Ill) => {
                let Self::Probing { since, rest, .. } = *breaker else { return };
                *breaker = open(since, rest.saturating_mul(2).min(BREAKER_REST_MAX));
            }
            // The next turn finds out.
            (Self::Probing { until, .. }, Health::Unknown) => *until = now,
            // Turns that were begun before the rest say nothing about what comes after it.
            (Self::Closed { .. }, Health::Unknown) | (Self::Open { .. }, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000);

    fn ill(breaker: &mut Breaker, citizens: &[i64], now: Timestamp) {
        for citizen in citizens {
            assert_eq!(breaker.admit(now), Admission::Run);
            breaker.report(CitizenId(*citizen), Health::Ill, now);
        }
    }

    /// A breaker that has just opened.
    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        ill(&mut breaker, &[1, 2, 3, 1, 1], START);
        breaker
    }

    #[test]
    fn a_run_of_faults_of_several_citizens_opens_it_and_one_less_does_not() {
        assert!(opened().is_resting());
        let mut fewer = Breaker::default();
        ill(&mut fewer, &[1, 2, 3, 1], START);
        assert!(!fewer.is_resting());
        fewer.report(CitizenId(1), Health::Well, START);
        ill(&mut fewer, &[1, 2, 3, 1], START);
        assert!(!fewer.is_resting(), "a turn that works ends the run");
    }

    #[test]
    fn two_citizens_cannot_open_it_however_often_they_try() {
        let mut breaker = Breaker::default();
        ill(&mut breaker, &[1, 2].repeat(50), START);
        assert!(!breaker.is_resting());
        ill(&mut breaker, &[3], START);
        assert!(breaker.is_resting());
    }

    #[test]
    fn faults_of_the_host_say_nothing() {
        let mut breaker = Breaker::default();
        for citizen in 0..100 {
            breaker.report(CitizenId(citizen), Health::of(Some(&TurnFault::Overloaded)), START);
        }
        assert_eq!(breaker, Breaker::default());
    }

    #[test]
    fn after_its_rest_one_turn_finds_out_alone() {
        let mut breaker = opened();
        let end = START.after(BREAKER_REST_FIRST);
        assert_eq!(breaker.admit(end.before(Duration::from_millis(1))), Admission::Rest);
        assert_eq!([breaker.admit(end), breaker.admit(end)], [Admission::Run, Admission::Rest]);
        breaker.report(CitizenId(9), Health::Well, end);
        assert_eq!(breaker, Breaker::default());
    }

    #[test]
    fn a_probe_that_fails_doubles_the_rest_up_to_its_limit() {
        let (mut breaker, mut now, mut expected) = (opened(), START, BREAKER_REST_FIRST);
        for _ in 0..10 {
            now = now.after(expected);
            assert_eq!(breaker.admit(now.before(Duration::from_millis(1))), Admission::Rest);
            ill(&mut breaker, &[9], now);
            expected = (expected * 2).min(BREAKER_REST_MAX);
            let (until, rest) = (now.after(expected), expected);
            assert_eq!(breaker, Breaker::Open { since: START, until, rest });
        }
        assert_eq!(expected, BREAKER_REST_MAX);
    }

    #[test]
    fn a_probe_that_is_never_heard_of_again_is_followed_by_another() {
        let mut breaker = opened();
        let end = START.after(BREAKER_REST_FIRST);
        assert_eq!(breaker.admit(end), Admission::Run);
        assert_eq!(breaker.admit(end.after(BREAKER_PROBE_MAX)), Admission::Run);
        breaker.report(CitizenId(9), Health::Unknown, end.after(BREAKER_PROBE_MAX));
        assert_eq!(breaker.admit(end.after(BREAKER_PROBE_MAX)), Admission::Run);
    }

    #[test]
    fn what_began_before_the_rest_does_not_end_it() {
        let mut breaker = opened();
        breaker.report(CitizenId(9), Health::Well, START);
        assert!(breaker.is_resting());
    }
}
