//! The public halves of keys: ECDSA on P-256 (ES256) and Ed25519 (`EdDSA`), and the ids that they give themselves.

use std::fmt;

use ciborium::Value;
use mitra_core::hex::{from_hex, hex};
use p256::ecdsa::signature::Verifier;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cbor::{bytes_of, pair};

/// A key's id: the first 8 bytes of its thumbprint (RFC 9679), so that no key can bear another one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// The id of these bytes.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl TryFrom<String> for KeyId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        from_hex(&text).map(Self).ok_or("a key's id has 16 hexadecimal digits")
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

/// How something is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// ECDSA on P-256 with SHA-256: what our authorities sign with.
    Es256,
    /// `EdDSA` with Ed25519: what others' do.
    EdDsa,
}

/// The public half of a key, checked to be a point of its curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Curve);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Curve {
    P256(p256::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl PublicKey {
    /// The key of these coordinates on P-256, if there is such a point.
    pub fn p256(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        let point = [&[4], x.as_slice(), y.as_slice()].concat();
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()?;
        Some(Self(Curve::P256(key)))
    }

    /// The Ed25519 key of these bytes, if there is such a point, and its group is not a small one.
    pub fn ed25519(x: &[u8; 32]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(x).ok()?;
        (!key.is_weak()).then_some(Self(Curve::Ed25519(key)))
    }

    /// Its coordinates; the second on P-256 only.
    pub(crate) fn coordinates(&self) -> ([u8; 32], Option<[u8; 32]>) {
        match &self.0 {
            Curve::P256(key) => {
                let point = key.to_sec1_point(false);
                let bytes = point.as_bytes();
                let half = |from: usize| bytes[from..from + 32].try_into().expect("32 bytes");
                (half(1), Some(half(33)))
            }
            Curve::Ed25519(key) => (key.to_bytes(), None),
        }
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        let (x, y) = self.coordinates();
        // RFC 9052, 7: key type 2 on curve 1 is EC2 on P-256; 1 on 6 is OKP on Ed25519.
        let (of, curve) = if y.is_some() { (2, 1) } else { (1, 6) };
        let mut key = vec![
            pair(1, Value::from(of)),
            pair(-1, Value::from(curve)),
            pair(-2, Value::Bytes(x.to_vec())),
        ];
        key.extend(y.map(|y| pair(-3, Value::Bytes(y.to_vec()))));
        let digest: [u8; 32] = Sha256::digest(bytes_of(&Value::Map(key))).into();
        KeyId::of_bytes(&digest[..8]).expect("8 bytes")
    }

    /// How it signs.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Curve::P256(_) => Algorithm::Es256,
            Curve::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    /// Whether this key signed these bytes. An Ed25519 signature has one form only, so that nobody can make a second
    /// one of it.
    pub fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Curve::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(signed, &signature).is_ok()),
            Curve::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(signed, &signature).is_ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_key::TestKey;

    #[test]
    fn what_a_key_signed_is_known_by_this_key_alone() {
        for (key, other) in [
            (TestKey::p256(1), TestKey::p256(2)),
            (TestKey::ed25519(1), TestKey::ed25519(2)),
            (TestKey::p256(1), TestKey::ed25519(1)),
        ] {
            let signature = key.sign(b"signed");
            assert!(key.public().has_signed(b"signed", &signature));
            assert!(!key.public().has_signed(b"Signed", &signature));
            assert!(!other.public().has_signed(b"signed", &signature));
            assert!(!key.public().has_signed(b"signed", &signature[..63]));
            assert_ne!(key.public().id(), other.public().id());
        }
    }

    #[test]
    fn a_point_beside_the_curve_is_no_key() {
        let (x, y) = TestKey::p256(1).public().coordinates();
        let mut y = y.expect("it has two");
        assert!(PublicKey::p256(&x, &y).is_some());
        y[31] ^= 1;
        assert!(PublicKey::p256(&x, &y).is_none());
        // The neutral point: everybody could sign with it.
        let mut weak = [0; 32];
        weak[0] = 1;
        assert!(PublicKey::ed25519(&weak).is_none());
    }
}
