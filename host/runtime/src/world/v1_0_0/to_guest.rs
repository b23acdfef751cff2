//! The host's types -> the contract's.

mod form;

use mitra_core::clock::Timestamp;
use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::language::Language;
use mitra_core::media::MediaKey;
use mitra_core::turn::{Turn, TurnEvent};

use super::mitra::department::{conversation, types};
use crate::imports::payments;
use crate::media_name;

pub(in crate::world) fn turn(turn: &Turn) -> conversation::Turn {
    conversation::Turn {
        id: turn.id.to_string(),
        citizen: conversation::Citizen {
            pseudonym: turn.pseudonym.to_string(),
            language: language(turn.language),
        },
        service: turn.service.to_string(),
        event: event(turn),
        state: turn.state.as_ref().map(|state| state.bytes.clone()),
        now: instant(turn.now),
    }
}

/// Instants before 1970 are its beginning.
fn instant(instant: Timestamp) -> types::Instant {
    u64::try_from(instant.0).unwrap_or(0)
}

fn language(language: Language) -> types::Language {
    match language {
        Language::Te => types::Language::Te,
        Language::En => types::Language::En,
        Language::Hi => types::Language::Hi,
    }
}

fn event(turn: &Turn) -> conversation::Event {
    match &turn.event {
        TurnEvent::Opened => conversation::Event::Opened,
        TurnEvent::Text(text) => conversation::Event::Text(text.clone()),
        TurnEvent::Chosen { id, title } => {
            let (id, title) = (id.clone(), title.clone());
            conversation::Event::Chosen(conversation::ChoiceTaken { id, title })
        }
        TurnEvent::Location(place) => conversation::Event::Location(location(place)),
        TurnEvent::Media(file) => conversation::Event::Media(media(&turn.media_key, file)),
        TurnEvent::Back => conversation::Event::Back,
        TurnEvent::Form(answers) => {
            conversation::Event::Form(form::answers(&turn.media_key, answers))
        }
        TurnEvent::Timer { name, at, note } => {
            let (name, note) = (name.clone(), note.clone());
            conversation::Event::Timer(conversation::TimerFired { name, at: instant(*at), note })
        }
        TurnEvent::Payment(update) => conversation::Event::Payment(payments::update(update)),
        TurnEvent::Notice { id, at, body } => {
            let (id, body) = (id.clone(), body.as_str().to_owned());
            conversation::Event::Notice(conversation::Notice { id, at: instant(*at), body })
        }
    }
}

fn location(place: &Location) -> types::Location {
    types::Location {
        latitude: place.latitude,
        longitude: place.longitude,
        name: place.name.clone(),
        address: place.address.clone(),
    }
}

fn media(key: &MediaKey, file: &Media) -> types::Media {
    let kind = match file.kind {
        MediaKind::Image | MediaKind::Sticker => types::MediaKind::Image,
        MediaKind::Video => types::MediaKind::Video,
        MediaKind::Audio | MediaKind::Voice => types::MediaKind::Audio,
        MediaKind::Document => types::MediaKind::Document,
    };
    types::Media {
        kind,
        id: media_name::name(key, file),
        mime_type: file.mime_type.clone(),
        caption: file.caption.clone(),
        filename: file.filename.clone(),
    }
}
