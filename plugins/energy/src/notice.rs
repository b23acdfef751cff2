//! What the company's computer says of a complaint or an application.
//!
//! A notice that cannot be taken up is the office's mistake: it is logged, and no citizen hears of it. A fault would
//! make the department rest for everybody.

use mitra_department::outcome::{stay, text};
use mitra_department::text::Words;
use mitra_department::{Host, Level, Notice, Outcome, Reply, Turn, reference};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answers::beside;
use crate::application::{self, Stage};
use crate::complaint::{self, Standing};
use crate::texts::{application as applied, complaint as words};

/// The most that one can reach: far more than it does, and far less than a record holds.
const MILESTONES_MAX: usize = 60;

/// The body of a notice, as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    /// Its number.
    reference: String,
    /// How far it has come.
    status: String,
    /// More of it, for the citizen.
    #[serde(default)]
    note: Option<Words>,
}

impl Word {
    fn status<T: DeserializeOwned>(&self) -> Result<T, String> {
        let status = serde_json::Value::String(self.status.clone());
        serde_json::from_value(status).map_err(|_| format!("has no status `{}`", self.status))
    }
}

/// The office sent a notice.
pub(crate) fn heard(turn: &Turn, host: &mut dyn Host, notice: &Notice) -> Outcome {
    let done = serde_json::from_str(&notice.body)
        .map_err(|error| format!("cannot be read: {error}"))
        .and_then(|word| take_up(turn, host, notice.at, word));
    done.unwrap_or_else(|mistake| {
        host.log(Level::Error, &format!("the notice `{}` {mistake}", notice.id));
        beside(turn, Vec::new())
    })
}

fn take_up(turn: &Turn, host: &mut dyn Host, at: u64, word: Word) -> Result<Outcome, String> {
    if let Some(reference) = reference::parse(complaint::PREFIX, &word.reference) {
        return complained(turn, host, at, &reference, word);
    }
    let prefixes = [application::CONNECTION, application::TRANSFER];
    match prefixes.iter().find_map(|prefix| reference::parse(prefix, &word.reference)) {
        Some(reference) => applied(turn, host, at, &reference, word),
        None => Err("has a number that is no reference".to_owned()),
    }
}

fn complained(
    turn: &Turn,
    host: &mut dyn Host,
    at: u64,
    reference: &str,
    word: Word,
) -> Result<Outcome, String> {
    let language = turn.citizen.language;
    let found = complaint::read(host, reference);
    let found = found.filter(|found| found.citizen == turn.citizen.pseudonym);
    let mut found = found.ok_or_else(|| format!("names {reference}, not this citizen's"))?;
    let status: Standing = word.status()?;
    if !matches!(status, Standing::InProgress | Standing::Resolved) {
        return Err(format!("has a status that no office gives: `{}`", word.status));
    }
    let last = found.history.last();
    if last.is_some_and(|last| last.at > at || (last.status == status && last.note == word.note)) {
        // It was overtaken, or says what is known.
        return Ok(beside(turn, Vec::new()));
    }
    if found.history.len() >= MILESTONES_MAX {
        return Err(format!("is one too many for {reference}"));
    }
    found.reach(status, at, word.note.clone());
    complaint::write(host, &found);
    let parts = [reference, status.name().get(language)];
    let news = with_note(turn, words::NEWS.fill(language, &parts), word.note.as_ref());
    if status == Standing::Resolved && turn.service == "complaint" && turn.state.is_none() {
        let step = complaint::Step::Shown(reference.to_owned());
        return Ok(stay(vec![text(news), complaint::rate(language)], &step));
    }
    Ok(beside(turn, vec![text(news)]))
}

fn applied(
    turn: &Turn,
    host: &mut dyn Host,
    at: u64,
    reference: &str,
    word: Word,
) -> Result<Outcome, String> {
    let language = turn.citizen.language;
    let found = application::read(host, reference).filter(|found| found.is_of(turn));
    let mut found = found.ok_or_else(|| format!("names {reference}, not this citizen's"))?;
    let status: Stage = word.status()?;
    let last = found.history.last();
    if last.is_some_and(|last| last.at > at || (last.status == status && last.note == word.note)) {
        return Ok(beside(turn, Vec::new()));
    }
    if found.history.len() >= MILESTONES_MAX {
        return Err(format!("is one too many for {reference}"));
    }
    found.status = status;
    found.history.push(application::Milestone { status, at, note: word.note.clone() });
    application::write(host, &found);
    let parts = [found.title().get(language), reference, status.name().get(language)];
    let news: String = applied::NEWS.fill(language, &parts);
    let replies: Vec<Reply> = vec![text(with_note(turn, news, word.note.as_ref()))];
    Ok(beside(turn, replies))
}

fn with_note(turn: &Turn, said: String, note: Option<&Words>) -> String {
    match note {
        Some(note) => format!("{said}\n\n{}", note.get(turn.citizen.language)),
        None => said,
    }
}
