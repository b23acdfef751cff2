//! Citizens' telephones in the place of Meta: they take every message and keep it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use mitra_core::ids::{MediaId, PhoneNumberId, Wamid};
use mitra_core::media::MediaContent;
use mitra_core::ports::{GraphApi, OutboundMessage, SendAccepted, SendError};
use mitra_core::reply::Reply;
use mitra_scenario::{Heard, HeardLine};
use mitra_whatsapp::RenderError;
use serde_json::Value;

/// What can be tapped on one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tappable {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Of a list, not a button.
    pub(crate) is_row: bool,
}

/// One message as a telephone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) heard: Heard,
    pub(crate) choices: Vec<Tappable>,
}

/// A reply as a citizen hears it.
///
/// # Errors
/// If it breaks a rule of WhatsApp's: then nobody hears it.
pub fn heard(reply: &Reply) -> Result<Heard, RenderError> {
    let rendered = mitra_whatsapp::render(reply)?;
    let body = serde_json::from_str(&rendered.body).expect("a rendered reply is JSON");
    Ok(Shown::of(&body, rendered.file.as_ref()).heard)
}

/// All telephones, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Phones {
    shown: Mutex<HashMap<String, Vec<Shown>>>,
    /// Files that were uploaded for them, in the order of their ids.
    uploaded: Mutex<Vec<MediaContent>>,
}

impl Phones {
    /// What came to this number since it was last asked, in order.
    pub(crate) fn take(&self, phone: &str) -> Vec<Shown> {
        self.lock().remove(phone).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Shown>>> {
        self.shown.lock().expect("nothing panics that holds it")
    }

    fn uploaded(&self) -> MutexGuard<'_, Vec<MediaContent>> {
        self.uploaded.lock().expect("nothing panics that holds it")
    }

    /// The file that a message names.
    fn file_of(&self, body: &Value) -> Option<MediaContent> {
        let id: usize = body[text(body, "/type")]["id"].as_str()?.parse().ok()?;
        self.uploaded().get(id).cloned()
    }
}

#[async_trait]
impl GraphApi for Phones {
    async fn send(&self, outbound: OutboundMessage) -> Result<SendAccepted, SendError> {
        let phone =
            outbound.to.phone().expect("citizens of rehearsals have numbers").reveal().to_owned();
        let body = serde_json::from_str(&outbound.body).expect("a rendered reply is JSON");
        let shown = Shown::of(&body, self.file_of(&body).as_ref());
        self.lock().entry(phone).or_default().push(shown);
        Ok(SendAccepted { wamid: Wamid::new(format!("wamid.out.{}", outbound.reference)) })
    }

    async fn upload(
        &self,
        _number: &PhoneNumberId,
        file: &MediaContent,
    ) -> Result<MediaId, SendError> {
        let mut uploaded = self.uploaded();
        uploaded.push(file.clone());
        Ok(MediaId::new((uploaded.len() - 1).to_string()))
    }

    async fn mark_read(
        &self,
        _number: &PhoneNumberId,
        _wamid: &Wamid,
        _typing: bool,
    ) -> Result<(), SendError> {
        Ok(())
    }
}

impl Shown {
    /// A message from the JSON that Meta would get, and the file that it names.
    fn of(body: &Value, file: Option<&MediaContent>) -> Self {
        let kind = text(body, "/type");
        let content = &body[kind];
        match kind {
            "text" => Self::plain(text(content, "/body"), None),
            "interactive" => Self::interactive(content),
            "image" | "document" | "video" | "audio" => {
                let name = content["filename"].as_str().map(|name| format!("{name} "));
                let name = name.unwrap_or_default();
                let what = match file {
                    Some(MediaContent { mime_type, bytes }) => {
                        format!("{mime_type}, {} bytes", bytes.len())
                    }
                    None => text(content, "/link").to_owned(),
                };
                let attachment = format!("{kind} {name}{what}");
                Self::plain(text(content, "/caption"), Some(attachment))
            }
            "location" => Self::plain("", Some(place(content))),
            other => Self::plain("", Some(format!("other {other}"))),
        }
    }

