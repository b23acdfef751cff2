use mitra_core::language::Localized;

use super::*;
use crate::cose::CWT_TAG;
use crate::test_key::TestKey;

const NOW: Timestamp = Timestamp(1_763_000_000_000);

fn claims(number: u32) -> TrustListClaims {
    let good_until = NOW.after(TRUST_LIST_LIFE);
    TrustListClaims { number, issued_at: NOW, good_until, list: TrustList::default() }
}

fn roots(keys: &[&TestKey]) -> TrustKeys {
    let name = |it: &str| Localized { te: it.into(), en: it.into(), hi: it.into() };
    keys.iter().map(|key| TrustKey::new(&key.public(), name("Registrar"))).collect()
}

fn signed(claims: &TrustListClaims, key: &TestKey) -> Vec<u8> {
    key.message(claims.encode(), Some(TRUST_LIST_TYPE))
}

fn rejected(bytes: &[u8], roots: &TrustKeys, now: Timestamp, known: Option<u32>) -> &'static str {
    SignedTrustList::read(bytes, roots, now, known).expect_err("it is rejected").name()
}

#[test]
fn a_list_is_read_as_a_root_key_of_either_kind_signed_it() {
    for key in [TestKey::p256(1), TestKey::ed25519(1)] {
        let bytes = signed(&claims(7), &key);
        let roots = roots(&[&TestKey::p256(9), &key]);
        let read = SignedTrustList::read(&bytes, &roots, NOW, Some(7)).expect("it is good");
        assert_eq!(read.claims(), &claims(7));
        assert_eq!((read.root().id(), &*read.root().name.en), (key.public().id(), "Registrar"));
        assert_eq!(read.bytes(), bytes);
    }
}

#[test]
fn nobody_elses_list_is_trusted_and_no_bit_of_it_can_be_changed() {
    let (key, other) = (TestKey::p256(1), TestKey::p256(2));
    let bytes = signed(&claims(7), &key);
    assert_eq!(rejected(&bytes, &roots(&[&other]), NOW, None), "unknown_key");
    assert_eq!(rejected(&bytes, &TrustKeys::default(), NOW, None), "unknown_key");
    let roots = roots(&[&key, &other]);
    for at in 0..bytes.len() {
        let mut forged = bytes.clone();
        forged[at] ^= 1;
        // The tag alone is not signed, and without it a message is none.
        let name = rejected(&forged, &roots, NOW, None);
        assert!(matches!(name, "unreadable" | "unknown_key" | "signature"), "{at}: {name}");
        assert!(SignedTrustList::read(&bytes[..at], &roots, NOW, None).is_err());
    }
}

#[test]
fn what_a_root_key_signs_besides_is_no_list() {
    let key = TestKey::p256(1);
    let roots = roots(&[&key]);
    for other in [None, Some("application/statuslist+cwt")] {
        let message = key.message(claims(7).encode(), other);
        assert_eq!(rejected(&message, &roots, NOW, None), "unreadable");
    }
    let bare = key.message(b"{}".to_vec(), Some(TRUST_LIST_TYPE));
    assert_eq!(rejected(&bare, &roots, NOW, None), "unreadable");
    let tagged = [&CWT_TAG[..], &signed(&claims(7), &key)].concat();
    assert!(SignedTrustList::read(&tagged, &roots, NOW, None).is_ok());
}

#[test]
fn a_list_is_good_until_its_end_and_none_below_the_highest_number() {
    let key = TestKey::p256(1);
    let (bytes, roots) = (signed(&claims(7), &key), roots(&[&key]));
    let until = NOW.after(TRUST_LIST_LIFE);
    assert!(SignedTrustList::read(&bytes, &roots, Timestamp(until.0 - 1), Some(7)).is_ok());
    assert_eq!(rejected(&bytes, &roots, until, Some(7)), "expired");
    assert_eq!(rejected(&bytes, &roots, NOW, Some(8)), "older");
    // It can still be looked at, and followed by another one.
    assert!(SignedTrustList::signed(&bytes, &roots).is_ok_and(|list| !list.is_good_at(until)));
}

#[test]
fn a_list_is_no_larger_than_what_everybody_can_load() {
    let key = TestKey::p256(1);
    let roots = roots(&[&key]);
    let of = |bytes: usize| {
        // Spaces in JSON count for nothing.
        let mut payload = claims(7).encode();
        payload.resize(bytes, b' ');
        key.message(payload, Some(TRUST_LIST_TYPE))
    };
    let around = of(70_000).len() - 70_000;
    let most = of(TRUST_LIST_BYTES_MAX - around);
    assert_eq!(most.len(), TRUST_LIST_BYTES_MAX);
    assert!(SignedTrustList::read(&most, &roots, NOW, None).is_ok());
    let more = of(TRUST_LIST_BYTES_MAX - around + 1);
    assert_eq!(rejected(&more, &roots, NOW, None), "too_large");
}
