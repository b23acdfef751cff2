//! Others' tokens: idpass/claim-169's `test-vectors`.

use std::path::PathBuf;

use mitra_core::hex::from_hex;
use serde_json::Value as Json;

use super::*;
use crate::cbor::get;
use crate::key::PublicKey;

/// `identity-data`, and the full name in it. Source: MOSIP, "Claim 169" 1.2.
const IDENTITY: i64 = 169;
const FULL_NAME: i64 = 4;

/// Each vector of a kind, if `MITRA_VECTORS` says where they are.
fn vectors(kind: &str) -> Vec<Json> {
    let folder = std::env::var_os("MITRA_VECTORS")
        .map(|it| PathBuf::from(it).join("claim169/test-vectors").join(kind));
    let Some(entries) = folder.and_then(|it| std::fs::read_dir(it).ok()) else {
        eprintln!(
            "skipped: set MITRA_VECTORS to a folder with `claim169/test-vectors` of idpass/claim-169"
        );
        return Vec::new();
    };
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("it is read");
        serde_json::from_str(&text).expect("it is JSON")
    };
    entries.map(read).collect()
}

fn text<'a>(vector: &'a Json, pointer: &str) -> Option<&'a str> {
    vector.pointer(pointer).and_then(Json::as_str)
}

/// The key that signed a vector, if one did.
fn key(vector: &Json) -> Option<PublicKey> {
    let digits = text(vector, "/signing_key/public_key_hex")?;
    let part = |from: usize| from_hex(&digits[from..from + 64]).expect("32 bytes");
    if text(vector, "/signing_key/algorithm")? == "EdDSA" {
        return PublicKey::ed25519(&part(0));
    }
    PublicKey::p256(&part(2), &part(66))
}

/// The trust list in which a vector's issuer has its own key.
fn trusting(vector: &Json, key: &PublicKey) -> TrustList {
    let mut list = list(&TestKey::p256(1), 0, 1);
    let authority = &mut list.authorities[0];
    authority.issuer = text(vector, "/expected_cwt_meta/issuer").expect("it has one").to_owned();
    authority.keys = vec![TrustedKey::new(key, Timestamp(0), Timestamp(i64::MAX))];
    list
}

#[test]
fn identities_of_others_are_unpacked_and_their_signatures_checked() {
    let mut checked = Vec::new();
    for vector in [vectors("valid"), vectors("edge")].concat() {
        let name = text(&vector, "/name").expect("a name");
        let bytes = code::unpack(text(&vector, "/qr_data").expect("a code")).expect(name);
        if vector.get("encryption_key").is_some() {
            assert!(matches!(Message::read(&bytes), Err(NotAMessage::Other)), "{name}");
            continue;
        }
        let message = Message::read(&bytes).expect(name);
        let payload = message.payload().expect(name);
        let claims: Value = ciborium::from_reader(payload).expect(name);
        let full_name = get(&claims, IDENTITY).and_then(|it| get(it, FULL_NAME)?.as_text());
        assert_eq!(full_name, text(&vector, "/expected_claim169/fullName"), "{name}");
        // An identity, and no certificate of ours.
        assert_eq!(Claims::decode(payload), None, "{name}");
        if let Some(key) = key(&vector) {
            assert!(message.is_signed_by(&key), "{name}");
            assert!(!message.is_signed_by(&TestKey::p256(1).public()), "{name}");
            assert!(!message.is_signed_by(&TestKey::ed25519(1).public()), "{name}");
            checked.push(text(&vector, "/signing_key/algorithm").expect("one").to_owned());
        }
    }
    checked.sort();
    assert!(checked.is_empty() || checked == ["ES256", "EdDSA"], "{checked:?}");
}

#[test]
fn others_tokens_are_rejected_for_the_reason_that_is_theirs() {
    let ours = list(&TestKey::p256(1), 0, 1);
    for vector in vectors("valid").into_iter().chain(vectors("edge")) {
        let name = text(&vector, "/name").expect("a name");
        let code = text(&vector, "/qr_data").expect("a code");
        let is_encrypted = vector.get("encryption_key").is_some();
        let expected = if is_encrypted { "unsupported" } else { "unknown_issuer" };
        assert_eq!(rejected(code, &ours), expected, "{name}");
        // Whoever trusts the issuer still learns that it is no certificate.
        if let Some(key) = key(&vector).filter(|_| !is_encrypted) {
            let rejected = rejected(code, &trusting(&vector, &key));
            assert!(matches!(rejected, "unknown_key" | "unsupported"), "{name}: {rejected}");
        }
    }
    for vector in vectors("invalid") {
        let name = text(&vector, "/name").expect("a name");
        let expected = if name == "missing-169" { "unknown_issuer" } else { "unreadable" };
        assert_eq!(rejected(text(&vector, "/qr_data").expect("a code"), &ours), expected, "{name}");
    }
}
