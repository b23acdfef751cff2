//! What Meta takes of orders that are paid within the chat.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21).

use serde_json::Value;

use super::{Checked, optional, required, text};
use crate::clock::now_ms;
use crate::graph::error::GraphError;

/// The longest name of an order.
const REFERENCE_BYTES_MAX: usize = 35;
/// How far ahead an order must end, in seconds.
const EXPIRES_MIN: u64 = 300;
/// The most that UPI takes, in paise.
const UPI_MAX: u64 = 50_000_000;

/// The action of an `order_details` message.
pub(super) fn details(parameters: &Value) -> Checked {
    reference(parameters)?;
    one_of(parameters, "type", &["digital-goods", "physical-goods"])?;
    one_of(parameters, "currency", &["INR"])?;
    let total = amount(parameters, "total_amount")?;
    settings(parameters, total)?;
    let order = parameters.get("order").ok_or_else(|| GraphError::missing("order"))?;
    one_of(order, "status", &["pending"])?;
    let items = order.get("items").and_then(Value::as_array);
    let items = items.ok_or_else(|| GraphError::missing("order.items"))?;
    if items.is_empty() {
        return Err(GraphError::value("order.items is empty"));
    }
    let mut sum = 0;
    for item in items {
        sum += priced(item, order.get("catalog_id").is_some())?;
    }
    let subtotal = amount(order, "subtotal")?;
    if sum != subtotal {
        return Err(GraphError::value("order.subtotal is not the sum of the items"));
    }
    let tax = amount(order, "tax")?;
    let more = |key| order.get(key).map_or(Ok(0), |_| amount(order, key));
    let (shipping, discount) = (more("shipping")?, more("discount")?);
    if (subtotal + tax + shipping).checked_sub(discount) != Some(total) {
        let rule = "total_amount must be subtotal + tax + shipping - discount";
        return Err(GraphError::value(rule));
    }
    if total == 0 {
        return Err(GraphError::value("total_amount must be positive"));
    }
    order.get("expiration").map_or(Ok(()), expiration)
}

/// The action of an `order_status` message.
pub(super) fn status(parameters: &Value) -> Checked {
    reference(parameters)?;
    let order = parameters.get("order").ok_or_else(|| GraphError::missing("order"))?;
    // Meta writes it in both ways.
    let partially = ["partially_shipped", "partially-shipped"];
    let statuses = [&partially[..], &["processing", "shipped", "completed", "canceled"]].concat();
    one_of(order, "status", &statuses)?;
    optional(order, "description", 120)
}

fn reference(parameters: &Value) -> Checked {
    let reference = text(parameters, "reference_id");
    let reference = reference.ok_or_else(|| GraphError::missing("reference_id"))?;
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let has_length = (1..=REFERENCE_BYTES_MAX).contains(&reference.len());
    if has_length && reference.bytes().all(is_fit) {
        return Ok(());
    }
    Err(GraphError::value("reference_id: 1 to 35 letters, digits, underscores, dashes or dots"))
}

fn one_of(value: &Value, key: &str, known: &[&str]) -> Checked {
    let found = text(value, key).ok_or_else(|| GraphError::missing(key))?;
    if known.contains(&found) {
        return Ok(());
    }
    Err(GraphError::value(format!("{key} must be one of {}", known.join(", "))))
}

/// Whole paise.
fn amount(value: &Value, key: &str) -> Result<u64, GraphError> {
    let amount = value.get(key).ok_or_else(|| GraphError::missing(key))?;
    if amount["offset"].as_u64() != Some(100) {
        return Err(GraphError::value(format!("{key}.offset must be 100")));
    }
    let paise = amount["value"].as_u64();
    paise.ok_or_else(|| GraphError::value(format!("{key}.value must be a whole number")))
}

