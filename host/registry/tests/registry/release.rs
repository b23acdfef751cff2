//! A release comes back as it was pushed, or it is said what is there instead.

use mitra_registry::{Digest, MANIFEST_BYTES_MAX, RegistryClient, RegistryError};
use serde_json::{Value, json};

use crate::fake::{ANONYMOUS, Fake, artifact};

#[tokio::test]
async fn a_release_comes_back_byte_for_byte_and_is_uploaded_once() {
    let artifact = artifact();
    let fake = Fake::start().await;
    let client = RegistryClient::default();
    let first = client.push(&artifact, &fake.reference("1.4.0"), &ANONYMOUS).await.expect("pushed");
    // The configuration, the envelope, and five files, two of them with the same bytes.
    assert_eq!(fake.uploads(), 6);
    let again =
        client.push(&artifact, &fake.reference("latest"), &ANONYMOUS).await.expect("pushed");
    assert_eq!((again.digest(), fake.uploads()), (first.digest(), 6));
    let resolved = client.resolve(&fake.reference("1.4.0"), &ANONYMOUS).await.expect("resolved");
    assert_eq!(resolved, first);
    assert_eq!(client.fetch(&resolved, &ANONYMOUS).await.expect("fetched"), artifact);
    let n_asked = fake.asked().len();
    let pinned = first.to_string().parse().expect("an address");
    assert_eq!(client.resolve(&pinned, &ANONYMOUS).await.expect("resolved"), first);
    assert_eq!(fake.asked().len(), n_asked, "a digest is no question");
    let error = client.push(&artifact, &pinned, &ANONYMOUS).await.expect_err("it has no tag");
    assert!(matches!(error, RegistryError::NoTag(_)), "{error}");
}

#[tokio::test]
async fn what_is_not_there_is_told_by_its_name() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let client = RegistryClient::default();
    let unknown = fake.reference("9.9.9");
    let error = client.resolve(&unknown, &ANONYMOUS).await.expect_err("unknown").to_string();
    assert!(error.contains(&format!("there is no `{unknown}`")), "{error}");
    let component = Digest::of(artifact.file("component.wasm").expect("a file"));
    fake.twist(move |asked, _| {
        use axum::response::IntoResponse as _;
        let is_it = asked.reads(&format!("blobs/{component}"));
        is_it.then(|| axum::http::StatusCode::NOT_FOUND.into_response())
    });
    let error = fake.refused(&pushed).await.to_string();
    assert!(error.contains(&format!("there is no `component.wasm of {pushed}`")), "{error}");
}

#[tokio::test]
async fn a_registry_that_is_down_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let reference = format!("{address}/water:1").parse().expect("an address");
    let error = RegistryClient::default().resolve(&reference, &ANONYMOUS).await.expect_err("down");
    assert!(matches!(error, RegistryError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains(&address), "{error}");
}

#[tokio::test]
async fn a_manifest_is_the_releases_own_and_agrees_with_its_statement() {
    let (fake, pushed) = Fake::with(&artifact()).await;
    let own = fake.get(&format!("manifests/{}", pushed.digest())).expect("it is pushed");
    let own: Value = serde_json::from_slice(&own).expect("it is JSON");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut manifest = own.clone();
        change(&mut manifest);
        fake.put_manifest(manifest.to_string().as_bytes())
    };
    let other = changed(&|manifest| manifest["artifactType"] = json!("application/vnd.other"));
    let error = fake.refused(&other).await;
    assert!(matches!(error, RegistryError::NoRelease { .. }), "{error:?}");
    let unlike = changed(&|manifest| manifest["layers"][2] = manifest["layers"][3].clone());
    let error = fake.refused(&unlike).await.to_string();
    assert!(error.contains("does not list `department.toml`"), "{error}");
    let surplus = changed(&|manifest| {
        let layers = manifest["layers"].as_array_mut().expect("a list");
        layers.push(layers[1].clone());
    });
    let error = fake.refused(&surplus).await;
    assert!(matches!(error, RegistryError::Surplus), "{error:?}");
    // The manifest's own bytes in the place of an envelope.
    let text = own.to_string();
    fake.put(&format!("blobs/{}", Digest::of(text.as_bytes())), text.as_bytes());
    let none = changed(&|manifest| {
        manifest["layers"][0]["digest"] = json!(Digest::of(text.as_bytes()));
        manifest["layers"][0]["size"] = json!(text.len());
    });
    let error = fake.refused(&none).await;
    assert!(matches!(error, RegistryError::Artifact(_)), "{error:?}");
}

#[tokio::test]
async fn a_manifest_is_as_large_as_it_may_be_and_no_larger() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let own = fake.get(&format!("manifests/{}", pushed.digest())).expect("it is pushed");
    let padded = |bytes: u64| {
        let mut manifest = own.clone();
        manifest.resize(usize::try_from(bytes).expect("it is small"), b' ');
        fake.put_manifest(&manifest)
    };
    let most = padded(MANIFEST_BYTES_MAX);
    let fetched = RegistryClient::default().fetch(&most, &ANONYMOUS).await;
    assert_eq!(fetched.expect("it is taken"), artifact);
    let error = fake.refused(&padded(MANIFEST_BYTES_MAX + 1)).await;
    assert!(matches!(error, RegistryError::TooLarge { .. }), "{error:?}");
}
