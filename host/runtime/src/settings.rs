//! What the operator decides about one department.

use std::collections::BTreeMap;
use std::sync::Arc;

use mitra_core::limits::HTTP_UNDER_WAY_MAX;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::grants::Grants;

/// What the operator decides about one department.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What its component reads through `config`. Never secrets.
    pub config: BTreeMap<String, String>,
    /// What it may do outside of itself.
    pub grants: Grants,
    /// Places for its requests to web services.
    pub(crate) web_places: WebPlaces,
}

/// Places for the requests of one department.
#[derive(Debug, Clone)]
pub(crate) struct WebPlaces(Arc<Semaphore>);

impl WebPlaces {
    /// A place for one request, if there is one.
    pub(crate) fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().ok()
    }
}

impl Default for WebPlaces {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HTTP_UNDER_WAY_MAX)))
    }
}

impl Settings {
    /// These.
    pub fn new(config: BTreeMap<String, String>, grants: Grants) -> Self {
        Self { config, grants, web_places: WebPlaces::default() }
    }
}

/// Settings that grant nothing.
impl From<BTreeMap<String, String>> for Settings {
    fn from(config: BTreeMap<String, String>) -> Self {
        Self::new(config, Grants::default())
    }
}
