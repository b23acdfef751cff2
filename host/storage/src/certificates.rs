//! Certificates: issued and changed by settled turns.

use async_trait::async_trait;
use mitra_core::certificate::{
    CertificateId, CertificateName, CertificateStatus, StatusReason, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, DepartmentId, TurnId};

use crate::StorageError;

/// One change of a status, as the operator's books have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    /// The status since then.
    pub status: CertificateStatus,
    /// Why, in the department's word.
    pub reason: StatusReason,
    /// The turn that changed it.
    pub turn: TurnId,
    /// When it was settled.
    pub at: Timestamp,
}

/// Certificates.
///
/// A certificate comes into being by [`crate::Settlement::certificates`]: with a turn's other effects, or not at all.
/// It is never removed: whoever checks it years later learns that it is revoked.
///
/// **Invariant I8:** a name goes with its department; there is no way to ask across them but for places, which say
/// nothing of whose they are.
#[async_trait]
pub trait Certificates: Send + Sync {
    /// The certificate of this department as last committed, or none.
    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError>;

    /// Every change of a certificate's status, oldest first.
    async fn certificate_changes(
        &self,
        id: CertificateId,
    ) -> Result<Vec<RecordedChange>, StorageError>;

    /// The places of one of an authority's lists that are not valid, in the order of their index; none if no
    /// certificate has a place in it.
    async fn not_valid(
        &self,
        authority: &AuthorityId,
        list: u32,
    ) -> Result<Option<Vec<(u32, CertificateStatus)>>, StorageError>;
}
