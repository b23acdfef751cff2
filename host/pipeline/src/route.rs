//! Route: [`Claimed`] -> [`Routed`]. Third stage of the data plane.
//!
//! Takes: a claimed event with its citizen's session. Gives: the desk's own answer, or a turn pinned to one release, or
//! what becomes of a timer that can have none now.
//! Never: runs guest code, writes anything.
//! **Invariant I4:** the release is chosen here, once, from one snapshot of the routing table.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, InboundEvent, LaneEvent};
use mitra_core::ids::{OrderReference, TurnId};
use mitra_core::language::Language;
use mitra_core::notice::Addressee;
use mitra_core::reply::Reply;
use mitra_core::routing::{ServedRelease, Way};
use mitra_core::session::{Conversation, LastMessage, Session};
use mitra_core::share::CitizenLot;
use mitra_core::timer::{FiredTimer, TimerContent, TimerDue};
use mitra_core::turn::{Turn, TurnEvent, TurnSeed};
use mitra_core::unmet::Unmet;
use mitra_desk::{
    Announcement, Announcing, Desk, Reception, TemplateFacts, TimerReception, TimerVisit,
};
use mitra_storage::ClaimedEvent;

use crate::lanes::Claimed;
use crate::pipeline::Shared;
use crate::pseudonym::Pseudonyms;
use crate::templates::{self, Templates};
use crate::timers::TimerFate;

/// An event and who answers it. Made here alone.
pub(crate) struct Routed {
    pub(crate) claimed: Arc<ClaimedEvent>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) answerer: Answerer,
    _made_by_route: (),
}

/// Who answers an event.
pub(crate) enum Answerer {
    /// The front desk, with this.
    Desk { session: Box<Session>, replies: Vec<Reply>, erases: bool, unmet: Vec<Unmet> },
    /// The front desk, with the citizen's receipts, which are to be looked up.
    Receipts { session: Box<Session> },
    /// A department.
    Department(Box<PreparedTurn>),
    /// Nobody: a timer that cannot be told now.
    Nobody {
        fired: Box<FiredTimer>,
        fate: TimerFate,
        /// A template tells the citizen of it.
        announcement: Option<Box<Announcement>>,
    },
}

/// A turn with everything it needs.
pub(crate) struct PreparedTurn {
    pub(crate) turn: Turn,
    pub(crate) way: Way,
    /// Stands for the citizen where the release's turns are counted.
    pub(crate) lot: CitizenLot,
    pub(crate) visit: Visit,
    /// What the provider knows it by, if the turn asks for a payment.
    pub(crate) order: OrderReference,
    /// As whom the department's back end may name the citizen, if it may send notices.
    pub(crate) addressee: Option<Addressee>,
}

/// As what the turn finds the citizen.
pub(crate) enum Visit {
    /// As somebody who wrote: an answer is waited for.
    Message { session: Session, preface: Vec<Reply>, unmet: Vec<Unmet> },
    /// As somebody who did not.
    Timer { fired: FiredTimer, visit: Box<TimerVisit> },
}

impl PreparedTurn {
    /// Stays on the release that the conversation was on before: the one that was to take it over failed.
    pub(crate) fn stay_on(&mut self, release: Arc<ServedRelease>) {
        match &mut self.visit {
            Visit::Message { session, .. } => {
                if let Some(conversation) = &mut session.conversation {
                    conversation.stay_with(&release);
                }
            }
            Visit::Timer { visit, .. } => visit.stay_with(&release),
        }
        self.way = Way::stays_on(&release);
    }

    /// Goes on without what an earlier release left, which cannot be read. A service that the citizen is in begins
    /// again, and they are told.
    pub(crate) fn begin_again(&mut self) {
        self.turn.state = None;
        match &mut self.visit {
            Visit::Message { session, preface, .. } => {
                self.turn.event = TurnEvent::Opened;
                if let Some(conversation) = &mut session.conversation {
                    conversation.state = None;
                    conversation.form = None;
                }
                preface.push(mitra_desk::renewed_sentence(self.turn.language));
            }
            Visit::Timer { visit, .. } => visit.stand_aside(),
        }
    }
}

