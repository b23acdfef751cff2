//! Document: a claimed delivery of a certificate -> the file that it carries from now on.
//!
//! Takes: a delivery that names a certificate and has no file yet. Gives: the signed document, kept in storage.
//! Never: signs what is revoked, or makes a document twice: every attempt sends the bytes of the first.

use metrics::{counter, histogram};
use mitra_core::certificate::{
    CertificateDelivery, CertificateName, CertificateStatus, PrintError, StoredCertificate,
};
use mitra_core::ids::FileId;
use mitra_storage::{ClaimedDelivery, StorageError};

use crate::pipeline::Shared;
use crate::plan::Plan;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoDocument {
    /// Nobody signs it now. None: the host has no authorities at all.
    #[error("nobody signs it now")]
    Unsigned(#[source] Option<PrintError>),
    /// Storage is away.
    #[error("storage cannot give the certificate, or keep the document")]
    Storage(#[source] StorageError),
    /// Somebody else has the delivery by now.
    #[error("the claim is lost")]
    ClaimLost,
    /// Storage does not have it: our bug.
    #[error("there is no such certificate")]
    Missing,
    /// It was revoked after the turn that wanted it sent.
    #[error("it is revoked")]
    Revoked,
}

/// Makes the document of the certificate that this delivery names, and gives it to the delivery.
pub(crate) async fn attach(
    shared: &Shared,
    delivery: &ClaimedDelivery,
    named: &CertificateDelivery,
) -> Result<FileId, NoDocument> {
    let made = make(shared, delivery, named).await;
    let outcome = match &made {
        Ok(_) => "made",
        Err(NoDocument::Unsigned(_)) => "unsigned",
        Err(NoDocument::Revoked) => "revoked",
        Err(NoDocument::Storage(_) | NoDocument::ClaimLost | NoDocument::Missing) => "failed",
    };
    counter!("mitra_certificate_documents_total", "outcome" => outcome).increment(1);
    made
}

async fn make(
    shared: &Shared,
    delivery: &ClaimedDelivery,
    named: &CertificateDelivery,
) -> Result<FileId, NoDocument> {
    let CertificateDelivery { department, id, language } = named;
    let name = CertificateName::Id(*id);
    let found = shared.storage.certificate(department, &name).await;
    let found = found.map_err(NoDocument::Storage)?.ok_or(NoDocument::Missing)?;
    let StoredCertificate { certificate, status, place, .. } = found;
    if status == CertificateStatus::Revoked {
        return Err(NoDocument::Revoked);
    }
    let printer = shared.certificates.as_ref().ok_or(NoDocument::Unsigned(None))?;
    let now = shared.clock.now();
    let made = printer.print(&certificate, place, *language, now).await;
    let took = shared.clock.now().since(now);
    histogram!("mitra_certificate_document_seconds").record(took.as_secs_f64());
    let document = made.map_err(|error| NoDocument::Unsigned(Some(error)))?;
    let attached = shared.storage.attach(&delivery.claim, document).await;
    attached.map_err(NoDocument::Storage)?.ok_or(NoDocument::ClaimLost)
}

/// What a settlement does with certificates, for the metrics.
pub(crate) struct Certified {
    /// Department and kind.
    issued: Vec<(String, String)>,
    /// Department and new status.
    changed: Vec<(String, &'static str)>,
}

impl Certified {
    /// What committing this plan does.
    pub(crate) fn by(plan: &Plan) -> Self {
        let Plan::Settle(settlement) = plan else {
            return Self { issued: Vec::new(), changed: Vec::new() };
        };
        let effects = &settlement.certificates;
        let issued = effects.issued.iter().map(|new| &new.certificate);
        let issued = issued.map(|it| (it.department.to_string(), it.kind.id.to_string()));
        let changed = effects.changes.iter();
        let changed = changed.map(|change| (change.department.to_string(), change.status.name()));
        Self { issued: issued.collect(), changed: changed.collect() }
    }

    pub(crate) fn count(self) {
        for (department, kind) in self.issued {
            counter!("mitra_certificates_issued_total", "department" => department, "kind" => kind)
                .increment(1);
        }
        for (department, status) in self.changed {
            let labels = [("department", department), ("status", status.to_owned())];
            counter!("mitra_certificate_changes_total", &labels).increment(1);
        }
    }
}
