//! Opening a grievance again that was said to be settled.

use mitra_department::calendar::DAY_MS;
use mitra_department::length::excerpt;
use mitra_department::outcome::{choices, described, finish, stay, text};
use mitra_department::{Choice, Event, Fault, Host, Outcome, Turn, reference, show, state};
use serde::{Deserialize, Serialize};

use crate::records::{self, Registered, Reopened};
use crate::status::Status;
use crate::{sla, texts};

/// For how long a grievance can be opened again.
const REOPEN_MS: u64 = 15 * DAY_MS;
/// Those that are offered: a list has ten rows.
const OFFERED: usize = 10;
/// Characters of what is still not right.
const WHY_CHARS_MAX: usize = 1_000;
/// How often one grievance can be opened again: after that, it is a new one.
const TIMES_MAX: usize = 10;
/// Its days where the category is gone.
const DAYS: u64 = 10;

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked which one.
    Which,
    /// Asked what is still not right with this one.
    Why(String),
}

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    let step = match turn.event {
        Event::Opened => None,
        _ => state::read(turn),
    };
    match (step, &turn.event) {
        (Some(Step::Which), Event::Back) => Ok(finish(Vec::new())),
        (Some(Step::Which), Event::Chosen(taken)) => ask_why(turn, host, &taken.id),
        (Some(Step::Which), Event::Text(said)) => ask_why(turn, host, said),
        (Some(Step::Why(reference)), Event::Text(why)) => reopen(turn, host, &reference, why),
        (Some(Step::Why(reference)), Event::Media(_) | Event::Location(_)) => {
            ask_why(turn, host, &reference)
        }
        _ => open(turn, host),
    }
}

fn may_reopen(registered: &Registered, now: u64) -> bool {
    let last = registered.last();
    last.status == Status::Resolved
        && now <= last.at + REOPEN_MS
        && registered.reopened.len() < TIMES_MAX
}

fn open(turn: &Turn, host: &dyn Host) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let now = host.now();
    let found = records::own_where(turn, host, |registered| may_reopen(registered, now))?;
    if found.is_empty() {
        return Ok(finish(vec![text(texts::NOTHING_TO_REOPEN.get(language))]));
    }
    let items = rows(turn, host, &found, OFFERED);
    Ok(stay(vec![choices(texts::WHICH_TO_REOPEN.get(language), items)], &Step::Which))
}

/// Grievances to choose from.
pub(crate) fn rows(
    turn: &Turn,
    host: &dyn Host,
    found: &[(String, Registered)],
    max: usize,
) -> Vec<Choice> {
    let row = |(reference, registered): &(String, Registered)| {
        let category = records::category(host, &registered.category);
        let name = category.as_ref().map_or("-", |it| it.name.get(turn.citizen.language));
        described(reference, reference, name)
    };
    found.iter().take(max).map(row).collect()
}

/// The citizen's own grievance of this reference, if it can be opened again.
fn one(turn: &Turn, host: &dyn Host, typed: &str) -> Result<Option<(String, Registered)>, Fault> {
    let Some(reference) = reference::parse(records::PREFIX, typed) else { return Ok(None) };
    let found = records::own(turn, host, &reference)?;
    let found = found.filter(|registered| may_reopen(registered, host.now()));
    Ok(found.map(|registered| (reference, registered)))
}

fn ask_why(turn: &Turn, host: &dyn Host, typed: &str) -> Result<Outcome, Fault> {
    let Some((reference, _)) = one(turn, host, typed)? else { return open(turn, host) };
    let ask = texts::WHY_AGAIN.fill(turn.citizen.language, &[&reference]);
    Ok(stay(vec![text(ask)], &Step::Why(reference)))
}

fn reopen(turn: &Turn, host: &mut dyn Host, reference: &str, why: &str) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let Some((reference, mut registered)) = one(turn, host, reference)? else {
        return open(turn, host);
    };
    let now = host.now();
    let category = records::category(host, &registered.category);
    registered.due_at = now + category.map_or(DAYS, |category| category.days) * DAY_MS;
    registered.rating = None;
    registered.reach(Status::Reopened, now);
    registered.reopened.push(Reopened { at: now, why: excerpt(why, WHY_CHARS_MAX) });
    records::update(host, &reference, &registered);
    sla::wait(turn, host, &reference, registered.due_at)?;
    let (office, due) = (registered.office(host, language), show::date(registered.due_at));
    Ok(finish(vec![text(texts::OPENED_AGAIN.fill(language, &[&reference, &office, &due]))]))
}
