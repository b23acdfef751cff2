//! Everything stored, in the open: for the simulation's checks.

use std::collections::BTreeMap;

use mitra_core::certificate::StoredCertificate;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryStage;
use mitra_core::event::Quarantined;
use mitra_core::ids::{CitizenId, DeliveryId, EventSeq, PhoneNumberId, TimerId, Wamid};
use mitra_core::notice::Addressee;
use mitra_core::payment::{Payment, Refund};
use mitra_core::session::Session;
use mitra_core::timer::{Timer, TimerKey};
use mitra_core::turn::RecordKey;

use super::state::{EventKey, State};
use crate::Record;

/// A copy of everything stored.
#[derive(Debug, Clone)]
pub struct Dump {
    /// Every event whose key is still kept, by its number.
    pub events: Vec<DumpedEvent>,
    /// Every delivery that is still kept, by its id.
    pub deliveries: Vec<DumpedDelivery>,
    /// Items in quarantine, in the order in which they came.
    pub quarantine: Vec<Quarantined>,
    /// Citizens' sessions.
    pub sessions: BTreeMap<CitizenId, Session>,
    /// Departments' records.
    pub records: BTreeMap<RecordKey, Record>,
    /// Timers that are no events yet.
    pub timers: Vec<DumpedTimer>,
    /// Citizens by their present phone numbers.
    pub phones: BTreeMap<String, CitizenId>,
    /// Whom departments' back ends can name, and who that is.
    pub addressees: BTreeMap<Addressee, CitizenId>,
    /// Payments, by what the provider knows them by.
    pub payments: Vec<DumpedPayment>,
    /// Refunds, by their ids.
    pub refunds: Vec<Refund>,
    /// Certificates, by their ids.
    pub certificates: Vec<DumpedCertificate>,
    /// Every settlement ever committed, in order: whose lane, and which event.
    /// An event of a merged citizen settles under the number that the merge gave it.
    pub settlements: Vec<(CitizenId, EventSeq)>,
    /// Receipts that wait for their delivery.
    pub receipts_waiting: usize,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedEvent {
    /// Its number.
    pub seq: EventSeq,
    /// Whose it is, after all merges.
    pub citizen: CitizenId,
    /// What it is.
    pub of: DumpedKey,
    /// Where it is.
    pub stage: EventStage,
    /// How often it was postponed.
    pub postponed: u32,
    /// When it may be taken up again, if it was postponed; else long ago.
    pub not_before: Timestamp,
    /// Whether somebody has claimed it.
    pub claimed: bool,
}

/// By which an event is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DumpedKey {
    /// A message: the business number it came to, and WhatsApp's id of it.
    Message(PhoneNumberId, Wamid),
    /// A timer that was due.
    Timer(TimerId),
}

/// One timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedTimer {
    /// Its id.
    pub id: TimerId,
    /// Whose it is.
    pub citizen: CitizenId,
    /// Which one.
    pub key: TimerKey,
    /// As it was set.
    pub timer: Timer,
    /// When it is due.
    pub due_at: Timestamp,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedPayment {
    /// As it stands.
    pub payment: Payment,
    /// When it is looked at next.
    pub check_at: Option<Timestamp>,
}

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedCertificate {
    /// As it is stored.
    pub stored: StoredCertificate,
    /// In whose turn it was issued, after all merges.
    pub citizen: CitizenId,
}

/// Where an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStage {
    /// In its citizen's lane.
    Unsettled,
    /// Settled, this often. More than once is a broken invariant.
    Settled {
        /// How often.
        times: u32,
    },
    /// In quarantine, because its citizen's lane was full.
    LaneFull,
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// Whose it is, after all merges.
    pub citizen: CitizenId,
    /// The event that made it, by its present number; none for an operator's copy of a dead one.
    pub origin: Option<EventSeq>,
    /// Where it is.
    pub stage: DeliveryStage,
    /// How many attempts were counted.
    pub attempts: u32,
    /// The rendered reply.
    pub body: String,
    /// Meta's id of it, once known.
    pub wamid: Option<Wamid>,
    /// The copy that an operator's retry made of it.
    pub retried_as: Option<DeliveryId>,
}

impl DumpedEvent {
    /// Whether nothing is left to do for it: it was settled, or put into quarantine.
    pub fn settled(&self) -> bool {
        self.stage != EventStage::Unsettled
    }
}

impl DumpedDelivery {
    /// Whether nothing is left to do for it: Meta took it, or it was given up.
    pub fn ended(&self) -> bool {
        matches!(self.stage, DeliveryStage::Accepted { .. } | DeliveryStage::Dead(_))
    }
}

impl State {
    pub(super) fn dump(&self) -> Dump {
        Dump {
            events: self.dump_events(),
            deliveries: self.dump_deliveries(),
            quarantine: self.quarantine.iter().map(|(item, _)| item.clone()).collect(),
            sessions: self.sessions.clone(),
            records: self.records.clone(),
            timers: self.dump_timers(),
            phones: self.phones.clone(),
            addressees: self.addressees.clone(),
            payments: self.dump_payments(),
            refunds: self.refunds.values().map(|row| row.refund.clone()).collect(),
            certificates: self.dump_certificates(),
            settlements: self.settlements.clone(),
            receipts_waiting: self.waiting.len(),
        }
    }

    fn dump_events(&self) -> Vec<DumpedEvent> {
        let dumped = |(seq, row): (&EventSeq, &super::state::EventRow)| DumpedEvent {
            seq: *seq,
            citizen: self.present(row.citizen),
            of: match &row.key {
                EventKey::Message(number, wamid) => {
                    DumpedKey::Message(number.clone(), wamid.clone())
                }
                EventKey::Timer(id) => DumpedKey::Timer(*id),
            },
            stage: row.stage,
            postponed: row.postponed,
            not_before: row.not_before,
            claimed: self.is_claimed(*seq, row.citizen),
        };
        self.events.iter().map(dumped).collect()
    }

    fn dump_timers(&self) -> Vec<DumpedTimer> {
        let dumped = |(id, row): (&TimerId, &super::state::TimerRow)| DumpedTimer {
            id: *id,
            citizen: row.citizen,
            key: row.key.clone(),
            timer: row.timer.clone(),
            due_at: row.due_at,
        };
        self.timers.iter().map(dumped).collect()
    }

    fn dump_payments(&self) -> Vec<DumpedPayment> {
        let dumped = |row: &super::state::PaymentRow| DumpedPayment {
            payment: row.payment.clone(),
            check_at: row.check_at,
        };
        self.payments.values().map(dumped).collect()
    }

    fn dump_certificates(&self) -> Vec<DumpedCertificate> {
        let dumped = |row: &super::state::CertificateRow| DumpedCertificate {
            stored: row.stored.clone(),
            citizen: row.citizen,
        };
        self.certificates.values().map(dumped).collect()
    }

    fn is_claimed(&self, seq: EventSeq, citizen: CitizenId) -> bool {
        let lane = self.event_lanes.get(&self.present(citizen));
        lane.is_some_and(|lane| lane.claim.is_some() && lane.events.front() == Some(&seq))
    }

    fn dump_deliveries(&self) -> Vec<DumpedDelivery> {
        let dumped = |(id, row): (&DeliveryId, &super::state::DeliveryRow)| DumpedDelivery {
            id: *id,
            citizen: self.present(row.citizen),
            origin: row.origin,
            stage: row.stage.clone(),
            attempts: row.attempts,
            body: row.content.body.clone(),
            wamid: row.wamid.clone(),
            retried_as: row.retried_as,
        };
        self.deliveries.iter().map(dumped).collect()
    }
}