/// Routes one event over the current table.
pub(crate) fn run(shared: &Shared, claimed: Claimed) -> Routed {
    let claimed = claimed.into_inner();
    let desk = shared.routing.desk();
    let now = shared.clock.now();
    let lot = shared.pseudonyms.lot(claimed.claim.citizen);
    let answerer = match &claimed.event {
        LaneEvent::Message(message) => {
            let (session, tokens) = (heard(&claimed, message), &shared.pseudonyms);
            let reception = if claimed.has_news && is_news_button(&message.content) {
                let session = desk.hear_news_button(session, now);
                let (replies, unmet) = (Vec::new(), Vec::new());
                Reception::Answer { session, replies, erases: false, unmet }
            } else {
                desk.receive(&session, &message.content, now, lot, tokens)
            };
            // Advisory: shows the citizen that the message was seen, and that an answer is being written.
            shared.read_marks.offer(message, matches!(reception, Reception::Turn { .. }));
            decide(&claimed, message, reception, lot, &shared.pseudonyms)
        }
        LaneEvent::Timer(fired) => {
            let reception = desk.receive_timer(&claimed.session, fired, now, lot);
            let answerer = decide_timer(&claimed, fired, reception, lot, &shared.pseudonyms);
            announce(answerer, &claimed, &desk, &shared.templates, now)
        }
    };
    Routed { claimed, desk, answerer, _made_by_route: () }
}

/// The session of somebody who has written this.
pub(crate) fn heard(claimed: &ClaimedEvent, message: &InboundEvent) -> Session {
    let mut session = claimed.session.clone();
    session.hear(LastMessage::of(message, claimed.received_at));
    session
}

fn decide(
    claimed: &ClaimedEvent,
    message: &InboundEvent,
    reception: Reception,
    lot: CitizenLot,
    pseudonyms: &Pseudonyms,
) -> Answerer {
    match reception {
        Reception::Answer { session, replies, erases, unmet } => {
            Answerer::Desk { session: Box::new(session), replies, erases, unmet }
        }
        Reception::Receipts { session } => Answerer::Receipts { session: Box::new(session) },
        Reception::Turn { session, way, event, preface, unmet } => {
            let conversation =
                session.conversation.as_ref().expect("the desk opens a conversation before a turn");
            let (number, wamid) = (&message.phone_number_id, &message.wamid);
            let (id, seed) = (pseudonyms.turn(number, wamid), pseudonyms.seed(number, wamid));
            let language = session.language.unwrap_or(Language::En);
            let prepare = Prepare { claimed, conversation, language, pseudonyms };
            let turn = prepare.turn(id, seed, event);
            let (order, addressee) = (pseudonyms.order(&turn.id), addressee(&turn, &way));
            let visit = Visit::Message { session, preface, unmet };
            let prepared = PreparedTurn { turn, way, lot, visit, order, addressee };
            Answerer::Department(Box::new(prepared))
        }
    }
}

