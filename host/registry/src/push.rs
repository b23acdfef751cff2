//! A release -> a registry: what it does not have yet of the release's bytes, then the manifest under a tag.

use std::collections::BTreeMap;

use mitra_release::Artifact;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Method, StatusCode};

use crate::digest::Digest;
use crate::error::RegistryError;
use crate::manifest::{EMPTY_CONFIG, MANIFEST_TYPE, Manifest};
use crate::reference::{ResolvedReference, Which};
use crate::session::Session;

/// Pushes a release. The tag is moved last: whoever follows it finds all that it leads to.
pub(crate) async fn push(
    mut session: Session<'_>,
    artifact: &Artifact,
) -> Result<ResolvedReference, RegistryError> {
    let reference = session.reference();
    let Which::Tag(tag) = reference.which() else {
        return Err(RegistryError::NoTag(reference.to_string()));
    };
    let envelope = artifact.envelope().to_bytes();
    let manifest = Manifest::of(artifact, &envelope).to_bytes();
    let files = artifact.files().values().map(Vec::as_slice);
    // Files of the same bytes are one blob.
    let blobs: BTreeMap<Digest, &[u8]> = [EMPTY_CONFIG, &envelope]
        .into_iter()
        .chain(files)
        .map(|bytes| (Digest::of(bytes), bytes))
        .collect();
    for (digest, bytes) in blobs {
        if !is_there(&mut session, digest).await? {
            upload(&mut session, digest, bytes).await?;
        }
    }
    let url = reference.address(&["manifests", tag]);
    let shape = |request: reqwest::RequestBuilder| {
        request.header(CONTENT_TYPE, MANIFEST_TYPE).body(manifest.clone())
    };
    let answer = session.send(Method::PUT, &url, shape).await?;
    session.checked(answer, StatusCode::CREATED, reference.repository()).await?;
    Ok(reference.at(Digest::of(&manifest)))
}

async fn is_there(session: &mut Session<'_>, digest: Digest) -> Result<bool, RegistryError> {
    let reference = session.reference();
    let url = reference.address(&["blobs", &digest.to_string()]);
    let answer = session.send(Method::HEAD, &url, |request| request).await?;
    if answer.status() == StatusCode::NOT_FOUND {
        return Ok(false);
    }
    session.checked(answer, StatusCode::OK, reference.repository()).await.map(|_| true)
}

/// Uploads one blob, in one piece.
///
/// Source: OCI distribution specification 1.1, "POST then PUT".
async fn upload(
    session: &mut Session<'_>,
    digest: Digest,
    bytes: &[u8],
) -> Result<(), RegistryError> {
    let repository = session.reference().repository();
    let url = session.reference().address(&["blobs", "uploads", ""]);
    let answer = session.send(Method::POST, &url, |request| request.body(Vec::new())).await?;
    let answer = session.checked(answer, StatusCode::ACCEPTED, repository).await?;
    let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let place = location.and_then(|location| answer.url().join(location).ok());
    let mut place =
        place.ok_or_else(|| session.astray("it does not say where to upload".to_owned()))?;
    place.query_pairs_mut().append_pair("digest", &digest.to_string());
    let shape = |request: reqwest::RequestBuilder| {
        request.header(CONTENT_TYPE, "application/octet-stream").body(bytes.to_vec())
    };
    let answer = session.send(Method::PUT, &place, shape).await?;
    session.checked(answer, StatusCode::CREATED, repository).await.map(drop)
}
