//! A booking: where, when, for whom, and whether it is a ticket.

use mitra_department::{Fault, Scope};
use mitra_service_desk_model::{Pattern, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::calendar::Day;
use crate::context::Context;
use crate::mine::Sent;
use crate::paying::Paid;
use crate::{records, words};

/// A booking, in the record `booking/<reference>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Booked {
    pub(crate) reference: String,
    pub(crate) service: String,
    pub(crate) status: Standing,
    pub(crate) citizen: String,
    pub(crate) at: u64,
    /// The end of the place's key.
    pub(crate) place: String,
    pub(crate) place_name: Value,
    /// `YYYY-MM-DD`.
    pub(crate) day: String,
    pub(crate) slot: String,
    pub(crate) from: String,
    pub(crate) kind: String,
    pub(crate) kind_name: Value,
    pub(crate) people: u32,
    pub(crate) paise: u64,
    pub(crate) answers: Map<String, Value>,
    pub(crate) paid: Option<Paid>,
}

/// What a booking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Kept for somebody who pays.
    Held,
    /// A ticket.
    Booked,
    /// Nobody paid in time.
    Released,
    /// Somebody paid too late: the amount is owed back.
    Owed,
}

/// The booking of this reference.
pub(crate) fn read(context: &Context<'_>, reference: &str) -> Result<Option<Booked>, Fault> {
    records::read(context.host, Scope::Department, &Sent::Booking.key(reference))
}

/// Stores a booking.
pub(crate) fn write(context: &mut Context<'_>, booked: &Booked) {
    records::write(context.host, Scope::Department, &Sent::Booking.key(&booked.reference), booked);
}

/// Its day and its time.
pub(crate) fn when(booked: &Booked) -> String {
    let day = Day::from_iso(&booked.day).map_or_else(|| booked.day.clone(), Day::shown);
    format!("{day} {}", booked.from)
}

/// A booking as its citizen sees it: the ticket, or what became of it.
pub(crate) fn shown(context: &Context<'_>, booked: &Booked) -> Result<String, Fault> {
    if booked.status != Standing::Booked {
        return Ok(context.fill(words::RELEASED, &[&booked.reference]));
    }
    let pattern = context.packed.service(&booked.service);
    let pattern = pattern.map_err(|error| Fault::Bug(error.to_string()))?;
    Ok(match pattern {
        Some(Pattern::Booking(booking)) => ticket(context, &booking.ticket, booked),
        _ => format!("{}: {}", booked.reference, when(booked)),
    })
}

/// The ticket.
pub(crate) fn ticket(context: &Context<'_>, template: &Text, booked: &Booked) -> String {
    let values = json!({
        "reference": booked.reference, "place": booked.place_name, "day": booked.day, "from": booked.from,
        "kind": booked.kind_name, "people": booked.people, "name": booked.answers.get("name"), "paise": booked.paise,
    });
    context.show(template, &values)
}
