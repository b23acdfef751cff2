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
use mitra_core::session::Session;
use mitra_core::turn::TurnFault;
use mitra_storage::{ClaimedEvent, NewDelivery, Settled, Settlement, StorageError};

use crate::backoff;
use crate::pipeline::Shared;
use crate::speak::{Spoken, render_own, speak};
use crate::turn::{Answer, Ran, rerun};

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

/// What to do, and how the turn ended, if there was one.
struct Decision {
    plan: Plan,
    turn: Option<TurnEnd>,
}

/// How one run of a turn ended, for the metrics.
struct TurnEnd {
    department: String,
    result: &'static str,
}

impl TurnEnd {
    fn count(self) {
        let Self { department, result } = self;
        counter!("mitra_turns_total", "department" => department, "result" => result).increment(1);
    }
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
        let Decision { plan, turn } = decide(&ran, shared.clock.now(), shared.entropy.next());
        if let Some(turn) = turn {
            turn.count();
        }
        match commit(shared, &ran.claimed, plan).await {
            Some(Settled::Conflict) => {
                counter!("mitra_turn_conflicts_total").increment(1);
                ran = rerun(shared, ran).await;
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

/// Gives an event back after the host panicked on its way; the last time, ends it with an apology, so that the
/// citizen's later events are reached.
pub(crate) async fn after_panic(shared: &Shared, claimed: &ClaimedEvent) {
    let plan = plan_after_panic(claimed, shared.clock.now(), shared.entropy.next());
    commit(shared, claimed, plan).await;
    shared.outbox.ring();
    shared.inbox.ring();
}

fn plan_after_panic(claimed: &ClaimedEvent, now: Timestamp, random: u64) -> Plan {
    if claimed.postponed < EVENT_ATTEMPTS_MAX {
        let wait = backoff::pause(POSTPONE_FIRST, 4, POSTPONE_MAX, claimed.postponed + 1, random);
        return Plan::Postpone { not_before: now.after(wait), deliveries: Vec::new() };
    }
    let session = claimed.session.clone();
    let sorry = mitra_desk::sorry_sentence(session.language.unwrap_or(Language::En));
    let deliveries = deliveries(claimed, render_own(&[sorry]));
    let (claim, reads, writes) = (claimed.claim.clone(), Vec::new(), Vec::new());
    Plan::Settle(Box::new(Settlement { claim, session, deliveries, reads, writes }))
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

fn decide(ran: &Ran, now: Timestamp, random: u64) -> Decision {
    let claimed = &ran.claimed;
    let settle = |session: Session, bodies, reads, writes| {
        let (claim, deliveries) = (claimed.claim.clone(), deliveries(claimed, bodies));
        Plan::Settle(Box::new(Settlement { claim, session, deliveries, reads, writes }))
    };
    let (prepared, report) = match &ran.answer {
        Answer::Desk { session, replies } => {
            let bodies = render_own(replies);
            let plan = settle(session.clone(), bodies, Vec::new(), Vec::new());
            return Decision { plan, turn: None };
        }
        Answer::Department { prepared, report } => (prepared, report),
    };
    let department = prepared.turn.department.as_str().to_owned();
    let ended = |result| Some(TurnEnd { department, result });
    if let Err(fault) = &report.result
        && let Some((wait, tell)) = pause(fault, claimed.postponed, random)
    {
        let language = prepared.session.language.unwrap_or(Language::En);
        let wait_sentence = tell.then(|| mitra_desk::wait_sentence(language));
        let deliveries = deliveries(claimed, render_own(wait_sentence.as_slice()));
        let plan = Plan::Postpone { not_before: now.after(wait), deliveries };
        return Decision { plan, turn: ended(fault.name()) };
    }
    let Spoken { session, bodies: spoken, fault } =
        speak(&ran.desk, &prepared.session, &report.result);
    let mut bodies = render_own(&prepared.preface);
    bodies.extend(spoken);
    // **Invariant I9:** what cannot be sent must not be stored either.
    let (reads, writes) = match fault {
        None => (report.reads.clone(), report.writes.clone()),
        Some(_) => Default::default(),
    };
    let plan = settle(session, bodies, reads, writes);
    Decision { plan, turn: ended(fault.map_or("ok", |fault| fault.name())) }
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
        | TurnFault::OutcomeInvalid { .. }
        | TurnFault::StateUnreadable { .. }
        // Whoever waited would wait behind it with all they write next: "menu", too.
        | TurnFault::Resting => None,
    }
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
