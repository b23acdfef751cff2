//! A form: what a department needs to know, as data that the front desk asks field by field.

mod answers;
mod check;
mod date;
mod open;
mod purpose;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{AlternativeId, FieldId, FormId};
use crate::language::Localized;

pub use answers::{Answer, FormAnswers, IdentityNumber, IdentityTokens, Value};
pub use check::FormError;
pub use date::Date;
pub use open::{FormPlace, OpenForm};
pub use purpose::{FormPurposes, Purpose, PurposeMissing};

/// Questions to be asked one by one. Mirrors the contract's `form`; [`Self::validate`] checks its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// By which the department knows the answers.
    pub id: FormId,
    /// Over the summary.
    pub title: Localized,
    /// In the order asked.
    pub fields: Vec<Field>,
}

impl Form {
    /// Why its fields are asked, as far as it is said.
    pub fn purposes(&self) -> BTreeSet<Purpose> {
        self.fields.iter().filter_map(|field| field.purpose).collect()
    }
}

/// One thing to be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Unique within the form.
    pub id: FieldId,
    /// Stands before the answer in the summary; one row of a list.
    pub label: Localized,
    /// What the citizen is asked.
    pub question: Localized,
    /// For whoever asks for help or gave a wrong answer.
    pub help: Option<Localized>,
    /// Whether the citizen may skip it.
    pub optional: bool,
    /// What an answer must be.
    pub kind: FieldKind,
    /// Why it is asked, if the department's vendor says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
}

/// What an answer must be. Both ends of every range are included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words, in characters.
    Text {
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
    /// A person's name.
    Name,
    /// A whole number.
    Number {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// An amount, in paise.
    Money {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A day.
    Date {
        /// The first, if there is one.
        earliest: Option<Date>,
        /// The last, if there is one.
        latest: Option<Date>,
    },
    /// One of these.
    Choice(Vec<Alternative>),
    /// A number of so many digits.
    Digits {
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
    /// A mobile number.
    Mobile,
    /// A PIN code.
    PinCode,
    /// An Aadhaar number, of which only a token and four digits are kept.
    Aadhaar,
    /// A permanent account number.
    Pan,
    /// A vehicle's registration.
    Vehicle,
    /// A driving licence.
    DrivingLicence,
    /// A voter's card.
    VoterId,
    /// A bank branch.
    Ifsc,
    /// A bank account.
    BankAccount,
    /// A UPI address.
    Upi,
    /// A survey number.
    SurveyNumber,
    /// An e-mail address.
    Email,
    /// A picture.
    Photo,
    /// A file, or a picture of a paper.
    Document,
    /// A shared location.
    Location,
    /// A shared location, or a place in words, in characters.
    Place {
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
}

/// One possible answer of a [`FieldKind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// Unique within the field.
    pub id: AlternativeId,
    /// One row of a list.
    pub title: Localized,
    /// The line under it.
    pub description: Option<Localized>,
}
