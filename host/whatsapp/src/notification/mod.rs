//! `VerifiedNotification` -> leaves, each on its own: one that cannot be understood costs none of its siblings.
//!
//! Source: Meta, "Webhooks overview" (2026-04-29) and "Messages webhook reference" (2026-04-30).

mod account;
mod content;
mod depth;
mod identity;
mod json;
mod leaves;
mod message;
mod payment;
mod status;
mod template;
mod walk;

use mitra_core::event::{Leaf, Quarantined};
use mitra_core::limits::{LEAVES_PER_NOTIFICATION_MAX, NOTIFICATION_DEPTH_MAX};

use crate::signature::VerifiedNotification;
use json::Json;
use leaves::{Leaves, Source};

/// What a notification holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedNotification {
    /// Its items, in order; at most [`LEAVES_PER_NOTIFICATION_MAX`].
    pub leaves: Vec<Leaf>,
}

/// Takes a notification apart. Never fails: what cannot be understood is a leaf too, with its bytes as they came.
///
/// A body that is no JSON, nests deeper than [`NOTIFICATION_DEPTH_MAX`] or holds more than
/// [`LEAVES_PER_NOTIFICATION_MAX`] items is one leaf as a whole.
pub fn parse(notification: &VerifiedNotification) -> ParsedNotification {
    let body = notification.body();
    let leaves = take_apart(body).unwrap_or_else(|reason| {
        vec![Leaf::Quarantined(Quarantined { reason, raw: body.to_vec() })]
    });
    ParsedNotification { leaves }
}

fn take_apart(body: &[u8]) -> Result<Vec<Leaf>, String> {
    if depth::exceeds(body, NOTIFICATION_DEPTH_MAX) {
        return Err(format!("nested deeper than {NOTIFICATION_DEPTH_MAX}"));
    }
    let source = Source::new(body);
    let json = Json::parse(source.text()).map_err(|error| format!("no JSON: {error}"))?;
    let mut leaves = Leaves::new(&source);
    if walk::notification(json, &mut leaves).is_break() {
        return Err(format!("more than {LEAVES_PER_NOTIFICATION_MAX} items"));
    }
    Ok(leaves.into_list())
}
