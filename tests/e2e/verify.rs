//! `mitra verify`: each answer in words and as an exit status, by the files that an office has.

use std::path::Path;

use mitra_certificates::Authorities;
use mitra_core::certificate::{Certificate, CertificateStatus, ListPlace};
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_tests::kit::{AuthorityFolder, certificate, mitra, now};

const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

/// Runs it; gives the exit status and what was said.
fn verify(folder: &AuthorityFolder, lists: &[&Path], code: &str) -> (Option<i32>, String) {
    let mut command = mitra();
    command.arg("verify").arg("--trust-list").arg(folder.trust_list());
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
