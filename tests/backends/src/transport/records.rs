//! The office's records, as its seed writes them.

use serde::{Deserialize, Serialize};

use crate::date::Day;

/// A text in three languages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Words {
    te: String,
    en: String,
    hi: String,
}

/// Everything that the office begins with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seed {
    pub(super) vehicles: Vec<Vehicle>,
    pub(super) licences: Vec<Licence>,
    pub(super) learners: Vec<Learner>,
    pub(super) offices: Vec<TestOffice>,
}

/// A vehicle.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vehicle {
    pub(super) number: String,
    /// The last five characters of its chassis number: what only the owner's papers have.
    #[serde(skip_serializing)]
    pub(super) chassis: String,
    owner: String,
    kind: Words,
    model: String,
    office: Words,
    registered: Day,
    fitness: Day,
    insurance: Day,
    /// None for a tax that is paid for life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax: Option<Day>,
    /// What is to be paid after that, where the tax is paid for a time.
    #[serde(skip_serializing, default)]
    pub(super) next_tax: Option<NextTax>,
}

/// The next tax of a vehicle.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct NextTax {
    /// The last day of what it is for.
    pub(super) until: Day,
    pub(super) paise: u64,
}

/// A driving licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Licence {
    pub(super) number: String,
    #[serde(skip_serializing)]
    pub(super) born: Day,
    holder: String,
    classes: Vec<String>,
    issued: Day,
    pub(super) valid_until: Day,
    is_suspended: bool,
}

/// A learner's licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Learner {
    pub(super) number: String,
    #[serde(skip_serializing)]
    pub(super) born: Day,
    /// The first day on which the test may be taken.
    pub(super) test_from: Day,
    pub(super) valid_until: Day,
}

/// An office where tests are taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TestOffice {
    pub(super) id: String,
    name: Words,
    address: Words,
    /// How many take the test at a time.
    #[serde(skip_serializing)]
    pub(super) places: usize,
}
