//! Meta's error objects.
//!
//! Source: Meta, "Error codes" (2026-09-11).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error as the Graph API answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GraphError {
    /// With Meta's error object.
    Object { status: u16, code: i64, message: String, details: String },
    /// A bare server error, as a proxy in between answers it.
    Bare,
}

impl GraphError {
    fn object(status: u16, code: i64, title: &str, details: impl Into<String>) -> Self {
        let message = format!("(#{code}) {title}");
        Self::Object { status, code, message, details: details.into() }
    }

    pub(crate) fn code(&self) -> i64 {
        match self {
            Self::Object { code, .. } => *code,
            Self::Bare => 500,
        }
    }

    pub(crate) fn token() -> Self {
        Self::object(401, 190, "Invalid OAuth access token", "Cannot parse access token")
    }

    pub(crate) fn unknown_object(id: &str) -> Self {
        let details = format!("Object with ID '{id}' does not exist");
        Self::object(400, 100, "Invalid parameter", details)
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        let details = format!("Parameter '{parameter}' is mandatory");
        Self::object(400, 131_008, "Required parameter is missing", details)
    }

    pub(crate) fn value(details: impl Into<String>) -> Self {
        Self::object(400, 131_009, "Parameter value is not valid", details)
    }

    pub(crate) fn kind(kind: &str) -> Self {
        let details = format!("Message type '{kind}' is not supported");
        Self::object(400, 131_051, "Unsupported message type", details)
    }

    pub(crate) fn window() -> Self {
        let details = "More than 24 hours have passed since the customer last replied";
        Self::object(400, 131_047, "Re-engagement message", details)
    }

    pub(crate) fn undeliverable() -> Self {
        Self::object(400, 131_026, "Message undeliverable", "Message Undeliverable.")
    }

    pub(crate) fn throttled() -> Self {
        let details = "Message failed to send because there were too many messages sent";
        Self::object(429, 130_429, "Rate limit hit", details)
    }

    pub(crate) fn pair_limited() -> Self {
        let details = "Too many messages sent from this number to the same recipient.";
        Self::object(400, 131_056, "Pair rate limit hit", details)
    }

    pub(crate) fn transient() -> Self {
        Self::object(500, 131_000, "Something went wrong", "Please try again.")
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        match self {
            Self::Bare => (StatusCode::INTERNAL_SERVER_ERROR, "internal error").into_response(),
            Self::Object { status, code, message, details } => {
                let status =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let data = json!({ "messaging_product": "whatsapp", "details": details });
                let error = json!({
                    "message": message, "type": "OAuthException", "code": code,
                    "error_data": data, "fbtrace_id": "SIMULATED",
                });
                (status, Json(json!({ "error": error }))).into_response()
            }
        }
    }
}
