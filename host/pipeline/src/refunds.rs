//! Refunds: those that operators asked for -> the provider, and what it says of them -> timers.
//!
//! Takes: nothing but the time and a bell, which [`RefundCalls`] rings. Gives: when the money is back, a timer that is
//! due at once, by which the desk tells the citizen.
//! Never: decides that something is refunded, or believes what calls here; the provider is asked, server to server.
//! **Invariant I6:** nothing is begun after the stop.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::Pseudonym;
use mitra_core::limits::PAYMENT_CALLS_MAX;
use mitra_core::payment::{
    AskedRefund, GivenRefund, NoRefund, Payment, PaymentKey, PaymentProvider, PaymentWay,
    ProviderError, Refund, RefundId, RefundKey, RefundOrder, RefundPlace, RefundRequest,
    RefundStatus, RefundStep,
};
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};
use mitra_storage::{
    DueRefund, DueRefunds, RefundSettlement, Settled, SharedStorage, StorageError,
};
use tokio_util::sync::CancellationToken;

use crate::bell::Bell;
use crate::cards;
use crate::pipeline::Shared;
use crate::pseudonym::Pseudonyms;
use crate::rounds::{Found, Rounds};

/// The door for those who have something paid back, and for the provider's calls about it. Cheap to clone.
#[derive(Clone)]
pub struct RefundCalls {
    pub(crate) storage: SharedStorage,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) bell: Bell,
}

/// A payment as operators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPayment {
    /// It.
    pub payment: Payment,
    /// The citizen as the department knows them.
    pub citizen: Pseudonym,
    /// What was, or is to be, paid back of it, oldest first.
    pub refunds: Vec<Refund>,
}

impl SeenPayment {
    /// Whether exactly this would be asked for, or was before.
    pub fn would_refund(
        &self,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Refund, NoRefund> {
        self.payment.refund(request, &self.refunds, now)
    }
}

impl RefundCalls {
    /// The payment of this key, if there is one.
    pub async fn payment(&self, key: &PaymentKey) -> Result<Option<SeenPayment>, StorageError> {
        let Some(payment) = self.storage.payment(key).await? else { return Ok(None) };
        let refunds = self.storage.refunds(&payment.order).await?;
        let citizen = self.pseudonyms.citizen(&payment.department, payment.citizen);
        Ok(Some(SeenPayment { payment, citizen, refunds }))
    }

    /// What a refund of this payment and key is known by.
    pub fn id(&self, payment: &Payment, key: &RefundKey) -> RefundId {
        self.pseudonyms.refund(&payment.order, key)
    }

    /// Has something of a payment paid back; the same again is the same. Durable when it returns. None if there is no
    /// such payment.
    pub async fn ask(
        &self,
        payment: &PaymentKey,
        request: &RefundRequest,
    ) -> Result<Option<Result<Refund, NoRefund>>, StorageError> {
        let asked = self.storage.ask_refund(payment, request, self.clock.now()).await?;
        self.bell.ring();
        Ok(asked)
    }

