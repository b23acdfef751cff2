//! The tax of vehicles: what is due next, and what was paid.

use mitra_core::clock::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::keys::Answered;
use super::office::{Office, answered, not_found};
use super::records::Vehicle;
use crate::date::Day;

/// The tax of a vehicle can be paid from so many days before its last one.
const PAYABLE_DAYS: i64 = 60;
/// References are counted from here, so that all have five digits.
const REFERENCES_FROM: usize = 50_000;

/// What the payment's provider took for a tax.
#[derive(Debug, Deserialize)]
pub(super) struct TaxPaid {
    /// The provider's number.
    receipt: String,
    paise: u64,
    /// The last day of what it is for.
    until: Day,
}

impl Office {
    /// What is due next for a vehicle, for whoever knows its chassis.
    pub(super) fn tax(&self, number: &str, chassis: &str, now: Timestamp) -> Answered {
        let mut found = self.seed.vehicles.iter();
        let found = found.find(|vehicle| vehicle.number == number && vehicle.chassis == chassis);
        let Some(vehicle) = found else { return not_found() };
        match vehicle.next_tax.as_ref().filter(|_| is_payable(vehicle, now)) {
            Some(next) => answered(
                200,
                json!({
                    "number": number,
                    "paidUntil": vehicle.tax,
                    "until": next.until,
                    "paise": next.paise,
                }),
            ),
            None => nothing_due(vehicle),
        }
    }

    /// Enters a tax that was paid: once for each receipt.
    pub(super) fn pay_tax(&mut self, number: &str, paid: &TaxPaid) -> Answered {
        if let Some(reference) = self.taxes.get(&paid.receipt) {
            return answered(201, json!({"reference": reference}));
        }
        let mut found = self.seed.vehicles.iter_mut();
        let Some(vehicle) = found.find(|vehicle| vehicle.number == number) else {
            return not_found();
        };
        let due = vehicle.next_tax.as_ref();
        if due.is_none_or(|next| (next.until, next.paise) != (paid.until, paid.paise)) {
            return nothing_due(vehicle);
        }
        vehicle.tax = Some(paid.until);
        vehicle.next_tax = None;
        let reference = format!("TX-{}", REFERENCES_FROM + self.taxes.len() + 1);
        self.taxes.insert(paid.receipt.clone(), reference.clone());
        answered(201, json!({"reference": reference}))
    }
}

/// Until when it is paid is left out where that is for life.
fn nothing_due(vehicle: &Vehicle) -> Answered {
    let mut why = json!({"error": "nothing-due"});
    if let Some(until) = vehicle.tax {
        why["until"] = json!(until);
    }
    answered(409, why)
}

/// Whether the last day of what is paid is near, or past.
fn is_payable(vehicle: &Vehicle, now: Timestamp) -> bool {
    vehicle.tax.is_some_and(|until| until.later(-PAYABLE_DAYS) <= Day::of(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOODS: (&str, &str) = ("AP31EF9012", "77B02");

    /// 24-11-2026, 10:30 in India.
    fn now() -> Timestamp {
        Timestamp(1_795_496_400_000)
    }

    fn paid(receipt: &str, paise: u64) -> TaxPaid {
        let until = serde_json::from_value(json!("2027-03-31")).expect("a day");
        TaxPaid { receipt: receipt.to_owned(), paise, until }
    }

    #[test]
    fn a_tax_is_due_shortly_before_its_end_and_for_nobody_else() {
        let office = Office::seeded();
        let due = office.tax(GOODS.0, GOODS.1, now());
        assert_eq!((due.status, &due.body.expect("it is due")["paise"]), (200, &json!(234_500)));
        assert_eq!(office.tax(GOODS.0, "00000", now()).status, 404);
        for (number, chassis) in [("AP39AB1234", "4A7Z9"), ("22BH1234AA", "00K19")] {
            let why = office.tax(number, chassis, now());
            assert_eq!(
                (why.status, &why.body.expect("a reason")["error"]),
                (409, &json!("nothing-due"))
            );
        }
    }

    #[test]
    fn a_receipt_is_entered_once_and_a_second_payment_is_refused() {
        let mut office = Office::seeded();
        let first = office.pay_tax(GOODS.0, &paid("pay_1", 234_500));
        assert_eq!(first.status, 201);
        let again = office.pay_tax(GOODS.0, &paid("pay_1", 234_500));
        assert_eq!(again.body, first.body);
        assert_eq!(office.pay_tax(GOODS.0, &paid("pay_2", 234_500)).status, 409);
        assert_eq!(office.tax(GOODS.0, GOODS.1, now()).status, 409);
        let shown = office.vehicle(GOODS.0, GOODS.1).body.expect("a vehicle");
        assert_eq!(shown["tax"], "2027-03-31");
        assert_eq!(Office::seeded().pay_tax(GOODS.0, &paid("pay_1", 1)).status, 409);
        assert_eq!(Office::seeded().pay_tax("AP00", &paid("pay_1", 1)).status, 404);
    }
}
