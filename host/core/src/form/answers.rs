//! What a citizen answered, in one way of writing however it was typed.

use serde::{Deserialize, Serialize};

use super::Date;
use crate::event::{Location, Media};
use crate::ids::{AlternativeId, DepartmentId, FieldId, FormId};

/// A form as the citizen sent it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormAnswers {
    /// Which form.
    pub form: FormId,
    /// In the order of the fields, without those that were skipped.
    pub answers: Vec<Answer>,
}

/// The answer to one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Which field.
    pub field: FieldId,
    /// What was answered.
    pub value: Value,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words, or a number by which something is known.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount, in paise.
    Money(u64),
    /// A day.
    Date(Date),
    /// One of the alternatives.
    Choice(AlternativeId),
    /// A number that identifies a person.
    Identity(IdentityNumber),
    /// A shared place.
    Location(Location),
    /// A file.
    Media(Media),
}

/// A number that identifies a person, without the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityNumber {
    /// Its last four digits.
    pub last_four: String,
    /// Stands for the number in one department.
    pub token: String,
}

/// Makes what stands for numbers that must not be kept. The key is its own.
pub trait IdentityTokens {
    /// What stands for an Aadhaar number of twelve digits in one department: always the same there, another in every
    /// other, and of no use for finding the number. At most 64 bytes of ASCII.
    fn aadhaar(&self, department: &DepartmentId, number: &str) -> String;
}
