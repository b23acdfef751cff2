//! The API of refunds as the host sees it: `/v1/payments/{id}/refund` and `/v1/payments/{id}/refunds`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use super::api::{is_authorized, refused, unauthorized};
use super::refund::{Made, Refunding, WantedRefund};
use super::{PaymentLink, callback};
use crate::simulator::World;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/v1/payments/{id}/refund", post(make))
        .route("/v1/payments/{id}/refunds", get(all))
        .with_state(world)
}

async fn make(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    let Some(link) = paid_by(&world, &id) else { return unknown() };
    let key = headers.get("x-refund-idempotency").and_then(|value| value.to_str().ok());
    let wanted: Result<WantedRefund, _> = serde_json::from_slice(&body);
    let made = wanted
        .map_err(|error| error.to_string())
        .and_then(|wanted| world.refunds.make(&link, &id, wanted, key));
    let Made { refund, is_new } = match made {
        Ok(made) => made,
        Err(why) => return refused(StatusCode::BAD_REQUEST, &why),
    };
    let doubled = world.chance.happens(world.faults().notifications_doubled);
    let calls = if doubled { 2 } else { 1 };
    match world.refunds.refunding() {
        Refunding::AtOnce if is_new => world.end_refund(&refund.id, true, calls),
        Refunding::Fails if is_new => world.end_refund(&refund.id, false, calls),
        Refunding::AtOnce | Refunding::Fails | Refunding::Waits => false,
    };
    Json(refund.entity()).into_response()
}

async fn all(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    if paid_by(&world, &id).is_none() {
        return unknown();
    }
    let refunds = world.refunds.all().into_iter().filter(|refund| refund.payment_id == id);
    let items: Vec<_> = refunds.map(|refund| refund.entity()).collect();
    Json(json!({ "entity": "collection", "count": items.len(), "items": items })).into_response()
}

/// The link that this payment paid.
fn paid_by(world: &World, payment: &str) -> Option<PaymentLink> {
    world.links.all().into_iter().find(|link| link.payment_id().as_deref() == Some(payment))
}

fn unknown() -> Response {
    refused(StatusCode::BAD_REQUEST, "The id provided does not exist")
}

impl World {
    /// Refunds a part of a payment without being asked by the host, then, in seconds since 1970; gives the refund's
    /// number. None if there is no such payment, or not as much is left of it.
    pub(crate) fn refund_by_hand(&self, payment: &str, amount: u64, at: u64) -> Option<String> {
        self.refunds.by_hand(&paid_by(self, payment)?, amount, at)
    }

    /// Ends a refund that waits, and calls the host so many times. Says whether it waited.
    pub(crate) fn end_refund(&self, id: &str, is_done: bool, calls: usize) -> bool {
        let Some(refund) = self.refunds.end(id, is_done) else { return false };
        let options = self.options.payments.clone();
        self.webhook.spawn(callback::post_refund(options, refund, calls));
        true
    }
}
