//! What is said of what citizens ask for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What citizens asked the front desk for in their own words and did not find. Days are of India.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnmetReportView {
    /// The first day.
    pub since: String,
    /// The last day: the present one.
    pub until: String,
    /// By how many citizens words must have been said before they are shown.
    pub citizens_min: usize,
    /// What most citizens said first.
    pub unmet: Vec<UnmetView>,
    /// Messages whose words were not kept, since their day had as many different ones as it may.
    pub more: u64,
}

/// Words that led to no service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnmetView {
    /// The words in the spelling that the front desk compares; `#` stands for what may name somebody.
    pub words: String,
    /// How many citizens said them.
    pub citizens: u64,
    /// In how many messages.
    pub messages: u64,
    /// The languages that they had chosen: `te`, `en`, `hi`.
    pub languages: Vec<String>,
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
    /// The services that the words are likest to, the likest first: one of them may need another alias.
    pub nearest: Vec<NearServiceView>,
}

/// A service that words are like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NearServiceView {
    /// Its department.
    pub department: String,
    /// Its id.
    pub service: String,
    /// Its name in English.
    pub name: String,
}
