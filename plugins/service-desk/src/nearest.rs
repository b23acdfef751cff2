//! What is near: to a shared location, in a PIN code, or in a town.

mod near;

use mitra_department::outcome::{finish, stay, text};
use mitra_department::{Event, Fault, Location, Outcome, Reply, state};
use mitra_service_desk_model::Nearest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ask::{self, Asked};
use crate::context::Context;
use crate::{fresh, list, records};
use near::{Near, by_distance, by_words, position};

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked what the records must equal; the answers so far.
    Ask(Vec<String>),
    /// Asked for a place, for records that equal this.
    Place(Vec<String>),
    /// Showing what is near.
    Shown(Vec<String>),
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, nearest: &Nearest) -> Result<Outcome, Fault> {
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    match (step, &context.turn.event) {
        (Some(Step::Ask(answers)), _) => asked(context, nearest, answers),
        // Who has seen one may write the next one's number at once.
        (Some(Step::Shown(_)), Event::Text(_)) if !nearest.asks.is_empty() => {
            asked(context, nearest, Vec::new())
        }
        (Some(Step::Place(answers) | Step::Shown(answers)), Event::Location(place)) => {
            let near = by_distance(context, nearest, all(context, nearest, &answers)?, place);
            Ok(found(context, nearest, answers, near))
        }
        (Some(Step::Place(answers) | Step::Shown(answers)), Event::Text(said)) => {
            let near = by_words(context, nearest, all(context, nearest, &answers)?, said);
            Ok(found(context, nearest, answers, near))
        }
        (Some(Step::Place(answers)), Event::Back) if !answers.is_empty() => {
            asked(context, nearest, answers)
        }
        (Some(Step::Place(_)), Event::Back) => Ok(finish(Vec::new())),
        (Some(Step::Shown(_)), Event::Chosen(taken)) if taken.id == "done" => Ok(context.thanks()),
        (Some(Step::Place(answers)), _) => Ok(ask_place(context, nearest, answers, None)),
        (None | Some(Step::Shown(_)), _) => Ok(open(context, nearest, None)),
    }
}

/// The first question: what the records must equal, or the place.
fn open(context: &Context<'_>, nearest: &Nearest, why: Option<String>) -> Outcome {
    if nearest.asks.is_empty() {
        return ask_place(context, nearest, Vec::new(), why);
    }
    stay(ask::asking(context, &nearest.asks, 0, why), &Step::Ask(Vec::new()))
}

/// Something happened while it was asked what the records must equal.
fn asked(context: &Context<'_>, nearest: &Nearest, answers: Vec<String>) -> Result<Outcome, Fault> {
    Ok(match ask::answered(context, &nearest.asks, answers) {
        Asked::Out => finish(Vec::new()),
        Asked::Next(answers, replies) => stay(replies, &Step::Ask(answers)),
        Asked::All(answers) if all(context, nearest, &answers)?.is_empty() => {
            open(context, nearest, Some(context.not_found()))
        }
        Asked::All(answers) => ask_place(context, nearest, answers, None),
    })
}

fn ask_place(
    context: &Context<'_>,
    nearest: &Nearest,
    answers: Vec<String>,
    why: Option<String>,
) -> Outcome {
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(Reply::AskLocation(context.of(&nearest.question).to_owned()));
    stay(replies, &Step::Place(answers))
}

fn found(context: &Context<'_>, nearest: &Nearest, answers: Vec<String>, near: Near) -> Outcome {
    let Near { records, said } = near;
    let near: Vec<Value> = records.into_iter().take(nearest.count as usize).collect();
    let Some(first) = near.first() else {
        // Whoever was asked for more than a place hears the same words, whatever was wrong.
        let why = if answers.is_empty() { said } else { Some(context.not_found()) };
        return ask_place(context, nearest, answers, why);
    };
    let shown = near.iter().map(|it| shown(context, nearest, it));
    let shown: Vec<String> = said.into_iter().chain(shown).collect();
    let shown = mitra_department::length::excerpt(&shown.join("\n\n"), 4_096);
    let mut replies = vec![text(shown)];
    if let Some((latitude, longitude)) = position(first) {
        let name = Some(records::name(first, context.language));
        replies.push(Reply::Place(Location { latitude, longitude, name, address: None }));
    }
    replies.push(context.another_or_done());
    stay(replies, &Step::Shown(answers))
}

/// One of what is near. The line with the distance is left out where nobody knows how far it is.
fn shown(context: &Context<'_>, nearest: &Nearest, record: &Value) -> String {
    let template = context.of(&nearest.show);
    let body = if record.get("distance").is_some() {
        context.render(template, record)
    } else {
        let lines = template.lines().filter(|line| !line.contains("{distance"));
        context.render(&lines.collect::<Vec<_>>().join("\n"), record)
    };
    fresh::marked(context, body, record, nearest.fresh_until.as_deref())
}

/// All records that equal what was asked.
fn all(context: &Context<'_>, nearest: &Nearest, answers: &[String]) -> Result<Vec<Value>, Fault> {
    let ends = list::ends(context, &nearest.records);
    let read = |end| records::data(context.host, &format!("{}{end}", nearest.records));
    let all: Result<Vec<_>, Fault> = ends.iter().map(read).collect();
    let is_equal = |record: &Value| {
        let mut asks = nearest.asks.iter().zip(answers);
        asks.all(|(ask, answer)| ask::agrees(ask, answer, record))
    };
    Ok(all?.into_iter().flatten().filter(is_equal).collect())
}
