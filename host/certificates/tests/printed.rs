//! What comes out of a printer, read with a camera's eyes: other programs draw the page and scan its code.

use std::path::Path;
use std::process::Command;

use cap_std::fs::Dir;
use mitra_certificates::{
    Authorities, Authority, KeyPair, KeyPeriod, add_key, load_keys, trust_list,
};
use mitra_core::certificate::{
    Certificate, CertificateField, CertificateId, CertificateKind, CertificatePrinter,
    CertificateType, Fact, FactValue, Holder, ListPlace, LocalName,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, CertificateKindId, DepartmentId, FieldId};
use mitra_core::language::{Language, Localized};
use mitra_verifier::{SignedTrustList, TRUST_LIST_LIFE, TrustKey, TrustList, who_signed};

const NOW: Timestamp = Timestamp(1_763_000_000_000);

fn text(te: &str, en: &str, hi: &str) -> Localized {
    Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() }
}

fn authorities(folder: &Path) -> Authorities {
    let dir = Dir::open_ambient_dir(folder, cap_std::ambient_authority()).expect("a folder");
    let period = KeyPeriod { from: NOW, until: Timestamp(NOW.0 + 1_000_000) };
    add_key(&dir, period).expect("a key");
    let authority = Authority {
        id: AuthorityId::parse("tahsildar").expect("a slug"),
        issuer: "https://certificates.example.gov.in/tahsildar".to_owned(),
        name: text("తహసీల్దార్, గాజువాక", "Tahsildar, Gajuwaka", "तहसीलदार, गाजुवाका"),
        keys: load_keys(&dir).expect("the key is there"),
        kinds: Vec::new(),
    };
    let list = TrustList { authorities: vec![authority.to_publish()] };
    let root = KeyPair::generate();
    let signed = trust_list::sign(list, 1, &root, NOW, TRUST_LIST_LIFE);
    let name = text("నమోదు అధికారి", "Registrar", "पंजीयक");
    let roots = [TrustKey::new(&root.public(), name)].into_iter().collect();
    let list = SignedTrustList::read(&signed, &roots, NOW, None).expect("it is signed");
    Authorities::new([authority], list)
}

fn certificate() -> Certificate {
    let income = CertificateField {
        id: FieldId::parse("income").expect("a slug"),
        of: CertificateType::Money,
        label: text("వార్షిక ఆదాయం", "Yearly income", "वार्षिक आय"),
    };
    let title = text("ఆదాయ ధృవీకరణ పత్రం", "Income certificate", "आय प्रमाण पत्र");
    let kind = CertificateKindId::parse("income").expect("a slug");
    Certificate {
        id: CertificateId::new([7; 16]),
        department: DepartmentId::parse("revenue").expect("a slug"),
        authority: AuthorityId::parse("tahsildar").expect("a slug"),
        kind: CertificateKind::new(kind, title, Some(365), vec![income]).expect("a kind"),
        number: "AP-2026/17".to_owned(),
        holder: Holder {
            name: "Kankipati Asha Lakshmi".to_owned(),
            local_name: Some(LocalName {
                language: Language::Te,
                name: "కంకిపాటి ఆశా లక్ష్మి".to_owned(),
            }),
            aadhaar_last_four: Some("2346".to_owned()),
        },
        facts: vec![Fact { field: "income".to_owned(), value: FactValue::Money(9_500_000) }],
        issued_at: NOW,
        valid_from: NOW,
        valid_until: Some(Timestamp(NOW.0 + 31_536_000_000)),
    }
}

/// Whether the program is there.
fn has(program: &str) -> bool {
    Command::new(program).arg("-h").output().is_ok()
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[tokio::test]
async fn the_code_on_paper_is_signed_and_the_words_can_be_read() {
    let missing: Vec<&str> =
        ["pdftoppm", "pdftotext", "zbarimg"].into_iter().filter(|it| !has(it)).collect();
    if !missing.is_empty() {
        eprintln!("skipped: {} missing (Debian: poppler-utils, zbar-tools)", missing.join(", "));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let authorities = authorities(folder.path());
    let place = ListPlace { list: 0, index: 7 };
    let printed = authorities.print(&certificate(), place, Language::Te, NOW).await;
    let pdf = folder.path().join("certificate.pdf");
    std::fs::write(&pdf, &printed.expect("it is printed").bytes).expect("written");
    let page = folder.path().join("page");
    let [pdf, page] = [&pdf, &page].map(|path| path.to_str().expect("a plain path"));
    // As coarse as a bad print.
    output("pdftoppm", &["-r", "100", "-png", "-singlefile", pdf, page]);
    let code = output("zbarimg", &["-q", "--raw", &format!("{page}.png")]);
    let signed = who_signed(&code, authorities.published().list()).expect("it is signed");
    assert_eq!(signed.claims.number, "AP-2026/17");
    assert_eq!(signed.claims.facts, certificate().facts);
    let words = output("pdftotext", &["-layout", pdf, "-"]);
    for part in ["Tahsildar, Gajuwaka", "Income certificate", "AP-2026/17", "₹95,000.00"] {
        assert!(words.contains(part), "{part} in {words}");
    }
}
