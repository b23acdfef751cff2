//! The receipts of one message: `sent`, `delivered` and `read`, or `failed`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::error::ErrorObject;
use crate::chat::{Citizen, Ticks};
use crate::clock::now_text;
use crate::simulator::World;

/// The pauses before the receipts, so that a person sees the ticks come.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(80), Duration::from_millis(250), Duration::from_millis(500)];

/// A message that was taken, as its receipts need it.
pub(super) struct Sent {
    pub(super) citizen: Citizen,
    pub(super) wamid: String,
    /// The sender's own reference.
    pub(super) callback: Option<String>,
    /// Why it will not arrive.
    pub(super) failure: Option<ErrorObject>,
}

/// Posts the receipts of a message in the background, as the faults say.
pub(super) fn plan(world: &Arc<World>, mut sent: Sent) {
    let (faults, chance) = (world.faults(), &world.chance);
    if chance.happens(faults.receipts_failed) {
        sent.failure.get_or_insert_with(ErrorObject::undeliverable);
    }
    let mut steps = if sent.failure.is_some() {
        vec![Ticks::Sent, Ticks::Failed]
    } else {
        vec![Ticks::Sent, Ticks::Delivered, Ticks::Read]
    };
    if chance.happens(faults.receipts_reordered) {
        steps.reverse();
    }
    let delay = Duration::from_millis(u64::from(faults.receipts_delay_ms));
    let world = Arc::clone(world);
    let webhook = world.webhook.clone();
    webhook.spawn(async move {
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        for (ticks, pause) in steps.into_iter().zip(PAUSES) {
            if world.options.keep_transcripts {
                tokio::time::sleep(pause).await;
            }
            world.book.tick(&sent.citizen.key, &sent.wamid, ticks);
            if world.chance.happens(faults.receipts_lost) {
                continue;
            }
            let copies = if world.chance.happens(faults.receipts_doubled) { 2 } else { 1 };
            for _ in 0..copies {
                world.webhook.status(sent.receipt(ticks)).await;
            }
        }
    });
}

impl Sent {
    /// One element of `statuses[]`.
    fn receipt(&self, ticks: Ticks) -> Value {
        let mut receipt = json!({ "id": self.wamid, "status": ticks, "timestamp": now_text() });
        self.citizen.address(&mut receipt);
        if let Some(callback) = &self.callback {
            receipt["biz_opaque_callback_data"] = callback.as_str().into();
        }
        if let Some(failure) = self.failure.as_ref().filter(|_| ticks == Ticks::Failed) {
            receipt["errors"] = json!([failure.in_receipt()]);
        }
        receipt
    }
}
