//! Accepting, claiming, settling and postponing events.

use std::collections::btree_map::Entry;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::event::{InboundEvent, LaneEvent, Quarantined};
use mitra_core::ids::{CitizenId, EventSeq};

use super::dump::EventStage;
use super::receipts::Joined;
use super::state::{EventKey, EventRow, State};
use crate::{
    Accepted, ClaimedEvent, EventClaim, Intake, NewDelivery, Settled, Settlement, StorageError,
};

impl State {
    pub(super) fn accept(
        &mut self,
        intake: Intake,
        now: Timestamp,
    ) -> Result<Accepted, StorageError> {
        let (events, events_max) = (self.inbox_events(), self.limits.inbox_events_max);
        if events + intake.events.len() <= events_max {
            return Ok(self.take(intake, now));
        }
        // It may be too much: tried on a copy, so that a refusal leaves nothing behind.
        let mut tried = self.clone();
        let accepted = tried.take(intake, now);
        if accepted.events > 0 && tried.inbox_events() > events_max {
            return Err(StorageError::InboxFull { events, events_max });
        }
        *self = tried;
        Ok(accepted)
    }

    fn take(&mut self, intake: Intake, now: Timestamp) -> Accepted {
        let mut accepted = Accepted::default();
        for report in intake.identities {
            if let Entry::Vacant(new) = self.reports.entry(report.dedup_key) {
                new.insert(now);
                self.apply_change(&report.change);
            } else {
                accepted.duplicates += 1;
            }
        }
        for event in intake.events {
            self.take_event(event, now, &mut accepted);
        }
        for receipt in intake.receipts {
            match self.receive(receipt, now) {
                Joined::Delivery { failed } => {
                    accepted.receipts += 1;
                    accepted.failed.extend(failed);
                }
                Joined::Waiting => accepted.receipts_waiting += 1,
            }
        }
        for report in intake.payments {
            self.hear_of_payment(report, now, &mut accepted);
        }
        for item in intake.quarantined {
            if !self.keep(item, now) {
                accepted.duplicates += 1;
            }
        }
        accepted
    }

    fn take_event(&mut self, event: InboundEvent, now: Timestamp, accepted: &mut Accepted) {
        let key = EventKey::Message(event.phone_number_id.clone(), event.wamid.clone());
        if self.event_keys.contains_key(&key) {
            accepted.duplicates += 1;
            return;
        }
        let citizen = self.citizen_of(&event.sender);
        let seq = EventSeq(self.draw());
        self.event_keys.insert(key.clone(), seq);
        let depth_max = self.limits.lane_depth_max;
        let depth = self.event_lanes.get(&citizen).map_or(0, |lane| lane.events.len());
        let full = depth >= depth_max;
        if full {
            let reason = format!("the citizen's lane holds {depth_max} unsettled events");
            let raw = serde_json::to_vec(&event).expect("an event is made of text and numbers");
            self.keep(Quarantined { reason, raw }, now);
            accepted.lane_full += 1;
        } else {
            self.event_lanes.entry(citizen).or_default().events.push_back(seq);
            accepted.events += 1;
        }
        let row = EventRow {
            citizen,
            key,
            event: (!full).then_some(LaneEvent::Message(event)),
            stage: if full { EventStage::LaneFull } else { EventStage::Unsettled },
            received_at: now,
            postponed: 0,
            not_before: Timestamp(0),
            ended_at: full.then_some(now),
        };
        self.events.insert(seq, row);
    }

    /// Gives back whether the item is new.
    fn keep(&mut self, item: Quarantined, now: Timestamp) -> bool {
        let new = self.quarantine.iter().all(|(kept, _)| *kept != item);
        if new {
            self.quarantine.push((item, now));
        }
        new
    }

