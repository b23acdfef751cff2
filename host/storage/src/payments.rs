//! Payments: asked for by settled turns, moved by what the provider says.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::OrderReference;
use mitra_core::payment::{Payment, PaymentKey, PaymentStage, PaymentStep};
use mitra_core::timer::TimerWrite;

use crate::{NewDelivery, Settled, StorageError};

/// A payment that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePayment {
    /// As it stands.
    pub payment: Payment,
    /// How often it was woken: if this has changed when the look is over, there is something new to see.
    pub wakes: u32,
    /// Whether the message with its card was given up, nobody sent it again, and no attempt to send it can be under way
    /// any more. Meta may have the card all the same.
    pub card_is_dead: bool,
}

/// Payments to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuePayments {
    /// Longest due first.
    pub due: Vec<DuePayment>,
    /// When the next one is due, of those that are not yet.
    pub next: Option<Timestamp>,
}

/// What one look at a payment led to. Committed together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSettlement {
    /// Which payment.
    pub order: OrderReference,
    /// How often it had been woken when it was looked at.
    pub wakes: u32,
    /// Its move, if it moves.
    pub step: Option<PaymentStep>,
    /// A message to the citizen about it.
    pub delivery: Option<NewDelivery>,
    /// The timer that tells its department how it ended.
    pub timer: Option<TimerWrite>,
    /// When to look at it again; none if never by itself.
    pub next_check: Option<Timestamp>,
}

impl PaymentSettlement {
    /// Whether it takes a card for given up: a page takes its place, or nothing does.
    pub fn replaces_card(&self) -> bool {
        self.step.as_ref().is_some_and(|step| {
            let to_other = matches!(
                step.to(),
                PaymentStage::Offered { .. } | PaymentStage::Failed { was_offered: false }
            );
            *step.from() == PaymentStage::OfferedAsCard && to_other
        })
    }
}

/// Payments.
///
/// A payment comes into being by [`crate::Settlement::payment`]: with a turn's other effects, or not at all. It is
/// never removed: it says who paid what, and a department may ask for it years later.
#[async_trait]
pub trait Payments: Send + Sync {
    /// The payment as last committed, or none.
    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError>;

    /// At most `max` payments that are due to be looked at, longest due first. Changes nothing: two that look at one
    /// both ask the provider, and the second one's settlement is a conflict.
    async fn due_payments(&self, max: usize, now: Timestamp) -> Result<DuePayments, StorageError>;

    /// Commits what a look at a payment led to, in one transaction; nobody waits for a message about it any more.
    /// Durable when it returns [`Settled::Committed`].
    ///
    /// The message of a step to [`PaymentStage::OfferedAsCard`] is the one with the card: when it is given up, the
    /// payment is due as soon as no attempt to send it can be under way any more. Once the payment stands elsewhere the
    /// message is forgotten, if it was given up or when it is: nobody is to send it again.
    ///
    /// [`Settled::Conflict`], and nothing is changed, if the payment was woken since, or does not stand where the step
    /// begins, or something takes the place of a card that was not given up. It is due again then, or somebody else
    /// has looked.
    async fn settle_payment(&self, settlement: PaymentSettlement) -> Result<Settled, StorageError>;

    /// Makes a payment due at once: there is news. Says whether there is one. Durable when it returns.
    async fn wake_payment(
        &self,
        order: &OrderReference,
        now: Timestamp,
    ) -> Result<bool, StorageError>;
}
