//! Public grievances: register one with text, photo and place, or report what is seen to the nearest office; see how it
//! stands; hear of it when its office has news; open it again, and rate how it was settled.

mod feedback;
mod notice;
mod records;
mod register;
mod reopen;
mod report;
mod sla;
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
        use texts::names as n;
        let services = vec![
            service("register", n::REGISTER, n::REGISTER_SUMMARY, &n::REGISTER_ALIASES),
            service("status", n::TRACK, n::TRACK_SUMMARY, &n::TRACK_ALIASES),
            service("photo-report", n::REPORT, n::REPORT_SUMMARY, &n::REPORT_ALIASES),
            service("reopen", n::REOPEN, n::REOPEN_SUMMARY, &n::REOPEN_ALIASES),
            service("feedback", n::FEEDBACK, n::FEEDBACK_SUMMARY, &n::FEEDBACK_ALIASES),
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
        if let Event::Timer(_) = &turn.event {
            return sla::due(turn, host);
        }
        match turn.service.as_str() {
            "photo-report" => return report::turn(turn, host),
            "reopen" => return reopen::turn(turn, host),
            "feedback" => return feedback::turn(turn, host),
            _ => {}
        }
        Ok(match step {
            None if turn.service == "status" => track::open(turn, host),
            None => register::open(host),
            Some(Step::Form) => match &turn.event {
                Event::Form(answers) => register::sent(turn, host, answers)?,
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
