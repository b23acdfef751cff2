//! The admin API, `/v1`: what operators, approvers and departments see and decide. For the inside only.
//!
//! Every request names its token; every change says why, and stands in the audit log with the token's name. No answer
//! has a secret in it. Its description is `docs/admin-api.json`, made from this code.

mod access;
mod acts;
mod audit;
mod breakers;
mod capsules;
mod dead_letters;
mod description;
mod door;
mod drains;
mod grants;
mod keys;
mod page;
mod payments;
mod refusal;
mod releases;
mod reports;
mod sessions;
mod unmet;
mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use mitra_release::ENVELOPE_BYTES_MAX;

pub(crate) use access::Access as AdminAccess;
pub(crate) use description::description;
pub(crate) use door::AdminParts;
use door::Door;
use refusal::Refusal;

/// The largest request but for a release, in bytes.
const REQUEST_BYTES_MAX: usize = 64 * 1024;

/// The admin API as a router.
pub(crate) struct AdminDoor;

impl AdminDoor {
    /// Routes all requests of holders of good tokens.
    pub(crate) fn router(parts: AdminParts) -> Router {
        let door = Arc::new(Door::new(parts));
        let stage = post(releases::stage).layer(DefaultBodyLimit::disable());
        let approve = post(releases::approve).layer(DefaultBodyLimit::max(ENVELOPE_BYTES_MAX));
        Router::new()
            .route("/v1/departments", get(releases::departments))
            .route("/v1/departments/{id}", get(releases::department))
            .route("/v1/departments/{id}/releases", stage)
            .route("/v1/departments/{id}/releases/{digest}/envelope", get(releases::envelope))
            .route("/v1/departments/{id}/releases/{digest}/approval", approve)
            .route("/v1/departments/{id}/releases/{digest}/shadow", get(capsules::shadow))
            .route("/v1/departments/{id}/capsules", get(capsules::all))
            .route("/v1/departments/{id}/capsules/{capsule}", get(capsules::one))
            .route("/v1/departments/{id}/signatures", put(keys::require))
            .route("/v1/departments/{id}/{act}", post(acts::act))
            .route("/v1/keys", get(keys::all).post(keys::register))
            .route("/v1/keys/{id}/revoke", post(keys::revoke))
            .route("/v1/audit", get(audit::entries))
            .route("/v1/audit/head", get(audit::head))
            .route("/v1/breakers", get(breakers::breakers))
            .route("/v1/breakers/{department}/close", post(breakers::close))
            .route("/v1/dead-letters", get(dead_letters::letters))
            .route("/v1/dead-letters/{id}/retry", post(dead_letters::retry))
            .route("/v1/dead-letters/{id}/discard", post(dead_letters::discard))
            .route("/v1/sessions", get(sessions::sessions))
            .route("/v1/unmet", get(unmet::unmet))
            .route("/v1/drains", get(drains::drains))
            .route("/v1/grants/{department}", get(grants::grants))
            .route("/v1/payments/report", get(reports::report))
            .route("/v1/payments/{department}/{reference}", get(payments::payment))
            .route("/v1/payments/{department}/{reference}/refunds", post(payments::refund))
            .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
            .fallback(async || Refusal::NoPage)
            .method_not_allowed_fallback(async || Refusal::OtherMethod)
            .with_state(door)
    }
}
