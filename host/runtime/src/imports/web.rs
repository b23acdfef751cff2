//! A turn's requests to web services, whichever interface asks for them: counted, checked against what was asked for
//! and granted, and sent by one port.

use std::sync::Arc;
use std::time::Instant;

use metrics::{counter, histogram};
use mitra_core::http::{HttpFailure, HttpMethod, HttpRequest, HttpResponse};
use mitra_core::ids::{DepartmentId, TurnId};
use mitra_core::limits::{
    HTTP_REQUEST_BYTES_MAX, HTTP_REQUEST_HEADERS_MAX, HTTP_REQUESTS_PER_TURN_MAX,
    HTTP_URL_BYTES_MAX,
};
use mitra_core::turn::TurnFault;
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use crate::grants::HttpGrants;
use crate::ports::Ports;
use crate::settings::Settings;

/// Tells a service that it got a request before.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// What a department must not set: the host's own, and what would let two programs on the way read two requests out of
/// one.
const RESERVED: [&str; 13] = [
    IDEMPOTENCY_KEY,
    "connection",
    "content-length",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
];

/// Whose requests they are, and how many there were.
pub(crate) struct Web {
    department: DepartmentId,
    turn: TurnId,
    settings: Arc<Settings>,
    ports: Arc<Ports>,
    n_requests: u32,
    /// What the guest went on after, for nobody could tell it.
    overdue: Option<TooMany>,
}

/// One request more than there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMany {
    /// In this turn.
    InTurn,
    /// In the department, at once.
    UnderWay,
}

impl From<TooMany> for TurnFault {
    fn from(too_many: TooMany) -> Self {
        match too_many {
            TooMany::InTurn => {
                let most = HTTP_REQUESTS_PER_TURN_MAX;
                let limit = format!("requests to web services: {most} in a turn");
                Self::LimitExceeded { limit }
            }
            TooMany::UnderWay => Self::Overloaded,
        }
    }
}

impl Web {
    pub(crate) fn new(
        department: DepartmentId,
        turn: TurnId,
        settings: Arc<Settings>,
        ports: Arc<Ports>,
    ) -> Self {
        Self { department, turn, settings, ports, n_requests: 0, overdue: None }
    }

    /// The turn's next request.
    pub(crate) fn next_request(&mut self) -> Result<Exchange, TooMany> {
        if self.n_requests >= HTTP_REQUESTS_PER_TURN_MAX {
            return Err(TooMany::InTurn);
        }
        let Some(place) = self.settings.web_places.take() else {
            let department = self.department.as_str().to_owned();
            counter!("mitra_http_requests_total", "department" => department, "outcome" => "no_place")
                .increment(1);
            return Err(TooMany::UnderWay);
        };
        self.n_requests += 1;
        Ok(Exchange {
            _place: place,
            department: self.department.clone(),
            key: format!("{}-{}", self.turn.as_str(), self.n_requests),
            settings: Arc::clone(&self.settings),
            ports: Arc::clone(&self.ports),
        })
    }

    /// The same where the function called cannot end the turn: one too many ends it at the next tick.
    pub(crate) fn note_request(&mut self) -> Result<Exchange, TooMany> {
        self.next_request().inspect_err(|too_many| self.overdue = Some(*too_many))
    }

    /// Why the turn is to end although its guest goes on, if it is.
    pub(crate) fn overdue(&self) -> Option<TurnFault> {
        self.overdue.map(TurnFault::from)
    }
}

/// What a department asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: HttpMethod,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// The right to send one request.
pub(crate) struct Exchange {
    _place: OwnedSemaphorePermit,
    department: DepartmentId,
    key: String,
    settings: Arc<Settings>,
    ports: Arc<Ports>,
}

impl Exchange {
    /// Sends the request, if it may be sent, and waits for the whole response.
    pub(crate) async fn send(
        self,
        asked: Result<Asked, HttpFailure>,
    ) -> Result<HttpResponse, HttpFailure> {
        let began = Instant::now();
        let grants = &self.settings.grants.http;
        let answered = match asked.and_then(|asked| prepare(asked, grants, self.key)) {
            Ok(request) => self.ports.http.send(request).await,
            Err(failure) => Err(failure),
        };
        let department = self.department.as_str().to_owned();
        let outcome = answered.as_ref().map_or_else(HttpFailure::name, |_| "answered");
        histogram!("mitra_http_seconds", "department" => department.clone())
            .record(began.elapsed().as_secs_f64());
        counter!("mitra_http_requests_total", "department" => department, "outcome" => outcome)
            .increment(1);
        answered
    }

    /// Whose request it is.
    pub(crate) fn department(&self) -> &DepartmentId {
        &self.department
    }
}

