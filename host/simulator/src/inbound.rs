//! What a citizen sends.

use serde_json::{Value, json};

/// One message of a citizen, before it has an id and a sender.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// The fields of the message's own type, such as `{"type": "text", "text": {...}}`.
    pub(crate) fields: Value,
    /// How it looks in the chat.
    pub(crate) shown: String,
    /// The message that it answers.
    pub(crate) answers: Option<String>,
}

impl Inbound {
    fn new(fields: Value, shown: &str) -> Self {
        Self { fields, shown: shown.to_owned(), answers: None }
    }

    /// Typed text.
    pub fn text(body: &str) -> Self {
        Self::new(json!({ "type": "text", "text": { "body": body } }), body)
    }

    /// A tapped button.
    pub fn tap(id: &str, title: &str) -> Self {
        Self::reply("button_reply", id, title)
    }

    /// A tapped row of a list.
    pub fn row(id: &str, title: &str) -> Self {
        Self::reply("list_reply", id, title)
    }

    /// The tapped button of a template.
    pub fn template_button(payload: &str, title: &str) -> Self {
        let button = json!({ "payload": payload, "text": title });
        Self::new(json!({ "type": "button", "button": button }), title)
    }

    fn reply(kind: &str, id: &str, title: &str) -> Self {
        let reply = json!({ "type": kind, kind: { "id": id, "title": title } });
        Self::new(json!({ "type": "interactive", "interactive": reply }), title)
    }

    /// A shared location.
    pub fn location(latitude: f64, longitude: f64, name: Option<&str>) -> Self {
        let mut location = json!({ "latitude": latitude, "longitude": longitude });
        if let Some(name) = name {
            location["name"] = name.into();
        }
        let shown = name.map_or_else(|| format!("{latitude:.4}, {longitude:.4}"), str::to_owned);
        Self::new(json!({ "type": "location", "location": location }), &shown)
    }

    /// A file of the media store: `kind` is `image`, `video`, `audio`, `document` or `sticker`.
    ///
    /// The notification tells its sha256 if the store has the file.
    pub fn media(kind: &str, id: &str, mime_type: &str, caption: Option<&str>) -> Self {
        let mut media = json!({ "id": id, "mime_type": mime_type });
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            media["caption"] = caption.into();
        }
        if kind == "audio" {
            media["voice"] = true.into();
        }
        Self::new(json!({ "type": kind, kind: media }), caption.unwrap_or_default())
    }

    /// Any fields at all, such as those of a kind that nobody supports.
    ///
    /// # Panics
    /// If this is no object.
    pub fn raw(fields: Value) -> Self {
        assert!(fields.is_object(), "a message is an object");
        let shown = fields["type"].as_str().unwrap_or("message").to_owned();
        Self::new(fields, &shown)
    }

    /// The same as an answer to this message of the host's.
    ///
    /// Taps and rows answer the last message that offers them by themselves, where chats are kept.
    #[must_use]
    pub fn answering(mut self, wamid: &str) -> Self {
        self.answers = Some(wamid.to_owned());
        self
    }

    /// The same with the name of its file.
    #[must_use]
    pub fn named(mut self, filename: &str) -> Self {
        if let Some(kind) = self.kind().map(str::to_owned) {
            self.fields[kind]["filename"] = filename.into();
        }
        self
    }

    /// Its type, if it has one.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.fields["type"].as_str()
    }

    /// The choice made by a tap or a row.
    pub(crate) fn choice(&self) -> Option<&str> {
        if let Some(button) = self.fields.get("button") {
            return button["payload"].as_str();
        }
        let interactive = self.fields.get("interactive")?;
        let reply = interactive.get(interactive["type"].as_str()?)?;
        reply["id"].as_str()
    }
}
