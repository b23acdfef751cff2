//! The energy department: bills by service number, to be seen and paid; their history; power cuts near a place;
//! complaints about supply; and applications for a connection, or for another name on one.

mod answers;
mod application;
mod bill;
mod complaint;
mod connection;
mod hours;
mod notice;
mod office;
mod outage;
mod pay;
mod promise;
mod records;
mod standing;
mod texts;
mod transfer;
mod words;

use mitra_department::describe::{department, service};
use mitra_department::{Department, Event, Fault, Handler, Host, Outcome, Turn, state};
use serde::{Deserialize, Serialize};

/// The schema of [`Step`]. Raise it when the steps change.
const STATE_SCHEMA: u32 = 1;

/// The department.
pub struct Energy;

mitra_department::export!(Energy);

/// Where a conversation about bills or power cuts is.
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
        use texts::names as n;
        let services = vec![
            service("pay-bill", n::BILL, n::BILL_SUMMARY, &n::BILL_ALIASES),
            service("bill-history", n::HISTORY, n::HISTORY_SUMMARY, &n::HISTORY_ALIASES),
            service("outage", n::OUTAGE, n::OUTAGE_SUMMARY, &n::OUTAGE_ALIASES),
            service("complaint", n::COMPLAINT, n::COMPLAINT_SUMMARY, &n::COMPLAINT_ALIASES),
            service("new-connection", n::CONNECTION, n::CONNECTION_SUMMARY, &n::CONNECTION_ALIASES),
            service("name-transfer", n::TRANSFER, n::TRANSFER_SUMMARY, &n::TRANSFER_ALIASES),
            service("connection-status", n::STATUS, n::STATUS_SUMMARY, &n::STATUS_ALIASES),
        ];
        department("energy", texts::DEPARTMENT, services, STATE_SCHEMA)
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        if let Event::Notice(notice) = &turn.event {
            return Ok(notice::heard(turn, host, notice));
        }
        Ok(match turn.service.as_str() {
            "complaint" => complaint::turn(turn, host)?,
            "new-connection" => connection::turn(turn, host),
            "name-transfer" => transfer::turn(turn, host),
            "connection-status" => standing::turn(turn, host),
            _ => of_accounts_and_cuts(turn, host),
        })
    }
}

/// A turn of the services of bills and of power cuts.
fn of_accounts_and_cuts(turn: &Turn, host: &mut dyn Host) -> Outcome {
    let step = match turn.event {
        Event::Opened => None,
        // A state that cannot be read: start over.
        _ => state::read(turn),
    };
    let is_outage = turn.service == "outage";
    if let Event::Timer(_) = turn.event {
        return outage::timer(turn, host, step);
    }
    if let Event::Payment(update) = &turn.event {
        return pay::ended(turn, host, step, update);
    }
    match step {
        None if is_outage => outage::open(turn),
        None => bill::open(turn, host),
        Some(Step::Number) => bill::number(turn, host),
        Some(Step::Account { number }) => bill::account(turn, host, &number),
        Some(Step::Place) => outage::place(turn, host),
        Some(Step::Outages) => outage::shown(turn, host),
    }
}

#[cfg(test)]
mod tests;
