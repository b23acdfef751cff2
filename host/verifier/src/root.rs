//! Root keys: whose trust lists are taken. Whoever checks has their public halves from somebody they know.

use mitra_core::language::Localized;
use serde::{Deserialize, Serialize};

use crate::jwk::Jwk;
use crate::key::{KeyId, PublicKey};

/// The root keys that somebody trusts, as a set of JSON Web Keys (RFC 7517, 5). Several while one follows another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TrustKeys {
    keys: Vec<TrustKey>,
}

/// The public half of a root key, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustKey {
    #[serde(flatten)]
    jwk: Jwk,
    /// Whose it is, in the words of whoever trusts it: no list can change them.
    pub name: Localized,
}

impl TrustKeys {
    /// The keys in a text of JSON.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The keys as such a text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("ids and texts are JSON");
        text.push('\n');
        text
    }

    /// All of them.
    pub fn all(&self) -> &[TrustKey] {
        &self.keys
    }

    /// The one of this id.
    pub(crate) fn get(&self, id: KeyId) -> Option<&TrustKey> {
        self.keys.iter().find(|key| key.id() == id)
    }
}

impl FromIterator<TrustKey> for TrustKeys {
    fn from_iter<T: IntoIterator<Item = TrustKey>>(keys: T) -> Self {
        Self { keys: keys.into_iter().collect() }
    }
}

impl TrustKey {
    /// This key, which is theirs.
    pub fn new(key: &PublicKey, name: Localized) -> Self {
        Self { jwk: Jwk::new(key), name }
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.jwk.kid
    }

    /// The key itself; none if it is no point of its curve, or bears another one's id.
    pub fn key(&self) -> Option<PublicKey> {
        self.jwk.key()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_key::TestKey;

    #[test]
    fn keys_are_read_back_with_their_owners() {
        let name = |it: &str| Localized { te: it.into(), en: it.into(), hi: it.into() };
        let [one, two] = [TestKey::p256(1).public(), TestKey::ed25519(2).public()];
        let keys: TrustKeys =
            [TrustKey::new(&one, name("Registrar")), TrustKey::new(&two, name("Board"))]
                .into_iter()
                .collect();
        let read = TrustKeys::parse(&keys.to_json()).unwrap();
        assert_eq!(read, keys);
        let found = read.get(two.id()).unwrap();
        assert_eq!((found.key(), &*found.name.en), (Some(two), "Board"));
        assert_eq!(read.get(TestKey::p256(3).public().id()), None);
        assert!(TrustKeys::parse(&keys.to_json().replace("\"name\"", "\"owner\"")).is_err());
    }
}