    /// The provider says that there is news of a refund: it will be asked. Durable when it returns. Says whether there
    /// is such a refund.
    pub async fn news_of(&self, id: &RefundId) -> Result<bool, StorageError> {
        let is_known = self.storage.wake_refund(id, self.clock.now()).await?;
        self.bell.ring();
        Ok(is_known)
    }
}

/// Looks at refunds until `stop`.
pub(crate) async fn run(
    shared: Shared,
    provider: Arc<dyn PaymentProvider>,
    stop: CancellationToken,
) {
    let rounds = Rounds {
        clock: &*shared.clock,
        bell: &shared.refunds,
        cannot_find: "cannot find refunds that are due",
    };
    let find = async |now| {
        let DueRefunds { due, next } = shared.storage.due_refunds(PAYMENT_CALLS_MAX, now).await?;
        Ok(Found { due, next })
    };
    rounds.run(stop, find, |due| look_at(&shared, &*provider, due)).await;
}

/// Looks at one refund and commits what follows. False if storage failed.
async fn look_at(shared: &Shared, provider: &dyn PaymentProvider, due: DueRefund) -> bool {
    let step = match (&due.payment.way, &shared.cards) {
        (PaymentWay::Link, _) => ask(provider, &due.refund, shared.clock.now()).await,
        (PaymentWay::Card(origin), Some(cards)) => {
            match shared.storage.refunds(&due.refund.order).await {
                Ok(all) => {
                    cards::pay_back(cards, origin, &due.refund, &all, shared.clock.now()).await
                }
                Err(error) => {
                    let (refund, error) =
                        (due.refund.id.as_str(), &error as &dyn std::error::Error);
                    tracing::error!(refund, error, "cannot read the refunds of a payment");
                    return false;
                }
            }
        }
        // Nobody to ask.
        (PaymentWay::Card(_), None) => None,
    };
    let settlement = decide(&due, step, shared.clock.now());
    let is_told = settlement.timer.is_some();
    let stage = settlement.step.as_ref().map(|step| step.refund().stage.name());
    match shared.storage.settle_refund(settlement).await {
        Ok(Settled::Committed) => {
            if let Some(stage) = stage {
                let department = due.payment.department.as_str().to_owned();
                counter!("mitra_refunds_total", "department" => department, "stage" => stage)
                    .increment(1);
            }
            if is_told {
                shared.timers.ring();
            }
            true
        }
        // There is something newer to see: it is due again.
        Ok(Settled::Conflict | Settled::ClaimLost) => true,
        Err(error) => {
            let (refund, error) = (due.refund.id.as_str(), &error as &dyn std::error::Error);
            tracing::error!(refund, error, "cannot commit a look at a refund");
            false
        }
    }
}

/// The move that the provider's answer leads to; none if it changes nothing.
async fn ask(
    provider: &dyn PaymentProvider,
    refund: &Refund,
    now: Timestamp,
) -> Option<RefundStep> {
    let (id, payment) = (refund.id.clone(), refund.payment.clone());
    let order = RefundOrder { id, payment, paise: refund.paise };
    match refund.place() {
        RefundPlace::Asked(asked) => {
            let status = provider.refund(&order).await;
            tell("refund", refund, status.as_ref().err());
            after_telling(asked, status)
        }
        RefundPlace::Given(given) => {
            let status = provider.refund_status(&order).await;
            tell("refund_status", refund, status.as_ref().err());
            after_asking(given, status.ok()??, now)
        }
        RefundPlace::Over => None,
    }
}

/// The move that follows what came of telling somebody to pay it back.
pub(crate) fn after_telling(
    asked: AskedRefund<'_>,
    status: Result<RefundStatus, ProviderError>,
) -> Option<RefundStep> {
    match status {
        // That it is over already is found out by asking.
        Ok(RefundStatus::Pending { number } | RefundStatus::Refunded { number }) => {
            Some(asked.given(number))
        }
        Ok(RefundStatus::Failed { why }) => Some(asked.refused(&why)),
        // The account's key is wrong, which says nothing about this refund.
        Err(
            ProviderError::Refused { status: 401 | 403, .. } | ProviderError::Unanswered { .. },
        ) => None,
        Err(error @ ProviderError::Refused { .. }) => Some(asked.refused(&error.to_string())),
    }
}

/// The move that follows where it stands.
pub(crate) fn after_asking(
    given: GivenRefund<'_>,
    status: RefundStatus,
    now: Timestamp,
) -> Option<RefundStep> {
    match status {
        RefundStatus::Pending { .. } => None,
        RefundStatus::Refunded { .. } => Some(given.completed(now)),
        RefundStatus::Failed { why } => Some(given.failed(&why)),
    }
}

pub(crate) fn tell(call: &'static str, refund: &Refund, error: Option<&ProviderError>) {
    let result = match error {
        None => "ok",
        Some(ProviderError::Unanswered { .. }) => "unanswered",
        Some(ProviderError::Refused { .. }) => "refused",
    };
    counter!("mitra_payment_calls_total", "call" => call, "result" => result).increment(1);
    if let Some(error) = error {
        let (refund, error) = (refund.id.as_str(), error as &dyn std::error::Error);
        tracing::warn!(refund, call, error, "the payment provider did not do as asked");
    }
}

/// What to commit after a look.
fn decide(due: &DueRefund, step: Option<RefundStep>, now: Timestamp) -> RefundSettlement {
    let DueRefund { refund, payment, wakes } = due;
    let after = step.as_ref().map_or(refund, |step| step.refund());
    let told = step.as_ref().and_then(|step| step.refund().update(payment));
    let timer = told.map(|update| {
        let (department, service) = (payment.department.clone(), payment.service.clone());
        let key = TimerKey { department, service, name: refund.id.to_string() };
        let (content, set_by) = (TimerContent::Refund(update), refund.told_by());
        TimerWrite { key, timer: Some(Timer { at: now, content, set_by }) }
    });
    // What the provider took may be over already.
    let is_given = step.as_ref().is_some_and(|_| matches!(after.place(), RefundPlace::Given(_)));
    let next_check = if is_given { Some(now) } else { after.next_check(now) };
    RefundSettlement { id: refund.id.clone(), wakes: *wakes, step, timer, next_check }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use mitra_core::ids::OrderReference;
    use mitra_core::payment::{BooksError, OrderStatus, PaymentOrder, ProviderBooks, RefundStage};

    use super::*;

    /// Answers as it was told.
    struct Told(Result<RefundStatus, ProviderError>);

    #[async_trait]
    impl PaymentProvider for Told {
        async fn create(&self, _order: &PaymentOrder) -> Result<String, ProviderError> {
            unreachable!("nothing is to be paid")
        }

        async fn status(&self, _order: &OrderReference) -> Result<OrderStatus, ProviderError> {
            unreachable!("nothing is to be paid")
        }

        async fn refund(&self, _order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
            self.0.clone()
        }

        async fn refund_status(
            &self,
            _order: &RefundOrder,
        ) -> Result<Option<RefundStatus>, ProviderError> {
            self.0.clone().map(Some)
        }

        async fn books(
            &self,
            _from: Timestamp,
            _to: Timestamp,
        ) -> Result<ProviderBooks, BooksError> {
            unreachable!("nobody wants a report")
        }

        async fn order_of(&self, _payment: &str) -> Result<Option<OrderReference>, ProviderError> {
            unreachable!("nobody wants a report")
        }
    }

    async fn after(
        stage: RefundStage,
        answer: Result<RefundStatus, ProviderError>,
    ) -> Option<&'static str> {
        let refund = Refund {
            id: RefundId::new("r1"),
            order: OrderReference::new("order"),
            payment: "pay_1".to_owned(),
            paise: 500,
            key: RefundKey::parse("all").unwrap(),
            by: "asha".to_owned(),
            reason: "paid twice".to_owned(),
            asked_at: Timestamp(0),
            stage,
        };
        let step = ask(&Told(answer), &refund, Timestamp(1)).await;
        step.map(|step| step.refund().stage.name())
    }

