//! One element of `statuses[]`.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryReference, Receipt, ReceiptStatus};
use mitra_core::event::{Leaf, Notice};
use mitra_core::ids::Wamid;
use serde_json::Value;

use super::fields::{error_code, instant, text};

/// Understands one status, or says why it cannot be.
pub(super) fn parse(raw: &str) -> Result<Leaf, String> {
    let value: Value = serde_json::from_str(raw).map_err(|error| format!("no status: {error}"))?;
    let wamid = text(&value, "id").ok_or("a status without an id")?;
    let status = text(&value, "status").ok_or("a status without a status")?;
    let kind = text(&value, "type").unwrap_or("message");
    let code = error_code(&value);
    let known = match status {
        "sent" => Some(ReceiptStatus::Sent),
        "delivered" => Some(ReceiptStatus::Delivered),
        "read" => Some(ReceiptStatus::Read),
        "played" => Some(ReceiptStatus::Played),
        "failed" => Some(ReceiptStatus::Failed),
        // `deleted` and `warning` of old, and whatever comes next.
        _ => None,
    };
    let Some(status) = known.filter(|_| kind == "message") else {
        // Statuses of payments and calls are about other things than our deliveries.
        let name = if kind == "message" { "other" } else { kind };
        let field = format!("statuses/{}", name.chars().take(20).collect::<String>());
        return Ok(Leaf::Notice(Notice { field, code }));
    };
    Ok(Leaf::Receipt(Receipt {
        wamid: Wamid::new(wamid),
        reference: text(&value, "biz_opaque_callback_data").and_then(DeliveryReference::parse),
        status,
        at: instant(&value, "timestamp").unwrap_or(Timestamp(0)),
        code,
    }))
}
