//! What a citizen told of a grievance, field by field.

use mitra_department::length::units;
use mitra_department::{Event, Host, Language, Location, MediaKind, Turn};
use serde::{Deserialize, Serialize};

use crate::{records, texts};

/// A grievance is understood from this many characters on.
const TEXT_CHARS_MIN: usize = 10;
/// An officer reads at most this many UTF-16 units.
const TEXT_UNITS_MAX: usize = 1_000;
/// An address, with how to find it, in UTF-16 units: the summary shows it whole.
const PLACE_UNITS_MAX: usize = 300;

/// What was told so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub(crate) category: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) photo: Option<String>,
    /// What the citizen wrote under the photo.
    #[serde(default)]
    pub(crate) caption: Option<String>,
    pub(crate) place: Option<Place>,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// A shared location, in degrees.
    Point {
        latitude: f64,
        longitude: f64,
        /// The name and address of a place that the citizen picked on the map.
        #[serde(default)]
        name: Option<String>,
    },
    /// In the citizen's own words.
    Words(String),
}

/// One field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Category,
    Text,
    Photo,
    Place,
}

impl Field {
    pub(crate) const ALL: [Self; 4] = [Self::Category, Self::Text, Self::Photo, Self::Place];

    pub(crate) fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().skip_while(|field| *field != self).nth(1)
    }

    pub(crate) fn previous(self) -> Option<Self> {
        Self::ALL.iter().copied().take_while(|field| *field != self).last()
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Text => "text",
            Self::Photo => "photo",
            Self::Place => "place",
        }
    }

    pub(crate) fn name(self, language: Language) -> &'static str {
        match self {
            Self::Category => texts::FIELD_CATEGORY.get(language),
            Self::Text => texts::FIELD_TEXT.get(language),
            Self::Photo => texts::FIELD_PHOTO.get(language),
            Self::Place => texts::FIELD_PLACE.get(language),
        }
    }
}

impl Draft {
    /// Takes the answer to a field, or says what is wrong with it.
    pub(crate) fn take(
        &mut self,
        turn: &Turn,
        host: &dyn Host,
        field: Field,
    ) -> Result<(), String> {
        let language = turn.citizen.language;
        let is_skip = matches!(&turn.event, Event::Chosen(chosen) if chosen.id == "skip");
        match (field, &turn.event) {
            (Field::Category, Event::Chosen(chosen))
                if records::category(host, &chosen.id).is_some() =>
            {
                self.category = Some(chosen.id.clone());
            }
            (Field::Category, _) => return Err(texts::FROM_LIST.get(language).to_owned()),
            (Field::Text, Event::Text(told)) => {
                let told = clean(told);
                if told.chars().count() < TEXT_CHARS_MIN {
                    return Err(texts::TEXT_SHORT.get(language).to_owned());
                }
                self.text = Some(within(&told, TEXT_UNITS_MAX, language)?);
            }
            (Field::Text, _) => return Err(texts::IN_WORDS.get(language).to_owned()),
            (Field::Photo, Event::Media(media)) if media.kind == MediaKind::Image => {
                self.photo = Some(media.id.clone());
                self.caption = said(media.caption.as_deref());
            }
            (Field::Photo, _) if is_skip => (self.photo, self.caption) = (None, None),
            (Field::Photo, _) => return Err(texts::NO_PHOTO.get(language).to_owned()),
            (Field::Place, Event::Location(place)) => {
                let (latitude, longitude) = (place.latitude, place.longitude);
                self.place = Some(Place::Point { latitude, longitude, name: name(place) });
            }
            (Field::Place, Event::Text(told)) if !clean(told).is_empty() => {
                self.place = Some(Place::Words(within(&clean(told), PLACE_UNITS_MAX, language)?));
            }
            (Field::Place, _) if is_skip => self.place = None,
            (Field::Place, _) => return Err(texts::NO_PLACE.get(language).to_owned()),
        }
        Ok(())
    }
}

/// A text with something in it.
fn said(text: Option<&str>) -> Option<String> {
    text.map(clean).filter(|text| !text.is_empty())
}

/// Without what no message can show: the host refuses control characters, and the summary repeats what was told.
fn clean(told: &str) -> String {
    let told: String =
        told.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    told.trim().to_owned()
}

/// What the map calls a shared place; none for a bare point.
fn name(place: &Location) -> Option<String> {
    match (said(place.name.as_deref()), said(place.address.as_deref())) {
        (Some(name), Some(address)) if address.starts_with(&name) => Some(address),
        (Some(name), Some(address)) => Some(format!("{name}, {address}")),
        (name, address) => name.or(address),
    }
}

/// What was said, or a request to send it shorter: nobody's words are cut.
fn within(told: &str, max: usize, language: Language) -> Result<String, String> {
    let length = units(told);
    if length > max {
        let counts = [length.to_string(), max.to_string()];
        return Err(texts::TOO_LONG.fill(language, &[&counts[0], &counts[1]]));
    }
    Ok(told.to_owned())
}
