//! Trust keys and trust lists in files.

use std::path::Path;

use mitra_core::clock::Timestamp;
use mitra_verifier::{SignedTrustList, TrustKeys, TrustList};

use super::AuthoritiesError;

/// The root keys in this file.
pub(crate) fn read_trust_keys(path: &Path) -> Result<TrustKeys, AuthoritiesError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| AuthoritiesError::TrustKeys { path: path.to_owned(), source })?;
    TrustKeys::parse(&text)
        .map_err(|source| AuthoritiesError::TrustKeysMistake { path: path.to_owned(), source })
}

/// The trust list in this file, signed by one of these keys, good at this instant, and not below this number.
pub(crate) fn read_trust_list(
    path: &Path,
    roots: &TrustKeys,
    now: Timestamp,
    known: Option<u32>,
) -> Result<SignedTrustList, AuthoritiesError> {
    SignedTrustList::read(&read(path)?, roots, now, known)
        .map_err(|why| AuthoritiesError::rejected(path, why))
}

/// The trust list in this file, signed by one of these keys, whether or not its time is over: another one follows it,
/// or somebody looks at it.
pub(crate) fn trust_list_signed_before(
    path: &Path,
    roots: &TrustKeys,
) -> Result<SignedTrustList, AuthoritiesError> {
    SignedTrustList::signed(&read(path)?, roots)
        .map_err(|why| AuthoritiesError::rejected(path, why))
}

/// The trust list in this file, that nobody signed.
pub(crate) fn read_unsigned_trust_list(path: &Path) -> Result<TrustList, AuthoritiesError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| AuthoritiesError::TrustList { path: path.to_owned(), source })?;
    TrustList::parse(&text)
        .map_err(|source| AuthoritiesError::TrustListMistake { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<Vec<u8>, AuthoritiesError> {
    std::fs::read(path)
        .map_err(|source| AuthoritiesError::TrustList { path: path.to_owned(), source })
}
