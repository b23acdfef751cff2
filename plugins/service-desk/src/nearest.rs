//! What is near: to a shared location, in a PIN code, or in a town.

use mitra_department::outcome::{finish, stay, text};
use mitra_department::{Event, Fault, Location, Outcome, Reply, digits, state};
use mitra_service_desk_model::Nearest;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ask::{self, Asked};
use crate::context::Context;
use crate::{list, records, words};

/// The Earth's mean radius, in kilometres.
const EARTH_KM: f64 = 6_371.0;

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
            let near = by_distance(all(context, nearest, &answers)?, context, place);
            Ok(found(context, nearest, answers, near))
        }
        (Some(Step::Place(answers) | Step::Shown(answers)), Event::Text(said)) => {
            let near = by_words(all(context, nearest, &answers)?, said);
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

fn found(
    context: &Context<'_>,
    nearest: &Nearest,
    answers: Vec<String>,
    near: Vec<Value>,
) -> Outcome {
    let near: Vec<Value> = near.into_iter().take(nearest.count as usize).collect();
    let Some(first) = near.first() else {
        let why = if answers.is_empty() {
            context.fill(words::NONE_NEAR, &[context.helpline()])
        } else {
            // The same words, whatever was wrong.
            context.not_found()
        };
        return ask_place(context, nearest, answers, Some(why));
    };
    let shown: Vec<String> = near.iter().map(|it| context.show(&nearest.show, it)).collect();
    let shown = mitra_department::length::excerpt(&shown.join("\n\n"), 4_096);
    let mut replies = vec![text(shown)];
    if let Some((latitude, longitude)) = position(first) {
        let name = Some(records::name(first, context.language));
        replies.push(Reply::Place(Location { latitude, longitude, name, address: None }));
    }
    replies.push(context.another_or_done());
    stay(replies, &Step::Shown(answers))
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

/// Those that have a place, the nearest first, with `distance`.
fn by_distance(records: Vec<Value>, context: &Context<'_>, place: &Location) -> Vec<Value> {
    let mut near: Vec<(f64, Value)> = Vec::new();
    for mut record in records {
        let Some(position) = position(&record) else { continue };
        let km = distance(position, (place.latitude, place.longitude));
        let shown = context.fill(words::KM, &[&format!("{km:.1}")]);
        if let Some(record) = record.as_object_mut() {
            record.insert("distance".to_owned(), json!(shown));
        }
        near.push((km, record));
    }
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    near.into_iter().map(|(_, record)| record).collect()
}

/// Those that name this PIN code or this town.
fn by_words(records: Vec<Value>, said: &str) -> Vec<Value> {
    let pin = digits::only(said);
    let town = said.trim().to_lowercase();
    let names = |record: &Value, field: &str, wanted: &str| {
        let list = record.get(field).and_then(Value::as_array);
        let mut words = list.into_iter().flatten().filter_map(Value::as_str);
        words.any(|word| word.to_lowercase() == wanted)
    };
    let is_there = |record: &Value| match &pin {
        Some(pin) => names(record, "pins", pin),
        None => names(record, "towns", &town),
    };
    records.into_iter().filter(is_there).collect()
}

fn position(record: &Value) -> Option<(f64, f64)> {
    Some((record.get("latitude")?.as_f64()?, record.get("longitude")?.as_f64()?))
}

/// Kilometres between two points in degrees, along the Earth (haversine).
fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (a, b) = (from.0.to_radians(), to.0.to_radians());
    let (high, wide) = ((b - a) / 2.0, (to.1 - from.1).to_radians() / 2.0);
    let part = high.sin().powi(2) + a.cos() * b.cos() * wide.sin().powi(2);
    2.0 * EARTH_KM * part.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_along_the_earth() {
        let (vijayawada, guntur) = ((16.5062, 80.6480), (16.3067, 80.4365));
        let km = distance(vijayawada, guntur);
        assert!((31.0..33.0).contains(&km), "{km}");
        assert!(distance(guntur, guntur) < 0.001);
    }
}
