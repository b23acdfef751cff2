//! Public grievances: register one with text, photo and place; track one by its reference number; hear of it when its
//! office has news.

mod notice;
mod records;
mod reference;
mod register;
mod status;
mod texts;
mod track;

use mitra_department::describe::{department, service};
use mitra_department::outcome::finish;
use mitra_department::{Department, Event, Fault, Handler, Host, Outcome, Turn, state};
use serde::{Deserialize, Serialize};

/// The schema of [`Step`]. Raise it when the steps change.
const STATE_SCHEMA: u32 = 2;
/// The schema whose steps are the same, but for drafts: the department asked for each field by itself then.
const DRAFTS_SCHEMA: u32 = 1;

/// The department.
pub struct Grievance;

mitra_department::export!(Grievance);

/// Where a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for a grievance.
    Form,
    /// Asked for a reference.
    Reference,
    /// Showing a grievance.
    Shown,
}

impl Handler for Grievance {
    fn describe() -> Department {
        let services = vec![
            service("register", texts::REGISTER, texts::REGISTER_SUMMARY, &texts::REGISTER_ALIASES),
            service("track", texts::TRACK, texts::TRACK_SUMMARY, &texts::TRACK_ALIASES),
        ];
        department("grievance", texts::DEPARTMENT, services, STATE_SCHEMA)
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        let step = match turn.event {
            Event::Opened => None,
            // A state that cannot be read: start over.
            _ => state::read(turn),
        };
        if let Event::Notice(notice) = &turn.event {
            return notice::heard(turn, host, step, notice);
        }
        Ok(match step {
            None if turn.service == "track" => track::open(turn, host),
            None => register::open(host),
            Some(Step::Form) => match &turn.event {
                Event::Form(answers) => register::sent(turn, host, answers),
                Event::Back => finish(Vec::new()),
                _ => register::open(host),
            },
            Some(Step::Reference) => track::reference(turn, host)?,
            Some(Step::Shown) => track::shown(turn, host)?,
        })
    }

    fn migrate(from_schema: u32, state: &[u8]) -> Result<Vec<u8>, String> {
        let is_step = serde_json::from_slice::<Step>(state).is_ok();
        if from_schema == DRAFTS_SCHEMA && is_step {
            return Ok(state.to_vec());
        }
        Err(format!("a draft of schema {from_schema} is asked for anew, as a form"))
    }
}

#[cfg(test)]
mod tests;
