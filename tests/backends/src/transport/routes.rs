//! The office's doors: paths to what is done for them.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{delete, get, post};
use mitra_core::clock::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::keys::{Answered, Reused};
use super::office::{Application, Office, WantedPlace};
use super::tax::TaxPaid;
use crate::clock::BackendClock;
use crate::date::Day;

/// One office with its clock.
#[derive(Clone)]
struct Desk {
    clock: Arc<BackendClock>,
    office: Arc<Mutex<Office>>,
}

/// A request that changes something.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Deserialize)]
struct Chassis {
    chassis: String,
}

#[derive(Deserialize)]
struct Born {
    born: Day,
}

#[derive(Deserialize)]
struct Applicant {
    applicant: String,
}

/// All routes, below `/api`.
pub fn router(clock: Arc<BackendClock>, office: Office) -> Router {
    let desk = Desk { clock, office: Arc::new(Mutex::new(office)) };
    let api = Router::new()
        .route("/vehicles/{number}", get(vehicle))
        .route("/vehicles/{number}/tax", get(tax).post(pay_tax))
        .route("/licences/{number}", get(licence))
        .route("/learners/{number}", get(learner))
        .route("/offices", get(offices))
        .route("/offices/{office}/days", get(days))
        .route("/offices/{office}/days/{day}/slots", get(slots))
        .route("/holds", post(hold))
        .route("/holds/{hold}", delete(release))
        .route("/holds/{hold}/confirm", post(confirm))
        .route("/bookings", get(bookings))
        .route("/bookings/{reference}", delete(cancel))
        .route("/renewals", post(renew));
    Router::new().nest("/api", api).with_state(desk)
}

impl IntoResponse for Answered {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("the office has statuses of HTTP");
        match self.body {
            Some(body) => (status, Json(body)).into_response(),
            None => status.into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(IntoResponse::into_response)?;
        Ok(Self { method, uri, headers, body })
    }
}

impl Desk {
    fn office(&self) -> MutexGuard<'_, Office> {
        self.office.lock().expect("nothing panics that holds it")
    }

    /// Answers a question.
    fn tell(
        &self,
        headers: &HeaderMap,
        tell: impl FnOnce(&Office, Timestamp) -> Answered,
    ) -> Answered {
        let now = self.clock.at(headers);
        tell(&self.office(), now)
    }

    /// Does what changes something: once for each idempotency key, whatever comes of it.
    fn act<T: DeserializeOwned>(
        &self,
        asked: &Asked,
        act: impl FnOnce(&mut Office, T, Timestamp) -> Answered,
    ) -> Answered {
        let Asked { method, uri, headers, body } = asked;
        let now = self.clock.at(headers);
        // A request without a body is read as if it had said null.
        let body: &[u8] = if body.is_empty() { b"null" } else { body };
        let Ok(read) = serde_json::from_slice(body) else { return wrong(400, "not-understood") };
        let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        let request = format!("{method} {uri} {}", String::from_utf8_lossy(body));
        let mut office = self.office();
        match key.map(|key| office.keys.answer(key, &request)) {
            Some(Ok(Some(answered))) => return answered,
            Some(Err(Reused)) => return wrong(422, "key-reused"),
            Some(Ok(None)) | None => {}
        }
        let answered = act(&mut office, read, now);
        if let Some(key) = key {
            office.keys.remember(key.to_owned(), request, answered.clone());
        }
        answered
    }
}

fn wrong(status: u16, error: &str) -> Answered {
    Answered { status, body: Some(json!({"error": error})) }
}

async fn vehicle(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    Query(Chassis { chassis }): Query<Chassis>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, _| office.vehicle(&number, &chassis))
}

async fn tax(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    Query(Chassis { chassis }): Query<Chassis>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, now| office.tax(&number, &chassis, now))
}

async fn pay_tax(State(desk): State<Desk>, Path(number): Path<String>, asked: Asked) -> Answered {
    desk.act(&asked, |office, paid: TaxPaid, _| office.pay_tax(&number, &paid))
}

async fn licence(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    Query(Born { born }): Query<Born>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, _| office.licence(&number, born))
}

async fn learner(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    Query(Born { born }): Query<Born>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, _| office.learner(&number, born))
}

async fn offices(State(desk): State<Desk>, headers: HeaderMap) -> Answered {
    desk.tell(&headers, |office, _| office.offices())
}

async fn days(State(desk): State<Desk>, Path(id): Path<String>, headers: HeaderMap) -> Answered {
    desk.tell(&headers, |office, now| office.days(&id, now))
}

async fn slots(
    State(desk): State<Desk>,
    Path((id, day)): Path<(String, Day)>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, now| office.slots(&id, day, now))
}

async fn bookings(
    State(desk): State<Desk>,
    Query(Applicant { applicant }): Query<Applicant>,
    headers: HeaderMap,
) -> Answered {
    desk.tell(&headers, |office, now| office.bookings(&applicant, now))
}

async fn hold(State(desk): State<Desk>, asked: Asked) -> Answered {
    desk.act(&asked, |office, wanted: WantedPlace, now| office.hold(&wanted, now))
}

async fn confirm(State(desk): State<Desk>, Path(id): Path<String>, asked: Asked) -> Answered {
    desk.act(&asked, |office, by: Applicant, now| office.confirm(&id, &by.applicant, now))
}

async fn release(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(Applicant { applicant }): Query<Applicant>,
    asked: Asked,
) -> Answered {
    desk.act(&asked, |office, (): (), _| office.release(&id, &applicant))
}

async fn cancel(
    State(desk): State<Desk>,
    Path(reference): Path<String>,
    Query(Applicant { applicant }): Query<Applicant>,
    asked: Asked,
) -> Answered {
    desk.act(&asked, |office, (): (), now| office.cancel(&reference, &applicant, now))
}

async fn renew(State(desk): State<Desk>, asked: Asked) -> Answered {
    desk.act(&asked, |office, application: Application, now| office.renew(&application, now))
}
