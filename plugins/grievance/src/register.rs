//! Registering: one field after the other, a summary, and a reference number.

use mitra_department::outcome::{choice, choices, described, finish, stay, text};
use mitra_department::{Event, Host, Language, MediaKind, Outcome, Reply, Turn, show};
use serde::{Deserialize, Serialize};

use crate::records::{self, Registered};
use crate::{Step, reference, texts};

/// A grievance is understood from this many characters on.
const TEXT_CHARS_MIN: usize = 10;
/// An officer reads at most this many.
const TEXT_CHARS_MAX: usize = 1_000;
/// How much of the text the summary shows, in characters.
const TEXT_CHARS_SHOWN: usize = 300;
const DAY_MS: u64 = 86_400_000;

/// What was told so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    category: Option<String>,
    text: Option<String>,
    photo: Option<String>,
    place: Option<Place>,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// A shared location, in degrees.
    Point { latitude: f64, longitude: f64 },
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
    const ALL: [Self; 4] = [Self::Category, Self::Text, Self::Photo, Self::Place];

    fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().skip_while(|field| *field != self).nth(1)
    }

    fn previous(self) -> Option<Self> {
        Self::ALL.iter().copied().take_while(|field| *field != self).last()
    }

    fn id(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Text => "text",
            Self::Photo => "photo",
            Self::Place => "place",
        }
    }

    fn name(self, language: Language) -> &'static str {
        match self {
            Self::Category => texts::FIELD_CATEGORY.get(language),
            Self::Text => texts::FIELD_TEXT.get(language),
            Self::Photo => texts::FIELD_PHOTO.get(language),
            Self::Place => texts::FIELD_PLACE.get(language),
        }
    }
}

/// The first question.
pub(crate) fn open(turn: &Turn, host: &dyn Host) -> Outcome {
    ask(turn, host, Draft::default(), Field::Category, false, None)
}

/// Asks for a field, perhaps after saying why again.
fn ask(
    turn: &Turn,
    host: &dyn Host,
    draft: Draft,
    field: Field,
    editing: bool,
    why: Option<String>,
) -> Outcome {
    let language = turn.citizen.language;
    let with_why = |question: &str| match &why {
        Some(why) => format!("{why}\n\n{question}"),
        None => question.to_owned(),
    };
    let skip = || vec![choice("skip", texts::SKIP.get(language))];
    let replies = match field {
        Field::Category => {
            let item = |category: &records::Category| {
                let office = category.office.get(language);
                described(&category.id, category.name.get(language), office)
            };
            let items = records::categories(host).iter().map(item).collect();
            vec![choices(with_why(texts::ASK_CATEGORY.get(language)), items)]
        }
        Field::Text => vec![text(with_why(texts::ASK_TEXT.get(language)))],
        Field::Photo => vec![choices(with_why(texts::ASK_PHOTO.get(language)), skip())],
        Field::Place => vec![
            Reply::AskLocation(with_why(texts::ASK_PLACE.get(language))),
            choices(texts::OR_SKIP.get(language), skip()),
        ],
    };
    stay(replies, &Step::Asked { draft, field, editing })
}

/// A field was asked for.
pub(crate) fn answered(
    turn: &Turn,
    host: &dyn Host,
    mut draft: Draft,
    field: Field,
    editing: bool,
) -> Outcome {
    if turn.event == Event::Back {
        return match field.previous() {
            _ if editing => summary(turn, host, draft),
            Some(previous) => ask(turn, host, draft, previous, false, None),
            None => finish(Vec::new()),
        };
    }
    match fill(turn, host, &mut draft, field) {
        Err(why) => ask(turn, host, draft, field, editing, Some(why)),
        Ok(()) => match field.next() {
            Some(next) if !editing => ask(turn, host, draft, next, false, None),
            _ => summary(turn, host, draft),
        },
    }
}

