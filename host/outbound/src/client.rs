//! One HTTP client for all departments: they share nothing through it but idle connections.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::causes::with_causes;
use mitra_core::http::{HttpClient, HttpFailure, HttpMethod, HttpReach, HttpRequest, HttpResponse};
use mitra_core::limits::{HTTP_RESPONSE_BYTES_MAX, HTTP_RESPONSE_HEADER_BYTES_MAX, HTTP_TIME_MAX};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url};
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

use crate::address::is_allowed;
use crate::resolver::{Forbidden, Guarded, Lookup, system};

/// How long connecting may take, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long an idle connection is kept.
const IDLE_MAX: Duration = Duration::from_secs(30);
/// How many are kept for one service.
const IDLE_CONNECTIONS_MAX: usize = 16;

/// The HTTP client could not be made: no trusted certificates, for one.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client of departments cannot be made")]
pub struct StartError(#[source] reqwest::Error);

/// Sends departments' requests on threads of the host.
#[derive(Debug, Clone)]
pub struct OutboundClient {
    /// Each with connections of its own: one that was made for a private back end is never used for a public name.
    public: Client,
    private: Client,
    runtime: Handle,
}

impl OutboundClient {
    /// A client that works on this runtime, which must have I/O and time enabled.
    pub fn new(runtime: Handle) -> Result<Self, StartError> {
        Self::with(runtime, &system(), HTTP_TIME_MAX).map_err(StartError)
    }

    fn with(runtime: Handle, lookup: &Lookup, time_max: Duration) -> reqwest::Result<Self> {
        let client = |reach| {
            Client::builder()
                .dns_resolver(Guarded { reach, lookup: lookup.clone() })
                // A redirect is for the department to see, and a request of its own to follow.
                .redirect(Policy::none())
                // A proxy would resolve names by itself.
                .no_proxy()
                .timeout(time_max)
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_idle_timeout(IDLE_MAX)
                .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
                .user_agent(concat!("mitra/", env!("CARGO_PKG_VERSION")))
                .build()
        };
        Ok(Self {
            public: client(HttpReach::Public)?,
            private: client(HttpReach::Private)?,
            runtime,
        })
    }
}

#[async_trait]
impl HttpClient for OutboundClient {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let client = match request.reach {
            HttpReach::Public => self.public.clone(),
            HttpReach::Private => self.private.clone(),
        };
        // The caller's thread runs guests, and has no I/O.
        let exchange = AbortOnDropHandle::new(self.runtime.spawn(exchange(client, request)));
        exchange.await.unwrap_or_else(|_| Err(unreachable("the host is stopping")))
    }
}

async fn exchange(client: Client, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
    let url = Url::parse(&request.url).map_err(|error| invalid(&error))?;
    // An address in a name's place is connected to without asking the resolver.
    let literal =
        url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
    if let Some(address) = literal.filter(|address| !is_allowed(*address, request.reach)) {
        return Err(HttpFailure::Denied(Forbidden { host: address.to_string() }.to_string()));
    }
    let headers = headers(&request)?;
    let mut outgoing = client.request(method(request.method), url).headers(headers);
    if let Some(body) = request.body {
        outgoing = outgoing.body(body);
    }
    let response = outgoing.send().await.map_err(failure)?;
    read(response).await
}

fn headers(request: &HttpRequest) -> Result<HeaderMap, HttpFailure> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let value = HeaderValue::from_str(value)
            .map_err(|_| invalid(&format!("the header `{name}` has a value that none can have")))?;
        headers.append(header_name(name)?, value);
    }
    for (name, value) in &request.secrets {
        let mut value = HeaderValue::from_str(value.reveal())
            .map_err(|_| invalid(&format!("the operator's header `{name}` cannot be sent")))?;
        value.set_sensitive(true);
        headers.insert(header_name(name)?, value);
    }
    Ok(headers)
}

fn header_name(name: &str) -> Result<HeaderName, HttpFailure> {
    name.parse().map_err(|_| invalid(&format!("`{name}` is no header's name")))
}

fn method(method: HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
    }
}

async fn read(mut response: Response) -> Result<HttpResponse, HttpFailure> {
    let status = response.status().as_u16();
    let mut header_bytes = 0;
    let mut headers = Vec::new();
    for (name, value) in response.headers() {
        // What is not text cannot be handed over; the contract says so.
        let Ok(value) = value.to_str() else { continue };
        header_bytes += name.as_str().len() + value.len();
        if header_bytes > HTTP_RESPONSE_HEADER_BYTES_MAX {
            return Err(HttpFailure::TooLarge);
        }
        headers.push((name.as_str().to_owned(), value.to_owned()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > HTTP_RESPONSE_BYTES_MAX {
            return Err(HttpFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse { status, headers, body })
}

fn failure(error: reqwest::Error) -> HttpFailure {
    if error.is_timeout() {
        return HttpFailure::TimedOut;
    }
    // The address may hold what the department's log must not.
    let error = error.without_url();
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    if let Some(forbidden) = causes.find_map(|cause| cause.downcast_ref::<Forbidden>()) {
        return HttpFailure::Denied(forbidden.to_string());
    }
    HttpFailure::Unreachable(with_causes(&error))
}

fn unreachable(words: &str) -> HttpFailure {
    HttpFailure::Unreachable(words.to_owned())
}

fn invalid(words: &dyn std::fmt::Display) -> HttpFailure {
    HttpFailure::Invalid(words.to_string())
}

#[cfg(test)]
mod tests;
