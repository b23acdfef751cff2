//! Grievances that are not settled in time: one timer of each service for its earliest, and those above the office.

use mitra_department::calendar::DAY_MS;
use mitra_department::outcome::text;
use mitra_department::{Fault, Host, Next, Outcome, Reply, Scope, Turn, show};

use crate::records::{self, Registered};
use crate::status::Status;
use crate::texts;

/// The timer's name.
const TIMER: &str = "due";
/// Grievances that one turn sees to.
const GRIEVANCES_MAX: usize = 8;
/// Whom citizens call, where the operator set nothing.
const HELPLINE: &str = "1902";

/// The record of what waits for the citizen: references, and when they are due. A timer is its service's, and so is the
/// list. It is the department's: who has their own records erased is not to lose their deadlines.
fn key(turn: &Turn) -> String {
    format!("due/{}/{}", turn.service, turn.citizen.pseudonym)
}

fn waiting(turn: &Turn, host: &dyn Host) -> Vec<(String, u64)> {
    let record = host.get(Scope::Department, &key(turn));
    record.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Waits for a grievance to be settled.
pub(crate) fn wait(turn: &Turn, host: &mut dyn Host, reference: &str, due_at: u64) {
    let mut waiting = waiting(turn, host);
    waiting.retain(|(known, _)| known != reference);
    waiting.push((reference.to_owned(), due_at));
    keep(turn, host, &waiting);
}

/// Keeps the list, and sets the timer for the earliest.
fn keep(turn: &Turn, host: &mut dyn Host, waiting: &[(String, u64)]) {
    if let Some(earliest) = waiting.iter().map(|(_, due)| *due).min() {
        let record = serde_json::to_vec(waiting).expect("plain data can be written");
        host.set(Scope::Department, &key(turn), &record);
        host.set_timer(TIMER, earliest, &[]);
    } else {
        host.delete(Scope::Department, &key(turn));
        host.cancel_timer(TIMER);
    }
}

/// The timer came: what is overdue goes to those above, and its citizen is told.
pub(crate) fn due(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    let language = turn.citizen.language;
    let now = host.now();
    let (mut replies, mut left) = (Vec::new(), Vec::new());
    for (index, (reference, due)) in waiting(turn, host).into_iter().enumerate() {
        if due > now || index >= GRIEVANCES_MAX {
            left.push((reference, due));
            continue;
        }
        let Some(mut registered) = records::own(turn, host, &reference)? else { continue };
        // Opened again with another day, it waits in the list of that service.
        if registered.last().status == Status::Resolved || registered.due_at != due {
            continue;
        }
        replies.push(text(if move_up(host, &mut registered) {
            records::update(host, &reference, &registered);
            left.push((reference.clone(), registered.due_at));
            let office = registered.office(host, language);
            let until = show::date(registered.due_at);
            texts::MOVED_UP.fill(language, &[&reference, &office, &until])
        } else {
            let configured = host.config("helpline").filter(|number| !number.trim().is_empty());
            let helpline = configured.unwrap_or_else(|| HELPLINE.to_owned());
            texts::STAYS.fill(language, &[&reference, &helpline])
        }));
    }
    keep(turn, host, &left);
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
