//! Settle: [`Ran`] -> one transaction. Fifth stage of the data plane.
//!
//! Takes: a claimed event and its answer. Gives: session, records, deliveries and the event's end committed together,
//! or the event given back for later, or nothing.
//! Never: runs guest code by itself, talks to Meta; `decide` reads no clock.
//! **Invariant I1:** an accepted event settles exactly once; storage checks the claim inside the transaction.
//! **Invariant I9:** a turn's effects are all committed or none.

use std::time::Duration;

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::{
    EVENT_ATTEMPTS_MAX, EVENT_CLAIM_HOLD, RETRY_LATER_MAX, SERVICE_WINDOW, TURN_CONFLICT_TRIES_MAX,
};
use mitra_core::reply::Reply;
use mitra_core::session::Session;
use mitra_core::turn::{RecordRead, RecordWrite, TurnFault, TurnOutcome};
use mitra_desk::Desk;
use mitra_storage::{ClaimedEvent, NewDelivery, Settled, Settlement, StorageError};

use crate::backoff;
use crate::pipeline::Shared;
use crate::turn::{self, Answer, Ran};

/// The first pause before an event is taken up again after a fault of the host's own; the next are four times as long.
const POSTPONE_FIRST: Duration = Duration::from_secs(1);
/// The longest such pause.
const POSTPONE_MAX: Duration = Duration::from_mins(5);
/// The pause between tries to commit while storage is away.
const COMMIT_PAUSE: Duration = Duration::from_secs(1);

/// What to do with an answered event.
enum Plan {
    Settle(Box<Settlement>),
    Postpone { not_before: Timestamp, deliveries: Vec<NewDelivery> },
}

/// Commits an event's effects, running its turn again if its records changed meanwhile.
pub(crate) async fn run(shared: &Shared, mut ran: Ran) {
    for tries in 1.. {
        if tries > TURN_CONFLICT_TRIES_MAX
            && let Answer::Department { report, .. } = &mut ran.answer
        {
            let tries = TURN_CONFLICT_TRIES_MAX;
            report.result = Err(TurnFault::Contended { tries });
        }
        let plan = decide(&ran, shared.clock.now(), shared.entropy.next());
        match commit(shared, &ran.claimed, plan).await {
            Some(Settled::Conflict) => {
                counter!("mitra_turn_conflicts_total").increment(1);
                ran = turn::rerun(shared, ran).await;
            }
            Some(Settled::Committed) => {
                shared.outbox.ring();
                break;
            }
            // Somebody else has the event, or will have it once the claim runs out.
            Some(Settled::ClaimLost) | None => {
                counter!("mitra_claims_lost_total", "lane" => "inbox").increment(1);
                break;
            }
        }
    }
    // The citizen's next event, if there is one, can be claimed now.
    shared.inbox.ring();
}

/// Applies the plan, waiting for storage to come back for as long as the claim holds. None if it did not.
async fn commit(shared: &Shared, claimed: &ClaimedEvent, plan: Plan) -> Option<Settled> {
    let started = shared.clock.now();
    loop {
        let now = shared.clock.now();
        let result = match &plan {
            Plan::Settle(settlement) => {
                shared.storage.settle(settlement.as_ref().clone(), now).await
            }
            Plan::Postpone { not_before, deliveries } => {
                let claim = claimed.claim.clone();
                shared.storage.postpone(claim, *not_before, deliveries.clone(), now).await
            }
        };
        match result {
            Ok(settled) => return Some(settled),
            Err(StorageError::Closed) => return None,
            Err(
                error @ (StorageError::Unavailable { .. }
                | StorageError::Corrupt { .. }
                | StorageError::InboxFull { .. }),
            ) => {
                tracing::error!(
                    event = claimed.claim.seq.0,
                    error = &error as &dyn std::error::Error,
                    "cannot commit, the event stays unsettled"
                );
                if now.since(started) + COMMIT_PAUSE >= EVENT_CLAIM_HOLD {
                    return None;
                }
                tokio::time::sleep(COMMIT_PAUSE).await;
            }
        }
    }
}

fn decide(ran: &Ran, now: Timestamp, random: u64) -> Plan {
    let claimed = &ran.claimed;
    let (session, replies, reads, writes) = match &ran.answer {
        Answer::Desk { session, replies } => {
            let bodies = render_own(replies);
            (session.clone(), bodies, Vec::new(), Vec::new())
        }
        Answer::Department { prepared, report } => {
            if let Err(fault) = &report.result
                && let Some((wait, tell)) = pause(fault, claimed.postponed, random)
            {
                let language = prepared.session.language.unwrap_or(Language::En);
                let wait_sentence = tell.then(|| mitra_desk::wait_sentence(language));
                let bodies = render_own(wait_sentence.as_slice());
                let not_before = now.after(wait);
                return Plan::Postpone { not_before, deliveries: deliveries(claimed, bodies) };
            }
            let spoken = speak(&ran.desk, &prepared.session, &report.result);
            let mut bodies = render_own(&prepared.preface);
            bodies.extend(spoken.bodies);
            // **Invariant I9:** what cannot be sent must not be stored either.
            let kept = |reads: &[RecordRead], writes: &[RecordWrite]| {
                if spoken.kept { (reads.to_vec(), writes.to_vec()) } else { Default::default() }
            };
            let (reads, writes) = kept(&report.reads, &report.writes);
            (spoken.session, bodies, reads, writes)
        }
    };
    let deliveries = deliveries(claimed, replies);
    let claim = claimed.claim.clone();
    Plan::Settle(Box::new(Settlement { claim, session, deliveries, reads, writes }))
}

