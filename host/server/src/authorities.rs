//! The configured authorities: their keys from folders, and the trust list that is published.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::Dir;
use mitra_certificates::{Authorities, Authority, KeyringError, load_keys};
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_verifier::TrustList;

use crate::config::{AuthorityConfig, Config};

/// Why no certificates can be signed. The host does not start with an authority that cannot sign.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthoritiesError {
    /// A folder of keys cannot be opened.
    #[error("authority `{authority}`: cannot open the folder of keys `{}`", path.display())]
    Folder {
        /// Which authority.
        authority: AuthorityId,
        /// Which folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key cannot be had.
    #[error("authority `{authority}`: its keys in `{}` cannot be had", path.display())]
    Keys {
        /// Which authority.
        authority: AuthorityId,
        /// In which folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: KeyringError,
    },
    /// The trust list cannot be read.
    #[error(
        "cannot read the trust list `{}`: make it with `mitra certificates trust-list`",
        path.display()
    )]
    TrustList {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The trust list is not what it should be.
    #[error(
        "the trust list `{}` has a mistake: make it anew with `mitra certificates trust-list`",
        path.display()
    )]
    TrustListMistake {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: serde_json::Error,
    },
    /// An authority cannot sign now.
    #[error("authority `{authority}` cannot sign: {why}")]
    CannotSign {
        /// Which authority.
        authority: AuthorityId,
        /// What is wrong with each of its keys.
        why: String,
    },
}

/// Opens the folder of an authority's keys. It is this one from then on.
pub(crate) fn open_keys(config: &AuthorityConfig) -> Result<Dir, AuthoritiesError> {
    Dir::open_ambient_dir(&config.keys, cap_std::ambient_authority()).map_err(|source| {
        let (authority, path) = (config.id.clone(), config.keys.clone());
        AuthoritiesError::Folder { authority, path, source }
    })
}

/// An authority with its keys.
pub(crate) fn load(config: &AuthorityConfig) -> Result<Authority, AuthoritiesError> {
    let keys = load_keys(&open_keys(config)?).map_err(|source| {
        let (authority, path) = (config.id.clone(), config.keys.clone());
        AuthoritiesError::Keys { authority, path, source }
    })?;
    let AuthorityConfig { id, issuer, name, .. } = config.clone();
    Ok(Authority { id, issuer, name, keys })
}

/// The trust list in this file.
pub(crate) fn read_trust_list(path: &Path) -> Result<TrustList, AuthoritiesError> {
    let text = std::fs::read_to_string(path).map_err(|source| {
        let path = path.to_owned();
        AuthoritiesError::TrustList { path, source }
    })?;
    TrustList::parse(&text).map_err(|source| {
        let path = path.to_owned();
        AuthoritiesError::TrustListMistake { path, source }
    })
}

/// Who signs certificates; none if nobody is configured. All or none: each of them can sign at this instant.
pub(crate) fn signing(
    config: &Config,
    now: Timestamp,
) -> Result<Option<Arc<Authorities>>, AuthoritiesError> {
    // `Config::load` refuses authorities without a trust list.
    let Some(certificates) =
        config.certificates.as_ref().filter(|_| !config.authorities.is_empty())
    else {
        return Ok(None);
    };
    let authorities: Result<Vec<_>, _> = config.authorities.iter().map(load).collect();
    let published = read_trust_list(&certificates.trust_list)?;
    let page = certificates.verify_page.clone();
    let authorities = Authorities::new(authorities?, published).leading_to(page);
    if let Some((authority, reasons)) = authorities.cannot_sign(now).into_iter().next() {
        let (authority, why) = (authority.clone(), reasons.iter().map(ToString::to_string));
        let why = why.collect::<Vec<_>>().join("; ");
        return Err(AuthoritiesError::CannotSign { authority, why });
    }
    Ok(Some(Arc::new(authorities)))
}
