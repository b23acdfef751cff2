//! The audit log: what was decided about releases and keys, by whom and why, each entry chained to the one before.
//!
//! Whoever alters, removes or adds an entry in the middle breaks the chain from there on. Whoever cuts off its end does
//! not; so an operator keeps the head, a number and a hash, elsewhere.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::hex::{from_hex, hex};
use crate::ids::{DepartmentId, ReleaseDigest};

/// The longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 500;

/// Somebody's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided: the name of an operator's token, or `host`.
    pub actor: String,
    /// What was done, such as `release.promoted`.
    pub action: String,
    /// About which department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// About which release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseDigest>,
    /// Why, in words for a person; at most [`REASON_CHARS_MAX`].
    pub reason: String,
}

/// The host itself, as an actor.
pub const HOST: &str = "host";

/// The hash of an entry, which covers all entries before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AuditHash([u8; 32]);

impl AuditHash {
    /// What the first entry is chained to.
    pub const START: Self = Self([0; 32]);

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A stored one.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// One in hexadecimal, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl fmt::Display for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditHash({self})")
    }
}

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub number: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// The [`Decision`] as JSON: these bytes are what is hashed.
    pub body: String,
    /// Over this entry and all before it.
    pub hash: AuditHash,
}

impl AuditEntry {
    /// The entry that follows one with this number and hash.
    pub fn after(
        (number, previous): (u64, AuditHash),
        at: Timestamp,
        decision: &Decision,
    ) -> Result<Self, serde_json::Error> {
        let (number, body) = (number + 1, serde_json::to_string(decision)?);
        let hash = chained(previous, number, at, &body);
        Ok(Self { number, at, body, hash })
    }

    /// What was decided, if it can be read.
    pub fn decision(&self) -> Result<Decision, serde_json::Error> {
        serde_json::from_str(&self.body)
    }
}

fn chained(previous: AuditHash, number: u64, at: Timestamp, body: &str) -> AuditHash {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(number.to_be_bytes());
    hash.update(at.0.to_be_bytes());
    hash.update(body.as_bytes());
    AuditHash(hash.finalize().into())
}

/// Where a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// An entry is missing.
    #[error("entry {expected} is missing: what follows is entry {found}")]
    Missing {
        /// The number that should follow.
        expected: u64,
        /// The one that does.
        found: u64,
    },
    /// An entry is not what it was when it was written.
    #[error("entry {number} was altered, or one before it")]
    Altered {
        /// Which entry.
        number: u64,
    },
}

/// Follows a chain, entry by entry.
#[derive(Debug)]
pub struct Chain {
    head: (u64, AuditHash),
}

impl Default for Chain {
    fn default() -> Self {
        Self { head: (0, AuditHash::START) }
    }
}

impl Chain {
    /// The number and hash of the last entry that was followed; 0 and zeros before the first.
    pub fn head(&self) -> (u64, AuditHash) {
        self.head
    }

    /// Goes on by one entry.
    pub fn follow(&mut self, entry: &AuditEntry) -> Result<(), BrokenChain> {
        let (number, previous) = self.head;
        if entry.number != number + 1 {
            return Err(BrokenChain::Missing { expected: number + 1, found: entry.number });
        }
        if chained(previous, entry.number, entry.at, &entry.body) != entry.hash {
            return Err(BrokenChain::Altered { number: entry.number });
        }
        self.head = (entry.number, entry.hash);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(n: u64) -> Vec<AuditEntry> {
        let mut head = Chain::default().head();
        let entry = |number| {
            let decision = Decision {
                actor: "asha".to_owned(),
                action: "release.promoted".to_owned(),
                department: None,
                release: Some(ReleaseDigest::new(format!("{number}"))),
                reason: "it works".to_owned(),
            };
            let entry = AuditEntry::after(head, Timestamp(5), &decision).unwrap();
            head = (entry.number, entry.hash);
            entry
        };
        (0..n).map(entry).collect()
    }

    fn follow(entries: &[AuditEntry]) -> Result<u64, BrokenChain> {
        let mut chain = Chain::default();
        entries.iter().try_for_each(|entry| chain.follow(entry))?;
        Ok(chain.head().0)
    }

    #[test]
    fn a_chain_is_followed_to_its_head() {
        assert_eq!(follow(&[]), Ok(0));
        assert_eq!(follow(&entries(3)), Ok(3));
    }

    #[test]
    fn every_change_of_an_entry_is_found_where_it_was_made() {
        let changes: [fn(&mut AuditEntry); 3] = [
            |entry| entry.body = entry.body.replace("asha", "ravi"),
            |entry| entry.at = Timestamp(6),
            |entry| entry.hash = AuditHash::START,
        ];
        for change in changes {
            let mut altered = entries(3);
            change(&mut altered[1]);
            assert_eq!(follow(&altered), Err(BrokenChain::Altered { number: 2 }));
        }
    }

    #[test]
    fn an_entry_that_was_removed_added_or_moved_is_found() {
        let mut removed = entries(3);
        removed.remove(1);
        assert_eq!(follow(&removed), Err(BrokenChain::Missing { expected: 2, found: 3 }));
        let mut renumbered = removed;
        renumbered[1].number = 2;
        assert_eq!(follow(&renumbered), Err(BrokenChain::Altered { number: 2 }));
        let mut swapped = entries(3);
        swapped.swap(1, 2);
        assert_eq!(follow(&swapped), Err(BrokenChain::Missing { expected: 2, found: 3 }));
    }

    #[test]
    fn a_decision_comes_back_as_it_was_written() {
        let entry = entries(1).remove(0);
        assert_eq!(entry.decision().unwrap().actor, "asha");
        assert_eq!(AuditHash::parse(&entry.hash.to_string()), Some(entry.hash));
    }
}
