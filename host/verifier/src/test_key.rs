//! Keys that sign, for tests alone.

use coset::{CoseSign1Builder, HeaderBuilder, TaggedCborSerializable, iana};
use p256::ecdsa::signature::Signer;

use crate::key::PublicKey;

/// A key that signs.
#[derive(Clone)]
pub(crate) enum TestKey {
    P256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl TestKey {
    /// The key of this seed.
    pub(crate) fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    /// The key of this seed.
    pub(crate) fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub(crate) fn public(&self) -> PublicKey {
        match self {
            Self::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                let bytes = point.as_bytes();
                let half = |from: usize| bytes[from..from + 32].try_into().unwrap();
                PublicKey::p256(&half(1), &half(33)).unwrap()
            }
            Self::Ed25519(key) => PublicKey::ed25519(&key.verifying_key().to_bytes()).unwrap(),
        }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(bytes);
                signature.to_bytes().to_vec()
            }
            Self::Ed25519(key) => {
                let signature: ed25519_dalek::Signature = key.sign(bytes);
                signature.to_bytes().to_vec()
            }
        }
    }

    /// The payload in a `COSE_Sign1` with the tag 18 and this further protected header.
    pub(crate) fn message(&self, payload: Vec<u8>, of_type: Option<&str>) -> Vec<u8> {
        let algorithm = match self {
            Self::P256(_) => iana::Algorithm::ES256,
            Self::Ed25519(_) => iana::Algorithm::EdDSA,
        };
        let mut protected =
            HeaderBuilder::new().algorithm(algorithm).key_id(self.public().id().bytes().to_vec());
        if let Some(of_type) = of_type {
            protected = protected.value(crate::cose::TYPE, of_type.into());
        }
        let message = CoseSign1Builder::new()
            .protected(protected.build())
            .payload(payload)
            .create_signature(&[], |signed| self.sign(signed))
            .build();
        message.to_tagged_vec().unwrap()
    }
}
