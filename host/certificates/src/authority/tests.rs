use mitra_core::certificate::{Fact, FactValue, Holder, PrintError};
use mitra_core::limits::{CERTIFICATE_BYTES_MAX, CERTIFICATE_ISSUER_BYTES_MAX};
use mitra_verifier::{Rejected, SignedList, TRUST_LIST_LIFE, TrustList, who_signed};

use super::*;
use crate::claims::tests::{ISSUER_URL, certificate};
use crate::keyring::KeyPeriod;
use crate::test_root::published as publish;

/// When the certificate of these tests is issued.
const NOW: Timestamp = Timestamp(1_763_000_000_500);
const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

fn name() -> Localized {
    Localized {
        te: "తహసీల్దార్, గాజువాక".to_owned(),
        en: "Tahsildar, Gajuwaka".to_owned(),
        hi: "तहसीलदार, गाजुवाका".to_owned(),
    }
}

fn key(from_s: i64, until_s: i64) -> AuthorityKey {
    let from = Timestamp(NOW.0 + from_s * 1_000);
    let until = Timestamp(NOW.0 + until_s * 1_000);
    AuthorityKey { pair: KeyPair::generate(), period: KeyPeriod { from, until } }
}

fn authority(keys: Vec<AuthorityKey>) -> Authority {
    let id = AuthorityId::parse("tahsildar").unwrap();
    Authority { id, issuer: ISSUER_URL.to_owned(), name: name(), keys, kinds: Vec::new() }
}

/// The authority with these keys, all of them published.
fn published(keys: Vec<AuthorityKey>) -> Authorities {
    let authority = authority(keys);
    let list = list(&authority);
    Authorities::new([authority], list)
}

/// The list that has this authority alone.
fn list(authority: &Authority) -> SignedTrustList {
    publish(TrustList { authorities: vec![authority.to_publish()] }, NOW)
}

/// The list that has nobody.
fn nobody() -> SignedTrustList {
    publish(TrustList::default(), NOW)
}

fn refusal(authorities: &Authorities) -> String {
    let refused = authorities.code(&certificate(), PLACE, NOW).map(|_| ());
    refused.expect_err("it is refused").to_string()
}

fn signed_by(authorities: &Authorities) -> KeyId {
    let code = authorities.code(&certificate(), PLACE, NOW).expect("it is signed");
    who_signed(&code, authorities.published().list()).expect("it is signed").key
}

#[test]
fn the_newest_key_that_may_sign_signs() {
    let keys = vec![key(-50, 100), key(-10, 100), key(-100, 100), key(5, 100), key(-5, -1)];
    let newest = keys[1].pair.id();
    assert_eq!(signed_by(&published(keys)), newest);
}

#[test]
fn a_key_that_is_not_published_signs_nothing() {
    let (old, new) = (key(-100, 100), key(-10, 100));
    let list = list(&authority(vec![old.clone()]));
    let ids = [old.pair.id(), new.pair.id()];
    // The newer one is left aside as long as nobody could check it.
    let both = Authorities::new([authority(vec![old, new.clone()])], list.clone());
    assert_eq!(signed_by(&both), ids[0]);
    let alone = Authorities::new([authority(vec![new])], list);
    let refused = refusal(&alone);
    assert!(
        refused.contains(&format!("the trust list does not have the key {}", ids[1])),
        "{refused}"
    );
    assert_eq!(alone.cannot_sign(NOW).len(), 1);
}

#[test]
fn a_key_that_is_published_for_another_time_signs_nothing() {
    let over = key(-10, -1);
    let list = list(&authority(vec![over.clone()]));
    let longer = KeyPeriod { until: NOW.after(TRUST_LIST_LIFE), ..over.period };
    let longer = AuthorityKey { period: longer, ..over };
    let refused = refusal(&Authorities::new([authority(vec![longer])], list));
    assert!(refused.contains("for another time"), "{refused}");
}

#[test]
fn a_key_that_is_to_end_earlier_than_the_list_says_signs_until_then() {
    let listed = key(-10, 100);
    let list = list(&authority(vec![listed.clone()]));
    let until = |until: Timestamp| {
        let period = KeyPeriod { until, ..listed.period };
        authority(vec![AuthorityKey { period, ..listed.clone() }])
    };
    let soon = Authorities::new([until(Timestamp(NOW.0 + 1_000))], list.clone());
    assert_eq!(signed_by(&soon), listed.pair.id());
    let over = refusal(&Authorities::new([until(Timestamp(NOW.0 - 1_000))], list));
    assert!(over.contains("does not sign any more"), "{over}");
}

#[test]
fn nothing_is_signed_by_a_list_whose_time_is_over() {
    let authorities = published(vec![key(-10, 10_000_000)]);
    let until = authorities.published().claims().good_until;
    let at = |at| authorities.code(&certificate(), PLACE, at).map(|_| ());
    assert!(at(Timestamp(until.0 - 1)).is_ok());
    let refused = at(until).expect_err("it is refused").to_string();
    assert!(refused.contains("the time of the trust list is over"), "{refused}");
    assert_eq!(authorities.cannot_sign(until).len(), 1);
}

