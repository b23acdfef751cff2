//! What a citizen agreed to: that a department may have what they answer.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::DepartmentId;

/// What a citizen agreed to for one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who may have what they answer.
    pub department: DepartmentId,
    /// The version of the notice that they read.
    pub notice: u32,
    /// When they agreed.
    pub given_at: Timestamp,
    /// When they took it back, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// All that a citizen agreed to, the last of each department.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(Vec<Consent>);

impl Consents {
    /// What holds now: not taken back.
    pub fn in_force(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter().filter(|consent| consent.withdrawn_at.is_none())
    }

    /// Whether the citizen agreed to this version of the notice, or a later one, for this department.
    pub fn covers(&self, department: &DepartmentId, notice: u32) -> bool {
        self.in_force().any(|it| it.department == *department && it.notice >= notice)
    }

    /// Writes down that they agreed. What was agreed to before, to this version or a later one, stays as it was.
    pub fn give(&mut self, department: DepartmentId, notice: u32, now: Timestamp) {
        if self.covers(&department, notice) {
            return;
        }
        self.0.retain(|it| it.department != department);
        self.0.push(Consent { department, notice, given_at: now, withdrawn_at: None });
    }

    /// Takes back all that is in force. Gives for how many departments.
    pub fn withdraw(&mut self, now: Timestamp) -> usize {
        let in_force = self.0.iter_mut().filter(|consent| consent.withdrawn_at.is_none());
        in_force.map(|consent| consent.withdrawn_at = Some(now)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(id: &str) -> DepartmentId {
        DepartmentId::parse(id).unwrap()
    }

    #[test]
    fn a_consent_is_for_one_department_and_one_version_of_the_notice() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, Timestamp(5));
        assert!(consents.covers(&department("energy"), 1));
        assert!(!consents.covers(&department("energy"), 2));
        assert!(!consents.covers(&department("revenue"), 1));
    }

    #[test]
    fn a_consent_keeps_its_instant_until_it_is_taken_back() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, Timestamp(5));
        consents.give(department("energy"), 1, Timestamp(9));
        assert_eq!(consents.in_force().map(|it| it.given_at).collect::<Vec<_>>(), [Timestamp(5)]);
        assert_eq!(consents.withdraw(Timestamp(10)), 1);
        assert_eq!(consents.withdraw(Timestamp(11)), 0);
        assert!(!consents.covers(&department("energy"), 1));
        assert_eq!(consents.0[0].withdrawn_at, Some(Timestamp(10)), "that it was given is kept");
        consents.give(department("energy"), 1, Timestamp(12));
        assert!(consents.covers(&department("energy"), 1));
        assert_eq!(consents.0.len(), 1, "the last of each department");
    }

    #[test]
    fn a_new_version_of_the_notice_takes_the_place_of_the_one_before() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, Timestamp(5));
        consents.give(department("energy"), 2, Timestamp(6));
        assert!(consents.covers(&department("energy"), 2) && consents.0.len() == 1);
    }
}