    fn refused(status: u16) -> Result<RefundStatus, ProviderError> {
        Err(ProviderError::Refused { status, detail: "no".to_owned() })
    }

    #[tokio::test]
    async fn only_what_the_provider_answers_moves_a_refund() {
        let number = || "rfnd_1".to_owned();
        let pending = || Ok(RefundStatus::Pending { number: number() });
        let done = || Ok(RefundStatus::Refunded { number: number() });
        let failed = || Ok(RefundStatus::Failed { why: "no such account".to_owned() });
        let away = || Err(ProviderError::Unanswered { detail: "away".to_owned() });
        let given = || RefundStage::Given { number: number() };
        assert_eq!(after(RefundStage::Asked, pending()).await, Some("given"));
        assert_eq!(after(RefundStage::Asked, done()).await, Some("given"), "then it is asked");
        assert_eq!(after(RefundStage::Asked, failed()).await, Some("failed"));
        assert_eq!(after(RefundStage::Asked, away()).await, None);
        assert_eq!(after(given(), pending()).await, None);
        assert_eq!(after(given(), done()).await, Some("refunded"));
        assert_eq!(after(given(), failed()).await, Some("failed"));
        assert_eq!(after(given(), away()).await, None);
        let over = RefundStage::Refunded { number: number(), at: Timestamp(1) };
        assert_eq!(after(over, failed()).await, None);
    }

    #[tokio::test]
    async fn a_wrong_key_of_the_account_ends_no_refund_and_a_refusal_does() {
        for (status, stage) in
            [(400, Some("failed")), (401, None), (403, None), (404, Some("failed"))]
        {
            assert_eq!(after(RefundStage::Asked, refused(status)).await, stage, "{status}");
        }
    }
}
