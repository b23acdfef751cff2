//! `POST /{number}/messages`: a send, or a read mark.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::error::GraphError;
use super::validate::validate;
use crate::chat::{ChatEntry, Citizen, Ticks};
use crate::clock::{now_ms, now_text};
use crate::handle::Taken;
use crate::rate::Exceeded;
use crate::simulator::World;

/// How long after a citizen's last message a host may write freely, in milliseconds.
const WINDOW_MS: u64 = 24 * 60 * 60 * 1_000;
/// The longest opaque text taken.
const CALLBACK_CHARS_MAX: usize = 512;
/// The pauses before `sent`, `delivered` and `read`, so that a person sees the ticks come.
const RECEIPT_PAUSES: [Duration; 3] =
    [Duration::from_millis(80), Duration::from_millis(250), Duration::from_millis(500)];

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
    let citizen = world.book.citizen(&address).ok_or_else(GraphError::undeliverable)?;
    if now_ms().saturating_sub(world.book.wrote_at_ms(&citizen.key)) > WINDOW_MS {
        return Err(GraphError::window());
    }
    misbehave(world).await?;
    match world.rates().take(&citizen.key, Instant::now()) {
        Ok(()) => {}
        Err(Exceeded::Number) => return Err(GraphError::throttled()),
        Err(Exceeded::Pair) => return Err(GraphError::pair_limited()),
    }
    let wamid = world.next_wamid("OUT");
    world.count_accepted(callback.as_deref());
    world.book.append(&citizen.key, ChatEntry::of_host(wamid.clone(), &message, now_ms()));
    receipts(world, &citizen, &wamid, callback.as_deref());
    // Mostly nobody watches.
    world.taken.send(Taken { citizen: citizen.key.clone(), message: Arc::new(message) }).ok();
    let faults = world.faults();
    if world.chance.happens(faults.silent_taken) {
        std::future::pending::<()>().await;
    }
    let contact = match &citizen.phone {
        Some(phone) => json!({ "input": address, "wa_id": phone }),
        None => json!({ "input": address, "user_id": citizen.bsuid }),
    };
    Ok(json!({
        "messaging_product": "whatsapp", "contacts": [contact], "messages": [{ "id": wamid }],
    }))
}

fn read(world: &World, message: &Value) -> Result<Value, GraphError> {
    let wamid = message["message_id"].as_str().ok_or_else(|| GraphError::missing("message_id"))?;
    let typing = message.get("typing_indicator").is_some();
    if world.book.read(wamid, typing) {
        Ok(json!({ "success": true }))
    } else {
        Err(GraphError::value("message_id is not known"))
    }
}

/// The number or user id. Both present: the number wins, as at Meta.
fn recipient(message: &Value) -> Result<String, GraphError> {
    if let Some(to) = message["to"].as_str() {
        let digits: String = to.chars().filter(char::is_ascii_digit).collect();
        // A user id in `to` is what Meta drops without a word; here it is an error that a test can see.
        return if digits.len() >= 8 {
            Ok(digits)
        } else {
            Err(GraphError::value("to is no number"))
        };
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

/// Plans the receipts of a message.
fn receipts(world: &Arc<World>, citizen: &Citizen, wamid: &str, callback: Option<&str>) {
    let mut steps = [("sent", Ticks::Sent), ("delivered", Ticks::Delivered), ("read", Ticks::Read)];
    let faults = world.faults();
    if world.chance.happens(faults.receipts_reordered) {
        steps.swap(0, 2);
    }
    let (world, citizen) = (Arc::clone(world), citizen.clone());
    let (wamid, callback) = (wamid.to_owned(), callback.map(str::to_owned));
    let webhook = world.webhook.clone();
    webhook.spawn(async move {
        tokio::time::sleep(Duration::from_millis(u64::from(faults.receipts_delay_ms))).await;
        for ((status, ticks), pause) in steps.into_iter().zip(RECEIPT_PAUSES) {
            if world.options.keep_transcripts {
                tokio::time::sleep(pause).await;
            }
            world.book.tick(&citizen.key, &wamid, ticks);
            if world.chance.happens(faults.receipts_lost) {
                continue;
            }
            let copies = if world.chance.happens(faults.receipts_doubled) { 2 } else { 1 };
            for _ in 0..copies {
                let mut receipt = json!({
                    "id": wamid, "status": status, "timestamp": now_text(),
                });
                let object = receipt.as_object_mut().expect("it is an object");
                if let Some(phone) = &citizen.phone {
                    object.insert("recipient_id".to_owned(), phone.as_str().into());
                }
                if let Some(bsuid) = &citizen.bsuid {
                    object.insert("recipient_user_id".to_owned(), bsuid.as_str().into());
                }
                if let Some(callback) = &callback {
                    object.insert("biz_opaque_callback_data".to_owned(), callback.as_str().into());
                }
                world.webhook.status(receipt).await;
            }
        }
    });
}
