//! `COSE_Sign1` (RFC 9052), as CWTs are signed: read, and held against keys.

use coset::{
    CborSerializable, CoseSign1, Label, RegisteredLabelWithPrivate, TaggedCborSerializable, iana,
};

use crate::key::{Algorithm, KeyId, PublicKey};

/// CBOR's tag of a CWT, 61, as it stands before the message.
pub const CWT_TAG: [u8; 2] = [0xd8, 0x3d];
/// CBOR's tag of a `COSE_Sign1`, 18.
const SIGN1_TAG: u8 = 0xd2;
/// CBOR's tags of what else COSE knows, as they stand in bytes: encrypted, authenticated, signed by several.
/// Source: RFC 9052, table 1.
const OTHER_TAGS: [&[u8]; 5] = [&[0xd0], &[0xd1], &[0xd8, 0x60], &[0xd8, 0x61], &[0xd8, 0x62]];
/// The header that says what a message is. Source: RFC 9596.
pub(crate) const TYPE: i64 = 16;

/// A message whose signature nobody has checked yet.
#[derive(Debug, Clone)]
pub(crate) struct Message(CoseSign1);

/// Why bytes are no such message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAMessage {
    /// It is of another kind that COSE knows.
    Other,
    /// It is nothing that we know.
    Unreadable,
}

impl Message {
    /// Reads a message, with the tags 61 and 18, the latter alone, or none.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, NotAMessage> {
        let bytes = bytes.strip_prefix(&CWT_TAG).unwrap_or(bytes);
        if OTHER_TAGS.iter().any(|tag| bytes.starts_with(tag)) {
            return Err(NotAMessage::Other);
        }
        let message = if bytes.first() == Some(&SIGN1_TAG) {
            CoseSign1::from_tagged_slice(bytes)
        } else {
            CoseSign1::from_slice(bytes)
        };
        message.map(Self).map_err(|_| NotAMessage::Unreadable)
    }

    /// How it says that it is signed; none if that is not known here, or something must be understood besides.
    pub(crate) fn algorithm(&self) -> Option<Algorithm> {
        let header = &self.0.protected.header;
        if !header.crit.is_empty() {
            return None;
        }
        match header.alg {
            Some(RegisteredLabelWithPrivate::Assigned(iana::Algorithm::ES256)) => {
                Some(Algorithm::Es256)
            }
            Some(RegisteredLabelWithPrivate::Assigned(iana::Algorithm::EdDSA)) => {
                Some(Algorithm::EdDsa)
            }
            _ => None,
        }
    }

    /// The key that it names, in the protected header or else beside it.
    pub(crate) fn key(&self) -> Option<KeyId> {
        let named = |header: &coset::Header| KeyId::of_bytes(&header.key_id);
        named(&self.0.protected.header).or_else(|| named(&self.0.unprotected))
    }

    /// What it says that it is, under its signature.
    pub(crate) fn of_type(&self) -> Option<&str> {
        let mut rest = self.0.protected.header.rest.iter();
        let found = rest.find(|(label, _)| *label == Label::Int(TYPE))?;
        found.1.as_text()
    }

    /// What it says, whoever says it.
    pub(crate) fn payload(&self) -> Option<&[u8]> {
        self.0.payload.as_deref()
    }

    /// Whether this key signed it.
    pub(crate) fn is_signed_by(&self, key: &PublicKey) -> bool {
        let check = |signature: &[u8], signed: &[u8]| {
            if key.has_signed(signed, signature) { Ok(()) } else { Err(()) }
        };
        self.algorithm() == Some(key.algorithm())
            && self.0.payload.is_some()
            && self.0.verify_signature(&[], check).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::hex::from_hex;

    use super::*;
    use crate::test_key::TestKey;

    /// RFC 8392, A.3: a CWT signed with ES256.
    const RFC_8392_A_3: &str = "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f\
        61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e657861\
        6d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c\
        6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c572\
        09120e1c9e30";
    /// RFC 8392, A.2.3: the key that signed it.
    const RFC_8392_X: &str = "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f";
    const RFC_8392_Y: &str = "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9";

    pub(crate) fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let pair = |pair: &[u8]| {
            let text = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(text, 16).expect("digits")
        };
        digits.chunks(2).map(pair).collect()
    }

    #[test]
    fn the_rfcs_own_token_is_signed_by_its_key() {
        let message = Message::read(&bytes(RFC_8392_A_3)).expect("a message");
        assert_eq!(message.algorithm(), Some(Algorithm::Es256));
        let [x, y] = [RFC_8392_X, RFC_8392_Y].map(|text| from_hex(text).expect("32 bytes"));
        let key = PublicKey::p256(&x, &y).expect("a key");
        assert!(message.is_signed_by(&key));
        assert!(!message.is_signed_by(&TestKey::p256(1).public()));
    }

    #[test]
    fn what_is_signed_is_read_with_each_tag_and_without() {
        for key in [TestKey::p256(1), TestKey::ed25519(1)] {
            let signed = [&CWT_TAG[..], &key.message(b"payload".to_vec(), Some("text"))].concat();
            for tags in [0, 2, 3] {
                let message = Message::read(&signed[tags..]).expect("a message");
                assert_eq!(message.payload(), Some(&b"payload"[..]));
                assert_eq!(message.key(), Some(key.public().id()));
                assert_eq!(message.of_type(), Some("text"));
                assert!(message.is_signed_by(&key.public()));
            }
        }
    }

    #[test]
    fn a_key_that_is_named_beside_the_signature_is_found() {
        let key = TestKey::p256(1);
        let mut message = Message::read(&key.message(b"payload".to_vec(), None)).expect("one");
        let header = &mut message.0.protected.header;
        message.0.unprotected.key_id = std::mem::take(&mut header.key_id);
        assert_eq!(message.key(), Some(key.public().id()));
    }

    #[test]
    fn one_bit_changed_anywhere_is_not_signed() {
        for key in [TestKey::p256(1), TestKey::ed25519(1)] {
            let signed = key.message(b"payload".to_vec(), None);
            for at in 1..signed.len() {
                let mut forged = signed.clone();
                forged[at] ^= 1;
                let is_signed =
                    Message::read(&forged).is_ok_and(|it| it.is_signed_by(&key.public()));
                // The unprotected header is empty, and not signed.
                assert!(!is_signed, "byte {at}");
            }
        }
    }

    #[test]
    fn what_is_encrypted_is_told_from_what_cannot_be_read() {
        for other in [&[0xd0, 0x83][..], &[0xd8, 0x3d, 0xd0, 0x83], &[0xd8, 0x62, 0x84]] {
            assert_eq!(Message::read(other).err(), Some(NotAMessage::Other));
        }
        for none in [&[][..], &[0xd2], &[0xd2, 0x80], &[0xd8, 0x3d], &[0x84]] {
            assert_eq!(Message::read(none).err(), Some(NotAMessage::Unreadable));
        }
    }
}
