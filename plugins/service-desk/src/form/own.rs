//! What the citizen sent by this form already: listed before the form is asked anew, and shown.

use mitra_department::outcome::{choice, choices, stay, text};
use mitra_department::{Fault, Outcome};

use super::Step;
use crate::application::{self, Application};
use crate::context::Context;
use crate::list;
use crate::mine::{self, Sent};
use crate::words;

/// The list with the way to a new application, after `why` it is shown; none if nothing was sent.
pub(super) fn list(context: &Context<'_>, why: Option<&str>) -> Result<Option<Outcome>, Fault> {
    let mut rows = vec![choice("new", context.say(words::NEW_APPLICATION))];
    for (sent, reference) in mine::newest(context.host, mine::LOOKED_AT) {
        if sent != Sent::Application || rows.len() > mine::OFFERED {
            continue;
        }
        let Some(found) = application::read(context, &reference)? else { continue };
        if found.service == context.turn.service {
            let status = context.say(found.status.words());
            rows.push(list::row(&reference, &reference, Some(status)));
        }
    }
    if rows.len() == 1 {
        return Ok(None);
    }
    let mut replies: Vec<_> = why.map(text).into_iter().collect();
    replies.push(choices(context.say(words::YOUR_APPLICATIONS), rows));
    Ok(Some(stay(replies, &Step::Own)))
}

/// One of them in full; none if it is not one of theirs.
pub(super) fn shown(context: &mut Context<'_>, reference: &str) -> Result<Option<Outcome>, Fault> {
    let Some(found) = mine(context, reference)? else { return Ok(None) };
    let mut replies = application::shown(context, &found);
    replies.push(context.another_or_done());
    Ok(Some(stay(replies, &Step::Shown)))
}

fn mine(context: &Context<'_>, reference: &str) -> Result<Option<Application>, Fault> {
    if mine::own(context, reference) != Some(Sent::Application) {
        return Ok(None);
    }
    let found = application::read(context, reference)?;
    Ok(found.filter(|found| found.service == context.turn.service))
}
