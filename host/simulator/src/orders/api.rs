//! The Graph API of orders: `GET /{number}/payments/{configuration}/{reference}` and `POST /{number}/payments_refund`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{CardAttempt, CardOrder, CardRefund, rupees};
use crate::graph::{GraphError, authorize};
use crate::payments::Refunding;
use crate::simulator::World;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/{version}/{number}/payments/{configuration}/{reference}", get(look_up))
        .route("/{version}/{number}/payments_refund", post(pay_back))
        .with_state(world)
}

async fn look_up(
    State(world): State<Arc<World>>,
    Path((_version, number, configuration, reference)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, Some(&number))?;
    let order = world.orders.get(&reference).filter(|it| it.configuration == configuration);
    let order = order.ok_or_else(|| GraphError::unknown_object(&reference))?;
    Ok(Json(json!({ "payments": [payment(&order)] })))
}

/// An order as the look-up has it. Without a try there are no transactions.
fn payment(order: &CardOrder) -> Value {
    let status = if order.payment().is_some() { "captured" } else { "pending" };
    let mut payment = json!({
        "reference_id": order.reference_id, "status": status, "currency": "INR",
        "amount": rupees(order.amount),
    });
    let transactions: Vec<_> = order
        .attempts
        .iter()
        .map(|attempt| {
            let mut transaction = transaction(order, attempt);
            if attempt.is_paid && !order.refunds.is_empty() {
                transaction["refunds"] = order.refunds.iter().map(refund).collect();
            }
            transaction
        })
        .collect();
    if !transactions.is_empty() {
        payment["transactions"] = transactions.into();
    }
    payment
}

pub(super) fn transaction(order: &CardOrder, attempt: &CardAttempt) -> Value {
    let status = if attempt.is_paid { "success" } else { "failed" };
    let mut transaction = json!({
        "id": attempt.payment.replace("pay_", "order_"), "pg_transaction_id": attempt.payment,
        "type": "razorpay", "status": status, "created_timestamp": attempt.at,
        // Meta writes it as a number on one page and as a text on another.
        "updated_timestamp": attempt.at.to_string(), "amount": rupees(order.amount),
        "currency": "INR", "method": { "type": "upi" },
    });
    if !attempt.is_paid {
        transaction["error"] = json!({ "code": "BAD_REQUEST_ERROR", "reason": "incorrect_pin" });
    }
    transaction
}

pub(super) fn refund(refund: &CardRefund) -> Value {
    let CardRefund { id, amount, status, at } = refund;
    json!({
        "id": id, "amount": rupees(*amount), "speed_processed": "normal", "status": status,
        "created_timestamp": at, "updated_timestamp": at,
    })
}

async fn pay_back(
    State(world): State<Arc<World>>,
    Path((_version, number)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, Some(&number))?;
    let wanted: Value = serde_json::from_slice(&body)
        .map_err(|error| GraphError::value(format!("the body is not JSON: {error}")))?;
    let text = |pointer: &str| {
        let text = wanted.pointer(pointer).and_then(Value::as_str);
        text.ok_or_else(|| GraphError::missing(pointer.trim_start_matches('/')))
    };
    let (reference, configuration) = (text("/reference_id")?, text("/payment_config_id")?);
    if !matches!(wanted["speed"].as_str(), None | Some("normal" | "instant")) {
        return Err(GraphError::value("speed must be normal or instant"));
    }
    if text("/amount/currency")? != "INR" || text("/amount/offset")? != "100" {
        return Err(GraphError::value("amount must be in INR, with the offset 100"));
    }
    let amount = text("/amount/value")?.parse();
    let amount = amount.map_err(|_| GraphError::value("amount.value is no whole number"))?;
    let made = world.orders.refund(reference, configuration, amount);
    let (_, refund) = made.map_err(GraphError::value)?;
    let doubled = world.chance.happens(world.faults().notifications_doubled);
    let copies = if doubled { 2 } else { 1 };
    match world.refunds.refunding() {
        Refunding::AtOnce => world.end_order_refund(&refund.id, true, copies),
        Refunding::Fails => world.end_order_refund(&refund.id, false, copies),
        Refunding::Waits => false,
    };
    Ok(Json(json!({ "id": refund.id, "status": "pending", "speed_processed": "normal" })))
}
