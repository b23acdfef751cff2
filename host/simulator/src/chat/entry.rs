//! One message of a chat.

use serde::Serialize;
use serde_json::Value;

/// One message of a chat, in either direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChatEntry {
    pub(crate) wamid: String,
    pub(crate) from_citizen: bool,
    pub(crate) kind: String,
    pub(crate) body: String,
    /// Buttons or rows of a list: id and title.
    pub(crate) choices: Vec<(String, String)>,
    /// What Meta got or made, for the page to draw.
    pub(crate) content: Value,
    pub(crate) ticks: Ticks,
    pub(crate) at_ms: u64,
}

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ticks {
    /// On its way.
    Waiting,
    /// One grey tick.
    Sent,
    /// Two grey ticks.
    Delivered,
    /// Two blue ticks.
    Read,
    /// Never arrived.
    Failed,
}

impl ChatEntry {
    /// WhatsApp's id of it.
    pub fn wamid(&self) -> &str {
        &self.wamid
    }

    /// Whether the citizen sent it.
    pub fn from_citizen(&self) -> bool {
        self.from_citizen
    }

    /// Its type: `text`, `button`, `list`, `location`, `image` and so on.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its text.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What belongs to its type: the name and the id of a file, a point on the map.
    pub fn content(&self) -> &Value {
        &self.content
    }

    /// Its buttons or rows: id and title of each.
    pub fn choices(&self) -> &[(String, String)] {
        &self.choices
    }

    /// How far it got.
    pub fn ticks(&self) -> Ticks {
        self.ticks
    }

    /// A message of the host's, from the JSON it sent.
    pub(crate) fn of_host(wamid: String, sent: &Value, at_ms: u64) -> Self {
        let message_type = sent["type"].as_str().unwrap_or_default();
        let content = sent[message_type].clone();
        let text = |pointer: &str| content.pointer(pointer).and_then(Value::as_str);
        let kind = if message_type == "interactive" { text("/type") } else { Some(message_type) };
        let body = text("/body").or(text("/body/text")).or(text("/caption")).or(text("/name"));
        Self {
            wamid,
            from_citizen: false,
            kind: kind.unwrap_or_default().to_owned(),
            body: body.unwrap_or_default().to_owned(),
            choices: choices(&content),
            ticks: Ticks::Waiting,
            at_ms,
            content,
        }
    }

    /// The same as a citizen sees it: a template has its words at Meta.
    pub(crate) fn shown_as(self, body: String, choices: Vec<(String, String)>) -> Self {
        Self { body, choices, ..self }
    }
}

fn choices(content: &Value) -> Vec<(String, String)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let buttons = list(&content["action"]["buttons"]).into_iter().map(|b| b["reply"].clone());
    let sections = list(&content["action"]["sections"]).into_iter();
    let rows = sections.flat_map(|section| list(&section["rows"]));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    buttons.chain(rows).map(|choice| (text(&choice["id"]), text(&choice["title"]))).collect()
}
