//! Timers at the desk: may one have its turn now, and what the citizen sees of it.
//!
//! Nobody asked for what a timer says. So the desk adds no words to silence, leaves a citizen alone who is in the
//! middle of something else, and takes nothing away that another department waits for.

use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::{TIMER_PAUSE, TIMER_SILENCE};
use mitra_core::payment::RefundUpdate;
use mitra_core::reply::{Choice, Reply};
use mitra_core::routing::{ServedRelease, Way};
use mitra_core::session::{Conversation, Place, Session};
use mitra_core::share::CitizenLot;
use mitra_core::timer::{FiredTimer, TimerContent, TimerDue, TimerKey, TimerKind};
use mitra_core::turn::{Next, TurnOutcome};

use crate::conclude::{self, Conclusion};
use crate::desk::Desk;
use crate::menu;
use crate::payment;
use crate::texts;
use crate::wire::Target;

/// What the desk makes of a timer that is due.
#[derive(Debug, Clone, PartialEq)]
pub enum TimerReception {
    /// Its department runs a turn.
    Turn(Box<TimerVisit>),
    /// The desk tells the citizen by itself: of money that was paid back.
    Answer {
        /// In order.
        replies: Vec<Reply>,
    },
    /// Not now.
    Later {
        /// When.
        due: TimerDue,
        /// Why, for the metrics.
        reason: &'static str,
    },
    /// Never.
    Drop {
        /// Why, for the metrics.
        reason: &'static str,
    },
}

/// A timer's turn, as it finds the citizen.
#[derive(Debug, Clone, PartialEq)]
pub struct TimerVisit {
    session: Session,
    conversation: Conversation,
    way: Way,
    /// Whether another conversation than the turn's own is open, or a form in it.
    is_beside: bool,
    /// Whether the citizen wants to hear nothing of it.
    is_unwanted: bool,
}

impl TimerVisit {
    /// The conversation of the turn: the one that is open, or one that `stay` opens.
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// On which release the turn runs.
    pub fn way(&self) -> &Way {
        &self.way
    }

    /// Stays with the release that the conversation was on before the way's could not take it over.
    pub fn stay_with(&mut self, release: &ServedRelease) {
        self.conversation.stay_with(release);
    }

    /// Whether its words are kept back, because the citizen wants to hear nothing of it.
    pub fn is_kept_back(&self) -> bool {
        let goes_on = !self.is_beside && self.session.conversation.is_some();
        self.is_unwanted && !goes_on
    }

    /// The language to answer in.
    pub fn language(&self) -> Language {
        self.session.language.unwrap_or(Language::En)
    }

    /// Leaves the open conversation alone, because its state cannot be read: the citizen's own next message begins it
    /// again, and tells them so.
    pub fn stand_aside(&mut self) {
        self.conversation.state = None;
        self.is_beside = true;
    }
}

pub(crate) fn admit(
    desk: &Desk,
    session: &Session,
    fired: &FiredTimer,
    now: Timestamp,
    lot: CitizenLot,
) -> TimerReception {
    if let TimerContent::Refund(update) = &fired.timer.content {
        return tell_refund(session, update, fired, now);
    }
    let TimerKey { department, service, .. } = &fired.key;
    let open = session.conversation.as_ref();
    // A form is between the citizen and the desk: its department is not heard before it is sent.
    let own = open.filter(|open| is_with(open, &fired.key) && open.form.is_none());
    let way = match own {
        Some(own) => desk.table.way(own),
        None => desk
            .table
            .route(department)
            .and_then(|route| Some(Way::stays_on(route.begins_on(service, lot)?))),
    };
    let Some(way) = way else {
        return TimerReception::Drop { reason: "gone" };
    };
    // What was granted when it was taken may be taken back since.
    if fired.timer.content.kind() == TimerKind::Notice && !way.release.takes_notices {
        return TimerReception::Drop { reason: "denied" };
    }
    if !session.may_be_written_to(now) {
        let due = TimerDue::NextMessage { latest: fired.waits_until() };
        return later(fired, now, due, "window");
    }
    let is_beside = open.is_some() && own.is_none();
    let silent_since = session.heard_at.map(|heard_at| now.since(heard_at));
    // Whoever has just paid looks out for the word that it came, and whoever was told of news wants to hear it.
    let is_looked_out_for = fired.is_awaited() || fired.announced_by.is_some();
    let is_silent = silent_since.is_none_or(|silent| silent >= TIMER_SILENCE);
    if is_beside && !is_looked_out_for && !is_silent {
        return later(fired, now, TimerDue::At(now.after(TIMER_PAUSE)), "busy");
    }
    let mut conversation = own.cloned().unwrap_or_else(|| {
        let (department, service) = (department.clone(), service.clone());
        Conversation::begin(department, service, way.release.digest.clone(), now)
    });
    conversation.go_on_with(&way.release);
    let is_unwanted = session.quiet && !fired.is_awaited();
    let visit = TimerVisit { session: session.clone(), conversation, way, is_beside, is_unwanted };
    TimerReception::Turn(Box::new(visit))
}

