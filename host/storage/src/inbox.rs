//! The inbox: accepted events and due timers in one ordered lane per citizen, and their settlement.

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::certificate::{CertificateDelivery, CertificateEffects};
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, Receipt};
use mitra_core::event::{IdentityReport, InboundEvent, LaneEvent, PaymentReport, Quarantined};
use mitra_core::ids::{CitizenId, DeliveryId, EventSeq, PhoneNumberId};
use mitra_core::media::MediaContent;
use mitra_core::notice::Addressee;
use mitra_core::payment::Payment;
use mitra_core::session::Session;
use mitra_core::timer::{FiredTimer, TimerDue, TimerWrite};
use mitra_core::turn::{RecordRead, RecordWrite};
use mitra_core::unmet::Unmet;

use crate::{NoticeProgress, StorageError};

/// Everything of one notification that must be durable before it is acknowledged.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// Address changes. Applied first.
    pub identities: Vec<IdentityReport>,
    /// Citizens' messages, in arrival order.
    pub events: Vec<InboundEvent>,
    /// Reports on our deliveries.
    pub receipts: Vec<Receipt>,
    /// News of payments by cards.
    pub payments: Vec<PaymentReport>,
    /// Items to keep as they came.
    pub quarantined: Vec<Quarantined>,
}

/// A delivery that Meta took and later reported as failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedDelivery {
    /// Which one.
    pub delivery: DeliveryId,
    /// What was sent, as in [`NewDelivery::body`].
    pub body: String,
    /// Why it was given up.
    pub reason: DeadReason,
    /// When, by Meta's clock, and not after now.
    pub at: Timestamp,
}

/// What became of an [`Intake`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Events that are new.
    pub events: usize,
    /// Events, identity and payment reports known already; they added no row.
    pub duplicates: usize,
    /// Events put into quarantine because their citizen's lane was full.
    pub lane_full: usize,
    /// Receipts that changed a delivery, or changed nothing because they were known.
    pub receipts: usize,
    /// Receipts for a message not known (yet): kept, and joined when its delivery turns out to be that message.
    pub receipts_waiting: usize,
    /// Deliveries that these receipts ended, in the receipts' order.
    pub failed: Vec<FailedDelivery>,
    /// Payments that were woken, with those of their refunds that are not over.
    pub payments: usize,
    /// New reports on payments that are none of ours.
    pub payments_unknown: usize,
}

/// The right to settle one event, held until the claim runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventClaim {
    /// Which event.
    pub seq: EventSeq,
    /// Whose lane.
    pub citizen: CitizenId,
    /// Tells this claim from later ones of the same event.
    pub token: i64,
}

/// The oldest unsettled event of a citizen, claimed, with all that is needed to answer it.
#[derive(Debug, Clone)]
pub struct ClaimedEvent {
    /// The right to settle it.
    pub claim: EventClaim,
    /// The event.
    pub event: LaneEvent,
    /// The citizen's session as the last settled event left it.
    pub session: Session,
    /// How often it was postponed.
    pub postponed: u32,
    /// When it was accepted, or fired.
    pub received_at: Timestamp,
    /// Whether a timer of the citizen waits for this message, or was announced to them and has not come yet.
    pub has_news: bool,
    /// When Meta last refused a template because the citizen wants none from us, if it did: by its own clock, where a
    /// receipt said so.
    pub templates_refused_at: Option<Timestamp>,
}

/// A template that tells a citizen that something waits for them: sent with what puts it off.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// The citizen's session from now on.
    pub session: Session,
    /// The template.
    pub delivery: NewDelivery,
}

/// One message to be put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// The business number to send from.
    pub from: PhoneNumberId,
    /// A rendered reply: a JSON object with `type` and its payload.
    pub body: String,
    /// The file that it carries.
    pub file: Option<MediaContent>,
    /// The certificate whose document it carries, which the outbox has yet to make.
    pub certificate: Option<CertificateDelivery>,
    /// After this instant it may not be sent any more.
    pub window_closes_at: Timestamp,
}

/// All effects of one event. Committed together or not at all (invariant I9).
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The event.
    pub claim: EventClaim,
    /// The citizen's session from now on.
    pub session: Session,
    /// Messages to the citizen, in order.
    pub deliveries: Vec<NewDelivery>,
    /// Records the turn read; if one changed since, nothing is committed.
    pub reads: Vec<RecordRead>,
    /// Records the turn wants changed.
    pub writes: Vec<RecordWrite>,
    /// Timers of the citizen that the turn wants changed.
    pub timers: Vec<TimerWrite>,
    /// What the turn asks the citizen to pay, as it begins.
    ///
    /// If there is one of its key already, it stays; if that is the same ([`Payment::is_same`]), it takes over the
    /// contact, and the citizen waits for a message about it; if not, it is a conflict.
    pub payment: Option<Payment>,
    /// As whom the department's back end may name the citizen in notices from now on. Whoever has the pseudonym keeps
    /// it.
    pub addressee: Option<Addressee>,
    /// What the turn does with certificates. If one that it read was changed since, or a number is taken, it is a
    /// conflict.
    pub certificates: CertificateEffects,
    /// How far a notice comes with the event, if it is one's: its deliveries are this settlement's.
    pub notice: Option<NoticeProgress>,
    /// Whether the event is a message: then timers that wait for one are due now.
    pub is_message: bool,
    /// Whether every department's records of this citizen alone are removed, before the writes: they asked for it.
    /// What was counted of what they asked for and did not find goes with them.
    pub erases: bool,
    /// What the citizen asked for and did not find, to be counted on the day of the settlement.
    pub unmet: Vec<Unmet>,
}

