//! A ticket once more, and a way to cancel it if the department has one.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Outcome};
use mitra_service_desk_model::{Booking, Cancellation, Pattern};

use super::{Step, choose};
use crate::cancel::{self, Said, Sure};
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::{ticket, words};

/// Shows one of the citizen's tickets.
pub(super) fn show(
    context: &Context<'_>,
    booking: &Booking,
    reference: &str,
) -> Result<Outcome, Fault> {
    let is_own = mine::own(context, reference) == Some(Sent::Booking);
    let booked = if is_own { ticket::read(context, reference)? } else { None };
    let Some(booked) = booked else { return Ok(finish(vec![text(context.not_found())])) };
    let shown = text(ticket::shown(context, &booked)?);
    let cancellation = cancellation(context, booking)?;
    if !cancellation.is_some_and(|it| cancel::is_open(context, &it, &booked)) {
        return Ok(finish(vec![shown]));
    }
    let items = vec![
        choice("cancel", context.say(words::CANCEL)),
        choice("done", context.say(words::DONE)),
    ];
    let next = choices(context.say(words::WHAT_NEXT), items);
    Ok(stay(vec![shown, next], &Step::Shown(reference.to_owned())))
}

/// Something happened while it was shown.
pub(super) fn heard(
    context: &Context<'_>,
    booking: &Booking,
    reference: &str,
) -> Result<Outcome, Fault> {
    let Event::Chosen(taken) = &context.turn.event else { return choose::own(context, booking) };
    match (taken.id.as_str(), cancellation(context, booking)?) {
        ("done", _) => Ok(context.thanks()),
        ("cancel", Some(it)) => Ok(outcome(cancel::ask(context, &it, reference)?)),
        _ => choose::own(context, booking),
    }
}

/// The citizen was asked whether it is to be cancelled.
pub(super) fn sure(
    context: &mut Context<'_>,
    booking: &Booking,
    sure: Sure,
) -> Result<Outcome, Fault> {
    match cancellation(context, booking)? {
        Some(it) if context.turn.event != Event::Back => {
            Ok(outcome(cancel::heard(context, &it, sure)?))
        }
        _ => choose::own(context, booking),
    }
}

fn outcome(said: Said) -> Outcome {
    match said {
        Said::Ask(replies, sure) => stay(replies, &Step::Sure(sure)),
        Said::Over(replies) => finish(replies),
    }
}

/// What the service that cancels these bookings says of it, if there is one.
fn cancellation(context: &Context<'_>, booking: &Booking) -> Result<Option<Cancellation>, Fault> {
    let Some(by) = &booking.cancelled_by else { return Ok(None) };
    let pattern = context.packed.service(by);
    Ok(match pattern.map_err(|error| Fault::Bug(error.to_string()))? {
        Some(Pattern::Cancellation(cancellation)) => Some(cancellation),
        _ => None,
    })
}
