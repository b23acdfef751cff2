//! A registry that gives other bytes, no end of bytes, or leads its callers astray.

use axum::response::IntoResponse as _;
use mitra_registry::{Digest, REDIRECTS_MAX, RegistryClient, RegistryError};

use crate::fake::{ANONYMOUS, Fake, artifact, endless, redirect};

#[tokio::test]
async fn another_manifest_under_the_digest_is_not_taken() {
    let (fake, pushed) = Fake::with(&artifact()).await;
    let other = artifact();
    let client = RegistryClient::default();
    let elsewhere = fake.reference("other");
    let elsewhere = client.push(&other, &elsewhere, &ANONYMOUS).await.expect("pushed").digest();
    let bytes = fake.get(&format!("manifests/{elsewhere}")).expect("it is pushed");
    let claimed = pushed.digest().to_string();
    fake.twist(move |asked, _| {
        let headers = [("docker-content-digest", claimed.clone())];
        asked.reads("manifests/").then(|| (headers, bytes.clone()).into_response())
    });
    let error = fake.refused(&pushed).await;
    let RegistryError::OtherDigest { what, wanted, found } = error else { panic!("{error:?}") };
    assert_eq!((what.as_str(), wanted, found), ("the manifest", pushed.digest(), elsewhere));
}

#[tokio::test]
async fn a_tag_that_moves_changes_nothing_that_was_resolved() {
    let artifact = artifact();
    let (fake, _) = Fake::with(&artifact).await;
    let client = RegistryClient::default();
    let tag = fake.reference("1.4.0");
    let resolved = client.resolve(&tag, &ANONYMOUS).await.expect("resolved");
    let moved = client.push(&crate::fake::artifact(), &tag, &ANONYMOUS).await.expect("pushed");
    assert_ne!(moved, resolved);
    assert_eq!(client.resolve(&tag, &ANONYMOUS).await.expect("resolved"), moved);
    assert_eq!(client.fetch(&resolved, &ANONYMOUS).await.expect("fetched"), artifact);
}

#[tokio::test]
async fn a_blob_with_other_fewer_or_more_bytes_is_not_taken() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let component = Digest::of(artifact.file("component.wasm").expect("a file"));
    let serves = |change: fn(&mut Vec<u8>)| {
        fake.twist(move |asked, own| {
            let mut bytes = own?.to_vec();
            change(&mut bytes);
            asked.reads(&format!("blobs/{component}")).then(|| bytes.into_response())
        });
    };
    serves(|bytes| bytes[3] ^= 1);
    let error = fake.refused(&pushed).await.to_string();
    assert!(error.contains("other bytes for component.wasm"), "{error}");
    serves(|bytes| bytes.truncate(3));
    let error = fake.refused(&pushed).await.to_string();
    assert!(error.contains("3 of the 4 bytes of component.wasm"), "{error}");
    serves(|bytes| bytes.push(0));
    let error = fake.refused(&pushed).await.to_string();
    assert!(error.contains("more than 4 bytes for component.wasm"), "{error}");
    serves(|_| {});
    let fetched = RegistryClient::default().fetch(&pushed, &ANONYMOUS).await;
    assert_eq!(fetched.expect("it is as it was"), artifact);
}

#[tokio::test]
async fn what_never_ends_is_not_read_on() {
    for part in ["blobs/", "manifests/"] {
        let (fake, pushed) = Fake::with(&artifact()).await;
        fake.twist(move |asked, _| asked.reads(part).then(endless));
        let error = fake.refused(&pushed).await;
        assert!(matches!(error, RegistryError::TooLarge { .. }), "{part}: {error:?}");
    }
    // What is wrong is not read on either.
    let (fake, pushed) = Fake::with(&artifact()).await;
    fake.twist(|_, _| {
        let mut answer = endless();
        *answer.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        Some(answer)
    });
    let error = fake.refused(&pushed).await;
    assert!(matches!(error, RegistryError::Answered { status: 500, .. }), "{error:?}");
}

#[tokio::test]
async fn some_redirects_are_followed_and_no_more() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let after = |n_redirects: usize| {
        fake.twist(move |asked, own| {
            let n_so_far =
                asked.query.strip_prefix("n=").map_or(0, |n| n.parse().expect("a number"));
            let next = format!("{}?n={}", asked.path, n_so_far + 1);
            own.filter(|_| n_so_far < n_redirects).map(|_| redirect(&next))
        });
    };
    let client = RegistryClient::default();
    after(REDIRECTS_MAX);
    assert_eq!(client.fetch(&pushed, &ANONYMOUS).await.expect("fetched"), artifact);
    for too_many in [REDIRECTS_MAX + 1, usize::MAX] {
        after(too_many);
        let error = fake.refused(&pushed).await;
        assert!(matches!(error, RegistryError::Astray { .. }), "{error:?}");
        assert!(error.to_string().contains("more than 3 redirects"), "{error}");
    }
}

#[tokio::test]
async fn nobody_is_led_to_where_others_read_along() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    fake.twist(|_, _| Some(redirect("http://registry.example/secret?key=1")));
    let error = fake.refused(&pushed).await;
    assert!(matches!(error, RegistryError::Astray { .. }), "{error:?}");
    let said = error.to_string();
    assert!(said.contains("`http://registry.example` is not reached by TLS"), "{said}");
    assert!(!said.contains("key=1"), "{said}");
    let fake = Fake::start().await;
    fake.twist(|asked, _| {
        let headers = [("location", "http://registry.example/upload")];
        let is_it = asked.method == axum::http::Method::POST;
        is_it.then(|| (axum::http::StatusCode::ACCEPTED, headers).into_response())
    });
    let client = RegistryClient::default();
    let pushed = client.push(&artifact, &fake.reference("1.4.0"), &ANONYMOUS).await;
    let error = pushed.expect_err("it goes nowhere").to_string();
    assert!(error.contains("`http://registry.example` is not reached by TLS"), "{error}");
}
