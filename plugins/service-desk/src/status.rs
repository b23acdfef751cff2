//! Where something stands: what the citizen sent, or a record of the department's.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::reference;
use mitra_department::{Event, Fault, Outcome, Reply, Scope, state};
use mitra_service_desk_model::Status;
use serde::{Deserialize, Serialize};

use crate::ask::{self, Found, Heard};
use crate::complaint::{self, Complaint};
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::ticket::{self, Booked};
use crate::{application, list, records, words};

/// How many of what a citizen sent are listed.
const LISTED_MAX: u32 = 9;

/// Where a conversation about what a citizen sent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Showing the list.
    List,
    /// Showing one of them.
    Shown,
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, status: &Status) -> Result<Outcome, Fault> {
    let (Some(folder), Some(show)) = (&status.records, &status.show) else {
        return own(context);
    };
    let step = state::read(context.turn);
    Ok(match ask::heard(context, &status.asks, folder, step)? {
        Heard::Outcome(outcome) => outcome,
        Heard::Found(Found { key, record }) => {
            let shown = text(context.show(show, &record));
            stay(vec![shown, context.another_or_done()], &ask::Step::Shown(key))
        }
    })
}

fn own(context: &mut Context<'_>) -> Result<Outcome, Fault> {
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    match (step, &context.turn.event) {
        (Some(Step::List), Event::Back) => Ok(finish(Vec::new())),
        (Some(_), Event::Chosen(taken)) if taken.id == "done" => Ok(context.thanks()),
        (Some(_), Event::Chosen(taken)) if taken.id != "another" => {
            let reference = taken.id.clone();
            shown(context, Some(&reference))
        }
        (Some(_), Event::Text(said)) => {
            let reference = reference::parse_any(said);
            shown(context, reference.as_deref())
        }
        _ => listed(context, None),
    }
}

/// What the citizen sent, the newest first; one alone is shown at once.
fn listed(context: &mut Context<'_>, why: Option<&str>) -> Result<Outcome, Fault> {
    let newest = mine::newest(context.host, LISTED_MAX);
    let is_opened = context.turn.event == Event::Opened;
    if newest.is_empty() {
        if !is_opened {
            return Ok(finish(vec![text(context.say(words::NUMBER_NOT_YOURS))]));
        }
        // Who had their own records erased has none listed, and asks by the number.
        let done = choice("done", context.say(words::DONE));
        let asked = choices(context.say(words::NOTHING_SENT), vec![done]);
        return Ok(stay(vec![asked], &Step::List));
    }
    if let (true, [(_, reference)]) = (is_opened, &newest[..]) {
        return shown(context, Some(&reference.clone()));
    }
    let mut rows = Vec::new();
    for (sent, reference) in &newest {
        let detail = line(context, *sent, reference)?;
        rows.push(list::row(reference, reference, detail.as_deref()));
    }
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(choices(context.say(words::WHICH), rows));
    Ok(stay(replies, &Step::List))
}

/// One line about something that was sent: the service, and how far it is.
fn line(context: &Context<'_>, sent: Sent, reference: &str) -> Result<Option<String>, Fault> {
    let line =
        |service: &str, status: &str| Some(format!("{}: {status}", context.service_name(service)));
    Ok(match sent {
        Sent::Application => application::read(context, reference)?
            .and_then(|it| line(&it.service, context.say(it.status.words()))),
        Sent::Complaint => complaint::read(context, reference)?
            .and_then(|it| line(&it.service, context.say(it.status.words()))),
        Sent::Booking => ticket::read(context, reference)?.and_then(|it: Booked| {
            let is_gone = it.cancelled.is_some();
            let when = ticket::when(&it);
            line(&it.service, if is_gone { context.say(words::CANCELLED) } else { &when })
        }),
    })
}

/// One of them in full; none of them is another's.
fn shown(context: &mut Context<'_>, reference: Option<&str>) -> Result<Outcome, Fault> {
    let own = reference.and_then(|it| Some((mine::own(context, it)?, it)));
    let Some((sent, reference)) = own else {
        let why = context.say(words::NOT_YOURS);
        return listed(context, Some(why));
    };
    let mut replies = match sent {
        Sent::Application => match application::read(context, reference)? {
            Some(found) => application::shown(context, &found),
            None => vec![text(context.not_found())],
        },
        Sent::Complaint => {
            let key = Sent::Complaint.key(reference);
            let found: Option<Complaint> = records::read(context.host, Scope::Department, &key)?;
            match found {
                Some(found) => vec![text(complaint::shown(context, &found)?)],
                None => vec![text(context.not_found())],
            }
        }
        Sent::Booking => match ticket::read(context, reference)? {
            Some(found) => vec![text(ticket::shown(context, &found)?)],
            None => vec![text(context.not_found())],
        },
    };
    replies.push(context.another_or_done());
    Ok(stay(replies, &Step::Shown))
}
