//! `COSE_Sign1` (RFC 9052) with ES256, as CWTs are signed.

use coset::{
    CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, RegisteredLabelWithPrivate,
    TaggedCborSerializable, iana,
};

use crate::key::{KeyId, KeyPair, PublicKey};

/// CBOR's tag of a CWT, 61, as it stands before the message.
const CWT_TAG: [u8; 2] = [0xd8, 0x3d];
/// CBOR's tag of a `COSE_Sign1`, 18.
const SIGN1_TAG: u8 = 0xd2;

/// The payload, signed: tags 61 and 18, algorithm and key's id in the protected header.
pub(crate) fn sign(payload: Vec<u8>, key: &KeyPair) -> Vec<u8> {
    let protected = HeaderBuilder::new()
        .algorithm(iana::Algorithm::ES256)
        .key_id(key.id().bytes().to_vec())
        .build();
    let message = CoseSign1Builder::new()
        .protected(protected)
        .payload(payload)
        .create_signature(&[], |signed| key.sign(signed))
        .build();
    let message = message.to_tagged_vec().expect("memory takes what it is given");
    [&CWT_TAG[..], &message].concat()
}

/// A message whose signature nobody has checked yet.
#[derive(Debug)]
pub(crate) struct Unchecked(CoseSign1);

impl Unchecked {
    /// Reads a message, with the tags 61 and 18, the latter alone, or none. None if it is no such message.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(&CWT_TAG).unwrap_or(bytes);
        let message = if bytes.first() == Some(&SIGN1_TAG) {
            CoseSign1::from_tagged_slice(bytes)
        } else {
            CoseSign1::from_slice(bytes)
        };
        message.ok().map(Self)
    }

    /// Whether it says that it is signed as we can check: with ES256, and nothing that must be understood besides.
    pub(crate) fn is_supported(&self) -> bool {
        let header = &self.0.protected.header;
        let es256 = RegisteredLabelWithPrivate::Assigned(iana::Algorithm::ES256);
        header.alg == Some(es256) && header.crit.is_empty()
    }

    /// The key that it names, in the protected header or else beside it.
    pub(crate) fn key(&self) -> Option<KeyId> {
        let named = |header: &coset::Header| KeyId::of_bytes(&header.key_id);
        named(&self.0.protected.header).or_else(|| named(&self.0.unprotected))
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
        self.0.payload.is_some() && self.0.verify_signature(&[], check).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::hex::from_hex;

    use super::*;

    /// RFC 8392, A.3: a CWT signed with ES256.
    const RFC_8392_A_3: &str = "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f\
        61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e657861\
        6d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c\
        6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c572\
        09120e1c9e30";
    /// RFC 8392, A.2.3: the key that signed it.
    const RFC_8392_X: &str = "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f";
    const RFC_8392_Y: &str = "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9";

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let pair = |pair: &[u8]| {
            let text = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(text, 16).expect("digits")
        };
        digits.chunks(2).map(pair).collect()
    }

    #[test]
    fn the_rfcs_own_token_is_signed_by_its_key() {
        let message = Unchecked::read(&bytes(RFC_8392_A_3)).expect("a message");
        assert!(message.is_supported());
        let [x, y] = [RFC_8392_X, RFC_8392_Y].map(|text| from_hex(text).expect("32 bytes"));
        let key = PublicKey::of(&x, &y).expect("a key");
        assert!(message.is_signed_by(&key));
        assert!(!message.is_signed_by(&KeyPair::generate().public()));
    }

    #[test]
    fn what_is_signed_is_read_back_and_names_its_key() {
        let key = KeyPair::generate();
        let signed = sign(b"payload".to_vec(), &key);
        assert_eq!(signed[..3], [0xd8, 0x3d, 0xd2]);
        assert_eq!(sign(b"payload".to_vec(), &key), signed, "the same bytes each time");
        for tags in [0, 2, 3] {
            let message = Unchecked::read(&signed[tags..]).expect("a message");
            assert_eq!((message.payload(), message.key()), (Some(&b"payload"[..]), Some(key.id())));
            assert!(message.is_signed_by(&key.public()));
        }
    }

    #[test]
    fn one_bit_changed_anywhere_is_not_signed() {
        let key = KeyPair::generate();
        let signed = sign(b"payload".to_vec(), &key);
        for at in 3..signed.len() {
            let mut forged = signed.clone();
            forged[at] ^= 1;
            let is_signed =
                Unchecked::read(&forged).is_some_and(|it| it.is_signed_by(&key.public()));
            // The unprotected header is empty, and not signed.
            assert!(!is_signed, "byte {at}");
        }
    }
}
