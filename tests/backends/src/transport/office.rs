//! The office: its records and places, and what is done for one request.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::keys::{Answered, Keys};
use super::places::{NoPlace, Places, Slot};
use super::records::{Learner, Seed, TestOffice};
use crate::date::Day;

/// The records that it begins with, made up.
const SEED: &str = include_str!("seed.json");
/// A licence can be renewed from so many days before its last one.
const RENEWABLE_DAYS: i64 = 365;
/// References are counted from here, so that all have five digits.
const REFERENCES_FROM: usize = 10_000;

/// The office.
#[derive(Debug)]
pub struct Office {
    pub(super) seed: Seed,
    pub(super) places: Places,
    /// References of renewals, by licence.
    renewals: BTreeMap<String, String>,
    /// References of taxes that were paid, by receipt.
    pub(super) taxes: BTreeMap<String, String>,
    pub(super) keys: Keys,
}

/// Who asks for which place.
#[derive(Debug, Deserialize)]
pub(super) struct WantedPlace {
    pub(super) slot: String,
    pub(super) learner: String,
    pub(super) applicant: String,
}

/// What is told to renew a licence.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    dead_code,
    reason = "an office's clerk would read all of it; here it is enough that it is whole"
)]
pub(super) struct Application {
    licence: String,
    born: Day,
    mobile: String,
    address: String,
    pin: String,
    wears_glasses: bool,
}

impl Office {
    /// With the records of its seed.
    ///
    /// # Panics
    /// Never: the seed is part of the program, and read in a test.
    pub fn seeded() -> Self {
        let seed = serde_json::from_str(SEED).expect("the seed is part of the program");
        let (places, keys) = (Places::default(), Keys::default());
        Self { seed, places, renewals: BTreeMap::new(), taxes: BTreeMap::new(), keys }
    }

    /// A vehicle, for whoever knows its chassis.
    pub(super) fn vehicle(&self, number: &str, chassis: &str) -> Answered {
        let mut found = self.seed.vehicles.iter();
        let found = found.find(|vehicle| vehicle.number == number && vehicle.chassis == chassis);
        found.map_or_else(not_found, |vehicle| answered(200, json!(vehicle)))
    }

    /// A licence, for whoever knows when its holder was born.
    pub(super) fn licence(&self, number: &str, born: Day) -> Answered {
        let mut found = self.seed.licences.iter();
        let found = found.find(|licence| licence.number == number && licence.born == born);
        found.map_or_else(not_found, |licence| answered(200, json!(licence)))
    }

    /// A learner's licence, likewise.
    pub(super) fn learner(&self, number: &str, born: Day) -> Answered {
        let found = self.find_learner(number).filter(|learner| learner.born == born);
        found.map_or_else(not_found, |learner| answered(200, json!(learner)))
    }

    /// The offices where tests are taken.
    pub(super) fn offices(&self) -> Answered {
        answered(200, json!(self.seed.offices))
    }

    /// The days of an office with free places.
    pub(super) fn days(&self, office: &str, now: Timestamp) -> Answered {
        let Some(office) = self.find_office(office) else { return not_found() };
        let free = |day| {
            let slots = Slot::of_day(office, day, now);
            slots.iter().map(|slot| self.places.free(slot, office, now)).sum::<usize>()
        };
        let days = Slot::days(now).map(|day| (day, free(day))).filter(|(_, free)| *free > 0);
        answered(200, days.map(|(day, free)| json!({"day": day, "free": free})).collect())
    }

    /// The times of a day with free places.
    pub(super) fn slots(&self, office: &str, day: Day, now: Timestamp) -> Answered {
        let Some(office) = self.find_office(office) else { return not_found() };
        let slots = Slot::of_day(office, day, now).into_iter().filter_map(|slot| {
            let free = self.places.free(&slot, office, now);
            let shown = json!({"id": slot.id(), "startsAt": slot.starts_at(), "free": free});
            (free > 0).then_some(shown)
        });
        answered(200, slots.collect())
    }

