//! Information: looked up by answers, chosen from a list, or all of it.

use mitra_department::outcome::{finish, stay, text};
use mitra_department::{Event, Fault, Outcome, state};
use mitra_service_desk_model::{By, Lookup};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ask::{self, Found, Heard};
use crate::context::Context;
use crate::list::{self, Offer, Picked};
use crate::{fresh, paying, records, words};

/// Texts that a turn may send: one less than its replies.
const TEXTS_MAX: usize = 9;
/// Characters of one of them.
const TEXT_MAX: usize = 4_096;

/// Where a conversation with a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Showing this page of the list.
    List(usize),
    /// Showing a record.
    Shown,
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, lookup: &Lookup) -> Result<Outcome, Fault> {
    match lookup.by {
        By::All => all(context, lookup),
        By::Choice => chosen(context, lookup),
        By::Answer => {
            let step = state::read(context.turn);
            Ok(match ask::heard(context, &lookup.asks, &lookup.records, step)? {
                Heard::Outcome(outcome) => outcome,
                Heard::Found(Found { key, record }) => {
                    let shown = text(shown(context, lookup, &record));
                    stay(vec![shown, context.another_or_done()], &ask::Step::Shown(key))
                }
            })
        }
    }
}

/// A record: what was paid of it first, and before that whether it is still true.
fn shown(context: &Context<'_>, lookup: &Lookup, record: &Value) -> String {
    let body = context.show(&lookup.show, record);
    let body = match paying::paid_line(context, record) {
        Some(paid) => format!("{paid}\n\n{body}"),
        None => body,
    };
    fresh::marked(context, body, record, lookup.fresh_until.as_deref())
}

/// Everything there is, in as few texts as it fits into. Records of one line are lines below each other.
fn all(context: &Context<'_>, lookup: &Lookup) -> Result<Outcome, Fault> {
    let mut texts = vec![lookup.head.as_ref().map_or("", |head| context.of(head)).to_owned()];
    let ends = list::ends(context, &lookup.records);
    let mut was_line = false;
    for end in &ends {
        let Some(record) = records::data(context.host, &format!("{}{end}", lookup.records))? else {
            continue;
        };
        let shown = shown(context, lookup, &record);
        let is_line = !shown.contains('\n');
        let between = if is_line && was_line { "\n" } else { "\n\n" };
        was_line = is_line;
        let last = texts.last_mut().expect("there is one from the start");
        let units = |text: &str| mitra_department::length::units(text);
        if units(last) + units(&shown) + 2 > TEXT_MAX {
            texts.push(shown);
        } else {
            last.push_str(if last.is_empty() { "" } else { between });
            last.push_str(&shown);
        }
    }
    if ends.is_empty() {
        return Ok(nothing(context));
    }
    Ok(finish(texts.into_iter().take(TEXTS_MAX).map(text).collect()))
}

fn nothing(context: &Context<'_>) -> Outcome {
    finish(vec![text(context.fill(words::NOTHING_THERE, &[context.helpline()]))])
}

/// One of a list.
fn chosen(context: &Context<'_>, lookup: &Lookup) -> Result<Outcome, Fault> {
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    let picked = match (step, &context.turn.event) {
        (Some(Step::Shown), Event::Chosen(taken)) if taken.id == "done" => {
            return Ok(context.thanks());
        }
        (Some(Step::Shown), Event::Text(_)) => {
            list::heard(context, (&lookup.records, Offer::All), 0)?
        }
        (Some(Step::List(page)), _) => list::heard(context, (&lookup.records, Offer::All), page)?,
        (None | Some(Step::Shown), _) => Picked::Page(0, None),
    };
    let question = lookup.question.as_ref().map_or("-", |question| context.of(question));
    Ok(match picked {
        Picked::Out => finish(Vec::new()),
        Picked::One(end) => {
            let record = records::data(context.host, &format!("{}{end}", lookup.records))?;
            let shown = shown(context, lookup, &record.unwrap_or_default());
            stay(vec![text(shown), context.another_or_done()], &Step::Shown)
        }
        Picked::Matches(ends) => {
            let list = list::of_matches(context, &lookup.records, question, &ends)?;
            stay(vec![list], &Step::List(0))
        }
        Picked::Page(page, why) => {
            let Some(list) =
                list::of_records(context, (&lookup.records, Offer::All), question, page)?
            else {
                return Ok(nothing(context));
            };
            let mut replies: Vec<_> = why.map(text).into_iter().collect();
            replies.push(list);
            stay(replies, &Step::List(page))
        }
    })
}
