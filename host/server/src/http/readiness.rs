//! How far the host is: written by its start and stop, read by `/readyz`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use mitra_storage::SharedStorage;
use serde::Serialize;

/// How far the host is.
pub(crate) struct Readiness {
    storage: OnceLock<SharedStorage>,
    sandbox: Arc<AtomicBool>,
    serving: AtomicBool,
    stopping: AtomicBool,
}

/// What `/readyz` shows: each part is `ok`, or says what is missing.
#[derive(Debug, Serialize)]
pub(super) struct Ready {
    storage: &'static str,
    sandbox: &'static str,
    departments: &'static str,
    lifecycle: &'static str,
}

impl Readiness {
    /// Nothing is there yet. `sandbox` tells whether it was proven that a guest that spins is ended.
    pub(crate) fn new(sandbox: Arc<AtomicBool>) -> Self {
        let (serving, stopping) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { storage: OnceLock::new(), sandbox, serving, stopping }
    }

    /// The database is open.
    pub(crate) fn storage_is_open(&self, storage: SharedStorage) {
        // A host opens one database in its life.
        self.storage.set(storage).ok();
    }

    /// The departments are loaded and the webhook is open.
    pub(crate) fn serves(&self) {
        self.serving.store(true, Ordering::Release);
    }

    /// The host drains.
    pub(crate) fn stops(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Looks at every part now.
    pub(super) async fn look(&self) -> Ready {
        let storage = match self.storage.get() {
            None => "not open yet",
            Some(storage) => match storage.probe().await {
                Ok(()) => "ok",
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "storage is not ready"
                    );
                    "cannot be written"
                }
            },
        };
        let is_serving = self.serving.load(Ordering::Acquire);
        let is_proven = self.sandbox.load(Ordering::Acquire);
        let lifecycle = if self.stopping.load(Ordering::Acquire) {
            "stopping"
        } else if is_serving {
            "ok"
        } else {
            "starting"
        };
        Ready {
            storage,
            sandbox: if is_proven { "ok" } else { "not proven yet" },
            departments: if is_serving { "ok" } else { "not loaded yet" },
            lifecycle,
        }
    }
}

impl Ready {
    /// Whether this host can take citizens' messages now.
    pub(super) fn is_ready(&self) -> bool {
        [self.storage, self.sandbox, self.departments, self.lifecycle].iter().all(|p| *p == "ok")
    }
}

#[cfg(test)]
mod tests {
    use mitra_storage::StorageLimits;
    use mitra_storage::memory::MemoryStorage;

    use super::*;

    #[tokio::test]
    async fn a_host_is_ready_between_its_start_and_its_stop() {
        let proven = Arc::new(AtomicBool::new(false));
        let readiness = Readiness::new(Arc::clone(&proven));
        let shown = async || {
            let ready = readiness.look().await;
            (ready.is_ready(), serde_json::to_string(&ready).expect("JSON"))
        };
        let (is_ready, missing) = shown().await;
        let expected = "{\"storage\":\"not open yet\",\"sandbox\":\"not proven yet\",\
            \"departments\":\"not loaded yet\",\"lifecycle\":\"starting\"}";
        assert!(!is_ready && missing == expected, "{missing}");
        readiness.storage_is_open(Arc::new(MemoryStorage::new(StorageLimits::default(), 1)));
        proven.store(true, Ordering::Release);
        assert!(!shown().await.0);
        readiness.serves();
        assert!(shown().await.0);
        readiness.stops();
        let (is_ready, stopping) = shown().await;
        assert!(!is_ready && stopping.contains(r#""lifecycle":"stopping""#), "{stopping}");
    }
}
