//! What a citizen applied for, as far as it went through the host: which service, and when. Never what they answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DepartmentId, ServiceId};
use crate::limits::APPLICATIONS_MAX;

/// That a citizen sent something to a service: a form, or money; or got a certificate of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// To which department.
    pub department: DepartmentId,
    /// To which of its services.
    pub service: ServiceId,
    /// When for the first time.
    pub first_at: Timestamp,
    /// When for the last time.
    pub last_at: Timestamp,
}

/// What a citizen applied for, each service once, the latest first. At most [`APPLICATIONS_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Applications(Vec<Application>);

/// Where citizens follow what they applied for: services of the same department, as its vendor names them. By default
/// nowhere but in the service that they applied to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Following {
    /// The service in which all is followed that [`Self::of`] does not name.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// For services that were applied to, the one in which that is followed.
    #[serde(default)]
    pub of: BTreeMap<ServiceId, ServiceId>,
}

impl Following {
    /// All is followed in this service.
    pub fn all_in(service: ServiceId) -> Self {
        Self { service: Some(service), of: BTreeMap::new() }
    }

    /// Where it is followed that somebody applied to this service; none for the service itself.
    pub fn place_of(&self, applied_to: &ServiceId) -> Option<&ServiceId> {
        self.of.get(applied_to).or(self.service.as_ref())
    }

    /// Whether this service is there to follow others in: it is, unless it says itself where it is followed.
    pub fn is_place(&self, service: &ServiceId) -> bool {
        !self.of.contains_key(service) && self.places().any(|it| it == service)
    }

    /// A service that it names and the department does not have.
    pub fn unknown_service(&self, is_known: impl Fn(&ServiceId) -> bool) -> Option<&ServiceId> {
        self.places().chain(self.of.keys()).find(|service| !is_known(service))
    }

    fn places(&self) -> impl Iterator<Item = &ServiceId> {
        self.service.iter().chain(self.of.values())
    }
}

impl Applications {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, the latest first.
    pub fn iter(&self) -> impl Iterator<Item = &Application> {
        self.0.iter()
    }

    /// Writes one down. Beyond the limit, the one that nothing was heard of for the longest goes.
    pub fn note(&mut self, department: DepartmentId, service: ServiceId, now: Timestamp) {
        self.add(Application { department, service, first_at: now, last_at: now });
    }

    /// Takes over what the same person applied for as another citizen.
    pub fn absorb(&mut self, others: Self) {
        for other in others.0 {
            self.add(other);
        }
    }

    fn add(&mut self, mut new: Application) {
        let is_same =
            |it: &Application| it.department == new.department && it.service == new.service;
        if let Some(place) = self.0.iter().position(is_same) {
            let known = self.0.remove(place);
            new.first_at = new.first_at.min(known.first_at);
            new.last_at = new.last_at.max(known.last_at);
        }
        let place = self.0.partition_point(|it| it.last_at > new.last_at);
        self.0.insert(place, new);
        self.0.truncate(APPLICATIONS_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(notes: &[(&str, i64)]) -> Applications {
        let mut applications = Applications::default();
        for (service, at) in notes {
            let department = DepartmentId::parse("fisheries").unwrap();
            applications.note(department, ServiceId::parse(service).unwrap(), Timestamp(*at));
        }
        applications
    }

    fn told(applications: &Applications) -> Vec<(&str, i64, i64)> {
        let tell = |it: &'_ Application| (it.first_at.0, it.last_at.0);
        applications.iter().map(|it| (it.service.as_str(), tell(it).0, tell(it).1)).collect()
    }

    #[test]
    fn a_service_is_there_once_with_the_first_and_the_last_time() {
        let applications = noted(&[("boat", 1), ("relief", 2), ("boat", 3)]);
        assert_eq!(told(&applications), [("boat", 1, 3), ("relief", 2, 2)]);
    }

    #[test]
    fn as_many_are_kept_as_may_be_and_then_the_oldest_goes() {
        let names: Vec<_> = (0..=APPLICATIONS_MAX).map(|n| format!("s{n}")).collect();
        let notes: Vec<_> = names.iter().map(String::as_str).zip(1_i64..).collect();
        let full = noted(&notes[..APPLICATIONS_MAX]);
        assert_eq!(full.iter().count(), APPLICATIONS_MAX);
        assert_eq!(told(&full).last(), Some(&("s0", 1, 1)));
        let over = noted(&notes);
        assert_eq!(over.iter().count(), APPLICATIONS_MAX);
        assert_eq!(told(&over).last(), Some(&("s1", 2, 2)));
    }

    #[test]
    fn two_citizens_applications_become_one_list() {
        let mut older = noted(&[("boat", 1), ("relief", 5)]);
        older.absorb(noted(&[("boat", 3), ("licence", 4)]));
        assert_eq!(told(&older), [("relief", 5, 5), ("licence", 4, 4), ("boat", 1, 3)]);
    }

    #[test]
    fn what_is_named_apart_is_followed_there_and_the_rest_in_one_service() {
        let id = |id: &str| ServiceId::parse(id).unwrap();
        let of = BTreeMap::from([(id("connection"), id("progress"))]);
        let both = Following { of: of.clone(), ..Following::all_in(id("status")) };
        let place = |following: &Following, applied: &str| {
            following.place_of(&id(applied)).map(ToString::to_string)
        };
        assert_eq!(place(&both, "connection").as_deref(), Some("progress"));
        assert_eq!(place(&both, "bill").as_deref(), Some("status"));
        assert_eq!(place(&Following { service: None, of }, "bill"), None);
        assert!(both.is_place(&id("progress")) && both.is_place(&id("status")));
        assert!(!both.is_place(&id("connection")));
        let of = BTreeMap::from([(id("bill"), id("bill")), (id("a"), id("b")), (id("b"), id("c"))]);
        let itself = Following { of, ..Following::all_in(id("status")) };
        assert_eq!(place(&itself, "bill").as_deref(), Some("bill"));
        assert!(!itself.is_place(&id("bill")) && !itself.is_place(&id("b")));
        assert!(itself.is_place(&id("c")));
        for (missing, n) in [("progress", 1), ("status", 1), ("connection", 1), ("bill", 0)] {
            let unknown = both.unknown_service(|service| service.as_str() != missing);
            assert_eq!(unknown.into_iter().count(), n, "{missing}");
        }
    }
}
