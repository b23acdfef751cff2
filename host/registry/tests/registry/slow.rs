//! A registry that takes its time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use mitra_registry::{Digest, Patience, RegistryClient, RegistryError};

use crate::fake::{ANONYMOUS, Fake, artifact};

const PAUSE: Duration = Duration::from_millis(300);

/// A space after each pause, this often.
fn dripping(n_drops: usize) -> Response {
    let drop = |_| async {
        tokio::time::sleep(PAUSE).await;
        Ok::<_, std::io::Error>(Bytes::from_static(b" "))
    };
    Body::from_stream(futures_util::stream::iter(0..n_drops).then(drop)).into_response()
}

fn client(silence: Duration, whole: Duration) -> RegistryClient {
    RegistryClient::new(Patience { silence, whole, ..Patience::default() })
}

#[tokio::test]
async fn silence_ends_a_fetch_and_so_does_too_long_a_whole() {
    let (fake, pushed) = Fake::with(&artifact()).await;
    fake.twist(|asked, _| asked.reads("manifests/").then(|| dripping(usize::MAX)));
    let silent = client(PAUSE / 3, PAUSE * 100).fetch(&pushed, &ANONYMOUS).await;
    let error = silent.expect_err("nothing came");
    assert!(matches!(error, RegistryError::Broken { .. }), "{error:?}");
    let slow = client(PAUSE * 10, PAUSE * 4).fetch(&pushed, &ANONYMOUS).await;
    let error = slow.expect_err("too little came");
    assert!(matches!(error, RegistryError::TooSlow { .. }), "{error:?}");
    assert!(error.to_string().contains("within 1.2s"), "{error}");
}

#[tokio::test]
async fn who_is_slow_enough_to_be_waited_for_is_waited_for() {
    let (fake, pushed) = Fake::with(&artifact()).await;
    fake.twist(|asked, _| asked.reads("manifests/").then(|| dripping(3)));
    let fetched = client(PAUSE * 10, PAUSE * 30).fetch(&pushed, &ANONYMOUS).await;
    let error = fetched.expect_err("three spaces are no manifest");
    assert!(matches!(error, RegistryError::OtherDigest { .. }), "{error:?}");
}

#[tokio::test]
async fn an_upload_may_take_longer_than_silence() {
    let (artifact, fake) = (artifact(), Fake::start().await);
    let envelope = artifact.envelope().to_bytes();
    let files = artifact.files().values().filter(|bytes| !bytes.starts_with(b"\0asm"));
    for bytes in files.chain([&envelope, &b"{}".to_vec()]) {
        fake.put(&format!("blobs/{}", Digest::of(bytes)), bytes);
    }
    fake.take_time(PAUSE * 5);
    let pushed =
        client(PAUSE * 3, PAUSE * 30).push(&artifact, &fake.reference("1"), &ANONYMOUS).await;
    pushed.expect("it is pushed");
    assert_eq!(fake.uploads(), 1);
}
