//! How an application stands: one's own, or another for who knows its number and the mobile number on it.

use mitra_department::outcome::{choice, choices, described, finish, stay, text};
use mitra_department::{Event, Host, Outcome, Turn, digits, reference, state};
use serde::{Deserialize, Serialize};

use crate::application::{self, Application, CONNECTION, TRANSFER};
use crate::texts;
use crate::texts::application as words;

/// Own ones that are offered: a list has ten rows, and one leads to another number.
const OFFERED: u32 = 9;
/// Digits of the mobile number that are asked for.
const LAST_DIGITS: usize = 4;

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for a number.
    Number,
    /// Asked for the end of the mobile number on this one.
    Mobile(String),
    /// Showing one.
    Shown,
}

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &dyn Host) -> Outcome {
    let step = match turn.event {
        Event::Opened => None,
        _ => state::read(turn),
    };
    match (step, &turn.event) {
        (Some(Step::Number), Event::Back) => finish(Vec::new()),
        (Some(Step::Mobile(reference)), Event::Text(said)) => mobile(turn, host, &reference, said),
        (Some(Step::Shown), Event::Chosen(taken)) if taken.id == "done" => {
            finish(vec![text(texts::THANKS.get(turn.citizen.language))])
        }
        (Some(Step::Number | Step::Shown), Event::Text(said)) => number(turn, host, said),
        (Some(Step::Number), Event::Chosen(taken)) if taken.id != "other" => {
            number(turn, host, &taken.id)
        }
        (Some(Step::Number | Step::Shown), Event::Chosen(_)) => ask(turn, None),
        (Some(Step::Mobile(reference)), Event::Media(_) | Event::Location(_)) => {
            ask_mobile(turn, reference)
        }
        (None | Some(_), _) => open(turn, host),
    }
}

fn open(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let row = |it: &Application| {
        let detail = format!("{}: {}", it.title().get(language), it.status.name().get(language));
        described(&it.reference, &it.reference, detail)
    };
    let mut items: Vec<_> = application::own(host, OFFERED).iter().map(row).collect();
    if items.is_empty() {
        return ask(turn, None);
    }
    items.push(choice("other", texts::OTHER_NUMBER.get(language)));
    stay(vec![choices(words::WHICH.get(language), items)], &Step::Number)
}

fn ask(turn: &Turn, why: Option<&str>) -> Outcome {
    let question = words::ASK_REFERENCE.get(turn.citizen.language);
    let body = why.map_or(question.to_owned(), |why| format!("{why}\n\n{question}"));
    stay(vec![text(body)], &Step::Number)
}

fn number(turn: &Turn, host: &dyn Host, said: &str) -> Outcome {
    let parsed = [CONNECTION, TRANSFER].iter().find_map(|prefix| reference::parse(prefix, said));
    let Some(reference) = parsed else {
        return ask(turn, Some(words::NO_REFERENCE.get(turn.citizen.language)));
    };
    match application::read(host, &reference).filter(|found| found.is_of(turn)) {
        Some(found) => show(turn, host, &found),
        // Asked whether or not it is there: nobody learns which numbers exist.
        None => ask_mobile(turn, reference),
    }
}

fn ask_mobile(turn: &Turn, reference: String) -> Outcome {
    let question = words::ASK_LAST_DIGITS.get(turn.citizen.language);
    stay(vec![text(question)], &Step::Mobile(reference))
}

fn mobile(turn: &Turn, host: &dyn Host, reference: &str, said: &str) -> Outcome {
    let Some(last) = digits::only(said).filter(|last| last.len() == LAST_DIGITS) else {
        return ask_mobile(turn, reference.to_owned());
    };
    let found = application::read(host, reference);
    match found.filter(|found| found.mobile.ends_with(&last)) {
        Some(found) => show(turn, host, &found),
        None => ask(turn, Some(words::NOT_FOUND.get(turn.citizen.language))),
    }
}

fn show(turn: &Turn, host: &dyn Host, found: &Application) -> Outcome {
    let language = turn.citizen.language;
    let items = vec![
        choice("other", texts::OTHER_NUMBER.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    let next = choices(texts::WHAT_NEXT.get(language), items);
    stay(vec![text(application::shown(turn, host, found)), next], &Step::Shown)
}
