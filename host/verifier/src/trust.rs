//! The trust list: which authority signs with which keys. It is published, and whoever checks certificates has it.

use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_core::language::Localized;
use serde::{Deserialize, Serialize};

use crate::jwk::Jwk;
use crate::key::{KeyId, PublicKey};

/// Which authorities sign with which keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustList {
    /// Every authority, each once.
    pub authorities: Vec<TrustedAuthority>,
}

/// One authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedAuthority {
    /// The operator's name for it.
    pub id: AuthorityId,
    /// The address that stands in its certificates.
    pub issuer: String,
    /// What it is called.
    pub name: Localized,
    /// Its keys, of the past as well: certificates outlive them.
    pub keys: Vec<TrustedKey>,
    /// What its kinds of certificates are called. Of one that is not here the bare ids are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindLabels>,
}

/// The public half of a key, as a JSON Web Key (RFC 7517), and when it signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedKey {
    #[serde(flatten)]
    jwk: Jwk,
    /// From when on it signs, in seconds since 1970.
    nbf: i64,
    /// Until when.
    exp: i64,
}

/// What a kind of certificate and its fields are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindLabels {
    /// The kind, as it stands in certificates.
    pub kind: String,
    /// What it is called.
    pub title: Localized,
    /// What its fields are called.
    pub fields: Vec<FieldLabel>,
}

/// What a field is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldLabel {
    /// The field, as it stands in certificates.
    pub field: String,
    /// What it is called.
    pub label: Localized,
}

impl TrustList {
    /// The list in a text of JSON.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The list as JSON to be published: the same list is the same text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("ids and texts are JSON");
        text.push('\n');
        text
    }

    /// The authority whose certificates bear this address.
    pub fn issuer(&self, issuer: &str) -> Option<&TrustedAuthority> {
        self.authorities.iter().find(|authority| authority.issuer == issuer)
    }
}

impl TrustedAuthority {
    /// Its key of this id.
    pub fn key(&self, id: KeyId) -> Option<&TrustedKey> {
        self.keys.iter().find(|key| key.id() == id)
    }

    /// What this kind of certificate and its fields are called, if the list says so.
    pub fn labels(&self, kind: &str) -> Option<&KindLabels> {
        self.kinds.iter().find(|labels| labels.kind == kind)
    }
}

impl KindLabels {
    /// What this field is called, if the list says so.
    pub fn label(&self, field: &str) -> Option<&Localized> {
        self.fields.iter().find(|it| it.field == field).map(|it| &it.label)
    }
}

impl TrustedKey {
    /// A key that signs in this time.
    pub fn new(key: &PublicKey, from: Timestamp, until: Timestamp) -> Self {
        let [nbf, exp] = [from, until].map(|at| at.0.div_euclid(1_000));
        Self { jwk: Jwk::new(key), nbf, exp }
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.jwk.kid
    }

    /// The key itself; none if it is no point of its curve, or bears another one's id.
    pub fn key(&self) -> Option<PublicKey> {
        self.jwk.key()
    }

    /// From when on it signs.
    pub fn begins(&self) -> Timestamp {
        Timestamp(self.nbf.saturating_mul(1_000))
    }

    /// Until when it signs.
    pub fn ends(&self) -> Timestamp {
        Timestamp(self.exp.saturating_mul(1_000))
    }

    /// Whether it signs at this instant.
    pub fn signs_at(&self, at: Timestamp) -> bool {
        (self.nbf..self.exp).contains(&at.0.div_euclid(1_000))
    }

    /// Whether it signs later than this instant.
    pub fn begins_after(&self, at: Timestamp) -> bool {
        self.nbf > at.0.div_euclid(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_key::TestKey;

    fn list() -> TrustList {
        list_of(&TestKey::p256(1))
    }

    fn list_of(key: &TestKey) -> TrustList {
        let text = || "Tahsildar".to_owned();
        let keys = vec![TrustedKey::new(&key.public(), Timestamp(5_000), Timestamp(9_000))];
        let id = AuthorityId::parse("tahsildar").unwrap();
        let issuer = "https://certificates.example.gov.in/tahsildar".to_owned();
        let name = Localized { te: text(), en: text(), hi: text() };
        TrustList {
            authorities: vec![TrustedAuthority { id, issuer, name, keys, kinds: Vec::new() }],
        }
    }

    #[test]
    fn a_list_is_read_back_as_it_was_published() {
        let list = list();
        let text = list.to_json();
        assert_eq!(TrustList::parse(&text).unwrap(), list);
        assert!(text.contains(r#""crv": "P-256""#) && text.contains(r#""alg": "ES256""#), "{text}");
        assert!(TrustList::parse(&text.replace("P-256", "P-384")).is_err());
        assert!(TrustList::parse(&text.replace("\"nbf\"", "\"from\"")).is_err());
    }

    #[test]
    fn keys_of_both_kinds_are_read_back_and_not_taken_for_each_other() {
        for key in [TestKey::p256(1), TestKey::ed25519(1)] {
            let list = list_of(&key);
            let text = list.to_json();
            let read = TrustList::parse(&text).unwrap();
            assert_eq!(read.authorities[0].keys[0].key(), Some(key.public()), "{text}");
            for (from, to) in [("\"EC\"", "\"OKP\""), ("ES256", "EdDSA"), ("EdDSA", "ES256")] {
                let other = TrustList::parse(&text.replace(from, to)).unwrap();
                let is_same = text == text.replace(from, to);
                assert_eq!(other.authorities[0].keys[0].key().is_some(), is_same, "{from}");
            }
        }
    }

    #[test]
    fn a_key_under_another_ones_id_is_none() {
        let mut list = list();
        let key = &mut list.authorities[0].keys[0];
        assert!(key.key().is_some());
        key.jwk.kid = TestKey::p256(2).public().id();
        assert!(key.key().is_none());
    }

    #[test]
    fn kinds_and_fields_have_labels_or_none() {
        let mut list = list();
        assert!(!list.to_json().contains("kinds"), "no labels, no member");
        let text = |text: &str| Localized { te: text.into(), en: text.into(), hi: text.into() };
        let fields = vec![FieldLabel { field: "income".to_owned(), label: text("Yearly income") }];
        let title = text("Income certificate");
        list.authorities[0].kinds = vec![KindLabels { kind: "income".into(), title, fields }];
        let read = TrustList::parse(&list.to_json()).unwrap();
        let labels = read.authorities[0].labels("income").unwrap();
        assert_eq!(labels.label("income"), Some(&text("Yearly income")));
        assert_eq!(labels.label("caste"), None);
        assert_eq!(read.authorities[0].labels("caste"), None);
    }

    #[test]
    fn a_key_signs_from_its_beginning_to_its_end() {
        let key = list().authorities[0].keys[0].clone();
        let signs = |ms| key.signs_at(Timestamp(ms));
        assert_eq!([4_999, 5_000, 8_999, 9_000].map(signs), [false, true, true, false]);
    }
}
