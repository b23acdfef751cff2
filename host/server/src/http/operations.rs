//! `/healthz`, `/readyz` and `/metrics`. For the inside only.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use metrics_exporter_prometheus::PrometheusHandle;

use super::readiness::Readiness;

/// Routes the three pages.
pub(crate) fn router(readiness: Arc<Readiness>, metrics: PrometheusHandle) -> Router {
    let scrape = move || {
        let text = metrics.render();
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text) }
    };
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(scrape))
        .with_state(readiness)
}

/// 200 if this host can take citizens' messages now; else 503. Either way says what holds.
async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    let ready = readiness.look().await;
    let status = if ready.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(ready)).into_response()
}
