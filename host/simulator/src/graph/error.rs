//! Meta's error objects.
//!
//! Source: Meta, "Error codes" (2026-09-11).

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde_json::{Value, json};

/// What Meta puts beside the codes of WhatsApp.
const SUBCODE: i64 = 2_494_055;
/// The number's throughput is counted by the second, so that the next second is free again.
const THROTTLED_SECONDS: u32 = 1;

/// Counts errors, for their trace ids.
static TRACES: AtomicU64 = AtomicU64::new(1);

/// An error as the Graph API answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GraphError {
    /// With Meta's error object.
    Object(Box<ErrorObject>),
    /// A bare server error, as a proxy in between answers it.
    Bare,
}

/// Meta's error object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorObject {
    status: u16,
    code: i64,
    subcode: Option<i64>,
    title: &'static str,
    details: String,
    /// Whether the same may succeed later.
    is_transient: bool,
    /// When it may, in seconds.
    retry_after: Option<u32>,
}

impl ErrorObject {
    fn new(status: u16, code: i64, title: &'static str, details: impl Into<String>) -> Self {
        let (subcode, is_transient, retry_after) = (Some(SUBCODE), false, None);
        Self { status, code, subcode, title, details: details.into(), is_transient, retry_after }
    }

    /// A message that cannot be delivered.
    pub(crate) fn undeliverable() -> Self {
        Self::new(400, 131_026, "Message undeliverable", "Message Undeliverable.")
    }

    /// An order's status that cannot follow.
    pub(crate) fn order_transition() -> Self {
        let details = "New order status was not correctly transitioned.";
        Self::new(400, 2_046, "Invalid status transition", details)
    }

    /// An order that is paid, and so cannot be canceled.
    pub(crate) fn order_paid() -> Self {
        let details = "Could not change order status to 'canceled'";
        Self::new(400, 2_047, "Cannot cancel order", details)
    }

    /// A file that Meta cannot use.
    pub(crate) fn media_upload(details: String) -> Self {
        Self::new(400, 131_053, "Media upload error", details)
    }

    /// One element of `errors` in a `failed` receipt.
    pub(crate) fn in_receipt(&self) -> Value {
        json!({
            "code": self.code, "title": self.title, "message": self.title,
            "error_data": { "details": self.details },
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        })
    }

    /// The body of an answer.
    fn body(&self) -> Value {
        let trace = TRACES.fetch_add(1, Ordering::Relaxed);
        let mut error = json!({
            "message": format!("(#{}) {}", self.code, self.title),
            "type": "OAuthException",
            "code": self.code,
            "error_data": { "messaging_product": "whatsapp", "details": self.details },
            "is_transient": self.is_transient,
            "fbtrace_id": format!("A{trace:022x}"),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = subcode.into();
        }
        json!({ "error": error })
    }
}

impl From<ErrorObject> for GraphError {
    fn from(object: ErrorObject) -> Self {
        Self::Object(Box::new(object))
    }
}

impl GraphError {
    pub(crate) fn code(&self) -> i64 {
        match self {
            Self::Object(object) => object.code,
            Self::Bare => 500,
        }
    }

    pub(crate) fn token() -> Self {
        let details = "Cannot parse access token";
        let object = ErrorObject::new(401, 190, "Invalid OAuth access token", details);
        ErrorObject { subcode: None, ..object }.into()
    }

    pub(crate) fn token_revoked() -> Self {
        let details = "The access token was revoked";
        let object = ErrorObject::new(401, 190, "Error validating access token", details);
        // Source: Meta, "Handle errors": 467 is a token that expired or was revoked.
        ErrorObject { subcode: Some(467), ..object }.into()
    }

    pub(crate) fn unknown_object(id: &str) -> Self {
        let details = format!("Object with ID '{id}' does not exist");
        let object = ErrorObject::new(400, 100, "Invalid parameter", details);
        // Source: Meta, "Handle errors": 33 is an object that does not exist or may not be seen.
        ErrorObject { subcode: Some(33), ..object }.into()
    }

    /// The address of a file's bytes does not work, or not any more.
    pub(crate) fn gone(id: &str) -> Self {
        let details = format!("Media '{id}' is not there");
        ErrorObject::new(404, 100, "Invalid parameter", details).into()
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        let details = format!("Parameter '{parameter}' is mandatory");
        ErrorObject::new(400, 131_008, "Required parameter is missing", details).into()
    }

    pub(crate) fn value(details: impl Into<String>) -> Self {
        ErrorObject::new(400, 131_009, "Parameter value is not valid", details).into()
    }

    /// Payments within the chat are not for this business or this citizen.
    pub(crate) fn no_orders(code: i64) -> Self {
        let details = "WhatsApp Payments cannot be used: have the terms of service been accepted?";
        ErrorObject::new(
            400,
            code,
            "WhatsApp Payments terms of service has not been accepted",
            details,
        )
        .into()
    }

    pub(crate) fn kind(kind: &str) -> Self {
        let details = format!("Message type '{kind}' is not supported");
        ErrorObject::new(400, 131_051, "Unsupported message type", details).into()
    }

    pub(crate) fn window() -> Self {
        let details = "More than 24 hours have passed since the customer last replied";
        ErrorObject::new(400, 131_047, "Re-engagement message", details).into()
    }

    pub(crate) fn unknown_template(name: &str, language: &str) -> Self {
        let details = format!("template name ({name}) does not exist in {language}");
        ErrorObject::new(404, 132_001, "Template name does not exist in the translation", details)
            .into()
    }

    pub(crate) fn paused_template(name: &str) -> Self {
        let details = format!("template ({name}) is paused due to low quality");
        ErrorObject::new(400, 132_015, "Template is Paused", details).into()
    }

    pub(crate) fn template_parameters(found: usize, expected: usize) -> Self {
        let details =
            format!("body: number of localizable_params ({found}) does not match ({expected})");
        ErrorObject::new(400, 132_000, "Number of parameters does not match", details).into()
    }

    pub(crate) fn template_format(details: &str) -> Self {
        ErrorObject::new(400, 132_012, "Parameter format does not match format", details).into()
    }

    pub(crate) fn template_text(details: &str) -> Self {
        ErrorObject::new(400, 132_018, "Template parameter cannot be used", details).into()
    }

    pub(crate) fn undeliverable() -> Self {
        ErrorObject::undeliverable().into()
    }

    pub(crate) fn throttled() -> Self {
        let details = "Message failed to send because there were too many messages sent";
        let object = ErrorObject::new(429, 130_429, "Rate limit hit", details);
        ErrorObject { retry_after: Some(THROTTLED_SECONDS), ..object }.into()
    }

    pub(crate) fn pair_limited() -> Self {
        let details = "Too many messages sent from this number to the same recipient.";
        ErrorObject::new(400, 131_056, "Pair rate limit hit", details).into()
    }

    pub(crate) fn transient() -> Self {
        let object = ErrorObject::new(500, 131_000, "Something went wrong", "Please try again.");
        ErrorObject { is_transient: true, ..object }.into()
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let broken = StatusCode::INTERNAL_SERVER_ERROR;
        match self {
            Self::Bare => (broken, "internal error").into_response(),
            Self::Object(object) => {
                let status = StatusCode::from_u16(object.status).unwrap_or(broken);
                let seconds = object.retry_after.map(|seconds| seconds.to_string());
                let retry_after = seconds.map(|seconds| (header::RETRY_AFTER, seconds));
                (status, AppendHeaders(retry_after), Json(object.body())).into_response()
            }
        }
    }
}
