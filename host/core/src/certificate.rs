//! Certificates: what a department decides about somebody, and an authority of the operator's signs.
//!
//! ```text
//! valid ◀─▶ suspended
//!   └─▶ revoked ◀─┘      final
//! ```
//!
//! What was certified never changes. Its status does, by a [`StatusChange`] alone.

mod effects;
mod id;
mod kind;
mod print;
mod printer;
mod request;
mod status;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::form::Date;
use crate::ids::{AuthorityId, DepartmentId};
use crate::language::{Language, Localized};

pub use effects::{CertificateEffects, CertificateRead, NewCertificate, StatusChange};
pub use id::CertificateId;
pub use kind::{CertificateField, CertificateKind, CertificateType, InvalidKind};
pub use print::is_printable;
pub use printer::{CertificatePrinter, PrintError};
pub use request::{CertificateDraft, CertificateRequest, InvalidCertificate};
pub use status::{CertificateStatus, ListPlace, StatusReason, StatusRefused};

/// What was certified: all that is printed and signed but the keys and the place of its status.
///
/// It carries the kind as it was then: one that is asked for with other fields later changes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Public: it stands in the code that is scanned.
    pub id: CertificateId,
    /// Who decided.
    pub department: DepartmentId,
    /// Who answers for it.
    pub authority: AuthorityId,
    /// Of which kind.
    pub kind: CertificateKind,
    /// The department's own number of it, unique for the kind.
    pub number: String,
    /// Whom it is about.
    pub holder: Holder,
    /// One for each field of the kind, in its order.
    pub facts: Vec<Fact>,
    /// When.
    pub issued_at: Timestamp,
    /// From when on others may rely on it.
    pub valid_from: Timestamp,
    /// Until when; none for always.
    pub valid_until: Option<Timestamp>,
}

/// A certificate as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCertificate {
    /// What was certified.
    pub certificate: Certificate,
    /// Whether others may rely on it.
    pub status: CertificateStatus,
    /// How often its status was changed.
    pub changes: u32,
    /// Where its authority's lists tell its status.
    pub place: ListPlace,
}

/// By which a department finds a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateName {
    /// By its id.
    Id(CertificateId),
    /// By the kind and the department's own number.
    Number {
        /// Which kind.
        kind: String,
        /// Which one of it.
        number: String,
    },
}

/// Whom a certificate is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// In Latin letters.
    pub name: String,
    /// The same in Telugu or Hindi.
    pub local_name: Option<LocalName>,
    /// Four digits.
    pub aadhaar_last_four: Option<String>,
}

/// A name in the letters of Telugu or Hindi.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalName {
    /// Which.
    pub language: Language,
    /// The name.
    pub name: String,
}

/// What a field of the kind says of the holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The field's id.
    pub field: String,
    /// What it says.
    pub value: FactValue,
}

/// Of the field's own type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// One line.
    Text(String),
    /// A whole number.
    Number(i64),
    /// In paise.
    Money(u64),
    /// A day.
    Date(Date),
}

/// A certificate on its way to a citizen: the outbox makes its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateDelivery {
    /// Whose.
    pub department: DepartmentId,
    /// Which one.
    pub id: CertificateId,
    /// Beside English, the language that its document is written in.
    pub language: Language,
}

impl Certificate {
    /// By which its department finds it without the id.
    pub fn number(&self) -> CertificateName {
        let (kind, number) = (self.kind.id.to_string(), self.number.clone());
        CertificateName::Number { kind, number }
    }

    /// What its document is called: the kind in English, and the number.
    pub fn filename(&self) -> String {
        format!("{} {}.pdf", self.kind.title.en, self.number).replace(['/', '\\'], "-")
    }

    /// The label of a fact in all languages; the field's id if the kind does not have it.
    pub fn label(&self, field: &str) -> Localized {
        let found = self.kind.fields.iter().find(|it| it.id.as_str() == field);
        let same = || Localized { te: field.into(), en: field.into(), hi: field.into() };
        found.map_or_else(same, |field| field.label.clone())
    }
}
