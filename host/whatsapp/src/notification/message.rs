//! One element of `messages[]`.

use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, InboundEvent, Leaf, Notice};
use mitra_core::ids::{PhoneNumberId, Wamid};
use serde_json::Value;

use super::fields::{instant, text};
use super::{content, identity};

/// The longest message id taken, in bytes. Meta's are up to about 128.
const WAMID_BYTES_MAX: usize = 512;

/// Understands one message, or says why it cannot be.
pub(super) fn parse(raw: &str, number: PhoneNumberId, contacts: &Value) -> Result<Leaf, String> {
    let message: Value =
        serde_json::from_str(raw).map_err(|error| format!("no message: {error}"))?;
    let wamid = text(&message, "id").ok_or("a message without an id")?;
    if wamid.len() > WAMID_BYTES_MAX {
        return Err(format!("a message id of more than {WAMID_BYTES_MAX} bytes"));
    }
    let kind = text(&message, "type").ok_or("a message without a type")?;
    if kind == "system" {
        let leaf = identity::parse_system(&message, wamid, contacts);
        let notice = Notice { field: "messages/system".to_owned(), code: None };
        return Ok(leaf.unwrap_or(Leaf::Notice(notice)));
    }
    if message.get("group_id").is_some() {
        // A department speaks with one citizen at a time, never into a group.
        return Ok(Leaf::Notice(Notice { field: "messages/group".to_owned(), code: None }));
    }
    let sender = identity::sender(&message, contacts)
        .ok_or("a message without its sender's number or user id")?;
    // A known citizen wrote something: whatever it is, they get an answer.
    let unreadable = || Content::Unsupported { name: kind.to_owned(), code: None };
    Ok(Leaf::Event(InboundEvent {
        wamid: Wamid::new(wamid),
        phone_number_id: number,
        sender,
        // Without an instant, the one of acceptance counts: settling takes the earlier of the two.
        sent_at: instant(&message, "timestamp").unwrap_or(Timestamp(i64::MAX)),
        in_reply_to: message.get("context").and_then(|context| text(context, "id")).map(Wamid::new),
        content: content::parse(&message, kind).unwrap_or_else(unreadable),
    }))
}
