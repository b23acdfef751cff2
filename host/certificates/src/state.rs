//! What each key of an authority is good for at an instant.

use std::fmt;

use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_verifier::{KeyId, SignedTrustList, TrustedKey};

use crate::authority::{Authorities, Authority};

/// What a key is good for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// The published list does not have it: it signs nothing.
    NotPublished,
    /// Everybody can have it, and it has not begun.
    Published,
    /// It signs.
    SignsNow,
    /// It signs nothing, and what it signed can be checked.
    OnlyChecks,
    /// Its time is over, and the list does not have it: what it signed cannot be checked.
    Ended,
}

/// A key of an authority's, as it is shown to its operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// Which one.
    pub id: KeyId,
    /// From when on it signs.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// What it is good for.
    pub state: KeyState,
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPublished => "not published",
            Self::Published => "published",
            Self::SignsNow => "signs now",
            Self::OnlyChecks => "only checks",
            Self::Ended => "ended",
        })
    }
}

impl Authorities {
    /// Each authority's keys, those that are in the published list alone among them, by their beginning.
    pub fn keys(&self, now: Timestamp) -> Vec<(&AuthorityId, Vec<ShownKey>)> {
        let shown = |authority| keys_of(authority, self.published(), now);
        self.all().map(|authority| (&authority.id, shown(authority))).collect()
    }
}

fn keys_of(authority: &Authority, published: &SignedTrustList, now: Timestamp) -> Vec<ShownKey> {
    let signing = authority.signing_key(published, now).ok().map(crate::KeyPair::id);
    let mut authorities = published.list().authorities.iter();
    let listed = authorities.find(|it| it.id == authority.id);
    let state = |key: &TrustedKey| {
        let is_listed = listed.is_some_and(|it| it.key(key.id()).is_some());
        if signing == Some(key.id()) {
            KeyState::SignsNow
        } else if is_listed {
            if key.begins_after(now) { KeyState::Published } else { KeyState::OnlyChecks }
        } else if key.ends() <= now {
            KeyState::Ended
        } else {
            KeyState::NotPublished
        }
    };
    let mut keys = authority.to_publish().keys;
    let elsewhere = listed.into_iter().flat_map(|it| &it.keys);
    let elsewhere: Vec<TrustedKey> =
        elsewhere.filter(|key| keys.iter().all(|own| own.id() != key.id())).cloned().collect();
    keys.extend(elsewhere);
    keys.sort_by_key(TrustedKey::begins);
    let shown = |key: &TrustedKey| {
        let (id, from, until) = (key.id(), key.begins(), key.ends());
        ShownKey { id, from, until, state: state(key) }
    };
    keys.iter().map(shown).collect()
}
