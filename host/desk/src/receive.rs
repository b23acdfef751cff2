//! What a citizen said, before anybody acts on it.

use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, MediaKind};
use mitra_core::form::IdentityTokens;
use mitra_core::limits::{AWAY_AFTER, TEXT_CHARS_MAX};
use mitra_core::session::Session;
use mitra_core::share::CitizenLot;
use mitra_core::turn::TurnEvent;

use crate::desk::{Desk, Reception};
use crate::texts::{self, Text};
use crate::understand::{Meaning, understand};
use crate::visit::Visit;
use crate::words::Word;

/// Meta's code for a message that it could not hand over; the citizen must send it again.
const UNAVAILABLE: i64 = 131_060;

pub(crate) fn receive(
    desk: &Desk,
    mut session: Session,
    content: &Content,
    now: Timestamp,
    lot: CitizenLot,
    tokens: &dyn IdentityTokens,
) -> Reception {
    let heard_at = session.heard_at.replace(now);
    let was_away = heard_at.is_some_and(|heard_at| now.since(heard_at) >= AWAY_AFTER);
    let said = match content {
        Content::Reaction { .. } | Content::Revoked { .. } => {
            let (replies, unmet) = (Vec::new(), Vec::new());
            return Reception::Answer { session, replies, erases: false, unmet };
        }
        Content::Text { body } => hear(body, &session),
        Content::Choice { id, title } => Said::Tap(id.clone(), title.clone()),
        Content::Welcome => Said::Meaning(Meaning::Word(Word::Hi)),
        Content::Location(location) => Said::Event(TurnEvent::Location(location.clone())),
        Content::Media(media) if media.kind != MediaKind::Sticker => {
            Said::Event(TurnEvent::Media(media.clone()))
        }
        Content::MediaFailed { .. } => Said::Unusable(texts::SEND_SMALLER),
        Content::Edited { .. } => Said::Unusable(texts::EDITED),
        Content::Unsupported { code: Some(UNAVAILABLE), .. } => Said::Unusable(texts::SEND_AGAIN),
        Content::Media(_)
        | Content::Form { .. }
        | Content::Contacts { .. }
        | Content::Order { .. }
        | Content::CallPermission { .. }
        | Content::Unsupported { .. } => Said::Unusable(texts::CANNOT_READ),
    };
    let language = session.language;
    let mut visit = Visit { desk, session, now, was_away, lot, tokens, unmet: Vec::new() };
    match language {
        Some(language) => {
            visit.weigh_asked(&said, language);
            visit.answer(said, language)
        }
        None => visit.greet(said),
    }
}

/// What was said, as far as it can be told without knowing where the citizen is.
pub(crate) enum Said {
    Meaning(Meaning),
    /// A tapped choice: its id and title.
    Tap(String, String),
    /// Something for a department, if one is listening.
    Event(TurnEvent),
    /// Something for nobody.
    Unusable(Text),
}

fn hear(body: &str, session: &Session) -> Said {
    let is_usable = !body.trim().is_empty() && body.chars().count() <= TEXT_CHARS_MAX;
    if is_usable {
        Said::Meaning(understand(body, session))
    } else {
        Said::Unusable(texts::CANNOT_READ)
    }
}
