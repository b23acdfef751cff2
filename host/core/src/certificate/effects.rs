//! What a turn does with certificates: data until it is settled.

use super::{Certificate, CertificateId, CertificateName, CertificateStatus, StatusReason};
use crate::ids::{DepartmentId, TurnId};

/// What a turn does with certificates. Committed with its other effects, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateEffects {
    /// What it looked up; if one of it is otherwise by now, nothing is committed.
    pub reads: Vec<CertificateRead>,
    /// What it issues, in its order.
    pub issued: Vec<NewCertificate>,
    /// What it changes, in its order: of certificates issued before, or in this turn.
    pub changes: Vec<StatusChange>,
}

impl CertificateEffects {
    /// Whether something is to be stored.
    pub fn is_change(&self) -> bool {
        !self.issued.is_empty() || !self.changes.is_empty()
    }
}

/// What a turn saw of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRead {
    /// Whose.
    pub department: DepartmentId,
    /// By which it was looked up.
    pub name: CertificateName,
    /// Which one was there, and how often its status had been changed; none if there was none.
    pub seen: Option<(CertificateId, u32)>,
}

/// A certificate that a turn issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// What is certified.
    pub certificate: Certificate,
    /// Which turn issues it.
    pub turn: TurnId,
    /// Where its status is told, as far as chance decides.
    pub chance: u32,
}

/// A change of a certificate's status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// Whose.
    pub department: DepartmentId,
    /// Which certificate.
    pub id: CertificateId,
    /// Its status from now on.
    pub status: CertificateStatus,
    /// Why.
    pub reason: StatusReason,
    /// Which turn changes it.
    pub turn: TurnId,
}
