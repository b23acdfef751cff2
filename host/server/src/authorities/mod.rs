//! The configured authorities: their keys from folders, and the signed trust list that is published.

mod error;
mod labels;
mod signing;
mod trust;

use cap_std::fs::Dir;
use mitra_certificates::{Authority, load_keys};

use crate::config::AuthorityConfig;

pub(crate) use error::AuthoritiesError;
pub(crate) use labels::Labels;
pub(crate) use signing::Signing;
pub(crate) use trust::{
    read_trust_keys, read_trust_list, read_unsigned_trust_list, trust_list_signed_before,
};

/// Opens the folder of an authority's keys. It is this one from then on.
pub(crate) fn open_keys(config: &AuthorityConfig) -> Result<Dir, AuthoritiesError> {
    Dir::open_ambient_dir(&config.keys, cap_std::ambient_authority()).map_err(|source| {
        let (authority, path) = (config.id.clone(), config.keys.clone());
        AuthoritiesError::Folder { authority, path, source }
    })
}

/// An authority with its keys, and without labels.
pub(crate) fn load(config: &AuthorityConfig) -> Result<Authority, AuthoritiesError> {
    let keys = load_keys(&open_keys(config)?).map_err(|source| {
        let (authority, path) = (config.id.clone(), config.keys.clone());
        AuthoritiesError::Keys { authority, path, source }
    })?;
    let AuthorityConfig { id, issuer, name, .. } = config.clone();
    Ok(Authority { id, issuer, name, keys, kinds: Vec::new() })
}
