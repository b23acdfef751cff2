//! Registering: one form, and a reference number.

use mitra_department::calendar::DAY_MS;
use mitra_department::forms::{self, Form, FormAnswers, Value, described, form};
use mitra_department::outcome::{ask_form, finish, text};
use mitra_department::{Alternative, Fault, Host, Location, Outcome, Turn, reference, show};

use crate::records::{self, Place, Registered};
use crate::status::{Milestone, Status};
use crate::{Step, sla, texts};

/// The fields.
const CATEGORY: &str = "category";
const TEXT: &str = "text";
const PHOTO: &str = "photo";
const PLACE: &str = "place";

/// A grievance is understood from the first number of characters on, and an officer reads at most the second.
const TEXT_CHARS: std::ops::RangeInclusive<u32> = 10..=1_000;
/// An address, with how to find it.
const PLACE_CHARS: std::ops::RangeInclusive<u32> = 1..=300;

/// Asks for everything.
pub(crate) fn open(host: &dyn Host) -> Outcome {
    ask_form(Vec::new(), grievance(host), &Step::Form)
}

/// What a grievance can be about.
pub(crate) fn categories(host: &dyn Host) -> Vec<Alternative> {
    let alternative =
        |category: records::Category| described(&category.id, category.name, category.office);
    records::categories(host).into_iter().map(alternative).collect()
}

fn grievance(host: &dyn Host) -> Form {
    form("grievance", texts::YOURS)
        .field(forms::choice(CATEGORY, texts::CATEGORY, texts::ASK_CATEGORY, categories(host)))
        .field(
            forms::text(TEXT, texts::PROBLEM, texts::ASK_PROBLEM, TEXT_CHARS)
                .help(texts::HELP_PROBLEM),
        )
        .field(forms::photo(PHOTO, texts::PHOTO, texts::ASK_PHOTO).optional())
        .field(forms::place(PLACE, texts::PLACE, texts::ASK_PLACE, PLACE_CHARS).optional())
}

/// The form was sent.
pub(crate) fn sent(
    turn: &Turn,
    host: &mut dyn Host,
    answers: &FormAnswers,
) -> Result<Outcome, Fault> {
    let category = answers.choice(CATEGORY).and_then(|id| records::category(host, id));
    let (Some(category), Some(told)) = (category, answers.text(TEXT)) else {
        // The category was taken off the list meanwhile.
        return Ok(open(host));
    };
    let now = host.now();
    let photo = answers.media(PHOTO);
    let registered = Registered {
        category: category.id.clone(),
        text: told.to_owned(),
        photo: photo.map(|photo| photo.id.clone()),
        caption: photo.and_then(|photo| said(photo.caption.as_deref())),
        place: answers.value(PLACE).and_then(place),
        registered_at: now,
        due_at: now + category.days * DAY_MS,
        citizen: turn.citizen.pseudonym.clone(),
        history: vec![Milestone { status: Status::Registered, at: now }],
        office: None,
        level: 0,
        reopened: Vec::new(),
        rating: None,
    };
    store(turn, host, &registered)
}

/// Stores a new grievance, and waits for it to be settled.
pub(crate) fn store(
    turn: &Turn,
    host: &mut dyn Host,
    registered: &Registered,
) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let reference = reference::unused(host, turn, records::PREFIX, records::FOLDER);
    records::register(host, &reference, registered);
    sla::wait(turn, host, &reference, registered.due_at)?;
    let office = registered.office(host, language);
    let due = show::date(registered.due_at);
    Ok(finish(vec![text(texts::REGISTERED.fill(language, &[&reference, &office, &due]))]))
}

/// A place as the record keeps it.
pub(crate) fn place(value: &Value) -> Option<Place> {
    match value {
        Value::Text(words) => Some(Place::Words(words.clone())),
        Value::Location(place) => {
            let (latitude, longitude) = (place.latitude, place.longitude);
            Some(Place::Point { latitude, longitude, name: name(place) })
        }
        _ => None,
    }
}

/// What the map calls a shared place; none for a bare point.
fn name(place: &Location) -> Option<String> {
    match (said(place.name.as_deref()), said(place.address.as_deref())) {
        (Some(name), Some(address)) if address.starts_with(&name) => Some(address),
        (Some(name), Some(address)) => Some(format!("{name}, {address}")),
        (name, address) => name.or(address),
    }
}

/// A text with something in it, without what no message can show: captions and names of places come as they were sent.
pub(crate) fn said(text: Option<&str>) -> Option<String> {
    let kept: String =
        text?.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    Some(kept.trim().to_owned()).filter(|text| !text.is_empty())
}
