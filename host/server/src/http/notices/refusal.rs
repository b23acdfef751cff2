//! Why a notice is not taken, and who acts on each status.
//!
//! | status | when | who must act |
//! | --- | --- | --- |
//! | 400 | the request cannot be read, or breaks a rule of its words | the back end's programmer |
//! | 401 | the token is missing, or nobody's | the back end's operator: send the token; ours: grant notices |
//! | 403 | the token is another department's, or the vendor did not ask | who is named |
//! | 404 | the department knows no such citizen, no such notice is known, or no such page | the back end's programmer |
//! | 405 | another method than `POST`, or than `GET` of a notice | the back end's programmer |
//! | 408 | the body did not arrive in time | nobody; send it again |
//! | 409 | another notice was sent by this id | the back end's programmer |
//! | 413 | the body is too large | the back end's programmer |
//! | 429 | too fast, or too many wait for this citizen | nobody; send it again after `retry-after` |
//! | 503 | it cannot be taken or stored now | nobody; send it again after `retry-after`. The log names the cause |

use std::error::Error;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::counter;
use mitra_core::ids::{DepartmentId, InvalidId};
use mitra_core::notice::InvalidNotice;
use mitra_pipeline::NoticeRefusal;
use mitra_storage::StorageError;
use serde_json::json;

/// After how long a back end may try again when as many as may are being taken in.
const BUSY_PAUSE: Duration = Duration::from_secs(1);

/// Why a notice is not taken. The words go to the back end, and say who must do what.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("there is no such page: notices go to `/departments/ID/notices`")]
    NoPage,
    #[error(
        "notices are sent by `POST` to `/departments/ID/notices`, and asked after by `GET` of `/departments/ID/notices/NOTICE`"
    )]
    OtherMethod,
    #[error("as many notices are being taken in as may be: send it again")]
    Busy,
    #[error(
        "one header `authorization: Bearer TOKEN` is needed: the operator of the host hands out the token"
    )]
    NoToken,
    #[error(
        "E0302: this token is none of those granted: the operator of the host must have its sha256 \
         under `[department.notices]` of the department"
    )]
    UnknownToken,
    #[error("this token is for notices of `{owner}`: each department has a token of its own")]
    OthersToken { owner: DepartmentId },
    #[error("the body did not arrive within {waited:?}: send it again")]
    TooSlow { waited: Duration },
    #[error(
        "the body has more than {bytes_max} bytes: send a reference, and let the department ask for the rest"
    )]
    TooLarge { bytes_max: usize },
    #[error("the body could not be read: send it again")]
    Cut(#[source] Box<dyn Error + Send + Sync>),
    #[error(
        "the body is not JSON with the texts `id`, `citizen`, `service` and `body`, and nothing else: {0}"
    )]
    Unreadable(serde_json::Error),
    #[error("{0}")]
    Invalid(InvalidNotice),
    #[error("`service` is none of a department's: {0}")]
    InvalidService(InvalidId),
    #[error(
        "a `citizen` has 1 to {bytes_max} bytes: send what the department's turns were given as `citizen.pseudonym`"
    )]
    InvalidCitizen { bytes_max: usize },
    #[error(
        "`{department}` has sent no notice by this id within 90 days, or before the host wrote down what becomes of them"
    )]
    UnknownNotice { department: DepartmentId },
    #[error("it cannot be looked up now: ask again")]
    Unread(#[source] StorageError),
    #[error(transparent)]
    NotTaken(NoticeRefusal),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Cut(_)
            | Self::Unreadable(_)
            | Self::Invalid(_)
            | Self::InvalidService(_)
            | Self::InvalidCitizen { .. }
            | Self::NotTaken(NoticeRefusal::UnknownService { .. }) => StatusCode::BAD_REQUEST,
            Self::NoToken | Self::UnknownToken => StatusCode::UNAUTHORIZED,
            Self::OthersToken { .. } | Self::NotTaken(NoticeRefusal::NotAsked { .. }) => {
                StatusCode::FORBIDDEN
            }
            Self::NoPage
            | Self::UnknownNotice { .. }
            | Self::NotTaken(NoticeRefusal::UnknownCitizen { .. }) => StatusCode::NOT_FOUND,
            Self::OtherMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::NotTaken(NoticeRefusal::Conflict { .. }) => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotTaken(NoticeRefusal::TooFast { .. } | NoticeRefusal::CitizenFull) => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Busy | Self::Unread(_) | Self::NotTaken(NoticeRefusal::Store(_)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }

    /// A short stable name, for programs and metrics.
    fn name(&self) -> &'static str {
        match self {
            Self::NoPage => "no_page",
            Self::OtherMethod => "other_method",
            Self::Busy => "busy",
            Self::NoToken => "no_token",
            Self::UnknownToken => "unknown_token",
            Self::OthersToken { .. } => "others_token",
            Self::TooSlow { .. } => "slow",
            Self::TooLarge { .. } => "too_large",
            Self::Cut(_) => "cut",
            Self::Unreadable(_) => "unreadable",
            Self::Invalid(_) | Self::InvalidService(_) | Self::InvalidCitizen { .. } => "invalid",
            Self::UnknownNotice { .. } => "unknown_notice",
            Self::Unread(_) => "unread",
            Self::NotTaken(refusal) => refusal.name(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy | Self::Unread(_) => Some(BUSY_PAUSE),
            Self::NotTaken(refusal) => refusal.retry_after(),
            Self::NoPage
            | Self::OtherMethod
            | Self::NoToken
            | Self::UnknownToken
            | Self::OthersToken { .. }
            | Self::TooSlow { .. }
            | Self::TooLarge { .. }
            | Self::Cut(_)
            | Self::Unreadable(_)
            | Self::Invalid(_)
            | Self::InvalidService(_)
            | Self::UnknownNotice { .. }
            | Self::InvalidCitizen { .. } => None,
        }
    }

    fn tell(&self) {
        let (status, reason) = (self.status().as_u16(), self.name());
        // The stage counts its own refusals, by department.
        if !matches!(self, Self::NotTaken(_)) {
            counter!("mitra_notice_refusals_total", "reason" => reason).increment(1);
        }
        if let Self::NotTaken(refusal @ NoticeRefusal::Store(_)) = self {
            tracing::error!(
                status,
                reason,
                error = refusal as &dyn Error,
                "a notice cannot be stored"
            );
        } else {
            // Without the words: they can repeat what was sent.
            tracing::warn!(status, reason, "a notice was refused");
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.tell();
        let body = json!({ "error": self.name(), "message": self.to_string() });
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        if let Some(after) = self.retry_after() {
            // In whole seconds, and never before there is room.
            let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
