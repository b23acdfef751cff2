//! The releases that a host serves, and how others take their place.

use anyhow::Context;
use mitra_core::routing::RoutingTable;
use mitra_pipeline::Routing;
use mitra_runtime::Sandbox;
use mitra_storage::SharedStorage;
use tokio::sync::Mutex;

use crate::config::DepartmentConfig;
use crate::departments;

/// The releases that a host serves.
pub(super) struct Releases {
    routing: Routing,
    /// None where departments run by other means.
    pub(super) sandbox: Option<Sandbox>,
    /// What is served. Held while releases are loaded, so that changes come one after the other.
    served: Mutex<RoutingTable>,
}

impl Releases {
    /// What a host begins with.
    pub(super) fn new(routing: Routing, table: RoutingTable) -> Self {
        Self { routing, sandbox: None, served: Mutex::new(table) }
    }

    /// Loads releases of these departments and publishes them. If one cannot be loaded, nothing changes. What was served
    /// before is unloaded when the last event that was routed over it is settled.
    pub(super) async fn replace(
        &self,
        departments: &[DepartmentConfig],
        records: &SharedStorage,
    ) -> anyhow::Result<()> {
        let sandbox = self.sandbox.as_ref().context("departments run outside of the sandbox")?;
        let mut served = self.served.lock().await;
        let table = departments::load(departments, sandbox, records).await?;
        self.routing.publish(table.clone());
        *served = table;
        Ok(())
    }
}
