//! The client against a real HTTP server that behaves as well or as badly as told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Multipart;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use mitra_core::delivery::DeliveryReference;
use mitra_core::identity::{CitizenAddress, Phone, Secret};
use mitra_core::ids::{DeliveryId, MediaId, PhoneNumberId, Wamid};
use mitra_core::media::MediaContent;
use mitra_core::ports::{GraphApi, OutboundMessage, Remedy, SendAccepted, SendError};
use mitra_graph::{GraphClient, GraphOptions, StartError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TIMEOUT: Duration = Duration::from_millis(300);
const TOKEN: &str = "EAAG-very-secret";

fn options(address: SocketAddr) -> GraphOptions {
    GraphOptions {
        url: format!("http://{address}/"),
        timeout: TIMEOUT,
        ..GraphOptions::new(Secret::new(TOKEN))
    }
}

fn client(address: SocketAddr) -> GraphClient {
    GraphClient::new(options(address)).expect("a client")
}

fn outbound() -> OutboundMessage {
    OutboundMessage {
        reference: DeliveryReference { installation: 1, delivery: DeliveryId(1) },
        from: PhoneNumberId::new("PNID_1"),
        to: CitizenAddress::new(None, Some(Phone::new("15550100123"))).expect("an address"),
        body: r#"{"type":"text","text":{"body":"hello"}}"#.to_owned(),
    }
}

async fn server(status: u16, headers: &[(&str, &str)], body: &'static str) -> SocketAddr {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = move |given: HeaderMap| {
        let mut answer: Response =
            (StatusCode::from_u16(status).expect("a status"), body).into_response();
        for (name, value) in &headers {
            let name: axum::http::HeaderName = name.parse().expect("a name");
            answer.headers_mut().insert(name, value.parse().expect("a value"));
        }
        let is_ours = given.get("authorization").is_some_and(|h| h == &format!("Bearer {TOKEN}"));
        async move { if is_ours { answer } else { StatusCode::IM_A_TEAPOT.into_response() } }
    };
    let router = Router::new().route("/v25.0/PNID_1/messages", post(answer));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A server that speaks raw TCP: reads a request, then writes this and closes, or never does.
async fn raw_server(answer: Option<&'static [u8]>) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4_096];
                let _read = stream.read(&mut request).await;
                match answer {
                    Some(answer) => drop(stream.write_all(answer).await),
                    None => std::future::pending().await,
                }
            });
        }
    });
    address
}

async fn send(address: SocketAddr) -> Result<SendAccepted, SendError> {
    client(address).send(outbound()).await
}

#[tokio::test]
async fn an_accepted_message_comes_back_with_its_id() {
    let body = r#"{"messaging_product":"whatsapp","messages":[{"id":"wamid.OUT9"}]}"#;
    let accepted = send(server(200, &[], body).await).await;
    assert_eq!(accepted, Ok(SendAccepted { wamid: Wamid::new("wamid.OUT9") }));
}

