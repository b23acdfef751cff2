//! After a complaint is registered: how it stands, a rating, and opening it again.

use mitra_department::calendar::DAY_MS;
use mitra_department::length::excerpt;
use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Host, Language, Outcome, Reply, Turn};

use super::{Complaint, Standing, Step, own, read, shown, sla, when, write};
use crate::texts as common;
use crate::texts::complaint as texts;

/// For how long one that was put right can be opened again.
const REOPEN_MS: u64 = 15 * DAY_MS;
/// Characters of what is still not right.
const WHY_CHARS_MAX: usize = 1_000;

/// How it stands, and what can be done with it.
pub(super) fn show(turn: &Turn, host: &dyn Host, reference: &str) -> Outcome {
    let language = turn.citizen.language;
    let Some(found) = mine(turn, host, reference) else { return own(turn, host) };
    let next = if found.status == Standing::Resolved && found.rating.is_none() {
        rate(language)
    } else {
        next(&found, language)
    };
    stay(vec![shown(turn, host, &found), next], &Step::Shown(reference.to_owned()))
}

/// The complaint, if it is this citizen's.
fn mine(turn: &Turn, host: &dyn Host, reference: &str) -> Option<Complaint> {
    read(host, reference).filter(|found| found.citizen == turn.citizen.pseudonym)
}

/// Asks how well it was put right.
pub(crate) fn rate(language: Language) -> Reply {
    let rating = |(n, words): (usize, mitra_department::text::Text)| {
        choice(format!("rate:{n}"), words.get(language))
    };
    let ratings = (1..).zip(texts::RATINGS).map(rating);
    let reopen = choice("reopen", texts::REOPEN.get(language));
    let done = choice("done", common::DONE.get(language));
    choices(texts::HOW_WAS_IT.get(language), ratings.chain([reopen, done]).collect())
}

fn next(found: &Complaint, language: Language) -> Reply {
    let mut items = vec![
        choice("others", texts::OTHERS.get(language)),
        choice("done", common::DONE.get(language)),
    ];
    if found.status == Standing::Resolved {
        items.insert(0, choice("reopen", texts::REOPEN.get(language)));
    }
    choices(common::WHAT_NEXT.get(language), items)
}

/// A complaint is shown.
pub(super) fn heard(turn: &Turn, host: &mut dyn Host, reference: &str) -> Outcome {
    let language = turn.citizen.language;
    let found = mine(turn, host, reference);
    let (Event::Chosen(taken), Some(mut found)) = (&turn.event, found) else {
        return own(turn, host);
    };
    if taken.id == "done" {
        return finish(vec![text(common::THANKS.get(language))]);
    }
    if found.status != Standing::Resolved {
        return own(turn, host);
    }
    let rating = taken.id.strip_prefix("rate:").and_then(|n| n.parse::<u8>().ok());
    if let Some(rating) = rating.filter(|rating| (1..=5).contains(rating)) {
        found.rating = Some(rating);
        write(host, &found);
        return finish(vec![text(texts::RATED.get(language))]);
    }
    if taken.id != "reopen" {
        return own(turn, host);
    }
    if may_reopen(&found, host.now()) {
        ask_why(turn, reference)
    } else {
        finish(vec![text(texts::TOO_OLD.get(language))])
    }
}

fn ask_why(turn: &Turn, reference: &str) -> Outcome {
    let ask = text(texts::WHY_AGAIN.get(turn.citizen.language));
    stay(vec![ask], &Step::Why(reference.to_owned()))
}

fn may_reopen(found: &Complaint, now: u64) -> bool {
    let last = found.history.last();
    let resolved = last.filter(|_| found.status == Standing::Resolved);
    resolved.is_some_and(|last| now <= last.at + REOPEN_MS)
}

/// The citizen says what is still not right.
pub(super) fn why(turn: &Turn, host: &mut dyn Host, reference: &str) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let why = match &turn.event {
        Event::Text(why) => excerpt(why, WHY_CHARS_MAX),
        Event::Back => return Ok(show(turn, host, reference)),
        _ => return Ok(ask_why(turn, reference)),
    };
    let now = host.now();
    let found = mine(turn, host, reference).filter(|found| may_reopen(found, now));
    let Some(mut found) = found else {
        return Ok(finish(vec![text(texts::TOO_OLD.get(language))]));
    };
    found.due_at = now + found.about.within_ms();
    found.rating = None;
    found.reach(Standing::Reopened, now, None);
    if let Some(last) = found.history.last_mut() {
        last.why = Some(why);
    }
    write(host, &found);
    sla::wait(turn, host, &found)?;
    let until = when(found.due_at);
    Ok(finish(vec![text(texts::OPENED_AGAIN.fill(language, &[reference, &until]))]))
}
