//! The trust list, signed with a root key: what may follow what, and what changes.

use std::fmt;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_verifier::{
    KeyId, SignedTrustList, TRUST_LIST_KEPT, TRUST_LIST_TYPE, TrustList, TrustListClaims,
    TrustedAuthority, TrustedKey,
};

use crate::cose;
use crate::key::KeyPair;

/// How long before its beginning a key that follows another one is made, unless the operator says otherwise: two days
/// to have the list signed, and [`KEY_LEAD_MIN`].
pub const KEY_LEAD: Duration = Duration::from_hours(7 * 24);
/// How long before its beginning such a key is published, at least: whoever checks has a list with it by then.
pub const KEY_LEAD_MIN: Duration = TRUST_LIST_KEPT;

/// What a new list says otherwise than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// There is another authority.
    NewAuthority(AuthorityId),
    /// Nobody trusts it any more.
    LostAuthority(AuthorityId),
    /// It has another address or is called otherwise.
    OtherAuthority(AuthorityId),
    /// Its kinds are called otherwise.
    OtherLabels(AuthorityId),
    /// It has another key.
    NewKey(AuthorityId, KeyId),
    /// What this key signed cannot be checked any more.
    LostKey(AuthorityId, KeyId),
    /// It signs in another time.
    OtherTime(AuthorityId, KeyId),
}

/// Why a list is not signed. The words are for whoever has the root key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// A key would begin before everybody has it.
    #[error(
        "the key {key} of `{authority}` begins before everybody can have a list with it: it may begin {} days after this list is signed",
        KEY_LEAD_MIN.as_secs() / 86_400
    )]
    TooSoon {
        /// Whose.
        authority: AuthorityId,
        /// Which one.
        key: KeyId,
    },
    /// It is no key that could check anything.
    #[error(
        "the key {key} of `{authority}` is none: make the list anew with `mitra certificates trust-list`"
    )]
    NoKey {
        /// Whose.
        authority: AuthorityId,
        /// Which one.
        key: KeyId,
    },
    /// Two would be told by one name or address.
    #[error("two authorities have the id or the address of `{0}`")]
    Twice(AuthorityId),
    /// There is no number above the last one.
    #[error("the list before has the highest number that there is")]
    NoNumber,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewAuthority(id) => write!(f, "{id}: a new authority"),
            Self::LostAuthority(id) => write!(f, "{id}: not trusted any more"),
            Self::OtherAuthority(id) => write!(f, "{id}: another address or name"),
            Self::OtherLabels(id) => write!(f, "{id}: other labels of kinds"),
            Self::NewKey(id, key) => write!(f, "{id}: a new key {key}"),
            Self::LostKey(id, key) => {
                write!(f, "{id}: without the key {key}, so nothing that it signed is good")
            }
            Self::OtherTime(id, key) => write!(f, "{id}: the key {key} signs in another time"),
        }
    }
}

/// What a list that is about to be signed changes. With `at_once`, keys need not wait until everybody has them: the one
/// before was stolen.
///
/// # Errors
/// [`NotSigned`]: it must not be signed.
pub fn changes(
    before: Option<&SignedTrustList>,
    list: &TrustList,
    now: Timestamp,
    at_once: bool,
) -> Result<Vec<Change>, NotSigned> {
    let nobody = TrustList::default();
    let before = before.map_or(&nobody, SignedTrustList::list);
    let earlier = |id: &AuthorityId| before.authorities.iter().find(|it| it.id == *id);
    let mut changes = Vec::new();
    for (index, authority) in list.authorities.iter().enumerate() {
        let is_twin =
            |it: &TrustedAuthority| it.id == authority.id || it.issuer == authority.issuer;
        if list.authorities[..index].iter().any(is_twin) {
            return Err(NotSigned::Twice(authority.id.clone()));
        }
        if let Some(key) = authority.keys.iter().find(|key| key.key().is_none()) {
            return Err(NotSigned::NoKey { authority: authority.id.clone(), key: key.id() });
        }
        match earlier(&authority.id) {
            None => changes.push(Change::NewAuthority(authority.id.clone())),
            Some(earlier) => {
                let soon = soon(earlier, authority, now).filter(|_| !at_once);
                if let Some(key) = soon {
                    return Err(NotSigned::TooSoon { authority: authority.id.clone(), key });
                }
                changes.extend(changes_of(earlier, authority));
            }
        }
    }
    let is_gone = |it: &&TrustedAuthority| list.authorities.iter().all(|new| new.id != it.id);
    let gone = before.authorities.iter().filter(is_gone);
    changes.extend(gone.map(|it| Change::LostAuthority(it.id.clone())));
    Ok(changes)
}

/// A key that whoever keeps the list before would not know when it begins. An authority's first key follows none.
fn soon(earlier: &TrustedAuthority, new: &TrustedAuthority, now: Timestamp) -> Option<KeyId> {
    let known_by = Timestamp(now.after(KEY_LEAD_MIN).0 - 1);
    let is_soon = |key: &&TrustedKey| {
        let before = earlier.key(key.id());
        // One that is known to begin later must not begin earlier of a sudden either.
        let is_known = before.is_some_and(|before| before.begins() <= key.begins());
        !is_known && !key.begins_after(known_by)
    };
    if earlier.keys.is_empty() { None } else { new.keys.iter().find(is_soon).map(TrustedKey::id) }
}

fn changes_of(earlier: &TrustedAuthority, new: &TrustedAuthority) -> Vec<Change> {
    let id = || new.id.clone();
    let mut changes = Vec::new();
    if earlier.issuer != new.issuer || earlier.name != new.name {
        changes.push(Change::OtherAuthority(id()));
    }
    if earlier.kinds != new.kinds {
        changes.push(Change::OtherLabels(id()));
    }
    for key in &new.keys {
        match earlier.key(key.id()) {
            None => changes.push(Change::NewKey(id(), key.id())),
            Some(before) if before != key => changes.push(Change::OtherTime(id(), key.id())),
            Some(_) => {}
        }
    }
    let lost = earlier.keys.iter().filter(|key| new.key(key.id()).is_none());
    changes.extend(lost.map(|key| Change::LostKey(id(), key.id())));
    changes
}

/// The number of the list that follows this one.
pub fn next_number(before: Option<&SignedTrustList>) -> Result<u32, NotSigned> {
    let before = before.map_or(0, |list| list.claims().number);
    before.checked_add(1).ok_or(NotSigned::NoNumber)
}

/// The list of this number as it is published, signed with a root key now, and good for so long.
pub fn sign(
    list: TrustList,
    number: u32,
    root: &KeyPair,
    now: Timestamp,
    life: Duration,
) -> Vec<u8> {
    let claims = TrustListClaims { number, issued_at: now, good_until: now.after(life), list };
    cose::sign1(claims.encode(), Some(TRUST_LIST_TYPE), root)
}

#[cfg(test)]
mod tests;
