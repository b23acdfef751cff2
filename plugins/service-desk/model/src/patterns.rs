//! What each pattern needs to know, but for applications and certificates.

use serde::{Deserialize, Serialize};

use crate::ask::Ask;
use crate::form::Field;
use crate::text::Text;

/// Information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lookup {
    /// The prefix of the records' keys.
    pub records: String,
    /// How a record is found.
    pub by: By,
    /// Over the list, for a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Text>,
    /// Before all records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Text>,
    /// Template over a record.
    pub show: Text,
    /// The record's field with the last day or minute at which it is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_until: Option<String>,
    /// What is asked, for an answer.
    #[serde(default, rename = "ask", skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

/// How a record is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// By what the citizen answers.
    Answer,
    /// The citizen chooses one.
    Choice,
    /// All of them.
    All,
}

/// Where something stands: with records what `ask` finds, without them what the citizen sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Status {
    /// The prefix of the records' keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// Template over a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<Text>,
    /// What is asked.
    #[serde(default, rename = "ask", skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

/// A bill, or a gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Payment {
    /// The prefix of the bills' keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// The record's field with what is due, in paise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The record's field that tells this bill from the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Template over the bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<Text>,
    /// How much a gift may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift: Option<Gift>,
    /// How much the citizen wants to give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Text>,
    /// What for: one line of at most 120 characters.
    pub purpose: Text,
    /// Said when a gift has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thanks: Option<Text>,
    /// What is asked to find a bill.
    #[serde(default, rename = "ask", skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

/// How much a gift may be, in paise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
    /// What is offered to choose.
    pub suggested: Vec<u64>,
}

/// Places of a day and an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Booking {
    /// The prefix of the keys of where one can book.
    pub records: String,
    /// Over the list of them.
    pub question: Text,
    /// How reference numbers begin.
    pub prefix: String,
    /// How many days ahead.
    pub days: u32,
    /// The most people of one booking.
    #[serde(default = "one")]
    pub people: u32,
    /// Minutes that places are kept for somebody who pays.
    #[serde(default = "half_an_hour")]
    pub hold: u32,
    /// Template of a ticket.
    pub ticket: Text,
    /// More questions than the name.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// The service that cancels these bookings: found when the department is packed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<String>,
}

fn one() -> u32 {
    1
}

fn half_an_hour() -> u32 {
    30
}

/// Giving a booking up, and what of its price goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cancellation {
    /// The service that took the bookings.
    pub of: String,
    /// Over the citizen's bookings.
    pub question: Text,
    /// What goes back, the earliest line first; who paid and is later than the last line cannot cancel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<Refund>,
    /// Template: there is nothing that could be cancelled.
    pub none: Text,
    /// Template over what a ticket has and `refund`.
    pub done: Text,
}

/// How much of the price goes back for how long before the booked hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    /// So many hours must be left, or more.
    pub hours: u32,
    /// Of what was paid.
    pub percent: u32,
}

/// Complaints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Grievance {
    /// How reference numbers begin.
    pub prefix: String,
    /// The prefix of the offices' keys.
    pub offices: String,
    /// Over the offices.
    pub question: Text,
    /// What a complaint can be about.
    #[serde(default, rename = "category")]
    pub categories: Vec<GrievanceCategory>,
    /// What is asked; a description, a place and a photo if there are none.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// What a complaint can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrievanceCategory {
    /// Unique within the service.
    pub id: String,
    /// At most 24 characters.
    pub title: Text,
    /// Until it is put right.
    pub hours: u32,
}

/// What is near.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Nearest {
    /// The prefix of the records' keys.
    pub records: String,
    /// How many are shown.
    #[serde(default = "three")]
    pub count: u32,
    /// Within how many kilometres.
    #[serde(default = "fifty")]
    pub within: u32,
    /// Asks for a location, a PIN code or a town.
    pub question: Text,
    /// Template over a record and `distance`.
    pub show: Text,
    /// The record's field with the last day or minute at which it is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_until: Option<String>,
    /// What is asked first: only records that equal all of it are shown.
    #[serde(default, rename = "ask", skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

fn three() -> u32 {
    3
}

fn fifty() -> u32 {
    50
}
