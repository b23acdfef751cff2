//! The chat page and what it speaks to.

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
use serde_json::{Value, json};
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;

use crate::faults::Faults;
use crate::handle::SimulatorHandle;
use crate::inbound::Inbound;
use crate::simulator::World;

/// The largest file the page may send, in bytes: Meta's limit of pictures and voice notes, with room.
const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Nothing from elsewhere, no inline script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
    media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page's files: path, type, content.
const FILES: [(&str, &str, &str); 9] = [
    ("/", "text/html; charset=utf-8", include_str!("../../page/index.html")),
    ("/page/style.css", "text/css", include_str!("../../page/style.css")),
    ("/page/chat.css", "text/css", include_str!("../../page/chat.css")),
    ("/page/main.js", "text/javascript", include_str!("../../page/main.js")),
    ("/page/transport.js", "text/javascript", include_str!("../../page/transport.js")),
    ("/page/elements.js", "text/javascript", include_str!("../../page/elements.js")),
    ("/page/bubbles.js", "text/javascript", include_str!("../../page/bubbles.js")),
    ("/page/sheets.js", "text/javascript", include_str!("../../page/sheets.js")),
    ("/page/composer.js", "text/javascript", include_str!("../../page/composer.js")),
];

#[derive(Clone)]
struct Page {
    world: Arc<World>,
    handle: SimulatorHandle,
    stop: CancellationToken,
}

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
    let mut router = Router::new();
    for (path, kind, content) in FILES {
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        router = router.route(path, get(async move || (headers, content)));
    }
    router
        .route("/sim/events", get(events))
        .route("/sim/citizens", post(add_citizen))
        .route("/sim/citizens/{citizen}/messages", post(send))
        .route("/sim/faults", put(set_faults).get(faults))
        .route("/sim/counters", get(async |State(page): State<Page>| Json(page.handle.counters())))
        .route("/sim/media", post(upload).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)))
        .route("/sim/media/{id}", get(media))
        .with_state(Page { world, handle, stop })
}

/// All chats, and again at each change. A page that was away gets all it missed with the next.
async fn events(State(page): State<Page>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let world = Arc::clone(&page.world);
    let changes = WatchStream::new(page.world.book.changes());
    let events = changes.map(move |_| {
        let chats = serde_json::to_string(&world.book.shown()).unwrap_or_default();
        Ok(Event::default().data(chats))
    });
    Sse::new(events.take_until(page.stop.cancelled_owned())).keep_alive(KeepAlive::default())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCitizen {
    name: String,
    phone: Option<String>,
    bsuid: Option<String>,
}

async fn add_citizen(State(page): State<Page>, Json(new): Json<NewCitizen>) -> Response {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let (phone, bsuid) = (given(&new.phone), given(&new.bsuid));
    if phone.is_none() && bsuid.is_none() {
        return (StatusCode::BAD_REQUEST, "a citizen needs a number or a user id").into_response();
    }
    let key = page.handle.add_citizen(phone.as_deref(), bsuid.as_deref(), &new.name);
    Json(json!({ "key": key })).into_response()
}

/// What the page has a citizen send.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Sent {
    Text { body: String },
    Tap { id: String, title: String },
    Row { id: String, title: String },
    Location { latitude: f64, longitude: f64, name: Option<String> },
    Media { kind: String, id: String, mime_type: String, caption: Option<String> },
    Raw { fields: Value },
}

async fn send(
    State(page): State<Page>,
    Path(citizen): Path<String>,
    Json(sent): Json<Sent>,
) -> Json<Value> {
    let inbound = match sent {
        Sent::Text { body } => Inbound::text(&body),
        Sent::Tap { id, title } => Inbound::tap(&id, &title),
        Sent::Row { id, title } => Inbound::row(&id, &title),
        Sent::Location { latitude, longitude, name } => {
            Inbound::location(latitude, longitude, name.as_deref())
        }
        Sent::Media { kind, id, mime_type, caption } => {
            Inbound::media(&kind, &id, &mime_type, caption.as_deref())
        }
        Sent::Raw { fields } => Inbound::raw(fields),
    };
    Json(json!({ "wamid": page.handle.citizen_sends(&citizen, inbound) }))
}

async fn set_faults(State(page): State<Page>, Json(faults): Json<Faults>) -> StatusCode {
    page.handle.set_faults(faults);
    StatusCode::NO_CONTENT
}

async fn faults(State(page): State<Page>) -> Json<Faults> {
    Json(page.world.faults())
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
    page.world.media.answer(&id)
}
