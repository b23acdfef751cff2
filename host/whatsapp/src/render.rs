//! `Reply` -> the JSON of one message, checked against everything that Meta would refuse.
//!
//! Source: Meta, Cloud API message reference (2026-03 to 2026-05).

mod order;

use std::time::Duration;

use mitra_core::certificate::CertificateDelivery;
use mitra_core::event::Location;
use mitra_core::limits::{
    BODY_CHARS_MAX, BUTTON_CHARS_MAX, BUTTONS_MAX, CAPTION_CHARS_MAX, FILENAME_CHARS_MAX,
    PLACE_TEXT_CHARS_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX, ROWS_MAX, TEXT_CHARS_MAX,
};
use mitra_core::media::MediaContent;
use mitra_core::reply::{Choice, Choices, Reply};

use crate::file::{FileKind, check_file};
use crate::rules::{
    Field, check_line, check_optional, check_payment_url, check_text, check_url, length,
};
use crate::wire::{
    self, Body, Button, Buttons, File, Interactive, List, Message, Named, Row, Section, Text,
    Title, UrlParameters,
};

pub use order::{render_card, render_card_end};

/// The longest id of a choice on the wire, in bytes: Meta's limit of a row's id.
const WIRE_ID_BYTES_MAX: usize = 200;

/// A message that Meta will not refuse for its content. [`render`] alone makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rendered {
    /// A JSON object with `type` and its payload, without the envelope.
    pub body: String,
    /// The file that must be uploaded first, and named by [`crate::with_file`].
    pub file: Option<MediaContent>,
    /// The certificate whose document is that file, which is yet to be made.
    pub certificate: Option<CertificateDelivery>,
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
    /// A parameter of a template has too many spaces in a row.
    #[error("`{field}` has {spaces} spaces in a row, at most {spaces_max} are allowed")]
    SpacesInside {
        /// Which text.
        field: String,
        /// How many.
        spaces: usize,
        /// The most allowed.
        spaces_max: usize,
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
    #[error("`{field}` has a slash")]
    Slash {
        /// Which name.
        field: &'static str,
    },
    /// A file is empty or too large.
    #[error("`file.bytes` has {bytes} bytes, it must have 1 to {bytes_max}")]
    FileSize {
        /// How many there are.
        bytes: usize,
        /// The most allowed.
        bytes_max: usize,
    },
    /// A file is of a type that WhatsApp does not take.
    #[error("`file.mime-type` is `{mime_type}`, which is none of those that the contract lists")]
    FileType {
        /// What it says.
        mime_type: String,
    },
    /// A file is not what it says.
    #[error("`file.mime-type` says `{said}`, and `file.bytes` are `{found}`")]
    FileLie {
        /// What it says.
        said: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A payment card's order has a name that Meta does not take.
    #[error("`card.reference` is no reference of 1 to 35 letters, digits, `_`, `-` and `.`")]
    Reference,
    /// A payment card costs nothing.
    #[error("`card.paise` is 0")]
    Free,
    /// A payment card ends too soon to be paid.
    #[error("`card.expires_at` is {ahead:?} ahead, it must be {ahead_min:?}")]
    ExpiresSoon {
        /// How far ahead it is.
        ahead: Duration,
        /// How far it must be.
        ahead_min: Duration,
    },
    /// A text under what can have none.
    #[error("`file.caption` cannot be shown under audio: send a text before it")]
    Caption,
}

/// Renders a reply as the JSON of one message, without the envelope.
///
/// The same reply always renders to the same text.
/// The outbox stores it, so that a second attempt sends what was checked.
pub fn render(reply: &Reply) -> Result<Rendered, RenderError> {
    let message = match reply {
        Reply::Text { body } => {
            check_text("text", body, TEXT_CHARS_MAX)?;
            Message::Text { text: Text { preview_url: false, body } }
        }
        Reply::Choices(choices) => render_choices(choices)?,
        Reply::Link { body, label, url } => {
            check_url("link.url", url)?;
            link(body, label, url)?
        }
        Reply::Pay { body, label, url } => {
            check_payment_url("link.url", url)?;
            link(body, label, url)?
        }
        Reply::Image { url, caption } => {
            let caption = caption.as_deref();
            check_url("image.url", url)?;
            check_optional("image.caption", caption, CAPTION_CHARS_MAX)?;
            Message::Image { image: File { link: Some(url), filename: None, caption } }
        }
        Reply::Document { url, filename, caption } => {
            let caption = caption.as_deref();
            check_url("document.url", url)?;
            check_filename("document.filename", filename)?;
            check_optional("document.caption", caption, CAPTION_CHARS_MAX)?;
            let link = Some(url.as_str());
            Message::Document { document: File { link, filename: Some(filename), caption } }
        }
        Reply::File { file, filename, caption } => render_file(file, filename, caption.as_deref())?,
        Reply::Certificate { filename, caption, .. } => {
            let caption = caption.as_deref();
            check_filename("certificate.filename", filename)?;
            check_optional("certificate.caption", caption, CAPTION_CHARS_MAX)?;
            Message::Document { document: File { link: None, filename: Some(filename), caption } }
        }
        Reply::Place(place) => render_place(place)?,
        Reply::AskLocation { body } => {
            check_text("ask-location", body, BODY_CHARS_MAX)?;
            let action = Named { name: "send_location", parameters: None };
            interactive(Interactive::LocationRequestMessage { body: Body { text: body }, action })
        }
    };
    let body = serde_json::to_string(&message).expect("texts and finite numbers are JSON");
    let (file, certificate) = match reply {
        Reply::File { file, .. } => (Some(file.clone()), None),
        Reply::Certificate { certificate, .. } => (None, Some(certificate.clone())),
        Reply::Text { .. }
        | Reply::Choices(_)
        | Reply::Link { .. }
        | Reply::Image { .. }
        | Reply::Document { .. }
        | Reply::Place(_)
        | Reply::AskLocation { .. }
        | Reply::Pay { .. } => (None, None),
    };
    Ok(Rendered { body, file, certificate })
}

/// A file by the id that it will have.
fn render_file<'a>(
    file: &MediaContent,
    filename: &'a str,
    caption: Option<&'a str>,
) -> Result<Message<'a>, RenderError> {
    check_filename("file.filename", filename)?;
    check_optional("file.caption", caption, CAPTION_CHARS_MAX)?;
    let named = |filename| File { link: None, filename, caption };
    match check_file(file)? {
        FileKind::Audio if caption.is_some() => Err(RenderError::Caption),
        FileKind::Audio => Ok(Message::Audio { audio: named(None) }),
        FileKind::Document => Ok(Message::Document { document: named(Some(filename)) }),
        FileKind::Image => Ok(Message::Image { image: named(None) }),
        FileKind::Video => Ok(Message::Video { video: named(None) }),
    }
}

