//! The keys that an operator trusts.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use mitra_admin::{KeyView, NewKey, Problem, Signatures, Staged, Wanted};
use mitra_control::By;
use mitra_core::clock::Clock;
use mitra_release::{KeyId, PublicKey, RegisteredKey, Role};

use super::access::{Caller, Doing};
use super::releases::{department_id, reason};
use super::{Door, Refusal, views};
use crate::clock::SystemClock;

/// The longest name of a key's holder, in characters.
const HOLDER_CHARS_MAX: usize = 80;

/// All registered keys, revoked ones as well.
#[utoipa::path(get, path = "/v1/keys", tag = "keys", security(("token" = [])),
    responses((status = 200, body = [KeyView]), (status = "4XX", body = Problem)))]
pub(super) async fn all(
    State(door): State<Arc<Door>>,
    caller: Caller,
) -> Result<Json<Vec<KeyView>>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let keys = door.controller()?.keys().await?;
    Ok(Json(keys.all().map(|(id, key)| views::key(id, key)).collect()))
}

/// Registers a key.
#[utoipa::path(post, path = "/v1/keys", tag = "keys", security(("token" = [])), request_body = NewKey,
    responses((status = 200, body = KeyView), (status = "4XX", body = Problem)))]
pub(super) async fn register(
    State(door): State<Arc<Door>>,
    caller: Caller,
    body: Result<Json<NewKey>, JsonRejection>,
) -> Result<Json<KeyView>, Refusal> {
    caller.may(Doing::Operate)?;
    let Json(new) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let unreadable = |words: String| Refusal::Unreadable(words);
    let holder = new.holder.trim().to_owned();
    if holder.is_empty() || holder.chars().count() > HOLDER_CHARS_MAX {
        return Err(unreadable(format!("`holder` must have 1 to {HOLDER_CHARS_MAX} characters")));
    }
    let role = match new.role.as_str() {
        "publisher" => Role::Publisher,
        "approver" => Role::Approver,
        other => {
            return Err(unreadable(format!("`{other}` is no role: `publisher` or `approver` is")));
        }
    };
    let key = RegisteredKey {
        public: PublicKey::from_pem(&new.public).map_err(|error| unreadable(error.to_string()))?,
        holder,
        role,
        department: new.department.as_deref().map(department_id).transpose()?,
        registered_at: SystemClock.now(),
        revoked: None,
    };
    let by = By { actor: &caller.name, reason: reason(&new.reason)? };
    let id = door.controller()?.register_key(key, by).await?;
    shown(&door, &id).await
}

/// Trusts a key no more.
#[utoipa::path(post, path = "/v1/keys/{id}/revoke", tag = "keys", security(("token" = [])),
    request_body = Wanted, responses((status = 200, body = KeyView), (status = "4XX", body = Problem)))]
pub(super) async fn revoke(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<KeyView>, Refusal> {
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let id = KeyId::try_from(id).map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let by = By { actor: &caller.name, reason: reason(&wanted.reason)? };
    door.controller()?.revoke_key(id, by).await?;
    shown(&door, &id).await
}

/// Has so many publishers sign each release of a department.
#[utoipa::path(put, path = "/v1/departments/{id}/signatures", tag = "keys", security(("token" = [])),
    request_body = Signatures, responses((status = 200, body = Staged), (status = "4XX", body = Problem)))]
pub(super) async fn require(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<Signatures>, JsonRejection>,
) -> Result<Json<Staged>, Refusal> {
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let id = department_id(&id)?;
    let by = By { actor: &caller.name, reason: reason(&wanted.reason)? };
    door.controller()?.require_signatures(&id, wanted.signatures, by).await?;
    Ok(Json(Staged { release: None }))
}

async fn shown(door: &Door, id: &KeyId) -> Result<Json<KeyView>, Refusal> {
    let keys = door.controller()?.keys().await?;
    let key = keys.get(id).ok_or(Refusal::NoPage)?;
    Ok(Json(views::key(id, key)))
}
