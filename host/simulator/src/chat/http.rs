//! What the chat page speaks to: `/sim/*`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::citizen::Citizen;
use super::{feed, page};
use crate::faults::Faults;
use crate::handle::SimulatorHandle;
use crate::handshake::Handshake;
use crate::inbound::Inbound;
use crate::media::{FILE_BYTES_MAX, objection};
use crate::simulator::World;

#[derive(Clone)]
struct Page {
    world: Arc<World>,
    handle: SimulatorHandle,
    stop: CancellationToken,
}

/// Why the page's request is not done.
type Refusal = (StatusCode, String);

/// Routes the page and its API.
pub(crate) fn router(world: Arc<World>, stop: CancellationToken) -> Router {
    let handle = SimulatorHandle::new(Arc::clone(&world));
    if world.options.keep_transcripts {
        for (phone, bsuid, name) in [
            ("15550100101", "IN.1001", "లక్ష్మి"),
            ("15550100102", "IN.1002", "Ravi"),
            ("15550100103", "IN.1003", "सीता"),
        ] {
            handle.add_citizen(Some(phone), Some(bsuid), name);
        }
    }
    page::router()
        .route("/sim/events", get(events))
        .route("/sim/citizens", post(add_citizen))
        .route("/sim/citizens/{citizen}/messages", post(send))
        .route("/sim/faults", put(set_faults).get(faults))
        .route("/sim/counters", get(async |State(page): State<Page>| Json(page.handle.counters())))
        .route("/sim/handshake", post(shake_hands))
        .route("/sim/media", post(upload).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)))
        .route("/sim/media/{id}", get(media))
        .with_state(Page { world, handle, stop })
}

async fn events(State(page): State<Page>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let updates = feed::updates(page.world);
    Sse::new(updates.take_until(page.stop.cancelled_owned())).keep_alive(KeepAlive::default())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCitizen {
    name: String,
    phone: Option<String>,
    bsuid: Option<String>,
}

async fn add_citizen(
    State(page): State<Page>,
    Json(new): Json<NewCitizen>,
) -> Result<Json<Value>, Refusal> {
    let citizen = Citizen::new(new.phone.as_deref(), new.bsuid.as_deref(), &new.name)
        .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
    let key = citizen.key.clone();
    page.world.book.add(citizen);
    Ok(Json(json!({ "key": key })))
}

/// What the page has a citizen send. `to` is the message that a choice is made of.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Sent {
    Text { body: String },
    Tap { id: String, title: String, to: Option<String> },
    Row { id: String, title: String, to: Option<String> },
    TemplateButton { id: String, title: String, to: Option<String> },
    Location { latitude: f64, longitude: f64, name: Option<String> },
    Media { kind: String, id: String, caption: Option<String>, filename: Option<String> },
    Raw { fields: Map<String, Value> },
}

async fn send(
    State(page): State<Page>,
    Path(citizen): Path<String>,
    Json(sent): Json<Sent>,
) -> Result<Json<Value>, Refusal> {
    let unknown = || (StatusCode::NOT_FOUND, format!("there is no citizen `{citizen}`"));
    let key = page.world.book.citizen(&citizen).ok_or_else(unknown)?.key;
    let answering = |inbound: Inbound, to: Option<String>| match to {
        Some(wamid) => inbound.answering(&wamid),
        None => inbound,
    };
    let inbound = match sent {
        Sent::Text { body } => Inbound::text(&body),
        Sent::Tap { id, title, to } => answering(Inbound::tap(&id, &title), to),
        Sent::Row { id, title, to } => answering(Inbound::row(&id, &title), to),
        Sent::TemplateButton { id, title, to } => {
            answering(Inbound::template_button(&id, &title), to)
        }
        Sent::Location { latitude, longitude, name } => {
            Inbound::location(latitude, longitude, name.as_deref())
        }
        Sent::Media { kind, id, caption, filename } => {
            let mime_type = sendable(&page.world, &kind, &id)?;
            let inbound = Inbound::media(&kind, &id, &mime_type, caption.as_deref());
            filename.iter().fold(inbound, |inbound, filename| inbound.named(filename))
        }
        Sent::Raw { fields } => Inbound::raw(fields.into()),
    };
    Ok(Json(json!({ "wamid": page.handle.citizen_sends(&key, inbound) })))
}

/// The type of a file that can go as a message of this kind.
fn sendable(world: &World, kind: &str, id: &str) -> Result<String, Refusal> {
    let unknown = || (StatusCode::NOT_FOUND, format!("there is no file `{id}`"));
    let file = world.media.get(id).ok_or_else(unknown)?;
    match objection(kind, &file) {
        Some(objection) => Err((StatusCode::BAD_REQUEST, objection)),
        None => Ok(file.mime_type),
    }
}

async fn set_faults(State(page): State<Page>, Json(faults): Json<Faults>) -> StatusCode {
    page.handle.set_faults(faults);
    StatusCode::NO_CONTENT
}

async fn faults(State(page): State<Page>) -> Json<Faults> {
    Json(page.world.faults())
}

async fn shake_hands(State(page): State<Page>) -> Json<Handshake> {
    Json(page.handle.shake_hands().await)
}

#[derive(Deserialize)]
struct Upload {
    mime_type: Option<String>,
}

async fn upload(
    State(page): State<Page>,
    Query(upload): Query<Upload>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Json<Value> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mime_type = upload.mime_type.as_deref().or(given).unwrap_or("application/octet-stream");
    Json(json!({ "id": page.world.media.put(mime_type.to_owned(), bytes) }))
}

async fn media(State(page): State<Page>, Path(id): Path<String>) -> Response {
    match page.world.media.get(&id) {
        Some(file) => file.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
