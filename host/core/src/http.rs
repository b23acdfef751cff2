//! A department's requests to web services: what goes out, what comes back, why not.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::identity::Secret;

/// What a request asks for. Methods that change how a connection works are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    /// Reads.
    Get,
    /// Reads the head alone.
    Head,
    /// Creates, or does what the service says.
    Post,
    /// Replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl HttpMethod {
    /// As it stands in a request.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Which addresses a request may reach, whatever name leads there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HttpReach {
    /// The public internet alone.
    #[default]
    Public,
    /// The operator's own network and this machine as well, for a back end that stands there.
    Private,
}

/// One request of a department, checked against its grants.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// What it asks for.
    pub method: HttpMethod,
    /// The whole address, `http` or `https`.
    pub url: String,
    /// The department's own headers and the host's.
    pub headers: Vec<(String, String)>,
    /// Headers that the operator adds. The department never sees their values.
    pub secrets: Vec<(String, Secret)>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
    /// Where it may go.
    pub reach: HttpReach,
}

/// What a service answered, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status, 100 to 599. Redirects are not followed.
    pub status: u16,
    /// Those that are text, in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// At most [`crate::limits::HTTP_RESPONSE_BYTES_MAX`].
    pub body: Vec<u8>,
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpFailure {
    /// The request is not allowed.
    #[error("denied: {0}")]
    Denied(String),
    /// The request cannot be sent as it is.
    #[error("invalid: {0}")]
    Invalid(String),
    /// The service cannot be reached, or broke off.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The service took longer than [`crate::limits::HTTP_TIME_MAX`].
    #[error("no whole response in time")]
    TimedOut,
    /// The response is larger than [`crate::limits::HTTP_RESPONSE_BYTES_MAX`].
    #[error("the response is too large")]
    TooLarge,
}

impl HttpFailure {
    /// In one word, for metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Invalid(_) => "invalid",
            Self::Unreachable(_) => "unreachable",
            Self::TimedOut => "timed_out",
            Self::TooLarge => "too_large",
        }
    }
}

/// Sends departments' requests.
#[async_trait]
pub trait HttpClient: Send + Sync {
    /// Makes one attempt. Dropping the future breaks it off; the service may have got it all the same.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure>;
}
