//! Turns that were written down, and what releases made of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use mitra_admin::{CapsuleView, Problem, RepeatedView};
use mitra_capsule::{Capsule, Comparison};
use mitra_core::ids::CapsuleId;
use mitra_release::show_instant;
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::releases::{department_id, found, reason};
use super::{Door, Refusal};
use crate::capsules::Repeated;

/// The most capsules that are listed.
const LISTED_MAX: usize = 200;

/// How much of a capsule, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    #[serde(default)]
    whole: bool,
    #[serde(default)]
    reason: String,
}

/// A department's newest turns that were written down, without what is in them.
#[utoipa::path(get, path = "/v1/departments/{id}/capsules", tag = "capsules", security(("token" = [])),
    responses((status = 200, body = [CapsuleView]), (status = "4XX", body = Problem)))]
pub(super) async fn all(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<CapsuleView>>, Refusal> {
    let id = department_id(&id)?;
    caller.may(Doing::LookAt(&id))?;
    let listed = door.capsules()?.list(&id, LISTED_MAX).await?;
    let views = listed.into_iter().map(|(facts, bytes)| CapsuleView {
        id: facts.id.to_string(),
        release: facts.release.to_string(),
        ended: facts.ended,
        taken_at: show_instant(facts.taken_at),
        expires_at: show_instant(facts.expires_at),
        bytes,
    });
    Ok(Json(views.collect()))
}

/// One of them, to be repeated. What the citizen wrote is masked, unless an operator asks for the whole of it.
#[utoipa::path(get, path = "/v1/departments/{id}/capsules/{capsule}", tag = "capsules",
    security(("token" = [])),
    params(("whole" = Option<bool>, Query, description = "with what the citizen wrote: for operators alone"),
        ("reason" = String, Query, description = "why, for the audit log")),
    responses((status = 200, description = "a capsule"), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, capsule)): Path<(String, String)>,
    Query(Wish { whole, reason: why }): Query<Wish>,
) -> Result<Json<Capsule>, Refusal> {
    let id = department_id(&id)?;
    caller.may(if whole { Doing::Operate } else { Doing::LookAt(&id) })?;
    let why = reason(&why)?;
    let capsule_id = CapsuleId::new(capsule);
    let capsule = door.capsules()?.capsule(&id, &capsule_id).await?;
    // What a citizen wrote is seen by nobody unseen.
    let action = if whole { "capsule.read-whole" } else { "capsule.read" };
    let why = format!("{capsule_id}: {why}");
    door.note(&caller, action, (Some(&id), Some(&capsule.release)), &why).await?;
    Ok(Json(if whole { capsule } else { capsule.masked() }))
}

/// What a release made of turns of the live one: those that it did not do the same in.
#[utoipa::path(get, path = "/v1/departments/{id}/releases/{digest}/shadow", tag = "capsules",
    security(("token" = [])),
    responses((status = 200, body = [RepeatedView]), (status = "4XX", body = Problem)))]
pub(super) async fn shadow(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Json<Vec<RepeatedView>>, Refusal> {
    let id = department_id(&id)?;
    caller.may(Doing::LookAt(&id))?;
    let digest = found(&door, &id, &digest)?;
    let repeated = door.capsules()?.report(&id, &digest).await?;
    let other = repeated.into_iter().filter(|it| it.replayed.is != Comparison::Identical);
    let views = other.map(|Repeated { capsule, replayed }| RepeatedView {
        capsule: capsule.to_string(),
        is: replayed.is.name().to_owned(),
        differences: replayed.differences,
        asked_anew: replayed.asked_anew,
    });
    Ok(Json(views.collect()))
}
