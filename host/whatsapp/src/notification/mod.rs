//! `VerifiedNotification` -> leaves, each on its own: one that cannot be understood costs none of its siblings.
//!
//! Source: Meta, "Webhooks overview" (2026-04-29) and "Messages webhook reference" (2026-04-30).

mod account;
mod content;
mod depth;
mod fields;
mod identity;
mod message;
mod status;

use mitra_core::event::{Leaf, Notice, Quarantined};
use mitra_core::ids::PhoneNumberId;
use mitra_core::limits::{LEAVES_PER_NOTIFICATION_MAX, NOTIFICATION_DEPTH_MAX};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::signature::VerifiedNotification;

/// What `object` must say; the same address may serve other products of Meta's.
const OBJECT: &str = "whatsapp_business_account";

/// What a notification holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedNotification {
    /// Its items, in order.
    pub leaves: Vec<Leaf>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default)]
    object: Value,
    #[serde(borrow, default)]
    entry: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    changes: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Change<'a> {
    #[serde(default)]
    field: Value,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

/// The value of the field `messages`.
#[derive(Deserialize)]
struct Messages<'a> {
    #[serde(default)]
    metadata: Value,
    #[serde(default)]
    contacts: Value,
    #[serde(borrow, default, rename = "messages")]
    from_citizens: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    statuses: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    errors: Vec<&'a RawValue>,
}

/// Takes a notification apart. Never fails: what cannot be understood is a leaf too.
pub fn parse(notification: &VerifiedNotification) -> ParsedNotification {
    let body = notification.body();
    let mut leaves = Vec::with_capacity(1);
    match envelope(body) {
        Ok(envelope) if envelope.object.as_str() == Some(OBJECT) => {
            for entry in envelope.entry {
                parse_entry(entry, &mut leaves);
            }
        }
        Ok(envelope) => {
            let field = format!("object/{}", envelope.object.as_str().unwrap_or("none"));
            leaves.push(Leaf::Notice(Notice { field, code: None }));
        }
        Err(reason) => leaves.push(quarantine(body, reason)),
    }
    if leaves.len() > LEAVES_PER_NOTIFICATION_MAX {
        let n_leaves = leaves.len();
        let reason =
            format!("{n_leaves} items, at most {LEAVES_PER_NOTIFICATION_MAX} are taken at once");
        leaves = vec![quarantine(body, reason)];
    }
    ParsedNotification { leaves }
}

fn envelope(body: &[u8]) -> Result<Envelope<'_>, String> {
    if depth::exceeds(body, NOTIFICATION_DEPTH_MAX) {
        return Err(format!("nested deeper than {NOTIFICATION_DEPTH_MAX}"));
    }
    serde_json::from_slice(body).map_err(|error| format!("no notification: {error}"))
}

fn parse_entry(raw: &RawValue, leaves: &mut Vec<Leaf>) {
    match serde_json::from_str::<Entry<'_>>(raw.get()) {
        Ok(entry) => {
            for change in entry.changes {
                parse_change(change, leaves);
            }
        }
        Err(error) => leaves.push(quarantine(raw.get().as_bytes(), format!("no entry: {error}"))),
    }
}

fn parse_change(raw: &RawValue, leaves: &mut Vec<Leaf>) {
    let refuse = |reason: String| quarantine(raw.get().as_bytes(), reason);
    let change = match serde_json::from_str::<Change<'_>>(raw.get()) {
        Ok(change) => change,
        Err(error) => return leaves.push(refuse(format!("no change: {error}"))),
    };
    let Some(field) = change.field.as_str() else {
        return leaves.push(refuse("a change without a field".to_owned()));
    };
    match (field, change.value) {
        ("messages", Some(value)) => match serde_json::from_str::<Messages<'_>>(value.get()) {
            Ok(messages) => parse_messages(&messages, leaves),
            Err(error) => leaves.push(refuse(format!("no messages: {error}"))),
        },
        ("user_id_update", Some(value)) => identity::parse_updates(value, leaves),
        (field, _) => leaves.push(account::notice(field)),
    }
}

fn parse_messages(value: &Messages<'_>, leaves: &mut Vec<Leaf>) {
    let number = fields::text(&value.metadata, "phone_number_id").map(PhoneNumberId::new);
    for raw in &value.from_citizens {
        let leaf = number
            .clone()
            .ok_or_else(|| "a message without a phone number id".to_owned())
            .and_then(|number| message::parse(raw.get(), number, &value.contacts))
            .unwrap_or_else(|reason| quarantine(raw.get().as_bytes(), reason));
        leaves.push(leaf);
    }
    for raw in &value.statuses {
        let leaf = status::parse(raw.get());
        leaves.push(leaf.unwrap_or_else(|reason| quarantine(raw.get().as_bytes(), reason)));
    }
    leaves.extend(value.errors.iter().map(|raw| account::error(raw.get())));
}

fn quarantine(raw: &[u8], reason: String) -> Leaf {
    Leaf::Quarantined(Quarantined { reason, raw: raw.to_vec() })
}
