//! `mitra verify`: each answer in words and as an exit status, by the files that an office has.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use mitra_certificates::Authorities;
use mitra_core::certificate::{Certificate, CertificateStatus, ListPlace};
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_tests::kit::{AuthorityFolder, certificate, mitra, now};
use serde_json::Value;

const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

/// Runs it; gives the exit status and what was said.
fn verify(folder: &AuthorityFolder, lists: &[&Path], code: &str) -> (Option<i32>, String) {
    verify_by(&folder.trust_list(), lists, code)
}

/// The same by another trust list.
fn verify_by(trust_list: &Path, lists: &[&Path], code: &str) -> (Option<i32>, String) {
    let mut command = mitra();
    command.arg("verify").arg("--trust-list").arg(trust_list);
    for list in lists {
        command.arg("--status-list").arg(list);
    }
    let output = command.arg("--").arg(code).output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

fn code(authorities: &Authorities, certificate: &Certificate) -> String {
    authorities.code(certificate, PLACE, now()).expect("it is signed")
}

/// The text of a code of these bytes, as it stands behind a page's `#`.
fn pack(bytes: &[u8]) -> String {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("memory takes it");
    mitra_verifier::base32(&packed.finish().expect("memory takes it"))
}

/// The bytes of a bare code.
fn unpack(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = base45::decode(text).expect("a bare code");
    ZlibDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("it is packed");
    bytes
}

/// A bare code with one bit of the signature changed, packed again by somebody who knows how.
pub(crate) fn forged(text: &str) -> String {
    let mut signed = unpack(text);
    *signed.last_mut().expect("it has bytes") ^= 1;
    pack(&signed)
}

#[test]
fn each_answer_is_said_and_has_its_exit_status() {
    let folder = AuthorityFolder::new(30);
    let bare = folder.authorities();
    let id = AuthorityId::parse("tahsildar").expect("a slug");
    let list = |name: &str, not_valid: &[(u32, CertificateStatus)]| {
        let path = folder.path().join(name);
        let bytes = bare.status_list(&id, 0, not_valid, now()).expect("it is made");
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let good = list("good", &[(8, CertificateStatus::Revoked)]);
    let revoked = list("revoked", &[(7, CertificateStatus::Revoked)]);
    let suspended = list("suspended", &[(7, CertificateStatus::Suspended)]);
    let text = code(&bare, &certificate());
    let page = "https://verify.example.gov.in/".to_owned();
    let address = code(&bare.clone().leading_to(Some(page)), &certificate());
    assert!(address.starts_with("HTTPS://VERIFY.EXAMPLE.GOV.IN/#"), "{address}");
    for text in [&text, &address] {
        let (status, said) = verify(&folder, &[&good], text);
        assert_eq!(status, Some(0), "{said}");
        for line in
            ["valid", "signed by: Tahsildar", "certificate: income AP-2026/17", "name: K. Asha Rao"]
        {
            assert!(said.lines().any(|it| it == line), "{line}: {said}");
        }
        assert!(said.contains("income: ₹95,000.00"), "{said}");
    }
    let stranger = AuthorityFolder::new(30);
    let later = Certificate { valid_from: Timestamp(now().0 + 600_000), ..certificate() };
    let over = Certificate { valid_until: Some(Timestamp(now().0 - 1_000)), ..certificate() };
    let forged = {
        let other = |it: char| if it == 'A' { 'B' } else { 'A' };
        let (before, end) = address.split_at(address.len() - 40);
        let mut rest = end.chars();
        let first = rest.next().map(other).expect("a character");
        format!("{before}{first}{}", rest.as_str())
    };
    let cases: [(&str, &[&Path], i32, &str); 7] = [
        (&text, &[], 20, "status_unknown: "),
        (&text, &[&revoked], 18, "revoked: "),
        (&text, &[&suspended], 19, "suspended: "),
        (&code(&bare, &later), &[&good], 16, "not_yet_valid: "),
        (&code(&bare, &over), &[&good], 17, "expired: "),
        (&code(&stranger.authorities(), &certificate()), &[&good], 13, "unknown_key: "),
        ("no code", &[], 10, "unreadable: "),
    ];
    for (text, lists, expected, words) in cases {
        let (status, said) = verify(&folder, lists, text);
        assert_eq!(status, Some(expected), "{words}: {said}");
        assert!(said.starts_with(words), "{words}: {said}");
    }
    // The packing's checksum notices a changed character, or else the signature does.
    let (status, said) = verify(&folder, &[&good], &forged);
    assert!(matches!(status, Some(10 | 15)), "{said}");
    // Without a trust list nothing is said of the certificate at all.
    std::fs::remove_file(folder.trust_list()).expect("removed");
    assert_eq!(verify(&folder, &[], &text).0, Some(1));
}

#[test]
fn what_the_trust_list_does_not_vouch_for_is_said_and_has_its_exit_status() {
    let folder = AuthorityFolder::new(30);
    let text = code(&folder.authorities(), &certificate());
    let published = std::fs::read_to_string(folder.trust_list()).expect("a list");
    let says = |name: &str, change: fn(&mut Value), expected: i32| {
        let mut list = serde_json::from_str(&published).expect("JSON");
        change(&mut list);
        let path = folder.path().join(name);
        std::fs::write(&path, list.to_string()).expect("written");
        let (status, said) = verify_by(&path, &[], &text);
        assert_eq!(status, Some(expected), "{name}: {said}");
        assert!(said.starts_with(&format!("{name}: ")), "{said}");
    };
    let of_another = |list: &mut Value| {
        list["authorities"][0]["issuer"] = "https://other.example.gov.in/certificates/x".into();
    };
    let of_last_year = |list: &mut Value| {
        let key = &mut list["authorities"][0]["keys"][0];
        (key["nbf"], key["exp"]) = (1_700_000_000.into(), 1_731_000_000.into());
    };
    says("unknown_issuer", of_another, 12);
    says("key_not_valid", of_last_year, 14);
    // A list of statuses is signed by the authority as well, and is no certificate.
    let id = AuthorityId::parse("tahsildar").expect("a slug");
    let list = folder.authorities().status_list(&id, 0, &[], now()).expect("it is made");
    let (status, said) = verify(&folder, &[], &pack(&list));
    assert_eq!(status, Some(11), "{said}");
    assert!(said.starts_with("unsupported: "), "{said}");
    let (status, said) = verify(&folder, &[], &forged(&text));
    assert_eq!(status, Some(15), "{said}");
    assert!(said.starts_with("signature: "), "{said}");
}