    pub(super) fn claim_events(
        &mut self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Vec<ClaimedEvent> {
        let events = &self.events;
        let mut ready: Vec<(EventSeq, CitizenId)> = self
            .event_lanes
            .iter()
            .filter(|(_, lane)| lane.ready_at(events) <= now)
            .filter_map(|(citizen, lane)| Some((*lane.events.front()?, *citizen)))
            .collect();
        ready.sort_unstable();
        ready.truncate(max);
        ready.into_iter().filter_map(|(seq, citizen)| self.claim(seq, citizen, now, hold)).collect()
    }

    fn claim(
        &mut self,
        seq: EventSeq,
        citizen: CitizenId,
        now: Timestamp,
        hold: Duration,
    ) -> Option<ClaimedEvent> {
        let token = self.draw();
        self.event_lanes.get_mut(&citizen)?.claim = Some((token, now.after(hold)));
        let row = self.events.get(&seq)?;
        Some(ClaimedEvent {
            claim: EventClaim { seq, citizen, token },
            event: row.event.clone()?,
            session: self.sessions.get(&citizen).cloned().unwrap_or_default(),
            postponed: row.postponed,
            received_at: row.received_at,
            has_news: self.has_news(citizen),
            templates_refused_at: self
                .citizens
                .get(&citizen)
                .and_then(|row| row.templates_refused_at),
        })
    }

    /// Whether nobody else has claimed or settled the event. A claim that ran out holds until then.
    pub(super) fn holds(&self, claim: &EventClaim) -> bool {
        self.event_lanes.get(&claim.citizen).is_some_and(|lane| {
            lane.events.front() == Some(&claim.seq)
                && lane.claim.is_some_and(|(token, _)| token == claim.token)
        })
    }

    pub(super) fn settle(&mut self, settlement: Settlement, now: Timestamp) -> Settled {
        let Settlement {
            claim,
            session,
            deliveries,
            reads,
            writes,
            timers,
            payment,
            certificates,
            addressee,
            notice,
            is_message,
            erases,
            unmet,
        } = settlement;
        if !self.holds(&claim) {
            return Settled::ClaimLost;
        }
        if reads.iter().any(|read| self.version_of(&read.key) != read.version) {
            return Settled::Conflict;
        }
        if payment.as_ref().is_some_and(|payment| !self.may_ask(payment)) {
            return Settled::Conflict;
        }
        if !self.may_certify(&certificates) {
            return Settled::Conflict;
        }
        self.sessions.insert(claim.citizen, session);
        let mut sent = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            sent.push(self.append(claim.citizen, Some(claim.seq), delivery));
        }
        if let Some(progress) = notice {
            self.advance_notice(progress, sent, now);
        }
        if erases {
            self.erase(claim.citizen);
            self.erase_unmet(claim.citizen);
        }
        for unmet in unmet {
            self.note_unmet(claim.citizen, unmet, Day::of(now));
        }
        for write in writes {
            self.write(write);
        }
        for write in timers {
            self.write_timer(claim.citizen, write);
        }
        if let Some(payment) = payment {
            self.ask(payment, now);
        }
        if let Some(addressee) = addressee {
            self.learn_addressee(addressee, claim.citizen);
        }
        self.certify(claim.citizen, certificates, now);
        if is_message {
            self.wake_timers(claim.citizen, now);
        }
        if let Some(row) = self.events.get_mut(&claim.seq) {
            row.event = None;
            row.ended_at = Some(now);
            row.stage = match row.stage {
                EventStage::Settled { times } => EventStage::Settled { times: times + 1 },
                EventStage::Unsettled | EventStage::LaneFull => EventStage::Settled { times: 1 },
            };
        }
        self.settlements.push((claim.citizen, claim.seq));
        self.advance(claim.citizen);
        Settled::Committed
    }

    /// Takes the head out of a lane.
    pub(super) fn advance(&mut self, citizen: CitizenId) {
        if let Some(lane) = self.event_lanes.get_mut(&citizen) {
            lane.claim = None;
            lane.events.pop_front();
            if lane.events.is_empty() {
                self.event_lanes.remove(&citizen);
            }
        }
    }

    pub(super) fn postpone(
        &mut self,
        claim: &EventClaim,
        not_before: Timestamp,
        deliveries: Vec<NewDelivery>,
    ) -> Settled {
        if !self.holds(claim) {
            return Settled::ClaimLost;
        }
        for delivery in deliveries {
            self.append(claim.citizen, Some(claim.seq), delivery);
        }
        if let Some(row) = self.events.get_mut(&claim.seq) {
            row.postponed += 1;
            row.not_before = not_before;
        }
        if let Some(lane) = self.event_lanes.get_mut(&claim.citizen) {
            lane.claim = None;
        }
        Settled::Committed
    }

    pub(super) fn next_event_due(&self, now: Timestamp) -> Option<Timestamp> {
        let ready = self.event_lanes.values().map(|lane| lane.ready_at(&self.events));
        ready.filter(|at| *at > now).min()
    }
}
