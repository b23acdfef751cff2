//! The trust list: which authority signs with which keys. It is published, and whoever checks certificates has it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_core::language::Localized;
use serde::{Deserialize, Serialize};

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
}

/// The public half of a key, as a JSON Web Key (RFC 7517), and when it signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedKey {
    /// Its id.
    pub kid: KeyId,
    kty: KeyType,
    crv: Curve,
    alg: Algorithm,
    x: String,
    /// On P-256 only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    /// From when on it signs, in seconds since 1970.
    nbf: i64,
    /// Until when.
    exp: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum KeyType {
    #[serde(rename = "EC")]
    Ec,
    #[serde(rename = "OKP")]
    Okp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Curve {
    #[serde(rename = "P-256")]
    P256,
    Ed25519,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "EdDSA")]
    EdDsa,
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
        self.keys.iter().find(|key| key.kid == id)
    }
}

impl TrustedKey {
    /// A key that signs in this time.
    pub fn new(key: &PublicKey, from: Timestamp, until: Timestamp) -> Self {
        let (x, y) = key.coordinates();
        let (kty, crv, alg) = if y.is_some() {
            (KeyType::Ec, Curve::P256, Algorithm::Es256)
        } else {
            (KeyType::Okp, Curve::Ed25519, Algorithm::EdDsa)
        };
        Self {
            kid: key.id(),
            kty,
            crv,
            alg,
            x: URL_SAFE_NO_PAD.encode(x),
            y: y.map(|y| URL_SAFE_NO_PAD.encode(y)),
            nbf: from.0.div_euclid(1_000),
            exp: until.0.div_euclid(1_000),
        }
    }

    /// The key itself; none if it is no point of its curve, or bears another one's id.
    pub fn key(&self) -> Option<PublicKey> {
        let half = |text: &str| URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok();
        let key = match (self.kty, self.crv, self.alg, &self.y) {
            (KeyType::Ec, Curve::P256, Algorithm::Es256, Some(y)) => {
                PublicKey::p256(&half(&self.x)?, &half(y)?)?
            }
            (KeyType::Okp, Curve::Ed25519, Algorithm::EdDsa, None) => {
                PublicKey::ed25519(&half(&self.x)?)?
            }
            _ => return None,
        };
        (key.id() == self.kid).then_some(key)
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
        TrustList { authorities: vec![TrustedAuthority { id, issuer, name, keys }] }
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
        key.kid = TestKey::p256(2).public().id();
        assert!(key.key().is_none());
    }

    #[test]
    fn a_key_signs_from_its_beginning_to_its_end() {
        let key = list().authorities[0].keys[0].clone();
        let signs = |ms| key.signs_at(Timestamp(ms));
        assert_eq!([4_999, 5_000, 8_999, 9_000].map(signs), [false, true, true, false]);
    }
}
