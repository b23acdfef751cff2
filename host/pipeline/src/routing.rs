//! The published routing table, with the front desk that shows it.

use std::sync::Arc;

use arc_swap::ArcSwap;
use mitra_core::routing::RoutingTable;
use mitra_desk::{Desk, Popular};

/// The routing table that turns see: one pointer, replaced whole. Reading takes no lock.
#[derive(Clone)]
pub struct Routing(Arc<ArcSwap<Desk>>);

impl Routing {
    /// Starts with this table.
    pub fn new(table: RoutingTable) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(Desk::new(Arc::new(table)))))
    }

    /// Replaces the table. Events routed from now on see the new one; running turns keep the old one.
    pub fn publish(&self, table: RoutingTable) {
        let desk = self.desk().follow(Arc::new(table));
        // What is popular may have changed while the index was made.
        self.0.rcu(|current| desk.with_popular(Arc::clone(current.popular())));
    }

    /// The front desk shows these services as popular from now on.
    pub(crate) fn show_popular(&self, popular: Popular) {
        if **self.desk().popular() != popular {
            let popular = Arc::new(popular);
            self.0.rcu(|current| current.with_popular(Arc::clone(&popular)));
        }
    }

    /// The front desk over the current table. Hold it for one event, so that the event sees one table.
    pub(crate) fn desk(&self) -> Arc<Desk> {
        self.0.load_full()
    }
}
