//! What the tests say often: addresses, events, replies, receipts, and the steps of a pipeline.

use std::time::Duration;

use mitra_core::certificate::CertificateEffects;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, Receipt, ReceiptStatus};
use mitra_core::event::{Content, IdentityReport, InboundEvent, LaneEvent};
use mitra_core::identity::{Bsuid, CitizenAddress, IdentityChange, Phone};
use mitra_core::ids::{DepartmentId, PhoneNumberId, Wamid};
use mitra_core::session::Session;
use mitra_core::turn::{RecordKey, Scope};

use crate::{
    Accepted, AttemptOutcome, ClaimedDelivery, ClaimedEvent, FailedDelivery, Intake, NewDelivery,
    Outbox, Record, Recorded, Records, Settled, Settlement, Storage, StorageError,
};

/// When tests begin.
pub const T0: Timestamp = Timestamp(1_763_000_000_000);
/// How long claims are held.
pub const HOLD: Duration = Duration::from_mins(1);
/// The business number of most events.
pub const NUMBER: &str = "PNID_1";

/// `T0` plus this many milliseconds.
pub fn at(ms: i64) -> Timestamp {
    Timestamp(T0.0 + ms)
}

/// An address with a user id and a phone number.
pub fn both(bsuid: &str, phone: &str) -> CitizenAddress {
    CitizenAddress::new(Some(Bsuid::new(bsuid)), Some(Phone::new(phone))).expect("has parts")
}

/// An address with a phone number alone.
pub fn by_phone(phone: &str) -> CitizenAddress {
    CitizenAddress::new(None, Some(Phone::new(phone))).expect("has a part")
}

/// An address with a user id alone.
pub fn by_bsuid(bsuid: &str) -> CitizenAddress {
    CitizenAddress::new(Some(Bsuid::new(bsuid)), None).expect("has a part")
}

/// The address of the `n`th citizen of a test.
pub fn citizen(n: usize) -> CitizenAddress {
    both(&format!("IN.{n}"), &format!("1555010{n:04}"))
}

/// A text message.
pub fn event(wamid: &str, sender: &CitizenAddress) -> InboundEvent {
    InboundEvent {
        wamid: Wamid::new(wamid),
        phone_number_id: PhoneNumberId::new(NUMBER),
        sender: sender.clone(),
        sent_at: T0,
        in_reply_to: None,
        content: Content::Text { body: format!("నమస్తే {wamid}") },
    }
}

