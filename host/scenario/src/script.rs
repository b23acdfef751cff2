//! What a file of scenarios says, item by item.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::http::HttpMethod;
use mitra_core::language::Language;

use crate::kept::Kept;
use crate::pattern::{Pattern, Template};

/// One file of scenarios. Made by [`Script::parse`] alone, so that what is in it makes sense; printed, it is the file
/// again, with all comments.
#[derive(Debug, Clone)]
pub struct Script {
    pub(crate) items: Vec<Item>,
}

/// One line of a file with the lines that belong to it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Its first line, from 1.
    pub(crate) line: usize,
    pub(crate) kind: ItemKind,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ItemKind {
    Blank,
    /// Without its `#`.
    Comment(String),
    /// Here begins another scenario of this title.
    Scenario(String),
    At(Timestamp),
    Chance(u64),
    Seed(String),
    Setting {
        key: String,
        value: String,
    },
    Citizen(Citizen),
    Does(Act),
    Hears(Vec<LinePattern>),
    Faults(String),
    Waits(Wait),
    Answers(Answer),
    Keeps(Kept),
}

/// Who acts from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citizen {
    /// What the scenario calls them, if there are several.
    pub name: Option<String>,
    /// The language that they chose before the scenario begins. With none they have never written.
    pub language: Option<Language>,
}

/// What a citizen does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Writes, in so many lines.
    Says(Vec<Template>),
    /// Taps the choice of this title.
    Takes(Template),
    /// Opens a service from its department's list.
    Opens(String),
    /// Sends a picture.
    Photo {
        /// The file that has its bytes.
        from: Option<String>,
        /// What is written under it.
        caption: Option<String>,
    },
    /// Sends a film.
    Video {
        /// The file that has its bytes.
        from: Option<String>,
    },
    /// Speaks.
    Voice {
        /// The file that has its bytes.
        from: Option<String>,
    },
    /// Sends a file.
    Document {
        /// Its name.
        filename: String,
        /// The file that has its bytes.
        from: Option<String>,
    },
    /// Shares a place.
    Location {
        /// In degrees.
        latitude: f64,
        /// In degrees.
        longitude: f64,
        /// The name of a place picked on the map.
        name: Option<String>,
    },
    /// Pays what they were last asked to pay.
    Pays,
    /// Tries to pay it, and it fails.
    PaysInVain,
    /// Does nothing: the department's back end sends a notice about them.
    Notice {
        /// In which service.
        service: String,
        /// By which the back end knows it.
        id: String,
        /// What it says.
        body: Template,
    },
    /// Sends a sticker.
    Sticker,
    /// Sends somebody's card.
    Contact,
}

impl Act {
    /// The file that has the bytes of what is sent, by its path from the scenario's folder.
    pub fn from(&self) -> Option<&str> {
        match self {
            Self::Photo { from, .. }
            | Self::Video { from }
            | Self::Voice { from }
            | Self::Document { from, .. } => from.as_deref(),
            Self::Says(_)
            | Self::Takes(_)
            | Self::Opens(_)
            | Self::Location { .. }
            | Self::Pays
            | Self::PaysInVain
            | Self::Notice { .. }
            | Self::Sticker
            | Self::Contact => None,
        }
    }
}

/// How the clock moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// For so long.
    Span(Duration),
    /// Until then.
    Until(Timestamp),
}

/// What a web service answers from here on.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// To requests of this kind.
    pub method: HttpMethod,
    /// To requests with such an address.
    pub url: Pattern,
    /// The answer.
    pub answered: Answered,
}

/// One answer of a web service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// A response.
    Response {
        /// 100 to 599.
        status: u16,
        /// Its content type.
        content_type: Option<String>,
        /// In so many lines.
        body: Vec<String>,
    },
    /// Nobody is there.
    Unreachable,
    /// Somebody is there and takes too long.
    TimesOut,
    /// What the service's stand-in answers.
    StandIn,
}

/// What one line of a message must look like.
#[derive(Debug, Clone, PartialEq)]
pub enum LinePattern {
    /// Any lines, none or many, of any kind.
    AnyLines,
    /// A line of its text.
    Text(Pattern),
    /// What hangs on it.
    Attachment(Pattern),
    /// Any choices, none or many.
    AnyChoices,
    /// A button, or a row of a list.
    Choice {
        /// What is written on it.
        title: Pattern,
        /// The line under it; with none, whatever it is.
        description: Option<Pattern>,
    },
}
