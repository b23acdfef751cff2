//! How many places of a day and a slot are taken: one record, changed only if nobody else has changed it.

use std::collections::BTreeMap;

use mitra_department::{Fault, Host, Scope};
use serde::{Deserialize, Serialize};

use crate::context::unreadable;
use crate::records;

/// Seconds after which a turn that others were faster than is repeated.
pub(crate) const RETRY_SECS: u32 = 1;
/// How often a turn tries by itself.
pub(crate) const TRIES: u32 = 4;

/// What is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    /// Places that have tickets.
    pub(crate) sold: u32,
    /// Places that are kept for somebody who pays, by their booking.
    #[serde(default)]
    pub(crate) held: BTreeMap<String, Hold>,
}

/// Places that are kept for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hold {
    pub(crate) people: u32,
    /// Milliseconds since 1970.
    pub(crate) until: u64,
}

impl Taken {
    fn free(&self, places: u32, now: u64) -> u32 {
        let held = self.held.values().filter(|hold| hold.until > now);
        let held: u32 = held.map(|hold| hold.people).sum();
        places.saturating_sub(self.sold).saturating_sub(held)
    }
}

/// The record of a day and a slot.
pub(crate) fn key(place: &str, day: &str, slot: &str) -> String {
    format!("places/{place}/{day}/{slot}")
}

/// How many places are free.
pub(crate) fn free(host: &dyn Host, key: &str, places: u32) -> Result<u32, Fault> {
    let taken: Option<Taken> = records::read(host, Scope::Department, key)?;
    Ok(taken.unwrap_or_default().free(places, host.now()))
}

/// What to do with the places of a booking.
pub(crate) enum Change<'b> {
    /// Keep them until an instant.
    Hold(&'b str, u64),
    /// A ticket without a payment.
    Sell,
    /// Its payment has come: what was kept becomes a ticket, or what is free, if it was not kept any more.
    Confirm(&'b str),
    /// Nobody will pay: give them back.
    Release(&'b str),
    /// The ticket is cancelled: give its places back.
    Return,
}

/// Changes what is taken; says whether there was room, or so much to give back.
///
/// # Errors
/// The turn is to be repeated if others are faster all the time.
pub(crate) fn change(
    host: &mut dyn Host,
    key: &str,
    places: u32,
    people: u32,
    change: &Change<'_>,
) -> Result<bool, Fault> {
    for _ in 0..TRIES {
        let before = host.get(Scope::Department, key);
        let mut taken: Taken = match &before {
            Some(bytes) => serde_json::from_slice(bytes).map_err(|error| unreadable(key, error))?,
            None => Taken::default(),
        };
        let now = host.now();
        let has_room = match change {
            Change::Hold(..) | Change::Sell => taken.free(places, now) >= people,
            // Also one whose time is over, as long as nobody else got its places.
            Change::Confirm(booking) => {
                let own = taken.held.remove(*booking);
                own.is_some_and(|hold| hold.until > now) || taken.free(places, now) >= people
            }
            Change::Release(booking) => taken.held.remove(*booking).is_some(),
            Change::Return => taken.sold >= people,
        };
        if !has_room {
            return Ok(false);
        }
        taken.held.retain(|_, hold| hold.until > now);
        match change {
            Change::Hold(booking, until) => {
                let hold = Hold { people, until: *until };
                taken.held.insert((*booking).to_owned(), hold);
            }
            Change::Sell | Change::Confirm(_) => taken.sold += people,
            Change::Release(_) => {}
            Change::Return => taken.sold -= people,
        }
        let after = records::bytes(&taken);
        if host.replace(Scope::Department, key, before.as_deref(), Some(&after)) {
            return Ok(true);
        }
    }
    Err(Fault::RetryLater(RETRY_SECS))
}
