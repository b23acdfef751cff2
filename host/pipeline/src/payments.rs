//! Payments: those that settled turns asked for -> the provider, and what it says of them -> OUTBOX and timers.
//!
//! Takes: nothing but the time and a bell, which [`PaymentCalls`] rings when the provider called, and ingest when
//! Meta reported on a card. Gives: a message with the way to pay, by the provider's page or WhatsApp's own card; and
//! when a payment ended, a timer that is due at once, by which its department hears of it.
//! Never: believes what calls here; the provider is asked, server to server, and only its answer moves a payment. Never
//! runs a turn.
//! **Invariant I6:** nothing is begun after the stop.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::OrderReference;
use mitra_core::limits::{PAYMENT_CALLS_MAX, PAYMENT_OFFER_MAX};
use mitra_core::payment::{
    News, OrderStatus, Payment, PaymentOrder, PaymentProvider, PaymentStage, PaymentStep,
    PaymentWay, ProviderError,
};
use mitra_core::reply::Reply;
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};
use mitra_desk::Desk;
use mitra_storage::{
    DuePayment, DuePayments, NewDelivery, PaymentSettlement, Settled, SharedStorage, StorageError,
};
use mitra_whatsapp::Rendered;
use tokio_util::sync::CancellationToken;

use crate::bell::Bell;
use crate::cards::{self, Cards};
use crate::pipeline::Shared;
use crate::rounds::{Found, Rounds};
use crate::speak::render_own;

/// The door for the provider's calls. Cheap to clone.
#[derive(Clone)]
pub struct PaymentCalls {
    pub(crate) storage: SharedStorage,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bell: Bell,
}

impl PaymentCalls {
    /// The provider says that there is news of an order: it will be asked. Durable when it returns. Says whether there
    /// is such an order.
    pub async fn news_of(&self, order: &OrderReference) -> Result<bool, StorageError> {
        let is_known = self.storage.wake_payment(order, self.clock.now()).await?;
        self.bell.ring();
        Ok(is_known)
    }

    /// Has the stage look whether something is due: the clock was moved.
    pub fn look(&self) {
        self.bell.ring();
    }
}

/// Looks at payments until `stop`.
pub(crate) async fn run(
    shared: Shared,
    provider: Arc<dyn PaymentProvider>,
    stop: CancellationToken,
) {
    let rounds = Rounds {
        clock: &*shared.clock,
        bell: &shared.payments,
        cannot_find: "cannot find payments that are due",
    };
    let find = async |now| {
        let DuePayments { due, next } = shared.storage.due_payments(PAYMENT_CALLS_MAX, now).await?;
        Ok(Found { due, next })
    };
    rounds.run(stop, find, |due| look_at(&shared, &*provider, due)).await;
}

/// Looks at one payment and commits what follows. False if storage failed.
async fn look_at(shared: &Shared, provider: &dyn PaymentProvider, due: DuePayment) -> bool {
    let tills = Tills { provider, cards: shared.cards.as_ref() };
    let desk = shared.routing.desk();
    let card = cards::offer(tills.cards, &desk, &due.payment, shared.clock.now());
    let news = ask(tills, &due, card.as_ref(), shared.clock.now()).await;
    let DuePayment { payment, wakes, .. } = due;
    let message = card.map(|card| card.message);
    let settlement = decide(&desk, &payment, wakes, news, message, shared.clock.now());
    let (is_told, ended) = (settlement.delivery.is_some(), settlement.timer.is_some());
    let stage = settlement.step.as_ref().map(|step| step.to().name());
    let way = settlement.step.as_ref().and_then(offered_by);
    match shared.storage.settle_payment(settlement).await {
        Ok(Settled::Committed) => {
            if let Some(stage) = stage {
                let department = payment.department.as_str().to_owned();
                counter!("mitra_payments_total", "department" => department, "stage" => stage)
                    .increment(1);
            }
            if let Some(way) = way {
                counter!("mitra_payment_offers_total", "way" => way).increment(1);
            }
            if is_told {
                shared.outbox.ring();
            }
            if ended {
                shared.timers.ring();
            }
            true
        }
        // There is something newer to see: it is due again.
        Ok(Settled::Conflict | Settled::ClaimLost) => true,
        Err(error) => {
            let (order, error) = (payment.order.as_str(), &error as &dyn std::error::Error);
            tracing::error!(order, error, "cannot commit a look at a payment");
            false
        }
    }
}

