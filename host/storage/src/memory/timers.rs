//! Setting, firing and putting off timers.

use mitra_core::clock::Timestamp;
use mitra_core::event::LaneEvent;
use mitra_core::ids::{CitizenId, DeliveryId, DepartmentId, EventSeq, ServiceId, TimerId};
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::timer::{FiredTimer, TimerDue, TimerKey, TimerKind, TimerWrite};

use super::dump::EventStage;
use super::state::{EventKey, EventRow, State, TimerRow};
use crate::{Announcement, EventClaim, Fired, Settled};

impl State {
    pub(super) fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Vec<String> {
        let is_asked_for = |row: &&TimerRow| {
            row.citizen == citizen
                && row.key.department == *department
                && row.key.service == *service
                && row.timer.content.kind() == TimerKind::Own
        };
        let mut names: Vec<_> =
            self.timers.values().filter(is_asked_for).map(|row| row.key.name.clone()).collect();
        names.sort_unstable();
        names
    }

    pub(super) fn write_timer(&mut self, citizen: CitizenId, write: TimerWrite) {
        let TimerWrite { key, timer } = write;
        let kind = timer.as_ref().map_or(TimerKind::Own, |timer| timer.content.kind());
        self.timers.retain(|_, row| row.citizen != citizen || !row.is(&key, kind));
        if let Some(timer) = timer {
            let id = TimerId(self.draw());
            let (due_at, waits_for_message) = (timer.at, false);
            let announced_by = None;
            let row =
                TimerRow { citizen, key, timer, tries: 0, due_at, waits_for_message, announced_by };
            self.timers.insert(id, row);
        }
    }

    /// Whether a timer of the citizen waits for a message, or was announced.
    pub(super) fn has_news(&self, citizen: CitizenId) -> bool {
        let is_news = |row: &TimerRow| row.waits_for_message || row.announced_by.is_some();
        self.timers.values().any(|row| row.citizen == citizen && is_news(row))
    }

    /// A template died: whatever it announced is not announced any more, and looks again before long. That sends
    /// another one: nobody is to send this one again.
    pub(super) fn unannounce(&mut self, template: DeliveryId, now: Timestamp) {
        let mut is_one = false;
        for row in self.timers.values_mut().filter(|row| row.announced_by == Some(template)) {
            row.announced_by = None;
            row.due_at = row.due_at.min(now.after(TEMPLATE_LOOK));
            is_one = true;
        }
        if self.unannounce_notices(template, now) || is_one {
            self.forget_dead(template);
        }
    }

    /// The timers of a citizen that wait for a message are due.
    pub(super) fn wake_timers(&mut self, citizen: CitizenId, now: Timestamp) {
        let waiting = |row: &&mut TimerRow| row.citizen == citizen && row.waits_for_message;
        for row in self.timers.values_mut().filter(waiting) {
            row.waits_for_message = false;
            row.due_at = now;
        }
    }

    pub(super) fn fire_timers(&mut self, max: usize, now: Timestamp) -> Fired {
        let unsettled = self.events.values().filter(|row| {
            matches!(row.key, EventKey::Timer(_)) && row.stage == EventStage::Unsettled
        });
        let room = max.saturating_sub(unsettled.count());
        let room = room.min(self.limits.inbox_events_max.saturating_sub(self.inbox_events()));
        let is_due = |(id, row): (&TimerId, &TimerRow)| {
            (row.due_at <= now).then_some((row.due_at, *id, row.citizen))
        };
        let mut due: Vec<_> = self.timers.iter().filter_map(is_due).collect();
        due.sort_unstable();
        let mut fired = Fired::default();
        for (_, id, citizen) in due {
            // A fired one makes its citizen busy for the next.
            if fired.timers < room && !self.event_lanes.contains_key(&citizen) {
                self.fire(id, now);
                fired.timers += 1;
            }
        }
        fired.next = self.timers.values().map(|row| row.due_at).filter(|at| *at > now).min();
        fired
    }

    fn fire(&mut self, id: TimerId, now: Timestamp) {
        let Some(TimerRow { citizen, key, timer, tries, announced_by, .. }) =
            self.timers.remove(&id)
        else {
            return;
        };
        let seq = EventSeq(self.draw());
        self.event_keys.insert(EventKey::Timer(id), seq);
        self.event_lanes.entry(citizen).or_default().events.push_back(seq);
        let row = EventRow {
            citizen,
            key: EventKey::Timer(id),
            event: Some(LaneEvent::Timer(FiredTimer { id, key, timer, tries, announced_by })),
            stage: EventStage::Unsettled,
            received_at: now,
            postponed: 0,
            not_before: Timestamp(0),
            ended_at: None,
        };
        self.events.insert(seq, row);
    }

    pub(super) fn put_off(
        &mut self,
        claim: &EventClaim,
        timer: FiredTimer,
        due: TimerDue,
        announcement: Option<Announcement>,
        now: Timestamp,
    ) -> Settled {
        if !self.holds(claim) {
            return Settled::ClaimLost;
        }
        let announced = announcement.map(|Announcement { session, delivery }| {
            self.sessions.insert(claim.citizen, session);
            let id = self.append(claim.citizen, None, delivery);
            self.announce_notice(&timer, id, now);
            id
        });
        self.events.remove(&claim.seq);
        self.event_keys.remove(&EventKey::Timer(timer.id));
        self.advance(claim.citizen);
        let FiredTimer { id, key, timer, tries, announced_by } = timer;
        let announced_by = announced.or(announced_by);
        let (due_at, waits_for_message) = match due {
            TimerDue::At(at) => (at, false),
            TimerDue::NextMessage { latest } => (latest, true),
        };
        let citizen = claim.citizen;
        if !self.has_timer(citizen, &key, timer.content.kind()) {
            let row =
                TimerRow { citizen, key, timer, tries, due_at, waits_for_message, announced_by };
            self.timers.insert(id, row);
        }
        Settled::Committed
    }

    /// The younger citizen's timers become the older one's, unless that has its own by the same key. Those that wait
    /// for a message do not: the older one may have written.
    pub(super) fn move_timers(&mut self, older: CitizenId, younger: CitizenId) {
        let of_younger = |(id, row): (&TimerId, &TimerRow)| (row.citizen == younger).then_some(*id);
        let moved: Vec<TimerId> = self.timers.iter().filter_map(of_younger).collect();
        for id in moved {
            let Some(mut row) = self.timers.remove(&id) else { continue };
            if self.has_timer(older, &row.key, row.timer.content.kind()) {
                continue;
            }
            row.citizen = older;
            if std::mem::take(&mut row.waits_for_message) {
                row.due_at = Timestamp(0);
            }
            self.timers.insert(id, row);
        }
    }

    fn has_timer(&self, citizen: CitizenId, key: &TimerKey, kind: TimerKind) -> bool {
        self.timers.values().any(|row| row.citizen == citizen && row.is(key, kind))
    }
}

impl TimerRow {
    fn is(&self, key: &TimerKey, kind: TimerKind) -> bool {
        self.key == *key && self.timer.content.kind() == kind
    }
}
