//! Complaints that are not put right in time: one timer for the earliest, and the office above.

use mitra_department::calendar::HOUR_MS;
use mitra_department::deadlines::Deadlines;
use mitra_department::outcome::text;
use mitra_department::{Fault, Host, Reply, Turn};

use super::{Complaint, Standing, read, when, write};
use crate::texts::complaint as texts;
use crate::{office, outage};

/// The timer's name.
const TIMER: &str = "complaint-due";
/// Complaints that one turn sees to, each by two records at the most.
const COMPLAINTS_MAX: usize = 8;

/// The complaints of the citizen that wait. One service has such a list.
fn deadlines(turn: &Turn, host: &dyn Host) -> Result<Deadlines, Fault> {
    Deadlines::read(host, TIMER, format!("complaints-due/{}", turn.citizen.pseudonym))
}

/// Waits for a complaint to be put right, and for no other time than this.
pub(super) fn wait(turn: &Turn, host: &mut dyn Host, complaint: &Complaint) -> Result<(), Fault> {
    let mut deadlines = deadlines(turn, host)?;
    deadlines.wait(&complaint.reference, complaint.due_at);
    deadlines.keep(host);
    Ok(())
}

/// What is overdue goes to the office above: what the citizen is told of it.
pub(super) fn escalate(turn: &Turn, host: &mut dyn Host) -> Result<Vec<Reply>, Fault> {
    let language = turn.citizen.language;
    let mut deadlines = deadlines(turn, host)?;
    let over = deadlines.take_over(host.now(), COMPLAINTS_MAX);
    if over.is_empty() {
        return Ok(Vec::new());
    }
    let mut replies = Vec::new();
    for (reference, _) in over {
        let found = read(host, &reference).filter(|found| found.status != Standing::Resolved);
        let Some(mut complaint) = found else { continue };
        let is_moved = move_up(host, &mut complaint);
        write(host, &complaint);
        replies.push(text(if is_moved {
            deadlines.wait(&reference, complaint.due_at);
            let office = office::shown(host, &complaint.office, language);
            texts::MOVED_UP.fill(language, &[&reference, &office, &when(complaint.due_at)])
        } else {
            texts::STAYS.fill(language, &[&reference, &outage::helpline(host)])
        }));
    }
    deadlines.keep(host);
    Ok(replies)
}

/// Gives a complaint to the office above; says whether there is one.
fn move_up(host: &dyn Host, complaint: &mut Complaint) -> bool {
    // Since then, whenever this turn comes: what the office said after it is newer.
    let late_at = complaint.due_at;
    let superior = office::read(host, &complaint.office).and_then(|office| office.superior);
    let Some(superior) = superior.filter(|id| office::read(host, id).is_some()) else {
        complaint.reach(Standing::Overdue, late_at, None);
        return false;
    };
    complaint.office = superior;
    // Somebody new has it: they get their time, however late it is.
    complaint.due_at = (late_at + complaint.about.within_ms()).max(host.now() + HOUR_MS);
    complaint.reach(Standing::Escalated, late_at, None);
    true
}