/// Takes the answer into the draft, or says what is wrong with it.
fn fill(turn: &Turn, host: &dyn Host, draft: &mut Draft, field: Field) -> Result<(), String> {
    let language = turn.citizen.language;
    let is_skip = matches!(&turn.event, Event::Chosen(chosen) if chosen.id == "skip");
    match field {
        Field::Category => match &turn.event {
            Event::Chosen(chosen) if records::category(host, &chosen.id).is_some() => {
                draft.category = Some(chosen.id.clone());
            }
            _ => return Err(texts::FROM_LIST.get(language).to_owned()),
        },
        Field::Text => match &turn.event {
            Event::Text(said) => {
                let chars = said.chars().count();
                if chars < TEXT_CHARS_MIN {
                    return Err(texts::TEXT_SHORT.get(language).to_owned());
                }
                if chars > TEXT_CHARS_MAX {
                    let counts = [chars.to_string(), TEXT_CHARS_MAX.to_string()];
                    return Err(texts::TEXT_LONG.fill(language, &[&counts[0], &counts[1]]));
                }
                draft.text = Some(said.clone());
            }
            _ => return Err(texts::IN_WORDS.get(language).to_owned()),
        },
        Field::Photo => match &turn.event {
            Event::Media(media) if media.kind == MediaKind::Image => {
                draft.photo = Some(media.id.clone());
            }
            _ if is_skip => draft.photo = None,
            _ => return Err(texts::NO_PHOTO.get(language).to_owned()),
        },
        Field::Place => match &turn.event {
            Event::Location(place) => {
                let (latitude, longitude) = (place.latitude, place.longitude);
                draft.place = Some(Place::Point { latitude, longitude });
            }
            Event::Text(said) => {
                let words = said.chars().take(TEXT_CHARS_SHOWN).collect();
                draft.place = Some(Place::Words(words));
            }
            _ if is_skip => draft.place = None,
            _ => return Err(texts::NO_PLACE.get(language).to_owned()),
        },
    }
    Ok(())
}

fn summary(turn: &Turn, host: &dyn Host, draft: Draft) -> Outcome {
    let language = turn.citizen.language;
    let category = draft.category.as_deref().and_then(|id| records::category(host, id));
    let category = category.as_ref().map_or("-", |category| category.name.get(language));
    let told = draft.text.as_deref().unwrap_or("-");
    let shown: String = told.chars().take(TEXT_CHARS_SHOWN).collect();
    let shown = if shown.len() < told.len() { format!("{shown} …") } else { shown };
    let there =
        |is_there: bool| if is_there { texts::GIVEN } else { texts::NOT_GIVEN }.get(language);
    let place = match &draft.place {
        Some(Place::Words(words)) => words.clone(),
        place => there(place.is_some()).to_owned(),
    };
    let body =
        texts::SUMMARY.fill(language, &[category, &shown, there(draft.photo.is_some()), &place]);
    let items = vec![
        choice("confirm", texts::CONFIRM.get(language)),
        choice("edit", texts::EDIT.get(language)),
        choice("cancel", texts::CANCEL.get(language)),
    ];
    stay(vec![choices(body, items)], &Step::Summary { draft })
}

/// The summary is shown.
pub(crate) fn summarized(turn: &Turn, host: &mut dyn Host, draft: Draft) -> Outcome {
    let language = turn.citizen.language;
    let chosen = match &turn.event {
        Event::Chosen(chosen) => chosen.id.as_str(),
        Event::Back => return ask(turn, host, draft, Field::Place, false, None),
        Event::Opened | Event::Text(_) | Event::Location(_) | Event::Media(_) => "",
    };
    match chosen {
        "confirm" => register(turn, host, draft),
        "edit" => which(turn, draft),
        "cancel" => finish(vec![text(texts::CANCELLED.get(language))]),
        _ => summary(turn, host, draft),
    }
}

fn which(turn: &Turn, draft: Draft) -> Outcome {
    let language = turn.citizen.language;
    let items = Field::ALL.map(|field| choice(field.id(), field.name(language))).to_vec();
    stay(vec![choices(texts::WHICH_FIELD.get(language), items)], &Step::Edit { draft })
}

/// Asked which field to change.
pub(crate) fn edit(turn: &Turn, host: &dyn Host, draft: Draft) -> Outcome {
    let field = match &turn.event {
        Event::Chosen(chosen) => Field::ALL.into_iter().find(|field| field.id() == chosen.id),
        Event::Back => return summary(turn, host, draft),
        Event::Opened | Event::Text(_) | Event::Location(_) | Event::Media(_) => None,
    };
    match field {
        Some(field) => ask(turn, host, draft, field, true, None),
        None => which(turn, draft),
    }
}

fn register(turn: &Turn, host: &mut dyn Host, draft: Draft) -> Outcome {
    let language = turn.citizen.language;
    let (Some(id), Some(told)) = (draft.category.clone(), draft.text.clone()) else {
        // A summary without them comes from a damaged state: ask again.
        return open(turn, host);
    };
    let Some(category) = records::category(host, &id) else {
        return open(turn, host);
    };
    let now = host.now();
    let mut attempt = 0;
    let reference = loop {
        let reference = reference::draw(&turn.id, attempt, show::year(now));
        if !records::is_taken(host, &reference) {
            break reference;
        }
        attempt += 1;
    };
    let due_at = now + category.days * DAY_MS;
    let registered = Registered {
        category: id,
        text: told,
        photo: draft.photo,
        place: draft.place,
        registered_at: now,
        due_at,
        citizen: turn.citizen.pseudonym.clone(),
    };
    records::register(host, &reference, &registered);
    let office = category.office.get(language);
    let body = texts::REGISTERED.fill(language, &[&reference, office, &show::date(due_at)]);
    finish(vec![text(body)])
}
