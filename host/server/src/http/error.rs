//! What Meta is answered when a notification is not taken: the only place with status codes of the webhook.
//!
//! | status | when | who must act |
//! | --- | --- | --- |
//! | 400 | the handshake's query is malformed | whoever registers the address |
//! | 401 | the signature is missing or wrong | the operator, if Meta sent it: check `webhook.app_secrets` |
//! | 403 | the handshake's token is wrong | the operator: check `webhook.verify_token` |
//! | 408 | the body did not arrive in time | nobody; Meta sends it again |
//! | 413 | the body is too large | nobody; Meta never sends one |
//! | 503 | it cannot be taken in or stored now | nobody at once; Meta sends it again. The log names the cause |

use std::time::Duration;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::counter;
use mitra_pipeline::IngestError;
use mitra_storage::StorageError;
use mitra_whatsapp::{HandshakeError, SignatureError};

/// After how long Meta may try again when storage is away.
const RETRY_AFTER_UNAVAILABLE: Duration = Duration::from_secs(5);
/// After how long Meta may try again when the inbox is full: it takes a while to drain.
const RETRY_AFTER_FULL: Duration = Duration::from_secs(30);

/// Why a request to the webhook was refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the handshake was refused")]
    Handshake(#[source] HandshakeError),
    #[error("the signature was refused")]
    Signature(#[source] SignatureError),
    #[error("the body has more than {bytes_max} bytes")]
    TooLarge { bytes_max: usize },
    #[error("the body did not arrive within {waited:?}")]
    TooSlow { waited: Duration },
    #[error("the body could not be read")]
    Unreadable(#[source] axum::Error),
    #[error("as much is being taken in already as there is memory for")]
    Busy,
    #[error("the notification was not accepted")]
    NotAccepted(#[source] IngestError),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Handshake(error) if error.is_malformed() => StatusCode::BAD_REQUEST,
            Self::Handshake(_) => StatusCode::FORBIDDEN,
            Self::Signature(_) => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Busy | Self::NotAccepted(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy => Some(RETRY_AFTER_UNAVAILABLE),
            Self::NotAccepted(IngestError::Store(error)) => Some(match error {
                StorageError::InboxFull { .. } => RETRY_AFTER_FULL,
                StorageError::Unavailable { .. }
                | StorageError::Corrupt { .. }
                | StorageError::Closed => RETRY_AFTER_UNAVAILABLE,
            }),
            Self::Handshake(_)
            | Self::Signature(_)
            | Self::TooLarge { .. }
            | Self::TooSlow { .. }
            | Self::Unreadable(_) => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        counter!("mitra_webhook_refusals_total", "status" => status.as_u16().to_string())
            .increment(1);
        tracing::warn!(
            status = status.as_u16(),
            error = &self as &dyn std::error::Error,
            "webhook request refused"
        );
        // No body: Meta reads none, and a forger learns nothing.
        match self.retry_after() {
            Some(after) => {
                let header: (HeaderName, String) =
                    (header::RETRY_AFTER, after.as_secs().to_string());
                (status, [header]).into_response()
            }
            None => status.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_says_when_to_come_again() {
        let handshake = |query: &str| {
            let token = mitra_core::identity::Secret::new("token");
            Refusal::Handshake(mitra_whatsapp::handshake(query, &token).expect_err("it is refused"))
        };
        let not_accepted = |error| Refusal::NotAccepted(IngestError::Store(error));
        let full = StorageError::InboxFull { events: 1, events_max: 1 };
        let away = || Box::new(std::io::Error::other("away"));
        let waited = Duration::from_secs(1);
        let table = [
            (handshake("hub.mode=subscribe"), 400, None),
            (handshake("hub.mode=subscribe&hub.verify_token=x&hub.challenge=1"), 403, None),
            (Refusal::Signature(SignatureError::Missing), 401, None),
            (Refusal::Signature(SignatureError::Several(2)), 401, None),
            (Refusal::Signature(SignatureError::Malformed), 401, None),
            (Refusal::Signature(SignatureError::Wrong), 401, None),
            (Refusal::TooLarge { bytes_max: 1 }, 413, None),
            (Refusal::TooSlow { waited }, 408, None),
            (Refusal::Unreadable(axum::Error::new(std::io::Error::other("cut"))), 400, None),
            (Refusal::Busy, 503, Some("5")),
            (not_accepted(full), 503, Some("30")),
            (
                not_accepted(StorageError::Unavailable { operation: "x", source: away() }),
                503,
                Some("5"),
            ),
            (not_accepted(StorageError::Corrupt { what: "x", source: away() }), 503, Some("5")),
            (not_accepted(StorageError::Closed), 503, Some("5")),
        ];
        for (refusal, status, retry_after) in table {
            let shown = refusal.to_string();
            let answer = refusal.into_response();
            assert_eq!(answer.status().as_u16(), status, "{shown}");
            let header = answer.headers().get(header::RETRY_AFTER);
            assert_eq!(header.map(|after| after.to_str().unwrap()), retry_after, "{shown}");
            assert!(!answer.headers().contains_key(header::CONTENT_TYPE), "{shown}");
        }
    }
}
