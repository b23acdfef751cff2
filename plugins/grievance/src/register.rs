//! Registering: one field after the other, a summary, and a reference number.

use mitra_department::calendar::{self, DAY_MS};
use mitra_department::length::excerpt;
use mitra_department::outcome::{choice, choices, described, finish, stay, text};
use mitra_department::{Event, Host, Outcome, Reply, Turn, show};

use crate::draft::{Draft, Field, Place};
use crate::records::{self, Registered};
use crate::status::{Milestone, Status};
use crate::{Step, reference, texts};

/// How much of a description, or of a place, the summary shows, in UTF-16 units. Two of them, a caption, a category's
/// name (24) and the summary's own words (120 at most) stay under the 1,024 that a question may have.
const SHOWN_UNITS_MAX: usize = 300;
/// How much of a photo's caption the summary shows, in UTF-16 units.
const CAPTION_UNITS_MAX: usize = 200;

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
    match draft.take(turn, host, field) {
        Err(why) => ask(turn, host, draft, field, editing, Some(why)),
        Ok(()) => match field.next() {
            Some(next) if !editing => ask(turn, host, draft, next, false, None),
            _ => summary(turn, host, draft),
        },
    }
}

fn summary(turn: &Turn, host: &dyn Host, draft: Draft) -> Outcome {
    let language = turn.citizen.language;
    let category = draft.category.as_deref().and_then(|id| records::category(host, id));
    let category = category.as_ref().map_or("-", |category| category.name.get(language));
    let told = excerpt(draft.text.as_deref().unwrap_or("-"), SHOWN_UNITS_MAX);
    let there =
        |is_there: bool| if is_there { texts::GIVEN } else { texts::NOT_GIVEN }.get(language);
    let mut photo = there(draft.photo.is_some()).to_owned();
    if let Some(caption) = &draft.caption {
        photo = format!("{photo} ({})", excerpt(caption, CAPTION_UNITS_MAX));
    }
    let place = match &draft.place {
        Some(Place::Words(words) | Place::Point { name: Some(words), .. }) => {
            excerpt(words, SHOWN_UNITS_MAX)
        }
        place => there(place.is_some()).to_owned(),
    };
    let body = texts::SUMMARY.fill(language, &[category, &told, &photo, &place]);
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
        Event::Opened | Event::Text(_) | Event::Location(_) | Event::Media(_) | Event::Timer(_) => {
            ""
        }
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
        Event::Opened | Event::Text(_) | Event::Location(_) | Event::Media(_) | Event::Timer(_) => {
            None
        }
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
        let reference = reference::draw(&turn.id, attempt, calendar::year(now));
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
        caption: draft.caption,
        place: draft.place,
        registered_at: now,
        due_at,
        citizen: turn.citizen.pseudonym.clone(),
        history: vec![Milestone { status: Status::Registered, at: now }],
    };
    records::register(host, &reference, &registered);
    let office = category.office.get(language);
    let body = texts::REGISTERED.fill(language, &[&reference, office, &show::date(due_at)]);
    finish(vec![text(body)])
}
