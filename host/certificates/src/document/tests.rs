use mitra_core::certificate::{CertificateField, CertificateKind, CertificateType, FactValue};
use mitra_core::ids::{CertificateKindId, FieldId};
use mitra_core::limits::{CERTIFICATE_FIELDS_MAX, CERTIFICATE_LABEL_CHARS_MAX};

use super::*;
use crate::claims::tests::certificate;

fn authority() -> Localized {
    Localized {
        te: "తహసీల్దార్, గాజువాక".to_owned(),
        en: "Tahsildar, Gajuwaka".to_owned(),
        hi: "तहसीलदार, गाजुवाका".to_owned(),
    }
}

/// A text as long as the largest certificate's code, with as many different characters.
fn longest_code() -> String {
    (0..2_100_u32).map(|n| char::from(b'A' + (n * n % 26) as u8)).collect()
}

/// How many pages it takes.
fn pages(certificate: &Certificate, code: &str) -> usize {
    let code = QrCode::with_error_correction_level(code, EcLevel::M).expect("it fits");
    let fonts = Fonts::load().expect("the fonts are there");
    compose(&fonts, certificate, &authority(), Language::Te, &code).n_pages()
}

/// A certificate with as many fields as there can be, each label as long as it can be.
fn fullest() -> Certificate {
    let label = || "క్షే".chars().cycle().take(CERTIFICATE_LABEL_CHARS_MAX).collect::<String>();
    let fields = (0..CERTIFICATE_FIELDS_MAX).map(|n| CertificateField {
        id: FieldId::parse(&format!("f{n}")).unwrap(),
        of: CertificateType::Text,
        label: Localized { te: label(), en: label(), hi: label() },
    });
    let fields: Vec<_> = fields.collect();
    let facts = fields
        .iter()
        .map(|field| Fact { field: field.id.to_string(), value: FactValue::Text("W".repeat(40)) });
    let facts = facts.collect();
    let title = certificate().kind.title;
    let id = CertificateKindId::parse("fullest").unwrap();
    let kind = CertificateKind::new(id, title, None, fields).unwrap();
    Certificate { kind, facts, ..certificate() }
}

#[test]
fn a_document_has_a_page_and_a_full_one_has_more() {
    let made = make(&certificate(), &authority(), Language::Te, "CODE").expect("it is made");
    assert!(made.starts_with(b"%PDF-"));
    let full = make(&fullest(), &authority(), Language::Te, &longest_code()).expect("it is made");
    assert!(full.len() < mitra_core::limits::FILE_BYTES_MAX, "{} bytes", full.len());
    assert_eq!(pages(&certificate(), "CODE"), 1);
    assert_eq!(pages(&fullest(), &longest_code()), 2);
}

#[test]
fn a_code_that_is_too_long_is_told() {
    let refused = make(&certificate(), &authority(), Language::En, &"A".repeat(5_000));
    assert!(matches!(refused, Err(DocumentError::Code { chars: 5_000 })), "{refused:?}");
}

#[test]
fn english_alone_is_said_once() {
    let text = Localized { te: "పేరు".into(), en: "Name".into(), hi: "नाम".into() };
    assert_eq!(both(&text, Language::En), ["Name"]);
    assert_eq!(both(&text, Language::Te), ["Name", "పేరు"]);
}

/// The code as a camera sees it: drawn as squares, read by another's program.
#[test]
fn what_is_scanned_is_what_was_signed() {
    for text in ["6BF HELLO:WORLD/$%*+-.".to_owned(), longest_code()] {
        let code = QrCode::with_error_correction_level(&text, EcLevel::M).expect("it fits");
        let width = code.width();
        let colors = code.to_colors();
        let grid =
            rqrr::SimpleGrid::from_func(width, |x, y| colors[y * width + x] == qrcode::Color::Dark);
        let (_, read) = rqrr::Grid::new(grid).decode().expect("it is read");
        assert_eq!(read, text);
        assert!(width <= MODULES_MAX, "{width} modules are too small on paper");
    }
}
