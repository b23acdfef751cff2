//! One element of `statuses[]`.

use std::ops::ControlFlow;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryReference, Receipt, ReceiptStatus};
use mitra_core::event::Leaf;
use mitra_core::ids::Wamid;

use super::json::Json;
use super::leaves::Leaves;
use super::message::WAMID_BYTES_MAX;
use super::payment;

/// Understands one status: a receipt, or a report on something else than our deliveries, such as a payment.
pub(super) fn parse(item: Json<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    let Some(object) = item.object() else {
        return leaves.quarantine(item, "a status that is no object");
    };
    let kind = object.text("type");
    let kind = kind.as_deref().unwrap_or("message");
    if kind == "payment" {
        return payment::parse(item, &object, leaves);
    }
    if kind != "message" {
        // Calls have statuses of their own.
        return leaves.account(&format!("statuses/{kind}"), object.error_code());
    }
    let Some(status) = object.text("status") else {
        return leaves.quarantine(item, "a status without a status");
    };
    let Some(status) = parse_status(&status) else {
        return leaves.account("statuses/other", object.error_code());
    };
    let Some(wamid) = object.text("id").filter(|id| id.len() <= WAMID_BYTES_MAX) else {
        let reason = format!("a status without a message id of 1 to {WAMID_BYTES_MAX} bytes");
        return leaves.quarantine(item, reason);
    };
    leaves.push(Leaf::Receipt(Receipt {
        wamid: Wamid::new(&*wamid),
        reference: object
            .text("biz_opaque_callback_data")
            .and_then(|text| DeliveryReference::parse(&text)),
        status,
        at: object.get("timestamp").and_then(Json::instant).unwrap_or(Timestamp(0)),
        code: object.error_code(),
    }))
}

/// None for `deleted` and `warning` of old, and for whatever comes next.
fn parse_status(status: &str) -> Option<ReceiptStatus> {
    match status {
        "sent" => Some(ReceiptStatus::Sent),
        "delivered" => Some(ReceiptStatus::Delivered),
        "read" => Some(ReceiptStatus::Read),
        "played" => Some(ReceiptStatus::Played),
        "failed" => Some(ReceiptStatus::Failed),
        _ => None,
    }
}
