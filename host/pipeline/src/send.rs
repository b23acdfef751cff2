//! Send: OUTBOX -> Meta. Sixth stage of the data plane.
//!
//! Takes: the oldest unfinished delivery of each citizen, claimed for one attempt. Gives: the attempt's end, recorded.
//! Never: tries blindly again. An attempt without an answer waits for a receipt, for Meta may have taken the message.
//! **Invariant I3:** every delivery ends accepted or dead, with a reason.

use std::time::Duration;

use metrics::{counter, gauge, histogram};
use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeadReason;
use mitra_core::ids::DeliveryId;
use mitra_core::limits::{
    ATTEMPTS_MAX, DELIVERY_CLAIM_HOLD, RETRY_PAUSE_FIRST, RETRY_PAUSE_MAX, SENDS_IN_FLIGHT_MAX,
    UNKNOWN_WAIT,
};
use mitra_core::ports::{OutboundMessage, Remedy, SendAccepted, SendError};
use mitra_storage::{AttemptOutcome, ClaimedDelivery, DeliveryClaim, Outbox};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::backoff;
use crate::document::NoDocument;
use crate::pace::{Pace, Permit};
use crate::pipeline::Shared;
use crate::templates;
use crate::upload::{self, Completed, Incomplete};

/// How long all sending rests when the account or token is refused: a person must act, and is told by the log.
const HALT_PAUSE: Duration = Duration::from_mins(1);
/// How long the refused delivery itself rests: the next one tried is another citizen's, so that one whom Meta refuses
/// for a reason of their own cannot hold up all others.
const HALTED_DELIVERY_PAUSE: Duration = Duration::from_mins(5);
/// How long the number rests after Meta called it too fast without saying for how long.
const SLOW_NUMBER_PAUSE: Duration = Duration::from_secs(2);
/// The pause of a delivery that never left because Meta could not be reached.
const UNREACHABLE_PAUSE: Duration = Duration::from_secs(2);
/// The pause of a certificate that no key may sign now: a person must act, and is told by the log.
const UNSIGNED_PAUSE: Duration = Duration::from_mins(1);
/// The pause after storage failed.
const STORAGE_PAUSE: Duration = Duration::from_millis(500);

/// What an attempt tells about all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Meta is there.
    Answered,
    /// Meta is not there, or cannot now.
    Away,
    /// Nothing may be sent before this instant.
    Hold(Timestamp),
    /// Nothing: no attempt was made.
    None,
}

