//! Checking a certificate: the text of its code, a trust list and an instant -> what it says, or why it says nothing.
//!
//! Never: reads a file, a clock or a key; asks anybody. So it runs in a browser as well.

use mitra_core::clock::Timestamp;

use crate::claims::Claims;
use crate::code;
use crate::cose::Unchecked;
use crate::key::KeyId;
use crate::trust::{TrustList, TrustedAuthority};

/// A certificate that an authority of the list signed, and that is valid now unless its status says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Who signed it.
    pub authority: TrustedAuthority,
    /// What it says.
    pub claims: Claims,
    /// With which key.
    pub key: KeyId,
}

/// Why a code is no certificate that can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It is no code of a certificate, or a part of it is missing.
    #[error("it cannot be read: it is no certificate, or a part of it is missing")]
    Unreadable,
    /// It is signed in a way that is not known here.
    #[error("it is signed in a way that is not known here")]
    Unsupported,
    /// Nobody in the trust list has this address.
    #[error("nobody in the trust list is `{issuer}`")]
    UnknownIssuer {
        /// Which address.
        issuer: String,
    },
    /// The authority has no such key.
    #[error("its authority has no such key")]
    UnknownKey,
    /// Its authority did not sign it, or it was changed since.
    #[error("its authority did not sign it, or it was changed since")]
    Signature,
    /// The key was not to be used when it was signed.
    #[error("it was signed when its key was not to be used")]
    KeyNotValid,
    /// It is not valid yet.
    #[error("it is not valid yet")]
    NotYetValid {
        /// From when on it is.
        from: Timestamp,
    },
    /// It is not valid any more.
    #[error("it is not valid any more")]
    Expired {
        /// Until when it was.
        until: Timestamp,
    },
}

impl Rejected {
    /// A short stable name, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Unsupported => "unsupported",
            Self::UnknownIssuer { .. } => "unknown_issuer",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::KeyNotValid => "key_not_valid",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::Expired { .. } => "expired",
        }
    }
}

/// Checks the text of a code. What the list of statuses says is still to be asked, by [`Claims::status`].
///
/// # Errors
/// [`Rejected::Unreadable`] to [`Rejected::KeyNotValid`] if nobody answers for it; the last two if somebody did, for
/// another time.
pub fn verify(text: &str, trusted: &TrustList, now: Timestamp) -> Result<Verified, Rejected> {
    let bytes = code::unpack(text).ok_or(Rejected::Unreadable)?;
    let message = Unchecked::read(&bytes).ok_or(Rejected::Unreadable)?;
    if !message.is_supported() {
        return Err(Rejected::Unsupported);
    }
    // Whose signature it must bear is what it says itself: a lie finds no key, or the wrong one.
    let claims = message.payload().and_then(Claims::decode).ok_or(Rejected::Unreadable)?;
    let issuer = || claims.issuer.clone();
    let authority = trusted.issuer(&claims.issuer);
    let authority = authority.ok_or_else(|| Rejected::UnknownIssuer { issuer: issuer() })?;
    let id = message.key().ok_or(Rejected::UnknownKey)?;
    let trusted_key = authority.key(id).ok_or(Rejected::UnknownKey)?;
    let key = trusted_key.key().ok_or(Rejected::UnknownKey)?;
    if !message.is_signed_by(&key) {
        return Err(Rejected::Signature);
    }
    if !trusted_key.signs_at(claims.signed_at) {
        return Err(Rejected::KeyNotValid);
    }
    if now < claims.valid_from {
        return Err(Rejected::NotYetValid { from: claims.valid_from });
    }
    if let Some(until) = claims.valid_until.filter(|until| now >= *until) {
        return Err(Rejected::Expired { until });
    }
    Ok(Verified { authority: authority.clone(), claims, key: id })
}

#[cfg(test)]
mod tests;
