//! A certificate -> what is signed of it.

use mitra_core::certificate::{Certificate, ListPlace};
use mitra_core::clock::Timestamp;
use mitra_verifier::{Claims, StatusReference};

/// The address of an authority's list. Whoever checks a certificate compares it with what the list says of itself.
pub(crate) fn list_uri(issuer: &str, list: u32) -> String {
    format!("{}/status/{list}", issuer.trim_end_matches('/'))
}

/// What is signed of this certificate by the issuer of this address, at this instant.
pub(crate) fn claims(
    certificate: &Certificate,
    place: ListPlace,
    issuer: &str,
    now: Timestamp,
) -> Claims {
    let seconds = |at: Timestamp| Timestamp(at.0.div_euclid(1_000) * 1_000);
    Claims {
        issuer: issuer.to_owned(),
        id: certificate.id,
        issued_at: seconds(certificate.issued_at),
        signed_at: seconds(now),
        valid_from: seconds(certificate.valid_from),
        valid_until: certificate.valid_until.map(seconds),
        status: StatusReference { uri: list_uri(issuer, place.list), index: place.index },
        kind: certificate.kind.id.to_string(),
        number: certificate.number.clone(),
        holder: certificate.holder.clone(),
        facts: certificate.facts.clone(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use mitra_core::certificate::{
        CertificateField, CertificateId, CertificateKind, CertificateType, Fact, FactValue, Holder,
        LocalName,
    };
    use mitra_core::form::Date;
    use mitra_core::ids::{AuthorityId, CertificateKindId, DepartmentId, FieldId};
    use mitra_core::language::{Language, Localized};

    use super::*;

    pub(crate) const ISSUER_URL: &str = "https://certificates.example.gov.in/tahsildar";

    fn field(id: &str, of: CertificateType, [te, en, hi]: [&str; 3]) -> CertificateField {
        let label = Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() };
        CertificateField { id: FieldId::parse(id).unwrap(), of, label }
    }

    /// An income certificate with a fact of each type.
    pub(crate) fn certificate() -> Certificate {
        let fields = vec![
            field("village", CertificateType::Text, ["గ్రామం", "Village", "गाँव"]),
            field(
                "family",
                CertificateType::Number,
                ["కుటుంబ సభ్యులు", "Family members", "परिवार के सदस्य"],
            ),
            field("income", CertificateType::Money, ["వార్షిక ఆదాయం", "Yearly income", "वार्षिक आय"]),
            field("since", CertificateType::Date, ["ఎప్పటి నుంచి", "Since", "कब से"]),
        ];
        let fact = |field: &str, value| Fact { field: field.to_owned(), value };
        let title = Localized {
            te: "ఆదాయ ధృవీకరణ పత్రం".to_owned(),
            en: "Income certificate".to_owned(),
            hi: "आय प्रमाण पत्र".to_owned(),
        };
        let kind = CertificateKindId::parse("income").unwrap();
        Certificate {
            id: CertificateId::new([7; 16]),
            department: DepartmentId::parse("revenue").unwrap(),
            authority: AuthorityId::parse("tahsildar").unwrap(),
            kind: CertificateKind::new(kind, title, Some(365), fields).unwrap(),
            number: "AP-2026/17".to_owned(),
            holder: Holder {
                name: "K. Asha Rao".to_owned(),
                local_name: Some(LocalName {
                    language: Language::Te,
                    name: "కె. ఆశా రావు".to_owned(),
                }),
                aadhaar_last_four: Some("2346".to_owned()),
            },
            facts: vec![
                fact("village", FactValue::Text("గాజువాక, Visakhapatnam".to_owned())),
                fact("family", FactValue::Number(-4)),
                fact("income", FactValue::Money(9_500_050)),
                fact("since", FactValue::Date(Date::new(2025, 4, 1).unwrap())),
            ],
            issued_at: Timestamp(1_763_000_000_500),
            valid_from: Timestamp(1_763_000_000_500),
            valid_until: Some(Timestamp(1_794_536_000_500)),
        }
    }

    #[test]
    fn what_is_signed_is_what_was_certified_in_whole_seconds() {
        let place = ListPlace { list: 3, index: 70_000 };
        let (certificate, now) = (certificate(), Timestamp(1_763_000_600_500));
        for issuer in [ISSUER_URL.to_owned(), format!("{ISSUER_URL}/")] {
            let claims = claims(&certificate, place, &issuer, now);
            assert_eq!(claims.status.uri, format!("{ISSUER_URL}/status/3"));
            assert_eq!(claims.status.index, 70_000);
            assert_eq!(claims.issued_at, Timestamp(1_763_000_000_000), "whole seconds");
            assert_eq!(claims.signed_at, Timestamp(1_763_000_600_000));
            assert_eq!(Claims::decode(&claims.encode()), Some(claims));
        }
    }
}
