//! What is signed: what a certificate says as a map of claims (RFC 8392), and back.
//!
//! Keys of CBOR maps rise in the order of their bytes (RFC 8949, 4.2.1): the same certificate is the same bytes.

use ciborium::Value;
use mitra_core::certificate::{CertificateId, Fact, FactValue, Holder, LocalName};
use mitra_core::clock::Timestamp;
use mitra_core::form::Date;
use mitra_core::language::Language;

use crate::cbor::{bytes_of, get, integer, named, pair, text};

/// Claims of RFC 8392.
const ISSUER: i64 = 1;
const EXPIRES: i64 = 4;
const NOT_BEFORE: i64 = 5;
const ISSUED_AT: i64 = 6;
const ID: i64 = 7;
/// `identity-data`. Source: MOSIP, "Claim 169" 1.2: 4 is the full name, 19 the same in another language, 20 which.
const IDENTITY: i64 = 169;
const FULL_NAME: i64 = 4;
const LOCAL_NAME: i64 = 19;
const LOCAL_LANGUAGE: i64 = 20;
/// `status`. Source: Token Status List (draft 21): `{"status_list": {"idx": .., "uri": ..}}`.
const STATUS: i64 = 65_535;
/// What the certificate says, in a claim of our own: RFC 8392 leaves integers below -65,536 to private use.
const CERTIFICATE: i64 = -70_170;
const KIND: i64 = 1;
const NUMBER: i64 = 2;
/// A list of `[field, type, value]`.
const FACTS: i64 = 3;
const AADHAAR_LAST_FOUR: i64 = 4;
/// When the department issued it, in seconds. Claim 6 is when this copy was signed: a later copy may be signed with a
/// later key.
const DECIDED_AT: i64 = 5;
/// Types of facts: text; whole number; paise; a day as text, such as `2026-11-27`.
const TEXT: i64 = 0;
const WHOLE: i64 = 1;
const MONEY: i64 = 2;
const DATE: i64 = 3;

/// What a certificate says, as it was signed. Instants are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The authority's address: who says so.
    pub issuer: String,
    /// The certificate's public id.
    pub id: CertificateId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When this copy of it was signed.
    pub signed_at: Timestamp,
    /// From when on it may be relied on.
    pub valid_from: Timestamp,
    /// Until when; none for always.
    pub valid_until: Option<Timestamp>,
    /// Where its status is told.
    pub status: StatusReference,
    /// Of which kind it is: the department's name for it.
    pub kind: String,
    /// The department's own number.
    pub number: String,
    /// Whom it is about.
    pub holder: Holder,
    /// What it says.
    pub facts: Vec<Fact>,
}

/// Where a certificate's status is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReference {
    /// The address of the list.
    pub uri: String,
    /// The place in it.
    pub index: u32,
}

impl Claims {
    /// The bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        let seconds = |at: Timestamp| Value::from(at.0.div_euclid(1_000));
        let mut claims = vec![pair(ISSUER, text(&self.issuer))];
        claims.extend(self.valid_until.map(|at| pair(EXPIRES, seconds(at))));
        claims.extend([
            pair(NOT_BEFORE, seconds(self.valid_from)),
            pair(ISSUED_AT, seconds(self.signed_at)),
            pair(ID, Value::Bytes(self.id.bytes().to_vec())),
            pair(IDENTITY, self.identity()),
            pair(STATUS, self.status()),
            pair(CERTIFICATE, self.certificate()),
        ]);
        bytes_of(&Value::Map(claims))
    }

    fn identity(&self) -> Value {
        let mut identity = vec![pair(FULL_NAME, text(&self.holder.name))];
        if let Some(LocalName { language, name }) = &self.holder.local_name {
            identity.extend([
                pair(LOCAL_NAME, text(name)),
                pair(LOCAL_LANGUAGE, text(three_letters(*language))),
            ]);
        }
        Value::Map(identity)
    }

    fn status(&self) -> Value {
        let StatusReference { uri, index } = &self.status;
        let list = vec![(text("idx"), Value::from(*index)), (text("uri"), text(uri))];
        Value::Map(vec![(text("status_list"), Value::Map(list))])
    }

    fn certificate(&self) -> Value {
        let facts = self.facts.iter().map(|Fact { field, value }| {
            let (of, value) = match value {
                FactValue::Text(said) => (TEXT, text(said)),
                FactValue::Number(number) => (WHOLE, Value::from(*number)),
                FactValue::Money(paise) => (MONEY, Value::from(*paise)),
                FactValue::Date(day) => (DATE, text(&written(*day))),
            };
            Value::Array(vec![text(field), Value::from(of), value])
        });
        let mut said = vec![
            pair(KIND, text(&self.kind)),
            pair(NUMBER, text(&self.number)),
            pair(FACTS, Value::Array(facts.collect())),
        ];
        let digits = self.holder.aadhaar_last_four.as_deref();
        said.extend(digits.map(|digits| pair(AADHAAR_LAST_FOUR, text(digits))));
        said.push(pair(DECIDED_AT, Value::from(self.issued_at.0.div_euclid(1_000))));
        Value::Map(said)
    }

    /// The claims, if these bytes are those of a certificate. Claims that we do not know are passed over.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let claims: Value = ciborium::from_reader(bytes).ok()?;
        let instant = |map, key| Some(Timestamp(integer(get(map, key)?)?.checked_mul(1_000)?));
        let seconds = |key| instant(&claims, key);
        let id: [u8; 16] = get(&claims, ID)?.as_bytes()?.as_slice().try_into().ok()?;
        let valid_until = match get(&claims, EXPIRES) {
            Some(_) => Some(seconds(EXPIRES)?),
            None => None,
        };
        let identity = get(&claims, IDENTITY)?;
        let local_name = match get(identity, LOCAL_NAME) {
            Some(name) => {
                let language = get(identity, LOCAL_LANGUAGE)?.as_text()?;
                let language =
                    Language::ALL.into_iter().find(|it| three_letters(*it) == language)?;
                Some(LocalName { language, name: name.as_text()?.to_owned() })
            }
            None => None,
        };
        let certificate = get(&claims, CERTIFICATE)?;
        let string = |map, key| Some(get(map, key)?.as_text()?.to_owned());
        let facts: Option<Vec<Fact>> =
            get(certificate, FACTS)?.as_array()?.iter().map(fact).collect();
        let aadhaar_last_four = string(certificate, AADHAAR_LAST_FOUR);
        Some(Self {
            issuer: string(&claims, ISSUER)?,
            id: CertificateId::new(id),
            issued_at: instant(certificate, DECIDED_AT)?,
            signed_at: seconds(ISSUED_AT)?,
            valid_from: seconds(NOT_BEFORE)?,
            valid_until,
            status: status(get(&claims, STATUS)?)?,
            kind: string(certificate, KIND)?,
            number: string(certificate, NUMBER)?,
            holder: Holder { name: string(identity, FULL_NAME)?, local_name, aadhaar_last_four },
            facts: facts?,
        })
    }
}

