//! Tracking: which grievance, and how it stands.

use mitra_department::outcome::{choice, choices, described, finish, stay, text};
use mitra_department::{
    Choice, Event, Fault, Host, Language, Level, Outcome, Reply, Turn, reference, show,
};

use crate::records::Registered;
use crate::status::{Milestone, Status};
use crate::{Step, records, texts};

/// Own grievances that are offered: a list has ten rows, and one leads to another number.
const OWN_OFFERED: usize = 9;
/// How many of the last milestones are shown.
const MILESTONES_SHOWN: usize = 10;

/// The first question: one of the citizen's newest, or the number of an older one.
pub(crate) fn open(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let offered = |reference: &String| {
        // One that cannot be read must not hide the others.
        let complain = |fault: &Fault| host.log(Level::Error, &format!("{fault:?}"));
        let registered = records::own(turn, host, reference).inspect_err(complain).ok()??;
        let category = records::category(host, &registered.category);
        let name = category.as_ref().map_or("-", |category| category.name.get(language));
        Some(described(reference, reference, name))
    };
    // One more than is offered, to know whether there are older ones.
    let newest = records::newest(host, 10);
    let has_older = newest.len() > OWN_OFFERED;
    let mut items: Vec<Choice> = newest.iter().take(OWN_OFFERED).filter_map(offered).collect();
    if items.is_empty() {
        return ask(turn, None);
    }
    items.push(choice("other", texts::OTHER_REFERENCE.get(language)));
    let question = texts::WHICH_REFERENCE.get(language);
    let body = if has_older {
        format!("{question}\n\n{}", texts::OLDER.get(language))
    } else {
        question.to_owned()
    };
    stay(vec![choices(body, items)], &Step::Reference)
}

fn ask(turn: &Turn, why: Option<&str>) -> Outcome {
    let question = texts::ASK_REFERENCE.get(turn.citizen.language);
    let body = why.map_or(question.to_owned(), |why| format!("{why}\n\n{question}"));
    stay(vec![text(body)], &Step::Reference)
}

/// A reference was asked for.
pub(crate) fn reference(turn: &Turn, host: &dyn Host) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let typed = match &turn.event {
        Event::Text(said) => said,
        Event::Chosen(chosen) if chosen.id != "other" => &chosen.id,
        Event::Back => return Ok(finish(Vec::new())),
        Event::Chosen(_) | Event::Opened => return Ok(ask(turn, None)),
        Event::Location(_)
        | Event::Media(_)
        | Event::Form(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => {
            return Ok(ask(turn, Some(texts::NO_REFERENCE.get(language))));
        }
    };
    let Some(reference) = reference::parse(records::PREFIX, typed) else {
        return Ok(ask(turn, Some(texts::NO_REFERENCE.get(language))));
    };
    Ok(match records::own(turn, host, &reference)? {
        Some(registered) => show_one(turn, host, &reference, &registered),
        // The same words for what is not there and for what is another's.
        None => ask(turn, Some(texts::NOT_FOUND.get(language))),
    })
}

fn show_one(turn: &Turn, host: &dyn Host, reference: &str, registered: &Registered) -> Outcome {
    let language = turn.citizen.language;
    let category = records::category(host, &registered.category);
    let name = category.as_ref().map_or("-", |category| category.name.get(language));
    let parts = [
        reference,
        name,
        &show::date(registered.registered_at),
        &registered.office(host, language),
        &show::date(registered.due_at),
        &status(registered, host.now(), language),
    ];
    let shown = text(texts::SHOWN.fill(language, &parts));
    stay(vec![shown, what_next(language)], &Step::Shown)
}

/// The status, whether its day is past, and how it came there.
fn status(registered: &Registered, now: u64, language: Language) -> String {
    let milestones = registered.milestones();
    let current = registered.last().status;
    let mut shown = current.name().get(language).to_owned();
    if current != Status::Resolved && now > registered.due_at {
        shown = format!("{shown} ({})", texts::OVERDUE.get(language));
    }
    // The first one alone says no more than the day of registration.
    if milestones.len() > 1 {
        let line = |milestone: &Milestone| {
            let name = milestone.status.name().get(language);
            format!("\n• {}: {name}", show::date(milestone.at))
        };
        let newest = &milestones[milestones.len().saturating_sub(MILESTONES_SHOWN)..];
        let lines: String = newest.iter().map(line).collect();
        shown = format!("{shown}\n\n{}{lines}", texts::SO_FAR.get(language));
    }
    shown
}

/// What is asked where a grievance is shown.
pub(crate) fn what_next(language: Language) -> Reply {
    let items = vec![
        choice("other", texts::OTHER_REFERENCE.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    choices(texts::WHAT_NEXT.get(language), items)
}

/// A grievance is shown.
pub(crate) fn shown(turn: &Turn, host: &dyn Host) -> Result<Outcome, Fault> {
    match &turn.event {
        Event::Chosen(chosen) if chosen.id == "done" => {
            Ok(finish(vec![text(texts::THANKS.get(turn.citizen.language))]))
        }
        Event::Text(_) => reference(turn, host),
        Event::Opened
        | Event::Chosen(_)
        | Event::Location(_)
        | Event::Media(_)
        | Event::Form(_)
        | Event::Back
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => Ok(open(turn, host)),
    }
}
