//! Departments and their releases: seen, staged, agreed to.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use mitra_admin::{DepartmentView, Problem, Staged};
use mitra_control::By;
use mitra_core::audit::REASON_CHARS_MAX;
use mitra_core::clock::Clock;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::limits::COMPONENT_BYTES_MAX;
use mitra_release::{Artifact, Envelope, RELEASE_PAYLOAD_TYPE};
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::{Door, Refusal, views};
use crate::clock::SystemClock;

/// Releases that are taken in at once: each is in memory as a whole.
pub(super) const STAGED_AT_ONCE_MAX: usize = 2;
/// The largest release as one file, in bytes: its files, [`mitra_release::RELEASE_BYTES_MAX`] together, a block and a
/// half for each, and the envelope.
const RELEASE_FILE_BYTES_MAX: usize = 2 * COMPONENT_BYTES_MAX + 2 * 1024 * 1024;

/// How long the rest of a body is read that is not taken.
const LEFT_OVER_MAX: Duration = Duration::from_secs(10);

/// Why something is done, where the body is something else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Why {
    #[serde(default)]
    reason: String,
}

pub(super) fn department_id(text: &str) -> Result<DepartmentId, Refusal> {
    DepartmentId::parse(text).map_err(|_| Refusal::NoDepartment(text.to_owned()))
}

/// A reason as it stands in the audit log.
pub(super) fn reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > REASON_CHARS_MAX {
        let words = format!(
            "`reason` must have 1 to {REASON_CHARS_MAX} characters: it stands in the audit log"
        );
        return Err(Refusal::Unreadable(words));
    }
    Ok(text)
}

/// All departments that are served by releases, as far as the token may see them.
#[utoipa::path(get, path = "/v1/departments", tag = "releases", security(("token" = [])),
    responses((status = 200, body = [DepartmentView]), (status = "4XX", body = Problem)))]
pub(super) async fn departments(
    State(door): State<Arc<Door>>,
    caller: Caller,
) -> Result<Json<Vec<DepartmentView>>, Refusal> {
    let controller = door.controller()?;
    let own = caller.department();
    if own.is_none() {
        caller.may(Doing::LookAtAll)?;
    }
    let mut seen = Vec::new();
    for id in controller.departments().iter().filter(|id| own.is_none_or(|own| own == *id)) {
        seen.push(views::department(&door, controller, id, SystemClock.now()).await?);
    }
    Ok(Json(seen))
}

/// One department and its releases.
#[utoipa::path(get, path = "/v1/departments/{id}", tag = "releases", security(("token" = [])),
    responses((status = 200, body = DepartmentView), (status = "4XX", body = Problem)))]
pub(super) async fn department(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DepartmentView>, Refusal> {
    let id = department_id(&id)?;
    caller.may(Doing::LookAt(&id))?;
    Ok(Json(views::department(&door, door.controller()?, &id, SystemClock.now()).await?))
}

/// Stages a release: it is kept, and goes as far as it can by itself.
#[utoipa::path(post, path = "/v1/departments/{id}/releases", tag = "releases", security(("token" = [])),
    params(("reason" = String, Query, description = "why, for the audit log")),
    request_body(content = Vec<u8>, content_type = "application/vnd.mitra.release"),
    responses((status = 202, body = Staged), (status = "4XX", body = Problem)))]
pub(super) async fn stage(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(why): Query<Why>,
    request: Request,
) -> Result<Response, Refusal> {
    let id = department_id(&id)?;
    let reason = match caller.may(Doing::Stage(&id)).and_then(|()| reason(&why.reason)) {
        Ok(reason) => reason,
        Err(refusal) => {
            // Whoever still sends would not hear why.
            tokio::time::timeout(LEFT_OVER_MAX, throw_away(request.into_body())).await.ok();
            return Err(refusal);
        }
    };
    // Nothing is kept before there is a place for it.
    let _place = door.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let body = axum::body::to_bytes(request.into_body(), RELEASE_FILE_BYTES_MAX).await;
    let body = body.map_err(|_| Refusal::TooLarge { bytes_max: RELEASE_FILE_BYTES_MAX })?;
    let artifact = Artifact::read(&*body).map_err(Refusal::NoRelease)?;
    drop(body);
    let by = By { actor: &caller.name, reason };
    let digest = door.controller()?.stage(&id, artifact, by).await?;
    let staged = Staged { release: Some(digest.to_string()) };
    Ok((StatusCode::ACCEPTED, Json(staged)).into_response())
}

/// Reads a body to its end, and keeps nothing of it.
async fn throw_away(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}

/// The envelope of a release: its statement, and who signed it.
#[utoipa::path(get, path = "/v1/departments/{id}/releases/{digest}/envelope", tag = "releases",
    security(("token" = [])),
    responses((status = 200, description = "a DSSE envelope"), (status = "4XX", body = Problem)))]
pub(super) async fn envelope(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id = department_id(&id)?;
    caller.may(Doing::LookAt(&id))?;
    let digest = found(&door, &id, &digest)?;
    let envelope = door.controller()?.envelope(&digest).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], envelope.to_bytes()).into_response())
}

/// Agrees to what a release asks for beyond the one before it: the body is its envelope with an approver's signature.
#[utoipa::path(post, path = "/v1/departments/{id}/releases/{digest}/approval", tag = "releases",
    security(("token" = [])),
    params(("reason" = String, Query, description = "why, for the audit log")),
    responses((status = 200, body = Staged), (status = "4XX", body = Problem)))]
pub(super) async fn approve(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
    Query(why): Query<Why>,
    body: Bytes,
) -> Result<Json<Staged>, Refusal> {
    let id = department_id(&id)?;
    caller.may(Doing::Approve)?;
    let reason = reason(&why.reason)?;
    let digest = found(&door, &id, &digest)?;
    let signed = Envelope::parse(&body, RELEASE_PAYLOAD_TYPE);
    let signed = signed.map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let by = By { actor: &caller.name, reason };
    door.controller()?.approve(&id, &digest, &signed, by).await?;
    Ok(Json(Staged { release: Some(digest.to_string()) }))
}

/// The department's release whose digest begins so.
pub(super) fn found(
    door: &Door,
    id: &DepartmentId,
    begins: &str,
) -> Result<ReleaseDigest, Refusal> {
    let roster = door.controller()?.roster(id)?;
    let found = roster.find(begins).map_err(mitra_control::ControlError::from)?;
    Ok(found.digest.clone())
}
