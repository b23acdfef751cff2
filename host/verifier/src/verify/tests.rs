use mitra_core::ids::AuthorityId;
use mitra_core::language::Localized;

use super::*;
use crate::claims::tests::{ISSUER_URL, SIGNED_AT, claims};
use crate::code::tests::pack;
use crate::status::StatusList;
use crate::test_key::TestKey;
use crate::trust::TrustedKey;

mod vectors;

fn list(key: &TestKey, from_s: i64, until_s: i64) -> TrustList {
    let at = |s: i64| Timestamp(SIGNED_AT.0 + s * 1_000);
    let keys = vec![TrustedKey::new(&key.public(), at(from_s), at(until_s))];
    let text = || "Tahsildar".to_owned();
    let id = AuthorityId::parse("tahsildar").unwrap();
    let name = Localized { te: text(), en: text(), hi: text() };
    let issuer = ISSUER_URL.to_owned();
    TrustList { authorities: vec![TrustedAuthority { id, issuer, name, keys, kinds: Vec::new() }] }
}

fn signed(claims: &Claims, key: &TestKey) -> String {
    pack(&key.message(claims.encode(), None))
}

fn rejected(text: &str, list: &TrustList) -> &'static str {
    who_signed(text, list).expect_err("it is rejected").name()
}

/// The authority's list in which this place has this status.
fn statuses(key: &TestKey, index: u32, status: Status) -> SignedList {
    let list = StatusList::new(1 << 20, [(index, status)]);
    let claims = StatusListClaims::new(claims().status.uri, list, SIGNED_AT);
    let message = key.message(claims.encode(), Some(STATUS_LIST_TYPE));
    SignedList::read(&message).expect("a list")
}

#[test]
fn what_an_authority_signed_is_what_is_read() {
    for key in [TestKey::p256(1), TestKey::ed25519(1)] {
        let good = who_signed(&signed(&claims(), &key), &list(&key, 0, 1)).expect("it is signed");
        assert_eq!((&good.claims, good.key), (&claims(), key.public().id()));
        assert_eq!(good.authority.id.as_str(), "tahsildar");
        let valid = statuses(&key, 1, Status::Revoked);
        assert_eq!(good.stands(&[valid], SIGNED_AT), Ok(()));
    }
}

#[test]
fn each_reason_why_nobody_answers_has_its_name() {
    let (key, other) = (TestKey::p256(1), TestKey::p256(2));
    let list = list(&key, 0, 1);
    let good = signed(&claims(), &key);
    assert_eq!(rejected("no code", &list), "unreadable");
    assert_eq!(rejected(&good[..good.len() / 2], &list), "unreadable");
    assert_eq!(rejected(&pack(b"\xd2\x80"), &list), "unreadable");
    assert_eq!(rejected(&pack(&key.message(b"\x80".to_vec(), None)), &list), "unreadable");
    assert_eq!(rejected(&pack(&[0xd0, 0x83]), &list), "unsupported");
    let foreign = Claims { issuer: "https://elsewhere.example".to_owned(), ..claims() };
    assert_eq!(rejected(&signed(&foreign, &key), &list), "unknown_issuer");
    assert_eq!(rejected(&signed(&claims(), &other), &list), "unknown_key");
    // Somebody else's signature under the authority's own key id.
    let mut forged = other.message(claims().encode(), None);
    let (id, own) = (other.public().id(), key.public().id());
    let at = forged.windows(8).position(|it| it == id.bytes()).expect("it is there");
    forged[at..at + 8].copy_from_slice(own.bytes());
    assert_eq!(rejected(&pack(&forged), &list), "signature");
    // One digit more of income.
    let richer = Claims { number: "AP-2026/18".to_owned(), ..claims() };
    let mut bytes = key.message(claims().encode(), None);
    let (from, to) = (claims().encode(), richer.encode());
    let at = bytes.windows(from.len()).position(|it| it == from).expect("it is there");
    bytes[at..at + to.len()].copy_from_slice(&to);
    assert_eq!(rejected(&pack(&bytes), &list), "signature");
}

#[test]
fn whatever_is_changed_in_a_code_it_is_rejected_and_nothing_breaks() {
    let key = TestKey::p256(1);
    let list = list(&key, 0, 1);
    let packed = base45::decode(signed(&claims(), &key)).expect("it is Base45");
    let good = format!("HTTPS://VERIFY.EXAMPLE.GOV.IN/#{}", crate::base32::encode(&packed));
    let start = good.find('#').expect("it has a fragment") + 1;
    for at in start..good.len() {
        let other = if &good[at..=at] == "E" { "F" } else { "E" };
        let changed = format!("{}{other}{}", &good[..at], &good[at + 1..]);
        let name = rejected(&changed, &list);
        assert!(matches!(name, "unreadable" | "signature"), "{at}: {name}");
        assert_eq!(rejected(&good[..at], &list), "unreadable");
    }
}

