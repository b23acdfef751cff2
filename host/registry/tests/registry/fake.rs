//! A registry in memory: honest, but for what a test has it answer in its place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use mitra_registry::{Digest, Reference, RegistryClient, RegistryError, ResolvedReference};
use mitra_release::{Artifact, Description, FileName, KeyPair};

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: Option<String>,
}

impl Asked {
    /// Whether it is a read below this part of the repository.
    pub(crate) fn reads(&self, part: &str) -> bool {
        self.method == Method::GET && self.path.starts_with(&format!("/v2/water/{part}"))
    }
}

/// What a test answers in the registry's place, perhaps: it sees what is asked, and what the registry has of it.
type Twist = Box<dyn Fn(&Asked, Option<&[u8]>) -> Option<Response> + Send + Sync>;

/// The registry. It ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) address: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    held: Mutex<HashMap<String, Vec<u8>>>,
    asked: Mutex<Vec<Asked>>,
    twist: Mutex<Option<Twist>>,
    upload: Mutex<Duration>,
}

impl Fake {
    pub(crate) async fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    /// One that has this release, and the address that always leads to it.
    pub(crate) async fn with(artifact: &Artifact) -> (Self, ResolvedReference) {
        let fake = Self::start().await;
        let client = RegistryClient::default();
        let pushed = client.push(artifact, &fake.reference("1.4.0"), &ANONYMOUS).await;
        (fake, pushed.expect("it is pushed"))
    }

    /// Answers otherwise from now on.
    pub(crate) fn twist(
        &self,
        twist: impl Fn(&Asked, Option<&[u8]>) -> Option<Response> + Send + Sync + 'static,
    ) {
        *self.shared.twist.lock().expect("no test panics with it") = Some(Box::new(twist));
    }

    /// Takes so long for each upload from now on.
    pub(crate) fn take_time(&self, upload: Duration) {
        *self.shared.upload.lock().expect("no test panics with it") = upload;
    }

    /// Has this manifest from now on; gives its address.
    pub(crate) fn put_manifest(&self, manifest: &[u8]) -> ResolvedReference {
        let digest = Digest::of(manifest);
        self.put(&format!("manifests/{digest}"), manifest);
        self.reference("1.4.0").at(digest)
    }

    pub(crate) fn put(&self, part: &str, bytes: &[u8]) {
        let path = format!("/v2/water/{part}");
        self.shared.held.lock().expect("no test panics with it").insert(path, bytes.to_vec());
    }

    pub(crate) fn get(&self, part: &str) -> Option<Vec<u8>> {
        let held = self.shared.held.lock().expect("no test panics with it");
        held.get(&format!("/v2/water/{part}")).cloned()
    }

    /// All that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().expect("no test panics with it").clone()
    }

    pub(crate) fn uploads(&self) -> usize {
        self.asked().iter().filter(|asked| asked.path == "/upload").count()
    }

    pub(crate) fn reference(&self, tag: &str) -> Reference {
        format!("{}/water:{tag}", self.address).parse().expect("an address")
    }

    /// Fetches as nobody in particular; it must be refused.
    pub(crate) async fn refused(&self, resolved: &ResolvedReference) -> RegistryError {
        let fetched = RegistryClient::default().fetch(resolved, &ANONYMOUS).await;
        fetched.expect_err("it is refused")
    }
}

pub(crate) const ANONYMOUS: mitra_registry::Credentials = mitra_registry::Credentials::ANONYMOUS;

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 16 * 1024 * 1024).await.expect("a small body");
    let authorization = head.headers.get(header::AUTHORIZATION);
    let asked = Asked {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().replace("%3A", ":"),
        authorization: authorization.map(|it| it.to_str().expect("it is text").to_owned()),
    };
    shared.asked.lock().expect("no test panics with it").push(asked.clone());
    if asked.path == "/upload" {
        let upload = *shared.upload.lock().expect("no test panics with it");
        tokio::time::sleep(upload).await;
    }
    let own = shared.held.lock().expect("no test panics with it").get(&asked.path).cloned();
    let twist = shared.twist.lock().expect("no test panics with it");
    if let Some(twisted) = twist.as_ref().and_then(|twist| twist(&asked, own.as_deref())) {
        return twisted;
    }
    honest(&shared, &asked, own, &body)
}

fn honest(shared: &Shared, asked: &Asked, own: Option<Vec<u8>>, body: &Bytes) -> Response {
    let mut held = shared.held.lock().expect("no test panics with it");
    let path = asked.path.as_str();
    match (&asked.method, own) {
        (&Method::GET | &Method::HEAD, Some(bytes)) => bytes.into_response(),
        (&Method::POST, _) => {
            (StatusCode::ACCEPTED, [(header::LOCATION, "/upload?state=1")]).into_response()
        }
        (&Method::PUT, _) => {
            if let Some((_, digest)) = asked.query.split_once("digest=") {
                assert_eq!(
                    digest,
                    Digest::of(body).to_string(),
                    "what is uploaded is what is said"
                );
                held.insert(format!("/v2/water/blobs/{digest}"), body.to_vec());
            } else {
                held.insert(path.to_owned(), body.to_vec());
                held.insert(format!("/v2/water/manifests/{}", Digest::of(body)), body.to_vec());
            }
            StatusCode::CREATED.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An answer that never ends.
pub(crate) fn endless() -> Response {
    let chunk = || Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 4_096]));
    Body::from_stream(futures_util::stream::repeat_with(chunk)).into_response()
}

/// An answer that sends its caller there.
pub(crate) fn redirect(to: &str) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to.to_owned())]).into_response()
}

/// A signed release, with an empty file and two files of the same bytes.
pub(crate) fn artifact() -> Artifact {
    let made = Timestamp(1_795_773_600_000);
    let description = Description {
        department: DepartmentId::parse("water").expect("an id"),
        version: semver::Version::new(1, 4, 0),
        contract: "mitra:department@1.0.0".to_owned(),
        created_at: made,
        expires_at: Timestamp(made.0 + 1),
    };
    let file = |(name, text): (&str, &str)| {
        (FileName::parse(name).expect("a name"), text.as_bytes().to_vec())
    };
    let files = [
        ("component.wasm", "\0asm"),
        ("department.toml", "id = 'water'"),
        ("scenarios/bill.txt", "> Hi"),
        ("scenarios/empty.txt", ""),
        ("scenarios/same.txt", "> Hi"),
    ];
    let mut artifact = Artifact::of(description, files.map(file).into()).expect("a release");
    artifact.sign(&KeyPair::generate()).expect("there is room");
    artifact
}
