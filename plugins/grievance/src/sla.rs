//! Grievances that are not settled in time: one timer of each service for its earliest, and those above the office.

use mitra_department::calendar::DAY_MS;
use mitra_department::deadlines::Deadlines;
use mitra_department::outcome::text;
use mitra_department::{Fault, Host, Next, Outcome, Reply, Turn, show};

use crate::records::{self, Registered};
use crate::status::Status;
use crate::texts;

/// The timer's name.
const TIMER: &str = "due";
/// Grievances that one turn sees to.
const GRIEVANCES_MAX: usize = 8;
/// Whom citizens call, where the operator set nothing.
const HELPLINE: &str = "1902";

/// What the citizen waits for in this service.
fn deadlines(turn: &Turn, host: &dyn Host) -> Result<Deadlines, Fault> {
    let key = format!("due/{}/{}", turn.service, turn.citizen.pseudonym);
    Deadlines::read(host, TIMER, key)
}

/// Waits for a grievance to be settled.
pub(crate) fn wait(
    turn: &Turn,
    host: &mut dyn Host,
    reference: &str,
    due_at: u64,
) -> Result<(), Fault> {
    let mut deadlines = deadlines(turn, host)?;
    deadlines.wait(reference, due_at);
    deadlines.keep(host);
    Ok(())
}

/// The timer came: what is overdue goes to those above, and its citizen is told.
pub(crate) fn due(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let mut deadlines = deadlines(turn, host)?;
    let mut replies = Vec::new();
    for (reference, due) in deadlines.take_over(host.now(), GRIEVANCES_MAX) {
        let Some(mut registered) = records::own(turn, host, &reference)? else { continue };
        // Opened again with another day, it waits in the list of that service.
        if registered.last().status == Status::Resolved || registered.due_at != due {
            continue;
        }
        replies.push(text(if move_up(host, &mut registered) {
            records::update(host, &reference, &registered);
            deadlines.wait(&reference, registered.due_at);
            let office = registered.office(host, language);
            let until = show::date(registered.due_at);
            texts::MOVED_UP.fill(language, &[&reference, &office, &until])
        } else {
            let configured = host.config("helpline").filter(|number| !number.trim().is_empty());
            let helpline = configured.unwrap_or_else(|| HELPLINE.to_owned());
            texts::STAYS.fill(language, &[&reference, &helpline])
        }));
    }
    deadlines.keep(host);
    Ok(beside(turn, replies))
}

/// Gives a grievance to those above; says whether there are any.
fn move_up(host: &dyn Host, registered: &mut Registered) -> bool {
    let Some(above) = records::above(host, registered.level + 1) else { return false };
    registered.level += 1;
    // Since its day, whenever this turn comes: what the office said after it is newer.
    registered.reach(Status::Escalated, registered.due_at);
    // They get their days from now on, however late it is.
    registered.due_at = host.now() + above.days * DAY_MS;
    true
}

/// Says something without moving the conversation on.
pub(crate) fn beside(turn: &Turn, replies: Vec<Reply>) -> Outcome {
    let next = turn.state.clone().map_or(Next::Finish, Next::Stay);
    Outcome { replies, next }
}