#[test]
fn a_key_signs_in_its_time_alone() {
    for (from, until, words) in [(1, 9, "does not sign yet"), (-9, 0, "does not sign any more")] {
        let refused = refusal(&published(vec![key(from, until)]));
        assert!(refused.contains(words), "{refused}");
    }
    assert!(published(vec![key(0, 1)]).cannot_sign(NOW).is_empty());
}

#[test]
fn an_authority_without_keys_or_place_in_the_list_signs_nothing() {
    let refused = refusal(&published(Vec::new()));
    assert!(
        refused.contains("it has no key: make one with `mitra certificates new-key`"),
        "{refused}"
    );
    let refused = refusal(&Authorities::new([authority(vec![key(-1, 1)])], nobody()));
    assert!(refused.contains("the trust list does not have it"), "{refused}");
    // One that is called otherwise by now would be printed with a name that nobody published.
    let old = authority(vec![key(-1, 1)]);
    let list = list(&old);
    let renamed = Authority { name: Localized { en: "Collector".to_owned(), ..name() }, ..old };
    let refused = refusal(&Authorities::new([renamed], list));
    assert!(refused.contains("with this address and name"), "{refused}");
    let refused = Authorities::new([], nobody()).code(&certificate(), PLACE, NOW).map(|_| ());
    assert!(matches!(refused, Err(PrintError::NoAuthority { .. })), "{refused:?}");
}

/// Letters that no packing makes shorter.
fn letters(n: usize) -> String {
    let mut state = 7_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'A' + u8::try_from((state >> 24) % 26).expect("a letter"))
    };
    (0..n).map(letter).collect()
}

/// A certificate that says all that one can say.
fn largest() -> Certificate {
    let fact =
        |n: usize, chars| Fact { field: format!("f{n}"), value: FactValue::Text(letters(chars)) };
    // 40 of the number, 60 of the name, and 2 of each field.
    let mut facts: Vec<Fact> = (0..7).map(|n| fact(n, 118)).collect();
    facts.push(fact(7, CERTIFICATE_BYTES_MAX - 40 - 60 - 7 * 120 - 2));
    let holder = Holder { name: letters(60), local_name: None, aadhaar_last_four: None };
    Certificate { number: letters(40), holder, facts, ..certificate() }
}

#[test]
fn the_largest_certificate_is_a_code_that_a_telephone_reads() {
    let authority = Authority {
        issuer: format!("https://{}", "a".repeat(CERTIFICATE_ISSUER_BYTES_MAX - 8)),
        ..authority(vec![key(-1, 100)])
    };
    let list = list(&authority);
    let bare = Authorities::new([authority], list.clone());
    let place = ListPlace { list: 9, index: 1_048_575 };
    let page = format!("https://{}.gov.in/", "a".repeat(60));
    for authorities in [bare.clone(), bare.leading_to(Some(page))] {
        let code = authorities.code(&largest(), place, NOW).expect("it is signed");
        let signed = who_signed(&code, list.list()).expect("it is signed");
        assert_eq!(signed.claims.facts, largest().facts);
        let width = document::draw_code(&code).expect("it fits").width();
        assert!(width <= document::MODULES_MAX, "{width} modules");
    }
}

#[test]
fn a_status_is_told_by_the_authoritys_list() {
    use CertificateStatus::{Revoked, Suspended};
    let authorities = published(vec![key(-1, 100)]);
    let code = authorities.code(&certificate(), PLACE, NOW).expect("it is signed");
    let id = certificate().authority;
    let signed = who_signed(&code, authorities.published().list()).expect("it is signed");
    let told = |number: u32, not_valid: &[(u32, CertificateStatus)]| {
        let list = authorities.status_list(&id, number, not_valid, NOW).expect("it is made");
        signed.stands(&[SignedList::read(&list).expect("a list")], NOW)
    };
    assert_eq!(told(0, &[(6, Revoked), (8, Suspended)]), Ok(()));
    assert_eq!(told(0, &[(6, Revoked), (7, Suspended)]), Err(Rejected::Suspended));
    assert_eq!(told(0, &[(7, Revoked)]), Err(Rejected::Revoked));
    assert_eq!(told(1, &[(7, Revoked)]), Err(Rejected::StatusUnknown), "another list");
    let refused = Authorities::new([], nobody()).status_list(&id, 0, &[], NOW);
    assert!(matches!(refused, Err(PrintError::NoAuthority { .. })));
}

#[tokio::test]
async fn the_same_certificate_is_the_same_document() {
    let authorities = published(vec![key(-1, 100)]);
    let print = async |language| {
        let printed = authorities.print(&certificate(), PLACE, language, NOW).await;
        printed.expect("it is printed")
    };
    let first = print(Language::Te).await;
    assert_eq!(first.mime_type, "application/pdf");
    assert!(first.bytes.starts_with(b"%PDF-"));
    assert_eq!(print(Language::Te).await, first);
    assert_ne!(print(Language::Hi).await, first);
}
