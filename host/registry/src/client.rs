//! What can be done with a registry, and how long it may take.

use std::time::Duration;

use mitra_release::Artifact;

use crate::credentials::Credentials;
use crate::error::RegistryError;
use crate::reference::{Reference, ResolvedReference};
use crate::session::{Access, Session};
use crate::{fetch, push};

/// How long connecting may take, TLS included.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long nothing may come of an answer. While a blob is uploaded, only the whole has its time.
pub const SILENCE_MAX: Duration = Duration::from_secs(30);
/// How long all of a push or a fetch may take: the largest release, 128 MiB, at 2 Mbit/s.
pub const WHOLE_TIMEOUT: Duration = Duration::from_mins(10);

/// For how long a registry is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until something more comes.
    pub silence: Duration,
    /// Until all is done.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: CONNECT_TIMEOUT, silence: SILENCE_MAX, whole: WHOLE_TIMEOUT }
    }
}

/// The client of any registry. Needs a runtime with I/O and time.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegistryClient {
    patience: Patience,
}

impl RegistryClient {
    /// A client that waits for so long.
    pub fn new(patience: Patience) -> Self {
        Self { patience }
    }

    /// Pushes a release under the tag of the address; gives where it will always be found.
    pub async fn push(
        &self,
        artifact: &Artifact,
        reference: &Reference,
        credentials: &Credentials,
    ) -> Result<ResolvedReference, RegistryError> {
        let session = Session::new(reference, credentials, Access::Push, self.patience)?;
        self.within(reference, push::push(session, artifact)).await
    }

    /// Finds out, once, which release an address means.
    pub async fn resolve(
        &self,
        reference: &Reference,
        credentials: &Credentials,
    ) -> Result<ResolvedReference, RegistryError> {
        let session = Session::new(reference, credentials, Access::Pull, self.patience)?;
        self.within(reference, fetch::resolve(session)).await
    }

    /// Fetches a release. Nobody has vouched for it yet.
    pub async fn fetch(
        &self,
        resolved: &ResolvedReference,
        credentials: &Credentials,
    ) -> Result<Artifact, RegistryError> {
        let reference = resolved.reference();
        let session = Session::new(reference, credentials, Access::Pull, self.patience)?;
        self.within(reference, fetch::fetch(session, resolved.digest())).await
    }

    async fn within<T>(
        &self,
        reference: &Reference,
        work: impl Future<Output = Result<T, RegistryError>>,
    ) -> Result<T, RegistryError> {
        let waited = self.patience.whole;
        let too_slow =
            |_| RegistryError::TooSlow { registry: reference.registry().to_owned(), waited };
        tokio::time::timeout(waited, Box::pin(work)).await.map_err(too_slow)?
    }
}
