//! The tables, and what several operations need of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use mitra_core::audit::AuditEntry;
use mitra_core::certificate::{CertificateId, StoredCertificate};
use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::delivery::{DeliveryStage, Receipt};
use mitra_core::event::{LaneEvent, Quarantined};
use mitra_core::identity::{Bsuid, CitizenAddress, Phone};
use mitra_core::ids::{
    CitizenId, DeliveryId, DepartmentId, EventSeq, FileId, MediaId, OrderReference, PhoneNumberId,
    TimerId, Wamid,
};
use mitra_core::limits::UNKNOWN_WAIT;
use mitra_core::media::MediaContent;
use mitra_core::notice::Addressee;
use mitra_core::payment::{Payment, Refund, RefundId};
use mitra_core::session::Session;
use mitra_core::timer::{Timer, TimerKey};
use mitra_core::turn::RecordKey;

use super::demand::{BeginRows, UnmetRows};
use super::dump::EventStage;
use crate::{
    Document, NewDelivery, NoticeDigest, NoticeStage, Record, RecordedChange, StorageLimits,
    StoredCapsule,
};

#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) limits: StorageLimits,
    pub(super) installation: u32,
    pub(super) citizens: BTreeMap<CitizenId, CitizenRow>,
    /// Every user id ever seen, by its text.
    pub(super) bsuids: BTreeMap<String, CitizenId>,
    /// The present phone numbers, by their text.
    pub(super) phones: BTreeMap<String, CitizenId>,
    pub(super) events: BTreeMap<EventSeq, EventRow>,
    pub(super) event_keys: BTreeMap<EventKey, EventSeq>,
    /// Never empty lanes.
    pub(super) event_lanes: BTreeMap<CitizenId, EventLane>,
    /// In the order of their commits, with the citizen they were settled for.
    pub(super) settlements: Vec<(CitizenId, EventSeq)>,
    pub(super) reports: BTreeMap<String, Timestamp>,
    pub(super) quarantine: Vec<(Quarantined, Timestamp)>,
    pub(super) sessions: BTreeMap<CitizenId, Session>,
    pub(super) deliveries: BTreeMap<DeliveryId, DeliveryRow>,
    /// Unfinished deliveries. Never empty lanes.
    pub(super) delivery_lanes: BTreeMap<CitizenId, VecDeque<Placed>>,
    /// Receipts without a delivery, by a number of their own.
    pub(super) waiting: BTreeMap<i64, WaitingReceipt>,
    pub(super) records: BTreeMap<RecordKey, Record>,
    pub(super) seeds: BTreeSet<(DepartmentId, String)>,
    pub(super) timers: BTreeMap<TimerId, TimerRow>,
    pub(super) files: BTreeMap<FileId, FileRow>,
    pub(super) payments: BTreeMap<OrderReference, PaymentRow>,
    pub(super) refunds: BTreeMap<RefundId, RefundRow>,
    /// By department and the notice's id.
    pub(super) notices: BTreeMap<(DepartmentId, String), NoticeRow>,
    /// Whom departments' back ends can name.
    pub(super) addressees: BTreeMap<Addressee, CitizenId>,
    pub(super) certificates: BTreeMap<CertificateId, CertificateRow>,
    pub(super) documents: BTreeMap<String, Document>,
    pub(super) audit: Vec<AuditEntry>,
    pub(super) unmet: UnmetRows,
    /// Messages of each day that were counted without their words.
    pub(super) unmet_more: BTreeMap<Day, u64>,
    pub(super) begins: BeginRows,
    /// Oldest first.
    pub(super) capsules: Vec<StoredCapsule>,
    last_number: i64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct CitizenRow {
    pub(super) templates_refused_at: Option<Timestamp>,
    pub(super) bsuid: Option<Bsuid>,
    pub(super) phone: Option<Phone>,
    pub(super) merged_into: Option<CitizenId>,
}

#[derive(Debug, Clone)]
pub(super) struct EventRow {
    pub(super) citizen: CitizenId,
    pub(super) key: EventKey,
    /// Forgotten when it is settled.
    pub(super) event: Option<LaneEvent>,
    pub(super) stage: EventStage,
    pub(super) received_at: Timestamp,
    pub(super) postponed: u32,
    pub(super) not_before: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
}

