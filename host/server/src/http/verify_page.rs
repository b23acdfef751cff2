//! The page that checks certificates: files of a folder, made by `cargo xtask verify-page`. All that it does it does in
//! the browser; what is in an address after `#` reaches no server.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::authorities::read_trust_keys;

/// The files, and what each is. Nothing else of the folder is served.
const FILES: [(&str, &str); 8] = [
    ("index.html", "text/html; charset=utf-8"),
    ("style.css", "text/css; charset=utf-8"),
    ("main.js", "text/javascript; charset=utf-8"),
    ("lists.js", "text/javascript; charset=utf-8"),
    ("verifier.js", "text/javascript; charset=utf-8"),
    ("words.js", "text/javascript; charset=utf-8"),
    ("worker.js", "text/javascript; charset=utf-8"),
    ("verifier.wasm", "application/wasm"),
];
/// The root keys that the page trusts: of the configuration, and not of the folder, so that it trusts whom the host
/// does.
const TRUST_KEYS: &str = "trust-keys.json";
/// Where they are served.
const PLACE: &str = "/verify/";
/// The page runs its own scripts and its own module, talks to its own site, and is nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The page as a router.
pub(crate) struct VerifyPage;

/// A file, as it is and packed.
struct File {
    mime_type: &'static str,
    plain: Bytes,
    packed: Bytes,
}

impl VerifyPage {
    /// Reads the files of a folder and the root keys, and routes `GET` of each.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub(crate) fn router(folder: &Path, trust_keys: &Path) -> anyhow::Result<Router> {
        let to_page = get(async || Redirect::permanent(PLACE));
        let mut router = Router::new().route(PLACE.trim_end_matches('/'), to_page);
        for (name, mime_type) in FILES {
            let path = folder.join(name);
            let plain = std::fs::read(&path).with_context(|| {
                let path = path.display();
                format!("cannot read `{path}`: `cargo xtask verify-page` makes the folder")
            })?;
            let name = if name == "index.html" { "" } else { name };
            router = router.route(&format!("{PLACE}{name}"), served(mime_type, plain)?);
        }
        let keys = read_trust_keys(trust_keys)?.to_json().into_bytes();
        let keys = served("application/json", keys)?;
        router = router.route(&format!("{PLACE}{TRUST_KEYS}"), keys);
        Ok(router)
    }
}

/// Answers with these bytes.
fn served(mime_type: &'static str, plain: Vec<u8>) -> anyhow::Result<MethodRouter> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&plain)?;
    let packed = Bytes::from(packed.finish()?);
    let file = Arc::new(File { mime_type, plain: plain.into(), packed });
    Ok(get(move |headers: HeaderMap| {
        let file = Arc::clone(&file);
        async move { file.answer(&headers) }
    }))
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let encodings = headers.get_all(header::ACCEPT_ENCODING).iter();
        let mut encodings =
            encodings.filter_map(|it| it.to_str().ok()).flat_map(|it| it.split(','));
        let headers = [
            (header::CONTENT_TYPE, self.mime_type),
            // Asked for anew each time: an old verifier must not stay. The service worker has them without a network.
            (header::CACHE_CONTROL, "no-cache"),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::VARY, "accept-encoding"),
            (HeaderName::from_static("permissions-policy"), "camera=(self)"),
        ];
        if encodings.any(|it| it.trim() == "gzip") {
            return (headers, [(header::CONTENT_ENCODING, "gzip")], self.packed.clone())
                .into_response();
        }
        (headers, self.plain.clone()).into_response()
    }
}
