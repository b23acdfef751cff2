//! Departments that fail rest: after a run of faults their turns are not run for a while, and one now and then finds
//! out whether they work again.
//!
//! In: a turn. Out: the runner's report, or [`TurnFault::Resting`] without having asked the runner.
//! Never: rests a department for the faults of one citizen, who could bring it down for all; remembers anything across
//! a restart.

mod circuit;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use metrics::{counter, gauge};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{Turn, TurnFault, TurnReport};

use circuit::{Admission, Breaker, Health};

pub use circuit::BreakerState;

/// Of how many of a department's releases it is remembered how they are: those that serve, and some that did.
const RELEASES_MAX: usize = 8;

/// The breaker of a department's release, as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenBreaker {
    /// Of which release.
    pub release: ReleaseDigest,
    /// How it is.
    pub state: BreakerState,
}

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

    /// The breakers of a department's releases that had turns lately.
    pub(crate) fn of(&self, department: &DepartmentId) -> Vec<SeenBreaker> {
        let breakers = self.of_departments.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = |(release, breaker): &(ReleaseDigest, Breaker)| SeenBreaker {
            release: release.clone(),
            state: breaker.shown(),
        };
        breakers.get(department).into_iter().flatten().map(seen).collect()
    }

    /// Closes those of a department's breakers that are not: its turns run from now on.
    pub(crate) fn close(&self, department: &DepartmentId) {
        let mut breakers = self.of_departments.lock().unwrap_or_else(PoisonError::into_inner);
        let of_department = breakers.get_mut(department).into_iter().flatten();
        for (release, breaker) in of_department.filter(|(_, breaker)| breaker.is_resting()) {
            *breaker = Breaker::default();
            tell(department, release, false);
        }
        gauge!("mitra_breaker_open", "department" => department.as_str().to_owned()).set(0.0);
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
