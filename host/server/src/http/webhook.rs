//! The webhook: Meta's handshake and notifications.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::{counter, histogram};
use mitra_core::clock::Clock;
use mitra_core::identity::Secret;
use mitra_pipeline::Ingest;
use mitra_whatsapp::AppSecrets;

use super::admission::{Admission, LARGE_BODIES_BYTES_MAX, NOTIFICATIONS_ADMITTED_MAX};
use super::body;
use super::error::Refusal;

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
    admission: Admission,
}

impl Webhook {
    /// Routes `GET` and `POST` of the webhook's path.
    pub fn router(options: WebhookOptions, ingest: Ingest, clock: Arc<dyn Clock>) -> Router {
        let admission = Admission::new(NOTIFICATIONS_ADMITTED_MAX, LARGE_BODIES_BYTES_MAX);
        Self::router_with(admission, options, ingest, clock)
    }

    fn router_with(
        admission: Admission,
        options: WebhookOptions,
        ingest: Ingest,
        clock: Arc<dyn Clock>,
    ) -> Router {
        let path = options.path.clone();
        let door = Arc::new(Door { options, ingest, clock, admission });
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
    let mut place = door.admission.enter().ok_or(Refusal::Busy)?;
    let (parts, body) = request.into_parts();
    let body = body::read(body, &mut place).await?;
    let signatures = signatures(&parts.headers);
    let notification = mitra_whatsapp::verify(body, &signatures, &door.options.app_secrets)
        .map_err(Refusal::Signature)?;
    // The place is kept: what waits for a database that is slow is in memory too.
    door.ingest.run(&notification).await.map_err(Refusal::NotAccepted)?;
    counter!("mitra_notifications_total").increment(1);
    let took = door.clock.now().since(began_at);
    histogram!("mitra_notification_seconds").record(took.as_secs_f64());
    Ok(StatusCode::OK)
}

fn signatures(headers: &HeaderMap) -> Vec<&[u8]> {
    headers.get_all(SIGNATURE_HEADER).iter().map(axum::http::HeaderValue::as_bytes).collect()
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use axum::body::Body;
    use axum::http::Request;
    use hyper::body::Frame;
    use mitra_core::identity::Secret;
    use mitra_core::limits::NOTIFICATION_BYTES_MAX;
    use mitra_core::routing::RoutingTable;
    use mitra_storage::memory::MemoryStorage;
    use tokio::sync::mpsc;
    use tower::ServiceExt;

    use super::super::admission::SMALL_BODY_BYTES_MAX;
    use super::super::body::BODY_TIMEOUT;
    use super::super::nobody;
    use super::*;
    use crate::clock::SystemClock;

    const SECRET: &str = "app secret";

    fn router(places: usize, room_bytes: usize) -> Router {
        let storage = MemoryStorage::default();
        let ingest = nobody::pipeline(storage, RoutingTable::default()).ingest();
        let options = WebhookOptions {
            path: "/webhook".to_owned(),
            verify_token: Secret::new("token"),
            app_secrets: AppSecrets::new(vec![Secret::new(SECRET)]),
        };
        let clock = Arc::new(SystemClock);
        Webhook::router_with(Admission::new(places, room_bytes), options, ingest, clock)
    }

    /// A signed notification of this many bytes, whole.
    fn whole(bytes: usize) -> Request<Body> {
        let body = vec![b' '; bytes];
        signed(&body, Body::from(body.clone()))
    }

    /// A signed notification of this many bytes that comes in pieces, without a length.
    fn in_pieces(bytes: usize) -> (Request<Body>, mpsc::Sender<Vec<u8>>) {
        let (sender, pieces) = mpsc::channel::<Vec<u8>>(1);
        let body = Pieces(pieces);
        (signed(&vec![b' '; bytes], Body::new(body)), sender)
    }

    struct Pieces(mpsc::Receiver<Vec<u8>>);

    impl axum::body::HttpBody for Pieces {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
            let piece = self.0.poll_recv(context);
            piece.map(|piece| piece.map(|piece| Ok(Frame::data(piece.into()))))
        }
    }

    fn signed(bytes: &[u8], body: Body) -> Request<Body> {
        let signature = mitra_whatsapp::sign(bytes, &Secret::new(SECRET));
        let request = Request::post("/webhook").header(SIGNATURE_HEADER, signature);
        request.body(body).expect("a request")
    }

    async fn answer(router: &Router, request: Request<Body>) -> Response {
        router.clone().oneshot(request).await.expect("a router never fails")
    }

    fn is_busy(answer: &Response) -> bool {
        answer.status() == StatusCode::SERVICE_UNAVAILABLE
            && answer.headers().contains_key(header::RETRY_AFTER)
    }

    #[tokio::test]
    async fn a_notification_without_a_place_is_asked_to_come_again() {
        let router = router(1, 0);
        let (slow, pieces) = in_pieces(2);
        let slow = tokio::spawn(router.clone().oneshot(slow));
        pieces.send(b" ".to_vec()).await.expect("it is read");
        // Taken, so the slow one has its place by now.
        pieces.reserve().await.expect("it is read");
        assert!(is_busy(&answer(&router, whole(2)).await));
        pieces.send(b" ".to_vec()).await.expect("it is read");
        drop(pieces);
        let slow = slow.await.expect("it ends").expect("a router never fails");
        assert_eq!(slow.status(), StatusCode::OK);
        assert_eq!(answer(&router, whole(2)).await.status(), StatusCode::OK);
    }

    #[tokio::test(start_paused = true)]
    async fn slow_large_bodies_hold_up_large_ones_for_a_while_and_small_ones_never() {
        let router = router(8, NOTIFICATION_BYTES_MAX);
        let (slow, pieces) = in_pieces(NOTIFICATION_BYTES_MAX);
        let slow = tokio::spawn(router.clone().oneshot(slow));
        pieces.send(vec![b' '; SMALL_BODY_BYTES_MAX + 1]).await.expect("it is read");
        pieces.reserve().await.expect("it is read");
        let began_at = tokio::time::Instant::now();
        assert_eq!(answer(&router, whole(SMALL_BODY_BYTES_MAX)).await.status(), StatusCode::OK);
        assert_eq!(began_at.elapsed(), Duration::ZERO);
        assert!(is_busy(&answer(&router, whole(SMALL_BODY_BYTES_MAX + 1)).await));
        assert!(began_at.elapsed() >= BODY_TIMEOUT, "{:?}", began_at.elapsed());
        let slow = slow.await.expect("it ends").expect("a router never fails");
        assert_eq!(slow.status(), StatusCode::REQUEST_TIMEOUT);
        let large = answer(&router, whole(SMALL_BODY_BYTES_MAX + 1)).await;
        assert_eq!(large.status(), StatusCode::OK, "its room is free again");
    }

    #[tokio::test]
    async fn what_is_too_large_needs_no_room() {
        let router = router(1, 0);
        let refused = answer(&router, whole(NOTIFICATION_BYTES_MAX + 1)).await;
        assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
