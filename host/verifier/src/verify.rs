//! Checking a certificate in two steps: who signed it, which stays true, and whether it can be relied on now.

use ciborium::Value;
use mitra_core::clock::Timestamp;

use crate::cbor::get;
use crate::claims::Claims;
use crate::code;
use crate::cose::{Message, NotAMessage};
use crate::key::KeyId;
use crate::status::{NotAList, STATUS_LIST_TYPE, Status, StatusListClaims};
use crate::trust::{TrustList, TrustedAuthority};

/// The claim with the issuer's address. Source: RFC 8392, 3.1.1.
const ISSUER: i64 = 1;

/// A certificate that an authority of the list signed. Whether it can be relied on is [`Signed::stands`]'s to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
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
    /// It is signed in a way that is not known here, or is no certificate of ours.
    #[error("it is of a kind, or signed in a way, that is not known here")]
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
    /// The key was not to be used when it was signed.
    #[error("it was signed when its key was not to be used")]
    KeyNotValid,
    /// Its authority did not sign it, or it was changed since.
    #[error("its authority did not sign it, or it was changed since")]
    Signature,
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
    /// Its authority took it back.
    #[error("its authority has revoked it")]
    Revoked,
    /// Its authority says that it is not to be relied on now.
    #[error("its authority has suspended it")]
    Suspended,
    /// There is no list of its authority's that is good now and says something of it.
    #[error("its status is not known: no list of its authority's tells it now")]
    StatusUnknown,
}

impl Rejected {
    /// A short stable name, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Unsupported => "unsupported",
            Self::UnknownIssuer { .. } => "unknown_issuer",
            Self::UnknownKey => "unknown_key",
            Self::KeyNotValid => "key_not_valid",
            Self::Signature => "signature",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::Expired { .. } => "expired",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::StatusUnknown => "status_unknown",
        }
    }
}

/// Who signed the text of a code, and what.
///
/// # Errors
/// [`Rejected::Unreadable`] to [`Rejected::Signature`]: nobody answers for it.
pub fn who_signed(text: &str, trusted: &TrustList) -> Result<Signed, Rejected> {
    let bytes = code::unpack(text).ok_or(Rejected::Unreadable)?;
    let message = Message::read(&bytes).map_err(|why| match why {
        NotAMessage::Other => Rejected::Unsupported,
        NotAMessage::Unreadable => Rejected::Unreadable,
    })?;
    let payload = message.payload().ok_or(Rejected::Unreadable)?;
    // Whose signature it must bear is what it says itself: a lie finds no key, or the wrong one.
    let issuer = issuer(payload)?;
    if message.algorithm().is_none() {
        return Err(Rejected::Unsupported);
    }
    let authority = trusted.issuer(&issuer).ok_or(Rejected::UnknownIssuer { issuer })?;
    let id = message.key().ok_or(Rejected::UnknownKey)?;
    let trusted_key = authority.key(id).ok_or(Rejected::UnknownKey)?;
    let key = trusted_key.key().ok_or(Rejected::UnknownKey)?;
    if !message.is_signed_by(&key) {
        return Err(Rejected::Signature);
    }
    // Its authority signed it: if we cannot read it, it is something else than a certificate.
    let claims = Claims::decode(payload).ok_or(Rejected::Unsupported)?;
    if message.of_type() == Some(STATUS_LIST_TYPE) {
        return Err(Rejected::Unsupported);
    }
    if !trusted_key.signs_at(claims.signed_at) {
        return Err(Rejected::KeyNotValid);
    }
    Ok(Signed { authority: authority.clone(), claims, key: id })
}

/// The address of whom a token says that it comes from.
fn issuer(payload: &[u8]) -> Result<String, Rejected> {
    let claims: Value = ciborium::from_reader(payload).map_err(|_| Rejected::Unreadable)?;
    if !claims.is_map() {
        return Err(Rejected::Unreadable);
    }
    let issuer = get(&claims, ISSUER).and_then(Value::as_text).ok_or(Rejected::Unsupported)?;
    Ok(issuer.to_owned())
}

impl Signed {
    /// Whether it can be relied on at this instant, by these lists of statuses.
    ///
    /// # Errors
    /// [`Rejected::NotYetValid`] to [`Rejected::StatusUnknown`]: somebody answers for it, and not now.
    pub fn stands(&self, lists: &[SignedList], now: Timestamp) -> Result<(), Rejected> {
        let claims = &self.claims;
        if now < claims.valid_from {
            return Err(Rejected::NotYetValid { from: claims.valid_from });
        }
        if let Some(until) = claims.valid_until.filter(|until| now >= *until) {
            return Err(Rejected::Expired { until });
        }
        match self.status(lists, now) {
            Some(Status::Valid) => Ok(()),
            Some(Status::Revoked) => Err(Rejected::Revoked),
            Some(Status::Suspended) => Err(Rejected::Suspended),
            Some(Status::Other(_)) | None => Err(Rejected::StatusUnknown),
        }
    }

    /// What the newest list says of it that its own authority signed and that is good now.
    fn status(&self, lists: &[SignedList], now: Timestamp) -> Option<Status> {
        let reference = &self.claims.status;
        let is_good = |list: &&SignedList| {
            let claims = &list.claims;
            claims.uri == reference.uri && claims.is_good_at(now) && list.is_by(&self.authority)
        };
        let newest = lists.iter().filter(is_good).max_by_key(|list| list.claims.made_at)?;
        newest.claims.list.get(reference.index)
    }
}

/// A list of statuses whose signature nobody has checked yet.
#[derive(Debug, Clone)]
pub struct SignedList {
    message: Message,
    claims: StatusListClaims,
}

impl SignedList {
    /// Reads a list as it is published. Its signature is checked when it is asked.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAList> {
        let message = Message::read(bytes).map_err(|_| NotAList)?;
        if message.of_type() != Some(STATUS_LIST_TYPE) {
            return Err(NotAList);
        }
        let claims = message.payload().and_then(StatusListClaims::decode).ok_or(NotAList)?;
        Ok(Self { message, claims })
    }

    /// What it says, whoever says it.
    pub fn claims(&self) -> &StatusListClaims {
        &self.claims
    }

    /// Whether this authority signed it, with a key that was to be used then.
    fn is_by(&self, authority: &TrustedAuthority) -> bool {
        let trusted = self.message.key().and_then(|id| authority.key(id));
        let Some(trusted) = trusted.filter(|key| key.signs_at(self.claims.made_at)) else {
            return false;
        };
        trusted.key().is_some_and(|key| self.message.is_signed_by(&key))
    }
}

#[cfg(test)]
mod tests;