/// How long to wait before the event is taken up again, and whether to tell the citizen; none if it must end now.
fn pause(fault: &TurnFault, postponed: u32, random: u64) -> Option<(Duration, bool)> {
    if postponed >= EVENT_ATTEMPTS_MAX {
        return None;
    }
    match fault {
        TurnFault::RetryLater { after } => {
            let after = (*after).clamp(Duration::from_secs(1), RETRY_LATER_MAX);
            Some((after, postponed == 0))
        }
        TurnFault::Overloaded | TurnFault::HostFailed { .. } | TurnFault::Contended { .. } => {
            let pause = backoff::pause(POSTPONE_FIRST, 4, POSTPONE_MAX, postponed + 1, random);
            // A second or four pass unnoticed; from the third time on a citizen wonders.
            Some((pause, postponed == 2))
        }
        TurnFault::Refused { .. }
        | TurnFault::Bug { .. }
        | TurnFault::Trapped { .. }
        | TurnFault::CpuExceeded { .. }
        | TurnFault::DeadlineExceeded { .. }
        | TurnFault::MemoryExceeded { .. }
        | TurnFault::LimitExceeded { .. }
        | TurnFault::OutcomeInvalid { .. } => None,
    }
}

/// What the citizen hears after a department's turn.
struct Spoken {
    session: Session,
    bodies: Vec<String>,
    /// Whether the turn's records count.
    kept: bool,
}

/// Gives the desk the last word and renders all of it. An outcome that WhatsApp would refuse becomes a fault.
fn speak(desk: &Desk, session: &Session, result: &Result<TurnOutcome, TurnFault>) -> Spoken {
    let conclusion = desk.conclude(session.clone(), result.clone());
    if result.is_ok() {
        let rendered: Result<Vec<_>, _> =
            conclusion.replies.iter().map(mitra_whatsapp::render).collect();
        match rendered {
            Ok(rendered) => {
                let bodies = rendered.into_iter().map(mitra_whatsapp::Rendered::into_body);
                let (session, bodies) = (conclusion.session, bodies.collect());
                return Spoken { session, bodies, kept: true };
            }
            Err(error) => {
                let conversation = session.conversation.as_ref();
                let department = conversation
                    .map_or_else(String::new, |open| open.department.as_str().to_owned());
                tracing::warn!(department, %error, "a department's reply cannot be sent");
                counter!(
                    "mitra_turns_total", "department" => department, "result" => "outcome_invalid"
                )
                .increment(1);
                let fault = TurnFault::OutcomeInvalid { detail: error.to_string() };
                let conclusion = desk.conclude(session.clone(), Err(fault));
                let bodies = render_own(&conclusion.replies);
                return Spoken { session: conclusion.session, bodies, kept: false };
            }
        }
    }
    let bodies = render_own(&conclusion.replies);
    Spoken { session: conclusion.session, bodies, kept: false }
}

/// Renders the host's own replies. One that breaks WhatsApp's rules is our bug: it is logged and left out.
fn render_own(replies: &[Reply]) -> Vec<String> {
    let render = |reply| match mitra_whatsapp::render(reply) {
        Ok(rendered) => Some(rendered.into_body()),
        Err(error) => {
            tracing::error!(%error, "a reply of the front desk cannot be sent");
            counter!("mitra_desk_replies_invalid_total").increment(1);
            None
        }
    };
    replies.iter().filter_map(render).collect()
}

fn deliveries(claimed: &ClaimedEvent, bodies: Vec<String>) -> Vec<NewDelivery> {
    let event = &claimed.event;
    // A phone with a wrong clock must not open a window that Meta has closed.
    let opened_at = event.sent_at.min(claimed.received_at);
    let window_closes_at = opened_at.after(SERVICE_WINDOW);
    let from = &event.phone_number_id;
    let deliver = |body| NewDelivery { from: from.clone(), body, window_closes_at };
    bodies.into_iter().map(deliver).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_that_needs_time_gets_it_five_times_and_the_citizen_hears_of_it_once() {
        let fault = TurnFault::RetryLater { after: Duration::from_secs(30) };
        let pauses: Vec<_> = (0..=EVENT_ATTEMPTS_MAX).map(|n| pause(&fault, n, 0)).collect();
        assert_eq!(pauses[0], Some((Duration::from_secs(30), true)));
        assert_eq!(pauses[4], Some((Duration::from_secs(30), false)));
        assert_eq!(pauses[5], None);
    }

    #[test]
    fn a_pause_asked_for_is_kept_within_a_second_and_an_hour() {
        let ask = |secs| {
            let fault = TurnFault::RetryLater { after: Duration::from_secs(secs) };
            pause(&fault, 1, 0).unwrap().0
        };
        assert_eq!(ask(0), Duration::from_secs(1));
        assert_eq!(ask(3_600), RETRY_LATER_MAX);
        assert_eq!(ask(3_601), RETRY_LATER_MAX);
    }

    #[test]
    fn a_full_sandbox_is_tried_again_and_a_trap_is_not() {
        assert_eq!(pause(&TurnFault::Overloaded, 0, 0), Some((Duration::from_secs(1), false)));
        assert_eq!(pause(&TurnFault::Overloaded, 2, 0), Some((Duration::from_secs(16), true)));
        assert_eq!(pause(&TurnFault::Trapped { detail: String::new() }, 0, 0), None);
    }
}
