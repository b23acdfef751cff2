//! A booking: where, when, for whom, and whether it is a ticket.

use mitra_department::{Choice, Fault, Scope, show};
use mitra_service_desk_model::{Pattern, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::calendar::Day;
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::paying::Paid;
use crate::{list, records, template, words};

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
    #[serde(default)]
    pub(crate) cancelled: Option<Cancelled>,
}

/// That a citizen gave a booking up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cancelled {
    pub(crate) at: u64,
    /// What is owed back, in paise.
    pub(crate) refund: u64,
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
    /// Its citizen gave it up.
    Cancelled,
}

/// The booking of this reference.
pub(crate) fn read(context: &Context<'_>, reference: &str) -> Result<Option<Booked>, Fault> {
    records::read(context.host, Scope::Department, &Sent::Booking.key(reference))
}

/// Stores a booking.
pub(crate) fn write(context: &mut Context<'_>, booked: &Booked) {
    records::write(context.host, Scope::Department, &Sent::Booking.key(&booked.reference), booked);
}

/// The citizen's own tickets of a service for today and later, the newest first.
pub(crate) fn ahead(context: &Context<'_>, service: &str) -> Result<Vec<Booked>, Fault> {
    let today = Day::of(context.turn.now).iso();
    let mut ahead = Vec::new();
    for (sent, reference) in mine::newest(context.host, mine::LOOKED_AT) {
        if sent != Sent::Booking {
            continue;
        }
        let Some(booked) = read(context, &reference)? else { continue };
        let is_ahead = booked.status == Standing::Booked && booked.day >= today;
        if is_ahead && booked.service == service {
            ahead.push(booked);
        }
    }
    Ok(ahead)
}

/// A row for a ticket: when it is, and where.
pub(crate) fn row(context: &Context<'_>, booked: &Booked) -> Choice {
    let place = template::plain(&booked.place_name, context.language);
    let detail = format!("{} {place}", when(booked));
    list::row(&*booked.reference, &booked.reference, Some(&detail))
}

/// The instant at which it begins, in milliseconds since 1970. Without a time that can be read: the day's beginning.
pub(crate) fn begins(booked: &Booked) -> Option<u64> {
    let minute = mitra_department::calendar::parse_minute(&booked.from).unwrap_or(0);
    Day::from_iso(&booked.day)?.at(minute)
}

/// Its day and its time.
pub(crate) fn when(booked: &Booked) -> String {
    let day = Day::from_iso(&booked.day).map_or_else(|| booked.day.clone(), Day::shown);
    format!("{day} {}", booked.from)
}

/// A booking as its citizen sees it: the ticket, or what became of it.
pub(crate) fn shown(context: &Context<'_>, booked: &Booked) -> Result<String, Fault> {
    let reference = &*booked.reference;
    match booked.status {
        Standing::Booked => {}
        Standing::Held => return Ok(context.fill(words::WAITS, &[reference])),
        Standing::Released => return Ok(context.fill(words::RELEASED, &[reference])),
        Standing::Owed => {
            let owed = show::rupees(booked.paid.as_ref().map_or(0, |paid| paid.paise));
            return Ok(context.fill(words::CANCELLED_PAID, &[reference, &owed]));
        }
        Standing::Cancelled => {
            let refund = booked.cancelled.as_ref().map_or(0, |cancelled| cancelled.refund);
            return Ok(if refund == 0 {
                context.fill(words::CANCELLED_ALREADY, &[reference])
            } else {
                context.fill(words::CANCELLED_PAID, &[reference, &show::rupees(refund)])
            });
        }
    }
    let pattern = context.packed.service(&booked.service);
    let pattern = pattern.map_err(|error| Fault::Bug(error.to_string()))?;
    Ok(match pattern {
        Some(Pattern::Booking(booking)) => ticket(context, &booking.ticket, booked),
        _ => format!("{}: {}", booked.reference, when(booked)),
    })
}

/// The ticket, or what is said when it is cancelled.
pub(crate) fn ticket(context: &Context<'_>, template: &Text, booked: &Booked) -> String {
    let values = json!({
        "reference": booked.reference, "place": booked.place_name, "day": booked.day, "from": booked.from,
        "kind": booked.kind_name, "people": booked.people, "name": booked.answers.get("name"), "paise": booked.paise,
        "refund": booked.cancelled.as_ref().map(|cancelled| cancelled.refund),
    });
    context.show(template, &values)
}