#[tokio::test]
async fn an_error_object_tells_the_remedy_and_the_headers_the_pause() {
    let body = r#"{"error":{"message":"m","code":130429,"error_data":{"details":"slow down"}}}"#;
    let refused = send(server(429, &[("retry-after", "7")], body).await).await;
    let after = Some(Duration::from_secs(7));
    let Err(SendError::Answered { code: 130_429, remedy, detail, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(remedy, Remedy::SlowNumber { after });
    assert!(detail.contains("slow down"));
}

#[tokio::test]
async fn a_server_error_without_an_error_object_is_passing() {
    let failed = send(server(503, &[], "<html>unavailable</html>").await).await;
    let expected = Remedy::Retry { after: None };
    assert!(matches!(failed, Err(SendError::Answered { remedy, .. }) if remedy == expected));
}

#[tokio::test]
async fn a_gateway_that_got_no_answer_leaves_it_unknown() {
    for status in [502, 504] {
        let unknown = send(server(status, &[], "<html>bad gateway</html>").await).await;
        assert!(matches!(unknown, Err(SendError::Unanswered { .. })), "{unknown:?}");
    }
}

#[tokio::test]
async fn every_remedy_comes_from_the_code_whatever_the_status() {
    let cases = [
        (400, r#"{"error":{"code":131056}}"#, Remedy::SlowCitizen),
        (401, r#"{"error":{"code":190}}"#, Remedy::Halt),
        (500, r#"{"error":{"code":131047}}"#, Remedy::GiveUp),
        (400, r#"{"error":{"code":131000}}"#, Remedy::Retry { after: None }),
    ];
    for (status, body, expected) in cases {
        let refused = send(server(status, &[], body).await).await;
        assert!(
            matches!(&refused, Err(SendError::Answered { remedy, .. }) if *remedy == expected),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn no_answer_in_time_is_unknown() {
    let silent = send(raw_server(None).await).await;
    let Err(SendError::Unanswered { waited, .. }) = silent else { panic!("{silent:?}") };
    assert!(waited >= TIMEOUT && waited < 10 * TIMEOUT, "{waited:?}");
}

#[tokio::test]
async fn a_connection_that_is_never_made_up_means_that_nothing_was_sent() {
    // The server takes the TCP connection and stays silent in the middle of TLS.
    let address = raw_server(None).await;
    let options = GraphOptions { url: format!("https://{address}"), ..options(address) };
    let silent = GraphClient::new(options).expect("a client").send(outbound()).await;
    assert!(matches!(silent, Err(SendError::Unreachable { .. })), "{silent:?}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_cannot_be_read_is_unknown() {
    let answers: [&[u8]; 4] = [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"messages\":",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        b"garbage",
    ];
    for answer in answers {
        let broken = send(raw_server(Some(answer)).await).await;
        assert!(matches!(broken, Err(SendError::Unanswered { .. })), "{answer:?}: {broken:?}");
    }
}

#[tokio::test]
async fn no_connection_means_that_nothing_was_sent() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let refused = send(address).await;
    assert!(matches!(refused, Err(SendError::Unreachable { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = raw_server(None).await;
    let location = format!("http://{elsewhere}/");
    let redirected = send(server(307, &[("location", &location)], "").await).await;
    assert!(matches!(redirected, Err(SendError::Answered { http_status: 307, .. })));
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let head = b"HTTP/1.1 500 x\r\ncontent-length: 10000000\r\n\r\n".to_vec();
    let answer: &'static [u8] = Box::leak([head, vec![b'x'; 200_000]].concat().into_boxed_slice());
    let failed = send(raw_server(Some(answer)).await).await;
    assert!(matches!(failed, Err(SendError::Answered { code: 500, .. })), "{failed:?}");
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    // Meta's own words: a malformed token is repeated in the error.
    let repeated = r#"{"error":{"message":"Malformed access token EAAG-very-secret","code":190}}"#;
    let servers = [
        raw_server(Some(b"garbage")).await,
        server(400, &[], "{}").await,
        server(400, &[], repeated).await,
    ];
    for address in servers {
        let error = send(address).await.expect_err("it fails");
        assert!(!format!("{error:?} {error}").contains(TOKEN));
    }
    let address = server(200, &[], "{}").await;
    assert!(!format!("{:?}", client(address)).contains(TOKEN));
}

#[tokio::test]
async fn what_cannot_be_a_client_is_refused_at_the_start() {
    let start = |url: &str, token: &str| {
        let options = GraphOptions { url: url.to_owned(), ..GraphOptions::new(Secret::new(token)) };
        GraphClient::new(options).map(drop)
    };
    assert!(start("https://graph.facebook.com", "token").is_ok());
    for url in ["", "graph.facebook.com", "ftp://graph.facebook.com", "https://"] {
        assert!(matches!(start(url, "token"), Err(StartError::Url { .. })), "{url}");
    }
    for token in ["", "two\nlines"] {
        assert!(matches!(start("https://graph.facebook.com", token), Err(StartError::Token)));
    }
}

#[tokio::test]
async fn an_odd_number_id_stays_one_part_of_the_address() {
    let body = r#"{"messages":[{"id":"wamid.OUT9"}]}"#;
    let router = Router::new().route("/v25.0/{number}/messages", post(async move || body));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let from = PhoneNumberId::new("../../me?x=/y#z");
    let accepted = client(address).send(OutboundMessage { from, ..outbound() }).await;
    assert!(accepted.is_ok(), "{accepted:?}");
}

#[tokio::test]
async fn a_read_mark_goes_to_the_same_address() {
    let address = server(200, &[], r#"{"success":true}"#).await;
    let number = PhoneNumberId::new("PNID_1");
    let marked = client(address).mark_read(&number, &Wamid::new("wamid.T1"), true).await;
    assert_eq!(marked, Ok(()));
    let address = server(400, &[], r#"{"error":{"code":131009}}"#).await;
    let refused = client(address).mark_read(&number, &Wamid::new("wamid.T1"), false).await;
    assert!(matches!(refused, Err(SendError::Answered { code: 131_009, .. })), "{refused:?}");
}

#[tokio::test]
async fn one_connection_serves_many_messages() {
    let connections = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let body = r#"{"messages":[{"id":"wamid.OUT9"}]}"#;
    let router = Router::new().route("/v25.0/PNID_1/messages", post(async move || body));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        let listener = axum::serve::ListenerExt::tap_io(listener, move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        axum::serve(listener, router).await
    });
    let client = client(address);
    for _ in 0..20 {
        client.send(outbound()).await.expect("it is accepted");
    }
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_file_is_uploaded_as_a_form_and_gets_its_id() {
    let upload = |mut form: Multipart| async move {
        let mut told = Vec::new();
        while let Some(field) = form.next_field().await.expect("a form") {
            let name = field.name().unwrap_or_default().to_owned();
            let mime_type = field.content_type().unwrap_or_default().to_owned();
            told.push(format!("{name} {mime_type} {}", field.text().await.expect("text")));
        }
        let expected = ["messaging_product  whatsapp", "type  text/plain", "file text/plain abc"];
        if told == expected { r#"{"id":"880011"}"# } else { r#"{"id":""}"# }
    };
    let router = Router::new().route("/v25.0/PNID_1/media", post(upload));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let upload = async |mime_type: &str| {
        let file =
            MediaContent { mime_type: mime_type.to_owned(), bytes: b"abc".as_slice().into() };
        client(address).upload(&PhoneNumberId::new("PNID_1"), &file).await
    };
    assert_eq!(upload("text/plain").await, Ok(MediaId::new("880011")));
    let unreadable = upload("text/css").await.expect_err("an empty id is none");
    assert!(matches!(unreadable, SendError::Unanswered { .. }), "{unreadable:?}");
}
