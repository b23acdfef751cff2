//! Why a request is not done, and who acts on each status.
//!
//! | status | when | who must act |
//! | --- | --- | --- |
//! | 400 | the request cannot be read, or breaks a rule of its words | whoever sent it |
//! | 401 | the token is missing, or nobody's | the operator: `[[admin.token]]` |
//! | 403 | the token is for something else | somebody with another role |
//! | 404 | there is no such page, department, release, message or payment | whoever sent it |
//! | 405 | another method | whoever sent it |
//! | 409 | it is not so that it can be done, or somebody else was faster | whoever decides: look again |
//! | 413 | the release is too large | its vendor |
//! | 422 | the release is refused, and the words say why | its vendor |
//! | 429 | too often | nobody; later |
//! | 503 | storage, the disk or the payment provider does not take it | the operator; the log names the cause |

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::counter;
use mitra_admin::Problem;
use mitra_control::{BooksError, ControlError, KeyActError, RosterError};
use mitra_core::causes::with_causes;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::UNMET_DAYS;
use mitra_core::payment::NoRefund;
use mitra_pipeline::ReportError;
use mitra_release::ArtifactError;
use mitra_storage::StorageError;

use crate::capsules::NoCapsule;
use crate::manifest::ManifestError;

/// Why a request is not done. The words say who must do what.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("there is no such page: see `docs/admin-api.json`")]
    NoPage,
    #[error("this page takes another method")]
    OtherMethod,
    #[error("one header `authorization: Bearer TOKEN` is needed")]
    NoToken,
    #[error(
        "E0617: nobody has this token: the operator must have its sha256 under `[[admin.token]]`"
    )]
    UnknownToken,
    #[error(
        "E0617: the token of {name} is for the role {role}: somebody with another one has to do this"
    )]
    OtherRole { name: String, role: String },
    #[error("too many requests: try again in {again:?}")]
    TooOften { again: Duration },
    #[error("as many releases are being taken in as may be: try again in a moment")]
    Busy,
    #[error(
        "the body did not come whole, or has more than {bytes_max} bytes, which no release has"
    )]
    TooLarge { bytes_max: usize },
    #[error("no department is served by releases: the operator must add `[releases]`")]
    NoReleases,
    #[error("`{0}` is no department of this host")]
    NoDepartment(String),
    #[error("E0619: `{0}` is no message that was given up")]
    NotDead(String),
    #[error("E0620: no release of `{0}` rests, so there is nothing to close")]
    NothingRests(DepartmentId),
    #[error(
        "E0666: `days` must be 1 to {UNMET_DAYS}, not {0}: what was asked for is kept no longer"
    )]
    OtherDays(u32),
    #[error("E0640: `{department}` has no payment `{reference}`")]
    NoPayment { department: DepartmentId, reference: String },
    #[error("E0641: nothing is refunded: {0}")]
    NoRefund(NoRefund),
    #[error("E0642: `{0}` is no day: it is written as 2026-11-24")]
    NoDay(String),
    #[error("{}", no_report(.0))]
    Report(#[from] ReportError),
    #[error("{0}")]
    Unreadable(String),
    #[error("the body is no release")]
    NoRelease(#[source] ArtifactError),
    #[error(
        "E0636: turns are not written down here: the operator must add `[capsules]` to the host's configuration"
    )]
    NoCapsules,
    #[error(transparent)]
    Capsule(#[from] NoCapsule),
    #[error(transparent)]
    Control(#[from] ControlError),
    #[error(transparent)]
    Keys(#[from] KeyActError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

impl From<BooksError> for Refusal {
    fn from(error: BooksError) -> Self {
        Self::Control(error.into())
    }
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NoPage | Self::NoDepartment(_) | Self::NotDead(_) | Self::NoPayment { .. } => {
                StatusCode::NOT_FOUND
            }
            Self::OtherMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoToken | Self::UnknownToken => StatusCode::UNAUTHORIZED,
            Self::OtherRole { .. } => StatusCode::FORBIDDEN,
            Self::TooOften { .. } | Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) | Self::NoRelease(_) | Self::NoDay(_) | Self::OtherDays(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::Report(error) => of_report(error),
            Self::NoReleases | Self::NoCapsules | Self::NothingRests(_) | Self::NoRefund(_) => {
                StatusCode::CONFLICT
            }
            Self::Capsule(NoCapsule::Unknown) => StatusCode::NOT_FOUND,
            Self::Capsule(NoCapsule::Unsealed(_) | NoCapsule::Unreadable(_)) => StatusCode::GONE,
            Self::Capsule(NoCapsule::Storage(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Control(error) => of_control(error),
            Self::Keys(KeyActError::Keys(_)) => StatusCode::CONFLICT,
            Self::Keys(KeyActError::Books(error)) => of_books(error),
            Self::Storage(_) | Self::Manifest(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The words, with what led to them.
    fn words(&self) -> String {
        with_causes(self)
    }
}

/// That there is none, with the code of the page that says what to do.
fn no_report(error: &ReportError) -> &'static str {
    match error {
        ReportError::NotOver(_) => "E0642: there is no report",
        ReportError::Provider(_) | ReportError::Storage(_) => "E0643: there is no report",
        ReportError::TooMany(..) | ReportError::TooFarApart(_) => "E0644: there is no report",
        ReportError::NoProvider => "E0645: there is no report",
    }
}

fn of_report(error: &ReportError) -> StatusCode {
    match error {
        ReportError::NotOver(_)
        | ReportError::NoProvider
        | ReportError::TooMany(..)
        | ReportError::TooFarApart(_) => StatusCode::CONFLICT,
        ReportError::Provider(_) | ReportError::Storage(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn of_control(error: &ControlError) -> StatusCode {
    match error {
        ControlError::NoDepartment(_)
        | ControlError::Roster(RosterError::Unknown(_) | RosterError::Ambiguous(_)) => {
            StatusCode::NOT_FOUND
        }
        ControlError::Roster(
            RosterError::Busy { .. } | RosterError::Known { .. } | RosterError::OutOfTurn(_),
        )
        | ControlError::Frozen(_) => StatusCode::CONFLICT,
        ControlError::Refused(_) | ControlError::NotApproved => StatusCode::UNPROCESSABLE_ENTITY,
        ControlError::Shelf(_) | ControlError::NotNow(_) => StatusCode::SERVICE_UNAVAILABLE,
        ControlError::Books(error) => of_books(error),
    }
}

fn of_books(error: &BooksError) -> StatusCode {
    match error {
        BooksError::Stale => StatusCode::CONFLICT,
        BooksError::Unreadable { .. } | BooksError::Storage(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error) = (self.status(), self.words());
        counter!("mitra_admin_refusals_total", "status" => status.as_u16().to_string())
            .increment(1);
        tracing::warn!(status = status.as_u16(), error, "admin request refused");
        let mut response = (status, Json(Problem { error })).into_response();
        if let Self::TooOften { again } = self {
            let seconds = HeaderValue::from(again.as_secs());
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::day::Day;
    use mitra_core::payment::ProviderError;

    use super::*;

    #[test]
    fn a_report_that_is_not_made_says_why_with_a_code() {
        let day = Day::parse("2026-11-24").expect("a day");
        let detail = "Authentication failed".to_owned();
        let refused = ProviderError::Refused { status: 401, detail };
        for (error, status, words) in [
            (ReportError::NotOver(day), 409, "E0642: there is no report: 2026-11-24 is not over"),
            (
                ReportError::Provider(refused),
                503,
                "E0643: there is no report: the provider's books cannot be had: the payment provider \
                 refused with status 401: Authentication failed",
            ),
            (ReportError::TooFarApart(day), 409, "E0644: there is no report: more than 200 "),
            (
                ReportError::NoProvider,
                409,
                "E0645: there is no report: this host takes no payments",
            ),
        ] {
            let refusal = Refusal::Report(error);
            assert_eq!(refusal.status().as_u16(), status);
            assert!(refusal.words().starts_with(words), "{}", refusal.words());
        }
    }
}
