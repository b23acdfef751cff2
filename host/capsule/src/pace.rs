//! How often turns are written down.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::CAPSULE_INTERVAL;

/// Of each department one turn in [`CAPSULE_INTERVAL`] that ended well, and one that did not.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// When the last one of each kind was taken.
    last: Mutex<HashMap<DepartmentId, [Option<Timestamp>; 2]>>,
}

impl Pace {
    /// Whether it is time for another one. If so, this is it.
    pub(crate) fn takes(&self, department: &DepartmentId, is_fault: bool, now: Timestamp) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut last.entry(department.clone()).or_default()[usize::from(is_fault)];
        let is_time = last.is_none_or(|last| now.since(last) >= CAPSULE_INTERVAL);
        if is_time {
            *last = Some(now);
        }
        is_time
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn one_turn_of_each_kind_is_taken_in_an_interval() {
        let (energy, water) = ("energy", "water");
        let [energy, water] = [energy, water].map(|id| DepartmentId::parse(id).expect("a slug"));
        let (pace, start) = (Pace::default(), Timestamp(1_000_000));
        let just_before = start.after(CAPSULE_INTERVAL).before(Duration::from_millis(1));
        assert!(pace.takes(&energy, false, start));
        assert!(!pace.takes(&energy, false, start), "one at an instant");
        assert!(pace.takes(&energy, true, start), "a fault is of another kind");
        assert!(pace.takes(&water, false, start), "and so is another department");
        assert!(!pace.takes(&energy, false, just_before));
        assert!(pace.takes(&energy, false, start.after(CAPSULE_INTERVAL)));
        assert!(!pace.takes(&energy, false, start.after(CAPSULE_INTERVAL)));
    }
}
