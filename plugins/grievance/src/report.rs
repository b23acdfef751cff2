//! A photo and a location: what is seen goes to the office of the nearest place.

use mitra_department::calendar::DAY_MS;
use mitra_department::forms::{self, Form, form};
use mitra_department::outcome::{ask_form, finish};
use mitra_department::{Event, Fault, FormAnswers, Host, Outcome, Turn};

use crate::records::{self, Registered};
use crate::register::{categories, place, said, store};
use crate::status::{Milestone, Status};
use crate::{Step, texts};

/// The fields.
const PHOTO: &str = "photo";
const PLACE: &str = "place";
const CATEGORY: &str = "category";
const TEXT: &str = "text";

/// The photo says most of it.
const TEXT_CHARS: std::ops::RangeInclusive<u32> = 3..=1_000;

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    match &turn.event {
        Event::Form(answers) => sent(turn, host, answers),
        Event::Back => Ok(finish(Vec::new())),
        _ => Ok(open(host)),
    }
}

fn open(host: &dyn Host) -> Outcome {
    ask_form(Vec::new(), asked(host), &Step::Form)
}

fn asked(host: &dyn Host) -> Form {
    form("report", texts::REPORT)
        .field(forms::photo(PHOTO, texts::PHOTO, texts::ASK_REPORT_PHOTO))
        .field(forms::location(PLACE, texts::PLACE, texts::ASK_REPORT_PLACE))
        .field(forms::choice(CATEGORY, texts::CATEGORY, texts::ASK_CATEGORY, categories(host)))
        .field(forms::text(TEXT, texts::PROBLEM, texts::ASK_REPORT_WORDS, TEXT_CHARS).optional())
}

fn sent(turn: &Turn, host: &mut dyn Host, answers: &FormAnswers) -> Result<Outcome, Fault> {
    let category = answers.choice(CATEGORY).and_then(|id| records::category(host, id));
    let (photo, location) = (answers.media(PHOTO), answers.location(PLACE));
    let (Some(category), Some(photo), Some(location)) = (category, photo, location) else {
        // The category was taken off the list meanwhile.
        return Ok(open(host));
    };
    let now = host.now();
    let registered = Registered {
        category: category.id.clone(),
        text: answers.text(TEXT).unwrap_or_default().to_owned(),
        photo: Some(photo.id.clone()),
        caption: said(photo.caption.as_deref()),
        place: answers.value(PLACE).and_then(place),
        registered_at: now,
        due_at: now + category.days * DAY_MS,
        citizen: turn.citizen.pseudonym.clone(),
        history: vec![Milestone { status: Status::Registered, at: now }],
        // Far from all of them, the category's office has it.
        office: records::nearest_office(host, location),
        level: 0,
        reopened: Vec::new(),
        rating: None,
    };
    store(turn, host, &registered)
}
