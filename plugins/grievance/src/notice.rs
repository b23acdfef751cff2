//! What the office says of a grievance: its record is brought up to date, and its citizen is told.
//!
//! A notice that cannot be taken up is the office's mistake: it is logged, and no citizen hears of it. A fault would
//! make the department rest for everybody.

use mitra_department::outcome::{stay, text};
use mitra_department::{Fault, Host, Level, Notice, Outcome, Reply, Turn, reference};
use serde::Deserialize;

use crate::records::Registered;
use crate::sla::beside;
use crate::status::{Milestone, Status};
use crate::{Step, records, texts, track};

/// The most that one grievance can reach: far more than it does, and far less than a record holds.
pub(crate) const MILESTONES_MAX: usize = 100;

/// The body of a notice, as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    /// Its number.
    grievance: String,
    /// How far it has come.
    status: Status,
}

/// The office sent a notice. Whoever is in the middle of this service is asked again what was asked last.
pub(crate) fn heard(
    turn: &Turn,
    host: &mut dyn Host,
    step: Option<Step>,
    notice: &Notice,
) -> Result<Outcome, Fault> {
    let news = match take_up(turn, host, notice)? {
        Ok(news) => news,
        Err(mistake) => {
            host.log(Level::Error, &format!("the notice `{}` {mistake}", notice.id));
            None
        }
    };
    Ok(match (step, news) {
        (Some(step), None) => stay(Vec::new(), &step),
        (None, news) => beside(turn, news.into_iter().collect()),
        (Some(Step::Shown), Some(news)) => {
            stay(vec![news, track::what_next(turn.citizen.language)], &Step::Shown)
        }
        (Some(Step::Reference | Step::Form), Some(news)) => {
            let mut asked = track::open(turn, host);
            asked.replies.insert(0, news);
            asked
        }
    })
}

/// Enters what is new, and says it; nothing if it is known or overtaken. Or tells what is wrong with the notice.
fn take_up(
    turn: &Turn,
    host: &mut dyn Host,
    notice: &Notice,
) -> Result<Result<Option<Reply>, String>, Fault> {
    let word: Word = match serde_json::from_str(&notice.body) {
        Ok(word) => word,
        Err(error) => return Ok(Err(format!("cannot be read: {error}"))),
    };
    let Some(reference) = reference::parse(records::PREFIX, &word.grievance) else {
        return Ok(Err("has a number that is no grievance's".to_owned()));
    };
    if !word.status.is_of_the_office() {
        return Ok(Err("has a status that no office gives".to_owned()));
    }
    let Some(mut registered) = records::own(turn, host, &reference)? else {
        return Ok(Err(format!("names {reference}, which is not this citizen's")));
    };
    let milestones = registered.milestones();
    if milestones.len() >= MILESTONES_MAX {
        return Ok(Err(format!("is one too many for {reference}")));
    }
    let milestone = Milestone { status: word.status, at: notice.at };
    let Some(history) = with(milestones, milestone) else { return Ok(Ok(None)) };
    let is_newest = history.last() == Some(&milestone);
    registered.history = history;
    records::update(host, &reference, &registered);
    Ok(Ok(is_newest.then(|| news(turn, host, &reference, &registered, word.status))))
}

/// The milestones with one more, in the order of their instants: a notice can be overtaken by a later one. None if the
/// one before it says the same.
fn with(mut milestones: Vec<Milestone>, milestone: Milestone) -> Option<Vec<Milestone>> {
    let place = milestones.partition_point(|earlier| earlier.at <= milestone.at);
    let before = place.checked_sub(1).and_then(|place| milestones.get(place));
    if before.is_some_and(|before| before.status == milestone.status) {
        return None;
    }
    milestones.insert(place, milestone);
    Some(milestones)
}

fn news(
    turn: &Turn,
    host: &dyn Host,
    reference: &str,
    registered: &Registered,
    status: Status,
) -> Reply {
    let language = turn.citizen.language;
    let category = records::category(host, &registered.category);
    let name = category.as_ref().map_or("-", |category| category.name.get(language));
    let mut body = texts::NEWS.fill(language, &[reference, name, status.name().get(language)]);
    if status == Status::Resolved {
        body = format!("{body}\n\n{}", texts::NOT_SETTLED.get(language));
    }
    text(body)
}
