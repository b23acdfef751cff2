//! Turn: [`Routed`] -> [`Ran`]. Fourth stage of the data plane.
//!
//! Takes: an event and who answers it. Gives: what the answer is, or why a department gave none.
//! Never: writes anything; a turn's effects are data until `settle`.
//! **Invariant I4:** one run is on one release, the one that `route` chose.

use std::sync::Arc;

use metrics::counter;
use mitra_core::limits::RECEIPTS_SHOWN_MAX;
use mitra_core::reply::Reply;
use mitra_core::routing::ServedRelease;
use mitra_core::session::Session;
use mitra_core::timer::FiredTimer;
use mitra_core::turn::{TurnFault, TurnReport};
use mitra_core::unmet::Unmet;
use mitra_desk::{Announcement, Desk};
use mitra_storage::ClaimedEvent;

use crate::pipeline::Shared;
use crate::route::{Answerer, PreparedTurn, Routed};
use crate::timers::TimerFate;

/// An event with its answer. Made here alone.
pub(crate) struct Ran {
    pub(crate) claimed: Arc<ClaimedEvent>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) answer: Answer,
    _made_by_turn: (),
}

/// An answer, before the desk has had the last word.
pub(crate) enum Answer {
    /// The desk's own, whether what is kept for the citizen alone goes with it, and what they did not find.
    Desk { session: Session, replies: Vec<Reply>, erases: bool, unmet: Vec<Unmet> },
    /// A department's, or its fault.
    Department { prepared: Box<PreparedTurn>, report: TurnReport },
    /// None: a timer that cannot be told now.
    Nobody { fired: FiredTimer, fate: TimerFate, announcement: Option<Box<Announcement>> },
}

/// Runs the department's turn, if one must run.
pub(crate) async fn run(shared: &Shared, routed: Routed) -> Ran {
    let Routed { claimed, desk, answerer, .. } = routed;
    let answer = match answerer {
        Answerer::Desk { session, replies, erases, unmet } => {
            Answer::Desk { session: *session, replies, erases, unmet }
        }
        Answerer::Receipts { session } => {
            let replies = vec![receipts(shared, &claimed, &desk, &session).await];
            Answer::Desk { session: *session, replies, erases: false, unmet: Vec::new() }
        }
        Answerer::Department(mut prepared) => {
            let report = run_turn(shared, &mut prepared).await;
            Answer::Department { prepared, report }
        }
        Answerer::Nobody { fired, fate, announcement } => {
            Answer::Nobody { fired: *fired, fate, announcement }
        }
    };
    Ran { claimed, desk, answer, _made_by_turn: () }
}

/// What the citizen paid. Whoever asks is told, also where it cannot be read.
async fn receipts(
    shared: &Shared,
    claimed: &ClaimedEvent,
    desk: &Desk,
    session: &Session,
) -> Reply {
    match shared.storage.receipts(claimed.claim.citizen, RECEIPTS_SHOWN_MAX).await {
        Ok(paid) => desk.receipts(session, &paid),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "cannot read a citizen's receipts");
            mitra_desk::receipts_unread(session)
        }
    }
}

/// Runs the turn again: a record that it had read was changed by somebody else.
pub(crate) async fn rerun(shared: &Shared, mut ran: Ran) -> Ran {
    if let Answer::Department { prepared, report } = &mut ran.answer {
        *report = run_turn(shared, prepared).await;
    }
    ran
}

/// Runs the turn. Where a release that is to take a conversation over fails it, the turn runs on the one before; where
/// there is none and the state cannot be carried over, it runs without.
async fn run_turn(shared: &Shared, prepared: &mut PreparedTurn) -> TurnReport {
    let report = run_once(shared, prepared).await;
    let Err(fault) = &report.result else { return report };
    let is_unreadable = matches!(fault, TurnFault::StateUnreadable { .. });
    match prepared.way.or_stays_on.take() {
        Some(before) if is_unreadable || fault.is_the_releases_own() => {
            let department = prepared.turn.department.as_str().to_owned();
            counter!("mitra_conversations_kept_total", "department" => department).increment(1);
            prepared.stay_on(before);
        }
        None if is_unreadable => prepared.begin_again(),
        Some(_) | None => return report,
    }
    run_once(shared, prepared).await
}

async fn run_once(shared: &Shared, prepared: &PreparedTurn) -> TurnReport {
    let turn = &prepared.turn;
    let ServedRelease { digest: release, score, .. } = &*prepared.way.release;
    let began = shared.clock.now();
    let report = shared.runner.run(release, turn.clone()).await;
    let took = shared.clock.now().since(began).max(report.usage.cpu);
    score.turn(prepared.lot, took, report.result.as_ref().err());
    let department = turn.department.as_str();
    if let Err(fault) = &report.result {
        tracing::warn!(
            department,
            service = turn.service.as_str(),
            release = release.as_str(),
            turn = turn.id.as_str(),
            fault = fault.name(),
            detail = fault.host_words(),
            "turn gave no outcome"
        );
        if let TurnFault::Bug { detail } | TurnFault::StateUnreadable { detail, .. } = fault {
            // The vendor's own words, like the lines of the guest's own log.
            tracing::warn!(target: "guest", department, turn = turn.id.as_str(), "{detail}");
        }
    }
    report
}
