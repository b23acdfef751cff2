//! `/healthz`, `/readyz` and `/metrics`. For the inside only.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use metrics_exporter_prometheus::PrometheusHandle;
use mitra_storage::SharedStorage;
use serde::Serialize;

/// What readiness depends on.
pub struct Readiness {
    /// Must be writable.
    pub storage: SharedStorage,
    /// Whether the sandbox proved that it can end a guest that spins.
    pub sandbox: Arc<AtomicBool>,
    /// Whether the host is stopping.
    pub stopping: Arc<AtomicBool>,
}

/// The operations pages as a router.
pub struct Operations;

#[derive(Serialize)]
struct Ready {
    storage: &'static str,
    sandbox: &'static str,
    lifecycle: &'static str,
}

impl Operations {
    /// Routes the three pages.
    pub fn router(readiness: Readiness, metrics: PrometheusHandle) -> Router {
        let scrape = move || {
            let text = metrics.render();
            async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text) }
        };
        Router::new()
            .route("/healthz", get(async || "ok\n"))
            .route("/readyz", get(ready))
            .route("/metrics", get(scrape))
            .with_state(Arc::new(readiness))
    }
}

/// 200 if this host can take citizens' messages now; else 503. Either way says what holds.
async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    let storage = match readiness.storage.probe().await {
        Ok(()) => "ok",
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "storage is not ready");
            "cannot be written"
        }
    };
    let sandbox = if readiness.sandbox.load(Ordering::Acquire) { "ok" } else { "not proven yet" };
    let stopping = readiness.stopping.load(Ordering::Acquire);
    let lifecycle = if stopping { "stopping" } else { "ok" };
    let ready = Ready { storage, sandbox, lifecycle };
    let all = [ready.storage, ready.sandbox, ready.lifecycle].iter().all(|part| *part == "ok");
    let status = if all { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(ready)).into_response()
}
