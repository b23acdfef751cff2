//! Departments that fail rest: after a run of faults their turns are not run for a while, and one now and then finds
//! out whether they work again.
//!
//! In: a turn. Out: the runner's report, or [`TurnFault::Resting`] without having asked the runner.
//! Never: rests a department for the faults of one citizen, who could bring it down for all; remembers anything across
//! a restart.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use metrics::{counter, gauge};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::{CitizenId, DepartmentId, ReleaseDigest};
use mitra_core::limits::{
    BREAKER_CITIZENS, BREAKER_FAULTS, BREAKER_PROBE_MAX, BREAKER_REST_FIRST, BREAKER_REST_MAX,
};
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{Turn, TurnFault, TurnReport};

/// Of how many of a department's releases it is remembered how they are: those that serve, and some that did.
const RELEASES_MAX: usize = 8;

/// A runner that lets departments rest.
pub(crate) struct Breakers {
    runner: Arc<dyn TurnRunner>,
    clock: Arc<dyn Clock>,
    /// As many as there are departments, of each the releases in the order in which they first ran.
    of_departments: Mutex<HashMap<DepartmentId, Vec<(ReleaseDigest, Breaker)>>>,
}

impl Breakers {
    pub(crate) fn new(runner: Arc<dyn TurnRunner>, clock: Arc<dyn Clock>) -> Self {
        Self { runner, clock, of_departments: Mutex::default() }
    }

    /// Lets one step be made by the breaker of the release. Each of a department's releases has its own.
    fn with<T>(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
        step: impl FnOnce(&mut Breaker, Timestamp) -> T,
    ) -> T {
        let now = self.clock.now();
        let mut breakers = self.of_departments.lock().unwrap_or_else(PoisonError::into_inner);
        let of_department = breakers.entry(department.clone()).or_default();
        let place = of_department.iter().position(|(of, _)| of == release).unwrap_or_else(|| {
            if of_department.len() == RELEASES_MAX {
                of_department.remove(0);
            }
            of_department.push((release.clone(), Breaker::default()));
            of_department.len() - 1
        });
        let (_, breaker) = &mut of_department[place];
        let rested = breaker.is_resting();
        let made = step(breaker, now);
        let rests = breaker.is_resting();
        if rests != rested {
            tell(department, release, rests);
            let n_resting = of_department.iter().filter(|(_, of)| of.is_resting()).count();
            gauge!("mitra_breaker_open", "department" => department.as_str().to_owned())
                .set(n_resting as f64);
        }
        made
    }
}

#[async_trait]
impl TurnRunner for Breakers {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        let (department, citizen) = (turn.department.clone(), turn.citizen);
        if self.with(&department, release, Breaker::admit) == Admission::Rest {
            counter!("mitra_breaker_refusals_total", "department" => department.as_str().to_owned())
                .increment(1);
            return TurnReport::failed(TurnFault::Resting);
        }
        let report = self.runner.run(release, turn).await;
        let health = Health::of(report.result.as_ref().err());
        self.with(&department, release, |breaker, now| breaker.report(citizen, health, now));
        report
    }
}

fn tell(department: &DepartmentId, release: &ReleaseDigest, rests: bool) {
    let (department, release) = (department.as_str(), release.as_str());
    if rests {
        tracing::warn!(department, release, "department rests after a run of faults");
    } else {
        tracing::info!(department, release, "department works again");
    }
}

/// Whether a turn may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Admission {
    Run,
    Rest,
}

/// What a turn tells of its department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Well,
    Ill,
    /// The fault is the host's, or nobody's.
    Unknown,
}

impl Health {
    fn of(fault: Option<&TurnFault>) -> Self {
        match fault {
            None | Some(TurnFault::Refused { .. }) => Self::Well,
            Some(fault) if fault.is_the_releases_own() => Self::Ill,
            Some(_) => Self::Unknown,
        }
    }
}

/// The breaker of one department's release.
#[derive(Debug, PartialEq, Eq)]
enum Breaker {
    /// Turns run.
    Closed {
        /// Faults in a row.
        faults: u32,
        /// Who had them, the first [`BREAKER_CITIZENS`].
        citizens: Vec<CitizenId>,
    },
    /// No turn runs before `until`; then one does.
    Open { until: Timestamp, rest: Duration },
    /// One turn finds out. If nothing is heard of it until then, another one does.
    Probing { until: Timestamp, rest: Duration },
}

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed { faults: 0, citizens: Vec::new() }
    }
}

impl Breaker {
    fn is_resting(&self) -> bool {
        !matches!(self, Self::Closed { .. })
    }

    fn admit(&mut self, now: Timestamp) -> Admission {
        match *self {
            Self::Closed { .. } => Admission::Run,
            Self::Open { until, .. } | Self::Probing { until, .. } if now < until => {
                Admission::Rest
            }
            Self::Open { rest, .. } | Self::Probing { rest, .. } => {
                *self = Self::Probing { until: now.after(BREAKER_PROBE_MAX), rest };
                Admission::Run
            }
        }
    }

    fn report(&mut self, citizen: CitizenId, health: Health, now: Timestamp) {
        let open = |rest| Self::Open { until: now.after(rest), rest };
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
                    *breaker = open(BREAKER_REST_FIRST);
                }
            }
            (breaker @ Self::Probing { .. }, Health::Ill) => {
                let Self::Probing { rest, .. } = *breaker else { return };
                *breaker = open(rest.saturating_mul(2).min(BREAKER_REST_MAX));
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
            assert_eq!(breaker, Breaker::Open { until: now.after(expected), rest: expected });
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
