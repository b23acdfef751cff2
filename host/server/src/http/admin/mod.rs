//! The admin API, `/v1`: what operators, approvers and departments see and decide. For the inside only.
//!
//! Every request names its token; every change says why, and stands in the audit log with the token's name. No answer
//! has a secret in it. Its description is `docs/admin-api.json`, made from this code.

mod access;
mod acts;
mod audit;
mod description;
mod keys;
mod refusal;
mod releases;
mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use mitra_control::Controller;
use mitra_release::ENVELOPE_BYTES_MAX;
use mitra_storage_sql::SqliteStorage;
use tokio::sync::Semaphore;

use crate::config::AdminTokenConfig;
use access::Access;
pub(crate) use description::description;
use refusal::Refusal;

/// The largest request but for a release, in bytes.
const REQUEST_BYTES_MAX: usize = 64 * 1024;

/// What the admin API works on.
pub(crate) struct AdminParts {
    /// None where every department has a component.
    pub(crate) controller: Option<Controller>,
    pub(crate) storage: Arc<SqliteStorage>,
    pub(crate) tokens: Vec<AdminTokenConfig>,
}

/// The admin API as a router.
pub(crate) struct AdminDoor;

/// What all requests share.
struct Door {
    controller: Option<Controller>,
    storage: Arc<SqliteStorage>,
    access: Access,
    /// For releases that are being taken in: each is in memory as a whole.
    places: Semaphore,
}

impl Door {
    fn controller(&self) -> Result<&Controller, Refusal> {
        self.controller.as_ref().ok_or(Refusal::NoReleases)
    }
}

impl AdminDoor {
    /// Routes all requests of holders of these tokens.
    pub(crate) fn router(parts: AdminParts) -> Router {
        let AdminParts { controller, storage, tokens } = parts;
        let access = Access::new(tokens);
        let places = Semaphore::new(releases::STAGED_AT_ONCE_MAX);
        let door = Arc::new(Door { controller, storage, access, places });
        let stage = post(releases::stage).layer(DefaultBodyLimit::disable());
        let approve = post(releases::approve).layer(DefaultBodyLimit::max(ENVELOPE_BYTES_MAX));
        Router::new()
            .route("/v1/departments", get(releases::departments))
            .route("/v1/departments/{id}", get(releases::department))
            .route("/v1/departments/{id}/releases", stage)
            .route("/v1/departments/{id}/releases/{digest}/envelope", get(releases::envelope))
            .route("/v1/departments/{id}/releases/{digest}/approval", approve)
            .route("/v1/departments/{id}/signatures", put(keys::require))
            .route("/v1/departments/{id}/{act}", post(acts::act))
            .route("/v1/keys", get(keys::all).post(keys::register))
            .route("/v1/keys/{id}/revoke", post(keys::revoke))
            .route("/v1/audit", get(audit::entries))
            .route("/v1/audit/head", get(audit::head))
            .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
            .fallback(async || Refusal::NoPage)
            .method_not_allowed_fallback(async || Refusal::OtherMethod)
            .with_state(door)
    }
}
