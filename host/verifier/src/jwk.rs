//! Public halves of keys as JSON Web Keys (RFC 7517).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::key::{KeyId, PublicKey};

/// The public half of a key, as it is published. Whether it is one at all is [`Jwk::key`]'s to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Jwk {
    pub(crate) kid: KeyId,
    kty: KeyType,
    crv: Curve,
    alg: Algorithm,
    x: String,
    /// On P-256 only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    y: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum KeyType {
    #[serde(rename = "EC")]
    Ec,
    #[serde(rename = "OKP")]
    Okp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Curve {
    #[serde(rename = "P-256")]
    P256,
    Ed25519,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Jwk {
    /// This key.
    pub(crate) fn new(key: &PublicKey) -> Self {
        let (x, y) = key.coordinates();
        let (kty, crv, alg) = if y.is_some() {
            (KeyType::Ec, Curve::P256, Algorithm::Es256)
        } else {
            (KeyType::Okp, Curve::Ed25519, Algorithm::EdDsa)
        };
        Self {
            kid: key.id(),
            kty,
            crv,
            alg,
            x: URL_SAFE_NO_PAD.encode(x),
            y: y.map(|y| URL_SAFE_NO_PAD.encode(y)),
        }
    }

    /// The key itself; none if it is no point of its curve, or bears another one's id.
    pub(crate) fn key(&self) -> Option<PublicKey> {
        let half = |text: &str| URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok();
        let key = match (self.kty, self.crv, self.alg, &self.y) {
            (KeyType::Ec, Curve::P256, Algorithm::Es256, Some(y)) => {
                PublicKey::p256(&half(&self.x)?, &half(y)?)?
            }
            (KeyType::Okp, Curve::Ed25519, Algorithm::EdDsa, None) => {
                PublicKey::ed25519(&half(&self.x)?)?
            }
            _ => return None,
        };
        (key.id() == self.kid).then_some(key)
    }
}