/// One way to pay: a payment gateway that the business has set up.
fn settings(parameters: &Value, total: u64) -> Checked {
    let settings = parameters.get("payment_settings").and_then(Value::as_array);
    let settings = settings.ok_or_else(|| GraphError::missing("payment_settings"))?;
    let [setting] = &settings[..] else {
        return Err(GraphError::value("payment_settings must have one element"));
    };
    one_of(setting, "type", &["payment_gateway"])?;
    let gateway = setting.get("payment_gateway");
    let gateway = gateway.ok_or_else(|| GraphError::missing("payment_gateway"))?;
    one_of(gateway, "type", &["billdesk", "razorpay", "payu", "zaakpay"])?;
    required(gateway, "configuration_name", "configuration_name", 60)?;
    if let Some(razorpay) = gateway.get("razorpay") {
        optional(razorpay, "receipt", 40)?;
    }
    let options = gateway.get("enabled_payment_options").and_then(Value::as_array);
    let takes_upi = options.is_none_or(|options| options.iter().any(|it| it == "upi"));
    if total > UPI_MAX && takes_upi {
        return Err(GraphError::value("UPI transactions are limited to 5,00,000 rupees"));
    }
    Ok(())
}

/// What an item costs. One that is in no catalogue says where it comes from.
fn priced(item: &Value, is_in_catalog: bool) -> Result<u64, GraphError> {
    required(item, "name", "item.name", 60)?;
    if !is_in_catalog {
        for key in ["country_of_origin", "importer_name"] {
            text(item, key).ok_or_else(|| GraphError::missing(key))?;
        }
        let address = item.get("importer_address");
        let address = address.ok_or_else(|| GraphError::missing("importer_address"))?;
        for key in ["address_line1", "city", "zone_code", "postal_code", "country_code"] {
            text(address, key).ok_or_else(|| GraphError::missing(key))?;
        }
    }
    let key = if item.get("sale_amount").is_some() { "sale_amount" } else { "amount" };
    let quantity = item["quantity"].as_u64().filter(|quantity| *quantity > 0);
    let quantity = quantity.ok_or_else(|| GraphError::value("item.quantity is no whole number"))?;
    Ok(amount(item, key)? * quantity)
}

