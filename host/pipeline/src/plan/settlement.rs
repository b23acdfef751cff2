//! An event's end: everything that belongs into its one transaction.

use mitra_core::clock::Timestamp;
use mitra_core::event::LaneEvent;
use mitra_core::payment::{Payment, PaymentContact, PaymentEnd, PaymentStage, PaymentWay};
use mitra_core::session::{LastMessage, Session};
use mitra_core::turn::{Next, TurnEvent, TurnReport};
use mitra_storage::{ClaimedEvent, NewDelivery, Settlement};
use mitra_whatsapp::Rendered;

use super::Plan;
use crate::route::PreparedTurn;

/// A turn and what it did.
#[derive(Clone, Copy)]
pub(super) struct Effects<'a> {
    pub(super) prepared: &'a PreparedTurn,
    pub(super) report: &'a TurnReport,
}

impl Effects<'_> {
    /// Whether the turn took something that its citizen may want to follow: a form with which the service is over,
    /// money, or if it gave a certificate. A form in the middle of a service is a question among others. Nobody follows
    /// what they sent to the service in which they follow.
    fn are_an_application(&self) -> bool {
        let (turn, Ok(outcome)) = (&self.prepared.turn, &self.report.result) else { return false };
        let follows = self.prepared.way.release.following.is_place(&turn.service);
        let is_over = outcome.next == Next::Finish && outcome.payment.is_none();
        let is_sent = match &turn.event {
            TurnEvent::Form(_) => is_over,
            TurnEvent::Payment(update) => matches!(update.end, PaymentEnd::Paid(_)),
            TurnEvent::Opened
            | TurnEvent::Text(_)
            | TurnEvent::Chosen { .. }
            | TurnEvent::Location(_)
            | TurnEvent::Media(_)
            | TurnEvent::Back
            | TurnEvent::Timer { .. }
            | TurnEvent::Notice { .. } => false,
        };
        !follows && (is_sent || !self.report.certificates.issued.is_empty())
    }
}

/// The event's end with what the turn wants kept, if its outcome counts.
pub(super) fn settle(
    claimed: &ClaimedEvent,
    mut session: Session,
    messages: Vec<Rendered>,
    effects: Option<Effects<'_>>,
    now: Timestamp,
) -> Plan {
    if let Some(Effects { prepared, .. }) = effects.filter(Effects::are_an_application) {
        let (department, service) = (&prepared.turn.department, &prepared.turn.service);
        session.applications.note(department.clone(), service.clone(), now);
    }
    let payment = effects.and_then(|effects| payment(claimed, effects, now));
    let addressee = effects.and_then(|effects| effects.prepared.addressee.clone());
    let effects = effects.map(|effects| effects.report);
    Plan::Settle(Box::new(Settlement {
        claim: claimed.claim.clone(),
        session,
        deliveries: deliveries(claimed, messages),
        reads: effects.map(|report| report.reads.clone()).unwrap_or_default(),
        writes: effects.map(|report| report.writes.clone()).unwrap_or_default(),
        timers: effects.map(|report| report.timers.clone()).unwrap_or_default(),
        payment,
        addressee,
        certificates: effects.map(|report| report.certificates.clone()).unwrap_or_default(),
        notice: None,
        is_message: matches!(claimed.event, LaneEvent::Message(_)),
        erases: false,
        unmet: Vec::new(),
    }))
}

/// What the turn asks its citizen to pay, as it begins.
fn payment(claimed: &ClaimedEvent, effects: Effects<'_>, now: Timestamp) -> Option<Payment> {
    let Effects { prepared, report } = effects;
    let request = report.result.as_ref().ok()?.payment.clone()?;
    let (turn, last) = (&prepared.turn, last_message(claimed)?);
    let window_closes_at = last.window_closes_at();
    Some(Payment {
        order: prepared.order.clone(),
        citizen: claimed.claim.citizen,
        department: turn.department.clone(),
        service: turn.service.clone(),
        request,
        asked_by: turn.id.clone(),
        asked_at: now,
        contact: PaymentContact { language: turn.language, from: last.number, window_closes_at },
        is_awaited: true,
        stage: PaymentStage::Asked,
        way: PaymentWay::default(),
    })
}

/// The citizen's own last message. A timer has no turn before its citizen wrote.
pub(crate) fn last_message(claimed: &ClaimedEvent) -> Option<LastMessage> {
    match &claimed.event {
        LaneEvent::Message(message) => Some(LastMessage::of(message, claimed.received_at)),
        LaneEvent::Timer(_) => claimed.session.last_message.clone(),
    }
}

/// Messages from the number that the citizen wrote to, for as long as it may answer.
pub(super) fn deliveries(claimed: &ClaimedEvent, messages: Vec<Rendered>) -> Vec<NewDelivery> {
    let Some(last) = last_message(claimed) else { return Vec::new() };
    let (from, window_closes_at) = (&last.number, last.window_closes_at());
    let deliver = |Rendered { body, file, certificate, .. }| NewDelivery {
        from: from.clone(),
        body,
        file,
        certificate,
        window_closes_at,
    };
    messages.into_iter().map(deliver).collect()
}
