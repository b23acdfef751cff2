//! Citizens' files over real HTTP, from a server that behaves as well or as badly as told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mitra_core::identity::Secret;
use mitra_core::ids::MediaId;
use mitra_core::limits::MEDIA_READ_BYTES_MAX;
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader, parse_sha256};
use mitra_graph::{GraphClient, GraphMedia, GraphOptions};
use serde_json::{Value, json};
use tokio::runtime::Handle;

const TOKEN: &str = "EAAG-very-secret";
/// Of `abc`, in both of Meta's spellings.
const HEX: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const BASE64: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

/// A server that resolves the id `4400` so, and has these bytes.
struct Meta {
    address: SocketAddr,
    /// How often the bytes were asked for.
    fetched: Arc<AtomicUsize>,
}

impl Meta {
    /// `told` is what it says of the file; without an address of its own, the bytes are on this server.
    async fn start(told: (StatusCode, Value), bytes: (StatusCode, Vec<u8>)) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let fetched = Arc::new(AtomicUsize::new(0));
        let resolve = move |Path((_, id)): Path<(String, String)>, headers: HeaderMap| async move {
            let (status, mut told) = told;
            if told["url"].is_null() {
                told["url"] = format!("http://{address}/media-bytes/{id}").into();
            }
            let known = is_ours(&headers) && id == "4400";
            if known { (status, told.to_string()).into_response() } else { teapot() }
        };
        let count = Arc::clone(&fetched);
        let fetch = move |headers: HeaderMap| async move {
            count.fetch_add(1, Ordering::Relaxed);
            let (status, bytes) = bytes;
            if is_ours(&headers) { (status, Body::from(bytes)).into_response() } else { teapot() }
        };
        let router = Router::new()
            .route("/{version}/{id}", get(resolve))
            .route("/media-bytes/{id}", get(fetch));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, fetched }
    }

    async fn read(&self, sha256: Option<&str>) -> Result<MediaContent, MediaFailure> {
        let url = format!("http://{}", self.address);
        let options = GraphOptions { url, ..GraphOptions::new(Secret::new(TOKEN)) };
        let graph = GraphClient::new(options).expect("a client");
        let sha256 = sha256.and_then(parse_sha256);
        let file = MediaFile { id: MediaId::new("4400"), sha256 };
        GraphMedia::new(graph, Handle::current()).read(&file).await
    }

    fn fetched(&self) -> usize {
        self.fetched.load(Ordering::Relaxed)
    }
}

fn is_ours(headers: &HeaderMap) -> bool {
    headers.get("authorization").is_some_and(|header| header == &format!("Bearer {TOKEN}"))
}

fn teapot() -> Response {
    StatusCode::IM_A_TEAPOT.into_response()
}

async fn good(told: Value, bytes: &[u8]) -> Meta {
    Meta::start((StatusCode::OK, told), (StatusCode::OK, bytes.to_vec())).await
}

#[tokio::test]
async fn a_file_is_found_and_fetched_with_the_token() {
    let told = json!({ "mime_type": "audio/ogg; codecs=opus", "sha256": HEX, "file_size": "3" });
    let content = good(told, b"abc").await.read(Some(BASE64)).await.expect("it is read");
    assert_eq!((content.mime_type.as_str(), &*content.bytes), ("audio/ogg", b"abc".as_slice()));
    // What nobody hashed is taken as it comes.
    let content = good(json!({ "mime_type": "image/png" }), b"xyz").await.read(None).await;
    assert_eq!(content.expect("it is read").bytes.len(), 3);
}

#[tokio::test]
async fn other_bytes_than_the_citizens_are_not_given() {
    let words = "Meta gave other bytes than those that the citizen sent";
    let expected = Err(MediaFailure::Unavailable(words.to_owned()));
    let changed = good(json!({ "sha256": HEX }), b"abd").await;
    assert_eq!(changed.read(None).await, expected);
    // Also when Meta itself takes them for right.
    assert_eq!(good(json!({}), b"abd").await.read(Some(BASE64)).await, expected);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let most = MEDIA_READ_BYTES_MAX;
    for size in [json!(most + 1), json!((most + 1).to_string())] {
        let meta = good(json!({ "file_size": size }), b"abc").await;
        assert_eq!(meta.read(None).await, Err(MediaFailure::TooLarge));
        assert_eq!(meta.fetched(), 0);
    }
    // Whatever was said of it.
    let largest = good(json!({ "file_size": most }), &vec![0; most]).await;
    assert_eq!(largest.read(None).await.expect("it is read").bytes.len(), most);
    let larger = good(json!({ "file_size": 3 }), &vec![0; most + 1]).await;
    assert_eq!(larger.read(None).await, Err(MediaFailure::TooLarge));
}

#[tokio::test]
async fn a_file_that_meta_has_no_more_is_gone() {
    let error =
        json!({ "error": { "code": 100, "error_subcode": 33, "message": "no such object" } });
    let bytes = || (StatusCode::OK, b"abc".to_vec());
    let unknown = Meta::start((StatusCode::BAD_REQUEST, error), bytes()).await;
    assert_eq!(unknown.read(None).await, Err(MediaFailure::Gone));
    let found = (StatusCode::OK, json!({}));
    let expired = Meta::start(found, (StatusCode::NOT_FOUND, Vec::new())).await;
    assert_eq!(expired.read(None).await, Err(MediaFailure::Gone));
}

#[tokio::test]
async fn what_went_wrong_at_meta_is_told_without_the_token() {
    let error = json!({ "error": { "code": 190, "message": format!("bad token {TOKEN}") } });
    let refused =
        Meta::start((StatusCode::UNAUTHORIZED, error), (StatusCode::OK, Vec::new())).await;
    let words = "Meta answered 401 with code 190".to_owned();
    assert_eq!(refused.read(None).await, Err(MediaFailure::Unavailable(words)));
    let found = (StatusCode::OK, json!({}));
    let broken = Meta::start(found, (StatusCode::INTERNAL_SERVER_ERROR, Vec::new())).await;
    let words = "Meta answered 500 for the file".to_owned();
    assert_eq!(broken.read(None).await, Err(MediaFailure::Unavailable(words)));
}

#[tokio::test]
async fn the_token_is_not_shown_elsewhere() {
    let elsewhere = good(json!({}), b"abc").await;
    let url = format!("http://{}/media-bytes/4400", elsewhere.address);
    let meta = good(json!({ "url": url }), b"abc").await;
    let words = "Meta named an address that is not Meta's".to_owned();
    assert_eq!(meta.read(None).await, Err(MediaFailure::Unavailable(words)));
    assert_eq!(elsewhere.fetched(), 0);
}
