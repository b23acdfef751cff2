use super::*;
use crate::form::Date;
use crate::ids::{CertificateKindId, FieldId};
use crate::language::Localized;

const NOW: Timestamp = Timestamp(1_763_000_000_000);

fn kind(valid_days: Option<u32>) -> CertificateKind {
    let text = |text: &str| Localized { te: text.into(), en: text.into(), hi: text.into() };
    let field = |id: &str, of| {
        let id = FieldId::parse(id).unwrap();
        CertificateField { id, of, label: text("Label") }
    };
    let fields = vec![
        field("village", CertificateType::Text),
        field("income", CertificateType::Money),
        field("since", CertificateType::Date),
    ];
    let id = CertificateKindId::parse("income").unwrap();
    CertificateKind::new(id, text("Income"), valid_days, fields).unwrap()
}

fn fact(field: &str, value: FactValue) -> Fact {
    Fact { field: field.to_owned(), value }
}

fn draft() -> CertificateDraft {
    let since = Date::new(2025, 4, 1).unwrap();
    CertificateDraft {
        number: "AP-2026/17".to_owned(),
        holder: Holder {
            name: "K. Asha Rao".to_owned(),
            local_name: Some(LocalName {
                language: Language::Te, name: "కె. ఆశా రావు".to_owned()
            }),
            aadhaar_last_four: Some("2346".to_owned()),
        },
        facts: vec![
            fact("since", FactValue::Date(since)),
            fact("village", FactValue::Text("గాజువాక".to_owned())),
            fact("income", FactValue::Money(9_500_000)),
        ],
        valid_from: None,
        valid_until: None,
    }
}

fn refusal(edit: impl FnOnce(&mut CertificateDraft)) -> String {
    let mut draft = draft();
    edit(&mut draft);
    let request = CertificateRequest::new(draft, &kind(Some(365)), NOW);
    request.map(|_| ()).expect_err("it is refused").to_string()
}

fn fits(edit: impl FnOnce(&mut CertificateDraft)) -> CertificateRequest {
    let mut draft = draft();
    edit(&mut draft);
    CertificateRequest::new(draft, &kind(Some(365)), NOW).expect("it fits")
}

#[test]
fn facts_are_put_in_the_order_of_the_kind() {
    let fields: Vec<String> = fits(|_| {}).facts.into_iter().map(|fact| fact.field).collect();
    assert_eq!(fields, ["village", "income", "since"]);
}

#[test]
fn every_field_is_said_once_and_in_its_type() {
    let said = refusal(|it| drop(it.facts.pop()));
    assert_eq!(said, "the field `income` of the kind is missing");
    let said = refusal(|it| it.facts.push(fact("caste", FactValue::Number(1))));
    assert_eq!(said, "the kind has no field `caste`");
    let said = refusal(|it| it.facts.push(fact("income", FactValue::Money(1))));
    assert_eq!(said, "the field `income` is there twice");
    let said = refusal(|it| it.facts[2].value = FactValue::Number(1));
    assert_eq!(
        said,
        "the field `income` is of the type money, and its value is of the type number"
    );
}

#[test]
fn texts_are_lines_that_can_be_printed() {
    fits(|it| it.number = "n".repeat(CERTIFICATE_NUMBER_CHARS_MAX));
    let said = refusal(|it| it.number = "n".repeat(CERTIFICATE_NUMBER_CHARS_MAX + 1));
    assert!(said.starts_with("`number` has 41 characters"), "{said}");
    fits(|it| it.facts[1].value = FactValue::Text("v".repeat(CERTIFICATE_TEXT_CHARS_MAX)));
    let long = "v".repeat(CERTIFICATE_TEXT_CHARS_MAX + 1);
    let said = refusal(|it| it.facts[1].value = FactValue::Text(long));
    assert!(said.starts_with("`village` has 121 characters"), "{said}");
    let said = refusal(|it| it.facts[1].value = FactValue::Text("🙏".to_owned()));
    assert_eq!(said, "`village` has the character '🙏': it cannot be printed");
    let said = refusal(|it| it.number = "a\nb".to_owned());
    assert!(said.starts_with("`number` has the control character"), "{said}");
}

