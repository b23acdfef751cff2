//! The keys that an operator trusts, and what each may sign.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use serde::{Deserialize, Serialize};

use crate::instant;
use crate::key::{KeyId, PublicKey};
use crate::verify::Doubt;

/// What a key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Releases of its department.
    Publisher,
    /// That a release may ask for more than the one before it.
    Approver,
}

/// A key that an operator has registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredKey {
    /// Its public half.
    pub public: PublicKey,
    /// Whose it is, for people.
    pub holder: String,
    /// What it may sign.
    pub role: Role,
    /// The department that it signs for; none for an approver of all.
    pub department: Option<DepartmentId>,
    /// From when on it is trusted.
    #[serde(with = "instant")]
    pub registered_at: Timestamp,
    /// That it is trusted no more.
    pub revoked: Option<Revocation>,
}

/// That a key is trusted no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Since when. What it signed before is not trusted either: nobody knows when a key was stolen.
    #[serde(with = "instant")]
    pub at: Timestamp,
    /// Why, for people.
    pub reason: String,
}

impl RegisteredKey {
    /// Why it may not sign releases of this department; none if it may.
    pub(crate) fn doubt(&self, department: &DepartmentId) -> Option<Doubt> {
        let is_theirs = self.department.as_ref() == Some(department);
        match self.role {
            _ if self.revoked.is_some() => Some(Doubt::Revoked),
            Role::Publisher if is_theirs => None,
            Role::Publisher | Role::Approver => Some(Doubt::NotTheirs),
        }
    }
}

impl RegisteredKey {
    /// Whether it may sign that a release of this department asks for more than the one before it.
    pub(crate) fn may_approve(&self, department: &DepartmentId) -> bool {
        let is_theirs = self.department.as_ref().is_none_or(|theirs| theirs == department);
        self.role == Role::Approver && self.revoked.is_none() && is_theirs
    }
}

/// All keys that an operator has registered, and how many must sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    keys: BTreeMap<KeyId, RegisteredKey>,
    /// How many publishers must sign a department's release, where it is more than one.
    thresholds: BTreeMap<DepartmentId, usize>,
}

/// Why a key cannot be registered or revoked, or a threshold set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// It is registered already. A key that was revoked never comes back.
    #[error("the key {0} is registered already")]
    Known(KeyId),
    /// It is not registered.
    #[error("the key {0} is not registered")]
    Unknown(KeyId),
    /// A publisher's key is for one department.
    #[error("a publisher's key is for one department: name it")]
    NoDepartment,
    /// So many keys are not there.
    #[error("`{department}` has {keys} publishers' keys, so {threshold} of them cannot sign")]
    Threshold {
        /// Whose releases.
        department: DepartmentId,
        /// How many keys it has.
        keys: usize,
        /// How many would have to sign.
        threshold: usize,
    },
}

impl Keys {
    /// Registers a key.
    pub fn register(&mut self, key: RegisteredKey) -> Result<KeyId, KeysError> {
        let id = key.public.id();
        if self.keys.contains_key(&id) {
            return Err(KeysError::Known(id));
        }
        if key.role == Role::Publisher && key.department.is_none() {
            return Err(KeysError::NoDepartment);
        }
        self.keys.insert(id, key);
        Ok(id)
    }

    /// Trusts a key no more. One that was revoked before stays as it was.
    pub fn revoke(&mut self, id: KeyId, revocation: Revocation) -> Result<(), KeysError> {
        let key = self.keys.get_mut(&id).ok_or(KeysError::Unknown(id))?;
        key.revoked.get_or_insert(revocation);
        Ok(())
    }

    /// Has so many publishers sign each release of a department from now on.
    pub fn require(
        &mut self,
        department: &DepartmentId,
        threshold: usize,
    ) -> Result<(), KeysError> {
        let keys = self.keys.values().filter(|key| key.doubt(department).is_none()).count();
        if threshold == 0 || threshold > keys {
            return Err(KeysError::Threshold { department: department.clone(), keys, threshold });
        }
        self.thresholds.insert(department.clone(), threshold);
        Ok(())
    }

    /// How many publishers must sign a release of this department.
    pub fn threshold(&self, department: &DepartmentId) -> usize {
        self.thresholds.get(department).copied().unwrap_or(1)
    }

    /// The key of this id, revoked or not.
    pub fn get(&self, id: &KeyId) -> Option<&RegisteredKey> {
        self.keys.get(id)
    }

    /// All keys, by their ids, revoked ones as well.
    pub fn all(&self) -> impl Iterator<Item = (&KeyId, &RegisteredKey)> {
        self.keys.iter()
    }
}