/// What became of a [`Settlement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is durable; the event's content is forgotten, its key is kept.
    Committed,
    /// Somebody else holds or has settled the event. Nothing was changed; there is nothing left to do.
    ClaimLost,
    /// What the turn relied on has changed: a record that it read, a payment, or a certificate. Nothing was changed; a
    /// claim still holds.
    Conflict,
}

/// What became of timers that were due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fired {
    /// How many are events now.
    pub timers: usize,
    /// When the next one is due, of those that are not yet.
    pub next: Option<Timestamp>,
}

/// Accepted events and due timers, and their settlement.
///
/// **Invariant I1:** an accepted event settles exactly once, and so does a timer that was due.
/// **Invariant I2:** events of one citizen settle in the order of their `seq`; only the oldest can be claimed.
/// **Invariant I5:** a duplicate adds no row.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores all that is new of one notification, in one transaction. Durable when it returns.
    ///
    /// An event is known by `(phone_number_id, wamid)`, an identity or payment report by its key, a receipt by what it
    /// says. A new report on a payment wakes it as [`crate::Payments::wake_payment`] does, and so its refunds.
    /// A citizen is found by user id first, then by phone, unless whoever had the number has another user id: then it
    /// is another person's now, who inherits nothing (ADR 0006).
    /// Two citizens found for one address become one: the older id stays with its session, the younger one's unsettled
    /// events and deliveries move to the end of its lanes, and its timers become the older one's, unless that has its
    /// own by the same key. What its session must not lose is taken over ([`Session::absorb`]); then a running claim of
    /// the older one is lost, whose session does not know of it. Its payments and certificates become the older one's,
    /// too, and whoever names it in a notice names the older one.
    /// Receipts merge by [`mitra_core::delivery::DeliveryStage::merge`].
    /// With [`mitra_core::limits::LANE_DEPTH_MAX`] unsettled events, a citizen's further events go to quarantine.
    ///
    /// # Errors
    /// [`StorageError::InboxFull`] if the new events would pass [`mitra_core::limits::INBOX_EVENTS_MAX`].
    async fn accept(&self, intake: Intake, now: Timestamp) -> Result<Accepted, StorageError>;

    /// Claims the oldest unsettled event of up to `max` citizens for `hold`, longest waiting first.
    ///
    /// Leaves out citizens with a running claim and those postponed beyond `now`.
    /// The claim itself need not survive a crash.
    async fn claim_events(
        &self,
        max: usize,
        now: Timestamp,
        hold: Duration,
    ) -> Result<Vec<ClaimedEvent>, StorageError>;

    /// Commits all effects of an event in one transaction. Durable when it returns [`Settled::Committed`].
    async fn settle(&self, settlement: Settlement, now: Timestamp)
    -> Result<Settled, StorageError>;

    /// Gives an event back, to be claimed again not before an instant, and counts that.
    /// `deliveries` go out meanwhile. Durable when it returns.
    async fn postpone(
        &self,
        claim: EventClaim,
        not_before: Timestamp,
        deliveries: Vec<NewDelivery>,
        now: Timestamp,
    ) -> Result<Settled, StorageError>;

    /// The earliest instant after `now` at which [`Self::claim_events`] could find more, if one is known:
    /// a postponement or a claim that runs out.
    async fn next_event_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError>;

    /// Makes events of due timers, at the end of their citizens' lanes, longest due first: until the lanes hold `max`
    /// unsettled events of timers, or the inbox all that it may. Durable when it returns.
    ///
    /// Leaves out citizens who have an unsettled event, and takes one timer of a citizen: messages go first, and a turn
    /// finds its citizen's timers as they are when it is settled.
    /// A timer is removed and its event added in one step; the event is known by the timer's id.
    async fn fire_timers(&self, max: usize, now: Timestamp) -> Result<Fired, StorageError>;

    /// Takes a claimed timer's event back out of the lane: it is a timer again, with the id it had, due as told.
    /// The reverse of [`Self::fire_timers`], in one step. Nothing is kept of the event, and the session stays as it is.
    /// If there is a timer of its key by now, that one stays. Durable when it returns.
    ///
    /// With an announcement, in the same step: the session is kept, the template is put into the outbox, and the timer
    /// is announced by it ([`FiredTimer::announced_by`]); so is its notice. If the template dies while it waits, the
    /// timer is not announced any more, and due after [`mitra_core::limits::TEMPLATE_LOOK`] at the latest; the template
    /// is forgotten, so that nobody sends it beside the timer's next one.
    async fn put_off(
        &self,
        claim: EventClaim,
        timer: FiredTimer,
        due: TimerDue,
        announcement: Option<Announcement>,
        now: Timestamp,
    ) -> Result<Settled, StorageError>;
}
