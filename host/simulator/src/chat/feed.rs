//! What the page hears: everything at first, then what changed.

use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;

use axum::response::sse::Event;
use futures_util::{Stream, StreamExt};
use serde::Serialize;
use tokio_stream::wrappers::WatchStream;

use super::citizen::Citizen;
use super::entry::ChatEntry;
use crate::faults::Faults;
use crate::simulator::World;

/// What changed.
#[derive(Debug, Serialize)]
pub(crate) struct Update {
    /// Whether this is everything, in place of all that was heard before.
    pub(super) whole: bool,
    /// The chats in which something changed, by key.
    pub(super) chats: Vec<Chat>,
    /// What goes wrong, if that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) faults: Option<Faults>,
}

/// One citizen's chat, as far as it changed.
#[derive(Debug, Serialize)]
pub(super) struct Chat {
    #[serde(flatten)]
    pub(super) citizen: Citizen,
    /// Whether the host is writing.
    pub(super) typing: bool,
    /// How many messages are kept: of earlier ones, only the last so many.
    pub(super) entry_count: usize,
    /// Messages that are new or changed, in their order.
    pub(super) entries: Vec<ChatEntry>,
}

impl Update {
    pub(super) fn is_empty(&self) -> bool {
        !self.whole && self.chats.is_empty() && self.faults.is_none()
    }
}

/// Everything, and then each change. A page that was away connects again, and gets everything.
pub(super) fn updates(world: Arc<World>) -> impl Stream<Item = Result<Event, Infallible>> {
    let changes = WatchStream::new(world.book.changes());
    let (mut seen, mut known_faults) = (None, None);
    changes.filter_map(move |_| {
        let (mut update, revision) = world.book.since(seen);
        seen = Some(revision);
        let faults = Some(world.faults());
        if known_faults != faults {
            (update.faults, known_faults) = (faults, faults);
        }
        let json = serde_json::to_string(&update).unwrap_or_default();
        ready((!update.is_empty()).then(|| Ok(Event::default().data(json))))
    })
}
