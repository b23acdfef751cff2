//! Releases that are staged from registries: one that others wrote, and one between that changes what it gives.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use mitra_registry::Digest;
use mitra_tests::kit::{Registry, guest};

use super::Town;
use crate::releases::{lines, refused, said};

/// What somebody between a registry and whoever asks it puts in the place of some bytes.
#[derive(Clone)]
struct Liar {
    registry: SocketAddr,
    /// What is asked for, and what is given.
    swap: Arc<Mutex<(String, Vec<u8>)>>,
}

impl Liar {
    async fn before(registry: SocketAddr) -> (Self, SocketAddr) {
        let liar = Self { registry, swap: Arc::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(answer).with_state(liar.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (liar, address)
    }

    /// Gives these bytes from now on whenever something is asked for whose path has this end.
    fn gives(&self, end: &str, bytes: &[u8]) {
        *self.swap.lock().expect("nobody panicked") = (end.to_owned(), bytes.to_vec());
    }
}

async fn answer(State(liar): State<Liar>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (end, bytes) = liar.swap.lock().expect("nobody panicked").clone();
    if !end.is_empty() && path.ends_with(&end) {
        return bytes.into_response();
    }
    let accepts = request.headers().get_all(header::ACCEPT).iter().cloned();
    let asked = reqwest::Client::new().get(format!("http://{}{path}", liar.registry));
    let asked = accepts.fold(asked, |asked, value| asked.header(header::ACCEPT, value));
    let Ok(given) = asked.send().await else { return StatusCode::BAD_GATEWAY.into_response() };
    let (status, kind) = (given.status(), given.headers().get(header::CONTENT_TYPE).cloned());
    let bytes = given.bytes().await.expect("it is given");
    let mut response = (status, bytes).into_response();
    response.headers_mut().extend(kind.map(|kind| (header::CONTENT_TYPE, kind)));
    response
}

/// The command that stages what is at an address, as the vendor.
fn stage(town: &Town, place: &str) -> String {
    format!(
        "mitra release --host {} --token-file vendor.token stage {place} --reason ready",
        town.office.url()
    )
}

/// Publishes a release under this tag, and gives the address that always leads to it.
fn published(town: &Town, folder: &Path, version: &str, registry: SocketAddr) -> String {
    let file = folder.join(format!("{version}.mitra"));
    fs::write(file, town.office.release(version)).expect("a file");
    let publish = format!("mitra publish {version}.mitra oci://{registry}/echo:{version}");
    lines(&said(folder, &publish), "oci://")[0].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_registry_gives_that_is_not_what_was_signed_reaches_no_host() {
    let town = Town::begin("canary = []").await;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("vendor.token"), "vendor").expect("a file");
    let registry = Registry::open_to_all();
    let (liar, between) = Liar::before(registry.address).await;
    let first = published(&town, folder, "1.1.0", registry.address);
    let other = published(&town, folder, "1.2.0", registry.address);
    let before = town.office.audited().await;

    // The component with one byte changed.
    let mut component = fs::read(guest("echo")).expect("it is built");
    let digest = Digest::of(&component).to_string();
    let last = component.len() - 1;
    component[last] ^= 1;
    liar.gives(&digest, &component);
    let tag = format!("oci://{between}/echo:1.1.0");
    let error = refused(folder, &stage(&town, &tag));
    assert!(error.contains("E0627: the registry gave other bytes for component.wasm"), "{error}");
    component.truncate(100);
    liar.gives(&digest, &component);
    let error = refused(folder, &stage(&town, &tag));
    assert!(error.contains("E0627: the registry gave 100 of the"), "{error}");

    // A whole other release, well signed, in the place of the one that was asked for by its digest.
    let digest_of = |pinned: &str| pinned.rsplit_once('@').expect("a digest").1.to_owned();
    let manifest = |pinned: &str| {
        let url = format!("http://{}/v2/echo/manifests/{}", registry.address, digest_of(pinned));
        let get = reqwest::Client::new().get(url);
        let get = get.header(header::ACCEPT, "application/vnd.oci.image.manifest.v1+json");
        async move { get.send().await.expect("an answer").bytes().await.expect("a manifest") }
    };
    liar.gives(&digest_of(&first), &manifest(&other).await);
    let pinned = first.replace(&registry.address.to_string(), &between.to_string());
    let error = refused(folder, &stage(&town, &format!("oci://{pinned}")));
    assert!(error.contains("E0627: the registry gave other bytes for the manifest"), "{error}");

    drop(registry);
    let error = refused(folder, &stage(&town, &format!("oci://{first}")));
    assert!(error.contains("E0626: the registry"), "{error}");
    assert_eq!(town.office.audited().await, before, "no host has heard of it");
    assert_eq!(town.office.releases().await.len(), 1);
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_staged_from_a_registry_and_the_audit_log_says_from_where() {
    let mut town = Town::begin("canary = []").await;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("vendor.token"), "vendor").expect("a file");
    let registry = Registry::open_to_all();
    let pinned = published(&town, folder, "1.1.0", registry.address);
    let told = said(folder, &stage(&town, &format!("oci://{}/echo:1.1.0", registry.address)));
    assert!(told.contains("1.1.0 is live since"), "{told}");
    fs::write(folder.join("viewer.token"), "viewer").expect("a file");
    let show = format!("mitra audit --host {} --token-file viewer.token show", town.office.url());
    let audit = said(folder, &show);
    assert!(audit.contains(&format!("ready (from oci://{pinned})")), "{audit}");
    town.is_answered().await;
    town.ends().await;
}
