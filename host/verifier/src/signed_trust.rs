//! The trust list as it is published: signed by a root key, good until a day, and numbered.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cose::Message;
use crate::key::KeyId;
use crate::root::{TrustKey, TrustKeys};
use crate::trust::{TrustList, TrustedAuthority};

/// What stands in the header of a trust list: nothing else that a root key signs is taken for one.
pub const TRUST_LIST_TYPE: &str = "application/vnd.mitra.trust-list";
/// How long a list is good, unless its signer says otherwise.
pub const TRUST_LIST_LIFE: Duration = Duration::from_hours(90 * 24);
/// How long whoever checks may go on with the list that they have before they ask for a newer one.
pub const TRUST_LIST_KEPT: Duration = Duration::from_hours(5 * 24);
/// The most that a list may have: a thousand kinds with their labels.
pub const TRUST_LIST_BYTES_MAX: usize = 1 << 20;

/// What a root key says with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustListClaims {
    /// Every list has a higher one than those before it.
    pub number: u32,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// Until when it is good.
    pub good_until: Timestamp,
    /// Who signs with which keys.
    pub list: TrustList,
}

/// The same as JSON; instants are seconds since 1970.
#[derive(Serialize, Deserialize)]
struct Payload {
    number: u32,
    iat: i64,
    exp: i64,
    authorities: Vec<TrustedAuthority>,
}

/// A list that a trusted root key signed, and that was good when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTrustList {
    claims: TrustListClaims,
    root: TrustKey,
    bytes: Vec<u8>,
}

/// Why a trust list is not trusted. It says nothing of any certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListRejected {
    /// It is none, or a part of it is missing.
    #[error("it is no signed trust list, or a part of it is missing")]
    Unreadable,
    /// It has too many bytes.
    #[error("it has more than {TRUST_LIST_BYTES_MAX} bytes")]
    TooLarge,
    /// It names no key that is trusted.
    #[error("no key that you trust has signed it")]
    UnknownKey,
    /// The key that it names did not sign it.
    #[error("the key {0} did not sign it, or it was changed since")]
    Signature(KeyId),
    /// Its time is over.
    #[error("its time is over")]
    Expired {
        /// Until when it was good.
        until: Timestamp,
    },
    /// A newer one is known.
    #[error("it is number {number}, and number {known} is known already")]
    Older {
        /// Its number.
        number: u32,
        /// The highest one known.
        known: u32,
    },
}

impl ListRejected {
    /// A short stable name, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::UnknownKey => "unknown_key",
            Self::Signature(_) => "signature",
            Self::Expired { .. } => "expired",
            Self::Older { .. } => "older",
        }
    }
}

impl TrustListClaims {
    /// The bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        let [iat, exp] = [self.issued_at, self.good_until].map(|at| at.0.div_euclid(1_000));
        let authorities = self.list.authorities.clone();
        let payload = Payload { number: self.number, iat, exp, authorities };
        serde_json::to_vec(&payload).expect("ids and texts are JSON")
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let Payload { number, iat, exp, authorities } = serde_json::from_slice(bytes).ok()?;
        Some(Self {
            number,
            issued_at: Timestamp(iat.checked_mul(1_000)?),
            good_until: Timestamp(exp.checked_mul(1_000)?),
            list: TrustList { authorities },
        })
    }
}

impl SignedTrustList {
    /// Reads a list as it is published, if one of these keys signed it, it is good at this instant, and its number is
    /// not below the highest one known.
    pub fn read(
        bytes: &[u8],
        roots: &TrustKeys,
        now: Timestamp,
        known: Option<u32>,
    ) -> Result<Self, ListRejected> {
        let read = Self::signed(bytes, roots)?;
        let (until, number) = (read.claims.good_until, read.claims.number);
        if let Some(known) = known.filter(|known| number < *known) {
            return Err(ListRejected::Older { number, known });
        }
        if !read.is_good_at(now) {
            return Err(ListRejected::Expired { until });
        }
        Ok(read)
    }

    /// Reads a list that one of these keys signed, whether or not its time is over: to be looked at, and to be followed
    /// by another one. Nothing is to be checked by it.
    pub fn signed(bytes: &[u8], roots: &TrustKeys) -> Result<Self, ListRejected> {
        if bytes.len() > TRUST_LIST_BYTES_MAX {
            return Err(ListRejected::TooLarge);
        }
        let message = Message::read(bytes).map_err(|_| ListRejected::Unreadable)?;
        if message.of_type() != Some(TRUST_LIST_TYPE) {
            return Err(ListRejected::Unreadable);
        }
        let id = message.key().ok_or(ListRejected::UnknownKey)?;
        let root = roots.get(id).ok_or(ListRejected::UnknownKey)?;
        let key = root.key().ok_or(ListRejected::UnknownKey)?;
        if !message.is_signed_by(&key) {
            return Err(ListRejected::Signature(id));
        }
        let claims = message.payload().and_then(TrustListClaims::decode);
        let claims = claims.ok_or(ListRejected::Unreadable)?;
        Ok(Self { claims, root: root.clone(), bytes: bytes.to_vec() })
    }

    /// Who signs with which keys.
    pub fn list(&self) -> &TrustList {
        &self.claims.list
    }

    /// All that it says.
    pub fn claims(&self) -> &TrustListClaims {
        &self.claims
    }

    /// Who signed it.
    pub fn root(&self) -> &TrustKey {
        &self.root
    }

    /// As it is published.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it is good at this instant.
    pub fn is_good_at(&self, now: Timestamp) -> bool {
        now < self.claims.good_until
    }
}

#[cfg(test)]
mod tests;