/// Makes attempts until `stop`; then finishes those under way.
pub(crate) async fn run(shared: Shared, stop: CancellationToken) {
    let mut pace = Pace::new(shared.options.pace);
    let mut under_way: JoinSet<Sign> = JoinSet::new();
    while !stop.is_cancelled() {
        while let Some(ended) = under_way.try_join_next() {
            heed(&mut pace, &shared, ended.unwrap_or(Sign::Away));
        }
        gauge!("mitra_sends_in_flight").set(under_way.len() as f64);
        shared.read_marks.report_load(under_way.len());
        let now = shared.clock.now();
        let free = SENDS_IN_FLIGHT_MAX - under_way.len();
        let room = match pace.permit(now) {
            Permit::Open => pace.number_room(now, free),
            Permit::Probe => pace.number_room(now, free.min(1)),
            Permit::Wait(until) => Err(until),
            Permit::AwaitProbe => Ok(0),
        };
        let wake_at = match room {
            Ok(room) if room > 0 => match claim(&shared, &mut pace, &mut under_way, room).await {
                0 => shared.storage.next_delivery_due(now).await.ok().flatten(),
                _ => continue,
            },
            Ok(_) => None,
            Err(ready_at) => Some(ready_at),
        };
        let rest = wake_at.map(|at| at.since(shared.clock.now()));
        tokio::select! {
            biased;
            Some(ended) = under_way.join_next() => {
                heed(&mut pace, &shared, ended.unwrap_or(Sign::Away));
            }
            () = shared.outbox.listen(rest) => {}
            () = stop.cancelled() => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Claims up to `room` deliveries and begins their attempts. Gives back how many were claimed.
async fn claim(
    shared: &Shared,
    pace: &mut Pace,
    under_way: &mut JoinSet<Sign>,
    room: usize,
) -> usize {
    let now = shared.clock.now();
    let claimed = match shared.storage.claim_deliveries(room, now, DELIVERY_CLAIM_HOLD).await {
        Ok(claimed) => claimed,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot claim deliveries");
            tokio::time::sleep(STORAGE_PAUSE).await;
            return 0;
        }
    };
    let n_claimed = claimed.len();
    for delivery in claimed {
        let now = shared.clock.now();
        let verdict = before(&delivery, now).map_or_else(
            || {
                pace.take_citizen(delivery.claim.citizen, now).map_err(|not_before| {
                    counter!("mitra_sends_deferred_total").increment(1);
                    AttemptOutcome::Deferred { not_before }
                })
            },
            Err,
        );
        let shared = shared.clone();
        match verdict {
            Ok(()) => {
                // `number_room` promised the token.
                pace.take_number(now).ok();
                if pace.permit(now) == Permit::Probe {
                    pace.probe_began();
                }
                under_way.spawn(attempt(shared, delivery));
            }
            Err(outcome) => {
                under_way.spawn(async move {
                    record(&shared, delivery.claim, outcome).await;
                    Sign::None
                });
            }
        }
    }
    n_claimed
}

/// What is known before an attempt is made: whether it may be made at all.
fn before(delivery: &ClaimedDelivery, now: Timestamp) -> Option<AttemptOutcome> {
    if delivery.window_closes_at <= now {
        return Some(AttemptOutcome::Dead(DeadReason::WindowClosed));
    }
    if delivery.attempt > ATTEMPTS_MAX {
        let reason = DeadReason::AttemptsExhausted { attempts: ATTEMPTS_MAX, code: None };
        return Some(AttemptOutcome::Dead(reason));
    }
    None
}

async fn attempt(shared: Shared, delivery: ClaimedDelivery) -> Sign {
    let completed = upload::complete(&shared, &delivery).await;
    let began_at = shared.clock.now();
    let ClaimedDelivery { claim, reference, from, to, attempt, .. } = delivery;
    let (outcome, sign) = match completed {
        Ok(Completed { body, known }) => {
            let template = templates::sent_in(&body);
            let is_order = mitra_whatsapp::is_order(&body);
            let outbound = OutboundMessage { reference, from, to, body };
            let result = shared.graph.send(outbound).await;
            let result = if is_order { result.map_err(about_order) } else { result };
            let now = shared.clock.now();
            histogram!("mitra_send_seconds").record(now.since(began_at).as_secs_f64());
            if let Err(error) = &result {
                tracing::warn!(delivery = claim.delivery.0, attempt, %error, "attempt failed");
            }
            let decided = decide(result, attempt, now, shared.entropy.next());
            if let (Some(template), AttemptOutcome::Dead(reason)) = (&template, &decided.0) {
                shared.templates.refused(template, reason.code().unwrap_or_default());
            }
            match (known, decided) {
                (Some(file), (AttemptOutcome::Dead(DeadReason::Refused { code }), sign))
                    if upload::is_about_file(code) =>
                {
                    tracing::warn!(file = file.0, code, "Meta may have a file no more: once more");
                    upload::remember(&shared, file, None).await;
                    (again(attempt, Some(code), now), sign)
                }
                (_, decided) => decided,
            }
        }
        Err(incomplete) => {
            let error = &incomplete as &dyn std::error::Error;
            tracing::warn!(
                delivery = claim.delivery.0,
                attempt,
                error,
                "attempt without a message"
            );
            decide_incomplete(incomplete, attempt, began_at, shared.entropy.next())
        }
    };
    counter!("mitra_attempts_total", "outcome" => name(&outcome)).increment(1);
    if let AttemptOutcome::Dead(reason) = &outcome {
        given_up(claim.delivery, reason);
    }
    let is_dead = matches!(outcome, AttemptOutcome::Dead(_));
    record(&shared, claim, outcome).await;
    if is_dead {
        // It may be a payment's card.
        shared.payments.ring();
    }
    sign
}

/// Says that a delivery is a dead letter from now on.
pub(crate) fn given_up(delivery: DeliveryId, reason: &DeadReason) {
    tracing::error!(delivery = delivery.0, %reason, "delivery given up");
}

/// A business that cannot have payments within the chat goes on writing to everybody.
fn about_order(error: SendError) -> SendError {
    match error {
        SendError::Answered { http_status, code, detail, .. }
            if mitra_whatsapp::refuses_orders(code) =>
        {
            SendError::Answered { http_status, code, detail, remedy: Remedy::GiveUp }
        }
        SendError::Answered { .. }
        | SendError::Unanswered { .. }
        | SendError::Unreachable { .. } => error,
    }
}

/// What follows from the end of the `attempt`-th attempt. Exhaustive: a new error must choose.
fn decide(
    result: Result<SendAccepted, SendError>,
    attempt: u32,
    now: Timestamp,
    random: u64,
) -> (AttemptOutcome, Sign) {
    let pause = backoff::pause(RETRY_PAUSE_FIRST, 4, RETRY_PAUSE_MAX, attempt, random);
    let retry_at = |after: Option<Duration>| {
        now.after(after.unwrap_or(pause).min(RETRY_PAUSE_MAX + RETRY_PAUSE_MAX / 4))
    };
    match result {
        Ok(SendAccepted { wamid }) => (AttemptOutcome::Accepted { wamid }, Sign::Answered),
        // Meta may have taken it: a blind retry could send the citizen the same reply twice.
        // It is an attempt, so it also keeps the pauses that make twelve of them last through an outage.
        Err(SendError::Unanswered { .. }) => {
            (AttemptOutcome::Unknown { until: now.after(UNKNOWN_WAIT.max(pause)) }, Sign::Away)
        }
        // It never left, so it is no attempt, and an outage of any length uses none up.
        Err(SendError::Unreachable { .. }) => {
            (AttemptOutcome::Deferred { not_before: now.after(UNREACHABLE_PAUSE) }, Sign::Away)
        }
        Err(SendError::Answered { code, remedy, .. }) => match remedy {
            Remedy::GiveUp => (AttemptOutcome::Dead(DeadReason::Refused { code }), Sign::Answered),
            Remedy::Halt => {
                let not_before = now.after(HALTED_DELIVERY_PAUSE);
                (AttemptOutcome::Deferred { not_before }, Sign::Hold(now.after(HALT_PAUSE)))
            }
            Remedy::SlowNumber { after } => {
                let not_before = now.after(after.unwrap_or(SLOW_NUMBER_PAUSE).min(RETRY_PAUSE_MAX));
                (AttemptOutcome::Deferred { not_before }, Sign::Hold(not_before))
            }
            Remedy::SlowCitizen => (again(attempt, Some(code), retry_at(None)), Sign::Answered),
            Remedy::Retry { after } => (again(attempt, Some(code), retry_at(after)), Sign::Away),
        },
    }
}

/// What follows when the message could not even be completed. Nothing was sent, so nothing waits for a receipt.
fn decide_incomplete(
    incomplete: Incomplete,
    attempt: u32,
    now: Timestamp,
    random: u64,
) -> (AttemptOutcome, Sign) {
    match incomplete {
        Incomplete::Upload(SendError::Unanswered { .. }) => {
            let pause = backoff::pause(RETRY_PAUSE_FIRST, 4, RETRY_PAUSE_MAX, attempt, random);
            (again(attempt, None, now.after(pause)), Sign::Away)
        }
        Incomplete::Upload(
            error @ (SendError::Unreachable { .. } | SendError::Answered { .. }),
        ) => decide(Err(error), attempt, now, random),
        // Not `Sign::None`: this may have been the probe that all sending waits for, and another must follow it.
        Incomplete::Storage(_) => {
            let not_before = now.after(STORAGE_PAUSE);
            (AttemptOutcome::Deferred { not_before }, Sign::Hold(not_before))
        }
        Incomplete::Document(no_document) => {
            // Not `Sign::None`, for the same reason.
            let outcome = match no_document {
                NoDocument::Unsigned(_) => {
                    AttemptOutcome::Deferred { not_before: now.after(UNSIGNED_PAUSE) }
                }
                NoDocument::Storage(_) | NoDocument::ClaimLost => {
                    AttemptOutcome::Deferred { not_before: now.after(STORAGE_PAUSE) }
                }
                NoDocument::Missing => AttemptOutcome::Dead(DeadReason::CertificateMissing),
                NoDocument::Revoked => AttemptOutcome::Dead(DeadReason::CertificateRevoked),
            };
            (outcome, Sign::Hold(now))
        }
        Incomplete::Missing(_) => (AttemptOutcome::Dead(DeadReason::FileMissing), Sign::Hold(now)),
    }
}

/// A next attempt, unless this was the last.
fn again(attempt: u32, code: Option<i64>, not_before: Timestamp) -> AttemptOutcome {
    if attempt < ATTEMPTS_MAX {
        return AttemptOutcome::RetryAt { not_before };
    }
    AttemptOutcome::Dead(DeadReason::AttemptsExhausted { attempts: attempt, code })
}

/// Stores how an attempt ended, waiting for storage to come back for as long as the claim holds.
async fn record(shared: &Shared, claim: DeliveryClaim, outcome: AttemptOutcome) {
    let started = shared.clock.now();
    loop {
        let now = shared.clock.now();
        match Outbox::record(&*shared.storage, claim.clone(), outcome.clone(), now).await {
            Ok(_) => return,
            Err(error) => {
                tracing::error!(
                    delivery = claim.delivery.0,
                    error = &error as &dyn std::error::Error,
                    "cannot record an attempt"
                );
                // The claim runs out soon; a receipt with our reference can still settle the delivery.
                if now.since(started) + STORAGE_PAUSE >= DELIVERY_CLAIM_HOLD {
                    return;
                }
                tokio::time::sleep(STORAGE_PAUSE).await;
            }
        }
    }
}

fn heed(pace: &mut Pace, shared: &Shared, sign: Sign) {
    match sign {
        Sign::Answered => pace.answered(),
        Sign::Away => pace.failed(shared.clock.now(), shared.entropy.next()),
        Sign::Hold(until) => pace.hold(until),
        Sign::None => {}
    }
    gauge!("mitra_sending_paused").set(f64::from(u8::from(pace.is_paused())));
}

fn name(outcome: &AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Accepted { .. } => "accepted",
        AttemptOutcome::Deferred { .. } => "deferred",
        AttemptOutcome::RetryAt { .. } => "retry",
        AttemptOutcome::Unknown { .. } => "unknown",
        AttemptOutcome::Dead(_) => "dead",
    }
}

#[cfg(test)]
mod tests;
