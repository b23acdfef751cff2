//! The releases that a host serves, and how others take their place.

use anyhow::Context;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
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
    /// What was served before, and what is served: an event that was routed just before a change still finds its
    /// release. Held while releases are loaded, so that changes come one after the other.
    served: Mutex<(Vec<Loaded>, Vec<Loaded>)>,
}

/// One release in the sandbox.
type Loaded = (DepartmentId, ReleaseDigest);

impl Releases {
    /// What a host begins with.
    pub(super) fn new(routing: Routing, table: &RoutingTable) -> Self {
        Self { routing, sandbox: None, served: Mutex::new((Vec::new(), releases(table))) }
    }

    /// Loads releases of these departments and publishes them. If one cannot be loaded, nothing changes.
    pub(super) async fn replace(
        &self,
        departments: &[DepartmentConfig],
        records: &SharedStorage,
    ) -> anyhow::Result<()> {
        let sandbox = self.sandbox.as_ref().context("departments run outside of the sandbox")?;
        let mut served = self.served.lock().await;
        let table = departments::load(departments, sandbox, records).await?;
        let present = releases(&table);
        self.routing.publish(table);
        let (oldest, last) = std::mem::replace(&mut *served, (Vec::new(), present));
        for (department, digest) in oldest {
            let release = (department, digest);
            if !last.contains(&release) && !served.1.contains(&release) {
                sandbox.unload(&release.0, &release.1);
            }
        }
        served.0 = last;
        Ok(())
    }
}

fn releases(table: &RoutingTable) -> Vec<Loaded> {
    let release = |route: &std::sync::Arc<mitra_core::routing::Route>| {
        (route.department.id.clone(), route.release.clone())
    };
    table.routes().iter().map(release).collect()
}
