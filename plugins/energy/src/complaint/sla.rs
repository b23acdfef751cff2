//! Complaints that are not put right in time: one timer for the earliest, and the office above.

use mitra_department::calendar::HOUR_MS;
use mitra_department::outcome::text;
use mitra_department::{Host, Reply, Scope, Turn};

use super::{Complaint, Standing, read, when, write};
use crate::texts::complaint as texts;
use crate::{office, outage};

/// The timer's name.
const TIMER: &str = "complaint-due";
/// Where the complaints of each citizen wait: references, and when they are due. It is the department's: who has their
/// own records erased is not to lose their deadlines.
const FOLDER: &str = "complaints-due/";
/// Complaints that one turn sees to, each by two records at the most.
const COMPLAINTS_MAX: usize = 8;

fn key(turn: &Turn) -> String {
    format!("{FOLDER}{}", turn.citizen.pseudonym)
}

fn waiting(turn: &Turn, host: &dyn Host) -> Vec<(String, u64)> {
    let record = host.get(Scope::Department, &key(turn));
    record.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Waits for a complaint to be put right, and for no other time than this.
pub(super) fn wait(turn: &Turn, host: &mut dyn Host, complaint: &Complaint) {
    let mut waiting = waiting(turn, host);
    waiting.retain(|(reference, _)| *reference != complaint.reference);
    waiting.push((complaint.reference.clone(), complaint.due_at));
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

/// What is overdue goes to the office above: what the citizen is told of it.
pub(super) fn escalate(turn: &Turn, host: &mut dyn Host) -> Vec<Reply> {
    let language = turn.citizen.language;
    let now = host.now();
    let waiting = waiting(turn, host);
    if waiting.iter().all(|(_, due)| *due > now) {
        return Vec::new();
    }
    let (mut replies, mut left) = (Vec::new(), Vec::new());
    for (index, (reference, due)) in waiting.into_iter().enumerate() {
        if due > now || index >= COMPLAINTS_MAX {
            left.push((reference, due));
            continue;
        }
        let found = read(host, &reference).filter(|found| found.status != Standing::Resolved);
        let Some(mut complaint) = found else { continue };
        let is_moved = move_up(host, &mut complaint);
        write(host, &complaint);
        replies.push(text(if is_moved {
            left.push((reference.clone(), complaint.due_at));
            let office = office::shown(host, &complaint.office, language);
            texts::MOVED_UP.fill(language, &[&reference, &office, &when(complaint.due_at)])
        } else {
            texts::STAYS.fill(language, &[&reference, &outage::helpline(host)])
        }));
    }
    keep(turn, host, &left);
    replies
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
