//! `POST /departments/{id}/notices`: a department's back end tells its department something about a citizen.
//!
//! ```text
//! {"id": "order-17", "citizen": "<pseudonym>", "service": "status", "body": "..."}
//! ```
//!
//! 202: it is durable, and will be told once. 200: it was taken before. Else see [`refusal`]. What became of it,
//! [`report`] tells.

mod refusal;
mod report;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mitra_core::ids::{DepartmentId, Pseudonym, ServiceId};
use mitra_core::limits::{NOTICE_REQUEST_BYTES_MAX, NOTICES_ADMITTED_MAX};
use mitra_core::notice::{Addressee, Notice, NoticeBody, NoticeId};
use mitra_pipeline::{NoticeCalls, Noticed};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

use super::bearer::bearer;
use crate::config::TokenHash;
use refusal::Refusal;
use report::Told;
use tokens::Tokens;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest pseudonym looked for, in bytes: the contract's own limit.
const PSEUDONYM_BYTES_MAX: usize = 64;

/// The door for back ends as a router.
pub struct NoticeDoor;

struct Door {
    tokens: Tokens,
    calls: NoticeCalls,
    places: Semaphore,
}

/// A notice as it is written. Unknown keys are errors: what is misspelled would be lost.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    citizen: String,
    service: String,
    body: String,
}

impl NoticeDoor {
    /// Routes the notices of departments with these tokens.
    pub(crate) fn router(tokens: Vec<(DepartmentId, TokenHash)>, calls: NoticeCalls) -> Router {
        let places = Semaphore::new(NOTICES_ADMITTED_MAX);
        let door = Arc::new(Door { tokens: Tokens::new(tokens), calls, places });
        Router::new()
            .route("/departments/{id}/notices", post(notice))
            .route("/departments/{id}/notices/{notice}", get(told))
            .fallback(async || Refusal::NoPage)
            .method_not_allowed_fallback(async || Refusal::OtherMethod)
            .with_state(door)
    }
}

async fn notice(
    State(door): State<Arc<Door>>,
    Path(department): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let _place = door.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let (parts, body) = request.into_parts();
    let department = admit(&door.tokens, &parts.headers, &department)?;
    let body = match tokio::time::timeout(BODY_TIMEOUT, read(body)).await {
        Ok(body) => body?,
        Err(_) => return Err(Refusal::TooSlow { waited: BODY_TIMEOUT }),
    };
    let notice = parse(department, &body)?;
    let (status, word) = match door.calls.take(notice).await.map_err(Refusal::NotTaken)? {
        Noticed::Taken => (StatusCode::ACCEPTED, "taken"),
        Noticed::Known => (StatusCode::OK, "known"),
    };
    Ok((status, Json(json!({ "status": word }))).into_response())
}

async fn told(
    State(door): State<Arc<Door>>,
    Path((department, notice)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Told>, Refusal> {
    let _place = door.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let department = admit(&door.tokens, &headers, &department)?;
    report::report(&door.calls, department, &notice).await
}

/// Whose back end it is. Nothing is read before that is known.
fn admit(tokens: &Tokens, headers: &HeaderMap, department: &str) -> Result<DepartmentId, Refusal> {
    let token = bearer(headers).ok_or(Refusal::NoToken)?;
    let owner = tokens.owner(token).ok_or(Refusal::UnknownToken)?;
    // A department's id is no secret: citizens see whom they speak with.
    if owner.as_str() == department {
        return Ok(owner.clone());
    }
    Err(Refusal::OthersToken { owner: owner.clone() })
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    match Limited::new(body, NOTICE_REQUEST_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Refusal::TooLarge { bytes_max: NOTICE_REQUEST_BYTES_MAX })
        }
        Err(error) => Err(Refusal::Cut(error)),
    }
}

fn parse(department: DepartmentId, body: &[u8]) -> Result<Notice, Refusal> {
    let written: Written = serde_json::from_slice(body).map_err(Refusal::Unreadable)?;
    let id = NoticeId::parse(&written.id).map_err(Refusal::Invalid)?;
    let body = NoticeBody::parse(&written.body).map_err(Refusal::Invalid)?;
    let service = ServiceId::parse(&written.service).map_err(Refusal::InvalidService)?;
    if written.citizen.is_empty() || written.citizen.len() > PSEUDONYM_BYTES_MAX {
        return Err(Refusal::InvalidCitizen { bytes_max: PSEUDONYM_BYTES_MAX });
    }
    let addressee = Addressee { department, pseudonym: Pseudonym::new(written.citizen) };
    Ok(Notice { addressee, service, id, body })
}

#[cfg(test)]
mod tests;