#[test]
fn what_an_authority_signs_besides_is_no_certificate() {
    let key = TestKey::p256(1);
    let list = list(&key, 0, 1);
    let typed = key.message(claims().encode(), Some(STATUS_LIST_TYPE));
    assert_eq!(rejected(&pack(&typed), &list), "unsupported");
    // `{1: issuer}`, signed.
    let bare = [&b"\xa1\x01\x78"[..], &[u8::try_from(ISSUER_URL.len()).unwrap()]].concat();
    let bare = [&bare[..], ISSUER_URL.as_bytes()].concat();
    assert_eq!(rejected(&pack(&key.message(bare, None)), &list), "unsupported");
    // And a certificate is no list.
    assert!(SignedList::read(&key.message(claims().encode(), None)).is_err());
    assert!(SignedList::read(&typed).is_err());
}

#[test]
fn another_algorithm_is_named_as_such() {
    let key = TestKey::p256(1);
    let mut bytes = key.message(claims().encode(), None);
    // ES256 is -7, one byte 0x26 after the key 1; 0x25 is -6, which is none.
    let at = bytes.windows(2).position(|it| it == [0x01, 0x26]).expect("it is there");
    bytes[at + 1] = 0x25;
    assert_ne!(rejected(&pack(&bytes), &list(&key, 0, 1)), "signature");
    // ES384 is known, and not here.
    bytes[at + 1] = 0x27;
    assert_eq!(rejected(&pack(&bytes), &list(&key, 0, 1)), "signature", "EdDSA with a P-256 key");
}

#[test]
fn times_are_those_of_the_key_and_of_the_certificate() {
    let key = TestKey::p256(1);
    let text = signed(&claims(), &key);
    for (from, until) in [(1, 9), (-9, 0)] {
        assert_eq!(rejected(&text, &list(&key, from, until)), "key_not_valid");
    }
    // A key that was good when it was issued need not be good now.
    let list = list(&key, 0, 1);
    let good = who_signed(&text, &list).expect("it is signed");
    let until = claims().valid_until.expect("it ends");
    let stands = |good: &Signed, now| good.stands(&[], now).expect_err("no list").name();
    assert_eq!(stands(&good, Timestamp(until.0 - 1)), "status_unknown");
    assert_eq!(good.stands(&[], until), Err(Rejected::Expired { until }));
    let from = Timestamp(SIGNED_AT.0 + 5_000);
    let later = signed(&Claims { valid_from: from, ..claims() }, &key);
    let later = who_signed(&later, &list).expect("it is signed");
    assert_eq!(later.stands(&[], SIGNED_AT), Err(Rejected::NotYetValid { from }));
    assert_eq!(stands(&later, from), "status_unknown");
    let endless = signed(&Claims { valid_until: None, ..claims() }, &key);
    let endless = who_signed(&endless, &list).expect("it is signed");
    assert_eq!(stands(&endless, Timestamp(i64::MAX)), "status_unknown");
}

#[test]
fn a_status_is_told_by_a_list_of_the_same_authority_that_is_good() {
    let (key, other) = (TestKey::p256(1), TestKey::p256(2));
    let good = who_signed(&signed(&claims(), &key), &list(&key, 0, 1)).expect("it is signed");
    let index = claims().status.index;
    let told = |lists: &[SignedList]| match good.stands(lists, SIGNED_AT) {
        Ok(()) => "valid",
        Err(rejected) => rejected.name(),
    };
    let revoked = statuses(&key, index, Status::Revoked);
    assert_eq!(told(&[revoked]), "revoked");
    assert_eq!(told(&[statuses(&key, index, Status::Suspended)]), "suspended");
    assert_eq!(told(&[statuses(&key, index, Status::Other(3))]), "status_unknown");
    assert_eq!(told(&[statuses(&key, index + 1, Status::Revoked)]), "valid");
    assert_eq!(told(&[]), "status_unknown");
    // Somebody else's says nothing, however new it is.
    assert_eq!(told(&[statuses(&other, index, Status::Revoked)]), "status_unknown");
    // Another list of the same authority says nothing either.
    let mut elsewhere = statuses(&key, index, Status::Revoked);
    elsewhere.claims.uri.push('0');
    assert_eq!(told(&[elsewhere]), "status_unknown");
    // Of two, the newer one counts; one that is over does not.
    let signed_at = |made_at: Timestamp, status| {
        let list = StatusList::new(1 << 20, [(index, status)]);
        let claims = StatusListClaims::new(claims().status.uri, list, made_at);
        SignedList::read(&key.message(claims.encode(), Some(STATUS_LIST_TYPE))).expect("a list")
    };
    let good_for_long = who_signed(&signed(&claims(), &key), &list(&key, -200_000, 1));
    let good = good_for_long.expect("it is signed");
    let older = |hours: i64| Timestamp(SIGNED_AT.0 - hours * 3_600_000);
    let lists = [signed_at(older(2), Status::Revoked), signed_at(older(1), Status::Valid)];
    assert_eq!(good.stands(&lists, SIGNED_AT), Ok(()));
    let over = [signed_at(older(24), Status::Valid)];
    assert_eq!(good.stands(&over, SIGNED_AT), Err(Rejected::StatusUnknown));
    let last = [signed_at(older(23), Status::Valid)];
    assert_eq!(good.stands(&last, SIGNED_AT), Ok(()));
}
