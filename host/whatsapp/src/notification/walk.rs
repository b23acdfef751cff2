//! From a notification's outside to its items: entries, changes, values.

use std::ops::ControlFlow;

use mitra_core::ids::PhoneNumberId;

use super::identity::Contacts;
use super::json::{Json, Object};
use super::leaves::Leaves;
use super::{account, identity, message, status};

/// What `object` says; the same address may serve other products of Meta's.
const OBJECT: &str = "whatsapp_business_account";

/// Where a message came to.
pub(super) struct Place<'a> {
    /// The business number, if the value names it.
    pub(super) number: Option<PhoneNumberId>,
    /// The people that the value speaks of.
    pub(super) contacts: Contacts<'a>,
}

pub(super) fn notification(body: Json<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    let Some(notification) = body.object() else {
        return leaves.quarantine(body, "a notification that is no object");
    };
    let object = notification.text("object");
    if object.as_deref() != Some(OBJECT) {
        let field = format!("object/{}", object.as_deref().unwrap_or("none"));
        return leaves.account(&field, None);
    }
    let Some(entries) = notification.list("entry") else {
        return leaves.quarantine(body, "a notification without a list of entries");
    };
    entries.each(|item| entry(item, leaves))
}

fn entry(item: Json<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    match item.object().and_then(|entry| entry.list("changes")) {
        Some(changes) => changes.each(|item| change(item, leaves)),
        None => leaves.quarantine(item, "an entry without a list of changes"),
    }
}

fn change(item: Json<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    let Some(change) = item.object() else {
        return leaves.quarantine(item, "a change that is no object");
    };
    let Some(field) = change.text("field") else {
        return leaves.quarantine(item, "a change without a field");
    };
    match (&*field, change.object("value")) {
        ("messages", Some(value)) => messages(&value, leaves),
        ("user_id_update", Some(value)) => identity::parse_updates(item, &value, leaves),
        ("messages" | "user_id_update", None) => {
            leaves.quarantine(item, format!("a change of {field} whose value is no object"))
        }
        (field, value) => account::parse(field, value.as_ref(), leaves),
    }
}

/// The value of the field `messages`.
fn messages(value: &Object<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    let number = value.object("metadata").and_then(|metadata| metadata.text("phone_number_id"));
    let place = Place {
        number: number.as_deref().map(PhoneNumberId::new),
        contacts: Contacts::parse(value),
    };
    each(value, "messages", leaves, |item, leaves| message::parse(item, &place, leaves))?;
    each(value, "statuses", leaves, status::parse)?;
    each(value, "errors", leaves, |item, leaves| account::error("messages", item, leaves))
}

/// Visits the items of a list. A list that is missing has none; what stands in a list's place is quarantined.
pub(super) fn each<'a, 's>(
    value: &Object<'a>,
    name: &str,
    leaves: &mut Leaves<'s>,
    mut visit: impl FnMut(Json<'a>, &mut Leaves<'s>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let Some(json) = value.get(name) else {
        return ControlFlow::Continue(());
    };
    let Some(list) = json.list() else {
        return leaves.quarantine(json, format!("`{name}` that is no list"));
    };
    list.each(|item| {
        if leaves.is_utf8(item) {
            visit(item, leaves)
        } else {
            leaves.quarantine(item, format!("an item of `{name}` that is not UTF-8"))
        }
    })
}
