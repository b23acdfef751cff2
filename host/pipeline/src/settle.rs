//! Settle: [`Ran`] -> one transaction. Fifth stage of the data plane.
//!
//! Takes: a claimed event and its answer. Gives: session, records, timers, a payment, certificates, deliveries and the
//! event's end committed together, or the event given back for later, or nothing.
//! Never: runs guest code by itself, talks to Meta; what to commit is decided by `plan`.
//! **Invariant I1:** an accepted event settles exactly once; storage checks the claim inside the transaction.
//! **Invariant I9:** a turn's effects are all committed or none.

use std::time::Duration;

use metrics::counter;
use mitra_core::event::LaneEvent;
use mitra_core::limits::{EVENT_CLAIM_HOLD, TURN_CONFLICT_TRIES_MAX};
use mitra_core::turn::{TurnEvent, TurnFault};
use mitra_storage::{ClaimedEvent, Settled, StorageError};

use crate::document::Certified;
use crate::pipeline::Shared;
use crate::plan::{Decision, Plan, TimerEnd, decide, decide_after_panic};
use crate::templates;
use crate::turn::{Answer, Ran, rerun};

/// The pause between tries to commit while storage is away.
const COMMIT_PAUSE: Duration = Duration::from_secs(1);

/// Commits an event's effects, running its turn again if its records changed meanwhile.
pub(crate) async fn run(shared: &Shared, mut ran: Ran) {
    for tries in 1.. {
        if tries > TURN_CONFLICT_TRIES_MAX
            && let Answer::Department { report, .. } = &mut ran.answer
        {
            let tries = TURN_CONFLICT_TRIES_MAX;
            report.result = Err(TurnFault::Contended { tries });
        }
        let Decision { plan, turn, timer } =
            decide(&ran, &shared.templates, shared.clock.now(), shared.entropy.next());
        if let Some(turn) = turn {
            turn.count();
        }
        let (changes_timers, asks) = (plan.changes_timers(), plan.asks_for_payment());
        let settles = matches!(plan, Plan::Settle(_));
        let (certified, unmet) = (Certified::by(&plan), plan.unmet());
        let announces = plan.announces();
        match commit(shared, &ran.claimed, plan).await {
            Some(Settled::Conflict) => {
                counter!("mitra_turn_conflicts_total").increment(1);
                ran = rerun(shared, ran).await;
            }
            Some(Settled::Committed) => {
                if let Some(TimerEnd { fired, fate }) = timer {
                    fate.count(&fired);
                }
                certified.count();
                for language in unmet {
                    counter!("mitra_unmet_total", "language" => language.code()).increment(1);
                }
                if let Some(language) = announces {
                    templates::queued(language);
                }
                if settles {
                    score_conversations(shared, &ran);
                }
                if changes_timers {
                    shared.timers.ring();
                }
                if asks {
                    shared.payments.ring();
                }
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

/// Counts a conversation that began, and one that the citizen walked out of: to the menu, or to another service.
fn score_conversations(shared: &Shared, ran: &Ran) {
    let open = match &ran.claimed.event {
        LaneEvent::Message(_) => ran.claimed.session.conversation.as_ref(),
        LaneEvent::Timer(_) => None,
    };
    let is_left = match &ran.answer {
        Answer::Desk { session, .. } => session.conversation.is_none(),
        Answer::Department { prepared, .. } => {
            let begins = prepared.turn.event == TurnEvent::Opened;
            if begins {
                prepared.way.release.score.begun();
                let turn = &prepared.turn;
                shared.begun.count(shared.clock.now(), &turn.department, &turn.service);
            }
            begins
        }
        Answer::Nobody { .. } => false,
    };
    if let Some(open) = open.filter(|_| is_left) {
        let route = ran.desk.table().route(&open.department);
        let mut releases = route.into_iter().flat_map(|route| route.releases());
        if let Some(release) = releases.find(|release| release.digest == open.release) {
            release.score.left();
        }
    }
}

/// Gives an event back after the host panicked on its way; the last time, ends it with an apology, so that the
/// citizen's later events are reached. A timer's ends without.
pub(crate) async fn after_panic(shared: &Shared, claimed: &ClaimedEvent) {
    let Decision { plan, timer, .. } = decide_after_panic(
        &shared.routing.desk(),
        claimed,
        shared.clock.now(),
        shared.entropy.next(),
    );
    let committed = commit(shared, claimed, plan).await;
    if let Some(TimerEnd { fired, fate }) = timer
        && committed == Some(Settled::Committed)
    {
        fate.count(&fired);
    }
    shared.outbox.ring();
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
            Plan::PutOff { timer, due, announcement } => {
                let (claim, timer) = (claimed.claim.clone(), timer.as_ref().clone());
                let announcement = announcement.as_ref().map(|it| it.announcement.clone());
                shared.storage.put_off(claim, timer, *due, announcement, now).await
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