    /// Holds a place.
    pub(super) fn hold(&mut self, wanted: &WantedPlace, now: Timestamp) -> Answered {
        let Some((slot, office)) = self.find_slot(&wanted.slot, now) else { return not_found() };
        let Some(learner) = self.find_learner(&wanted.learner).cloned() else { return not_found() };
        let office = office.clone();
        let held = self.places.hold(slot, &office, &learner, &wanted.applicant, now);
        held.map_or_else(refused, |held| answered(201, json!(held)))
    }

    /// Books what is held.
    pub(super) fn confirm(&mut self, hold: &str, applicant: &str, now: Timestamp) -> Answered {
        match self.places.confirm(hold, applicant, now) {
            Ok(reference) => answered(201, self.booking(&reference)),
            Err(why) => refused(why),
        }
    }

    /// Lets go what is held; what is not there is let go already.
    pub(super) fn release(&mut self, hold: &str, applicant: &str) -> Answered {
        self.places.release(hold, applicant);
        Answered { status: 204, body: None }
    }

    /// The tests that somebody has ahead.
    pub(super) fn bookings(&self, applicant: &str, now: Timestamp) -> Answered {
        let ahead = self.places.ahead(applicant, now);
        answered(200, ahead.into_iter().map(|(reference, _)| self.booking(reference)).collect())
    }

    /// Cancels a test.
    pub(super) fn cancel(&mut self, reference: &str, applicant: &str, now: Timestamp) -> Answered {
        let cancelled = self.places.cancel(reference, applicant, now);
        cancelled.map_or_else(refused, |()| Answered { status: 204, body: None })
    }

    /// Takes an application to renew a licence.
    pub(super) fn renew(&mut self, application: &Application, now: Timestamp) -> Answered {
        let Application { licence: number, born, .. } = application;
        let mut found = self.seed.licences.iter();
        let found = found.find(|licence| licence.number == *number && licence.born == *born);
        let Some(valid_until) = found.map(|licence| licence.valid_until) else {
            return not_found();
        };
        if let Some(reference) = self.renewals.get(number) {
            return answered(409, json!({"error": "pending", "reference": reference}));
        }
        let from = valid_until.later(-RENEWABLE_DAYS);
        if from > Day::of(now) {
            let why = json!({"error": "not-yet", "from": from, "validUntil": valid_until});
            return answered(409, why);
        }
        let reference = format!("RN-{}", REFERENCES_FROM + self.renewals.len() + 1);
        self.renewals.insert(number.clone(), reference.clone());
        answered(201, json!({"reference": reference}))
    }

    fn booking(&self, reference: &str) -> Value {
        let booking = self.places.booking(reference);
        let slot = booking.map(|booking| &booking.slot);
        let office = slot.and_then(|slot| self.find_office(&slot.office));
        let starts_at = slot.map(Slot::starts_at);
        json!({"reference": reference, "office": office, "startsAt": starts_at})
    }

    fn find_office(&self, id: &str) -> Option<&TestOffice> {
        self.seed.offices.iter().find(|office| office.id == id)
    }

    fn find_learner(&self, number: &str) -> Option<&Learner> {
        self.seed.learners.iter().find(|learner| learner.number == number)
    }

    /// The time of this id, if it can be booked now.
    fn find_slot(&self, id: &str, now: Timestamp) -> Option<(Slot, &TestOffice)> {
        self.seed.offices.iter().find_map(|office| {
            let mut slots = Slot::days(now).flat_map(|day| Slot::of_day(office, day, now));
            slots.find(|slot| slot.id() == id).map(|slot| (slot, office))
        })
    }
}

pub(super) fn answered(status: u16, body: Value) -> Answered {
    Answered { status, body: Some(body) }
}

pub(super) fn not_found() -> Answered {
    refused(NoPlace::NotFound)
}

fn refused(why: NoPlace) -> Answered {
    let (status, error) = match why {
        NoPlace::NotFound => (404, "not-found"),
        NoPlace::Full => (409, "full"),
        NoPlace::TooEarly => (409, "too-early"),
        NoPlace::Booked => (409, "booked"),
        NoPlace::TooLate => (409, "too-late"),
        NoPlace::Expired => (410, "expired"),
    };
    answered(status, json!({"error": error}))
}

#[cfg(test)]
mod tests;