fn check_filename(field: &'static str, filename: &str) -> Result<(), RenderError> {
    check_line(field, filename, FILENAME_CHARS_MAX)?;
    if filename.contains(['/', '\\']) { Err(RenderError::Slash { field }) } else { Ok(()) }
}

fn render_choices(choices: &Choices) -> Result<Message<'_>, RenderError> {
    let Choices { body, button, items } = choices;
    check_text("choices.body", body, BODY_CHARS_MAX)?;
    let (count, count_max) = (items.len(), ROWS_MAX);
    if count == 0 || count > count_max {
        return Err(RenderError::Count { count, count_max });
    }
    check_items(items)?;
    let body = Body { text: body };
    if are_buttons(items) {
        let titles = items.iter().map(|Choice { id, title, .. }| Title { id, title });
        let action = Buttons { buttons: titles.map(|reply| Button { reply }).collect() };
        return Ok(interactive(Interactive::Button { body, action }));
    }
    check_line("choices.button", button, BUTTON_CHARS_MAX)?;
    let rows = items.iter().map(|Choice { id, title, description }| Row {
        id,
        title,
        description: description.as_deref(),
    });
    let action = List { button, sections: [Section { rows: rows.collect() }] };
    Ok(interactive(Interactive::List { body, action }))
}

/// Few and short choices are buttons: one tap instead of two.
fn are_buttons(items: &[Choice]) -> bool {
    let is_short =
        |item: &Choice| item.description.is_none() && length(&item.title) <= BUTTON_CHARS_MAX;
    items.len() <= BUTTONS_MAX && items.iter().all(is_short)
}

fn check_items(items: &[Choice]) -> Result<(), RenderError> {
    for (index, Choice { id, title, description }) in items.iter().enumerate() {
        let field = |name| Field::OfItem(index, name);
        check_line(field("title"), title, ROW_TITLE_CHARS_MAX)?;
        check_optional(field("description"), description.as_deref(), ROW_DESCRIPTION_CHARS_MAX)?;
        let (chars, chars_max) = (id.len(), WIRE_ID_BYTES_MAX);
        if chars > chars_max {
            return Err(RenderError::TooLong { field: field("id").to_string(), chars, chars_max });
        }
        check_line(field("id"), id, WIRE_ID_BYTES_MAX)?;
        // There are ten at most: comparing each with those before it is the fastest way.
        let earlier = &items[..index];
        if earlier.iter().any(|item| item.id == *id) {
            return Err(RenderError::Duplicate { field: field("id").to_string() });
        }
        if earlier.iter().any(|item| item.title == *title) {
            return Err(RenderError::Duplicate { field: field("title").to_string() });
        }
    }
    Ok(())
}

fn render_place(place: &Location) -> Result<Message<'_>, RenderError> {
    let (latitude, longitude) = (place.latitude, place.longitude);
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    if !is_on_earth {
        return Err(RenderError::Place);
    }
    let (name, address) = (place.name.as_deref(), place.address.as_deref());
    check_optional("place.name", name, PLACE_TEXT_CHARS_MAX)?;
    check_optional("place.address", address, PLACE_TEXT_CHARS_MAX)?;
    Ok(Message::Location { location: wire::Location { latitude, longitude, name, address } })
}

/// A button that opens an address, which is checked already.
fn link<'a>(body: &'a str, label: &'a str, url: &'a str) -> Result<Message<'a>, RenderError> {
    check_text("link.body", body, BODY_CHARS_MAX)?;
    check_line("link.label", label, BUTTON_CHARS_MAX)?;
    let parameters = Some(UrlParameters { display_text: label, url });
    let action = Named { name: "cta_url", parameters };
    Ok(interactive(Interactive::CtaUrl { body: Body { text: body }, action }))
}

fn interactive(interactive: Interactive<'_>) -> Message<'_> {
    Message::Interactive { interactive }
}

mod template;

pub use template::{render_template, template_of};

#[cfg(test)]
mod tests;
