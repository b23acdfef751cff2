//! Complaints that are not put right in time: one timer for the earliest, and the office above.

use mitra_department::calendar::HOUR_MS;
use mitra_department::deadlines::Deadlines;
use mitra_department::outcome::text;
use mitra_department::{Fault, Reply};
use mitra_service_desk_model::Grievance;

use crate::complaint::{self, Complaint, Standing};
use crate::context::Context;
use crate::{records, words};

/// The timer's name.
const TIMER: &str = "due";
/// Offices that one complaint goes through in one turn, however late it is.
const OFFICES_MAX: u32 = 5;
/// Complaints that one turn looks at.
const COMPLAINTS_MAX: usize = 8;

/// What the citizen waits for in this service.
fn deadlines(context: &Context<'_>) -> Result<Deadlines, Fault> {
    let key = format!("due/{}/{}", context.turn.service, context.turn.citizen.pseudonym);
    Deadlines::read(context.host, TIMER, key)
}

/// Waits for a complaint to be put right, and for no other time than this.
pub(crate) fn wait(context: &mut Context<'_>, complaint: &Complaint) -> Result<(), Fault> {
    let mut deadlines = deadlines(context)?;
    deadlines.wait(&complaint.reference, complaint.due_at);
    deadlines.keep(context.host);
    Ok(())
}

/// What is overdue goes to the office above: what the citizen is told of it.
pub(crate) fn escalate(
    context: &mut Context<'_>,
    grievance: &Grievance,
) -> Result<Vec<Reply>, Fault> {
    let mut deadlines = deadlines(context)?;
    let over = deadlines.take_over(context.turn.now, COMPLAINTS_MAX);
    if over.is_empty() {
        return Ok(Vec::new());
    }
    let mut replies = Vec::new();
    for (reference, _) in over {
        let Some(mut complaint) = complaint::read(context, &reference)? else { continue };
        if complaint.status == Standing::Resolved {
            continue;
        }
        let moved = move_up(context, grievance, &mut complaint)?;
        complaint::write(context, &complaint);
        let said = if moved {
            let office = complaint::office(context, &complaint.office)?;
            let until = complaint::due(&complaint);
            context.fill(words::MOVED_UP, &[&reference, &office, &until])
        } else {
            context.fill(words::STAYS, &[&reference, context.helpline()])
        };
        replies.push(text(said));
        if moved {
            deadlines.wait(&reference, complaint.due_at);
        }
    }
    deadlines.keep(context.host);
    Ok(replies)
}

/// Moves a complaint up until it is in time; says whether there was an office to move it to.
fn move_up(
    context: &Context<'_>,
    grievance: &Grievance,
    complaint: &mut Complaint,
) -> Result<bool, Fault> {
    let mut is_moved = false;
    for _ in 0..OFFICES_MAX {
        if complaint.due_at > context.turn.now {
            return Ok(true);
        }
        let office = records::data(context.host, &complaint.office)?.unwrap_or_default();
        let superior = records::compared(&office, "superior").filter(|it| !it.is_empty());
        let Some(superior) = superior else { break };
        // The key, or its end.
        let end = superior.strip_prefix(&grievance.offices).unwrap_or(&superior);
        complaint.office = format!("{}{end}", grievance.offices);
        // Since then, whenever this turn comes: what the office said after it is newer.
        let late_at = complaint.due_at;
        let category = grievance.categories.iter().find(|it| it.id == complaint.category);
        let hours = category.map_or(24, |category| category.hours);
        complaint.due_at += u64::from(hours) * HOUR_MS;
        complaint.reach(Standing::Escalated, late_at, None);
        is_moved = true;
    }
    if complaint.due_at <= context.turn.now && !is_moved {
        let late_at = complaint.due_at;
        complaint.reach(Standing::Overdue, late_at, None);
    }
    // Somebody new has it: they get their time, however late it is.
    complaint.due_at = complaint.due_at.max(if is_moved { context.turn.now + HOUR_MS } else { 0 });
    Ok(is_moved)
}
