//! Certificates: the department decides and fills in, an authority of the operator's signs, and anybody can check.
//!
//! `department.toml` asks for a kind with all its fields, and the operator grants it. A turn issues with
//! [`Host::issue`](crate::Host::issue) and sends with [`outcome::certificate`](crate::outcome::certificate).

use crate::Language;
pub use crate::bindings::mitra::department::certificates::{
    Certificate, CertificateRequest, CertificateStatus, Fact, FactValue, Failure, Holder, LocalName,
};
use crate::bindings::mitra::department::forms::Date;

/// Something to certify: of this kind, under this number of the department's own (one line of 1 to 40 characters, never
/// twice for one kind), about this holder. Valid from now on, for as long as the kind allows.
pub fn request(
    kind: impl Into<String>,
    number: impl Into<String>,
    holder: Holder,
) -> CertificateRequest {
    let (kind, number, facts) = (kind.into(), number.into(), Vec::new());
    CertificateRequest { kind, number, holder, facts, valid_from: None, valid_until: None }
}

/// Whom a certificate is about: as in their papers, in Latin letters, one line of 2 to 60 characters.
pub fn holder(name: impl Into<String>) -> Holder {
    Holder { name: name.into(), local_name: None, aadhaar_last_four: None }
}

impl Holder {
    /// The same with the name in Telugu or Hindi.
    #[must_use]
    pub fn named_in(self, language: Language, name: impl Into<String>) -> Self {
        Self { local_name: Some(LocalName { language, name: name.into() }), ..self }
    }
}

impl CertificateRequest {
    /// The same with what a field of the kind says in words: one line of 1 to 120 characters.
    #[must_use]
    pub fn text(self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.fact(field, FactValue::Text(text.into()))
    }

    /// The same with a whole number.
    #[must_use]
    pub fn number(self, field: impl Into<String>, number: i64) -> Self {
        self.fact(field, FactValue::Number(number))
    }

    /// The same with an amount, in paise.
    #[must_use]
    pub fn money(self, field: impl Into<String>, paise: u64) -> Self {
        self.fact(field, FactValue::Money(paise))
    }

    /// The same with a day.
    #[must_use]
    pub fn date(self, field: impl Into<String>, day: Date) -> Self {
        self.fact(field, FactValue::Date(day))
    }

    /// The same until an instant, in milliseconds since 1970.
    #[must_use]
    pub fn until(self, valid_until: u64) -> Self {
        Self { valid_until: Some(valid_until), ..self }
    }

    fn fact(mut self, field: impl Into<String>, value: FactValue) -> Self {
        self.facts.push(Fact { field: field.into(), value });
        self
    }
}
