//! The places of licence tests: held for a while, booked, cancelled. None is given twice.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use serde::Serialize;

use super::records::{Learner, TestOffice};
use crate::date::{Day, minutes_after};

/// How many days can be booked ahead, today not counted.
const DAYS_AHEAD: i64 = 14;
/// When tests begin, in minutes of the day.
const TIMES: [i64; 4] = [10 * 60, 11 * 60, 14 * 60, 15 * 60];
/// How long a place is held.
pub(super) const HOLD_MINUTES: u64 = 10;
/// References are counted from here, so that all have five digits.
const REFERENCES_FROM: u32 = 10_000;

/// The places of one time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) day: Day,
    pub(super) office: String,
    minute: i64,
}

/// Why there is no place, or no booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// There is no such time.
    NotFound,
    /// All places are taken.
    Full,
    /// The learner's licence is too new on that day, or has ended.
    TooEarly,
    /// The learner has a test already.
    Booked,
    /// The hold has ended.
    Expired,
    /// It is the day of the test, or later.
    TooLate,
}

/// A place that is held.
#[derive(Debug, Clone)]
struct Hold {
    slot: Slot,
    learner: String,
    applicant: String,
    until: Timestamp,
}

/// A place that is booked.
#[derive(Debug, Clone)]
pub(super) struct Booking {
    pub(super) slot: Slot,
    learner: String,
    pub(super) applicant: String,
    /// The hold that it was.
    hold: String,
}

/// What is held, as the department reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Held {
    pub(super) id: String,
    pub(super) starts_at: Timestamp,
    pub(super) until: Timestamp,
}

/// All places, held and booked.
#[derive(Debug, Default)]
pub(super) struct Places {
    holds: BTreeMap<String, Hold>,
    bookings: BTreeMap<String, Booking>,
    n_holds: u32,
    n_bookings: u32,
}

impl Slot {
    /// `vja-2026-11-26-1000`.
    pub(super) fn id(&self) -> String {
        let Self { day, office, minute } = self;
        format!("{office}-{day}-{:02}{:02}", minute / 60, minute % 60)
    }

    /// When its test begins.
    pub(super) fn starts_at(&self) -> Timestamp {
        self.day.at(self.minute)
    }

    /// The times of a day: none on Sundays, today, and too far ahead.
    pub(super) fn of_day(office: &TestOffice, day: Day, now: Timestamp) -> Vec<Self> {
        let today = Day::of(now);
        if day <= today || day > today.later(DAYS_AHEAD) || day.is_sunday() {
            return Vec::new();
        }
        let slot = |minute| Self { day, office: office.id.clone(), minute };
        TIMES.into_iter().map(slot).collect()
    }

    /// The days that can be booked, the first one first.
    pub(super) fn days(now: Timestamp) -> impl Iterator<Item = Day> {
        let today = Day::of(now);
        (1..=DAYS_AHEAD).map(move |ahead| today.later(ahead)).filter(|day| !day.is_sunday())
    }
}

impl Places {
    /// How many places of a time are neither held nor booked.
    pub(super) fn free(&self, slot: &Slot, office: &TestOffice, now: Timestamp) -> usize {
        let held = self.holds.values().filter(|hold| hold.slot == *slot && hold.until > now);
        let booked = self.bookings.values().filter(|booking| booking.slot == *slot);
        office.places.saturating_sub(held.count() + booked.count())
    }

    /// Holds a place for a while. Another hold of the same learner's is let go, if there is a place to hold.
    pub(super) fn hold(
        &mut self,
        slot: Slot,
        office: &TestOffice,
        learner: &Learner,
        applicant: &str,
        now: Timestamp,
    ) -> Result<Held, NoPlace> {
        self.holds.retain(|_, hold| hold.until > now);
        if slot.day < learner.test_from || slot.day > learner.valid_until {
            return Err(NoPlace::TooEarly);
        }
        if self.has_test(&learner.number, now) {
            return Err(NoPlace::Booked);
        }
        let own = self.holds.values().filter(|hold| {
            hold.slot == slot && hold.learner == learner.number && hold.applicant == applicant
        });
        if self.free(&slot, office, now) + own.count() == 0 {
            return Err(NoPlace::Full);
        }
        // Whoever knows somebody's number must not be able to take their place away.
        self.holds.retain(|_, hold| hold.learner != learner.number || hold.applicant != applicant);
        self.n_holds += 1;
        let (id, until) = (format!("h{}", self.n_holds), minutes_after(now, HOLD_MINUTES));
        let held = Held { id: id.clone(), starts_at: slot.starts_at(), until };
        let (learner, applicant) = (learner.number.clone(), applicant.to_owned());
        self.holds.insert(id, Hold { slot, learner, applicant, until });
        Ok(held)
    }

    /// Books what is held: its reference. The same again for who asks again.
    pub(super) fn confirm(
        &mut self,
        hold: &str,
        applicant: &str,
        now: Timestamp,
    ) -> Result<String, NoPlace> {
        let made = self.bookings.iter().find(|(_, booking)| booking.hold == hold);
        if let Some((reference, _)) = made.filter(|(_, made)| made.applicant == applicant) {
            return Ok(reference.clone());
        }
        let own = self.holds.get(hold).filter(|kept| kept.applicant == applicant);
        let kept = own.filter(|kept| kept.until > now).cloned().ok_or(NoPlace::Expired)?;
        self.holds.remove(hold);
        if self.has_test(&kept.learner, now) {
            return Err(NoPlace::Booked);
        }
        self.n_bookings += 1;
        let reference = format!("LT-{}", REFERENCES_FROM + self.n_bookings);
        let Hold { slot, learner, applicant, .. } = kept;
        let booking = Booking { slot, learner, applicant, hold: hold.to_owned() };
        self.bookings.insert(reference.clone(), booking);
        Ok(reference)
    }

    /// Lets go what this applicant holds.
    pub(super) fn release(&mut self, hold: &str, applicant: &str) {
        self.holds.retain(|id, kept| id != hold || kept.applicant != applicant);
    }

    /// Cancels a booking of this applicant's, until the day before.
    pub(super) fn cancel(
        &mut self,
        reference: &str,
        applicant: &str,
        now: Timestamp,
    ) -> Result<(), NoPlace> {
        let own = self.bookings.get(reference).filter(|booking| booking.applicant == applicant);
        let booking = own.ok_or(NoPlace::NotFound)?;
        if booking.slot.day <= Day::of(now) {
            return Err(NoPlace::TooLate);
        }
        self.bookings.remove(reference);
        Ok(())
    }

    /// The booking of this reference.
    pub(super) fn booking(&self, reference: &str) -> Option<&Booking> {
        self.bookings.get(reference)
    }

    /// The tests that this applicant has ahead, the next one first.
    pub(super) fn ahead(&self, applicant: &str, now: Timestamp) -> Vec<(&String, &Booking)> {
        let is_own = |(_, booking): &(&String, &Booking)| {
            booking.applicant == applicant && booking.slot.starts_at() > now
        };
        let mut ahead: Vec<_> = self.bookings.iter().filter(is_own).collect();
        ahead.sort_by_key(|(_, booking)| booking.slot.starts_at());
        ahead
    }

    fn has_test(&self, learner: &str, now: Timestamp) -> bool {
        let mut of_learner = self.bookings.values().filter(|booking| booking.learner == learner);
        of_learner.any(|booking| booking.slot.starts_at() > now)
    }
}
