//! What operators decide about a department's releases.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use mitra_admin::{Problem, Staged, Wanted};
use mitra_control::{By, ControlError, Controller};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_release::parse_instant;

use super::access::{Caller, Doing};
use super::releases::{department_id, reason};
use super::{Door, Refusal};

/// What can be done with a department.
pub(super) const ACTS: [&str; 9] =
    ["promote", "roll-back", "reject", "hold", "let-go", "freeze", "thaw", "remove", "bring-back"];

/// Does something with a department's releases: `promote`, `roll-back`, `reject`, `hold`, `let-go`, `freeze`, `thaw`,
/// `remove` or `bring-back`.
#[utoipa::path(post, path = "/v1/departments/{id}/{act}", tag = "releases", security(("token" = [])),
    request_body = Wanted,
    responses((status = 200, body = Staged), (status = "4XX", body = Problem)))]
pub(super) async fn act(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, act)): Path<(String, String)>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Staged>, Refusal> {
    let id = department_id(&id)?;
    if !ACTS.contains(&act.as_str()) {
        return Err(Refusal::NoPage);
    }
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let until = wanted.until.as_deref().map(instant).transpose()?;
    let by = By { actor: &caller.name, reason: reason(&wanted.reason)? };
    let release = done(door.controller()?, &id, &act, until, by).await?;
    Ok(Json(Staged { release: release.map(|digest| digest.to_string()) }))
}

fn instant(text: &str) -> Result<Timestamp, Refusal> {
    let words =
        || format!("`until` must be an instant such as `2026-12-31T18:00:00Z`, not `{text}`");
    parse_instant(text).ok_or_else(|| Refusal::Unreadable(words()))
}

async fn done(
    controller: &Controller,
    id: &DepartmentId,
    act: &str,
    until: Option<Timestamp>,
    by: By<'_>,
) -> Result<Option<ReleaseDigest>, ControlError> {
    match act {
        "promote" => controller.promote(id, by).await.map(Some),
        "roll-back" => controller.roll_back(id, by).await.map(Some),
        "reject" => controller.reject(id, by).await.map(Some),
        "hold" => controller.hold(id, true, by).await.map(Some),
        "let-go" => controller.hold(id, false, by).await.map(Some),
        "freeze" => controller.freeze(id, until, by).await.map(|()| None),
        "thaw" => controller.thaw(id, by).await.map(|()| None),
        "remove" => controller.remove(id, by).await.map(|()| None),
        _ => controller.bring_back(id, by).await.map(|()| None),
    }
}
