//! One HTTP client for one business.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use mitra_core::identity::Secret;
use mitra_core::ids::{PhoneNumberId, Wamid};
use mitra_core::limits::{SEND_TIMEOUT, SENDS_IN_FLIGHT_MAX};
use mitra_core::ports::{GraphApi, OutboundMessage, SendAccepted, SendError};
use mitra_whatsapp::{GraphError, accepted_wamid, envelope, read_mark};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use crate::answer::retry_after;

/// The largest answer read. Real ones have under 1 KiB.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long an idle connection is kept. Shorter than Meta's own patience, so that it is we who close.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// How to reach the Graph API.
#[derive(Debug, Clone)]
pub struct GraphOptions {
    /// The API's root, without a slash at its end.
    pub url: String,
    /// The version, as it stands in addresses.
    pub version: String,
    /// The access token.
    pub access_token: Secret,
    /// How long one attempt may take, connecting included.
    pub timeout: Duration,
}

impl GraphOptions {
    /// Meta's own API with this token.
    pub fn new(access_token: Secret) -> Self {
        Self {
            url: "https://graph.facebook.com".to_owned(),
            version: "v25.0".to_owned(),
            access_token,
            timeout: SEND_TIMEOUT,
        }
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The token has characters that no header can carry.
    #[error("the access token has characters that an HTTP header cannot carry")]
    Token,
    /// The HTTP client could not be made: no trusted certificates, for one.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

/// The Graph API over HTTP.
#[derive(Debug)]
pub struct GraphClient {
    client: Client,
    root: String,
    timeout: Duration,
}

impl GraphClient {
    /// Makes the client; connects when it is first used.
    pub fn new(options: GraphOptions) -> Result<Self, StartError> {
        let bearer = format!("Bearer {}", options.access_token.reveal());
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| StartError::Token)?;
        bearer.set_sensitive(true);
        let headers = HeaderMap::from_iter([
            (AUTHORIZATION, bearer),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ]);
        let client = Client::builder()
            .default_headers(headers)
            // A redirect could carry the token to another host.
            .redirect(Policy::none())
            .timeout(options.timeout)
            .pool_idle_timeout(IDLE_MAX)
            .pool_max_idle_per_host(SENDS_IN_FLIGHT_MAX)
            .tcp_nodelay(true)
            .build()
            .map_err(StartError::Client)?;
        let root = format!("{}/{}", options.url, options.version);
        Ok(Self { client, root, timeout: options.timeout })
    }

    /// Makes one request; gives the body of a success.
    async fn post(&self, number: &PhoneNumberId, body: String) -> Result<Vec<u8>, SendError> {
        let url = format!("{}/{number}/messages", self.root);
        let unanswered = |error: reqwest::Error| SendError::Unanswered {
            waited: self.timeout,
            detail: error.without_url().to_string(),
        };
        let answer = self.client.post(url).body(body).send().await.map_err(|error| {
            if error.is_connect() {
                // Not even a connection: the message cannot have left.
                SendError::Unreachable { detail: error.without_url().to_string() }
            } else {
                unanswered(error)
            }
        })?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = read(answer).await.map_err(unanswered)?;
        if status.is_success() {
            return Ok(body);
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "an HTTP date counts from this machine's now"
        )]
        let after = retry_after(&headers, SystemTime::now());
        let GraphError { code, detail, remedy } = GraphError::parse(status.as_u16(), &body, after);
        Err(SendError::Answered { http_status: status.as_u16(), code, detail, remedy })
    }
}

/// Reads at most [`ANSWER_BYTES_MAX`] of an answer; the rest is nothing we would understand.
async fn read(mut answer: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        let room = ANSWER_BYTES_MAX - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == ANSWER_BYTES_MAX {
            break;
        }
    }
    Ok(body)
}

#[async_trait]
impl GraphApi for GraphClient {
    async fn send(&self, outbound: OutboundMessage) -> Result<SendAccepted, SendError> {
        let body = self.post(&outbound.from, envelope(&outbound)).await?;
        // A success that we cannot read: Meta has most likely taken the message.
        let wamid = accepted_wamid(&body).ok_or_else(|| SendError::Unanswered {
            waited: self.timeout,
            detail: "a success without a message id".to_owned(),
        })?;
        Ok(SendAccepted { wamid })
    }

    async fn mark_read(
        &self,
        number: &PhoneNumberId,
        wamid: &Wamid,
        typing: bool,
    ) -> Result<(), SendError> {
        self.post(number, read_mark(wamid, typing)).await.map(drop)
    }
}
