//! `Reply` -> the JSON of one message, checked against everything that Meta would refuse.
//!
//! Source: Meta, Cloud API message reference (2026-03 to 2026-05).

use std::collections::HashSet;

use mitra_core::event::Location;
use mitra_core::limits::{
    BODY_CHARS_MAX, BUTTON_CHARS_MAX, BUTTONS_MAX, CAPTION_CHARS_MAX, FILENAME_CHARS_MAX,
    PLACE_TEXT_CHARS_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX, ROWS_MAX, TEXT_CHARS_MAX,
};
use mitra_core::reply::{Choice, Choices, Reply};
use serde_json::{Value, json};

use crate::rules::{check_line, check_optional, check_text, check_url, length};

/// The longest id of a choice on the wire, in bytes: Meta's limit of a row's id.
const WIRE_ID_BYTES_MAX: usize = 200;

/// A message that Meta will not refuse for its content. [`render`] alone makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    body: String,
}

impl Rendered {
    /// A JSON object with `type` and its payload, without the envelope.
    pub fn into_body(self) -> String {
        self.body
    }
}

/// Why a reply cannot be sent. `field` is the place in the contract's `reply`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A text is too long. Nothing is shortened: the citizen would read half a sentence.
    #[error("`{field}` has {chars} characters, at most {chars_max} are allowed")]
    TooLong {
        /// Which text.
        field: String,
        /// Its length, as the stricter of code points and UTF-16 units; bytes for ids and addresses.
        chars: usize,
        /// The limit.
        chars_max: usize,
    },
    /// A text says nothing.
    #[error("`{field}` is empty")]
    Empty {
        /// Which text.
        field: String,
    },
    /// A text has a character that cannot be shown.
    #[error("`{field}` has the control character U+{code_point:04X}")]
    Control {
        /// Which text.
        field: String,
        /// The character.
        code_point: u32,
    },
    /// A text has spaces at an end.
    #[error("`{field}` begins or ends with a space")]
    Spaces {
        /// Which text.
        field: String,
    },
    /// Too few or too many choices.
    #[error("`choices.items` has {count} items, it must have 1 to {count_max}")]
    Count {
        /// How many there are.
        count: usize,
        /// The most allowed.
        count_max: usize,
    },
    /// Two choices cannot be told apart.
    #[error("`{field}` is the same as that of an earlier item")]
    Duplicate {
        /// Which id or title.
        field: String,
    },
    /// An address is not a public https one.
    #[error("`{field}` is not a public web address: {why}")]
    Url {
        /// Which address.
        field: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A point is not on Earth.
    #[error("`place` is not on Earth")]
    Place,
    /// A file's name could be taken for a path.
    #[error("`document.filename` has a slash")]
    Slash,
}

/// Renders a reply as the JSON of one message, without the envelope.
///
/// The same reply always renders to the same text: the outbox stores it, and a second attempt sends what was checked.
pub fn render(reply: &Reply) -> Result<Rendered, RenderError> {
    let message = match reply {
        Reply::Text { body } => {
            check_text("text", body, TEXT_CHARS_MAX)?;
            json!({ "type": "text", "text": { "preview_url": false, "body": body } })
        }
        Reply::Choices(choices) => render_choices(choices)?,
        Reply::Link { body, label, url } => {
            check_text("link.body", body, BODY_CHARS_MAX)?;
            check_line("link.label", label, BUTTON_CHARS_MAX)?;
            check_url("link.url", url)?;
            let parameters = json!({ "display_text": label, "url": url });
            let action = json!({ "name": "cta_url", "parameters": parameters });
            interactive("cta_url", body, action)
        }
        Reply::Image { url, caption } => {
            check_url("image.url", url)?;
            check_optional("image.caption", caption.as_deref(), CAPTION_CHARS_MAX)?;
            let image = with_optional(json!({ "link": url }), "caption", caption.as_deref());
            json!({ "type": "image", "image": image })
        }
        Reply::Document { url, filename, caption } => {
            check_url("document.url", url)?;
            check_line("document.filename", filename, FILENAME_CHARS_MAX)?;
            if filename.contains(['/', '\\']) {
                return Err(RenderError::Slash);
            }
            check_optional("document.caption", caption.as_deref(), CAPTION_CHARS_MAX)?;
            let document = json!({ "link": url, "filename": filename });
            let document = with_optional(document, "caption", caption.as_deref());
            json!({ "type": "document", "document": document })
        }
        Reply::Place(place) => render_place(place)?,
        Reply::AskLocation { body } => {
            check_text("ask-location", body, BODY_CHARS_MAX)?;
            interactive("location_request_message", body, json!({ "name": "send_location" }))
        }
    };
    Ok(Rendered { body: message.to_string() })
}

