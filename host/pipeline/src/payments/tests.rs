//! A look at a payment: what is asked, and what follows.

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

pub(crate) mod cards;

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

    async fn books(&self, _from: Timestamp, _to: Timestamp) -> Result<ProviderBooks, BooksError> {
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

/// A payment of 500 paise that its citizen waits for.
pub(crate) fn payment(stage: PaymentStage) -> Payment {
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
        way: PaymentWay::Link,
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
    let due = DuePayment { payment: payment.clone(), wakes: 3, card_is_dead: false };
    let tills = Tills { provider: &provider, cards: None };
    let news = ask(tills, &due, None, now).await;
    decide(&desk(), &payment, 3, news, None, now)
}

async fn after_create(link: Result<String, ProviderError>, now: Timestamp) -> PaymentSettlement {
    let payment = payment(PaymentStage::Asked);
    let due = DuePayment { payment: payment.clone(), wakes: 3, card_is_dead: false };
    let tills = Tills { provider: &Told(Mutex::default(), link), cards: None };
    let news = ask(tills, &due, None, now).await;
    decide(&desk(), &payment, 3, news, None, now)
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
async fn a_page_is_sent_though_an_earlier_look_had_no_answer() {
    // Whoever looked before is done with what was awaited then.
    let payment = Payment { is_awaited: false, ..payment(PaymentStage::Asked) };
    let due = DuePayment { payment, wakes: 0, card_is_dead: false };
    let provider = Told(Mutex::default(), Ok(LINK.to_owned()));
    let tills = Tills { provider: &provider, cards: None };
    let news = ask(tills, &due, None, Timestamp(1)).await;
    let made = decide(&desk(), &due.payment, 0, news, None, Timestamp(1));
    assert!(made.delivery.expect("a message").body.contains(LINK));
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
    let shown = decide(&desk(), &paid, 0, None, None, Timestamp(1));
    assert!(shown.delivery.expect("a message").body.contains("pay_1"));
    assert_eq!((shown.timer, shown.next_check), (None, None));
    let heard = Payment { is_awaited: false, ..paid };
    assert_eq!(decide(&desk(), &heard, 0, None, None, Timestamp(1)).delivery, None);
}
