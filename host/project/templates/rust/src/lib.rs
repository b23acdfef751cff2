//! Office hours: when the office of a ward is open.
//!
//! A conversation of two steps. The citizen opens the service and is asked for a ward; the ward's hours are shown, with
//! ways to another ward and out.

mod texts;

use mitra_department::describe::{department, service};
use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::text::Words;
use mitra_department::{
    Department, Event, Fault, Handler, Host, Level, Outcome, Scope, Turn, digits, state,
};
use serde::{Deserialize, Serialize};

/// The schema of [`Step`]. Raise it when the steps change.
const STATE_SCHEMA: u32 = 1;
/// The longest number of a ward, in digits.
const WARD_DIGITS_MAX: usize = 3;

/// The department.
pub struct Office;

mitra_department::export!(Office);

/// Where a conversation is: the state that the next turn finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for a ward.
    Ward,
    /// Showing a ward's hours.
    Shown,
}

/// A record `ward/<number>`, from `seed.json`.
#[derive(Debug, Deserialize)]
struct Ward {
    hours: Words,
}

impl Handler for Office {
    fn describe() -> Department {
        let hours = service(
            "hours",
            texts::HOURS,
            texts::HOURS_SUMMARY,
            &texts::HOURS_ALIASES,
        );
        department("{{id}}", texts::DEPARTMENT, vec![hours], STATE_SCHEMA)
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        // Taken anew in each turn: citizens change it half-way.
        let language = turn.citizen.language;
        // None on the first turn, and for a state that cannot be read: ask again, politely.
        let step = state::read::<Step>(turn);
        match (&turn.event, step) {
            (Event::Text(said), Some(_)) => show(turn, host, said),
            // One step back from the first leads out, to the list of services.
            (Event::Back, Some(Step::Ward)) => Ok(finish(Vec::new())),
            (Event::Chosen(chosen), Some(_)) if chosen.id == "done" => {
                Ok(finish(vec![text(texts::THANKS.get(language))]))
            }
            _ => Ok(ask(texts::ASK.get(language))),
        }
    }
}

fn ask(body: &str) -> Outcome {
    stay(vec![text(body)], &Step::Ward)
}

fn show(turn: &Turn, host: &dyn Host, said: &str) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    // Digits of any of the three scripts, with spaces and hyphens.
    let Some(number) = digits::only(said).filter(|number| number.len() <= WARD_DIGITS_MAX) else {
        return Ok(ask(texts::ASK.get(language)));
    };
    let Some(record) = host.get(Scope::Department, &format!("ward/{number}")) else {
        // Never what the citizen typed: the log is not theirs to be in.
        host.log(Level::Info, "a ward that is not on record");
        let office = host.config("office").unwrap_or_else(|| "1902".to_owned());
        let body = texts::NOT_FOUND.fill(language, &[&office]);
        return Ok(ask(&format!("{body}\n\n{}", texts::ASK.get(language))));
    };
    let read = serde_json::from_slice(&record);
    let ward: Ward = read.map_err(|error| Fault::Bug(format!("the record of a ward: {error}")))?;
    let hours = texts::SHOWN.fill(language, &[&number, ward.hours.get(language)]);
    let items = vec![
        choice("other", texts::OTHER.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    let replies = vec![text(hours), choices(texts::NEXT.get(language), items)];
    Ok(stay(replies, &Step::Shown))
}

#[cfg(test)]
mod tests;
