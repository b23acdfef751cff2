//! What a citizen sends.

use serde_json::{Value, json};

/// One message of a citizen, before it has an id and a sender.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// The fields of the message's own type, such as `{"type": "text", "text": {...}}`.
    pub(crate) fields: Value,
    /// How it looks in the chat.
    pub(crate) shown: String,
}

impl Inbound {
    /// Typed text.
    pub fn text(body: &str) -> Self {
        Self { fields: json!({ "type": "text", "text": { "body": body } }), shown: body.to_owned() }
    }

    /// A tapped button.
    pub fn tap(id: &str, title: &str) -> Self {
        Self::reply("button_reply", id, title)
    }

    /// A tapped row of a list.
    pub fn row(id: &str, title: &str) -> Self {
        Self::reply("list_reply", id, title)
    }

    fn reply(kind: &str, id: &str, title: &str) -> Self {
        let reply = json!({ "type": kind, kind: { "id": id, "title": title } });
        Self {
            fields: json!({ "type": "interactive", "interactive": reply }),
            shown: title.to_owned(),
        }
    }

    /// A shared location.
    pub fn location(latitude: f64, longitude: f64, name: Option<&str>) -> Self {
        let mut location = json!({ "latitude": latitude, "longitude": longitude });
        if let Some(name) = name {
            location["name"] = name.into();
        }
        Self {
            fields: json!({ "type": "location", "location": location }),
            shown: name.map_or_else(|| format!("{latitude:.4}, {longitude:.4}"), str::to_owned),
        }
    }

    /// A file of the media store: `kind` is `image`, `video`, `audio`, `document` or `sticker`.
    pub fn media(kind: &str, id: &str, mime_type: &str, caption: Option<&str>) -> Self {
        let mut media = json!({ "id": id, "mime_type": mime_type, "sha256": "3q2+7w==" });
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            media["caption"] = caption.into();
        }
        if kind == "audio" {
            media["voice"] = true.into();
        }
        let shown = caption.unwrap_or_default().to_owned();
        Self { fields: json!({ "type": kind, kind: media }), shown }
    }

    /// Any fields at all, such as those of a kind that nobody supports.
    pub fn raw(fields: Value) -> Self {
        let shown = fields["type"].as_str().unwrap_or("message").to_owned();
        Self { fields, shown }
    }
}
