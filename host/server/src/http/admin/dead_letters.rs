//! Messages that were given up.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use mitra_admin::{DeadLetterOutcome, DeadLetterView, Problem, Wanted};
use mitra_core::clock::Clock;
use mitra_core::ids::DeliveryId;
use mitra_storage::{DeadLetter, Outbox, RetriedDead};

use super::access::{Caller, Doing};
use super::page::{Asked, Page};
use super::releases::reason;
use super::{Door, Refusal};
use crate::clock::SystemClock;
use crate::dead_letters;

/// Messages that were given up after the one with this number, oldest first, at most 200. None says whom it was for
/// but by a number of the database's own, or what it says.
#[utoipa::path(get, path = "/v1/dead-letters", tag = "operations", security(("token" = [])),
    params(("after" = Option<i64>, Query, description = "the last number of the page before"),
           ("max" = Option<usize>, Query, description = "the most messages: 1 to 200")),
    responses((status = 200, body = [DeadLetterView]), (status = "4XX", body = Problem)))]
pub(super) async fn letters(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(page): Asked<Page<i64>>,
) -> Result<Json<Vec<DeadLetterView>>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let (after, max) = page.wanted()?;
    let letters = door.storage.dead_letters(after.map(DeliveryId), max).await?;
    Ok(Json(letters.iter().map(dead_letters::view).collect()))
}

/// Sends a message again: a copy goes to the end of its citizen's lane, once however often it is asked for.
#[utoipa::path(post, path = "/v1/dead-letters/{id}/retry", tag = "operations",
    security(("token" = [])), request_body = Wanted,
    responses((status = 200, body = DeadLetterOutcome), (status = "4XX", body = Problem)))]
pub(super) async fn retry(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<DeadLetterOutcome>, Refusal> {
    let (letter, reason) = found(&door, &caller, &id, body).await?;
    let delivery = letter.delivery;
    if let Some(copy) = letter.retried_as {
        return Ok(Json(DeadLetterOutcome { id: delivery.0, retried_as: Some(copy.0) }));
    }
    // Written down first: what is not in the audit log is not done.
    door.note(&caller, "dead-letter.retried", (None, None), &reason).await?;
    match door.storage.retry_dead(delivery, SystemClock.now()).await? {
        RetriedDead::Queued(copy) | RetriedDead::Already(copy) => {
            Ok(Json(DeadLetterOutcome { id: delivery.0, retried_as: Some(copy.0) }))
        }
        RetriedDead::NotDead => Err(Refusal::NotDead(id)),
    }
}

/// Removes a message with all that it says: nobody can send it again.
#[utoipa::path(post, path = "/v1/dead-letters/{id}/discard", tag = "operations",
    security(("token" = [])), request_body = Wanted,
    responses((status = 200, body = DeadLetterOutcome), (status = "4XX", body = Problem)))]
pub(super) async fn discard(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<DeadLetterOutcome>, Refusal> {
    let (letter, reason) = found(&door, &caller, &id, body).await?;
    door.note(&caller, "dead-letter.discarded", (None, None), &reason).await?;
    if door.storage.discard_dead(letter.delivery).await? {
        Ok(Json(DeadLetterOutcome { id: letter.delivery.0, retried_as: None }))
    } else {
        Err(Refusal::NotDead(id))
    }
}

/// Which message is meant, if the caller may decide about it and it was given up; and why, as it is written down.
async fn found(
    door: &Door,
    caller: &Caller,
    id: &str,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<(DeadLetter, String), Refusal> {
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let reason = reason(&wanted.reason)?;
    let not_dead = || Refusal::NotDead(id.to_owned());
    let number: i64 = id.parse().map_err(|_| not_dead())?;
    let before = number.checked_sub(1).map(DeliveryId);
    let found = door.storage.dead_letters(before, 1).await?;
    let letter = found.into_iter().find(|letter| letter.delivery.0 == number);
    Ok((letter.ok_or_else(not_dead)?, format!("message {number}: {reason}")))
}
