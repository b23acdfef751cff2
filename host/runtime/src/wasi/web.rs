//! `wasi:http`: requests as streams and resources, brought to one request and its whole response.

use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use http_body_util::{BodyExt, Full};
use mitra_core::http::{HttpFailure, HttpMethod, HttpResponse};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::HTTP_REQUEST_BYTES_MAX;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use crate::imports::{Asked, TooMany, Web, body_too_large};

/// What a guest may write of a body at once, and so half of what waits to be read.
const BODY_PIECE_BYTES_MAX: usize = 64 * 1024;
/// Headers that languages' libraries set without being asked. The host sets its own.
const DROPPED: [&str; 3] = ["content-length", "host", "user-agent"];

/// What tells that a whole request was sent.
pub(crate) type Sent = Box<dyn Future<Output = Result<(), Error>> + Send>;

impl WasiHttpHooks for Web {
    /// The time-outs of the options have no effect: the host has its own, and waits for whole responses.
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        _options: Option<RequestOptions>,
        _read: Sent,
    ) -> Box<dyn Future<Output = Result<(Response<WasiBody>, Sent), Error>> + Send> {
        let exchange = self.note_request();
        Box::new(async move {
            let exchange = exchange.map_err(|_: TooMany| Error::HttpRequestDenied)?;
            let department = exchange.department().clone();
            let answered = exchange.send(asked(request).await).await;
            let answered = answered.map_err(|failure| error(&department, failure))?;
            let sent: Sent = Box::new(async { Ok(()) });
            Ok((response(answered)?, sent))
        })
    }

    fn set_host_header(&mut self) -> bool {
        false
    }

    fn p2_outgoing_body_chunk_size(&mut self) -> usize {
        BODY_PIECE_BYTES_MAX
    }
}

/// The whole request, once the guest has written all of it.
async fn asked(request: Request<WasiBody>) -> Result<Asked, HttpFailure> {
    let (head, body) = request.into_parts();
    let method = method(&head.method)?;
    let headers = headers(&head.headers)?;
    let body = whole(body).await?;
    Ok(Asked { method, url: head.uri.to_string(), headers, body })
}

fn method(method: &Method) -> Result<HttpMethod, HttpFailure> {
    let all = [
        HttpMethod::Get,
        HttpMethod::Head,
        HttpMethod::Post,
        HttpMethod::Put,
        HttpMethod::Patch,
        HttpMethod::Delete,
    ];
    let found = all.into_iter().find(|known| known.name() == method.as_str());
    found.ok_or_else(|| invalid(format!("the method `{method}` is none that can be sent")))
}

fn headers(headers: &HeaderMap) -> Result<Vec<(String, String)>, HttpFailure> {
    let own = headers.iter().filter(|(name, _)| !DROPPED.contains(&name.as_str()));
    let text = own.map(|(name, value)| match value.to_str() {
        Ok(value) => Ok((name.as_str().to_owned(), value.to_owned())),
        Err(_) => Err(invalid(format!("the header `{name}` is not text"))),
    });
    text.collect()
}

/// None for an empty body.
async fn whole(mut body: WasiBody) -> Result<Option<Vec<u8>>, HttpFailure> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| invalid("the body was given up".to_owned()))?;
        let Ok(piece) = frame.into_data() else {
            return Err(invalid("trailers cannot be sent".to_owned()));
        };
        if bytes.len() + piece.len() > HTTP_REQUEST_BYTES_MAX {
            return Err(invalid(body_too_large()));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok((!bytes.is_empty()).then_some(bytes))
}

fn response(answered: HttpResponse) -> Result<Response<WasiBody>, Error> {
    let HttpResponse { status, headers, body } = answered;
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let body = Full::new(Bytes::from(body)).map_err(|never: Infallible| match never {});
    response
        .body(body.boxed_unsync())
        .map_err(|error| Error::InternalError(Some(error.to_string())))
}

/// A code has no place for words: they go to the department's log, and there is one line for a request at most.
fn error(department: &DepartmentId, failure: HttpFailure) -> Error {
    tracing::warn!(target: "guest", department = department.as_str(), "a request failed: {failure}");
    match failure {
        HttpFailure::Denied(_) => Error::HttpRequestDenied,
        HttpFailure::Invalid(words) => Error::InternalError(Some(words)),
        HttpFailure::Unreachable(_) => Error::DestinationUnavailable,
        HttpFailure::TimedOut => Error::HttpResponseTimeout,
        HttpFailure::TooLarge => Error::HttpResponseBodySize(None),
    }
}

fn invalid(words: String) -> HttpFailure {
    HttpFailure::Invalid(words)
}
