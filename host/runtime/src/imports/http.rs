//! Requests to web services, each checked against what was asked for and granted.

use std::time::Instant;

use metrics::{counter, histogram};
use mitra_core::http::{HttpFailure, HttpMethod, HttpRequest, HttpResponse};
use mitra_core::limits::{
    HTTP_REQUEST_BYTES_MAX, HTTP_REQUEST_HEADERS_MAX, HTTP_REQUESTS_PER_TURN_MAX,
    HTTP_URL_BYTES_MAX,
};
use mitra_core::turn::TurnFault;
use url::Url;

use crate::grants::HttpGrants;
use crate::instance::TurnState;
use crate::world::v0_1_0::mitra::department::http;

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

impl http::Host for TurnState {
    async fn send(
        &mut self,
        request: http::Request,
    ) -> wasmtime::Result<Result<http::Response, http::Failure>> {
        self.count_host_call()?;
        if self.http_requests >= HTTP_REQUESTS_PER_TURN_MAX {
            let limit = format!("requests to web services: {HTTP_REQUESTS_PER_TURN_MAX} in a turn");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        self.http_requests += 1;
        let key = format!("{}-{}", self.turn.as_str(), self.http_requests);
        let began = Instant::now();
        let answered = match prepare(request, &self.settings.grants.http, key) {
            Ok(request) => self.ports.http.send(request).await,
            Err(failure) => Err(failure),
        };
        let department = self.department.as_str().to_owned();
        let outcome = answered.as_ref().map_or_else(HttpFailure::name, |_| "answered");
        histogram!("mitra_http_seconds", "department" => department.clone())
            .record(began.elapsed().as_secs_f64());
        counter!("mitra_http_requests_total", "department" => department, "outcome" => outcome)
            .increment(1);
        Ok(answered.map(response).map_err(failure))
    }
}

/// A request as it may go out, or why it may not.
fn prepare(
    request: http::Request,
    grants: &HttpGrants,
    key: String,
) -> Result<HttpRequest, HttpFailure> {
    let invalid = |words: String| Err(HttpFailure::Invalid(words));
    if request.url.len() > HTTP_URL_BYTES_MAX {
        return invalid(format!("the address has more than {HTTP_URL_BYTES_MAX} bytes"));
    }
    let Ok(mut url) = Url::parse(&request.url) else {
        return invalid("the address is none".to_owned());
    };
    url.set_fragment(None);
    let method = method(request.method);
    let grant = grants.find(&url, method);
    let grant = grant.map_err(|denied| HttpFailure::Denied(denied.to_string()))?;
    if request.body.as_ref().is_some_and(|body| body.len() > HTTP_REQUEST_BYTES_MAX) {
        return invalid(format!("the body has more than {HTTP_REQUEST_BYTES_MAX} bytes"));
    }
    if request.headers.len() > HTTP_REQUEST_HEADERS_MAX {
        return invalid(format!("there are more than {HTTP_REQUEST_HEADERS_MAX} headers"));
    }
    let mut headers = Vec::with_capacity(request.headers.len() + 1);
    for http::Header { name, value } in request.headers {
        let name = name.to_ascii_lowercase();
        let is_operators = grant.headers.iter().any(|(theirs, _)| *theirs == name);
        if is_operators || name.starts_with("proxy-") || RESERVED.contains(&name.as_str()) {
            return invalid(format!("the header `{name}` is not the department's to set"));
        }
        headers.push((name, value));
    }
    headers.push((IDEMPOTENCY_KEY.to_owned(), key));
    let (secrets, reach) = (grant.headers.clone(), grant.reach);
    Ok(HttpRequest { method, url: url.into(), headers, secrets, body: request.body, reach })
}

fn method(method: http::Method) -> HttpMethod {
    match method {
        http::Method::Get => HttpMethod::Get,
        http::Method::Head => HttpMethod::Head,
        http::Method::Post => HttpMethod::Post,
        http::Method::Put => HttpMethod::Put,
        http::Method::Patch => HttpMethod::Patch,
        http::Method::Delete => HttpMethod::Delete,
    }
}

fn response(response: HttpResponse) -> http::Response {
    let HttpResponse { status, headers, body } = response;
    let headers = headers.into_iter().map(|(name, value)| http::Header { name, value }).collect();
    http::Response { status, headers, body }
}

fn failure(failure: HttpFailure) -> http::Failure {
    match failure {
        HttpFailure::Denied(words) => http::Failure::Denied(words),
        HttpFailure::Invalid(words) => http::Failure::Invalid(words),
        HttpFailure::Unreachable(words) => http::Failure::Unreachable(words),
        HttpFailure::TimedOut => http::Failure::TimedOut,
        HttpFailure::TooLarge => http::Failure::TooLarge,
    }
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

    fn request(headers: &[(&str, &str)]) -> http::Request {
        let header = |(name, value): &(&str, &str)| http::Header {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        http::Request {
            method: http::Method::Post,
            url: "https://a.example/api/x#part".to_owned(),
            headers: headers.iter().map(header).collect(),
            body: Some(b"{}".to_vec()),
        }
    }

    fn prepared(request: http::Request) -> Result<HttpRequest, HttpFailure> {
        prepare(request, &grants(), "turn-1-1".to_owned())
    }

    #[test]
    fn a_granted_request_goes_out_with_its_key_and_the_operators_headers() {
        let sent = prepared(request(&[("X-Own", "1")])).expect("it is granted");
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
            let refused = prepared(request(&[(name, "x")])).unwrap_err();
            let named = name.to_ascii_lowercase();
            assert!(matches!(&refused, HttpFailure::Invalid(words) if words.contains(&named)));
        }
    }

    #[test]
    fn a_request_keeps_its_limits() {
        let with = |edit: &dyn Fn(&mut http::Request)| {
            let mut request = request(&[]);
            edit(&mut request);
            prepared(request)
        };
        let is_invalid = |prepared| matches!(prepared, Err(HttpFailure::Invalid(_)));
        let body = |bytes| with(&|request| request.body = Some(vec![0; bytes]));
        assert!(body(HTTP_REQUEST_BYTES_MAX).is_ok());
        assert!(is_invalid(body(HTTP_REQUEST_BYTES_MAX + 1)));
        let headers = |n: usize| {
            with(&|request| {
                let header = |n| http::Header { name: format!("x-{n}"), value: String::new() };
                request.headers = (0..n).map(header).collect();
            })
        };
        assert!(headers(HTTP_REQUEST_HEADERS_MAX).is_ok());
        assert!(is_invalid(headers(HTTP_REQUEST_HEADERS_MAX + 1)));
        let url = |bytes: usize| {
            with(&|request| {
                let start = "https://a.example/api/";
                request.url = format!("{start}{}", "x".repeat(bytes - start.len()));
            })
        };
        assert!(url(HTTP_URL_BYTES_MAX).is_ok());
        assert!(is_invalid(url(HTTP_URL_BYTES_MAX + 1)));
        assert!(is_invalid(with(&|request| request.url = "no address".to_owned())));
    }
}
