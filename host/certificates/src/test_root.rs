//! A root key that signs trust lists, for tests alone.

use mitra_core::clock::Timestamp;
use mitra_core::language::Localized;
use mitra_verifier::{SignedTrustList, TRUST_LIST_LIFE, TrustKey, TrustKeys, TrustList};

use crate::key::KeyPair;
use crate::trust_list::sign;

/// A root key and its public half.
pub(crate) struct TestRoot {
    pub(crate) key: KeyPair,
    pub(crate) roots: TrustKeys,
}

impl TestRoot {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate();
        let text = || "Registrar".to_owned();
        let name = Localized { te: text(), en: text(), hi: text() };
        let roots = [TrustKey::new(&key.public(), name)].into_iter().collect();
        Self { key, roots }
    }

    /// The list of this number, signed at this instant.
    pub(crate) fn publish(&self, list: TrustList, number: u32, now: Timestamp) -> SignedTrustList {
        let bytes = sign(list, number, &self.key, now, TRUST_LIST_LIFE);
        SignedTrustList::read(&bytes, &self.roots, now, None).expect("a list")
    }
}

/// The first list of a root key of its own, signed a second before this instant.
pub(crate) fn published(list: TrustList, now: Timestamp) -> SignedTrustList {
    TestRoot::new().publish(list, 1, Timestamp(now.0 - 1_000))
}
