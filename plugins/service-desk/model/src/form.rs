//! Applications: what is asked, and what must hold.

use serde::{Deserialize, Serialize};

use crate::certificate::CertificateField;
use crate::text::Text;

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// Over the summary: at most 60 characters.
    pub title: Text,
    /// How reference numbers begin.
    pub prefix: String,
    /// Within how many days it is decided.
    pub days: u32,
    /// In paise; none: no fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<u64>,
    /// Said before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<Text>,
    /// The kind of certificate that is issued when the office approves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The fields of that kind: from `department.toml`, when the department is packed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificate_fields: Vec<CertificateField>,
    /// What is asked, in this order.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// What must hold.
    #[serde(default, rename = "require", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Require>,
}

/// One thing to be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// Unique within the form.
    pub id: String,
    /// What an answer must be.
    pub kind: Kind,
    /// At most 24 characters.
    pub label: Text,
    /// The question.
    pub question: Text,
    /// More words for whoever asks for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Whether it may be skipped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Characters, the smallest number, or paise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Characters, the largest number, or paise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The first day: `2026-01-31`, `today`, `today-30` or `today+30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Alternative>,
    /// Why it is asked.
    pub purpose: Purpose,
}

/// What an answer must be, as in the contract's `forms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the contract's `field-kind` says what each is")]
pub enum Kind {
    Text,
    Number,
    Money,
    Date,
    Choice,
    Digits,
    Mobile,
    PinCode,
    Aadhaar,
    Pan,
    Vehicle,
    DrivingLicence,
    VoterId,
    Ifsc,
    BankAccount,
    Upi,
    SurveyNumber,
    Email,
    Photo,
    Document,
    Location,
    Place,
    Name,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// Unique within the field.
    pub id: String,
    /// At most 24 characters.
    pub title: Text,
    /// At most 72 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
}

/// Why something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To know who it is.
    Identity,
    /// To reach them.
    Contact,
    /// To know where they live.
    Address,
    /// To know whether they may have it.
    Eligibility,
    /// To pay them, or be paid.
    Payment,
    /// To prove what they say.
    Evidence,
    /// To know where it is.
    Place,
    /// To know what they want.
    Request,
}

impl Purpose {
    /// Its name in `services.toml`, and in `department.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Eligibility => "eligibility",
            Self::Payment => "payment",
            Self::Evidence => "evidence",
            Self::Place => "place",
            Self::Request => "request",
        }
    }
}

/// What must hold of one field, else nothing is stored and the citizen is told why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Require {
    /// Of which field. A field that was skipped breaks no rule.
    pub field: String,
    /// The smallest number or amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// The largest number or amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// The choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// Another choice than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_not: Option<String>,
    /// Whole years since the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_at_least: Option<u32>,
    /// Whole years since the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_at_most: Option<u32>,
    /// What the citizen is told otherwise.
    pub otherwise: Text,
}
