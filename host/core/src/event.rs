//! What a citizen did, and what Meta reports, as one verified notification tells it.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::delivery::Receipt;
use crate::identity::{CitizenAddress, IdentityChange};
use crate::ids::{MediaId, OrderReference, PhoneNumberId, Wamid};
use crate::template::TemplateReport;
use crate::timer::FiredTimer;

/// One item of a notification.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaf {
    /// A citizen wrote, tapped or sent something.
    Event(InboundEvent),
    /// Meta reports on a message of ours.
    Receipt(Receipt),
    /// Meta reports on the payment of a card of ours.
    Payment(PaymentReport),
    /// A citizen's address changed.
    Identity(IdentityReport),
    /// Anything else that Meta reports: templates, account, calls. Counted; of templates it is kept in mind.
    Account(AccountReport),
    /// The item could not be understood. Kept as it came, its siblings go on.
    Quarantined(Quarantined),
}

/// A citizen's message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboundEvent {
    /// WhatsApp's id: with the phone number id, the key by which duplicates are known.
    pub wamid: Wamid,
    /// The business number it came to.
    pub phone_number_id: PhoneNumberId,
    /// Who sent it.
    pub sender: CitizenAddress,
    /// When the citizen sent it, by Meta's clock. One-second resolution.
    pub sent_at: Timestamp,
    /// The message it answers, if the citizen replied to one.
    pub in_reply_to: Option<Wamid>,
    /// What it says.
    pub content: Content,
}

/// What waits in a citizen's lane.
///
/// A notification's items are [`Leaf`]s, which hold messages alone: nothing that comes from outside becomes a timer's
/// event. Storage makes those, out of timers that settled turns have set.
#[derive(Debug, Clone, PartialEq)]
pub enum LaneEvent {
    /// The citizen wrote, tapped or sent something.
    Message(InboundEvent),
    /// A timer is due.
    Timer(FiredTimer),
}

/// What a citizen's message says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Free text.
    Text {
        /// The text as typed.
        body: String,
    },
    /// A tapped button or list row: ours, or a template's quick reply.
    Choice {
        /// The id we gave it.
        id: String,
        /// The title the citizen saw.
        title: String,
    },
    /// A submitted WhatsApp Flow or address form.
    Form {
        /// `flow` or `address_message`; absent in old notifications.
        name: Option<String>,
        /// JSON text under the citizen's control; may be no JSON at all.
        response_json: String,
    },
    /// A shared location.
    Location(Location),
    /// A picture, video, voice note, audio file, document or sticker.
    Media(Media),
    /// A file that Meta could not fetch for us.
    MediaFailed {
        /// Which kind of file it was.
        media: MediaKind,
        /// Meta's error code, such as 131052 (too large).
        code: Option<i64>,
    },
    /// Contact cards.
    Contacts {
        /// How many.
        count: usize,
    },
    /// A reaction to a message.
    Reaction {
        /// The message reacted to.
        target: Wamid,
        /// The emoji; none when the reaction was taken back.
        emoji: Option<String>,
    },
    /// An order from a catalogue.
    Order {
        /// How many lines it has.
        lines: usize,
    },
    /// The citizen edited an earlier message.
    Edited {
        /// The message that was edited.
        target: Wamid,
        /// The new text, if it is text.
        body: Option<String>,
    },
    /// The citizen deleted an earlier message.
    Revoked {
        /// The message that was deleted.
        target: Wamid,
    },
    /// The citizen opened the chat for the first time.
    Welcome,
    /// The citizen answered a request for permission to call.
    CallPermission {
        /// Whether they said yes.
        accepted: bool,
    },
    /// A kind that Meta or this host does not support.
    Unsupported {
        /// Meta's name of the kind, such as `poll_creation`.
        name: String,
        /// Meta's error code: 131051 unknown kind, 131060 message unavailable (the citizen must resend).
        code: Option<i64>,
    },
}

/// A point on Earth, in degrees (WGS 84).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// -90.0 to 90.0.
    pub latitude: f64,
    /// -180.0 to 180.0.
    pub longitude: f64,
    /// The name of a chosen place.
    pub name: Option<String>,
    /// The address of a chosen place.
    pub address: Option<String>,
}

/// A file that a citizen sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What it is. Stored under another name than that of the content's own kind, which it would hide.
    #[serde(rename = "media")]
    pub kind: MediaKind,
    /// By which Meta hands out the bytes, for 7 days.
    pub id: MediaId,
    /// Without parameters, such as `audio/ogg`.
    pub mime_type: String,
    /// The file's sha256 as Meta wrote it: base64 in notifications.
    pub sha256: Option<String>,
    /// A document's name. Untrusted; never a path.
    pub filename: Option<String>,
    /// The text under it.
    pub caption: Option<String>,
}

/// The kinds of files on WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// JPEG or PNG.
    Image,
    /// MP4 or 3GPP.
    Video,
    /// An audio file.
    Audio,
    /// A recording made in the chat.
    Voice,
    /// Any document.
    Document,
    /// A sticker.
    Sticker,
}

/// An [`IdentityChange`] as a notification reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityReport {
    /// By which a repeated report is known.
    pub dedup_key: String,
    /// What changed.
    pub change: IdentityChange,
}

/// There is news of a payment that a citizen was sent a card for. What it is, is asked; the report is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReport {
    /// By which a repeated report is known.
    pub dedup_key: String,
    /// Which order.
    pub order: OrderReference,
}

/// Something about the account that needs no answer to a citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountReport {
    /// Meta's field name, such as `message_template_status_update`; `messages/errors` for whole-value errors.
    pub field: String,
    /// Meta's error code, if it is an error.
    pub code: Option<i64>,
    /// What became of a template, if it is about one.
    pub template: Option<TemplateReport>,
}

/// An item kept because it could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Why, in words for the platform team.
    pub reason: String,
    /// The item's bytes as they came.
    pub raw: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_content_is_read_back_as_it_was_stored() {
        let text = || "text".to_owned();
        let target = || Wamid::new("wamid.T1");
        let location =
            Location { latitude: 17.5, longitude: 78.25, name: Some(text()), address: None };
        let media = Media {
            kind: MediaKind::Voice,
            id: MediaId::new("44"),
            mime_type: text(),
            sha256: None,
            filename: None,
            caption: Some(text()),
        };
        let contents = [
            Content::Text { body: text() },
            Content::Choice { id: text(), title: text() },
            Content::Form { name: None, response_json: text() },
            Content::Location(location),
            Content::Media(media),
            Content::MediaFailed { media: MediaKind::Image, code: Some(131_052) },
            Content::Contacts { count: 1 },
            Content::Reaction { target: target(), emoji: None },
            Content::Order { lines: 2 },
            Content::Edited { target: target(), body: None },
            Content::Revoked { target: target() },
            Content::Welcome,
            Content::CallPermission { accepted: true },
            Content::Unsupported { name: text(), code: None },
        ];
        for content in contents {
            let stored = serde_json::to_string(&content).expect("it can be stored");
            let read: Content = serde_json::from_str(&stored).expect("it can be read");
            assert_eq!(read, content, "{stored}");
        }
    }
}
