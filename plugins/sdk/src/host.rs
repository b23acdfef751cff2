//! What the host offers a turn.

use crate::bindings::mitra::department::{clock, config, storage};

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole department's.
    Department,
    /// The citizen's of this turn.
    Citizen,
}

/// What the host offers a turn. A trait, so that a conversation can be tested without a host.
pub trait Host {
    /// The record, or none.
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>>;

    /// Stores the record when the turn succeeds.
    fn set(&mut self, scope: Scope, key: &str, value: &[u8]);

    /// Removes the record when the turn succeeds.
    fn delete(&mut self, scope: Scope, key: &str);

    /// The keys that begin with `prefix`, in byte order, at most `limit`.
    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String>;

    /// A setting of the operator's.
    fn config(&self, key: &str) -> Option<String>;

    /// The instant of the turn, in milliseconds since 1970.
    fn now(&self) -> u64;
}

/// The real host.
pub(crate) struct Imported;

fn imported(scope: Scope) -> storage::Scope {
    match scope {
        Scope::Department => storage::Scope::Department,
        Scope::Citizen => storage::Scope::Citizen,
    }
}

impl Host for Imported {
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>> {
        storage::get(imported(scope), key)
    }

    fn set(&mut self, scope: Scope, key: &str, value: &[u8]) {
        storage::set(imported(scope), key, value);
    }

    fn delete(&mut self, scope: Scope, key: &str) {
        storage::delete(imported(scope), key);
    }

    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String> {
        storage::keys(imported(scope), prefix, limit)
    }

    fn config(&self, key: &str) -> Option<String> {
        config::get(key)
    }

    fn now(&self) -> u64 {
        clock::now()
    }
}