/// By which an event is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EventKey {
    Message(PhoneNumberId, Wamid),
    Timer(TimerId),
}

#[derive(Debug, Clone)]
pub(super) struct TimerRow {
    pub(super) citizen: CitizenId,
    pub(super) key: TimerKey,
    pub(super) timer: Timer,
    pub(super) tries: u32,
    pub(super) due_at: Timestamp,
    pub(super) waits_for_message: bool,
    pub(super) announced_by: Option<DeliveryId>,
}

#[derive(Debug, Clone)]
pub(super) struct PaymentRow {
    pub(super) payment: Payment,
    /// When it is to be looked at.
    pub(super) check_at: Option<Timestamp>,
    pub(super) wakes: u32,
    /// The message with its card.
    pub(super) card: Option<DeliveryId>,
    /// When no attempt to send its card can be under way any more, if it was given up.
    pub(super) card_over_at: Timestamp,
}

#[derive(Debug, Clone)]
pub(super) struct RefundRow {
    pub(super) refund: Refund,
    /// When it is to be looked at.
    pub(super) check_at: Option<Timestamp>,
    pub(super) wakes: u32,
}

/// A notice that was taken.
#[derive(Debug, Clone)]
pub(super) struct NoticeRow {
    pub(super) digest: NoticeDigest,
    pub(super) taken_at: Timestamp,
    pub(super) stage: NoticeStage,
    pub(super) since: Timestamp,
    /// The template's, or those of its words.
    pub(super) deliveries: Vec<DeliveryId>,
}

#[derive(Debug, Clone)]
pub(super) struct CertificateRow {
    /// In whose turn it was issued.
    pub(super) citizen: CitizenId,
    pub(super) stored: StoredCertificate,
    pub(super) changes: Vec<RecordedChange>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct EventLane {
    pub(super) events: VecDeque<EventSeq>,
    /// The last claim of the head: its token and its end.
    pub(super) claim: Option<(i64, Timestamp)>,
}

#[derive(Debug, Clone)]
pub(super) struct DeliveryRow {
    pub(super) citizen: CitizenId,
    /// The event whose settlement or postponement made it; none for an operator's copy.
    pub(super) origin: Option<EventSeq>,
    pub(super) content: NewDelivery,
    pub(super) file: Option<FileId>,
    pub(super) attempts: u32,
    pub(super) stage: DeliveryStage,
    /// While it is attempting: the claim's token, and when the attempt is tried again if nothing
    /// is heard of it.
    pub(super) claim: Option<(i64, Timestamp)>,
    /// When nothing of its last attempt can be under way any more, if nobody had an answer to it.
    pub(super) attempt_over_at: Timestamp,
    pub(super) wamid: Option<Wamid>,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) retried_as: Option<DeliveryId>,
}

/// A delivery's place in its lane: places rise over all lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) place: i64,
    pub(super) id: DeliveryId,
}

#[derive(Debug, Clone)]
pub(super) struct FileRow {
    pub(super) sender: PhoneNumberId,
    pub(super) content: MediaContent,
    /// By which id Meta has it, and since when.
    pub(super) uploaded: Option<(MediaId, Timestamp)>,
}

#[derive(Debug, Clone)]
pub(super) struct WaitingReceipt {
    pub(super) receipt: Receipt,
    pub(super) received_at: Timestamp,
}

impl State {
    pub(super) fn new(limits: StorageLimits, installation: u32) -> Self {
        Self {
            limits,
            installation,
            citizens: BTreeMap::new(),
            bsuids: BTreeMap::new(),
            phones: BTreeMap::new(),
            events: BTreeMap::new(),
            event_keys: BTreeMap::new(),
            event_lanes: BTreeMap::new(),
            settlements: Vec::new(),
            reports: BTreeMap::new(),
            quarantine: Vec::new(),
            sessions: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            delivery_lanes: BTreeMap::new(),
            waiting: BTreeMap::new(),
            records: BTreeMap::new(),
            seeds: BTreeSet::new(),
            timers: BTreeMap::new(),
            files: BTreeMap::new(),
            payments: BTreeMap::new(),
            refunds: BTreeMap::new(),
            notices: BTreeMap::new(),
            addressees: BTreeMap::new(),
            certificates: BTreeMap::new(),
            documents: BTreeMap::new(),
            audit: Vec::new(),
            unmet: BTreeMap::new(),
            unmet_more: BTreeMap::new(),
            begins: BTreeMap::new(),
            capsules: Vec::new(),
            last_number: 0,
        }
    }

