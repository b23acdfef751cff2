//! The webhook: Meta's handshake and notifications.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use metrics::{counter, histogram};
use mitra_core::clock::Clock;
use mitra_core::identity::Secret;
use mitra_core::limits::NOTIFICATION_BYTES_MAX;
use mitra_pipeline::Ingest;
use mitra_whatsapp::AppSecrets;
use tokio::sync::Semaphore;

use super::error::Refusal;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Notifications being taken in at once: with the largest bodies 256 MB, with usual ones under 1 MB.
const NOTIFICATIONS_IN_FLIGHT_MAX: usize = 64;
/// How many more may wait for one of those places before Meta is asked to come again.
const NOTIFICATIONS_WAITING_MAX: usize = 1_024;
/// How much of a body that is too large is read before the connection is cut.
const DISCARDED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Meta's name of the signature header.
const SIGNATURE_HEADER: &str = "x-hub-signature-256";

/// What the webhook needs to know.
pub struct WebhookOptions {
    /// The path Meta calls.
    pub path: String,
    /// The token of the handshake.
    pub verify_token: Secret,
    /// The secrets of signatures.
    pub app_secrets: AppSecrets,
}

/// The webhook as a router.
pub struct Webhook;

struct Door {
    options: WebhookOptions,
    ingest: Ingest,
    clock: Arc<dyn Clock>,
    reading: Semaphore,
    admitted: Semaphore,
}

impl Webhook {
    /// Routes `GET` and `POST` of the webhook's path.
    pub fn router(options: WebhookOptions, ingest: Ingest, clock: Arc<dyn Clock>) -> Router {
        let path = options.path.clone();
        let reading = Semaphore::new(NOTIFICATIONS_IN_FLIGHT_MAX);
        let admitted = Semaphore::new(NOTIFICATIONS_IN_FLIGHT_MAX + NOTIFICATIONS_WAITING_MAX);
        let door = Arc::new(Door { options, ingest, clock, reading, admitted });
        Router::new().route(&path, get(handshake).post(notification)).with_state(door)
    }
}

/// Answers the verification handshake with the challenge, and nothing else.
async fn handshake(
    State(door): State<Arc<Door>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    let challenge = mitra_whatsapp::handshake(&query, &door.options.verify_token)
        .map_err(Refusal::Handshake)?;
    tracing::info!("webhook address verified by Meta");
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((plain, challenge).into_response())
}

/// Takes one notification in. 200 means that everything in it is durable.
async fn notification(
    State(door): State<Arc<Door>>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let began_at = door.clock.now();
    let busy = || Refusal::Busy { notifications_max: NOTIFICATIONS_IN_FLIGHT_MAX };
    let _admitted = door.admitted.try_acquire().map_err(|_| busy())?;
    let notification = {
        let _reading = door.reading.acquire().await.map_err(|_| busy())?;
        let (parts, body) = request.into_parts();
        let body = read(body).await?;
        let signatures = signatures(&parts.headers);
        mitra_whatsapp::verify(body, &signatures, &door.options.app_secrets)
            .map_err(Refusal::Signature)?
    };
    door.ingest.run(&notification).await.map_err(Refusal::NotAccepted)?;
    counter!("mitra_notifications_total").increment(1);
    let took = door.clock.now().since(began_at);
    histogram!("mitra_notification_seconds").record(took.as_secs_f64());
    Ok(StatusCode::OK)
}

fn signatures(headers: &HeaderMap) -> Vec<&[u8]> {
    headers.get_all(SIGNATURE_HEADER).iter().map(axum::http::HeaderValue::as_bytes).collect()
}

/// Reads the whole body. What is too large is read on and thrown away for a while: a client that is cut off in the
/// middle of sending never sees the answer.
async fn read(body: Body) -> Result<Bytes, Refusal> {
    let reading = async {
        let (mut body, mut kept, mut n_read) = (body, BytesMut::new(), 0);
        while let Some(frame) = body.frame().await {
            let Ok(chunk) = frame.map_err(Refusal::Unreadable)?.into_data() else { continue };
            n_read += chunk.len();
            if n_read <= NOTIFICATION_BYTES_MAX {
                kept.extend_from_slice(&chunk);
            } else if n_read > DISCARDED_BYTES_MAX {
                break;
            }
        }
        let too_large = Refusal::TooLarge { bytes_max: NOTIFICATION_BYTES_MAX };
        if n_read > NOTIFICATION_BYTES_MAX { Err(too_large) } else { Ok(kept.freeze()) }
    };
    let too_slow = Refusal::TooSlow { waited: BODY_TIMEOUT };
    tokio::time::timeout(BODY_TIMEOUT, reading).await.unwrap_or(Err(too_slow))
}
