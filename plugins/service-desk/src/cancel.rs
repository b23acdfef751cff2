//! Giving a booking up: which one, what goes back, and then all of it in one turn.

mod refund;

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::reference;
use mitra_department::{Event, Fault, Host, Outcome, Reply, Scope, show, state};
use mitra_service_desk_model::Cancellation;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::context::{Context, unreadable};
use crate::mine::{self, Sent};
use crate::paying::{self, Paid};
use crate::places::{self, Change, RETRY_SECS, TRIES};
use crate::ticket::{self, Booked, Cancelled, Standing};
use crate::{list, records, words};

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Showing what can be cancelled.
    List,
    /// Asked whether it really is to be cancelled.
    Sure(Sure),
}

/// What the citizen is asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sure {
    reference: String,
    /// What would go back, in paise.
    refund: u64,
}

/// What is said, and whether the citizen is asked: the service that asks keeps it in its own state.
pub(crate) enum Said {
    Ask(Vec<Reply>, Sure),
    Over(Vec<Reply>),
}

/// One turn.
pub(crate) fn turn(
    context: &mut Context<'_>,
    cancellation: &Cancellation,
) -> Result<Outcome, Fault> {
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    let said = match (step, &context.turn.event) {
        (_, Event::Payment(_) | Event::Timer(_)) => return Ok(context.beside(Vec::new())),
        (None, _) | (Some(Step::Sure(_)), Event::Back) => {
            return listed(context, cancellation, None);
        }
        (Some(Step::List), Event::Back) => return Ok(finish(Vec::new())),
        (Some(Step::List), Event::Chosen(taken)) => {
            let reference = taken.id.clone();
            ask(context, cancellation, &reference)?
        }
        (Some(Step::List), Event::Text(typed)) => match reference::parse_any(typed) {
            Some(reference) => ask(context, cancellation, &reference)?,
            None => return listed(context, cancellation, Some(words::TAKE_OPTION)),
        },
        (Some(Step::List), _) => return listed(context, cancellation, Some(words::TAKE_OPTION)),
        (Some(Step::Sure(sure)), _) => heard(context, cancellation, sure)?,
    };
    Ok(match said {
        Said::Ask(replies, sure) => stay(replies, &Step::Sure(sure)),
        Said::Over(replies) => finish(replies),
    })
}

/// The citizen's bookings that can still be cancelled.
fn listed(
    context: &Context<'_>,
    cancellation: &Cancellation,
    why: Option<mitra_department::text::Text>,
) -> Result<Outcome, Fault> {
    let mut ahead = ticket::ahead(context, &cancellation.of)?;
    ahead.retain(|booked| refund::of(&cancellation.refunds, booked, context.turn.now).is_some());
    if ahead.is_empty() {
        let none = context.show(&cancellation.none, &Value::Null);
        return Ok(finish(vec![text(none)]));
    }
    let rows =
        ahead.iter().take(mine::OFFERED).map(|booked| ticket::row(context, booked)).collect();
    let mut replies: Vec<Reply> = why.map(|why| text(context.say(why))).into_iter().collect();
    replies.push(list::page(context, context.of(&cancellation.question), rows, 0));
    Ok(stay(replies, &Step::List))
}

/// A booking is to be cancelled: what goes back is shown first, and nothing is done yet.
pub(crate) fn ask(
    context: &Context<'_>,
    cancellation: &Cancellation,
    reference: &str,
) -> Result<Said, Fault> {
    let Some((_, booked)) = own(context, cancellation, reference)? else {
        return Ok(Said::Over(vec![text(context.say(words::NOT_YOURS))]));
    };
    Ok(match refund::of(&cancellation.refunds, &booked, context.turn.now) {
        Some(refund) => agree(context, &booked, refund, None),
        None => past(context, &booked)?,
    })
}

/// Whether a booking of this service, which is shown, can be cancelled now.
pub(crate) fn is_open(context: &Context<'_>, cancellation: &Cancellation, booked: &Booked) -> bool {
    refund::of(&cancellation.refunds, booked, context.turn.now).is_some()
}

/// The citizen was asked, and something happened.
pub(crate) fn heard(
    context: &mut Context<'_>,
    cancellation: &Cancellation,
    sure: Sure,
) -> Result<Said, Fault> {
    match &context.turn.event {
        Event::Chosen(taken) if taken.id == "yes" => cancel(context, cancellation, &sure),
        Event::Chosen(taken) if taken.id == "no" => {
            Ok(Said::Over(vec![text(context.fill(words::KEPT, &[&sure.reference]))]))
        }
        _ => ask(context, cancellation, &sure.reference),
    }
}