/// A reply that says `body`.
pub fn reply(body: &str) -> NewDelivery {
    NewDelivery {
        from: PhoneNumberId::new(NUMBER),
        body: format!(r#"{{"type":"text","text":{{"body":"{body}"}}}}"#),
        file: None,
        certificate: None,
        window_closes_at: at(86_400_000),
    }
}

/// A receipt without our reference.
pub fn receipt(wamid: &str, status: ReceiptStatus) -> Receipt {
    let code = (status == ReceiptStatus::Failed).then_some(131_026);
    Receipt { wamid: Wamid::new(wamid), reference: None, status, at: T0, code }
}

/// A receipt with the reference that was sent along.
pub fn referring(delivery: &ClaimedDelivery, wamid: &str, status: ReceiptStatus) -> Receipt {
    Receipt { reference: Some(delivery.reference), ..receipt(wamid, status) }
}

/// What is told of a delivery that a receipt from [`receipt`] ended.
pub fn lost(delivery: &ClaimedDelivery) -> FailedDelivery {
    FailedDelivery {
        delivery: delivery.claim.delivery,
        body: delivery.body.clone(),
        reason: DeadReason::Failed { code: Some(131_026) },
        at: T0,
    }
}

/// A report that a person's address changed.
pub fn report(key: &str, previous: &CitizenAddress, current: &CitizenAddress) -> IdentityReport {
    let change = IdentityChange { previous: previous.clone(), current: current.clone() };
    IdentityReport { dedup_key: key.to_owned(), change }
}

/// A department's id.
pub fn department(id: &str) -> DepartmentId {
    DepartmentId::parse(id).expect("is a slug")
}

/// A record of the department `energy`.
pub fn key(scope: Scope, key: &str) -> RecordKey {
    RecordKey { department: department("energy"), scope, key: key.to_owned() }
}

/// Accepts events at `T0`.
pub async fn accept(storage: &impl Storage, events: Vec<InboundEvent>) -> Accepted {
    let intake = Intake { events, ..Intake::default() };
    storage.accept(intake, T0).await.expect("accepted")
}

/// Accepts receipts at `T0`.
pub async fn receive(storage: &impl Storage, receipts: Vec<Receipt>) -> Accepted {
    let intake = Intake { receipts, ..Intake::default() };
    storage.accept(intake, T0).await.expect("accepted")
}

/// Accepts identity reports at `T0`.
pub async fn hear(storage: &impl Storage, identities: Vec<IdentityReport>) -> Accepted {
    let intake = Intake { identities, ..Intake::default() };
    storage.accept(intake, T0).await.expect("accepted")
}

/// All events that can be claimed at `now`.
pub async fn claim_all(storage: &impl Storage, now: Timestamp) -> Vec<ClaimedEvent> {
    storage.claim_events(1_000, now, HOLD).await.expect("claimed")
}

/// The one event that can be claimed at `now`.
pub async fn claim_one(storage: &impl Storage, now: Timestamp) -> ClaimedEvent {
    let mut claimed = claim_all(storage, now).await;
    assert_eq!(claimed.len(), 1, "claimable: {claimed:?}");
    claimed.remove(0)
}

/// A settlement that changes nothing but the event.
pub fn plain(claimed: &ClaimedEvent) -> Settlement {
    Settlement {
        claim: claimed.claim.clone(),
        session: claimed.session.clone(),
        deliveries: Vec::new(),
        reads: Vec::new(),
        writes: Vec::new(),
        timers: Vec::new(),
        payment: None,
        addressee: None,
        notice: None,
        certificates: CertificateEffects::default(),
        is_message: matches!(claimed.event, LaneEvent::Message(_)),
        erases: false,
        unmet: Vec::new(),
    }
}

/// Settles an event with these replies.
pub async fn settle(storage: &impl Storage, claimed: &ClaimedEvent, replies: &[&str]) {
    let deliveries = replies.iter().map(|body| reply(body)).collect();
    let settlement = Settlement { deliveries, ..plain(claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
}

/// Puts replies to a new message of this address into the outbox.
pub async fn deliver(storage: &impl Storage, to: &CitizenAddress, wamid: &str, replies: &[&str]) {
    let accepted = accept(storage, vec![event(wamid, to)]).await;
    assert_eq!(accepted.events, 1);
    settle(storage, &claim_one(storage, T0).await, replies).await;
}

/// All deliveries that can be claimed at `now`.
pub async fn claim_sends(storage: &impl Storage, now: Timestamp) -> Vec<ClaimedDelivery> {
    storage.claim_deliveries(1_000, now, HOLD).await.expect("claimed")
}

/// The one delivery that can be claimed at `now`.
pub async fn claim_send(storage: &impl Storage, now: Timestamp) -> ClaimedDelivery {
    let mut claimed = claim_sends(storage, now).await;
    assert_eq!(claimed.len(), 1, "claimable: {claimed:?}");
    claimed.remove(0)
}

/// Records how an attempt ended, at `T0`.
pub async fn record(
    storage: &impl Storage,
    delivery: &ClaimedDelivery,
    outcome: AttemptOutcome,
) -> Recorded {
    Outbox::record(storage, delivery.claim.clone(), outcome, T0).await.expect("recorded")
}

/// Records that Meta took a delivery.
pub async fn taken(storage: &impl Storage, delivery: &ClaimedDelivery, wamid: &str) {
    let outcome = AttemptOutcome::Accepted { wamid: Wamid::new(wamid) };
    assert_eq!(record(storage, delivery, outcome).await, Recorded::Done);
}

/// A record as it is stored.
pub async fn load(storage: &impl Storage, key: &RecordKey) -> Option<Record> {
    Records::record(storage, key).await.expect("read")
}

/// The texts' own parts of claimed deliveries.
pub fn bodies(claimed: &[ClaimedDelivery]) -> Vec<String> {
    let inner = |delivery: &ClaimedDelivery| {
        let start = delivery.body.find(r#""body":""#).map_or(0, |at| at + 8);
        delivery.body[start..].trim_end_matches(r#""}}"#).to_owned()
    };
    claimed.iter().map(inner).collect()
}

/// WhatsApp's id of a claimed message.
pub fn wamid(claimed: &ClaimedEvent) -> &str {
    match &claimed.event {
        LaneEvent::Message(message) => message.wamid.as_str(),
        LaneEvent::Timer(timer) => panic!("a message was wanted: {timer:?}"),
    }
}

/// WhatsApp's ids of claimed messages.
pub fn wamids(claimed: &[ClaimedEvent]) -> Vec<String> {
    claimed.iter().map(|claimed| wamid(claimed).to_owned()).collect()
}

/// A session that can be told from others.
pub fn session(mark: &str) -> Session {
    let offered = mitra_core::session::Offered { id: mark.to_owned(), title: String::new() };
    Session { offered: vec![offered], ..Session::default() }
}

/// Whether the inbox said that it is full, and with which numbers.
pub fn inbox_full(outcome: &Result<Accepted, StorageError>) -> Option<(usize, usize)> {
    match outcome {
        Err(StorageError::InboxFull { events, events_max }) => Some((*events, *events_max)),
        Ok(_)
        | Err(
            StorageError::Unavailable { .. } | StorageError::Corrupt { .. } | StorageError::Closed,
        ) => None,
    }
}
