//! Complaints: registered with an office, watched over, rated, and opened again.

mod after;
mod register;

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Outcome, Reply, state};
use mitra_service_desk_model::{Grievance, Pattern};
use serde::{Deserialize, Serialize};

use crate::complaint::{self, Standing};
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::notice::Word;
use crate::{application, list, sla, words};

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Showing the citizen's complaints.
    Own,
    /// Showing this page of the offices.
    Office(usize),
    /// Asked what it is about; the end of the office's key.
    Category(String),
    /// Asked for the form; the office and the category.
    Form(String, String),
    /// Showing this complaint.
    Shown(String),
    /// Asked what is still not right with this complaint.
    Why(String),
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, grievance: &Grievance) -> Result<Outcome, Fault> {
    if let Event::Timer(_) = &context.turn.event {
        let replies = sla::escalate(context, grievance)?;
        return Ok(context.beside(replies));
    }
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    match (step, &context.turn.event) {
        (_, Event::Payment(_)) => Ok(context.beside(Vec::new())),
        (None, _) => open(context, grievance),
        (Some(Step::Own), Event::Back) => Ok(finish(Vec::new())),
        (Some(Step::Own), Event::Chosen(taken)) if taken.id != "new" => {
            let reference = taken.id.clone();
            after::show(context, grievance, &reference)
        }
        (Some(Step::Own), _) => register::offices(context, grievance, 0, None),
        (Some(Step::Office(page)), _) => register::office(context, grievance, page),
        (Some(Step::Category(office)), _) => register::category(context, grievance, office),
        (Some(Step::Form(office, category)), Event::Form(answers)) => {
            register::sent(context, grievance, &office, &category, answers)
        }
        (Some(Step::Form(office, _)), Event::Back) => {
            Ok(register::ask_category(context, grievance, office, None))
        }
        (Some(Step::Form(office, category)), _) => {
            Ok(register::form(context, grievance, office, category))
        }
        (Some(Step::Shown(reference)), _) => after::heard(context, grievance, &reference),
        (Some(Step::Why(reference)), _) => after::reopen(context, grievance, &reference),
    }
}

/// The citizen's complaints, if there are some; else the offices. What is overdue is seen to first: the timer may wait
/// for the citizen to write.
fn open(context: &mut Context<'_>, grievance: &Grievance) -> Result<Outcome, Fault> {
    let mut replies = sla::escalate(context, grievance)?;
    let mut outcome = own(context, grievance)?;
    replies.append(&mut outcome.replies);
    Ok(Outcome { replies, ..outcome })
}

fn own(context: &mut Context<'_>, grievance: &Grievance) -> Result<Outcome, Fault> {
    let mut rows = vec![choice("new", context.say(words::NEW_COMPLAINT))];
    for (sent, reference) in mine::newest(context.host, mine::LOOKED_AT) {
        if sent != Sent::Complaint || rows.len() > mine::OFFERED {
            continue;
        }
        let Some(found) = complaint::read(context, &reference)? else { continue };
        if found.service == context.turn.service {
            let title = complaint::title(context, grievance, &found.category);
            let detail = format!("{title}: {}", context.say(found.status.words()));
            rows.push(list::row(&reference, &reference, Some(&detail)));
        }
    }
    if rows.len() == 1 {
        return register::offices(context, grievance, 0, None);
    }
    Ok(stay(vec![choices(context.say(words::YOUR_COMPLAINTS), rows)], &Step::Own))
}

/// Takes up what the office says of a complaint: what the citizen is told, or what is wrong with the notice.
pub(crate) fn take_up(
    context: &mut Context<'_>,
    pattern: &Pattern,
    word: &Word,
    at: u64,
) -> Result<Result<Outcome, String>, Fault> {
    let reference = &word.reference;
    let Some(mut complaint) = complaint::read(context, reference)? else {
        return Ok(Err(format!("names {reference}, which has no record")));
    };
    let status = match word.status.as_str() {
        "in-progress" => Standing::InProgress,
        "resolved" => Standing::Resolved,
        other => return Ok(Err(format!("has no status of a complaint: `{other}`"))),
    };
    if complaint.history.len() >= application::MILESTONES_MAX {
        return Ok(Err(format!("is one too many for {reference}")));
    }
    let last = complaint.history.last();
    if last.is_some_and(|last| last.at > at || (last.status == status && last.note == word.note)) {
        // It was overtaken, or says what is known.
        return Ok(Ok(context.beside(Vec::new())));
    }
    complaint.reach(status, at, word.note.clone());
    complaint::write(context, &complaint);
    let about = complaint::about(context, &complaint)?;
    let parts = [&*about, reference, context.say(status.words())];
    let news = context.fill(words::COMPLAINT_NEWS, &parts);
    let news = application::with_note(context, news, word.note.as_ref());
    if status != Standing::Resolved {
        return Ok(Ok(context.beside(vec![text(news)])));
    }
    let is_here =
        complaint.service == context.turn.service && matches!(pattern, Pattern::Grievance(_));
    if is_here && context.turn.state.is_none() {
        let replies: Vec<Reply> = vec![text(news), after::rate(context)];
        return Ok(Ok(stay(replies, &Step::Shown(reference.clone()))));
    }
    let hint = context.say(words::RATE_BY_OPENING);
    Ok(Ok(context.beside(vec![text(format!("{news}\n\n{hint}"))])))
}
