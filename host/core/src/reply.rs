//! What the host or a department says to a citizen, before it is rendered for WhatsApp.

use crate::certificate::CertificateDelivery;
use crate::event::Location;
use crate::media::MediaContent;

/// One message to a citizen. Mirrors the contract's `reply`; its limits are checked where it is rendered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Plain text.
    Text {
        /// 1 to 4,096 code points.
        body: String,
    },
    /// A question with choices: buttons if short and few, else a list.
    Choices(Choices),
    /// A button that opens a web page.
    Link {
        /// 1 to 1,024 code points.
        body: String,
        /// 1 to 20 code points.
        label: String,
        /// https only.
        url: String,
    },
    /// A button that opens the page where something is paid. The host's own alone.
    Pay {
        /// 1 to 1,024 code points.
        body: String,
        /// 1 to 20 code points.
        label: String,
        /// https; http on this machine, for a provider that is simulated.
        url: String,
    },
    /// A picture by its address.
    Image {
        /// https only.
        url: String,
        /// At most 1,024 code points.
        caption: Option<String>,
    },
    /// A file by its address.
    Document {
        /// https only.
        url: String,
        /// 1 to 240 code points.
        filename: String,
        /// At most 1,024 code points.
        caption: Option<String>,
    },
    /// A file that the department made.
    File {
        /// What is in it: at most [`crate::limits::FILE_BYTES_MAX`] bytes.
        file: MediaContent,
        /// 1 to 240 code points.
        filename: String,
        /// At most 1,024 code points.
        caption: Option<String>,
    },
    /// A certificate, whose document the outbox makes.
    Certificate {
        /// Which one.
        certificate: CertificateDelivery,
        /// 1 to 240 code points.
        filename: String,
        /// At most 1,024 code points.
        caption: Option<String>,
    },
    /// A pin on the map.
    Place(Location),
    /// A question answered by sharing a location.
    AskLocation {
        /// 1 to 1,024 code points.
        body: String,
    },
}

/// A question and its possible answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// 1 to 1,024 code points.
    pub body: String,
    /// The label of the button that opens the list, 1 to 20 code points; empty for the host's own word.
    pub button: String,
    /// 1 to 10, ids and titles all different.
    pub items: Vec<Choice>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Comes back when it is taken.
    pub id: String,
    /// 1 to 24 code points.
    pub title: String,
    /// At most 72 code points.
    pub description: Option<String>,
}