fn decide_timer(
    claimed: &ClaimedEvent,
    fired: &FiredTimer,
    reception: TimerReception,
    lot: CitizenLot,
    pseudonyms: &Pseudonyms,
) -> Answerer {
    match reception {
        TimerReception::Turn(visit) => {
            let (id, seed) = (pseudonyms.timer_turn(fired), pseudonyms.timer_seed(fired));
            let (name, at) = (fired.key.name.clone(), fired.timer.at);
            let event = match &fired.timer.content {
                TimerContent::Note(note) => TurnEvent::Timer { name, at, note: note.clone() },
                TimerContent::Payment(update) => TurnEvent::Payment(update.clone()),
                TimerContent::Notice(body) => {
                    TurnEvent::Notice { id: name, at, body: body.clone() }
                }
                TimerContent::Refund(_) => unreachable!("the desk tells of it without a turn"),
            };
            let (conversation, language) = (visit.conversation(), visit.language());
            let prepare = Prepare { claimed, conversation, language, pseudonyms };
            let turn = prepare.turn(id, seed, event);
            let way = visit.way().clone();
            let (order, addressee) = (pseudonyms.order(&turn.id), addressee(&turn, &way));
            let visit = Visit::Timer { fired: fired.clone(), visit };
            let prepared = PreparedTurn { turn, way, lot, visit, order, addressee };
            Answerer::Department(Box::new(prepared))
        }
        TimerReception::Answer { replies } => {
            let (session, unmet) = (Box::new(claimed.session.clone()), Vec::new());
            Answerer::Desk { session, replies, erases: false, unmet }
        }
        TimerReception::Later { due, reason } => {
            let fate = TimerFate::PutOff { due, tries: fired.tries, reason };
            Answerer::Nobody { fired: Box::new(fired.clone()), fate, announcement: None }
        }
        TimerReception::Drop { reason } => {
            let fate = TimerFate::Dropped { reason };
            Answerer::Nobody { fired: Box::new(fired.clone()), fate, announcement: None }
        }
    }
}

/// Has a template tell the citizen of a timer that waits for their next message, where one may. One that may later
/// looks again.
fn announce(
    answerer: Answerer,
    claimed: &ClaimedEvent,
    desk: &Desk,
    templates: &Templates,
    now: Timestamp,
) -> Answerer {
    let Answerer::Nobody { fired, fate, .. } = answerer else { return answerer };
    let TimerFate::PutOff { due: TimerDue::NextMessage { latest }, tries, reason } = fate else {
        return Answerer::Nobody { fired, fate, announcement: None };
    };
    let language = claimed.session.language.unwrap_or(Language::En);
    // Without a template in the citizen's language all is as it was before there were any.
    let Some(is_usable) = templates.is_usable(language) else {
        return Answerer::Nobody { fired, fate, announcement: None };
    };
    let facts = TemplateFacts { is_usable, refused_at: claimed.templates_refused_at };
    match desk.announce(&claimed.session, &fired, now, facts) {
        Announcing::Now(announcement) => {
            Answerer::Nobody { fired, fate, announcement: Some(announcement) }
        }
        Announcing::Not { reason: why, look_at } => {
            templates::withheld(why);
            let latest = look_at.map_or(latest, |look_at| look_at.min(latest));
            let due = TimerDue::NextMessage { latest };
            let fate = TimerFate::PutOff { due, tries, reason };
            Answerer::Nobody { fired, fate, announcement: None }
        }
    }
}

fn is_news_button(content: &Content) -> bool {
    matches!(content, Content::Choice { id, .. } if *id == mitra_desk::news_choice())
}

/// What all turns are made of.
struct Prepare<'a> {
    claimed: &'a ClaimedEvent,
    conversation: &'a Conversation,
    language: Language,
    pseudonyms: &'a Pseudonyms,
}

impl Prepare<'_> {
    fn turn(&self, id: TurnId, seed: TurnSeed, event: TurnEvent) -> Turn {
        let Self { claimed, conversation, language, pseudonyms, .. } = self;
        let citizen = claimed.claim.citizen;
        Turn {
            id,
            citizen,
            department: conversation.department.clone(),
            pseudonym: pseudonyms.citizen(&conversation.department, citizen),
            language: *language,
            service: conversation.service.clone(),
            event,
            state: conversation.state.clone(),
            now: claimed.received_at,
            seed,
            media_key: pseudonyms.media_key(&conversation.department, citizen),
        }
    }
}

/// As whom the back end may name the citizen, if the release of the turn takes notices.
fn addressee(turn: &Turn, way: &Way) -> Option<Addressee> {
    let (department, pseudonym) = (turn.department.clone(), turn.pseudonym.clone());
    way.release.takes_notices.then_some(Addressee { department, pseudonym })
}
