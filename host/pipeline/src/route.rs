//! Route: [`Claimed`] -> [`Routed`]. Third stage of the data plane.
//!
//! Takes: a claimed event with its citizen's session. Gives: the desk's own answer, or a turn pinned to one release.
//! Never: runs guest code, writes anything.
//! **Invariant I4:** the release is chosen here, once, from one snapshot of the routing table.

use std::sync::Arc;

use mitra_core::ids::ReleaseDigest;
use mitra_core::language::Language;
use mitra_core::reply::Reply;
use mitra_core::session::Session;
use mitra_core::turn::{Turn, TurnEvent};
use mitra_desk::{Desk, Reception};
use mitra_storage::ClaimedEvent;

use crate::lanes::Claimed;
use crate::pipeline::Shared;
use crate::pseudonym::Pseudonyms;

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
    Desk { session: Box<Session>, replies: Vec<Reply> },
    /// A department.
    Department(Box<PreparedTurn>),
}

/// A turn with everything it needs.
pub(crate) struct PreparedTurn {
    pub(crate) turn: Turn,
    pub(crate) release: ReleaseDigest,
    pub(crate) session: Session,
    pub(crate) preface: Vec<Reply>,
}

impl PreparedTurn {
    /// Lets the service begin again, and the citizen know: what an earlier release left cannot be read.
    pub(crate) fn begin_again(&mut self) {
        self.turn.event = TurnEvent::Opened;
        self.turn.state = None;
        if let Some(conversation) = &mut self.session.conversation {
            conversation.state = None;
        }
        self.preface.push(mitra_desk::renewed_sentence(self.turn.language));
    }
}

/// Routes one event over the current table.
pub(crate) fn run(shared: &Shared, claimed: Claimed) -> Routed {
    let claimed = claimed.into_inner();
    let desk = shared.routing.desk();
    let reception = desk.receive(&claimed.session, &claimed.event.content, shared.clock.now());
    // Advisory: shows the citizen that the message was seen, and that an answer is being written.
    shared.read_marks.offer(&claimed.event, matches!(reception, Reception::Turn { .. }));
    let answerer = decide(&claimed, reception, &shared.pseudonyms);
    Routed { claimed, desk, answerer, _made_by_route: () }
}

fn decide(claimed: &ClaimedEvent, reception: Reception, pseudonyms: &Pseudonyms) -> Answerer {
    match reception {
        Reception::Answer { session, replies } => {
            Answerer::Desk { session: Box::new(session), replies }
        }
        Reception::Turn { session, event, preface } => {
            Answerer::Department(Box::new(prepare(claimed, session, event, preface, pseudonyms)))
        }
    }
}

fn prepare(
    claimed: &ClaimedEvent,
    session: Session,
    event: TurnEvent,
    preface: Vec<Reply>,
    pseudonyms: &Pseudonyms,
) -> PreparedTurn {
    let conversation =
        session.conversation.as_ref().expect("the desk opens a conversation before a turn");
    let citizen = claimed.claim.citizen;
    let turn = Turn {
        id: pseudonyms.turn(&claimed.event.phone_number_id, &claimed.event.wamid),
        citizen,
        department: conversation.department.clone(),
        pseudonym: pseudonyms.citizen(&conversation.department, citizen),
        language: session.language.unwrap_or(Language::En),
        service: conversation.service.clone(),
        event,
        state: conversation.state.clone(),
        now: claimed.received_at,
        seed: pseudonyms.seed(&claimed.event.phone_number_id, &claimed.event.wamid),
    };
    PreparedTurn { turn, release: conversation.release.clone(), session, preface }
}
