//! What `department.toml` says that services depend on.

use serde::Deserialize;

use crate::certificate::{CertificateField, CertificateKind};

/// The parts of `department.toml` that decide whether services can work. The host reads all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The department's id.
    pub id: String,
    /// What may be asked for, if payments are.
    #[serde(default)]
    payments: Option<Payments>,
    /// Whether the office's computer may write.
    #[serde(default)]
    notices: Option<Notices>,
    /// What may be certified.
    #[serde(default)]
    pub certificates: Vec<CertificateKind>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Payments {
    paise_max: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Notices {
    #[serde(default)]
    receive: bool,
}

impl Manifest {
    /// The largest amount of one payment, in paise; none if the department asks for no payments.
    pub fn paise_max(&self) -> Option<u64> {
        self.payments.as_ref().map(|payments| payments.paise_max)
    }

    /// Whether notices are asked for.
    pub fn takes_notices(&self) -> bool {
        self.notices.as_ref().is_some_and(|notices| notices.receive)
    }

    /// The fields of a kind of certificate, if it is asked for.
    pub fn certificate(&self, kind: &str) -> Option<&[CertificateField]> {
        let found = self.certificates.iter().find(|known| known.kind == kind);
        found.map(|known| known.fields.as_slice())
    }
}
