//! Tracking: which grievance, and how it stands.

use mitra_department::outcome::{choice, choices, described, finish, stay, text};
use mitra_department::{Choice, Event, Host, Outcome, Turn, show};

use crate::{Step, records, reference, texts};

/// Own grievances that are offered: a list has ten rows, and one leads to another number.
const OWN_OFFERED: usize = 9;

/// The first question: one of the citizen's newest, or the number of an older one.
pub(crate) fn open(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let offered = |reference: &String| {
        let registered = records::own(host, reference)?;
        let category = records::category(host, &registered.category)?;
        Some(described(reference, reference, category.name.get(language)))
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
pub(crate) fn reference(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let typed = match &turn.event {
        Event::Text(said) => said,
        Event::Chosen(chosen) if chosen.id != "other" => &chosen.id,
        Event::Back => return finish(Vec::new()),
        Event::Chosen(_) | Event::Opened => return ask(turn, None),
        Event::Location(_) | Event::Media(_) => {
            return ask(turn, Some(texts::NO_REFERENCE.get(language)));
        }
    };
    match reference::parse(typed) {
        Some(reference) => show_one(turn, host, &reference),
        None => ask(turn, Some(texts::NO_REFERENCE.get(language))),
    }
}

fn show_one(turn: &Turn, host: &dyn Host, reference: &str) -> Outcome {
    let language = turn.citizen.language;
    // The same words for what is not there and for what is another's.
    let Some(registered) = records::own(host, reference) else {
        return ask(turn, Some(texts::NOT_FOUND.get(language)));
    };
    let category = records::category(host, &registered.category);
    let name = category.as_ref().map_or("-", |category| category.name.get(language));
    let office = category.as_ref().map_or("-", |category| category.office.get(language));
    let late = host.now() > registered.due_at;
    let status = if late { texts::LATE } else { texts::IN_WORK };
    let parts = [
        reference,
        name,
        &show::date(registered.registered_at),
        office,
        &show::date(registered.due_at),
        status.get(language),
    ];
    let shown = text(texts::SHOWN.fill(language, &parts));
    let items = vec![
        choice("other", texts::OTHER_REFERENCE.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    stay(vec![shown, choices(texts::WHAT_NEXT.get(language), items)], &Step::Shown)
}

/// A grievance is shown.
pub(crate) fn shown(turn: &Turn, host: &dyn Host) -> Outcome {
    match &turn.event {
        Event::Chosen(chosen) if chosen.id == "done" => {
            finish(vec![text(texts::THANKS.get(turn.citizen.language))])
        }
        Event::Text(_) => reference(turn, host),
        Event::Opened | Event::Chosen(_) | Event::Location(_) | Event::Media(_) | Event::Back => {
            open(turn, host)
        }
    }
}
