//! The energy department: bills by service number, to be seen and paid; their history; and power cuts near a place.

mod bill;
mod hours;
mod outage;
mod pay;
mod promise;
mod records;
mod texts;
mod words;

use mitra_department::describe::{department, service};
use mitra_department::{Department, Event, Fault, Handler, Host, Outcome, Turn, state};
use serde::{Deserialize, Serialize};

/// The schema of [`Step`]. Raise it when the steps change.
const STATE_SCHEMA: u32 = 1;

/// The department.
pub struct Energy;

mitra_department::export!(Energy);

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for a service number.
    Number,
    /// Showing an account.
    Account { number: String },
    /// Asked for a place.
    Place,
    /// Showing power cuts.
    Outages,
}

impl Handler for Energy {
    fn describe() -> Department {
        let services = vec![
            service("bill", texts::BILL, texts::BILL_SUMMARY, &texts::BILL_ALIASES),
            service("history", texts::HISTORY, texts::HISTORY_SUMMARY, &texts::HISTORY_ALIASES),
            service("outage", texts::OUTAGE, texts::OUTAGE_SUMMARY, &texts::OUTAGE_ALIASES),
        ];
        department("energy", texts::DEPARTMENT, services, STATE_SCHEMA)
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        let step = match turn.event {
            Event::Opened => None,
            // A state that cannot be read: start over.
            _ => state::read(turn),
        };
        let is_outage = turn.service == "outage";
        if let Event::Timer(_) = turn.event {
            return Ok(outage::timer(turn, host, step));
        }
        if let Event::Payment(update) = &turn.event {
            return Ok(pay::ended(turn, host, step, update));
        }
        Ok(match step {
            None if is_outage => outage::open(turn),
            None => bill::open(turn, host),
            Some(Step::Number) => bill::number(turn, host),
            Some(Step::Account { number }) => bill::account(turn, host, &number),
            Some(Step::Place) => outage::place(turn, host),
            Some(Step::Outages) => outage::shown(turn, host),
        })
    }
}

#[cfg(test)]
mod tests;