/// Asks whether it is to be cancelled with this going back.
fn agree(context: &Context<'_>, booked: &Booked, refund: u64, why: Option<&str>) -> Said {
    let place = crate::template::plain(&booked.place_name, context.language);
    let where_and_when = format!("{place}, {}", ticket::when(booked));
    let body = match &booked.paid {
        Some(paid) => {
            let (paid, refund) = (show::rupees(paid.paise), show::rupees(refund));
            let parts = [&*booked.reference, &where_and_when, &paid, &refund];
            context.fill(words::CANCEL_SURE_PAID, &parts)
        }
        None => context.fill(words::CANCEL_SURE, &[&booked.reference, &where_and_when]),
    };
    let items = vec![
        choice("yes", context.say(words::CANCEL_YES)),
        choice("no", context.say(words::CANCEL_NO)),
    ];
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(choices(body, items));
    Said::Ask(replies, Sure { reference: booked.reference.clone(), refund })
}

/// Why a booking cannot be cancelled: it is too late, or no ticket.
fn past(context: &Context<'_>, booked: &Booked) -> Result<Said, Fault> {
    Ok(Said::Over(vec![text(if booked.status == Standing::Booked {
        context.fill(words::CANCEL_TOO_LATE, &[&booked.reference, context.helpline()])
    } else {
        ticket::shown(context, booked)?
    })]))
}

/// The citizen's own booking of this reference with its bytes, if this service cancels it.
fn own(
    context: &Context<'_>,
    cancellation: &Cancellation,
    reference: &str,
) -> Result<Option<(Vec<u8>, Booked)>, Fault> {
    if mine::own(context, reference) != Some(Sent::Booking) {
        return Ok(None);
    }
    let key = Sent::Booking.key(reference);
    let Some(bytes) = context.host.get(Scope::Department, &key) else { return Ok(None) };
    let booked: Booked = serde_json::from_slice(&bytes).map_err(|error| unreadable(&key, error))?;
    Ok((booked.service == cancellation.of).then_some((bytes, booked)))
}

/// Cancels it as agreed: the booking first, so that of two taps one finds it cancelled; then its places and the money.
fn cancel(
    context: &mut Context<'_>,
    cancellation: &Cancellation,
    sure: &Sure,
) -> Result<Said, Fault> {
    for _ in 0..TRIES {
        let Some((before, mut booked)) = own(context, cancellation, &sure.reference)? else {
            return Ok(Said::Over(vec![text(context.say(words::NOT_YOURS))]));
        };
        let Some(refund) = refund::of(&cancellation.refunds, &booked, context.turn.now) else {
            return past(context, &booked);
        };
        if refund != sure.refund {
            let why = context.say(words::REFUND_CHANGED);
            return Ok(agree(context, &booked, refund, Some(why)));
        }
        booked.status = Standing::Cancelled;
        booked.cancelled = Some(Cancelled { at: context.turn.now, refund });
        if mark(context.host, &before, &booked) {
            give_back(context, &booked, refund)?;
            let done = ticket::ticket(context, &cancellation.done, &booked);
            return Ok(Said::Over(vec![text(done)]));
        }
    }
    Err(Fault::RetryLater(RETRY_SECS))
}

/// Stores the cancelled booking if nobody changed it meanwhile.
fn mark(host: &mut dyn Host, before: &[u8], booked: &Booked) -> bool {
    let key = Sent::Booking.key(&booked.reference);
    host.replace(Scope::Department, &key, Some(before), Some(&records::bytes(booked)))
}

/// Its places are free for others, and what was paid is owed.
fn give_back(context: &mut Context<'_>, booked: &Booked, refund: u64) -> Result<(), Fault> {
    let key = places::key(&booked.place, &booked.day, &booked.slot);
    if !places::change(context.host, &key, 0, booked.people, &Change::Return)? {
        context.complain(&format!("`{key}` has fewer places sold than {}", booked.reference));
    }
    if let Some(paid) = booked.paid.as_ref().filter(|_| refund > 0) {
        let owed = Paid { paise: refund, ..paid.clone() };
        let reference = &booked.reference;
        paying::owe(context.host, context.turn, reference, &owed, reference);
    }
    Ok(())
}