    /// The next number. One sequence serves all ids, so that a test which confuses two kinds of
    /// them fails.
    pub(super) fn draw(&mut self) -> i64 {
        self.last_number += 1;
        self.last_number
    }

    pub(super) fn restart(&mut self, now: Timestamp) {
        for lane in self.event_lanes.values_mut() {
            lane.claim = None;
        }
        for delivery in self.deliveries.values_mut() {
            delivery.claim = None;
            if delivery.stage == DeliveryStage::Attempting {
                delivery.attempt_over_at = now.after(UNKNOWN_WAIT);
                delivery.stage = DeliveryStage::Unknown { until: delivery.attempt_over_at };
            }
        }
    }

    pub(super) fn inbox_events(&self) -> usize {
        self.event_lanes.values().map(|lane| lane.events.len()).sum()
    }

    /// Puts a delivery at the end of its citizen's lane.
    pub(super) fn append(
        &mut self,
        citizen: CitizenId,
        origin: Option<EventSeq>,
        content: NewDelivery,
    ) -> DeliveryId {
        let file = content.file.clone().map(|file| self.keep_file(&content.from, file));
        let place = self.draw();
        let id = DeliveryId(place);
        self.delivery_lanes.entry(citizen).or_default().push_back(Placed { place, id });
        let row = DeliveryRow {
            citizen,
            origin,
            content,
            file,
            attempts: 0,
            attempt_over_at: Timestamp(0),
            stage: DeliveryStage::Queued { not_before: Timestamp(0) },
            claim: None,
            wamid: None,
            ended_at: None,
            retried_as: None,
        };
        self.deliveries.insert(id, row);
        id
    }

    /// Takes an ended delivery out of its lane.
    pub(super) fn leave_lane(&mut self, citizen: CitizenId, id: DeliveryId) {
        if let Some(lane) = self.delivery_lanes.get_mut(&citizen) {
            lane.retain(|placed| placed.id != id);
            if lane.is_empty() {
                self.delivery_lanes.remove(&citizen);
            }
        }
    }

    /// The citizen that this one has become.
    pub(super) fn present(&self, citizen: CitizenId) -> CitizenId {
        self.citizens.get(&citizen).and_then(|row| row.merged_into).unwrap_or(citizen)
    }

    pub(super) fn address(&self, citizen: CitizenId) -> Option<CitizenAddress> {
        let row = self.citizens.get(&citizen)?;
        CitizenAddress::new(row.bsuid.clone(), row.phone.clone())
    }
}

impl EventLane {
    /// When the head can be claimed.
    pub(super) fn ready_at(&self, events: &BTreeMap<EventSeq, EventRow>) -> Timestamp {
        if let Some((_, until)) = self.claim {
            return until;
        }
        let head = self.events.front().and_then(|seq| events.get(seq));
        head.map_or(Timestamp(0), |row| row.not_before)
    }
}

impl DeliveryRow {
    /// When it can be claimed, while it is unfinished.
    pub(super) fn due_at(&self) -> Timestamp {
        match &self.stage {
            DeliveryStage::Queued { not_before } => *not_before,
            DeliveryStage::Unknown { until } => *until,
            DeliveryStage::Attempting | DeliveryStage::Accepted { .. } | DeliveryStage::Dead(_) => {
                self.claim.map_or(Timestamp(0), |(_, due)| due)
            }
        }
    }

    pub(super) fn claimed(&mut self, token: i64, now: Timestamp, hold: Duration) {
        self.stage = DeliveryStage::Attempting;
        self.attempts = self.attempts.saturating_add(1);
        // A claim that runs out is an attempt whose end is unknown, and waits for a receipt as
        // such.
        self.attempt_over_at = now.after(hold).after(UNKNOWN_WAIT);
        self.claim = Some((token, self.attempt_over_at));
    }
}
