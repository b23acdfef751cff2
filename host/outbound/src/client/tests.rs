use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::HeaderMap as Received;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use mitra_core::identity::Secret;

use super::*;

/// A service on this machine, on a port of its own.
async fn service() -> SocketAddr {
    let size = |bytes: usize| move || async move { "x".repeat(bytes) };
    let router = Router::new()
        .route("/hello", get(|| async { ([("x-kind", "greeting")], "hello") }))
        .route("/away", get(|| async { Redirect::temporary("http://169.254.169.254/") }))
        .route("/gone", get(|| async { StatusCode::GONE }))
        .route(
            "/echo",
            post(|headers: Received, body: String| async move {
                let header = |name| {
                    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("none")
                };
                format!("{} {} {body}", header("authorization"), header("x-own"))
            }),
        )
        .route("/largest", get(size(HTTP_RESPONSE_BYTES_MAX)))
        .route("/larger", get(size(HTTP_RESPONSE_BYTES_MAX + 1)))
        .route("/never", get(std::future::pending::<()>));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn client(lookup: &Lookup) -> OutboundClient {
    let time_max = Duration::from_millis(500);
    OutboundClient::with(Handle::current(), lookup, time_max).expect("a client")
}

/// Leads every name to the next of these, one at a time.
fn leads_to(answers: Vec<Vec<SocketAddr>>) -> Lookup {
    let asked = Arc::new(AtomicUsize::new(0));
    Arc::new(move |_| {
        let answer = answers[asked.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1)].clone();
        Box::pin(async move { Ok(answer) })
    })
}

fn read_of(url: String, reach: HttpReach) -> HttpRequest {
    let (headers, secrets) = (Vec::new(), Vec::new());
    HttpRequest { method: HttpMethod::Get, url, headers, secrets, body: None, reach }
}

/// What comes of reading this path of the service, from where it may be reached.
async fn gives(path: &str) -> Result<HttpResponse, HttpFailure> {
    let url = format!("http://{}{path}", service().await);
    client(&system()).send(read_of(url, HttpReach::Private)).await
}

#[tokio::test]
async fn a_response_comes_back_whole_whatever_its_status() {
    let response = gives("/hello").await.expect("a response");
    assert_eq!((response.status, response.body.as_slice()), (200, b"hello".as_slice()));
    assert!(response.headers.contains(&("x-kind".to_owned(), "greeting".to_owned())));
    assert_eq!(gives("/gone").await.expect("a response").status, 410);
}

#[tokio::test]
async fn a_redirect_is_given_back_and_not_followed() {
    let response = gives("/away").await.expect("a response");
    assert_eq!(response.status, 307);
    let to = ("location".to_owned(), "http://169.254.169.254/".to_owned());
    assert!(response.headers.contains(&to), "{response:?}");
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_taken() {
    let response = gives("/largest").await.expect("a response");
    assert_eq!(response.body.len(), HTTP_RESPONSE_BYTES_MAX);
    assert_eq!(gives("/larger").await, Err(HttpFailure::TooLarge));
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_given_up() {
    assert_eq!(gives("/never").await, Err(HttpFailure::TimedOut));
}

#[tokio::test]
async fn nobody_listening_is_unreachable_and_the_words_do_not_repeat_the_address() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    drop(listener);
    let url = format!("http://{address}/?aadhaar=1234");
    let failure = client(&system()).send(read_of(url, HttpReach::Private)).await.unwrap_err();
    assert!(matches!(failure, HttpFailure::Unreachable(_)), "{failure}");
    assert!(!failure.to_string().contains("1234"), "{failure}");
}

#[tokio::test]
async fn the_operators_headers_take_the_place_of_the_departments() {
    let url = format!("http://{}/echo", service().await);
    let request = HttpRequest {
        method: HttpMethod::Post,
        headers: vec![
            ("x-own".to_owned(), "mine".to_owned()),
            ("authorization".to_owned(), "forged".to_owned()),
        ],
        secrets: vec![("authorization".to_owned(), Secret::new("Bearer s3cret"))],
        body: Some(b"the body".to_vec()),
        ..read_of(url, HttpReach::Private)
    };
    assert!(!format!("{request:?}").contains("s3cret"), "a printed request shows no secret");
    let response = client(&system()).send(request).await.expect("a response");
    assert_eq!(String::from_utf8_lossy(&response.body), "Bearer s3cret mine the body");
}

#[tokio::test]
async fn an_address_on_this_machine_is_denied_however_it_is_written() {
    let port = service().await.port();
    let hosts = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ];
    for host in hosts {
        let url = format!("http://{host}:{port}/hello");
        let denied = client(&system()).send(read_of(url, HttpReach::Public)).await;
        assert!(matches!(denied, Err(HttpFailure::Denied(_))), "{host}: {denied:?}");
    }
    let named = format!("http://localhost:{port}/hello");
    let denied = client(&system()).send(read_of(named.clone(), HttpReach::Public)).await;
    let words = "E0303: `localhost` is at an address that departments may not reach".to_owned();
    assert_eq!(denied, Err(HttpFailure::Denied(words)));
    assert!(client(&system()).send(read_of(named, HttpReach::Private)).await.is_ok());
}

#[tokio::test]
async fn a_name_that_is_rebound_to_this_machine_is_denied() {
    let here = service().await;
    let public = SocketAddr::from(([203, 0, 114, 1], here.port()));
    let url = format!("http://innocent.example:{}/hello", here.port());
    // One answer in two, and the second question.
    for answers in [vec![vec![public, here]], vec![vec![here]]] {
        let denied = client(&leads_to(answers)).send(read_of(url.clone(), HttpReach::Public)).await;
        assert!(matches!(denied, Err(HttpFailure::Denied(_))), "{denied:?}");
    }
    let rebound = client(&leads_to(vec![vec![public], vec![here]]));
    let first = rebound.send(read_of(url.clone(), HttpReach::Public)).await;
    assert!(matches!(first, Err(HttpFailure::TimedOut | HttpFailure::Unreachable(_))), "{first:?}");
    let second = rebound.send(read_of(url.clone(), HttpReach::Public)).await;
    assert!(matches!(second, Err(HttpFailure::Denied(_))), "{second:?}");
    // The very addresses that were judged are connected to.
    let granted = client(&leads_to(vec![vec![here]])).send(read_of(url, HttpReach::Private)).await;
    assert_eq!(granted.expect("a response").status, 200);
}

#[tokio::test]
async fn a_connection_to_a_private_back_end_is_not_used_for_others() {
    let url = format!("http://{}/hello", service().await);
    let client = client(&system());
    assert!(client.send(read_of(url.clone(), HttpReach::Private)).await.is_ok());
    let denied = client.send(read_of(url, HttpReach::Public)).await;
    assert!(matches!(denied, Err(HttpFailure::Denied(_))), "{denied:?}");
}

#[tokio::test]
async fn what_no_request_can_carry_is_invalid() {
    for (name, value) in [("a b", "x"), ("", "x"), ("x", "a\r\nb"), ("x", "a\0b")] {
        let mut request = read_of("http://127.0.0.1:1/".to_owned(), HttpReach::Private);
        request.headers.push((name.to_owned(), value.to_owned()));
        let invalid = client(&system()).send(request).await;
        assert!(matches!(invalid, Err(HttpFailure::Invalid(_))), "{name:?}: {invalid:?}");
    }
}
