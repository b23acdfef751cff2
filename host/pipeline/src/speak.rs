//! What a citizen hears after a department's turn: the desk's last word, rendered by WhatsApp's rules.
//!
//! Takes: the turn's result. Gives: messages to send and the session to keep.
//! Never: leaves a citizen without an answer because a department's words cannot be sent.

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::reply::Reply;
use mitra_core::session::Session;
use mitra_core::turn::{TurnFault, TurnOutcome};
use mitra_desk::{Desk, TimerVisit};
use mitra_whatsapp::{RenderError, Rendered, render};

/// What the citizen hears after a department's turn.
pub(crate) struct Spoken {
    pub(crate) session: Session,
    pub(crate) messages: Vec<Rendered>,
    /// Why the turn's records do not count, if they do not.
    pub(crate) fault: Option<TurnFault>,
}

/// That the desk may ask the citizen whether departments may write later.
#[derive(Clone, Copy)]
pub(crate) struct AskTopic {
    /// Whether the turn set a timer that comes when the window has closed.
    pub(crate) sets_far: bool,
    pub(crate) now: Timestamp,
}

/// Gives the desk the last word and renders all of it. What WhatsApp would refuse becomes a fault.
pub(crate) fn speak(
    desk: &Desk,
    session: &Session,
    result: &Result<TurnOutcome, TurnFault>,
    topic: Option<AskTopic>,
) -> Spoken {
    let mut concluded = desk.conclude(session.clone(), result.clone());
    if let Some(AskTopic { sets_far, now }) = topic {
        desk.ask_about_topic(session, &mut concluded, sets_far, now);
    }
    let fault = match rendered(&concluded.replies) {
        Ok(messages) => {
            return Spoken { session: concluded.session, messages, fault: result.clone().err() };
        }
        Err(error) => unsendable(&error),
    };
    let concluded = desk.conclude(session.clone(), Err(fault.clone()));
    let messages = render_own(&concluded.replies);
    Spoken { session: concluded.session, messages, fault: Some(fault) }
}

/// The same after a timer's turn that gave an outcome. One that cannot be sent is a fault, of which nobody hears.
pub(crate) fn speak_of_timer(
    desk: &Desk,
    visit: &TimerVisit,
    outcome: &TurnOutcome,
) -> Result<(Session, Vec<Rendered>), TurnFault> {
    let concluded = desk.conclude_timer(visit.clone(), outcome.clone());
    match rendered(&concluded.replies) {
        Ok(messages) => Ok((concluded.session, messages)),
        Err(error) => Err(unsendable(&error)),
    }
}

fn unsendable(error: &RenderError) -> TurnFault {
    let fault = TurnFault::OutcomeInvalid { detail: error.to_string() };
    tracing::warn!(fault = fault.name(), detail = fault.host_words(), "a turn cannot be answered");
    fault
}

/// Renders the host's own replies. One that breaks WhatsApp's rules is our bug: it is logged and left out.
pub(crate) fn render_own(replies: &[Reply]) -> Vec<Rendered> {
    let message = |reply| match render(reply) {
        Ok(rendered) => Some(rendered),
        Err(error) => {
            tracing::error!(%error, "a reply of the front desk cannot be sent");
            counter!("mitra_desk_replies_invalid_total").increment(1);
            None
        }
    };
    replies.iter().filter_map(message).collect()
}

fn rendered(replies: &[Reply]) -> Result<Vec<Rendered>, RenderError> {
    replies.iter().map(render).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use mitra_core::routing::RoutingTable;
    use mitra_core::turn::Next;

    use super::*;

    fn heard(result: Result<TurnOutcome, TurnFault>) -> Spoken {
        let desk = Desk::new(Arc::new(RoutingTable::default()));
        speak(&desk, &Session::default(), &result, None)
    }

    fn refused(body: &str) -> Result<TurnOutcome, TurnFault> {
        Err(TurnFault::Refused { body: body.to_owned() })
    }

    #[test]
    fn a_refusal_that_cannot_be_shown_is_a_calm_sentence_instead() {
        let shown = heard(refused("Not allowed."));
        assert!(shown.messages[0].body.contains("Not allowed."), "{:?}", shown.messages);
        assert_eq!(shown.fault.map(|fault| fault.name()), Some("refused"));
        for hidden in ["\u{200b}", "a\u{7}b"] {
            let spoken = heard(refused(hidden));
            assert!(!spoken.messages.is_empty(), "{hidden:?} leaves the citizen without an answer");
            assert_eq!(spoken.fault.map(|fault| fault.name()), Some("outcome_invalid"));
        }
    }

    #[test]
    fn an_outcome_that_cannot_be_sent_leaves_no_records() {
        let replies = vec![Reply::Text { body: "x".repeat(5_000) }];
        let spoken = heard(Ok(TurnOutcome { replies, next: Next::Finish, payment: None }));
        assert_eq!(spoken.fault.map(|fault| fault.name()), Some("outcome_invalid"));
        assert_eq!(spoken.messages.len(), 1);
    }
}