/// Who takes money.
#[derive(Clone, Copy)]
pub(crate) struct Tills<'a> {
    pub(crate) provider: &'a dyn PaymentProvider,
    pub(crate) cards: Option<&'a Cards>,
}

/// By which way a step offers a payment, if it does.
fn offered_by(step: &PaymentStep) -> Option<&'static str> {
    match (step.from(), step.to()) {
        (_, PaymentStage::OfferedAsCard) => Some("card"),
        (PaymentStage::OfferedAsCard, PaymentStage::Offered { .. }) => Some("link_for_card"),
        (_, PaymentStage::Offered { .. }) => Some("link"),
        (
            _,
            PaymentStage::Asked
            | PaymentStage::Paid(_)
            | PaymentStage::Failed { .. }
            | PaymentStage::Expired,
        ) => None,
    }
}

/// What there is to hear of a payment: from whoever takes the money, or from the clock. None if nothing. `card` is the
/// one that it can be offered by.
async fn ask(
    tills: Tills<'_>,
    due: &DuePayment,
    card: Option<&cards::Offer>,
    now: Timestamp,
) -> Option<News> {
    let payment = &due.payment;
    match &payment.stage {
        PaymentStage::Asked => {
            let until = payment.asked_at.after(PAYMENT_OFFER_MAX);
            match card.filter(|_| now < until) {
                Some(card) => Some(News::Carded(card.origin.clone())),
                None => create(tills.provider, payment, until, now).await,
            }
        }
        PaymentStage::OfferedAsCard => match status(tills, payment).await {
            Some(Answer::Status(status)) => news_while_offered(payment, status, now),
            // Meta does not have the card, and will not get it: the page is there for whoever cannot have one.
            Some(Answer::Unknown | Answer::Refused) if due.card_is_dead => {
                create(tills.provider, payment, payment.expires_at(), now).await
            }
            Some(Answer::Unknown) => news_while_offered(payment, OrderStatus::Open, now),
            Some(Answer::Refused) | None => None,
        },
        PaymentStage::Offered { .. } => match status(tills, payment).await {
            Some(Answer::Status(status)) => news_while_offered(payment, status, now),
            Some(Answer::Unknown | Answer::Refused) | None => None,
        },
        PaymentStage::Expired | PaymentStage::Failed { was_offered: true } => {
            match status(tills, payment).await {
                Some(Answer::Status(OrderStatus::Paid { receipt, .. })) => {
                    Some(News::Paid(receipt))
                }
                Some(
                    Answer::Status(OrderStatus::Open | OrderStatus::Expired | OrderStatus::Failed)
                    | Answer::Unknown
                    | Answer::Refused,
                )
                | None => None,
            }
        }
        PaymentStage::Paid(_) | PaymentStage::Failed { was_offered: false } => None,
    }
}

fn news_while_offered(payment: &Payment, status: OrderStatus, now: Timestamp) -> Option<News> {
    match status {
        OrderStatus::Open if now < payment.expires_at() => None,
        OrderStatus::Open | OrderStatus::Expired => Some(News::Lapsed),
        OrderStatus::Failed => Some(News::Failed),
        OrderStatus::Paid { receipt, .. } => Some(News::Paid(receipt)),
    }
}

/// Has the provider make a page; given up at `until`.
async fn create(
    provider: &dyn PaymentProvider,
    payment: &Payment,
    until: Timestamp,
    now: Timestamp,
) -> Option<News> {
    if now >= until {
        return Some(News::NotTaken);
    }
    let order = PaymentOrder {
        reference: payment.order.clone(),
        paise: payment.request.paise,
        purpose: payment.request.purpose.get(payment.contact.language).to_owned(),
        expires_at: payment.expires_at(),
    };
    match provider.create(&order).await {
        // A page that no citizen can be sent to is none.
        Ok(link) if offer(payment, &link).is_some() => {
            count("create", "ok");
            Some(News::Created { link })
        }
        Ok(_) => {
            count("create", "unusable");
            Some(News::NotTaken)
        }
        Err(error) => {
            let is_refused = matches!(error, ProviderError::Refused { .. });
            tell("create", payment, &error);
            is_refused.then_some(News::NotTaken)
        }
    }
}

/// What whoever takes the money says of an order.
enum Answer {
    Status(OrderStatus),
    /// There is no such order.
    Unknown,
    /// They do not say.
    Refused,
}

