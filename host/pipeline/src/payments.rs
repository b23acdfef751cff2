//! Payments: those that settled turns asked for -> the provider, and what it says of them -> OUTBOX and timers.
//!
//! Takes: nothing but the time and a bell, which [`PaymentCalls`] rings when the provider called. Gives: a message with
//! the way to pay; and when a payment ended, a timer that is due at once, by which its department hears of it.
//! Never: believes what calls here; the provider is asked, server to server, and only its answer moves a payment. Never
//! runs a turn.
//! **Invariant I6:** nothing is begun after the stop.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::OrderReference;
use mitra_core::limits::{PAYMENT_CALLS_MAX, PAYMENT_OFFER_MAX};
use mitra_core::payment::{
    News, OrderStatus, Payment, PaymentOrder, PaymentProvider, PaymentStage, ProviderError,
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
    let DuePayment { payment, wakes } = due;
    let news = ask(provider, &payment, shared.clock.now()).await;
    let desk = shared.routing.desk();
    let settlement = decide(&desk, &payment, wakes, news, shared.clock.now());
    let (is_told, ended) = (settlement.delivery.is_some(), settlement.timer.is_some());
    let stage = settlement.step.as_ref().map(|step| step.to().name());
    match shared.storage.settle_payment(settlement).await {
        Ok(Settled::Committed) => {
            if let Some(stage) = stage {
                let department = payment.department.as_str().to_owned();
                counter!("mitra_payments_total", "department" => department, "stage" => stage)
                    .increment(1);
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

/// What there is to hear of a payment: from the provider, or from the clock. None if nothing.
async fn ask(provider: &dyn PaymentProvider, payment: &Payment, now: Timestamp) -> Option<News> {
    match &payment.stage {
        PaymentStage::Asked => Some(create(provider, payment, now).await?),
        PaymentStage::Offered { .. } => match status(provider, payment).await? {
            OrderStatus::Open if now < payment.expires_at() => None,
            OrderStatus::Open | OrderStatus::Expired => Some(News::Lapsed),
            OrderStatus::Failed => Some(News::Failed),
            OrderStatus::Paid { receipt, .. } => Some(News::Paid(receipt)),
        },
        PaymentStage::Expired | PaymentStage::Failed { was_offered: true } => {
            match status(provider, payment).await? {
                OrderStatus::Paid { receipt, .. } => Some(News::Paid(receipt)),
                OrderStatus::Open | OrderStatus::Expired | OrderStatus::Failed => None,
            }
        }
        PaymentStage::Paid(_) | PaymentStage::Failed { was_offered: false } => None,
    }
}

async fn create(provider: &dyn PaymentProvider, payment: &Payment, now: Timestamp) -> Option<News> {
    if now >= payment.asked_at.after(PAYMENT_OFFER_MAX) {
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

/// Where the order stands; none if that cannot be had. Part of the money is none.
async fn status(provider: &dyn PaymentProvider, payment: &Payment) -> Option<OrderStatus> {
    match provider.status(&payment.order).await {
        Ok(OrderStatus::Paid { paise, .. }) if paise < payment.request.paise => {
            count("status", "short");
            tracing::error!(
                order = payment.order.as_str(),
                paise,
                wanted = payment.request.paise,
                "the provider says paid, and has less than was asked for: a person must look"
            );
            Some(OrderStatus::Open)
        }
        Ok(status) => {
            count("status", "ok");
            Some(status)
        }
        Err(error) => {
            tell("status", payment, &error);
            None
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

/// What to commit after a look.
fn decide(
    desk: &Desk,
    payment: &Payment,
    wakes: u32,
    news: Option<News>,
    now: Timestamp,
) -> PaymentSettlement {
    let step = news.and_then(|news| payment.step(news));
    let after = step.as_ref().map_or(payment, |step| step.payment());
    let ended = step.as_ref().and_then(|step| step.payment().update());
    let delivery = match &after.stage {
        PaymentStage::Offered { link } if payment.is_awaited => offer(after, link),
        PaymentStage::Paid(receipt) if payment.is_awaited && step.is_none() => {
            deliver(after, &desk.paid_already(after, receipt))
        }
        PaymentStage::Asked
        | PaymentStage::Offered { .. }
        | PaymentStage::Paid(_)
        | PaymentStage::Failed { .. }
        | PaymentStage::Expired => None,
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

fn deliver(payment: &Payment, reply: &Reply) -> Option<NewDelivery> {
    let Rendered { body, file, .. } = render_own(std::slice::from_ref(reply)).pop()?;
    let (from, window_closes_at) = (payment.contact.from.clone(), payment.contact.window_closes_at);
    Some(NewDelivery { from, body, file, certificate: None, window_closes_at })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use std::sync::Mutex;

    use async_trait::async_trait;
    use mitra_core::ids::{CitizenId, DepartmentId, PhoneNumberId, ServiceId, TurnId};
    use mitra_core::language::{Language, Localized};
    use mitra_core::payment::{
        BooksError, PaymentContact, PaymentEnd, PaymentReceipt, PaymentRequest, ProviderBooks,
        RefundOrder, RefundStatus,
    };
    use mitra_core::routing::RoutingTable;

    use super::*;

    /// Answers once as it was told.
    struct Told(Mutex<Option<Result<OrderStatus, ProviderError>>>, Result<String, ProviderError>);

    #[async_trait]
    impl PaymentProvider for Told {
        async fn create(&self, _order: &PaymentOrder) -> Result<String, ProviderError> {
            self.1.clone()
        }

        async fn status(&self, _order: &OrderReference) -> Result<OrderStatus, ProviderError> {
            self.0.lock().unwrap().take().expect("it is asked once")
        }

        async fn refund(&self, _order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
            Err(away())
        }

        async fn refund_status(
            &self,
            _order: &RefundOrder,
        ) -> Result<Option<RefundStatus>, ProviderError> {
            Err(away())
        }

        async fn books(
            &self,
            _from: Timestamp,
            _to: Timestamp,
        ) -> Result<ProviderBooks, BooksError> {
            Err(away().into())
        }

        async fn order_of(&self, _payment: &str) -> Result<Option<OrderReference>, ProviderError> {
            Err(away())
        }
    }

    fn desk() -> Desk {
        Desk::new(Arc::new(RoutingTable::default()))
    }

    const LINK: &str = "https://pay.example/1";

    fn payment(stage: PaymentStage) -> Payment {
        let text = || "Bill".to_owned();
        let purpose = Localized { te: text(), en: text(), hi: text() };
        Payment {
            order: OrderReference::new("order"),
            citizen: CitizenId(1),
            department: DepartmentId::parse("energy").unwrap(),
            service: ServiceId::parse("bill").unwrap(),
            request: PaymentRequest::new("bill-1", 500, purpose, Duration::from_mins(20)).unwrap(),
            asked_by: TurnId::new("turn"),
            asked_at: Timestamp(0),
            contact: PaymentContact {
                language: Language::En,
                from: PhoneNumberId::new("1"),
                window_closes_at: Timestamp(9),
            },
            is_awaited: true,
            stage,
        }
    }

    fn offered() -> PaymentStage {
        PaymentStage::Offered { link: LINK.to_owned() }
    }

    async fn after_status(
        stage: PaymentStage,
        status: Result<OrderStatus, ProviderError>,
        now: Timestamp,
    ) -> PaymentSettlement {
        let provider = Told(Mutex::new(Some(status)), Ok(LINK.to_owned()));
        let payment = payment(stage);
        let news = ask(&provider, &payment, now).await;
        decide(&desk(), &payment, 3, news, now)
    }

    async fn after_create(
        link: Result<String, ProviderError>,
        now: Timestamp,
    ) -> PaymentSettlement {
        let payment = payment(PaymentStage::Asked);
        let news = ask(&Told(Mutex::default(), link), &payment, now).await;
        decide(&desk(), &payment, 3, news, now)
    }

    fn stage(settlement: &PaymentSettlement) -> Option<&'static str> {
        settlement.step.as_ref().map(|step| step.to().name())
    }

    /// What the department is told, if it is.
    fn told(settlement: &PaymentSettlement) -> Option<&'static str> {
        let timer = settlement.timer.as_ref()?.timer.as_ref().expect("it is set");
        let TimerContent::Payment(update) = &timer.content else { panic!("a payment") };
        Some(match update.end {
            PaymentEnd::Paid(_) => "paid",
            PaymentEnd::Failed => "failed",
            PaymentEnd::Expired => "expired",
        })
    }

    fn has(paise: u64) -> OrderStatus {
        let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(1) };
        OrderStatus::Paid { paise, receipt }
    }

    fn away() -> ProviderError {
        ProviderError::Unanswered { detail: "away".to_owned() }
    }

    #[tokio::test]
    async fn a_page_is_sent_once_the_provider_has_it() {
        let made = after_create(Ok(LINK.to_owned()), Timestamp(1)).await;
        assert_eq!((stage(&made), told(&made), made.wakes), (Some("offered"), None, 3));
        assert!(made.delivery.expect("a message").body.contains(LINK));
        for link in ["javascript:alert(1)", "http://pay.example/1"] {
            let unusable = after_create(Ok(link.to_owned()), Timestamp(1)).await;
            assert_eq!((stage(&unusable), told(&unusable)), (Some("failed"), Some("failed")));
        }
    }

    #[tokio::test]
    async fn a_provider_that_is_away_is_waited_for_and_not_for_ever() {
        let before = Timestamp(0).after(PAYMENT_OFFER_MAX);
        let waits = after_create(Err(away()), Timestamp(before.0 - 1)).await;
        assert_eq!((stage(&waits), waits.delivery.is_none()), (None, true));
        assert!(waits.next_check.is_some());
        let given_up = after_create(Ok(LINK.to_owned()), before).await;
        assert_eq!((stage(&given_up), told(&given_up)), (Some("failed"), Some("failed")));
        let refused = ProviderError::Refused { status: 401, detail: "key".to_owned() };
        let refused = after_create(Err(refused), Timestamp(1)).await;
        assert_eq!((stage(&refused), told(&refused)), (Some("failed"), Some("failed")));
    }

    #[tokio::test]
    async fn all_of_the_money_is_paid_and_less_is_not() {
        for (paise, expected) in [(499, None), (500, Some("paid")), (501, Some("paid"))] {
            let looked = after_status(offered(), Ok(has(paise)), Timestamp(1)).await;
            assert_eq!((stage(&looked), told(&looked)), (expected, expected), "{paise}");
        }
    }

    #[tokio::test]
    async fn time_is_over_by_the_providers_word_or_by_the_clock_with_it() {
        let end = payment(offered()).expires_at();
        let look = async |status, now| stage(&after_status(offered(), status, now).await);
        assert_eq!(look(Ok(OrderStatus::Open), Timestamp(end.0 - 1)).await, None);
        assert_eq!(look(Ok(OrderStatus::Open), end).await, Some("expired"));
        assert_eq!(look(Ok(OrderStatus::Expired), Timestamp(1)).await, Some("expired"));
        assert_eq!(look(Ok(OrderStatus::Failed), Timestamp(1)).await, Some("failed"));
        // Nobody says expired who does not know.
        assert_eq!(look(Err(away()), end).await, None);
    }

    #[tokio::test]
    async fn money_that_comes_late_counts() {
        for late in [PaymentStage::Expired, PaymentStage::Failed { was_offered: true }] {
            let looked = after_status(late, Ok(has(500)), Timestamp(1)).await;
            assert_eq!((stage(&looked), told(&looked)), (Some("paid"), Some("paid")));
        }
    }

    #[tokio::test]
    async fn whoever_asks_again_is_shown_the_page_or_the_receipt() {
        let open = after_status(offered(), Err(away()), Timestamp(1)).await;
        assert!(open.step.is_none() && open.delivery.expect("a message").body.contains(LINK));
        let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(1) };
        let paid = payment(PaymentStage::Paid(receipt));
        let shown = decide(&desk(), &paid, 0, None, Timestamp(1));
        assert!(shown.delivery.expect("a message").body.contains("pay_1"));
        assert_eq!((shown.timer, shown.next_check), (None, None));
        let heard = Payment { is_awaited: false, ..paid };
        assert_eq!(decide(&desk(), &heard, 0, None, Timestamp(1)).delivery, None);
    }
}
