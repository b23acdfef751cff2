//! Keys that sign: ECDSA on P-256.

use std::fmt;

use mitra_verifier::{KeyId, PublicKey};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::Generate;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};

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

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        let point = self.0.verifying_key().to_sec1_point(false);
        let bytes = point.as_bytes();
        let half = |from: usize| bytes[from..from + 32].try_into().expect("32 bytes");
        PublicKey::p256(&half(1), &half(33)).expect("it is a point of the curve")
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
}
