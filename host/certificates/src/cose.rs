//! `COSE_Sign1` (RFC 9052) with ES256, as CWTs are signed.

use coset::{CoseSign1Builder, HeaderBuilder, TaggedCborSerializable, iana};
use mitra_verifier::CWT_TAG;

use crate::key::KeyPair;

/// The header that says what a message is. Source: RFC 9596.
const TYPE: i64 = 16;

/// Claims, signed as a CWT: the tags 61 and 18.
pub(crate) fn sign(payload: Vec<u8>, of_type: Option<&str>, key: &KeyPair) -> Vec<u8> {
    [&CWT_TAG[..], &sign1(payload, of_type, key)].concat()
}

/// A payload, signed: the tag 18; algorithm, key's id and perhaps what it is in the protected header.
pub(crate) fn sign1(payload: Vec<u8>, of_type: Option<&str>, key: &KeyPair) -> Vec<u8> {
    let mut protected =
        HeaderBuilder::new().algorithm(iana::Algorithm::ES256).key_id(key.id().bytes().to_vec());
    if let Some(of_type) = of_type {
        protected = protected.value(TYPE, of_type.into());
    }
    let message = CoseSign1Builder::new()
        .protected(protected.build())
        .payload(payload)
        .create_signature(&[], |signed| key.sign(signed))
        .build();
    message.to_tagged_vec().expect("memory takes what it is given")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_payload_and_key_are_the_same_bytes() {
        let key = KeyPair::generate();
        let signed = sign(b"payload".to_vec(), None, &key);
        assert_eq!(signed[..3], [0xd8, 0x3d, 0xd2]);
        assert_eq!(sign(b"payload".to_vec(), None, &key), signed);
        assert_ne!(sign(b"payload".to_vec(), Some("text"), &key), signed);
    }
}