#[test]
fn a_name_is_in_latin_letters_and_the_local_one_in_its_own() {
    fits(|it| it.holder.name = "x".repeat(CERTIFICATE_NAME_CHARS_MAX));
    fits(|it| it.holder.name = "Jo".to_owned());
    fits(|it| it.holder.name = "Zoë D'Souza-Naïk (Rao)".to_owned());
    let said = refusal(|it| it.holder.name = "J".to_owned());
    assert_eq!(said, "`holder.name` must have at least 2 characters");
    let said = refusal(|it| it.holder.name = "x".repeat(CERTIFICATE_NAME_CHARS_MAX + 1));
    assert!(said.starts_with("`holder.name` has 61 characters"), "{said}");
    for wrong in ["ఆశా", "Asha 2", "Asha @ home"] {
        let said = refusal(|it| it.holder.name = wrong.to_owned());
        assert!(said.contains("a name has Latin letters"), "{said}");
    }
    let local = |language, name: &str| Some(LocalName { language, name: name.to_owned() });
    fits(|it| it.holder.local_name = local(Language::Hi, "आशा राव"));
    let said = refusal(|it| it.holder.local_name = local(Language::Hi, "ఆశా"));
    assert!(said.contains("a Hindi name has Devanagari letters"), "{said}");
    let said = refusal(|it| it.holder.local_name = local(Language::En, "Asha"));
    assert_eq!(said, "`holder.local-name.language` must be Telugu or Hindi");
}

#[test]
fn of_an_aadhaar_number_there_are_four_digits() {
    fits(|it| it.holder.aadhaar_last_four = None);
    for wrong in ["234", "23467", "234123412346", "౨౩౪౬", "234a"] {
        let said = refusal(|it| it.holder.aadhaar_last_four = Some(wrong.to_owned()));
        assert!(said.contains("must be four digits"), "{wrong}: {said}");
    }
}

#[test]
fn all_that_is_said_fits_into_the_code() {
    let text = |id: &str| CertificateField {
        id: FieldId::parse(id).unwrap(),
        of: CertificateType::Text,
        label: Localized { te: "a".into(), en: "a".into(), hi: "a".into() },
    };
    let id = CertificateKindId::parse("long").unwrap();
    let title = Localized { te: "a".into(), en: "a".into(), hi: "a".into() };
    let fields: Vec<_> = ["a", "b", "c"].map(text).into();
    let kind = CertificateKind::new(id, title, None, fields).unwrap();
    // Three facts with an id of one byte, a number of one and a name of two.
    let left = CERTIFICATE_BYTES_MAX - 3 - 1 - 2 - 2 * 360;
    let said = |last: usize| {
        let holder = Holder { name: "Jo".to_owned(), local_name: None, aadhaar_last_four: None };
        let fact = |field: &str, text: String| fact(field, FactValue::Text(text));
        let long = || "అ".repeat(120);
        // Bytes, not characters: a letter of Telugu has three.
        let rest = format!("{}{}", "అ".repeat(last / 3), "x".repeat(last % 3));
        let facts = vec![fact("a", long()), fact("b", long()), fact("c", rest)];
        let draft = CertificateDraft {
            number: "1".to_owned(),
            holder,
            facts,
            valid_from: None,
            valid_until: None,
        };
        CertificateRequest::new(draft, &kind, NOW).map(|_| ())
    };
    assert_eq!(said(left), Ok(()));
    let bytes = CERTIFICATE_BYTES_MAX + 1;
    assert_eq!(said(left + 1), Err(InvalidCertificate::Bytes { bytes }));
}

#[test]
fn a_certificate_is_valid_as_long_as_its_kind_allows() {
    let year = 365 * DAY_MS;
    let request = fits(|_| {});
    assert_eq!((request.valid_from, request.valid_until), (NOW, Some(Timestamp(NOW.0 + year))));
    let endless = CertificateRequest::new(draft(), &kind(None), NOW).expect("it fits");
    assert_eq!(endless.valid_until, None);
    fits(|it| it.valid_until = Some(Timestamp(NOW.0 + year)));
    let said = refusal(|it| it.valid_until = Some(Timestamp(NOW.0 + year + 1)));
    assert!(said.contains("later than 365 days after `valid-from`"), "{said}");
    fits(|it| it.valid_until = Some(Timestamp(NOW.0 + 1)));
    for over in [NOW.0, 0] {
        let said = refusal(|it| it.valid_until = Some(Timestamp(over)));
        assert_eq!(said, "`valid-until` must be later than now, and than `valid-from`");
    }
    let ahead = NOW.after(CERTIFICATE_AHEAD_MAX);
    assert_eq!(fits(|it| it.valid_from = Some(ahead)).valid_from, ahead);
    let said = refusal(|it| it.valid_from = Some(Timestamp(ahead.0 + 1)));
    assert_eq!(said, "`valid-from` is more than 400 days ahead");
    // One that was valid for a year from two years ago on is over.
    let said = refusal(|it| it.valid_from = Some(Timestamp(NOW.0 - 2 * year)));
    assert_eq!(said, "`valid-until` must be later than now, and than `valid-from`");
}