/// Where the order stands; none if nobody answered. Part of the money is none.
async fn status(tills: Tills<'_>, payment: &Payment) -> Option<Answer> {
    let (call, answered) = match (&payment.way, tills.cards) {
        (PaymentWay::Link, _) => ("status", tills.provider.status(&payment.order).await.map(Some)),
        (PaymentWay::Card(origin), Some(cards)) => {
            ("card_status", cards.api.status(origin, &payment.order).await)
        }
        // Nobody to ask.
        (PaymentWay::Card(_), None) => return None,
    };
    match answered {
        Ok(Some(OrderStatus::Paid { paise, .. })) if paise < payment.request.paise => {
            count(call, "short");
            tracing::error!(
                order = payment.order.as_str(),
                paise,
                wanted = payment.request.paise,
                "the provider says paid, and has less than was asked for: a person must look"
            );
            Some(Answer::Status(OrderStatus::Open))
        }
        Ok(status) => {
            count(call, "ok");
            Some(status.map_or(Answer::Unknown, Answer::Status))
        }
        Err(error) => {
            tell(call, payment, &error);
            matches!(error, ProviderError::Refused { .. }).then_some(Answer::Refused)
        }
    }
}

fn tell(call: &'static str, payment: &Payment, error: &ProviderError) {
    let result = match error {
        ProviderError::Unanswered { .. } => "unanswered",
        ProviderError::Refused { .. } => "refused",
    };
    count(call, result);
    let (order, error) = (payment.order.as_str(), error as &dyn std::error::Error);
    tracing::warn!(order, call, error, "the payment provider did not do as asked");
}

fn count(call: &'static str, result: &'static str) {
    counter!("mitra_payment_calls_total", "call" => call, "result" => result).increment(1);
}

/// What to commit after a look. `card` is the message with the card, or what is said in its place.
fn decide(
    desk: &Desk,
    payment: &Payment,
    wakes: u32,
    news: Option<News>,
    card: Option<NewDelivery>,
    now: Timestamp,
) -> PaymentSettlement {
    let step = news.and_then(|news| payment.step(news));
    let after = step.as_ref().map_or(payment, |step| step.payment());
    let ended = step.as_ref().and_then(|step| step.payment().update());
    let delivery = match &after.stage {
        // Who was sent a card that did not arrive waits for the page.
        PaymentStage::Offered { link } if payment.is_awaited || step.is_some() => {
            offer(after, link)
        }
        PaymentStage::OfferedAsCard if payment.is_awaited || step.is_some() => card,
        PaymentStage::Paid(receipt) if payment.is_awaited && step.is_none() => {
            deliver(after, &desk.paid_already(after, receipt))
        }
        PaymentStage::Asked
        | PaymentStage::Offered { .. }
        | PaymentStage::OfferedAsCard
        | PaymentStage::Paid(_)
        | PaymentStage::Failed { .. }
        | PaymentStage::Expired => step.as_ref().and_then(|step| cards::end(step, now)),
    };
    let timer = ended.map(|update| {
        let (department, service) = (payment.department.clone(), payment.service.clone());
        let key = TimerKey { department, service, name: update.reference.as_str().to_owned() };
        let (content, set_by) = (TimerContent::Payment(update), payment.asked_by.clone());
        TimerWrite { key, timer: Some(Timer { at: now, content, set_by }) }
    });
    let next_check = after.next_check(now);
    PaymentSettlement { order: payment.order.clone(), wakes, step, delivery, timer, next_check }
}

/// The message with the way to pay; none if its page's address cannot be sent.
fn offer(payment: &Payment, link: &str) -> Option<NewDelivery> {
    deliver(payment, &mitra_desk::payment_offer(payment, link))
}

pub(crate) fn deliver(payment: &Payment, reply: &Reply) -> Option<NewDelivery> {
    Some(delivery(payment, render_own(std::slice::from_ref(reply)).pop()?))
}

/// A message to whoever is to pay.
pub(crate) fn delivery(payment: &Payment, message: Rendered) -> NewDelivery {
    let Rendered { body, file, .. } = message;
    let (from, window_closes_at) = (payment.contact.from.clone(), payment.contact.window_closes_at);
    NewDelivery { from, body, file, certificate: None, window_closes_at }
}

#[cfg(test)]
pub(crate) mod tests;
