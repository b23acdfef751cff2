//! How well a grievance was settled: 1 to 5.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Host, Outcome, Turn, reference, state};
use serde::{Deserialize, Serialize};

use crate::records::{self, Registered};
use crate::reopen::rows;
use crate::status::Status;
use crate::texts;

/// Those that are offered: a list has ten rows.
const OFFERED: usize = 10;
/// Up to this, a citizen is told how to open the grievance again.
const LOW: u8 = 2;

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked which one.
    Which,
    /// Asked how well this one was settled.
    Rate(String),
}

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    let step = match turn.event {
        Event::Opened => None,
        _ => state::read(turn),
    };
    match (step, &turn.event) {
        (Some(Step::Which), Event::Back) => Ok(finish(Vec::new())),
        (Some(Step::Which), Event::Chosen(taken)) => ask(turn, host, &taken.id),
        (Some(Step::Which), Event::Text(said)) => ask(turn, host, said),
        (Some(Step::Rate(reference)), Event::Chosen(taken)) => {
            rate(turn, host, &reference, &taken.id)
        }
        (Some(Step::Rate(reference)), Event::Text(said)) => {
            let said = mitra_department::digits::only(said).unwrap_or_default();
            rate(turn, host, &reference, &said)
        }
        _ => open(turn, host),
    }
}

fn waits(registered: &Registered) -> bool {
    registered.last().status == Status::Resolved && registered.rating.is_none()
}

fn open(turn: &Turn, host: &dyn Host) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let found = records::own_where(turn, host, waits)?;
    if found.is_empty() {
        return Ok(finish(vec![text(texts::NOTHING_TO_RATE.get(language))]));
    }
    let items = rows(turn, host, &found, OFFERED);
    Ok(stay(vec![choices(texts::WHICH_TO_RATE.get(language), items)], &Step::Which))
}

/// The citizen's own grievance of this reference, if it waits for a rating.
fn one(turn: &Turn, host: &dyn Host, typed: &str) -> Result<Option<(String, Registered)>, Fault> {
    let Some(reference) = reference::parse(records::PREFIX, typed) else { return Ok(None) };
    let found = records::own(turn, host, &reference)?.filter(waits);
    Ok(found.map(|registered| (reference, registered)))
}

fn ask(turn: &Turn, host: &dyn Host, typed: &str) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let Some((reference, _)) = one(turn, host, typed)? else { return open(turn, host) };
    let ratings = (1..).zip(texts::RATINGS);
    let items = ratings.map(|(n, words): (u8, _)| choice(n.to_string(), words.get(language)));
    let question = choices(texts::HOW_WAS_IT.fill(language, &[&reference]), items.collect());
    Ok(stay(vec![question], &Step::Rate(reference)))
}

fn rate(turn: &Turn, host: &mut dyn Host, reference: &str, said: &str) -> Result<Outcome, Fault> {
    let rating = said.parse::<u8>().ok().filter(|rating| (1..=5).contains(rating));
    let (Some(rating), Some((reference, mut registered))) = (rating, one(turn, host, reference)?)
    else {
        return ask(turn, host, reference);
    };
    registered.rating = Some(rating);
    records::update(host, &reference, &registered);
    let said = if rating <= LOW { texts::RATED_LOW } else { texts::RATED };
    Ok(finish(vec![text(said.get(turn.citizen.language))]))
}
