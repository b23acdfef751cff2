//! `mitra verify`: each answer in words and as an exit status, by the files that an office has.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use mitra_certificates::Authorities;
use mitra_core::certificate::{Certificate, CertificateStatus, ListPlace};
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_tests::kit::{AuthorityFolder, certificate, mitra, now};
use mitra_verifier::TrustList;
use serde_json::Value;

const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

/// Runs it; gives the exit status and what was said.
fn verify(folder: &AuthorityFolder, lists: &[&Path], code: &str) -> (Option<i32>, String) {
    verify_by(&folder.trust_list(), &folder.trust_keys(), lists, &["--", code])
}

/// The same by another trust list and other root keys; what is to be checked is the last of the arguments.
fn verify_by(list: &Path, keys: &Path, lists: &[&Path], what: &[&str]) -> (Option<i32>, String) {
    let mut command = mitra();
    command.arg("verify").arg("--trust-list").arg(list).arg("--trust-keys").arg(keys);
    for list in lists {
        command.arg("--status-list").arg(list);
    }
    run(command.args(what))
}

/// Runs a command; gives the exit status and what was said.
#[expect(clippy::print_stdout, reason = "whoever asks for it sees each status beside its reason")]
fn run(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().expect("it runs");
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    println!("{}: {}", output.status, said.lines().next().unwrap_or_default());
    (output.status.code(), said)
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
    let says = |name: &str, change: fn(&mut Value), expected: i32| {
        let mut list = serde_json::from_str(&folder.draft().to_json()).expect("JSON");
        change(&mut list);
        let list = TrustList::parse(&list.to_string()).expect("a list");
        folder.publish(&list, 2, now());
        let signed = verify(&folder, &[], &text);
        // A list that nobody signed is taken if that is what is wanted.
        let path = folder.path().join(name);
        std::fs::write(&path, list.to_json()).expect("written");
        let mut unsigned = mitra();
        unsigned.arg("verify").arg("--unsigned-trust-list").arg(&path).arg("--").arg(&text);
        for (status, said) in [signed, run(&mut unsigned)] {
            assert_eq!(status, Some(expected), "{name}: {said}");
            assert!(said.starts_with(&format!("{name}: ")), "{said}");
        }
        folder.publish(&folder.draft(), 3, now());
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

#[test]
fn of_a_trust_list_that_is_not_trusted_nothing_is_said() {
    let (folder, stranger) = (AuthorityFolder::new(30), AuthorityFolder::new(30));
    let text = code(&folder.authorities(), &certificate());
    let (list, keys) = (folder.trust_list(), folder.trust_keys());
    let says = |list: &Path, keys: &Path, words: &str| {
        let (status, said) = verify_by(list, keys, &[], &["--", &text]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.starts_with("error: ") && said.contains(words), "{said}");
    };
    says(&list, &stranger.trust_keys(), "E0660: ");
    says(&stranger.trust_list(), &keys, "no key that you trust has signed it");
    let mut bytes = std::fs::read(&list).expect("a list");
    *bytes.last_mut().expect("it has bytes") ^= 1;
    let changed = folder.path().join("changed");
    std::fs::write(&changed, bytes).expect("written");
    says(&changed, &keys, "did not sign it, or it was changed since");
    folder.publish(&folder.draft(), 2, Timestamp(now().0 - 91 * 86_400_000));
    says(&list, &keys, "E0661: ");
    says(&list, &folder.path().join("none"), "cannot read the trust keys");
    let draft = folder.path().join("draft.json");
    std::fs::write(&draft, folder.draft().to_json()).expect("written");
    says(&draft, &keys, "it is no signed trust list");
    // Without a key it is a wrong command line, and so are both kinds of lists.
    let (status, said) = run(mitra().arg("verify").arg("--trust-list").arg(&list).arg(&text));
    assert_eq!(status, Some(2), "{said}");
    let mut both = mitra();
    both.arg("verify").arg("--trust-keys").arg(&keys).arg("--unsigned-trust-list").arg(&draft);
    assert_eq!(run(both.arg(&text)).0, Some(2));
}

#[test]
fn a_picture_is_checked_as_its_code_is() {
    let folder = AuthorityFolder::new(30);
    let text = code(&folder.authorities(), &certificate());
    let id = AuthorityId::parse("tahsildar").expect("a slug");
    let statuses = folder.path().join("statuses");
    let bytes = folder.authorities().status_list(&id, 0, &[], now()).expect("it is made");
    std::fs::write(&statuses, bytes).expect("written");
    let checked = |picture: &Path| {
        let picture = picture.to_str().expect("a plain path");
        let (list, keys) = (folder.trust_list(), folder.trust_keys());
        verify_by(&list, &keys, &[&statuses], &["--image", picture])
    };
    let picture = folder.path().join("code.png");
    drawn(&text, 0).save(&picture).expect("written");
    let (status, said) = checked(&picture);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.lines().any(|line| line == "name: K. Asha Rao"), "{said}");
    let blank = folder.path().join("blank.png");
    image::GrayImage::from_pixel(100, 100, image::Luma([255])).save(&blank).expect("written");
    let (status, said) = checked(&blank);
    assert!(status == Some(10) && said.starts_with("unreadable: "), "{said}");
    let several = folder.path().join("several.png");
    let mut two = drawn("ANOTHER", drawn(&text, 0).width());
    image::imageops::replace(&mut two, &drawn(&text, 0), 0, 0);
    two.save(&several).expect("written");
    let (status, said) = checked(&several);
    assert!(status == Some(1) && said.contains("E0664: there are 2 codes"), "{said}");
    let (status, said) = checked(&folder.trust_list());
    assert!(status == Some(1) && said.contains("E0664: it is no whole PNG"), "{said}");
}

/// A code as a picture of at least 700 points, this far from the left.
fn drawn(text: &str, left: u32) -> image::GrayImage {
    let code = qrcode::QrCode::new(text).expect("it fits");
    let width = u32::try_from(code.width()).expect("it is small");
    let colors = code.to_colors();
    let side = ((width + 8) * 4).max(700);
    image::GrayImage::from_fn(left + side, side, |x, y| {
        let module = |at: u32| (at / 4).checked_sub(4).filter(|it| *it < width);
        let at = x.checked_sub(left).and_then(module).zip(module(y));
        let is_dark = |(x, y): (u32, u32)| colors[(y * width + x) as usize] == qrcode::Color::Dark;
        image::Luma([if at.is_some_and(is_dark) { 0 } else { 255 }])
    })
}
