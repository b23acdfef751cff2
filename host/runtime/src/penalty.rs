//! Departments whose turns broke a limit lately: their turns begin behind all others, and greedy ones come last.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use mitra_core::ids::DepartmentId;

/// How long a department stands last after a turn that broke a limit.
const PENALTY: Duration = Duration::from_mins(1);

/// Who stands last, and until when. At most as many as there are departments.
#[derive(Debug, Default)]
pub(crate) struct PenaltyBox(Mutex<HashMap<DepartmentId, Instant>>);

impl PenaltyBox {
    /// Notes that a turn of this department broke a limit at this instant.
    pub(crate) fn put(&self, department: &DepartmentId, now: Instant) {
        let mut until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, until| *until > now);
        until.insert(department.clone(), now + PENALTY);
    }

    /// Whether this department stands last at this instant.
    pub(crate) fn holds(&self, department: &DepartmentId, now: Instant) -> bool {
        let until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.get(department).is_some_and(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_stands_last_for_a_minute_and_no_other_does() {
        let (penalties, began) = (PenaltyBox::default(), Instant::now());
        let (energy, water) = ("energy", "water");
        let holds = |id, after| {
            penalties.holds(&DepartmentId::parse(id).unwrap(), began + Duration::from_millis(after))
        };
        assert!(!holds(energy, 0));
        penalties.put(&DepartmentId::parse(energy).unwrap(), began);
        assert!(holds(energy, 59_999));
        assert!(!holds(energy, 60_000));
        assert!(!holds(water, 0));
    }
}