fn render_choices(choices: &Choices) -> Result<Value, RenderError> {
    let Choices { body, button, items } = choices;
    check_text("choices.body", body, BODY_CHARS_MAX)?;
    let (count, count_max) = (items.len(), ROWS_MAX);
    if count == 0 || count > count_max {
        return Err(RenderError::Count { count, count_max });
    }
    check_items(items)?;
    if are_buttons(items) {
        let button = |item: &Choice| json!({ "type": "reply", "reply": { "id": item.id, "title": item.title } });
        let buttons: Vec<_> = items.iter().map(button).collect();
        return Ok(interactive("button", body, json!({ "buttons": buttons })));
    }
    check_line("choices.button", button, BUTTON_CHARS_MAX)?;
    let row = |item: &Choice| {
        let row = json!({ "id": item.id, "title": item.title });
        with_optional(row, "description", item.description.as_deref())
    };
    let rows: Vec<_> = items.iter().map(row).collect();
    let action = json!({ "button": button, "sections": [{ "rows": rows }] });
    Ok(interactive("list", body, action))
}

/// Few and short choices are buttons: one tap instead of two.
fn are_buttons(items: &[Choice]) -> bool {
    let is_short =
        |item: &Choice| item.description.is_none() && length(&item.title) <= BUTTON_CHARS_MAX;
    items.len() <= BUTTONS_MAX && items.iter().all(is_short)
}

fn check_items(items: &[Choice]) -> Result<(), RenderError> {
    let (mut ids, mut titles) = (HashSet::new(), HashSet::new());
    for (index, Choice { id, title, description }) in items.iter().enumerate() {
        let field = |name: &str| format!("choices.items[{index}].{name}");
        check_line(&field("title"), title, ROW_TITLE_CHARS_MAX)?;
        let described = description.as_deref();
        check_optional(&field("description"), described, ROW_DESCRIPTION_CHARS_MAX)?;
        let (chars, chars_max) = (id.len(), WIRE_ID_BYTES_MAX);
        if chars > chars_max {
            return Err(RenderError::TooLong { field: field("id"), chars, chars_max });
        }
        check_line(&field("id"), id, WIRE_ID_BYTES_MAX)?;
        if !ids.insert(id) {
            return Err(RenderError::Duplicate { field: field("id") });
        }
        if !titles.insert(title) {
            return Err(RenderError::Duplicate { field: field("title") });
        }
    }
    Ok(())
}

fn render_place(place: &Location) -> Result<Value, RenderError> {
    let Location { latitude, longitude, name, address } = place;
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    if !is_on_earth {
        return Err(RenderError::Place);
    }
    check_optional("place.name", name.as_deref(), PLACE_TEXT_CHARS_MAX)?;
    check_optional("place.address", address.as_deref(), PLACE_TEXT_CHARS_MAX)?;
    let location = json!({ "latitude": latitude, "longitude": longitude });
    let location = with_optional(location, "name", name.as_deref());
    let location = with_optional(location, "address", address.as_deref());
    Ok(json!({ "type": "location", "location": location }))
}

fn interactive(kind: &str, body: &str, action: Value) -> Value {
    let interactive = json!({ "type": kind, "body": { "text": body }, "action": action });
    json!({ "type": "interactive", "interactive": interactive })
}

