//! A request says how long it waits.

use std::time::Duration;

use super::mitra::department::http;
use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::http as before;

impl http::Host for TurnState {
    async fn send(
        &mut self,
        request: http::Request,
    ) -> wasmtime::Result<Result<http::Response, http::Failure>> {
        let http::Request { method, url, headers, body, timeout } = request;
        let headers = headers
            .into_iter()
            .map(|header| before::Header { name: header.name, value: header.value });
        let request =
            before::Request { method: self::method(method), url, headers: headers.collect(), body };
        let sent = before::Host::send(self, request);
        let Some(timeout) = timeout else { return Ok(sent.await?.map(response).map_err(failure)) };
        match tokio::time::timeout(Duration::from_millis(timeout.into()), sent).await {
            Ok(answered) => Ok(answered?.map(response).map_err(failure)),
            Err(_) => Ok(Err(http::Failure::TimedOut)),
        }
    }
}

fn method(method: http::Method) -> before::Method {
    match method {
        http::Method::Get => before::Method::Get,
        http::Method::Head => before::Method::Head,
        http::Method::Post => before::Method::Post,
        http::Method::Put => before::Method::Put,
        http::Method::Patch => before::Method::Patch,
        http::Method::Delete => before::Method::Delete,
    }
}

fn response(response: before::Response) -> http::Response {
    let before::Response { status, headers, body } = response;
    let headers =
        headers.into_iter().map(|header| http::Header { name: header.name, value: header.value });
    http::Response { status, headers: headers.collect(), body }
}

fn failure(failure: before::Failure) -> http::Failure {
    match failure {
        before::Failure::Denied(words) => http::Failure::Denied(words),
        before::Failure::Invalid(words) => http::Failure::Invalid(words),
        before::Failure::Unreachable(words) => http::Failure::Unreachable(words),
        before::Failure::TimedOut => http::Failure::TimedOut,
        before::Failure::TooLarge => http::Failure::TooLarge,
    }
}
