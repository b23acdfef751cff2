//! WhatsApp's own payment cards: how a payment is offered by one, what the card is told of its end, and how Meta pays
//! something back.
//!
//! Takes: payments and refunds that `payments` and `refunds` look at. Gives: messages, and the moves that Meta's
//! answers lead to.
//! Never: believes a webhook; Meta is asked, server to server.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::payment::{
    CardAccount, CardOrigin, CardPayments, CardRefund, Payment, PaymentStage, PaymentStep,
    PaymentWay, ProviderError, Refund, RefundPlace, RefundStage, RefundStatus, RefundStep,
};
use mitra_desk::Desk;
use mitra_storage::NewDelivery;
use mitra_whatsapp::{RenderError, Rendered, render_card, render_card_end};

use crate::payments::{deliver, delivery};
use crate::refunds::{after_asking, after_telling, tell};

/// Payments by WhatsApp's own cards. Cheap to clone.
#[derive(Clone)]
pub struct Cards {
    /// Meta, who knows what became of them.
    pub api: Arc<dyn CardPayments>,
    /// Whom new ones pay; with none, none is offered, and those of before are still asked about.
    pub account: Option<CardAccount>,
}

/// A message by which a payment can be offered, or is offered already.
pub(crate) struct Offer {
    pub(crate) origin: CardOrigin,
    pub(crate) message: NewDelivery,
}

/// The card for a payment that was not offered yet, or the words to whoever has it and asks once more. None if it is
/// not to be offered so, or cannot be.
pub(crate) fn offer(
    cards: Option<&Cards>,
    desk: &Desk,
    payment: &Payment,
    now: Timestamp,
) -> Option<Offer> {
    if payment.stage == PaymentStage::Asked {
        let account = cards?.account.as_ref()?;
        let route = desk.table().route(&payment.department);
        let name = route.map(|route| &route.department().name);
        let card = mitra_desk::payment_card(payment, name);
        let message = delivery(payment, sent(payment, render_card(&card, account, now))?);
        let (number, configuration) = (message.from.clone(), account.configuration.clone());
        return Some(Offer { origin: CardOrigin { number, configuration }, message });
    }
    let PaymentWay::Card(origin) = &payment.way else { return None };
    let is_asked_again = payment.stage == PaymentStage::OfferedAsCard && payment.is_awaited;
    let message = is_asked_again.then(|| deliver(payment, &mitra_desk::card_above(payment)));
    Some(Offer { origin: origin.clone(), message: message.flatten()? })
}

/// What a card is told when its payment ends; none if it did not end from there, or the citizen cannot be written to.
///
/// Money that comes later is told in words alone: Meta lets nothing follow an end.
pub(crate) fn end(step: &PaymentStep, now: Timestamp) -> Option<NewDelivery> {
    let payment = step.payment();
    let is_paid = match step.to() {
        PaymentStage::Paid(_) => true,
        PaymentStage::Expired | PaymentStage::Failed { was_offered: true } => false,
        PaymentStage::Asked
        | PaymentStage::Offered { .. }
        | PaymentStage::OfferedAsCard
        | PaymentStage::Failed { was_offered: false } => return None,
    };
    let PaymentWay::Card(CardOrigin { number, .. }) = &payment.way else { return None };
    let is_open = now < payment.contact.window_closes_at;
    if *step.from() != PaymentStage::OfferedAsCard || !is_open {
        return None;
    }
    let rendered = render_card_end(&mitra_desk::card_end(payment, is_paid));
    let told = delivery(payment, sent(payment, rendered)?);
    // Meta knows the order by the number that it came from.
    Some(NewDelivery { from: number.clone(), ..told })
}

/// A card that cannot be sent is none: the page is there.
fn sent(payment: &Payment, rendered: Result<Rendered, RenderError>) -> Option<Rendered> {
    rendered
        .inspect_err(|error| {
            let order = payment.order.as_str();
            tracing::error!(order, %error, "a payment card cannot be sent");
        })
        .ok()
}

/// The move of a refund that Meta's answer leads to; none if it changes nothing. `all` are the refunds of its payment,
/// oldest first.
///
/// Meta has no name of ours for a refund, so that it would do twice what it is told twice. Therefore it is asked
/// before, one refund of a payment is told at a time, and what Meta has that is none of the others is taken for this
/// one.
pub(crate) async fn pay_back(
    cards: &Cards,
    origin: &CardOrigin,
    refund: &Refund,
    all: &[Refund],
    now: Timestamp,
) -> Option<RefundStep> {
    match refund.place() {
        RefundPlace::Asked(asked) => {
            let is_asked = |it: &&Refund| it.stage == RefundStage::Asked;
            if all.iter().find(is_asked).is_some_and(|first| first.id != refund.id) {
                return None;
            }
            let known = known(cards, origin, refund).await?;
            if let Some(number) = unclaimed(&known, all, refund.paise) {
                return Some(asked.given(number));
            }
            let status = cards.api.refund(origin, &refund.order, refund.paise).await;
            tell("card_refund", refund, status.as_ref().err());
            after_telling(asked, status)
        }
        RefundPlace::Given(given) => {
            let known = known(cards, origin, refund).await?;
            let of_it = known.into_iter().find(|it| Some(&*it.number) == refund.number())?;
            after_asking(given, of_it.status, now)
        }
        RefundPlace::Over => None,
    }
}

async fn known(cards: &Cards, origin: &CardOrigin, refund: &Refund) -> Option<Vec<CardRefund>> {
    let known: Result<_, ProviderError> = cards.api.refunds(origin, &refund.order).await;
    tell("card_refunds", refund, known.as_ref().err());
    known.ok()
}

/// What Meta has of this amount and is no other refund's. One that failed is none: no money moved.
fn unclaimed(known: &[CardRefund], all: &[Refund], paise: u64) -> Option<String> {
    let is_claimed = |number: &str| all.iter().any(|other| other.number() == Some(number));
    let is_it = |it: &&CardRefund| {
        let moves = !matches!(it.status, RefundStatus::Failed { .. });
        it.paise == paise && moves && !is_claimed(&it.number)
    };
    let found = known.iter().find(is_it)?;
    counter!("mitra_card_refunds_found_total").increment(1);
    Some(found.number.clone())
}

#[cfg(test)]
mod tests;
