//! Keys: Ed25519, and the ids that they give themselves.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use mitra_core::hex::{from_hex, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A key's id: the first 16 bytes of the SHA-256 of its 32 bytes, so that no key can bear another one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; 16]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl TryFrom<String> for KeyId {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        from_hex(&text).map(Self).ok_or(KeyError::Id)
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is no id.
    #[error("a key's id has 32 hexadecimal digits")]
    Id,
    /// It is no public key.
    #[error("this is no public Ed25519 key (`-----BEGIN PUBLIC KEY-----`)")]
    Public,
    /// It is no private key.
    #[error("this is no private Ed25519 key (`-----BEGIN PRIVATE KEY-----`)")]
    Private,
}

/// The public half of a key, checked to be one that a signature says something under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key of such a file.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_public_key_pem(text).map_err(|_| KeyError::Public)?;
        // Under a weak key, one signature can hold for many texts.
        if key.is_weak() { Err(KeyError::Public) } else { Ok(Self(key)) }
    }

    /// The key as such a file.
    pub fn to_pem(&self) -> String {
        self.0.to_public_key_pem(LineEnding::LF).expect("a key can be written")
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        let digest: [u8; 32] = Sha256::digest(self.0.as_bytes()).into();
        let (half, _) = digest.split_first_chunk().expect("32 bytes are more than 16");
        KeyId(*half)
    }

    /// Whether this key signed these bytes.
    pub(crate) fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.0.verify_strict(signed, &signature).is_ok())
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::from_pem(&text)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_pem()
    }
}

/// A key that can sign. Its private half is not printed, and is wiped when dropped.
#[derive(Clone)]
pub struct KeyPair(SigningKey);

impl KeyPair {
    /// A new key, of the operating system's chance.
    pub fn generate() -> Self {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the operating system has chance");
        Self(SigningKey::from_bytes(&seed))
    }

    /// The key of these bytes.
    #[cfg(test)]
    pub(crate) fn of_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The key of a PKCS#8 file.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        SigningKey::from_pkcs8_pem(text).map(Self).map_err(|_| KeyError::Private)
    }

    /// The key as such a file.
    pub fn to_pem(&self) -> String {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF).expect("a key can be written");
        pem.to_string()
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.public().id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_files_and_come_back() {
        let pair = KeyPair::of_seed(&[7; 32]);
        let again = KeyPair::from_pem(&pair.to_pem()).expect("a key");
        assert_eq!(again.public(), pair.public());
        let public = PublicKey::from_pem(&pair.public().to_pem()).expect("a key");
        assert_eq!(public.id().to_string().len(), 32);
        assert!(public.has_signed(b"text", &again.sign(b"text")));
        assert!(!public.has_signed(b"other", &again.sign(b"text")));
        assert!(!public.has_signed(b"text", &KeyPair::of_seed(&[8; 32]).sign(b"text")));
        assert!(!public.has_signed(b"text", b"short"));
        assert_eq!(PublicKey::from_pem(&pair.to_pem()).err(), Some(KeyError::Public));
        assert_eq!(KeyPair::from_pem(&public.to_pem()).err(), Some(KeyError::Private));
        assert!(!format!("{pair:?}").contains("SigningKey"));
    }

    #[test]
    fn a_key_under_which_signatures_say_nothing_is_none() {
        let identity = {
            let mut bytes = [0; 32];
            bytes[0] = 1;
            VerifyingKey::from_bytes(&bytes).expect("a point")
        };
        let pem = identity.to_public_key_pem(LineEnding::LF).expect("it can be written");
        assert_eq!(PublicKey::from_pem(&pem).err(), Some(KeyError::Public));
    }
}