fn status(status: &Value) -> Option<StatusReference> {
    let list = named(status, "status_list")?;
    let index = u32::try_from(integer(named(list, "idx")?)?).ok()?;
    Some(StatusReference { uri: named(list, "uri")?.as_text()?.to_owned(), index })
}

fn fact(fact: &Value) -> Option<Fact> {
    let [field, of, value] = fact.as_array()?.as_slice() else { return None };
    let value = match integer(of)? {
        TEXT => FactValue::Text(value.as_text()?.to_owned()),
        WHOLE => FactValue::Number(integer(value)?),
        MONEY => FactValue::Money(value.as_integer()?.try_into().ok()?),
        DATE => FactValue::Date(day(value.as_text()?)?),
        _ => return None,
    };
    Some(Fact { field: field.as_text()?.to_owned(), value })
}

/// A day as RFC 3339 writes it.
fn written(day: Date) -> String {
    format!("{}-{:02}-{:02}", day.year(), day.month(), day.day())
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The ISO 639-3 code, as claim 169 has it.
fn three_letters(language: Language) -> &'static str {
    match language {
        Language::Te => "tel",
        Language::En => "eng",
        Language::Hi => "hin",
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// When the certificate of these tests is signed.
    pub(crate) const SIGNED_AT: Timestamp = Timestamp(1_763_000_600_000);
    pub(crate) const ISSUER_URL: &str = "https://certificates.example.gov.in/tahsildar";

    /// What an income certificate says that has a fact of each type.
    pub(crate) fn claims() -> Claims {
        let fact = |field: &str, value| Fact { field: field.to_owned(), value };
        let name = "కె. ఆశా రావు".to_owned();
        Claims {
            issuer: ISSUER_URL.to_owned(),
            id: CertificateId::new([7; 16]),
            issued_at: Timestamp(1_763_000_000_000),
            signed_at: SIGNED_AT,
            valid_from: Timestamp(1_763_000_000_000),
            valid_until: Some(Timestamp(1_794_536_000_000)),
            status: StatusReference { uri: format!("{ISSUER_URL}/status/3"), index: 70_000 },
            kind: "income".to_owned(),
            number: "AP-2026/17".to_owned(),
            holder: Holder {
                name: "K. Asha Rao".to_owned(),
                local_name: Some(LocalName { language: Language::Te, name }),
                aadhaar_last_four: Some("2346".to_owned()),
            },
            facts: vec![
                fact("village", FactValue::Text("గాజువాక, Visakhapatnam".to_owned())),
                fact("family", FactValue::Number(-4)),
                fact("income", FactValue::Money(9_500_050)),
                fact("since", FactValue::Date(Date::new(2025, 4, 1).unwrap())),
            ],
        }
    }

    #[test]
    fn claims_are_read_back_as_they_were_signed() {
        let claims = claims();
        assert_eq!(Claims::decode(&claims.encode()), Some(claims.clone()));
        let plain = Claims {
            valid_until: None,
            holder: Holder { local_name: None, aadhaar_last_four: None, ..claims.holder.clone() },
            facts: Vec::new(),
            ..claims
        };
        assert_eq!(Claims::decode(&plain.encode()), Some(plain));
    }

    #[test]
    fn keys_rise_in_the_order_of_their_bytes() {
        let Ok(Value::Map(map)) = ciborium::from_reader(&claims().encode()[..]) else {
            panic!("a map")
        };
        let keys: Vec<Vec<u8>> = map.iter().map(|(key, _)| bytes_of(key)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{keys:?}");
    }

    #[test]
    fn what_is_no_certificate_is_not_read_as_one() {
        let encoded = claims().encode();
        for cut in 0..encoded.len() {
            assert_eq!(Claims::decode(&encoded[..cut]), None, "cut at {cut}");
        }
        for other in [&b"\xa0"[..], b"\x80", b"\x01", b""] {
            assert_eq!(Claims::decode(other), None);
        }
    }
}
