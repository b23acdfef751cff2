use std::path::PathBuf;

use mitra_core::certificate::ListPlace;
use mitra_core::hex::from_hex;
use mitra_core::ids::AuthorityId;
use mitra_core::language::Localized;

use super::*;
use crate::claims::tests::{ISSUER_URL, SIGNED_AT, certificate};
use crate::key::{KeyPair, PublicKey};
use crate::trust::TrustedKey;
use crate::{code, cose};

const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

fn claims() -> Claims {
    Claims::of(&certificate(), PLACE, ISSUER_URL, SIGNED_AT)
}

fn list(key: &KeyPair, from_s: i64, until_s: i64) -> TrustList {
    let at = |s: i64| Timestamp(claims().signed_at.0 + s * 1_000);
    let keys = vec![TrustedKey::new(&key.public(), at(from_s), at(until_s))];
    let text = || "Tahsildar".to_owned();
    let id = AuthorityId::parse("tahsildar").unwrap();
    let name = Localized { te: text(), en: text(), hi: text() };
    TrustList {
        authorities: vec![TrustedAuthority { id, issuer: ISSUER_URL.to_owned(), name, keys }],
    }
}

fn signed(claims: &Claims, key: &KeyPair) -> String {
    code::pack(&cose::sign(claims.encode(), key))
}

fn rejected(text: &str, list: &TrustList, now: Timestamp) -> &'static str {
    verify(text, list, now).expect_err("it is rejected").name()
}

#[test]
fn what_an_authority_signed_is_what_is_read() {
    let key = KeyPair::generate();
    let verified = verify(&signed(&claims(), &key), &list(&key, 0, 1), claims().signed_at);
    let verified = verified.expect("it is good");
    assert_eq!((verified.claims, verified.key), (claims(), key.id()));
    assert_eq!(verified.authority.id.as_str(), "tahsildar");
}

#[test]
fn each_reason_has_its_name() {
    let (key, other) = (KeyPair::generate(), KeyPair::generate());
    let (list, now) = (list(&key, 0, 1), claims().signed_at);
    let good = signed(&claims(), &key);
    assert_eq!(rejected("no code", &list, now), "unreadable");
    assert_eq!(rejected(&good[..good.len() / 2], &list, now), "unreadable");
    assert_eq!(rejected(&code::pack(b"\xd2\x80"), &list, now), "unreadable");
    let foreign = Claims { issuer: "https://elsewhere.example".to_owned(), ..claims() };
    assert_eq!(rejected(&signed(&foreign, &key), &list, now), "unknown_issuer");
    assert_eq!(rejected(&signed(&claims(), &other), &list, now), "unknown_key");
    // Somebody else's signature under the authority's own key id.
    let mut forged = cose::sign(claims().encode(), &other);
    let id = forged.windows(8).position(|it| it == other.id().bytes()).expect("it is there");
    forged[id..id + 8].copy_from_slice(key.id().bytes());
    assert_eq!(rejected(&code::pack(&forged), &list, now), "signature");
    // One digit more of income.
    let mut richer = claims();
    richer.number = "AP-2026/18".to_owned();
    let mut bytes = cose::sign(claims().encode(), &key);
    let (from, to) = (claims().encode(), richer.encode());
    let at = bytes.windows(from.len()).position(|it| it == from).expect("it is there");
    bytes[at..at + to.len()].copy_from_slice(&to);
    assert_eq!(rejected(&code::pack(&bytes), &list, now), "signature");
}

#[test]
fn times_are_those_of_the_key_and_of_the_certificate() {
    let key = KeyPair::generate();
    let (text, now) = (signed(&claims(), &key), claims().signed_at);
    for (from, until) in [(1, 9), (-9, 0)] {
        assert_eq!(rejected(&text, &list(&key, from, until), now), "key_not_valid");
    }
    // A key that was good when it was issued need not be good now.
    let list = list(&key, 0, 1);
    let until = claims().valid_until.expect("it ends");
    assert!(verify(&text, &list, Timestamp(until.0 - 1)).is_ok());
    assert_eq!(verify(&text, &list, until), Err(Rejected::Expired { until }));
    let from = Timestamp(now.0 + 5_000);
    let later = Claims { valid_from: from, ..claims() };
    let text = signed(&later, &key);
    assert_eq!(verify(&text, &list, now), Err(Rejected::NotYetValid { from }));
    assert!(verify(&text, &list, from).is_ok());
    let endless = signed(&Claims { valid_until: None, ..claims() }, &key);
    assert!(verify(&endless, &list, Timestamp(i64::MAX)).is_ok());
}

#[test]
fn another_algorithm_is_named_as_such() {
    let key = KeyPair::generate();
    let mut bytes = cose::sign(claims().encode(), &key);
    // ES256 is -7, one byte 0x26 after the key 1; -8 is EdDSA.
    let at = bytes.windows(2).position(|it| it == [0x01, 0x26]).expect("it is there");
    bytes[at + 1] = 0x27;
    assert_eq!(rejected(&code::pack(&bytes), &list(&key, 0, 1), claims().signed_at), "unsupported");
}

/// The vectors of idpass/claim-169 (`test-vectors/valid`), if `MITRA_CLAIM169_VECTORS` says where they are.
#[test]
#[expect(clippy::disallowed_methods, reason = "where vectors are is the test's own matter")]
fn anothers_claim_169_is_unpacked_and_its_signature_checked() {
    let Ok(folder) = std::env::var("MITRA_CLAIM169_VECTORS") else {
        eprintln!(
            "skipped: set MITRA_CLAIM169_VECTORS to the folder `test-vectors` of idpass/claim-169"
        );
        return;
    };
    let file = PathBuf::from(folder).join("valid/ecdsa-p256-signed.json");
    let text = std::fs::read_to_string(&file).expect("the vector is there");
    let vector: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let bytes = code::unpack(vector["qr_data"].as_str().expect("a text")).expect("it unpacks");
    let message = Unchecked::read(&bytes).expect("it is a message");
    assert!(message.is_supported());
    let point = vector["signing_key"]["public_key_hex"].as_str().expect("a text");
    let half = |from: usize| from_hex(&point[from..from + 64]).expect("32 bytes");
    let key = PublicKey::of(&half(2), &half(66)).expect("a key");
    assert!(message.is_signed_by(&key));
    assert!(!message.is_signed_by(&KeyPair::generate().public()));
    // It is an identity, and no certificate of ours.
    assert_eq!(message.payload().and_then(Claims::decode), None);
}
