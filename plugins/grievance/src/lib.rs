//! Public grievances: register one with text, photo and place; track one by its reference number.

mod draft;
mod records;
mod reference;
mod register;
mod status;
mod texts;
mod track;

use mitra_department::describe::{department, service};
use mitra_department::{Department, Event, Fault, Handler, Host, Outcome, Turn, state};
use serde::{Deserialize, Serialize};

use draft::{Draft, Field};

/// The schema of [`Step`]. Raise it when the steps change.
const STATE_SCHEMA: u32 = 1;

/// The department.
pub struct Grievance;

mitra_department::export!(Grievance);

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Step {
    /// Asked for one field of a draft; `editing` leads back to the summary.
    Asked { draft: Draft, field: Field, editing: bool },
    /// Showing the whole draft.
    Summary { draft: Draft },
    /// Asked which field to change.
    Edit { draft: Draft },
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
        Ok(match step {
            None if turn.service == "track" => track::open(turn, host),
            None => register::open(turn, host),
            Some(Step::Asked { draft, field, editing }) => {
                register::answered(turn, host, draft, field, editing)
            }
            Some(Step::Summary { draft }) => register::summarized(turn, host, draft),
            Some(Step::Edit { draft }) => register::edit(turn, host, draft),
            Some(Step::Reference) => track::reference(turn, host)?,
            Some(Step::Shown) => track::shown(turn, host)?,
        })
    }
}

#[cfg(test)]
mod tests;
