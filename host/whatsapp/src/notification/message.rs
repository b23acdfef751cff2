//! One element of `messages[]`.

use std::ops::ControlFlow;

use mitra_core::clock::Timestamp;
use mitra_core::event::{IdentityReport, InboundEvent, Leaf};
use mitra_core::ids::Wamid;

use super::content;
use super::json::{Json, Object};
use super::leaves::Leaves;
use super::walk::Place;

/// The longest message id taken, in bytes. Meta's are up to about 128.
pub(super) const WAMID_BYTES_MAX: usize = 512;

/// Understands one message: an event, an identity report or a report on the account.
pub(super) fn parse<'a>(
    item: Json<'a>,
    place: &Place<'a>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    let Some(message) = item.object() else {
        return leaves.quarantine(item, "a message that is no object");
    };
    let Some(wamid) = message.text("id").filter(|id| id.len() <= WAMID_BYTES_MAX) else {
        let reason = format!("a message without an id of 1 to {WAMID_BYTES_MAX} bytes");
        return leaves.quarantine(item, reason);
    };
    let Some(kind) = message.text("type") else {
        return leaves.quarantine(item, "a message without a type");
    };
    if kind == "system" {
        return parse_system(&message, &wamid, place, leaves);
    }
    if message.get("group_id").is_some() {
        // A department speaks with one citizen at a time, never into a group.
        return leaves.account("messages/group", None);
    }
    parse_event(item, &message, Wamid::new(&*wamid), &kind, place, leaves)
}

fn parse_system<'a>(
    message: &Object<'a>,
    wamid: &str,
    place: &Place<'a>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    match place.contacts.change(message) {
        Some(change) => {
            let dedup_key = format!("system:{wamid}");
            leaves.push(Leaf::Identity(IdentityReport { dedup_key, change }))
        }
        None => leaves.account("messages/system", None),
    }
}

fn parse_event<'a>(
    item: Json<'a>,
    message: &Object<'a>,
    wamid: Wamid,
    kind: &str,
    place: &Place<'a>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    let Some(number) = &place.number else {
        return leaves.quarantine(item, "a message to a business number that is not named");
    };
    let Some(sender) = place.contacts.sender(message) else {
        return leaves.quarantine(item, "a message without its sender's number or user id");
    };
    let content = content::parse(message, kind);
    if content.is_none() {
        // Kept for the platform team; but a known citizen wrote something, so they get an answer as well.
        let kind: String = kind.chars().take(content::NAME_CHARS_MAX).collect();
        leaves.quarantine(item, format!("a message of type {kind} without what its type needs"))?;
    }
    let unreadable = || content::unsupported(kind, None);
    let answered = message.object("context").and_then(|context| context.text("id"));
    leaves.push(Leaf::Event(InboundEvent {
        wamid,
        phone_number_id: number.clone(),
        sender,
        // Without an instant, the one of acceptance counts: settling takes the earlier of the two.
        sent_at: message.get("timestamp").and_then(Json::instant).unwrap_or(Timestamp(i64::MAX)),
        in_reply_to: answered.map(|id| Wamid::new(&*id)),
        content: content.unwrap_or_else(unreadable),
    }))
}
