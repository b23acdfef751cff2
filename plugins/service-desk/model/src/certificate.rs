//! Certificates to download: of which kind, and where what they say comes from.

use serde::{Deserialize, Serialize};

use crate::ask::Ask;

/// A certificate to download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Certified {
    /// One of the kinds in `department.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Or the record's field that names one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind_from: Option<String>,
    /// The prefix of the records' keys.
    pub records: String,
    /// The record's field with the certificate's number.
    pub number: String,
    /// The record's field with the name in Latin letters.
    pub holder: String,
    /// The record's field with `language` and `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_holder: Option<String>,
    /// Where each field comes from. Of these, the kind takes those that it has.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The kinds that can be issued: from `department.toml`, when the department is packed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<CertificateKind>,
    /// The record's field with the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// What is asked.
    #[serde(default, rename = "ask")]
    pub asks: Vec<Ask>,
}

/// Where a field of a certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fact {
    /// The field of the kind.
    pub field: String,
    /// The record's field.
    pub from: String,
}

/// A kind of certificate, as in `department.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateKind {
    /// Its name.
    pub kind: String,
    /// What it says of its holder.
    #[serde(default)]
    pub fields: Vec<CertificateField>,
}

/// A field of a kind of certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateField {
    /// Its id.
    pub id: String,
    /// Of which type.
    #[serde(rename = "type")]
    pub kind: FactKind,
}

/// The type of a certificate's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// One line.
    Text,
    /// A whole number.
    Number,
    /// Paise.
    Money,
    /// A day.
    Date,
}

impl Certified {
    /// Whether each field of a kind has a fact: only then can it be issued.
    pub fn covers(&self, kind: &CertificateKind) -> bool {
        let has_fact = |id: &String| self.facts.iter().any(|fact| fact.field == *id);
        kind.fields.iter().all(|field| has_fact(&field.id))
    }
}
