//! A service: what it is called, and what it does.

use serde::{Deserialize, Serialize};

use crate::certificate::Certified;
use crate::form::Form;
use crate::patterns::{Booking, Cancellation, Grievance, Lookup, Nearest, Payment, Status};
use crate::text::Text;

/// What citizens see of a service before they open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Unique within the department.
    pub id: String,
    /// At most 24 characters.
    pub name: Text,
    /// At most 72 characters.
    pub summary: Text,
    /// Other words that citizens type for it.
    pub aliases: Vec<String>,
}

/// What a service is and does.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// What it is called.
    pub about: About,
    /// What it does.
    pub pattern: Pattern,
}

/// What a service does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Shows information.
    Lookup(Lookup),
    /// Takes an application.
    Form(Form),
    /// Shows where something stands.
    Status(Status),
    /// Takes the money of a bill, or a gift.
    Payment(Payment),
    /// Books places of a day and an hour.
    Booking(Booking),
    /// Gives bookings of another service up.
    Cancellation(Cancellation),
    /// Sends a certificate.
    Certificate(Certified),
    /// Takes a complaint.
    Grievance(Grievance),
    /// Finds what is near.
    Nearest(Nearest),
}

impl Pattern {
    /// Its name in `services.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Lookup(_) => "lookup",
            Self::Form(_) => "form",
            Self::Status(_) => "status",
            Self::Payment(_) => "payment",
            Self::Booking(_) => "booking",
            Self::Cancellation(_) => "cancellation",
            Self::Certificate(_) => "certificate",
            Self::Grievance(_) => "grievance",
            Self::Nearest(_) => "nearest",
        }
    }

    /// How its reference numbers begin, if it gives any.
    pub fn prefix(&self) -> Option<&str> {
        match self {
            Self::Form(it) => Some(&it.prefix),
            Self::Booking(it) => Some(&it.prefix),
            Self::Grievance(it) => Some(&it.prefix),
            Self::Lookup(_)
            | Self::Status(_)
            | Self::Payment(_)
            | Self::Cancellation(_)
            | Self::Certificate(_)
            | Self::Nearest(_) => None,
        }
    }
}
