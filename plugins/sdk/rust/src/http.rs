//! Requests to web services, such as the department's own back end.
//!
//! ```
//! use mitra_department::http::{self, Request};
//! use mitra_department::testing::MemoryHost;
//! use mitra_department::Host;
//!
//! let mut host = MemoryHost::default();
//! let url = "https://example.gov.in/api/vehicles/AP39AB1234";
//! host.web.insert(("GET", url.to_owned()), Ok(http::response(200, br#"{"owner":"A"}"#)));
//! let answer = host.send(&http::get(url)).expect("the service answers");
//! assert_eq!(answer.status, 200);
//! ```

use serde::Serialize;

pub use crate::bindings::mitra::department::http::{Failure, Header, Method, Request, Response};

/// Reads.
pub fn get(url: &str) -> Request {
    Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: None }
}

/// Sends a value as JSON.
///
/// # Panics
/// If the value cannot be written as JSON: a map whose keys are no texts.
pub fn post<T: Serialize>(url: &str, value: &T) -> Request {
    let body = serde_json::to_vec(value).expect("plain data can be written");
    let name = "content-type".to_owned();
    let headers = vec![Header { name, value: "application/json".to_owned() }];
    Request { method: Method::Post, url: url.to_owned(), headers, body: Some(body) }
}

/// A response, for tests.
pub fn response(status: u16, body: &[u8]) -> Response {
    Response { status, headers: Vec::new(), body: body.to_vec() }
}

/// A method, as it stands in a request.
pub fn name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
