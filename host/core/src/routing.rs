//! Which release answers for which department: one immutable table, published by pointer.

use std::collections::HashMap;
use std::sync::Arc;

use crate::department::{Department, Service};
use crate::ids::{DepartmentId, ReleaseDigest, ServiceId};

/// All departments that citizens can reach, in the order shown. Immutable: a change is a new table.
#[derive(Debug, Clone, Default)]
pub struct RoutingTable {
    routes: Vec<Arc<Route>>,
    /// Where each department's route is: every message looks for one, however many there are.
    places: HashMap<DepartmentId, usize>,
}

/// One department and the release that serves it.
#[derive(Debug)]
pub struct Route {
    /// The department as its live release describes it.
    pub department: Department,
    /// The live release.
    pub release: ReleaseDigest,
    /// Whether notices of its back end are taken: its vendor asks for them, and the operator grants them.
    pub takes_notices: bool,
}

impl RoutingTable {
    /// A table of these routes, in this order. A later route for the same department replaces the earlier one.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let mut table = Self::default();
        for route in routes {
            let place =
                *table.places.entry(route.department.id.clone()).or_insert(table.routes.len());
            let route = Arc::new(route);
            match table.routes.get_mut(place) {
                Some(earlier) => *earlier = route,
                None => table.routes.push(route),
            }
        }
        table
    }

    /// All routes, in the order shown.
    pub fn routes(&self) -> &[Arc<Route>] {
        &self.routes
    }

    /// The route of a department.
    pub fn route(&self, department: &DepartmentId) -> Option<&Arc<Route>> {
        self.routes.get(*self.places.get(department)?)
    }

    /// The route and the description of one service.
    pub fn service(
        &self,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Option<(&Arc<Route>, &Service)> {
        let route = self.route(department)?;
        Some((route, route.department.service(service)?))
    }
}
