//! Sends that make an order, or tell what became of one.

use serde_json::Value;

use super::error::{ErrorObject, GraphError};
use crate::chat::Citizen;
use crate::orders::{CardOrder, CardStatus, Untold};
use crate::simulator::World;

/// Makes the order that a message has, if it has one.
pub(super) fn made(
    world: &World,
    citizen: &Citizen,
    wamid: &str,
    message: &Value,
) -> Result<Option<CardOrder>, GraphError> {
    if message["interactive"]["type"] != "order_details" {
        return Ok(None);
    }
    if let Some(code) = world.orders.refused() {
        return Err(GraphError::no_orders(code));
    }
    let order = CardOrder::of(&citizen.key, wamid, message);
    world.orders.make(order.clone()).map_err(GraphError::value)?;
    Ok(Some(order))
}

/// Has an order become what a message says, if it says so of one. What cannot follow is noticed by Meta only when it
/// delivers: gives why the receipt will be `failed`.
pub(super) fn told(
    world: &World,
    citizen: &Citizen,
    message: &Value,
) -> Result<Option<ErrorObject>, GraphError> {
    if message["interactive"]["type"] != "order_status" {
        return Ok(None);
    }
    let parameters = &message["interactive"]["action"]["parameters"];
    let reference = parameters["reference_id"].as_str().unwrap_or_default();
    let status = match parameters["order"]["status"].as_str() {
        Some("completed") => CardStatus::Completed,
        Some("canceled") => CardStatus::Canceled,
        _ => CardStatus::Processing,
    };
    let told = world.orders.tell(&citizen.key, reference, status);
    let unknown = || GraphError::value(format!("there is no order {reference}"));
    Ok(match told.ok_or_else(unknown)? {
        Ok(order) => {
            world.redraw(&order);
            None
        }
        Err(Untold::Transition) => Some(ErrorObject::order_transition()),
        Err(Untold::Paid) => Some(ErrorObject::order_paid()),
    })
}
