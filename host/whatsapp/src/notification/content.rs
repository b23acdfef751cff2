//! What a message says, by its type.

use mitra_core::event::{Content, Location, Media, MediaKind};
use mitra_core::ids::{MediaId, Wamid};
use serde_json::Value;

use super::fields::{error_code, number, owned, text};

/// The content of a message of this type; none if it lacks what its type needs.
pub(super) fn parse(message: &Value, kind: &str) -> Option<Content> {
    let part = message.get(kind);
    match kind {
        "text" => Some(Content::Text { body: owned(part?, "body")? }),
        "image" => media(message, part, MediaKind::Image),
        "video" => media(message, part, MediaKind::Video),
        "audio" => media(message, part, audio_kind(part)),
        "voice" => media(message, part, MediaKind::Voice),
        "document" => media(message, part, MediaKind::Document),
        "sticker" => media(message, part, MediaKind::Sticker),
        "location" => location(part?),
        "contacts" => Some(Content::Contacts { count: part?.as_array()?.len() }),
        "reaction" => {
            let target = Wamid::new(text(part?, "message_id")?);
            Some(Content::Reaction { target, emoji: owned(part?, "emoji") })
        }
        "button" => {
            let title = text(part?, "text")?;
            let id = text(part?, "payload").unwrap_or(title);
            Some(Content::Choice { id: id.to_owned(), title: title.to_owned() })
        }
        "interactive" => interactive(message, part),
        "order" => Some(Content::Order {
            lines: part?.get("product_items")?.as_array().map_or(0, Vec::len),
        }),
        "edit" => {
            let target = Wamid::new(text(part?, "original_message_id")?);
            let body = part?.get("message").and_then(|new| owned(new.get("text")?, "body"));
            Some(Content::Edited { target, body })
        }
        "revoke" => {
            Some(Content::Revoked { target: Wamid::new(text(part?, "original_message_id")?) })
        }
        "request_welcome" => Some(Content::Welcome),
        "unsupported" => {
            let name = part.and_then(|part| text(part, "type")).unwrap_or(kind);
            Some(Content::Unsupported { name: name.to_owned(), code: error_code(message) })
        }
        other => Some(Content::Unsupported { name: other.to_owned(), code: error_code(message) }),
    }
}

fn audio_kind(part: Option<&Value>) -> MediaKind {
    let is_voice = part.and_then(|part| part.get("voice")?.as_bool()).unwrap_or(false);
    if is_voice { MediaKind::Voice } else { MediaKind::Audio }
}

fn media(message: &Value, part: Option<&Value>, kind: MediaKind) -> Option<Content> {
    let id = part.and_then(|part| text(part, "id"));
    let Some((part, id)) = part.zip(id) else {
        // Meta could not fetch the file; the message says so.
        let code = error_code(message);
        return message.get("errors").map(|_| Content::MediaFailed { media: kind, code });
    };
    let mime_type = text(part, "mime_type").unwrap_or("application/octet-stream");
    // `audio/ogg; codecs=opus`: only the type itself tells what the file is.
    let mime_type = mime_type.split(';').next().unwrap_or(mime_type).trim();
    Some(Content::Media(Media {
        kind,
        id: MediaId::new(id),
        mime_type: mime_type.to_owned(),
        sha256: owned(part, "sha256"),
        filename: owned(part, "filename"),
        caption: owned(part, "caption"),
    }))
}

fn location(part: &Value) -> Option<Content> {
    let (latitude, longitude) = (number(part, "latitude")?, number(part, "longitude")?);
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let (name, address) = (owned(part, "name"), owned(part, "address"));
    is_on_earth.then_some(Content::Location(Location { latitude, longitude, name, address }))
}

fn interactive(message: &Value, part: Option<&Value>) -> Option<Content> {
    let Some(part) = part else {
        // Recorded: the type without its object, the reason in the errors of the whole value.
        let code = error_code(message);
        return Some(Content::Unsupported { name: "interactive".to_owned(), code });
    };
    let kind = text(part, "type")?;
    let reply = part.get(kind)?;
    match kind {
        "button_reply" | "list_reply" => {
            let id = owned(reply, "id")?;
            Some(Content::Choice { title: owned(reply, "title").unwrap_or_else(|| id.clone()), id })
        }
        "nfm_reply" => Some(Content::Form {
            name: owned(reply, "name"),
            response_json: owned(reply, "response_json").unwrap_or_default(),
        }),
        "call_permission_reply" => {
            Some(Content::CallPermission { accepted: text(reply, "response") == Some("accept") })
        }
        other => Some(Content::Unsupported { name: format!("interactive/{other}"), code: None }),
    }
}
