//! What operators decide about keys.

use mitra_core::audit::Decision;
use mitra_core::ids::DepartmentId;
use mitra_release::{KeyId, Keys, KeysError, RegisteredKey, Revocation};

use crate::acts::By;
use crate::books::BooksError;
use crate::controller::Controller;

/// Why a key was not registered or revoked.
#[derive(Debug, thiserror::Error)]
pub enum KeyActError {
    /// The keys do not allow it.
    #[error("E0616: {0}")]
    Keys(#[from] KeysError),
    /// The books do not take it.
    #[error(transparent)]
    Books(#[from] BooksError),
}

impl Controller {
    /// The keys that are registered.
    pub async fn keys(&self) -> Result<Keys, BooksError> {
        Ok(self.0.parts.books.keys().await?.value)
    }

    /// Registers a key.
    pub async fn register_key(&self, key: RegisteredKey, by: By<'_>) -> Result<KeyId, KeyActError> {
        let department = key.department.clone();
        let holder = key.holder.clone();
        self.change_keys("key.registered", department, by, |keys| {
            let id = keys.register(key)?;
            Ok((id, format!("{id} of {holder}: {}", by.reason)))
        })
        .await
    }

    /// Trusts a key no more. What is live by its signature stays live: an operator rolls it back or not.
    pub async fn revoke_key(&self, id: KeyId, by: By<'_>) -> Result<(), KeyActError> {
        let (at, reason) = (self.0.now(), by.reason.to_owned());
        self.change_keys("key.revoked", None, by, |keys| {
            keys.revoke(id, Revocation { at, reason })?;
            Ok(((), format!("{id}: {}", by.reason)))
        })
        .await
    }

    /// Has so many publishers sign each release of a department from now on.
    pub async fn require_signatures(
        &self,
        department: &DepartmentId,
        threshold: usize,
        by: By<'_>,
    ) -> Result<(), KeyActError> {
        self.change_keys("key.threshold", Some(department.clone()), by, |keys| {
            keys.require(department, threshold)?;
            Ok(((), format!("{threshold} signatures: {}", by.reason)))
        })
        .await
    }

    async fn change_keys<T>(
        &self,
        action: &str,
        department: Option<DepartmentId>,
        by: By<'_>,
        change: impl FnOnce(&mut Keys) -> Result<(T, String), KeysError>,
    ) -> Result<T, KeyActError> {
        let mut read = self.0.parts.books.keys().await?;
        let (value, reason) = change(&mut read.value)?;
        let (actor, action) = (by.actor.to_owned(), action.to_owned());
        let decision = Decision { actor, action, department, release: None, reason };
        self.0.parts.books.write(read, vec![decision]).await?;
        self.0.wake.notify_one();
        Ok(value)
    }
}