fn with_optional(mut object: Value, key: &str, text: Option<&str>) -> Value {
    if let Some(text) = text {
        object[key] = text.into();
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, title: &str) -> Choice {
        Choice { id: id.to_owned(), title: title.to_owned(), description: None }
    }

    fn choices(items: Vec<Choice>) -> Reply {
        let (body, button) = ("ఎంచుకోండి".to_owned(), "Open".to_owned());
        Reply::Choices(Choices { body, button, items })
    }

    fn numbered(count: usize, title_chars: usize) -> Reply {
        let title = |n: usize| format!("{n}{}", "క".repeat(title_chars - n.to_string().len()));
        choices((0..count).map(|n| choice(&format!("id{n}"), &title(n))).collect())
    }

    fn kind(reply: &Reply) -> String {
        let body = render(reply).expect("it can be sent").into_body();
        let value: Value = serde_json::from_str(&body).expect("it is JSON");
        value["interactive"]["type"].as_str().expect("it is interactive").to_owned()
    }

    fn refusal(reply: &Reply) -> String {
        render(reply).expect_err("it cannot be sent").to_string()
    }

    #[test]
    fn every_kind_of_reply_is_the_cloud_apis_json() {
        let link = Reply::Link {
            body: "Your form".to_owned(),
            label: "Open".to_owned(),
            url: "https://example.org/f/1".to_owned(),
        };
        let document = Reply::Document {
            url: "https://example.org/r.pdf".to_owned(),
            filename: "receipt.pdf".to_owned(),
            caption: Some("మీ రసీదు".to_owned()),
        };
        let place = Location {
            latitude: 17.385,
            longitude: 78.4867,
            name: Some("PHC".to_owned()),
            address: None,
        };
        let image = Reply::Image { url: "https://example.org/a.jpg".to_owned(), caption: None };
        let described =
            Choice { description: Some("Status".to_owned()), ..choice("s3", "Ration card") };
        let replies = [
            Reply::Text {
                body: "సందేశం 🙏\nరెండవ వరుస".to_owned()
            },
            choices(vec![choice("lang:te", "తెలుగు"), choice("lang:en", "English")]),
            choices(vec![described]),
            link,
            image,
            document,
            Reply::Place(place),
            Reply::AskLocation { body: "Where are you?".to_owned() },
        ];
        let rendered = replies.map(|reply| {
            let body = render(&reply).expect("it can be sent").into_body();
            serde_json::from_str::<Value>(&body).expect("it is JSON")
        });
        insta::assert_json_snapshot!(rendered);
    }

    #[test]
    fn a_text_has_4096_characters_and_not_one_more() {
        let text = |chars| Reply::Text { body: "అ".repeat(chars) };
        assert!(render(&text(TEXT_CHARS_MAX)).is_ok());
        assert_eq!(
            refusal(&text(TEXT_CHARS_MAX + 1)),
            "`text` has 4097 characters, at most 4096 are allowed"
        );
        assert_eq!(refusal(&Reply::Text { body: " \n".to_owned() }), "`text` is empty");
    }

    #[test]
    fn three_short_choices_are_buttons_and_more_or_longer_ones_a_list() {
        assert_eq!(kind(&numbered(3, BUTTON_CHARS_MAX)), "button");
        assert_eq!(kind(&numbered(3, BUTTON_CHARS_MAX + 1)), "list");
        assert_eq!(kind(&numbered(4, 5)), "list");
        assert_eq!(kind(&numbered(ROWS_MAX, ROW_TITLE_CHARS_MAX)), "list");
    }

    #[test]
    fn a_list_has_ten_rows_and_titles_of_24_characters() {
        assert!(refusal(&numbered(ROWS_MAX + 1, 5)).contains("11 items"));
        assert!(refusal(&numbered(0, 5)).contains("0 items"));
        assert_eq!(
            refusal(&numbered(4, ROW_TITLE_CHARS_MAX + 1)),
            "`choices.items[0].title` has 25 characters, at most 24 are allowed"
        );
    }

    #[test]
    fn choices_can_be_told_apart() {
        let ids = choices(vec![choice("a", "A"), choice("a", "B")]);
        assert!(refusal(&ids).contains("`choices.items[1].id` is the same"));
        let titles = choices(vec![choice("a", "A"), choice("b", "A")]);
        assert!(refusal(&titles).contains("`choices.items[1].title` is the same"));
        assert!(refusal(&choices(vec![choice(" a", "A")])).contains("begins or ends with a space"));
    }

    #[test]
    fn bodies_captions_labels_and_ids_keep_their_limits() {
        let ask = |chars| Reply::AskLocation { body: "x".repeat(chars) };
        assert!(render(&ask(BODY_CHARS_MAX)).is_ok() && render(&ask(BODY_CHARS_MAX + 1)).is_err());
        let image = |chars| Reply::Image {
            url: "https://example.org/a.jpg".to_owned(),
            caption: Some("x".repeat(chars)),
        };
        assert!(render(&image(CAPTION_CHARS_MAX)).is_ok());
        assert!(render(&image(CAPTION_CHARS_MAX + 1)).is_err());
        let link = |chars| Reply::Link {
            body: "b".to_owned(),
            label: "x".repeat(chars),
            url: "https://example.org".to_owned(),
        };
        assert!(render(&link(BUTTON_CHARS_MAX)).is_ok());
        assert!(render(&link(BUTTON_CHARS_MAX + 1)).is_err());
        let id = |bytes| choices(vec![choice(&"i".repeat(bytes), "A")]);
        assert!(render(&id(WIRE_ID_BYTES_MAX)).is_ok());
        assert!(render(&id(WIRE_ID_BYTES_MAX + 1)).is_err());
        let described = |chars: usize| {
            let description = Some("d".repeat(chars));
            choices(vec![Choice { description, ..choice("a", "A") }])
        };
        assert!(render(&described(ROW_DESCRIPTION_CHARS_MAX)).is_ok());
        assert!(render(&described(ROW_DESCRIPTION_CHARS_MAX + 1)).is_err());
    }

    #[test]
    fn a_place_is_on_earth() {
        let place = |latitude, longitude| {
            render(&Reply::Place(Location { latitude, longitude, name: None, address: None }))
        };
        assert!(place(90.0, -180.0).is_ok());
        for (latitude, longitude) in
            [(90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)]
        {
            assert_eq!(place(latitude, longitude), Err(RenderError::Place));
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let text = Reply::Text { body: "a\u{0}b".to_owned() };
        assert_eq!(refusal(&text), "`text` has the control character U+0000");
        let document = Reply::Document {
            url: "https://example.org/r.pdf".to_owned(),
            filename: "../r.pdf".to_owned(),
            caption: None,
        };
        assert_eq!(render(&document), Err(RenderError::Slash));
    }
}