fn expiration(expiration: &Value) -> Checked {
    let at = text(expiration, "timestamp").and_then(|at| at.parse::<u64>().ok());
    let at = at.ok_or_else(|| GraphError::value("expiration.timestamp is no text of seconds"))?;
    if at < now_ms() / 1_000 + EXPIRES_MIN {
        return Err(GraphError::value("expiration.timestamp must be 300 seconds ahead"));
    }
    required(expiration, "description", "expiration.description", 120)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::validate;
    use super::*;

    fn message(kind: &str, name: &str, parameters: &Value) -> Value {
        json!({ "type": "interactive", "interactive": {
            "type": kind, "body": { "text": "b" },
            "action": { "name": name, "parameters": parameters } } })
    }

    /// What the message's code is after this edit of what Meta takes.
    fn code(edit: impl FnOnce(&mut Value)) -> Option<i64> {
        let amount = json!({ "value": 500, "offset": 100 });
        let address = json!({
            "address_line1": "1 Road", "city": "Hyderabad", "zone_code": "TS",
            "postal_code": "500022", "country_code": "IN",
        });
        let mut parameters = json!({
            "reference_id": "o-1", "type": "digital-goods", "currency": "INR",
            "payment_settings": [{ "type": "payment_gateway", "payment_gateway": {
                "type": "razorpay", "configuration_name": "pg-prod" } }],
            "total_amount": amount,
            "order": {
                "status": "pending", "subtotal": amount, "tax": { "value": 0, "offset": 100 },
                "items": [{
                    "name": "Bill", "amount": amount, "quantity": 1,
                    "country_of_origin": "India", "importer_name": "a",
                    "importer_address": address,
                }],
                "expiration": {
                    "timestamp": (now_ms() / 1_000 + 400).to_string(), "description": "over",
                },
            },
        });
        edit(&mut parameters);
        let message = message("order_details", "review_and_pay", &parameters);
        validate(&message).err().map(|error| error.code())
    }

    /// Passes with as many characters as are allowed, and fails with one more.
    #[track_caller]
    fn at_most(chars_max: usize, pointer: &str) {
        let with = |chars| code(|it| *it.pointer_mut(pointer).unwrap() = "x".repeat(chars).into());
        assert_eq!(with(chars_max), None, "{pointer}");
        assert_eq!(with(chars_max + 1), Some(131_009), "{pointer}");
    }

    #[test]
    fn texts_have_their_limits() {
        assert_eq!(code(|_| {}), None);
        at_most(35, "/reference_id");
        at_most(60, "/order/items/0/name");
        at_most(120, "/order/expiration/description");
        at_most(60, "/payment_settings/0/payment_gateway/configuration_name");
        for reference in ["", "a b", "a/b", "ఒక"] {
            assert_eq!(code(|it| it["reference_id"] = reference.into()), Some(131_009));
        }
    }

    #[test]
    fn an_order_ends_five_minutes_ahead_at_least() {
        let ends = |seconds: u64| {
            let at = (now_ms() / 1_000 + seconds).to_string();
            code(|it| it["order"]["expiration"]["timestamp"] = at.into())
        };
        // A second may pass while this runs.
        assert_eq!(ends(301), None);
        assert_eq!(ends(299), Some(131_009));
        let number = code(|it| it["order"]["expiration"]["timestamp"] = 2_000_000_000.into());
        assert_eq!(number, Some(131_009), "it is a text");
    }

    #[test]
    fn amounts_are_whole_and_sum_up() {
        for (pointer, value) in [
            ("/total_amount/value", json!(501)),
            ("/total_amount/value", json!(5.0)),
            ("/total_amount/value", json!("500")),
            ("/total_amount/offset", json!(1)),
            ("/order/subtotal/value", json!(499)),
            ("/order/tax/value", json!(1)),
            ("/order/items/0/quantity", json!(2)),
            ("/order/items/0/amount/value", json!(1)),
        ] {
            let refused = code(|it| *it.pointer_mut(pointer).unwrap() = value);
            assert_eq!(refused, Some(131_009), "{pointer}");
        }
        let all = |paise: u64| {
            move |it: &mut Value| {
                for pointer in
                    ["/total_amount/value", "/order/subtotal/value", "/order/items/0/amount/value"]
                {
                    *it.pointer_mut(pointer).unwrap() = paise.into();
                }
            }
        };
        assert_eq!(code(all(UPI_MAX)), None);
        assert_eq!(code(all(UPI_MAX + 1)), Some(131_009));
        assert_eq!(code(all(0)), Some(131_009));
    }

    #[test]
    fn what_must_be_there_is_missed() {
        for (pointer, key) in [
            ("", "payment_settings"),
            ("", "order"),
            ("", "currency"),
            ("/order", "tax"),
            ("/order", "items"),
            ("/order/items/0", "importer_name"),
            ("/order/items/0", "country_of_origin"),
            ("/order/items/0/importer_address", "postal_code"),
        ] {
            let missed = code(|it| {
                it.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
            });
            assert_eq!(missed, Some(131_008), "{key}");
        }
    }

    #[test]
    fn a_status_is_one_that_can_follow() {
        let code = |status: &str, description: &str| {
            let order = json!({ "status": status, "description": description });
            let parameters = json!({ "reference_id": "o-1", "order": order });
            let message = message("order_status", "review_order", &parameters);
            validate(&message).err().map(|error| error.code())
        };
        let shipped = ["partially_shipped", "partially-shipped", "shipped"];
        for status in ["processing", "completed", "canceled"].into_iter().chain(shipped) {
            assert_eq!(code(status, "d"), None);
        }
        for status in ["pending", "paid", "cancelled"] {
            assert_eq!(code(status, "d"), Some(131_009), "{status}");
        }
        assert_eq!(code("completed", &"x".repeat(120)), None);
        assert_eq!(code("completed", &"x".repeat(121)), Some(131_009));
    }
}
