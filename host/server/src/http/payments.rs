//! The payment provider's callbacks. One wakes the question that only the provider answers; what it says is not
//! believed.
//!
//! | status | when | who must act |
//! | --- | --- | --- |
//! | 200 | it is durable that the order or refund is to be asked about, or it is about none of ours | nobody |
//! | 400 | it is signed and cannot be read | the platform team: the provider changed its format |
//! | 401 | the signature is missing or wrong | the operator, if it is real: check `payments.callback_secrets` |
//! | 408 | the body did not arrive in time | nobody; the provider sends it again |
//! | 413 | the body is too large | nobody; the provider never sends one |
//! | 503 | too many at once, or it cannot be stored now | nobody; the provider sends it again |

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use metrics::counter;
use mitra_core::limits::{PAYMENT_CALLBACK_BYTES_MAX, PAYMENT_CALLBACKS_MAX};
use mitra_payments::{CallbackError, CallbackNews, CallbackSecrets, callback_news};
use mitra_pipeline::{PaymentCalls, RefundCalls};
use tokio::sync::Semaphore;

/// Razorpay's name of the signature header.
const SIGNATURE_HEADER: &str = "x-razorpay-signature";
/// How long a body may take to arrive. The provider gives up after 5 s.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// What the door needs to know.
pub struct PaymentDoorOptions {
    /// The path that the provider calls.
    pub path: String,
    /// The secrets of signatures.
    pub secrets: CallbackSecrets,
}

/// The provider's door as a router.
pub struct PaymentDoor;

struct Door {
    secrets: CallbackSecrets,
    calls: PaymentCalls,
    refunds: RefundCalls,
    places: Semaphore,
}

impl PaymentDoor {
    /// Routes `POST` of the callbacks' path.
    pub fn router(
        options: PaymentDoorOptions,
        calls: PaymentCalls,
        refunds: RefundCalls,
    ) -> Router {
        let PaymentDoorOptions { path, secrets } = options;
        let places = Semaphore::new(PAYMENT_CALLBACKS_MAX);
        let door = Arc::new(Door { secrets, calls, refunds, places });
        Router::new().route(&path, post(callback)).with_state(door)
    }
}

async fn callback(State(door): State<Arc<Door>>, request: Request) -> StatusCode {
    let (status, result) = take(&door, request).await;
    counter!("mitra_payment_callbacks_total", "result" => result).increment(1);
    if status != StatusCode::OK {
        tracing::warn!(status = status.as_u16(), result, "payment callback refused");
    }
    status
}

/// What became of a callback: the answer, and its name in the metrics.
async fn take(door: &Door, request: Request) -> (StatusCode, &'static str) {
    let Ok(_place) = door.places.try_acquire() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "busy");
    };
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(BODY_TIMEOUT, read(body)).await {
        Ok(Ok(body)) => body,
        Ok(Err(refused)) => return refused,
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, "slow"),
    };
    let signature = parts.headers.get(SIGNATURE_HEADER).map(axum::http::HeaderValue::as_bytes);
    let news = match callback_news(&body, signature, &door.secrets) {
        Ok(Some(news)) => news,
        Ok(None) => return (StatusCode::OK, "other"),
        Err(CallbackError::Signature) => return (StatusCode::UNAUTHORIZED, "unsigned"),
        Err(CallbackError::Unreadable) => return (StatusCode::BAD_REQUEST, "unreadable"),
    };
    let known = match news {
        CallbackNews::Order(order) => door.calls.news_of(&order).await,
        CallbackNews::Refund(id) => door.refunds.news_of(&id).await,
    };
    match known {
        Ok(true) => (StatusCode::OK, "taken"),
        // Of another installation with the same account, for one.
        Ok(false) => (StatusCode::OK, "unknown"),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "a payment callback cannot be stored");
            (StatusCode::SERVICE_UNAVAILABLE, "not_stored")
        }
    }
}

async fn read(body: Body) -> Result<Bytes, (StatusCode, &'static str)> {
    match Limited::new(body, PAYMENT_CALLBACK_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err((StatusCode::PAYLOAD_TOO_LARGE, "too_large"))
        }
        Err(_) => Err((StatusCode::BAD_REQUEST, "cut")),
    }
}