/// A request as it may go out, or why it may not.
fn prepare(asked: Asked, grants: &HttpGrants, key: String) -> Result<HttpRequest, HttpFailure> {
    let invalid = |words: String| Err(HttpFailure::Invalid(words));
    if asked.url.len() > HTTP_URL_BYTES_MAX {
        return invalid(format!("the address has more than {HTTP_URL_BYTES_MAX} bytes"));
    }
    let Ok(mut url) = Url::parse(&asked.url) else {
        return invalid("the address is none".to_owned());
    };
    url.set_fragment(None);
    let method = asked.method;
    let grant = grants.find(&url, method);
    let grant = grant.map_err(|denied| HttpFailure::Denied(denied.to_string()))?;
    if asked.body.as_ref().is_some_and(|body| body.len() > HTTP_REQUEST_BYTES_MAX) {
        return invalid(body_too_large());
    }
    if asked.headers.len() > HTTP_REQUEST_HEADERS_MAX {
        return invalid(format!("there are more than {HTTP_REQUEST_HEADERS_MAX} headers"));
    }
    let mut headers = Vec::with_capacity(asked.headers.len() + 1);
    for (name, value) in asked.headers {
        let name = name.to_ascii_lowercase();
        let is_operators = grant.headers.iter().any(|(theirs, _)| *theirs == name);
        if is_operators || name.starts_with("proxy-") || RESERVED.contains(&name.as_str()) {
            return invalid(format!("the header `{name}` is not the department's to set"));
        }
        headers.push((name, value));
    }
    headers.push((IDEMPOTENCY_KEY.to_owned(), key));
    let (secrets, reach) = (grant.headers.clone(), grant.reach);
    Ok(HttpRequest { method, url: url.into(), headers, secrets, body: asked.body, reach })
}

/// Says that a body breaks its limit.
pub(crate) fn body_too_large() -> String {
    format!("the body has more than {HTTP_REQUEST_BYTES_MAX} bytes")
}

#[cfg(test)]
mod tests {
    use mitra_core::http::HttpReach;
    use mitra_core::identity::Secret;

    use super::*;
    use crate::grants::{HttpGrant, HttpRule};

    fn grants() -> HttpGrants {
        let rule = HttpRule::new("https://a.example/api/", [HttpMethod::Post]).expect("a rule");
        let headers = vec![("authorization".to_owned(), Secret::new("Bearer s3cret"))];
        let granted = HttpGrant { rule: rule.clone(), headers, reach: HttpReach::Public };
        HttpGrants { asked: vec![rule], granted: vec![granted] }
    }

    fn asked(headers: &[(&str, &str)]) -> Asked {
        let header = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Asked {
            method: HttpMethod::Post,
            url: "https://a.example/api/x#part".to_owned(),
            headers: headers.iter().map(header).collect(),
            body: Some(b"{}".to_vec()),
        }
    }

    fn prepared(asked: Asked) -> Result<HttpRequest, HttpFailure> {
        prepare(asked, &grants(), "turn-1-1".to_owned())
    }

    #[test]
    fn a_granted_request_goes_out_with_its_key_and_the_operators_headers() {
        let sent = prepared(asked(&[("X-Own", "1")])).expect("it is granted");
        assert_eq!(sent.url, "https://a.example/api/x");
        let headers = [("x-own", "1"), ("idempotency-key", "turn-1-1")];
        assert_eq!(sent.headers, headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(sent.secrets[0].0, "authorization");
        assert_eq!(sent.secrets[0].1.reveal(), "Bearer s3cret");
    }

    #[test]
    fn headers_of_the_host_and_the_operator_are_not_the_departments_to_set() {
        for name in
            ["Authorization", "Host", "IDEMPOTENCY-KEY", "Proxy-Authorization", "Transfer-Encoding"]
        {
            let refused = prepared(asked(&[(name, "x")])).unwrap_err();
            let named = name.to_ascii_lowercase();
            assert!(matches!(&refused, HttpFailure::Invalid(words) if words.contains(&named)));
        }
    }

    #[test]
    fn a_request_keeps_its_limits() {
        let with = |edit: &dyn Fn(&mut Asked)| {
            let mut asked = asked(&[]);
            edit(&mut asked);
            prepared(asked)
        };
        let is_invalid = |prepared| matches!(prepared, Err(HttpFailure::Invalid(_)));
        let body = |bytes| with(&|asked| asked.body = Some(vec![0; bytes]));
        assert!(body(HTTP_REQUEST_BYTES_MAX).is_ok());
        assert!(is_invalid(body(HTTP_REQUEST_BYTES_MAX + 1)));
        let headers = |n: usize| {
            with(&|asked| {
                asked.headers = (0..n).map(|n| (format!("x-{n}"), String::new())).collect();
            })
        };
        assert!(headers(HTTP_REQUEST_HEADERS_MAX).is_ok());
        assert!(is_invalid(headers(HTTP_REQUEST_HEADERS_MAX + 1)));
        let url = |bytes: usize| {
            with(&|asked| {
                let start = "https://a.example/api/";
                asked.url = format!("{start}{}", "x".repeat(bytes - start.len()));
            })
        };
        assert!(url(HTTP_URL_BYTES_MAX).is_ok());
        assert!(is_invalid(url(HTTP_URL_BYTES_MAX + 1)));
        assert!(is_invalid(with(&|asked| asked.url = "no address".to_owned())));
    }
}
