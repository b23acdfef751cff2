//! The envelope: a statement's bytes and the signatures under them.
//!
//! Source: DSSE 1.0 (secure-systems-lab/dsse, `protocol.md` and `envelope.md`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::key::{KeyId, KeyPair, PublicKey};

/// What is signed when a release is: its statement.
pub const RELEASE_PAYLOAD_TYPE: &str = "application/vnd.mitra.release.v1+json";
/// The largest envelope, in bytes.
pub const ENVELOPE_BYTES_MAX: usize = 512 * 1024;
/// The most signatures under one statement.
pub const SIGNATURES_MAX: usize = 16;

/// Bytes of one type, and who signed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    payload_type: String,
    payload: Vec<u8>,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    key: KeyId,
    bytes: Vec<u8>,
}

/// Why bytes are no envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// There are too many of them.
    #[error("it has more than {ENVELOPE_BYTES_MAX} bytes")]
    TooLarge,
    /// They are no JSON of the kind.
    #[error("it is no DSSE envelope: {0}")]
    Malformed(String),
    /// What is signed is of another type.
    #[error("it is for `{found}`, and not for `{wanted}`")]
    OtherType {
        /// Of which type.
        found: String,
        /// Of which type it must be.
        wanted: &'static str,
    },
    /// It has too many signatures.
    #[error("it has more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
}

/// As it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    payload_type: String,
    payload: String,
    signatures: Vec<WrittenSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSignature {
    keyid: KeyId,
    sig: String,
}

impl Envelope {
    /// An envelope that nobody has signed yet.
    pub fn unsigned(payload_type: &'static str, payload: Vec<u8>) -> Self {
        Self { payload_type: payload_type.to_owned(), payload, signatures: Vec::new() }
    }

    /// Reads one of this type.
    pub fn parse(bytes: &[u8], wanted: &'static str) -> Result<Self, EnvelopeError> {
        if bytes.len() > ENVELOPE_BYTES_MAX {
            return Err(EnvelopeError::TooLarge);
        }
        let malformed = |error: &dyn std::fmt::Display| EnvelopeError::Malformed(error.to_string());
        let Written { payload_type, payload, signatures } =
            serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        if payload_type != wanted {
            let found = payload_type.chars().take(80).collect();
            return Err(EnvelopeError::OtherType { found, wanted });
        }
        if signatures.len() > SIGNATURES_MAX {
            return Err(EnvelopeError::TooManySignatures);
        }
        let decode = |text: &str| STANDARD.decode(text).map_err(|error| malformed(&error));
        let signature = |WrittenSignature { keyid, sig }: WrittenSignature| {
            Ok(Signature { key: keyid, bytes: decode(&sig)? })
        };
        let signatures = signatures.into_iter().map(signature).collect::<Result<_, _>>()?;
        Ok(Self { payload_type, payload: decode(&payload)?, signatures })
    }

    /// The envelope as JSON.
    pub fn to_bytes(&self) -> Vec<u8> {
        let signature = |Signature { key, bytes }: &Signature| WrittenSignature {
            keyid: *key,
            sig: STANDARD.encode(bytes),
        };
        let written = Written {
            payload_type: self.payload_type.clone(),
            payload: STANDARD.encode(&self.payload),
            signatures: self.signatures.iter().map(signature).collect(),
        };
        serde_json::to_vec_pretty(&written).expect("text can be written")
    }

    /// What is signed.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Whose signatures it has, right or wrong.
    pub fn signers(&self) -> impl Iterator<Item = KeyId> {
        self.signatures.iter().map(|signature| signature.key)
    }

    /// Adds a signature, in the place of an earlier one of the same key.
    pub fn sign(&mut self, pair: &KeyPair) -> Result<(), EnvelopeError> {
        let key = pair.public().id();
        self.signatures.retain(|signature| signature.key != key);
        if self.signatures.len() == SIGNATURES_MAX {
            return Err(EnvelopeError::TooManySignatures);
        }
        let bytes = pair.sign(&self.signed_bytes()).to_vec();
        self.signatures.push(Signature { key, bytes });
        Ok(())
    }

    /// Whether this key signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let (id, signed) = (key.id(), self.signed_bytes());
        let mut own = self.signatures.iter().filter(|signature| signature.key == id);
        own.any(|signature| key.has_signed(&signed, &signature.bytes))
    }

    /// Type and payload, each behind its length: one can never be read as a part of the other.
    fn signed_bytes(&self) -> Vec<u8> {
        let Self { payload_type, payload, .. } = self;
        let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
        [head.as_bytes(), payload].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "http://example.com/HelloWorld";

    #[test]
    fn what_is_signed_is_as_the_protocols_own_example_has_it() {
        let envelope = Envelope::unsigned(TYPE, b"hello world".to_vec());
        let signed = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world";
        assert_eq!(envelope.signed_bytes(), signed);
    }

    #[test]
    fn a_signature_holds_for_its_payload_its_type_and_its_key() {
        let (one, other) = (KeyPair::of_seed(&[1; 32]), KeyPair::of_seed(&[2; 32]));
        let mut envelope = Envelope::unsigned(TYPE, b"hello".to_vec());
        envelope.sign(&one).expect("there is room");
        envelope.sign(&one).expect("there is room");
        assert_eq!(envelope.signers().count(), 1);
        let read = Envelope::parse(&envelope.to_bytes(), TYPE).expect("it is one");
        assert_eq!(read, envelope);
        assert!(read.is_signed_by(&one.public()) && !read.is_signed_by(&other.public()));
        let changed = Envelope { payload: b"hullo".to_vec(), ..read.clone() };
        assert!(!changed.is_signed_by(&one.public()));
        let changed = Envelope { payload_type: "other".to_owned(), ..read.clone() };
        assert!(!changed.is_signed_by(&one.public()));
        // Somebody else's signature under this key's name.
        let bytes = other.sign(&read.signed_bytes()).to_vec();
        let signatures = vec![Signature { key: one.public().id(), bytes }];
        assert!(!Envelope { signatures, ..read }.is_signed_by(&one.public()));
    }

    #[test]
    fn what_is_no_envelope_is_said() {
        let mut envelope = Envelope::unsigned(TYPE, b"hello".to_vec());
        let wrong = Envelope::parse(&envelope.to_bytes(), RELEASE_PAYLOAD_TYPE);
        assert!(wrong.expect_err("another type").to_string().contains(TYPE));
        let malformed = Envelope::parse(b"{}", TYPE).expect_err("no envelope").to_string();
        assert!(malformed.contains("missing field"), "{malformed}");
        let large = vec![b' '; ENVELOPE_BYTES_MAX + 1];
        assert_eq!(Envelope::parse(&large, TYPE), Err(EnvelopeError::TooLarge));
        for seed in (0..).take(SIGNATURES_MAX) {
            envelope.sign(&KeyPair::of_seed(&[seed; 32])).expect("there is room");
        }
        assert!(Envelope::parse(&envelope.to_bytes(), TYPE).is_ok());
        let more = envelope.sign(&KeyPair::of_seed(&[99; 32]));
        assert_eq!(more, Err(EnvelopeError::TooManySignatures));
    }
}
