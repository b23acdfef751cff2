//! The desk's last word after a department's turn.

use mitra_core::form::{FormPlace, OpenForm};
use mitra_core::ids::DepartmentId;
use mitra_core::language::Language;
use mitra_core::reply::{Choice, Reply};
use mitra_core::session::{Conversation, Session};
use mitra_core::turn::{Next, TurnFault, TurnOutcome};

use crate::consent;
use crate::desk::Desk;
use crate::form;
use crate::menu::{self, menu_choice, offered};
use crate::texts::{self, Text};
use crate::wire::{self, Target};

/// What a citizen gets after a department's turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Conclusion {
    /// The session to keep.
    pub session: Session,
    /// The department's replies and the desk's own, in order. Empty after a timer's turn alone.
    pub replies: Vec<Reply>,
}

pub(crate) fn conclude(
    desk: &Desk,
    session: Session,
    result: Result<TurnOutcome, TurnFault>,
) -> Conclusion {
    let language = session.language.unwrap_or(Language::En);
    match result {
        Ok(outcome) => settle(desk, session, outcome, language),
        Err(TurnFault::Refused { body }) => decline(session, body, language),
        Err(TurnFault::Resting) => apologize(session, texts::RESTING, texts::RESTING, language),
        Err(_) => apologize(session, texts::FAULT, texts::OPENING_FAULT, language),
    }
}

fn settle(
    desk: &Desk,
    mut session: Session,
    outcome: TurnOutcome,
    language: Language,
) -> Conclusion {
    let TurnOutcome { mut replies, next, payment } = outcome;
    session.offered.clear();
    if let Some(conversation) = &mut session.conversation {
        for reply in &mut replies {
            if let Reply::Choices(choices) = reply {
                mark(conversation, &mut choices.items);
                if choices.button.is_empty() {
                    texts::CHOOSE.get(language).clone_into(&mut choices.button);
                }
                // Only the choices shown last are open: a number must have one meaning.
                session.offered = choices.items.iter().map(offered).collect();
            }
        }
        match next {
            Next::Stay(state) => {
                conversation.state = Some(state);
                conversation.form = None;
                // What is to be paid follows by itself.
                if replies.is_empty() && payment.is_none() {
                    let body = texts::RECEIVED.get(language).to_owned();
                    replies.push(Reply::Text { body });
                }
            }
            Next::Ask(state, form) => {
                let mut open = OpenForm::new(*form);
                if !consent::is_covered(&session.consents, &conversation.department, &open.form) {
                    open.place = FormPlace::Notice;
                }
                let asked = form::ask(conversation, &open, language, None);
                replies.extend(asked.replies);
                session.offered = asked.offered;
                conversation.state = Some(state);
                conversation.form = Some(Box::new(open));
            }
            Next::Finish => {
                let department = conversation.department.clone();
                session.conversation = None;
                if replies.is_empty()
                    && payment.is_none()
                    && let Some(route) = desk.table.route(&department)
                {
                    // The citizen stepped back out of the service: its list is what they came from.
                    replies.push(menu::services(&mut session, route, language, 0, None));
                } else {
                    let body = texts::FINISHED.get(language).to_owned();
                    replies.push(farewell(&mut session, body, department, language));
                }
            }
        }
    }
    Conclusion { session, replies }
}

fn mark(conversation: &Conversation, items: &mut [Choice]) {
    for item in items {
        item.id = wire::mark(conversation, &item.id);
    }
}

/// The department says no. A conversation goes on where it was; one that never began is closed, with the ways on.
fn decline(mut session: Session, body: String, language: Language) -> Conclusion {
    let reply = match session.conversation.take_if(|open| open.state.is_none()) {
        Some(open) => farewell(&mut session, body, open.department, language),
        // What was answered is still there: the citizen changes it, or sends it again.
        None if form::open(&session).is_some() && !session.offered.is_empty() => {
            menu::again(&mut session, body, None)
        }
        None => Reply::Text { body },
    };
    Conclusion { session, replies: vec![reply] }
}

/// After the end of a conversation: the ways that go on from here.
fn farewell(
    session: &mut Session,
    body: String,
    department: DepartmentId,
    language: Language,
) -> Reply {
    let more = menu::way(&Target::Services(department, 0), texts::MORE_SERVICES, language);
    menu::offer(session, body, vec![more, menu_choice(language)])
}

/// One calm sentence. The conversation stays where it was; one that never began is closed, with a way to try again.
fn apologize(
    mut session: Session,
    words: Text,
    opening_words: Text,
    language: Language,
) -> Conclusion {
    let begun = session.conversation.as_ref().is_some_and(|open| open.state.is_some());
    if begun {
        // What was offered stays open and is shown again: the citizen gives the same answer, by tap or number.
        let body = words.get(language).to_owned();
        let reply = menu::again_with_menu(&mut session, body, language);
        return Conclusion { session, replies: vec![reply] };
    }
    let mut ways = vec![menu_choice(language)];
    if let Some(open) = session.conversation.take() {
        let same = Target::Service(open.department, open.service);
        ways.insert(0, menu::way(&same, texts::TRY_AGAIN, language));
    }
    let body = opening_words.get(language).to_owned();
    let reply = menu::offer(&mut session, body, ways);
    Conclusion { session, replies: vec![reply] }
}
