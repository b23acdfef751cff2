//! Who a message is from, and when that changes.
//!
//! Source: Meta, "Business-scoped user IDs" (2026-05-28).

use mitra_core::event::{IdentityReport, Leaf, Quarantined};
use mitra_core::identity::{Bsuid, CitizenAddress, IdentityChange, Phone};
use serde_json::Value;
use serde_json::value::RawValue;

use super::fields::{self, owned, text};

/// Whether the text is a business-scoped user id: a country, a dot, an id.
pub(super) fn is_bsuid(text: &str) -> bool {
    let country = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    text.split_once('.').is_some_and(|(code, id)| country(code) && !id.is_empty())
}

/// The sender of a message: its own fields, completed from the contact of the same id.
///
/// Contacts are matched by id and never by position: they may be fewer, more, or in another order.
pub(super) fn sender(message: &Value, contacts: &Value) -> Option<CitizenAddress> {
    let from = text(message, "from");
    let mut phone = from.filter(|from| !is_bsuid(from));
    let mut bsuid = text(message, "from_user_id").or(from.filter(|from| is_bsuid(from)));
    for contact in contacts.as_array().into_iter().flatten() {
        let (wa_id, user_id) = (text(contact, "wa_id"), text(contact, "user_id"));
        let is_same = (phone.is_some() && wa_id == phone) || (bsuid.is_some() && user_id == bsuid);
        if is_same {
            phone = phone.or(wa_id);
            bsuid = bsuid.or(user_id);
        }
    }
    address(bsuid, phone)
}

/// A report that a number or user id changed, as a message of type `system` brings it.
pub(super) fn parse_system(message: &Value, wamid: &str, contacts: &Value) -> Option<Leaf> {
    let system = message.get("system")?;
    let previous = sender(message, contacts)?;
    let current = match text(system, "type")? {
        "user_changed_number" | "customer_changed_number" => {
            let phone = text(system, "new_wa_id").or(text(system, "wa_id"))?;
            address(text(system, "user_id"), Some(phone))?
        }
        "user_changed_user_id" => {
            let phone = previous.phone().map(Phone::reveal);
            address(Some(text(system, "user_id")?), phone)?
        }
        _ => return None,
    };
    let dedup_key = format!("system:{wamid}");
    Some(Leaf::Identity(IdentityReport { dedup_key, change: IdentityChange { previous, current } }))
}

/// The value of the field `user_id_update`.
pub(super) fn parse_updates(raw: &RawValue, leaves: &mut Vec<Leaf>) {
    let value: Value = serde_json::from_str(raw.get()).unwrap_or_default();
    let updates = value.get("user_id_update").and_then(Value::as_array);
    let Some(updates) = updates else {
        let (reason, raw) =
            ("no list of user id updates".to_owned(), raw.get().as_bytes().to_vec());
        return leaves.push(Leaf::Quarantined(Quarantined { reason, raw }));
    };
    for update in updates {
        leaves.push(parse_update(update).unwrap_or_else(|| {
            let reason = "a user id update without both ids".to_owned();
            Leaf::Quarantined(Quarantined { reason, raw: update.to_string().into_bytes() })
        }));
    }
}

fn parse_update(update: &Value) -> Option<Leaf> {
    let ids = update.get("user_id")?;
    let (previous, current) = (text(ids, "previous")?, text(ids, "current")?);
    let at = owned(update, "timestamp")
        .or_else(|| fields::integer(update, "timestamp").map(|at| at.to_string()))
        .unwrap_or_default();
    let dedup_key = format!("user_id_update:{previous}:{current}:{at}");
    let phone = text(update, "wa_id");
    let change = IdentityChange {
        previous: address(Some(previous), phone)?,
        current: address(Some(current), phone)?,
    };
    Some(Leaf::Identity(IdentityReport { dedup_key, change }))
}

fn address(bsuid: Option<&str>, phone: Option<&str>) -> Option<CitizenAddress> {
    // Meta writes numbers as digits; a `+` or spaces would make one citizen two.
    let digits = |phone: &str| phone.chars().filter(char::is_ascii_digit).collect::<String>();
    CitizenAddress::new(bsuid.map(Bsuid::new), phone.map(|phone| Phone::new(digits(phone))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_contact_completes_the_sender_by_id_and_not_by_position() {
        let contacts = json!([
            { "wa_id": "15550100999", "user_id": "IN.9" },
            { "wa_id": "15550100123", "user_id": "IN.1" },
        ]);
        let both = address(Some("IN.1"), Some("15550100123"));
        assert_eq!(sender(&json!({ "from": "15550100123" }), &contacts), both);
        assert_eq!(sender(&json!({ "from_user_id": "IN.1" }), &contacts), both);
        assert_eq!(sender(&json!({ "from": "IN.1" }), &contacts), both);
        let stranger = address(None, Some("15550100555"));
        assert_eq!(sender(&json!({ "from": "15550100555" }), &contacts), stranger);
        assert_eq!(sender(&json!({}), &contacts), None);
    }

    #[test]
    fn a_user_id_has_a_country_a_dot_and_an_id() {
        assert!(is_bsuid("IN.7788990011") && is_bsuid("IN.ENT.4455667788"));
        assert!(!is_bsuid("15550100123") && !is_bsuid("in.1") && !is_bsuid("IN."));
    }
}
