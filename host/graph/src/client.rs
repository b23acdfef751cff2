//! One HTTP client for one business.

use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use mitra_core::causes::with_causes;
use mitra_core::identity::Secret;
use mitra_core::ids::{MediaId, PhoneNumberId, Wamid};
use mitra_core::limits::{SEND_TIMEOUT, SENDS_IN_FLIGHT_MAX};
use mitra_core::media::MediaContent;
use mitra_core::ports::{GraphApi, OutboundMessage, SendAccepted, SendError};
use mitra_whatsapp::{GraphError, accepted_wamid, envelope, read_mark, uploaded_id};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};

use crate::answer::retry_after;

/// The largest answer read, in bytes. Real ones have under 1 KiB.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long an idle connection is kept. Shorter than Meta's own patience, so that it is we who close.
const IDLE_MAX: Duration = Duration::from_secs(30);
/// How long connecting may take, TLS included: then the message cannot have left. At most half of an attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// How to reach the Graph API.
#[derive(Debug, Clone)]
pub struct GraphOptions {
    /// The API's root, such as `https://graph.facebook.com`.
    pub url: String,
    /// The version, as it stands in addresses.
    pub version: String,
    /// The access token.
    pub access_token: Secret,
    /// How long one attempt may take, connecting included.
    pub timeout: Duration,
    /// How many connections are kept open while nothing is sent.
    pub idle_connections_max: usize,
}

impl GraphOptions {
    /// Meta's own API with this token.
    pub fn new(access_token: Secret) -> Self {
        Self {
            url: "https://graph.facebook.com".to_owned(),
            version: "v25.0".to_owned(),
            access_token,
            timeout: SEND_TIMEOUT,
            idle_connections_max: SENDS_IN_FLIGHT_MAX,
        }
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The token is empty, or has characters that no header can carry.
    #[error("the access token is empty or has characters that an HTTP header cannot carry")]
    Token,
    /// The API's address is none.
    #[error("`{url}` is not the address of an HTTP API")]
    Url {
        /// The address with its version.
        url: String,
    },
    /// The HTTP client could not be made: no trusted certificates, for one.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

/// The Graph API over HTTP. Cheap to clone.
#[derive(Debug, Clone)]
pub struct GraphClient {
    pub(crate) client: Client,
    pub(crate) root: Url,
    access_token: Secret,
}

impl GraphClient {
    /// Makes the client; connects when it is first used. A proxy named by the environment (`HTTPS_PROXY`) is used.
    pub fn new(options: GraphOptions) -> Result<Self, StartError> {
        let GraphOptions { url, version, access_token, timeout, idle_connections_max } = options;
        let url = format!("{}/{version}", url.trim_end_matches('/'));
        let root = Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let root = root.ok_or(StartError::Url { url })?;
        let client = Client::builder()
            .default_headers(headers(&access_token)?)
            // A redirect could carry the token to another host.
            .redirect(Policy::none())
            .timeout(timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(timeout / 2))
            .pool_idle_timeout(IDLE_MAX)
            .pool_max_idle_per_host(idle_connections_max)
            .tcp_nodelay(true)
            .build()
            .map_err(StartError::Client)?;
        Ok(Self { client, root, access_token })
    }

    /// Posts JSON to a number's messages; gives the body of a success.
    async fn post(&self, number: &PhoneNumberId, body: String) -> Result<Vec<u8>, SendError> {
        let request = self.client.post(self.address(&[number.as_str(), "messages"]));
        self.make(request.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    /// Makes one request; gives the body of a success.
    pub(crate) async fn make(&self, request: RequestBuilder) -> Result<Vec<u8>, SendError> {
        let began_at = Instant::now();
        let unanswered = |detail| SendError::Unanswered { waited: began_at.elapsed(), detail };
        let answer = request.send().await;
        let answer = answer.map_err(|error| {
            let (is_connect, detail) = (error.is_connect(), chain(error));
            // Without a connection, the message cannot have left.
            if is_connect { SendError::Unreachable { detail } } else { unanswered(detail) }
        })?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = read(answer).await.map_err(|error| unanswered(chain(error)))?;
        if status.is_success() {
            return Ok(body);
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "an HTTP date counts from this machine's now"
        )]
        let after = retry_after(&headers, SystemTime::now());
        // Meta repeats a malformed token in its error.
        let body = String::from_utf8_lossy(&body).replace(self.access_token.reveal(), "[token]");
        let http_status = status.as_u16();
        let error = GraphError::parse(http_status, body.as_bytes(), after);
        if error.is_from_gateway {
            return Err(unanswered(format!("a gateway answered {http_status}")));
        }
        let GraphError { code, detail, remedy, .. } = error;
        Err(SendError::Answered { http_status, code, detail, remedy })
    }

    /// An address of the API's. Whatever the parts hold, each stays one part of the path.
    pub(crate) fn address(&self, parts: &[&str]) -> Url {
        let mut url = self.root.clone();
        url.path_segments_mut().expect("an HTTP address has a path").extend(parts);
        url
    }
}

fn headers(access_token: &Secret) -> Result<HeaderMap, StartError> {
    if access_token.reveal().is_empty() {
        return Err(StartError::Token);
    }
    let bearer = format!("Bearer {}", access_token.reveal());
    let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| StartError::Token)?;
    bearer.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, bearer)]))
}

/// What the transport said, with its causes: the port's errors carry words, not sources.
pub(crate) fn chain(error: reqwest::Error) -> String {
    with_causes(&error.without_url())
}

/// Reads at most [`ANSWER_BYTES_MAX`] of an answer; the rest is nothing we would understand.
pub(crate) async fn read(mut answer: Response) -> Result<Vec<u8>, reqwest::Error> {
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
        let began_at = Instant::now();
        let body = self.post(&outbound.from, envelope(&outbound)).await?;
        // A success that we cannot read: Meta has most likely taken the message.
        let wamid = accepted_wamid(&body).ok_or_else(|| SendError::Unanswered {
            waited: began_at.elapsed(),
            detail: "a success without a message id".to_owned(),
        })?;
        Ok(SendAccepted { wamid })
    }

    async fn upload(
        &self,
        number: &PhoneNumberId,
        file: &MediaContent,
    ) -> Result<MediaId, SendError> {
        let began_at = Instant::now();
        let unanswered = |detail| SendError::Unanswered { waited: began_at.elapsed(), detail };
        // Citizens see the name that the message has; Meta wants one here.
        let part = Part::bytes(file.bytes.to_vec()).file_name("file");
        let part = part.mime_str(&file.mime_type).map_err(|error| unanswered(chain(error)))?;
        let form = Form::new().text("messaging_product", "whatsapp");
        let form = form.text("type", file.mime_type.clone()).part("file", part);
        let request = self.client.post(self.address(&[number.as_str(), "media"]));
        let body = self.make(request.multipart(form)).await?;
        uploaded_id(&body).ok_or_else(|| unanswered("a success without a file's id".to_owned()))
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
