//! The page that a card's button opens: the citizen pays, fails to, or lets the time pass.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::CardOrder;
use crate::payments::pay_page;
use crate::simulator::World;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/order/{reference}", get(show))
        .route("/order/{reference}/{end}", post(end))
        .with_state(world)
}

async fn show(State(world): State<Arc<World>>, Path(reference): Path<String>) -> Response {
    match world.orders.get(&reference) {
        Some(order) => page(&order),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn end(
    State(world): State<Arc<World>>,
    Path((reference, end)): Path<(String, String)>,
) -> Response {
    if world.orders.get(&reference).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let doubled = world.chance.happens(world.faults().notifications_doubled);
    let copies = if doubled { 2 } else { 1 };
    // One that ended before is shown as it is.
    match end.as_str() {
        "paid" => world.attempt_order(&reference, true, copies),
        "paid-twice" => world.attempt_order(&reference, true, 2),
        "failed" => world.attempt_order(&reference, false, copies),
        "expired" => world.expire_order(&reference),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    // The name of an order that there is: letters, digits, `_`, `-` and `.`.
    Redirect::to(&format!("/order/{reference}")).into_response()
}

fn page(order: &CardOrder) -> Response {
    let CardOrder { reference_id, item, amount, .. } = order;
    let forms: &[_] = if order.can_be_paid() {
        &[
            ("paid", "pay", "Pay"),
            ("paid-twice", "pay", "Pay, and have it reported twice"),
            ("failed", "fail", "Let it fail"),
            ("expired", "fail", "Let its time pass"),
        ]
    } else {
        &[]
    };
    pay_page(&format!("/order/{reference_id}"), item, *amount, &order.words(), forms)
}
