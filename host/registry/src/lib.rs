//! Releases in an OCI registry: pushed under a tag, and fetched by the digest of their manifest.
//!
//! In: a release, or the address of one; a user's name and password, if the registry wants them. Out: the manifest's
//! digest, or a release whose every byte was held against it.
//! Never: believes what a registry says of itself, reads further than what is signed allows, speaks plain HTTP beyond
//! this machine, lets a password into an error, verifies signatures (that is the release's own), tries twice.
//!
//! The way of a fetch is one: a [`Reference`] is resolved to a [`ResolvedReference`], once; from there on the digest
//! decides, and a tag that moves changes nothing.

mod challenge;
mod client;
mod credentials;
mod digest;
mod error;
mod fetch;
mod manifest;
mod push;
mod reference;
mod road;
mod session;
#[cfg(test)]
mod testing;

pub use client::{CONNECT_TIMEOUT, Patience, RegistryClient, SILENCE_MAX, WHOLE_TIMEOUT};
pub use credentials::{Credentials, CredentialsError};
pub use digest::{Digest, DigestError};
pub use error::RegistryError;
pub use manifest::{
    ARTIFACT_TYPE, COMPONENT_TYPE, ENVELOPE_TYPE, FILE_TYPE, MANIFEST_BYTES_MAX, MANIFEST_TYPE,
};
pub use reference::{Reference, ReferenceError, ResolvedReference};
pub use road::REDIRECTS_MAX;
