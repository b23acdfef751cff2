//! What a message says, by its type.

use mitra_core::event::{Content, Location, Media, MediaKind};
use mitra_core::ids::{MediaId, Wamid};

use super::json::{Json, Object};

/// The longest name of an unsupported kind that is kept.
pub(super) const NAME_CHARS_MAX: usize = 60;

/// The content of a message of this type; none if it lacks what its type needs.
pub(super) fn parse(message: &Object<'_>, kind: &str) -> Option<Content> {
    let part = || message.object(kind);
    match kind {
        "text" => Some(Content::Text { body: part()?.string("body")? }),
        "image" => media(message, part(), MediaKind::Image),
        "video" => media(message, part(), MediaKind::Video),
        "audio" => {
            let part = part();
            let is_voice = part.as_ref().is_some_and(|part| part.is_true("voice"));
            media(message, part, if is_voice { MediaKind::Voice } else { MediaKind::Audio })
        }
        "voice" => media(message, part(), MediaKind::Voice),
        "document" => media(message, part(), MediaKind::Document),
        "sticker" => media(message, part(), MediaKind::Sticker),
        "location" => location(&part()?),
        "contacts" => Some(Content::Contacts { count: message.list(kind)?.count() }),
        "reaction" => {
            let part = part()?;
            Some(Content::Reaction {
                target: target(&part, "message_id")?,
                emoji: part.string("emoji"),
            })
        }
        "button" => {
            let part = part()?;
            choice(part.string("payload"), part.string("text"))
        }
        "interactive" => interactive(message),
        "order" => {
            let lines = part()?.list("product_items").map_or(0, super::json::List::count);
            Some(Content::Order { lines })
        }
        "edit" => {
            let part = part()?;
            let text = part.object("message").and_then(|edited| edited.object("text"));
            Some(Content::Edited {
                target: target(&part, "original_message_id")?,
                body: text.and_then(|text| text.string("body")),
            })
        }
        "revoke" => Some(Content::Revoked { target: target(&part()?, "original_message_id")? }),
        "request_welcome" => Some(Content::Welcome),
        "unsupported" => {
            let name = part().and_then(|part| part.text("type"));
            Some(unsupported(name.as_deref().unwrap_or(kind), message.error_code()))
        }
        other => Some(unsupported(other, message.error_code())),
    }
}

/// A kind that gets a kind answer and nothing else.
pub(super) fn unsupported(name: &str, code: Option<i64>) -> Content {
    Content::Unsupported { name: name.chars().take(NAME_CHARS_MAX).collect(), code }
}

fn target(part: &Object<'_>, name: &str) -> Option<Wamid> {
    part.text(name).map(|id| Wamid::new(&*id))
}

/// A choice needs its id or its title; each stands in for the other.
fn choice(id: Option<String>, title: Option<String>) -> Option<Content> {
    let id = id.or_else(|| title.clone())?;
    Some(Content::Choice { title: title.unwrap_or_else(|| id.clone()), id })
}

fn media(message: &Object<'_>, part: Option<Object<'_>>, kind: MediaKind) -> Option<Content> {
    let id = part.as_ref().and_then(|part| part.text("id"));
    let Some((part, id)) = part.zip(id) else {
        // Meta could not fetch the file; the message says so.
        let code = message.error_code();
        return message.get("errors").map(|_| Content::MediaFailed { media: kind, code });
    };
    let mime_type = part.text("mime_type");
    let mime_type = mime_type.as_deref().unwrap_or("application/octet-stream");
    // `audio/ogg; codecs=opus`: only the type itself tells what the file is.
    let mime_type = mime_type.split(';').next().unwrap_or(mime_type).trim();
    Some(Content::Media(Media {
        kind,
        id: MediaId::new(&*id),
        mime_type: mime_type.to_owned(),
        sha256: part.string("sha256"),
        filename: part.string("filename"),
        caption: part.string("caption"),
    }))
}

fn location(part: &Object<'_>) -> Option<Content> {
    let (latitude, longitude) = (part.number("latitude")?, part.number("longitude")?);
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let (name, address) = (part.string("name"), part.string("address"));
    is_on_earth.then_some(Content::Location(Location { latitude, longitude, name, address }))
}

fn interactive(message: &Object<'_>) -> Option<Content> {
    let Some(part) = message.get("interactive") else {
        // Recorded: the type without its object, the reason in the errors of the whole value.
        return Some(unsupported("interactive", message.error_code()));
    };
    let part = part.object()?;
    let kind = part.text("type")?;
    match &*kind {
        "button_reply" | "list_reply" => {
            let reply = part.object(&kind)?;
            choice(reply.string("id"), reply.string("title"))
        }
        "nfm_reply" => {
            let reply = part.object(&kind)?;
            let response = reply.get("response_json");
            // A text that holds JSON; should Meta ever send the JSON itself, it is as good.
            let text = |json: Json<'_>| {
                json.text().map_or_else(|| json.raw().to_owned(), std::borrow::Cow::into_owned)
            };
            Some(Content::Form {
                name: reply.string("name"),
                response_json: response.map(text).unwrap_or_default(),
            })
        }
        "call_permission_reply" => {
            let accepted = part.object(&kind)?.text("response").as_deref() == Some("accept");
            Some(Content::CallPermission { accepted })
        }
        other => Some(unsupported(&format!("interactive/{other}"), message.error_code())),
    }
}
