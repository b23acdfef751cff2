//! What a citizen agreed to: that a department may have what they answer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::form::Purpose;
use crate::ids::DepartmentId;

/// What a citizen agreed to for one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who may have what they answer.
    pub department: DepartmentId,
    /// The version of the notice that they read.
    pub notice: u32,
    /// What they are asked for, where the department's vendor says why.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<Purpose>,
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

impl Consent {
    /// When the citizen last said something to it.
    fn said_at(&self) -> Timestamp {
        self.withdrawn_at.unwrap_or(self.given_at)
    }
}

impl Consents {
    /// Whether nothing was ever agreed to.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What holds now: not taken back.
    pub fn in_force(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter().filter(|consent| consent.withdrawn_at.is_none())
    }

    /// Whether the citizen agreed to this version of the notice, or a later one, for this department and all these
    /// purposes.
    pub fn covers(
        &self,
        department: &DepartmentId,
        notice: u32,
        purposes: &BTreeSet<Purpose>,
    ) -> bool {
        let mut in_force = self.in_force().filter(|it| it.department == *department);
        in_force.any(|it| it.notice >= notice && it.purposes.is_superset(purposes))
    }

    /// Writes down that they agreed. What was agreed to before stays as it was if it covers this; else it is this, with
    /// the purposes of before, unless they are of another version.
    pub fn give(
        &mut self,
        department: DepartmentId,
        notice: u32,
        mut purposes: BTreeSet<Purpose>,
        now: Timestamp,
    ) {
        if self.covers(&department, notice, &purposes) {
            return;
        }
        let before = self.in_force().find(|it| it.department == department && it.notice == notice);
        purposes.extend(before.into_iter().flat_map(|it| &it.purposes).copied());
        self.0.retain(|it| it.department != department);
        self.0.push(Consent { department, notice, purposes, given_at: now, withdrawn_at: None });
    }

    /// Takes over what the same person said as another citizen: of each department the later word holds. What they
    /// agreed to as both, in the same words, is added up.
    pub fn absorb(&mut self, others: Self) {
        for mut other in others.0 {
            let Some(own) = self.0.iter_mut().find(|own| own.department == other.department) else {
                self.0.push(other);
                continue;
            };
            let are_in_force = own.withdrawn_at.is_none() && other.withdrawn_at.is_none();
            if are_in_force && own.notice == other.notice {
                own.purposes.append(&mut other.purposes);
                own.given_at = own.given_at.max(other.given_at);
            } else if own.said_at() < other.said_at() {
                *own = other;
            }
        }
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

    /// Of purposes nothing is said.
    const NOTHING: BTreeSet<Purpose> = BTreeSet::new();

    fn department(id: &str) -> DepartmentId {
        DepartmentId::parse(id).unwrap()
    }

    #[test]
    fn a_consent_is_for_one_department_and_one_version_of_the_notice() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, NOTHING, Timestamp(5));
        assert!(consents.covers(&department("energy"), 1, &NOTHING));
        assert!(!consents.covers(&department("energy"), 2, &NOTHING));
        assert!(!consents.covers(&department("revenue"), 1, &NOTHING));
    }

    #[test]
    fn a_consent_keeps_its_instant_until_it_is_taken_back() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, NOTHING, Timestamp(5));
        consents.give(department("energy"), 1, NOTHING, Timestamp(9));
        assert_eq!(consents.in_force().map(|it| it.given_at).collect::<Vec<_>>(), [Timestamp(5)]);
        assert_eq!(consents.withdraw(Timestamp(10)), 1);
        assert_eq!(consents.withdraw(Timestamp(11)), 0);
        assert!(!consents.covers(&department("energy"), 1, &NOTHING));
        assert_eq!(consents.0[0].withdrawn_at, Some(Timestamp(10)), "that it was given is kept");
        consents.give(department("energy"), 1, NOTHING, Timestamp(12));
        assert!(consents.covers(&department("energy"), 1, &NOTHING));
        assert_eq!(consents.0.len(), 1, "the last of each department");
    }

    #[test]
    fn a_new_version_of_the_notice_takes_the_place_of_the_one_before() {
        let mut consents = Consents::default();
        consents.give(department("energy"), 1, NOTHING, Timestamp(5));
        consents.give(department("energy"), 2, NOTHING, Timestamp(6));
        assert!(consents.covers(&department("energy"), 2, &NOTHING) && consents.0.len() == 1);
    }

    #[test]
    fn a_purpose_that_was_not_agreed_to_is_not_covered() {
        let (mut consents, energy) = (Consents::default(), department("energy"));
        let identity = BTreeSet::from([Purpose::Identity]);
        let both = BTreeSet::from([Purpose::Identity, Purpose::Payment]);
        consents.give(energy.clone(), 1, identity.clone(), Timestamp(5));
        assert!(consents.covers(&energy, 1, &identity) && consents.covers(&energy, 1, &NOTHING));
        assert!(!consents.covers(&energy, 1, &both));
        consents.give(energy.clone(), 1, [Purpose::Payment].into(), Timestamp(9));
        assert!(consents.covers(&energy, 1, &both), "what was agreed to before stays");
        assert_eq!(consents.0[0].given_at, Timestamp(9));
        consents.give(energy.clone(), 2, identity, Timestamp(10));
        assert!(!consents.covers(&energy, 2, &both), "another notice says other things of it");
    }

    #[test]
    fn what_one_person_agreed_to_as_two_citizens_is_added_up() {
        let energy = department("energy");
        let agreed = |notice, purpose, at| {
            let mut consents = Consents::default();
            consents.give(energy.clone(), notice, [purpose].into(), Timestamp(at));
            consents
        };
        let both = BTreeSet::from([Purpose::Identity, Purpose::Payment]);
        for (own_at, other_at) in [(1, 2), (2, 1)] {
            let mut consents = agreed(1, Purpose::Identity, own_at);
            consents.absorb(agreed(1, Purpose::Payment, other_at));
            assert!(consents.covers(&energy, 1, &both));
            assert_eq!(consents.0[0].given_at, Timestamp(2));
            let mut consents = agreed(1, Purpose::Identity, own_at);
            consents.absorb(agreed(2, Purpose::Payment, other_at));
            assert!(!consents.covers(&energy, 1, &both), "another notice says other things of it");
        }
    }

    #[test]
    fn of_two_citizens_that_are_one_the_later_word_holds() {
        let energy = department("energy");
        let said = |given_at, withdrawn_at: Option<i64>| {
            let mut consents = Consents::default();
            consents.give(energy.clone(), 1, NOTHING, Timestamp(given_at));
            withdrawn_at.map(|at| consents.withdraw(Timestamp(at)));
            consents
        };
        for (own, other, is_covered) in [
            (said(1, None), said(2, Some(3)), false),
            (said(5, None), said(2, Some(3)), true),
            (said(1, Some(4)), said(2, None), false),
            (said(1, Some(4)), said(5, None), true),
            (Consents::default(), said(1, None), true),
            (said(1, None), Consents::default(), true),
        ] {
            let mut consents = own;
            consents.absorb(other);
            assert_eq!(consents.covers(&energy, 1, &NOTHING), is_covered);
            assert_eq!(consents.0.len(), 1, "one of each department");
        }
    }
}
