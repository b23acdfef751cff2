//! Registering: where, what about, and a form.

use mitra_department::forms;
use mitra_department::outcome::{ask_form, choice, choices, described, finish, stay, text};
use mitra_department::{Choice, Event, Fault, FormAnswers, Host, Outcome, Reply, Turn, reference};

use super::{ABOUT, Complaint, FOLDER, Found, OWN, PREFIX, Standing, Step, sla, when};
use crate::office::Office;
use crate::texts::complaint as texts;
use crate::{answers, bill, office, outage, records};

/// Characters of a description.
const TEXT_CHARS: std::ops::RangeInclusive<u32> = 5..=1_000;
/// Sections that are offered at once.
const SECTIONS_OFFERED: usize = 10;

/// Asks where it is, perhaps after saying why.
pub(super) fn ask_place(turn: &Turn, why: Option<&str>) -> Outcome {
    let question = texts::ASK_PLACE.get(turn.citizen.language);
    let body = why.map_or(question.to_owned(), |why| format!("{why}\n\n{question}"));
    stay(vec![Reply::AskLocation(body)], &Step::Place)
}

/// A place was asked for: the section that it belongs to has the complaint.
pub(super) fn place(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let (found, place) = match &turn.event {
        Event::Back => return finish(Vec::new()),
        Event::Location(shared) => {
            let place = (shared.latitude, shared.longitude);
            (office::nearest(host, place).into_iter().collect(), Some(place))
        }
        Event::Text(said) => (office::named(host, said), None),
        Event::Chosen(taken) => (office::read(host, &taken.id).into_iter().collect(), None),
        _ => return ask_place(turn, None),
    };
    match found.as_slice() {
        [] => {
            let why = texts::NO_SECTION.fill(language, &[&outage::helpline(host)]);
            ask_place(turn, Some(&why))
        }
        [one] => ask_about(turn, host, Found { office: one.id.clone(), place, about: None }),
        several => {
            let row = |one: &Office| choice(&one.id, one.name(language));
            let items = several.iter().take(SECTIONS_OFFERED).map(row).collect();
            stay(vec![choices(texts::WHICH_SECTION.get(language), items)], &Step::Place)
        }
    }
}

/// Asks what it is about.
pub(super) fn ask_about(turn: &Turn, host: &dyn Host, found: Found) -> Outcome {
    let language = turn.citizen.language;
    let row = |(_, id, name, hours): &(_, &str, mitra_department::text::Text, u64)| -> Choice {
        let within = texts::WITHIN.fill(language, &[&hours.to_string()]);
        described(*id, name.get(language), within)
    };
    let items = ABOUT.iter().map(row).collect();
    let section = office::shown(host, &found.office, language);
    let body = texts::ABOUT_WHAT.fill(language, &[&section]);
    stay(vec![choices(body, items)], &Step::About(found))
}

/// What it is about was asked for.
pub(super) fn about(turn: &Turn, host: &dyn Host, found: Found) -> Outcome {
    let id = match &turn.event {
        Event::Back => return ask_place(turn, None),
        Event::Chosen(taken) => taken.id.as_str(),
        _ => "",
    };
    match ABOUT.iter().find(|(_, known, ..)| *known == id) {
        Some((about, ..)) => {
            let mut outcome = form(host, Found { about: Some(*about), ..found });
            if id == "wire" {
                let danger = texts::DANGER.fill(turn.citizen.language, &[&outage::helpline(host)]);
                outcome.replies.insert(0, text(danger));
            }
            outcome
        }
        None => ask_about(turn, host, found),
    }
}

/// Asks for the form.
pub(super) fn form(host: &dyn Host, found: Found) -> Outcome {
    let n_digits = u32::try_from(bill::digits_wanted(host)).unwrap_or(u32::MAX);
    let asked = forms::form("complaint", texts::TITLE)
        .field(
            forms::digits("number", texts::NUMBER, texts::ASK_NUMBER, n_digits..=n_digits)
                .optional(),
        )
        .field(forms::text("text", texts::PROBLEM, texts::ASK_PROBLEM, TEXT_CHARS))
        .field(forms::photo("photo", texts::PHOTO, texts::ASK_PHOTO).optional());
    ask_form(Vec::new(), asked, &Step::Form(found))
}

/// The form was sent.
pub(super) fn sent(
    turn: &Turn,
    host: &mut dyn Host,
    found: &Found,
    answers: &FormAnswers,
) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let (Some(about), Some(section)) = (found.about, office::read(host, &found.office)) else {
        // The section was closed meanwhile.
        return Ok(ask_place(turn, None));
    };
    let now = host.now();
    let mut complaint = Complaint {
        reference: reference::unused(host, turn, PREFIX, FOLDER),
        status: Standing::Registered,
        citizen: turn.citizen.pseudonym.clone(),
        at: now,
        about,
        office: section.id.clone(),
        due_at: now + about.within_ms(),
        answers: answers::kept(answers),
        place: found.place,
        history: Vec::new(),
        rating: None,
    };
    complaint.reach(Standing::Registered, now, None);
    super::write(host, &complaint);
    records::list(host, OWN, &complaint.reference);
    sla::wait(turn, host, &complaint)?;
    let parts = [&*complaint.reference, &section.shown(language), &when(complaint.due_at)];
    Ok(finish(vec![text(texts::TAKEN.fill(language, &parts))]))
}
