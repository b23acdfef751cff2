//! Why no certificates can be signed or checked.

use std::path::{Path, PathBuf};

use mitra_certificates::KeyringError;
use mitra_core::ids::AuthorityId;
use mitra_verifier::ListRejected;

/// Why no certificates can be signed or checked. The host does not start with an authority that cannot sign.
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
    /// The root keys that are trusted cannot be read.
    #[error("cannot read the trust keys `{}`: whoever has the root key gives them", path.display())]
    TrustKeys {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The root keys are not what they should be.
    #[error("the trust keys `{}` have a mistake: get them anew from whoever has the root key", path.display())]
    TrustKeysMistake {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: serde_json::Error,
    },
    /// The trust list cannot be read.
    #[error("cannot read the trust list `{}`: `mitra certificates sign` makes it", path.display())]
    TrustList {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// An unsigned trust list is not what it should be.
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
    /// Nobody who is trusted signed the trust list.
    #[error("E0660: the trust list `{}` is not trusted: {why}", path.display())]
    NotTrusted {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: ListRejected,
    },
    /// The trust list's time is over.
    #[error("E0661: the trust list `{}` is not good any more: have it signed anew", path.display())]
    Over {
        /// Which file.
        path: PathBuf,
    },
    /// There was a newer trust list.
    #[error("E0662: the trust list `{}` is an old one: {why}", path.display())]
    Older {
        /// Which file.
        path: PathBuf,
        /// Which numbers.
        why: ListRejected,
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

impl AuthoritiesError {
    /// Why the list in this file is not trusted.
    pub(super) fn rejected(path: &Path, why: ListRejected) -> Self {
        let path = path.to_owned();
        match why {
            ListRejected::Expired { .. } => Self::Over { path },
            ListRejected::Older { .. } => Self::Older { path, why },
            ListRejected::Unreadable
            | ListRejected::TooLarge
            | ListRejected::UnknownKey
            | ListRejected::Signature(_) => Self::NotTrusted { path, why },
        }
    }
}
