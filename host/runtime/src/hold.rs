//! What keeps a release loaded.

use std::sync::Arc;

use mitra_core::ids::{DepartmentId, ReleaseDigest};

use crate::releases::{Release, Releases};

/// Keeps a release loaded. Dropped, it has the release forgotten, unless that was loaded again since.
pub struct ReleaseHold {
    pub(crate) releases: Arc<Releases>,
    pub(crate) department: DepartmentId,
    pub(crate) digest: ReleaseDigest,
    /// Which loading it is.
    pub(crate) number: u64,
}

impl Drop for ReleaseHold {
    fn drop(&mut self) {
        let is_mine = |release: &Release| release.number == self.number;
        if self.releases.remove(&self.department, &self.digest, is_mine) {
            tracing::info!(
                department = self.department.as_str(),
                release = self.digest.as_str(),
                "release unloaded"
            );
        }
    }
}
