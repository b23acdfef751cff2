//! The routing table that a host publishes, put together from what it loads and what the control plane decides.

use std::sync::{Arc, Mutex, PoisonError};

use mitra_core::ids::DepartmentId;
use mitra_core::routing::{Route, RoutingTable};
use mitra_pipeline::Routing;

/// Who publishes routing tables. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Board(Arc<Shared>);

struct Shared {
    routing: Routing,
    /// As they are configured: in this order citizens see them.
    order: Vec<DepartmentId>,
    /// What is published. Held while it is changed, never by a turn.
    served: Mutex<RoutingTable>,
}

impl Board {
    /// With what is published now.
    pub(crate) fn new(routing: Routing, table: RoutingTable, order: Vec<DepartmentId>) -> Self {
        Self(Arc::new(Shared { routing, order, served: Mutex::new(table) }))
    }

    /// Replaces what is published. What nobody needs any more is unloaded when the last event that was routed over it
    /// is settled.
    pub(crate) fn replace(&self, table: RoutingTable) {
        self.change(|_| table);
    }

    fn change(&self, change: impl FnOnce(&RoutingTable) -> RoutingTable) {
        let Shared { routing, order, served } = &*self.0;
        let mut served = served.lock().unwrap_or_else(PoisonError::into_inner);
        let mut routes: Vec<_> =
            change(&served).routes().iter().map(|route| Route::clone(route)).collect();
        let place = |route: &Route| order.iter().position(|id| *id == route.department().id);
        routes.sort_by_key(|route| place(route).unwrap_or(usize::MAX));
        *served = RoutingTable::new(routes);
        routing.publish(served.clone());
    }
}

impl mitra_control::Board for Board {
    fn put(&self, department: &DepartmentId, route: Option<Route>) {
        self.change(|served| match route {
            Some(route) => served.with(route),
            None => served.without(department),
        });
    }
}

#[cfg(test)]
mod tests {
    use mitra_control::Board as _;
    use mitra_core::department::Department;
    use mitra_core::ids::ReleaseDigest;
    use mitra_core::language::Localized;
    use mitra_core::routing::ServedRelease;

    use super::*;

    fn id(department: &str) -> DepartmentId {
        DepartmentId::parse(department).expect("is a slug")
    }

    fn route(department: &str, digest: &str) -> Route {
        let name = Localized { te: "x".to_owned(), en: "x".to_owned(), hi: "x".to_owned() };
        let (id, services) = (id(department), Vec::new());
        let department = Department { id, name, services, state_schema: 1 };
        ServedRelease::new(ReleaseDigest::new(digest), department, false).into()
    }

    #[test]
    fn departments_stand_in_the_order_in_which_they_are_configured() {
        let order = ["energy", "water", "roads"].map(id).to_vec();
        let table = RoutingTable::new([route("roads", "r")]);
        let routing = Routing::new(table.clone());
        let board = Board::new(routing, table, order);
        board.put(&id("water"), Some(route("water", "w")));
        board.put(&id("energy"), Some(route("energy", "e1")));
        board.put(&id("energy"), Some(route("energy", "e2")));
        let shown = || -> Vec<_> {
            let served = board.0.served.lock().expect("nothing panicked");
            served.routes().iter().map(|route| route.live().digest.to_string()).collect()
        };
        assert_eq!(shown(), ["e2", "w", "r"]);
        board.put(&id("water"), None);
        assert_eq!(shown(), ["e2", "r"]);
    }
}
