//! Keys: ECDSA on P-256, and the ids that they give themselves.

use std::fmt;

use ciborium::Value;
use mitra_core::hex::{from_hex, hex};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::Generate;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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

/// The public half of a key, checked to be a point of the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key of these coordinates, if there is such a point.
    pub(crate) fn of(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        let point = [&[4], x.as_slice(), y.as_slice()].concat();
        VerifyingKey::from_sec1_bytes(&point).ok().map(Self)
    }

    /// Its coordinates.
    pub(crate) fn coordinates(&self) -> ([u8; 32], [u8; 32]) {
        let point = self.0.to_sec1_point(false);
        let bytes = point.as_bytes();
        let half = |from: usize| bytes[from..from + 32].try_into().expect("32 bytes");
        (half(1), half(33))
    }

    /// Its id.
    pub(crate) fn id(&self) -> KeyId {
        let (x, y) = self.coordinates();
        let pair = |key: i64, value: Value| (Value::from(key), value);
        let map = Value::Map(vec![
            pair(1, Value::from(2)),
            pair(-1, Value::from(1)),
            pair(-2, Value::Bytes(x.to_vec())),
            pair(-3, Value::Bytes(y.to_vec())),
        ]);
        let mut encoded = Vec::new();
        ciborium::into_writer(&map, &mut encoded).expect("memory takes what it is given");
        let digest: [u8; 32] = Sha256::digest(&encoded).into();
        KeyId::of_bytes(&digest[..8]).expect("8 bytes")
    }

    /// Whether this key signed these bytes.
    pub(crate) fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify(signed, &signature).is_ok())
    }
}

/// A key that can sign. Its private half is not printed.
#[derive(Clone)]
pub struct KeyPair(SigningKey);

impl KeyPair {
    /// A new key, of the operating system's chance.
    pub fn generate() -> Self {
        Self(SigningKey::generate())
    }

    /// The key of a PKCS#8 file (`-----BEGIN PRIVATE KEY-----`), if it is one on P-256.
    pub fn from_pem(text: &str) -> Option<Self> {
        SigningKey::from_pkcs8_pem(text).ok().map(Self)
    }

    /// The key as such a file.
    pub fn to_pem(&self) -> String {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF).expect("a key can be written");
        pem.to_string()
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.public().id()
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey(*self.0.verifying_key())
    }

    /// The signature of these bytes: the same each time (RFC 6979).
    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(bytes);
        signature.to_bytes().to_vec()
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_from_its_file_and_names_itself() {
        let key = KeyPair::generate();
        let pem = key.to_pem();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{pem}");
        let read = KeyPair::from_pem(&pem).expect("it is one");
        assert_eq!(read.id(), key.id());
        assert_ne!(KeyPair::generate().id(), key.id());
        assert!(KeyPair::from_pem(&pem.replace("PRIVATE", "PUBLIC")).is_none());
        assert!(!format!("{key:?}").contains(&pem[30..50]), "its private half is not printed");
    }

    #[test]
    fn a_signature_is_the_same_each_time() {
        let key = KeyPair::generate();
        let signature = key.sign(b"signed");
        assert_eq!(key.sign(b"signed"), signature);
        assert!(key.public().has_signed(b"signed", &signature));
        assert!(!key.public().has_signed(b"Signed", &signature));
        assert!(!KeyPair::generate().public().has_signed(b"signed", &signature));
        assert!(!key.public().has_signed(b"signed", &signature[..63]));
    }

    #[test]
    fn a_point_beside_the_curve_is_no_key() {
        let (x, mut y) = KeyPair::generate().public().coordinates();
        assert!(PublicKey::of(&x, &y).is_some());
        y[31] ^= 1;
        assert!(PublicKey::of(&x, &y).is_none());
    }
}
