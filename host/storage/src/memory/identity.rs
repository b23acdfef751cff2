//! An address -> the citizen it belongs to now; two citizens that turn out to be one.

use mitra_core::identity::{Bsuid, CitizenAddress, IdentityChange, Phone};
use mitra_core::ids::{CitizenId, EventSeq};
use mitra_core::turn::{RecordKey, Scope};

use super::state::{CitizenRow, Placed, State};

impl State {
    /// The citizen that writes from `address`: found, joined from two, or new.
    pub(super) fn citizen_of(&mut self, address: &CitizenAddress) -> CitizenId {
        let by_bsuid = self.by_bsuid(address.bsuid());
        if let Some(id) = by_bsuid
            && self.citizens.get(&id).and_then(|row| row.bsuid.as_ref()) != address.bsuid()
        {
            // An id that was replaced comes with a late message; its phone number is as old.
            return id;
        }
        let by_phone = self.by_phone(address.phone()).filter(|before| {
            let known = self.citizens.get(before).and_then(|row| row.bsuid.as_ref());
            // A person keeps the user id as long as the number: with another id, another person has it.
            known.is_none() || address.bsuid().is_none() || known == address.bsuid()
        });
        let id = match (by_bsuid, by_phone) {
            (None, None) => self.create(),
            (Some(one), None) | (None, Some(one)) => one,
            (Some(one), Some(other)) => {
                self.merge(one.min(other), one.max(other));
                one.min(other)
            }
        };
        self.learn(id, address.bsuid().cloned(), address.phone().cloned());
        id
    }

