//! After a complaint is registered: how it stands, a rating, and opening it again.

use mitra_department::calendar::{DAY_MS, HOUR_MS};
use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Outcome, Reply};
use mitra_service_desk_model::Grievance;
use serde_json::Value;

use super::Step;
use crate::complaint::{self, Complaint, Standing};
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::{sla, words};

/// For how long a complaint that was put right can be opened again.
const REOPEN_MS: u64 = 15 * DAY_MS;

/// How a complaint stands, and what can be done with it.
pub(super) fn show(
    context: &mut Context<'_>,
    grievance: &Grievance,
    reference: &str,
) -> Result<Outcome, Fault> {
    let Some(found) = own(context, reference)? else {
        return super::own(context, grievance);
    };
    let shown = text(complaint::shown(context, &found)?);
    let next = if found.status == Standing::Resolved && found.rating.is_none() {
        rate(context)
    } else {
        next(context, &found)
    };
    Ok(stay(vec![shown, next], &Step::Shown(reference.to_owned())))
}

fn own(context: &Context<'_>, reference: &str) -> Result<Option<Complaint>, Fault> {
    if mine::own(context, reference) != Some(Sent::Complaint) {
        return Ok(None);
    }
    complaint::read(context, reference)
}

/// Asks how well it was put right.
pub(super) fn rate(context: &Context<'_>) -> Reply {
    let rating = |(n, words)| choice(format!("rate:{n}"), context.say(words));
    let ratings = (1..).zip(words::RATINGS).map(rating);
    let reopen = choice("reopen", context.say(words::REOPEN));
    let items = ratings.chain([reopen, choice("done", context.say(words::DONE))]);
    choices(context.say(words::HOW_WAS_IT), items.collect())
}

fn next(context: &Context<'_>, complaint: &Complaint) -> Reply {
    let mut items = vec![
        choice("another", context.say(words::ANOTHER)),
        choice("done", context.say(words::DONE)),
    ];
    if complaint.status == Standing::Resolved {
        items.insert(0, choice("reopen", context.say(words::REOPEN)));
    }
    choices(context.say(words::WHAT_NEXT), items)
}

/// A complaint is shown.
pub(super) fn heard(
    context: &mut Context<'_>,
    grievance: &Grievance,
    reference: &str,
) -> Result<Outcome, Fault> {
    let Event::Chosen(taken) = &context.turn.event else {
        return super::own(context, grievance);
    };
    let id = taken.id.clone();
    let Some(mut found) = own(context, reference)? else {
        return super::own(context, grievance);
    };
    if id == "done" {
        return Ok(context.thanks());
    }
    if found.status != Standing::Resolved {
        return super::own(context, grievance);
    }
    if let Some(rating) = id.strip_prefix("rate:").and_then(|n| n.parse::<u8>().ok()) {
        found.rating = Some(rating.clamp(1, 5));
        complaint::write(context, &found);
        return Ok(finish(vec![text(context.say(words::RATED))]));
    }
    if id == "reopen" {
        return Ok(if may_reopen(&found, context.turn.now) {
            let ask = text(context.say(words::WHY_AGAIN));
            stay(vec![ask], &Step::Why(reference.to_owned()))
        } else {
            finish(vec![text(context.say(words::TOO_OLD))])
        });
    }
    super::own(context, grievance)
}

fn may_reopen(complaint: &Complaint, now: u64) -> bool {
    complaint.resolved_at().is_some_and(|at| now <= at + REOPEN_MS)
}

/// The citizen says what is still not right.
pub(super) fn reopen(
    context: &mut Context<'_>,
    grievance: &Grievance,
    reference: &str,
) -> Result<Outcome, Fault> {
    let why = match &context.turn.event {
        Event::Text(why) => mitra_department::length::excerpt(why, 1_000),
        Event::Back => return show(context, grievance, reference),
        _ => {
            let ask = text(context.say(words::WHY_AGAIN));
            return Ok(stay(vec![ask], &Step::Why(reference.to_owned())));
        }
    };
    let found = own(context, reference)?;
    let Some(mut found) = found.filter(|found| may_reopen(found, context.turn.now)) else {
        return Ok(finish(vec![text(context.say(words::TOO_OLD))]));
    };
    let category = grievance.categories.iter().find(|it| it.id == found.category);
    let hours = category.map_or(24, |category| category.hours);
    found.due_at = context.turn.now + u64::from(hours) * HOUR_MS;
    found.rating = None;
    found.reach(Standing::Reopened, context.turn.now, Some(Value::String(why)));
    complaint::write(context, &found);
    sla::wait(context, &found)?;
    let said = context.fill(words::OPENED_AGAIN, &[reference, &complaint::due(&found)]);
    Ok(finish(vec![text(said)]))
}
