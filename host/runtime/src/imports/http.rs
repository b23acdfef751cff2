//! The contract's own way to web services: one request, one whole response.

use mitra_core::http::{HttpFailure, HttpMethod, HttpResponse};

use super::web::Asked;
use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::http;

impl http::Host for TurnState {
    async fn send(
        &mut self,
        request: http::Request,
    ) -> wasmtime::Result<Result<http::Response, http::Failure>> {
        self.count_host_call()?;
        let exchange = self.web.next_request().map_err(|too_many| self.fail(too_many.into()))?;
        let answered = exchange.send(Ok(asked(request))).await;
        Ok(answered.map(response).map_err(failure))
    }
}

fn asked(request: http::Request) -> Asked {
    let http::Request { method, url, headers, body } = request;
    let headers = headers.into_iter().map(|header| (header.name, header.value)).collect();
    Asked { method: self::method(method), url, headers, body }
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