    /// Applies Meta's report that a person's address changed.
    pub(super) fn apply_change(&mut self, change: &IdentityChange) {
        let IdentityChange { previous, current } = change;
        let by_bsuid = self.by_bsuid(current.bsuid());
        let found: Vec<CitizenId> = [
            by_bsuid,
            self.by_phone(current.phone()),
            self.by_bsuid(previous.bsuid()),
            self.by_phone(previous.phone()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some(oldest) = found.iter().min().copied() else { return };
        // The best word on an address: the report's own, then what is known of who has the new
        // one, then of the old.
        let rows: Vec<CitizenRow> =
            found.iter().filter_map(|id| self.citizens.get(id)).cloned().collect();
        let newer = by_bsuid.and_then(|id| self.citizens.get(&id)).and_then(|r| r.bsuid.clone());
        let bsuid = newer
            .or_else(|| current.bsuid().cloned())
            .or_else(|| rows.iter().find_map(|row| row.bsuid.clone()));
        let phone =
            current.phone().cloned().or_else(|| rows.iter().find_map(|row| row.phone.clone()));
        let mut others = found;
        others.sort_unstable();
        others.dedup();
        for other in others.into_iter().filter(|id| *id != oldest) {
            self.merge(oldest, other);
        }
        self.learn(oldest, bsuid, phone);
    }

    fn by_bsuid(&self, bsuid: Option<&Bsuid>) -> Option<CitizenId> {
        self.bsuids.get(bsuid?.reveal()).copied()
    }

    fn by_phone(&self, phone: Option<&Phone>) -> Option<CitizenId> {
        self.phones.get(phone?.reveal()).copied()
    }

    fn create(&mut self) -> CitizenId {
        let id = CitizenId(self.draw());
        self.citizens.insert(id, CitizenRow::default());
        id
    }

    /// Sets the parts that are given; the others stay.
    fn learn(&mut self, id: CitizenId, bsuid: Option<Bsuid>, phone: Option<Phone>) {
        let Some(row) = self.citizens.get_mut(&id) else { return };
        if let Some(bsuid) = bsuid {
            self.bsuids.insert(bsuid.reveal().to_owned(), id);
            row.bsuid = Some(bsuid);
        }
        if let Some(phone) = phone {
            if let Some(old) = row.phone.take() {
                self.phones.remove(old.reveal());
            }
            row.phone = Some(phone.clone());
            let before = self.phones.insert(phone.reveal().to_owned(), id);
            if let Some(before) = before.filter(|before| *before != id)
                && let Some(row) = self.citizens.get_mut(&before)
            {
                row.phone = None;
            }
        }
    }

    /// Makes `younger` part of `older`. Its address is free afterwards.
    fn merge(&mut self, older: CitizenId, younger: CitizenId) {
        if older == younger {
            return;
        }
        self.move_events(older, younger);
        self.move_deliveries(older, younger);
        self.move_session(older, younger);
        let refused_at = self.citizens.get(&younger).and_then(|row| row.templates_refused_at);
        if let Some(row) = self.citizens.get_mut(&older) {
            row.templates_refused_at = row.templates_refused_at.max(refused_at);
        }
        self.move_records(older, younger);
        self.move_timers(older, younger);
        self.move_payments(older, younger);
        self.move_addressees(older, younger);
        self.move_certificates(older, younger);
        self.move_unmet(older, younger);
        for citizen in self.bsuids.values_mut().filter(|citizen| **citizen == younger) {
            *citizen = older;
        }
        self.phones.retain(|_, citizen| *citizen != younger);
        for row in self.citizens.values_mut().filter(|row| row.merged_into == Some(younger)) {
            row.merged_into = Some(older);
        }
        let gone = CitizenRow { merged_into: Some(older), ..CitizenRow::default() };
        self.citizens.insert(younger, gone);
    }

    /// The older one's own session stays, and takes over what must not be lost of the younger one's
    /// ([`mitra_core::session::Session::absorb`]). A running claim of the older one has a session without that, and is
    /// lost.
    fn move_session(&mut self, older: CitizenId, younger: CitizenId) {
        let Some(session) = self.sessions.remove(&younger) else { return };
        if session.is_absorbed()
            && let Some(lane) = self.event_lanes.get_mut(&older)
        {
            lane.claim = None;
        }
        match self.sessions.get_mut(&older) {
            Some(own) => own.absorb(session),
            None => {
                self.sessions.insert(older, session);
            }
        }
    }

    /// The younger one's events get new numbers at the end, so that one citizen's events still
    /// settle in the order of their numbers. A running claim of theirs is lost.
    fn move_events(&mut self, older: CitizenId, younger: CitizenId) {
        let Some(lane) = self.event_lanes.remove(&younger) else { return };
        for old in lane.events {
            let Some(mut row) = self.events.remove(&old) else { continue };
            let seq = EventSeq(self.draw());
            row.citizen = older;
            self.event_keys.insert(row.key.clone(), seq);
            self.events.insert(seq, row);
            self.event_lanes.entry(older).or_default().events.push_back(seq);
            for delivery in self.deliveries.values_mut().filter(|d| d.origin == Some(old)) {
                delivery.origin = Some(seq);
            }
        }
    }

    /// The younger one's deliveries keep their ids, which Meta may know already.
    fn move_deliveries(&mut self, older: CitizenId, younger: CitizenId) {
        for placed in self.delivery_lanes.remove(&younger).into_iter().flatten() {
            let place = self.draw();
            let lane = self.delivery_lanes.entry(older).or_default();
            lane.push_back(Placed { place, id: placed.id });
            if let Some(row) = self.deliveries.get_mut(&placed.id) {
                row.citizen = older;
            }
        }
    }

    /// Departments find the person's records under the older id, unless that has its own by the
    /// same key.
    fn move_records(&mut self, older: CitizenId, younger: CitizenId) {
        let of_younger = |key: &&RecordKey| key.scope == Scope::Citizen(younger);
        let keys: Vec<RecordKey> = self.records.keys().filter(of_younger).cloned().collect();
        for key in keys {
            let moved = RecordKey { scope: Scope::Citizen(older), ..key.clone() };
            if !self.records.contains_key(&moved)
                && let Some(record) = self.records.remove(&key)
            {
                self.put(moved, record.value);
            }
        }
    }
}
