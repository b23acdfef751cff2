//! `POST /{number}/messages`: a send, or a read mark.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::error::{ErrorObject, GraphError};
use super::receipts::{self, Sent};
use super::validate::validate;
use super::{media, orders};
use crate::address::digits;
use crate::chat::{ChatEntry, ReadMark};
use crate::clock::now_ms;
use crate::handle::Taken;
use crate::rate::Exceeded;
use crate::simulator::World;
use crate::templates::Shown;

/// How long after a citizen's last message a host may write freely, in milliseconds.
const WINDOW_MS: u64 = 24 * 60 * 60 * 1_000;
/// The longest opaque text taken.
const CALLBACK_CHARS_MAX: usize = 512;
/// How long the host is shown as writing.
///
/// Source: Meta, "Typing indicators" (2026-04).
const TYPING_MAX: Duration = Duration::from_secs(25);

/// Takes one send, or says why not.
pub(super) async fn send(world: &Arc<World>, body: &[u8]) -> Result<Value, GraphError> {
    let message: Value = serde_json::from_slice(body)
        .map_err(|error| GraphError::value(format!("the body is not JSON: {error}")))?;
    if message["messaging_product"] != "whatsapp" {
        return Err(GraphError::missing("messaging_product"));
    }
    if message["status"] == "read" {
        return read(world, &message);
    }
    let address = recipient(&message)?;
    validate(&message)?;
    let callback = callback(&message)?;
    let objection = media::check(world, &message)?;
    let citizen = world.book.citizen(&address).ok_or_else(GraphError::undeliverable)?;
    let template = template(world, &message)?;
    let silent_ms = now_ms().saturating_sub(world.book.wrote_at_ms(&citizen.key));
    if template.is_none() && silent_ms > WINDOW_MS {
        return Err(GraphError::window());
    }
    misbehave(world).await?;
    match world.rates().take(&citizen.key, Instant::now()) {
        Ok(()) => {}
        Err(Exceeded::Number) => return Err(GraphError::throttled()),
        Err(Exceeded::Pair) => return Err(GraphError::pair_limited()),
    }
    let wamid = world.next_wamid("OUT");
    let card = orders::made(world, &citizen, &wamid, &message)?;
    // What Meta refuses is not seen in the chat.
    let unordered = orders::told(world, &citizen, &message)?;
    world.count_accepted(callback.as_deref());
    let entry = ChatEntry::of_host(wamid.clone(), &message, now_ms());
    let entry = match template {
        Some(Shown { body, button }) => entry.shown_as(body, vec![button]),
        None => entry,
    };
    world.book.append(&citizen.key, entry);
    if let Some(card) = card {
        world.redraw(&card);
    }
    // Mostly nobody watches.
    world.taken.send(Taken { citizen: citizen.key.clone(), message: Arc::new(message) }).ok();
    let contact = match &citizen.phone {
        Some(phone) => json!({ "input": address, "wa_id": phone }),
        None => json!({ "input": address, "user_id": citizen.bsuid }),
    };
    let failure = objection.map(ErrorObject::media_upload).or(unordered);
    receipts::plan(world, Sent { citizen, wamid: wamid.clone(), callback, failure });
    if world.chance.happens(world.faults().silent_taken) {
        std::future::pending::<()>().await;
    }
    Ok(json!({
        "messaging_product": "whatsapp", "contacts": [contact], "messages": [{ "id": wamid }],
    }))
}

/// The template that the message is, if it is one that was approved. It needs no window.
fn template(world: &World, message: &Value) -> Result<Option<Shown>, GraphError> {
    let is_template = message["type"] == "template";
    is_template.then(|| world.templates.show(&message["template"])).transpose()
}

fn read(world: &Arc<World>, message: &Value) -> Result<Value, GraphError> {
    let wamid = message["message_id"].as_str().ok_or_else(|| GraphError::missing("message_id"))?;
    let typing = message.get("typing_indicator").is_some();
    if typing {
        world.count_typing();
    }
    match world.book.read(wamid, typing) {
        ReadMark::Unknown => return Err(GraphError::value("message_id is not known")),
        ReadMark::Taken => {}
        ReadMark::Typing { citizen, since } => {
            let later = Arc::clone(world);
            world.webhook.spawn(async move {
                tokio::time::sleep(TYPING_MAX).await;
                later.book.stop_typing(&citizen, since);
            });
        }
    }
    Ok(json!({ "success": true }))
}

/// The number or user id. Both present: the number wins, as at Meta.
fn recipient(message: &Value) -> Result<String, GraphError> {
    if let Some(to) = message["to"].as_str() {
        // A user id in `to` is what Meta drops without a word; here it is an error that a test can see.
        return digits(to).ok_or_else(|| GraphError::value("to is no number"));
    }
    let recipient = message["recipient"].as_str().ok_or_else(|| GraphError::missing("to"))?;
    Ok(recipient.to_owned())
}

fn callback(message: &Value) -> Result<Option<String>, GraphError> {
    match message["biz_opaque_callback_data"].as_str() {
        Some(text) if text.chars().count() > CALLBACK_CHARS_MAX => {
            Err(GraphError::value("biz_opaque_callback_data is too long"))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// Does what the faults say before the message is taken.
async fn misbehave(world: &World) -> Result<(), GraphError> {
    let (faults, chance) = (world.faults(), &world.chance);
    if chance.happens(faults.silent_lost) {
        std::future::pending::<()>().await;
    }
    if chance.happens(faults.server_error) {
        return Err(GraphError::Bare);
    }
    if chance.happens(faults.throttled) {
        return Err(GraphError::throttled());
    }
    if chance.happens(faults.pair_limited) {
        return Err(GraphError::pair_limited());
    }
    if chance.happens(faults.transient) {
        return Err(GraphError::transient());
    }
    Ok(())
}
