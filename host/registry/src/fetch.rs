//! A registry -> a release: the manifest by its digest, the envelope, then as many bytes as the statement says.

use std::collections::BTreeMap;

use mitra_release::{
    Artifact, ArtifactError, ENVELOPE, Envelope, FileEntry, RELEASE_PAYLOAD_TYPE, Statement,
};
use reqwest::header::ACCEPT;
use reqwest::{Method, StatusCode};

use crate::digest::Digest;
use crate::error::RegistryError;
use crate::manifest::{MANIFEST_BYTES_MAX, MANIFEST_TYPE, Manifest};
use crate::reference::{Reference, ResolvedReference, Which};
use crate::session::Session;

/// What the manifest is called in errors.
const MANIFEST: &str = "the manifest";

/// Finds out which manifest an address means, which is a question for the registry only if it has a tag. The digest is
/// that of the bytes that came.
pub(crate) async fn resolve(mut session: Session<'_>) -> Result<ResolvedReference, RegistryError> {
    let reference = session.reference();
    if let Which::Digest(digest) = reference.which() {
        return Ok(reference.at(*digest));
    }
    let bytes = manifest(&mut session).await?;
    Manifest::parse(&bytes, reference)?;
    Ok(reference.at(Digest::of(&bytes)))
}

/// Fetches a release.
pub(crate) async fn fetch(
    mut session: Session<'_>,
    wanted: Digest,
) -> Result<Artifact, RegistryError> {
    let bytes = manifest(&mut session).await?;
    let found = Digest::of(&bytes);
    if found != wanted {
        return Err(RegistryError::OtherDigest { what: MANIFEST.to_owned(), wanted, found });
    }
    let manifest = Manifest::parse(&bytes, session.reference())?;
    let layer = manifest.envelope();
    let envelope = session.blob(layer.digest, layer.size, ENVELOPE).await?;
    let statement = statement(&envelope)?;
    let mut files = BTreeMap::new();
    for (file, digest) in manifest.blobs(&statement)? {
        let bytes = session.blob(digest, file.bytes, file.name.as_str()).await?;
        files.insert(file.name.clone(), bytes);
    }
    let mut read =
        |file: &FileEntry| files.remove(&file.name).expect("each listed file is fetched");
    Ok(Artifact::assemble(&envelope, |file| Ok(read(file)))?)
}

/// The manifest's bytes, whatever they are.
async fn manifest(session: &mut Session<'_>) -> Result<Vec<u8>, RegistryError> {
    let reference: &Reference = session.reference();
    let url = match reference.which() {
        Which::Tag(tag) => reference.address(&["manifests", tag]),
        Which::Digest(digest) => reference.address(&["manifests", &digest.to_string()]),
    };
    let answer =
        session.send(Method::GET, &url, |request| request.header(ACCEPT, MANIFEST_TYPE)).await?;
    let answer = session.checked(answer, StatusCode::OK, &reference.to_string()).await?;
    session.read(answer, MANIFEST, MANIFEST_BYTES_MAX).await
}

/// The statement in an envelope, which says how long the files are.
fn statement(envelope: &[u8]) -> Result<Statement, ArtifactError> {
    let envelope = Envelope::parse(envelope, RELEASE_PAYLOAD_TYPE)?;
    Ok(Statement::parse(envelope.payload())?)
}