/// Whoever is owed money is told that it is back, whatever service they are in, and also if its department is gone.
fn tell_refund(
    session: &Session,
    update: &RefundUpdate,
    fired: &FiredTimer,
    now: Timestamp,
) -> TimerReception {
    if !session.may_be_written_to(now) {
        let due = TimerDue::NextMessage { latest: fired.waits_until() };
        return later(fired, now, due, "window");
    }
    let language = session.language.unwrap_or(Language::En);
    TimerReception::Answer { replies: vec![payment::refunded(update, language)] }
}

/// A timer that can be told neither now nor before its end is dropped.
fn later(
    fired: &FiredTimer,
    now: Timestamp,
    due: TimerDue,
    reason: &'static str,
) -> TimerReception {
    let next = match due {
        TimerDue::At(at) => at,
        TimerDue::NextMessage { .. } => now,
    };
    if next < fired.waits_until() {
        TimerReception::Later { due, reason }
    } else {
        TimerReception::Drop { reason: "expired" }
    }
}

fn is_with(open: &Conversation, key: &TimerKey) -> bool {
    open.department == key.department && open.service == key.service
}

/// The last word after a timer's turn. The replies may be none.
pub(crate) fn conclude(desk: &Desk, visit: TimerVisit, outcome: TurnOutcome) -> Conclusion {
    // The department learns what is due and writes it down; only the words are kept back.
    if visit.is_kept_back() {
        return Conclusion { session: visit.session, replies: Vec::new() };
    }
    let TimerVisit { mut session, conversation, is_beside, .. } = visit;
    let goes_on = !is_beside && session.conversation.is_some();
    if outcome.replies.is_empty() && !matches!(outcome.next, Next::Ask(..)) {
        if goes_on {
            keep_silently(&mut session, conversation, outcome.next);
        }
        return Conclusion { session, replies: Vec::new() };
    }
    if goes_on {
        session.conversation = Some(conversation);
        return conclude::conclude(desk, session, Ok(outcome));
    }
    if !is_beside && wants_to_stay(&outcome.next) {
        session.place = Place::Services { department: conversation.department.clone(), page: 0 };
        session.conversation = Some(conversation);
        return conclude::conclude(desk, session, Ok(outcome));
    }
    tell(desk, session, &conversation, outcome)
}

fn wants_to_stay(next: &Next) -> bool {
    matches!(next, Next::Stay(_) | Next::Ask(..))
}

/// What was offered last is still what the citizen sees.
fn keep_silently(session: &mut Session, conversation: Conversation, next: Next) {
    session.conversation = match next {
        Next::Stay(state) | Next::Ask(state, _) => {
            Some(Conversation { state: Some(state), ..conversation })
        }
        Next::Finish => {
            session.offered.clear();
            None
        }
    };
}

/// Replies that the citizen cannot answer here: whoever wants to opens the service. What is open stays as it is, and so
/// does what it offered.
fn tell(
    desk: &Desk,
    mut session: Session,
    conversation: &Conversation,
    outcome: TurnOutcome,
) -> Conclusion {
    let language = session.language.unwrap_or(Language::En);
    let asks = |reply: &Reply| matches!(reply, Reply::Choices(_) | Reply::AskLocation { .. });
    let wants_answer = wants_to_stay(&outcome.next) || outcome.replies.iter().any(asks);
    let mut replies: Vec<_> = outcome.replies.into_iter().map(as_text).collect();
    if wants_answer {
        replies.push(way_in(desk, &mut session, conversation, language));
    }
    Conclusion { session, replies }
}

/// A question as a text: with its choices, but none that can be taken.
fn as_text(reply: Reply) -> Reply {
    match reply {
        Reply::Choices(choices) => {
            let line = |item: &Choice| match &item.description {
                Some(description) => format!("\n• {}: {description}", item.title),
                None => format!("\n• {}", item.title),
            };
            let lines: String = choices.items.iter().map(line).collect();
            Reply::Text { body: format!("{}\n{lines}", choices.body) }
        }
        Reply::AskLocation { body } => Reply::Text { body },
        Reply::Text { .. }
        | Reply::Link { .. }
        | Reply::Certificate { .. }
        | Reply::Pay { .. }
        | Reply::Image { .. }
        | Reply::Document { .. }
        | Reply::File { .. }
        | Reply::Place(_) => reply,
    }
}

/// The button that opens the service. In the middle of another one it works by a tap alone: a number stays an answer to
/// what that one asked.
fn way_in(
    desk: &Desk,
    session: &mut Session,
    conversation: &Conversation,
    language: Language,
) -> Reply {
    let name_of = |conversation: &Conversation| desk.name_of(conversation, language);
    let name = name_of(conversation).unwrap_or_default();
    let mut body = texts::OPEN_TO_ANSWER.with(language, &name);
    let other = session.conversation.as_ref().filter(|open| {
        open.department != conversation.department || open.service != conversation.service
    });
    if let Some(other) = other.and_then(name_of) {
        body = format!("{body}\n\n{}", texts::STILL_OPEN.with(language, &other));
    }
    let Conversation { department, service, .. } = conversation;
    let target = Target::Service(department.clone(), service.clone());
    let way = menu::way(&target, texts::OPEN, language);
    let offered = session.conversation.is_some().then(|| session.offered.clone());
    let reply = menu::offer(session, body, vec![way]);
    if let Some(offered) = offered {
        session.offered = offered;
    }
    reply
}