    fn interactive(content: &Value) -> Self {
        let (kind, body) = (text(content, "/type"), text(content, "/body/text"));
        match kind {
            "button" => {
                let buttons = list(&content["action"]["buttons"]).map(|button| &button["reply"]);
                Self::plain(body, None).offering(buttons, false)
            }
            "list" => {
                let sections = list(&content["action"]["sections"]);
                let rows = sections.flat_map(|section| list(&section["rows"]));
                Self::plain(body, None).offering(rows, true)
            }
            "cta_url" => {
                let link = &content["action"]["parameters"];
                let (label, url) = (text(link, "/display_text"), text(link, "/url"));
                Self::plain(body, Some(format!("link {label}: {url}")))
            }
            "location_request_message" => Self::plain(body, Some("asks for a location".to_owned())),
            other => Self::plain(body, Some(format!("other {other}"))),
        }
    }

    /// A text, and perhaps what hangs on it. Where something hangs there may be no text.
    fn plain(body: &str, attachment: Option<String>) -> Self {
        let is_bare = body.is_empty() && attachment.is_some();
        let mut heard = if is_bare { Heard::default() } else { Heard::text(body) };
        heard.lines.extend(attachment.map(HeardLine::Attachment));
        Self { heard, choices: Vec::new() }
    }

    fn offering<'a>(mut self, choices: impl Iterator<Item = &'a Value>, is_row: bool) -> Self {
        for choice in choices {
            let (id, title) = (text(choice, "/id").to_owned(), text(choice, "/title").to_owned());
            let description = choice["description"].as_str().map(str::to_owned);
            self.heard.lines.push(HeardLine::Choice { title: title.clone(), description });
            self.choices.push(Tappable { id, title, is_row });
        }
        self
    }
}

/// `place 17.385 78.4867: PHC, Main Road`
fn place(content: &Value) -> String {
    let degrees = |key: &str| content[key].as_f64().unwrap_or_default().to_string();
    let point = format!("place {} {}", degrees("latitude"), degrees("longitude"));
    let words = ["name", "address"].map(|key| content[key].as_str());
    let words: Vec<&str> = words.into_iter().flatten().collect();
    if words.is_empty() { point } else { format!("{point}: {}", words.join(", ")) }
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use mitra_core::event::Location;
    use mitra_core::reply::{Choice, Choices};

    use super::*;

    #[test]
    fn every_kind_of_reply_is_shown_as_authors_write_it() {
        let url = "https://example.org/r.pdf".to_owned();
        let choice = |title: &str, description: Option<&str>| Choice {
            id: title.to_lowercase(),
            title: title.to_owned(),
            description: description.map(str::to_owned),
        };
        let ask = |items| {
            let (body, button) = ("Which?\nPlease".to_owned(), "Choose".to_owned());
            Reply::Choices(Choices { body, button, items })
        };
        let (latitude, longitude) = (17.385, 78.4867);
        let place = |name: Option<&str>| {
            let (name, address) = (name.map(str::to_owned), None);
            Reply::Place(Location { latitude, longitude, name, address })
        };
        let words = |text: &str| text.to_owned();
        let file = |mime_type: &str, bytes: &[u8], caption| {
            let file = MediaContent { mime_type: words(mime_type), bytes: bytes.into() };
            Reply::File { file, filename: words("r.pdf"), caption }
        };
        for (reply, expected) in [
            (Reply::Text { body: words("One\n\n[two]") }, "One\n\n  \\[two]"),
            (ask(vec![choice("A", None), choice("B", None)]), "Which?\n  Please\n  [A] [B]"),
            (ask(vec![choice("A", Some("first"))]), "Which?\n  Please\n  [A]"),
            (
                Reply::Link { body: words("Pay"), label: words("Open"), url: url.clone() },
                "Pay\n  (link Open: https://example.org/r.pdf)",
            ),
            (Reply::Image { url: url.clone(), caption: None }, "(image https://example.org/r.pdf)"),
            (
                Reply::Document { url, filename: words("r.pdf"), caption: Some(words("Yours")) },
                "Yours\n  (document r.pdf https://example.org/r.pdf)",
            ),
            (
                file("application/pdf", b"%PDF-1.7", Some(words("Yours"))),
                "Yours\n  (document r.pdf application/pdf, 8 bytes)",
            ),
            (file("image/png", b"\x89PNG\r\n\x1a\n", None), "(image image/png, 8 bytes)"),
            (place(None), "(place 17.385 78.4867)"),
            (place(Some("PHC")), "(place 17.385 78.4867: PHC)"),
            (Reply::AskLocation { body: words("Where?") }, "Where?\n  (asks for a location)"),
        ] {
            assert_eq!(heard(&reply).expect("it can be sent").to_string(), expected);
        }
    }
}
