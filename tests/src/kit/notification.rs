//! What Meta posts, written by hand: for what no citizen of the simulator sends.

use serde_json::{Value, json};

/// The business number of every test app.
pub const PHONE_NUMBER_ID: &str = "PNID_1";

/// A notification with one change of this field, whose value has these parts beside what every value has.
///
/// # Panics
/// If `parts` is not an object.
pub fn notification(number: &str, field: &str, mut parts: Value) -> Vec<u8> {
    parts["messaging_product"] = "whatsapp".into();
    parts["metadata"] = json!({ "display_phone_number": "15550100001", "phone_number_id": number });
    let change = json!({ "field": field, "value": parts });
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "WABA_1", "changes": [change] }],
    })
    .to_string()
    .into_bytes()
}
