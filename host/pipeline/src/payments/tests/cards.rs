//! Payments that are offered by WhatsApp's own card.

use mitra_core::payment::{
    CardAccount, CardGateway, CardOrigin, CardPayments, CardRefund, CardSeller,
    PaymentConfiguration,
};

use super::*;

type Answered = Result<Option<OrderStatus>, ProviderError>;

/// Meta, which answers once as it was told.
struct Meta(Mutex<Option<Answered>>);

#[async_trait]
impl CardPayments for Meta {
    async fn status(&self, origin: &CardOrigin, order: &OrderReference) -> Answered {
        assert_eq!((origin, order.as_str()), (&super::cards::origin(), "order"));
        self.0.lock().unwrap().take().expect("it is asked once")
    }

    async fn refund(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
        _paise: u64,
    ) -> Result<RefundStatus, ProviderError> {
        Err(away())
    }

    async fn refunds(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError> {
        Err(away())
    }
}

fn configuration(name: &str) -> PaymentConfiguration {
    PaymentConfiguration::parse(name).unwrap()
}

/// Where the cards come from.
pub(crate) fn origin() -> CardOrigin {
    CardOrigin { number: PhoneNumberId::new("1"), configuration: configuration("pg-prod") }
}

fn account(name: &str) -> CardAccount {
    let lines = ["Government of Telangana", "1 Road", "Hyderabad"].map(str::to_owned);
    let seller = CardSeller::new(lines, "TS".to_owned(), "500022".to_owned()).unwrap();
    CardAccount { configuration: configuration(name), gateway: CardGateway::Razorpay, seller }
}

fn cards(answer: Option<Answered>, account: Option<CardAccount>) -> Cards {
    Cards { api: Arc::new(Meta(Mutex::new(answer))), account }
}

fn carded() -> Payment {
    let way = PaymentWay::Card(origin());
    Payment { is_awaited: false, way, ..payment(PaymentStage::OfferedAsCard) }
}

/// What follows a look at a payment; `link` is what the provider of pages answers.
async fn after_look(
    due: DuePayment,
    cards: &Cards,
    link: Result<String, ProviderError>,
    now: Timestamp,
) -> PaymentSettlement {
    let provider = Told(Mutex::default(), link);
    let tills = Tills { provider: &provider, cards: Some(cards) };
    let desk = desk();
    let card = crate::cards::offer(tills.cards, &desk, &due.payment, now);
    let news = ask(tills, &due, card.as_ref(), now).await;
    decide(&desk, &due.payment, due.wakes, news, card.map(|card| card.message), now)
}

/// What follows when Meta answers this of a card.
async fn after_answer(answer: Answered, card_is_dead: bool, now: Timestamp) -> PaymentSettlement {
    let due = DuePayment { payment: carded(), wakes: 3, card_is_dead };
    // The configuration has changed since: who was sent the card still takes the money.
    let cards = cards(Some(answer), Some(account("pg-other")));
    after_look(due, &cards, Ok(LINK.to_owned()), now).await
}

fn asked() -> DuePayment {
    let payment = payment(PaymentStage::Asked);
    DuePayment { payment, wakes: 0, card_is_dead: false }
}

fn sent(settlement: &PaymentSettlement) -> &str {
    &settlement.delivery.as_ref().expect("a message").body
}

/// The kind of the message, and what it says of the order.
fn order_status(settlement: &PaymentSettlement) -> Option<(&str, &str)> {
    let body = &settlement.delivery.as_ref()?.body;
    let after = |mark: &str| body.split_once(mark)?.1.split('"').next();
    let kind = after(r#""interactive":{"type":""#)?;
    Some((kind, after(r#""order":{"status":""#).unwrap_or_default()))
}

fn refused() -> ProviderError {
    ProviderError::Refused { status: 400, detail: "no such order".to_owned() }
}

#[tokio::test]
async fn a_payment_is_offered_by_a_card_where_the_operator_has_an_account() {
    let meta = cards(None, Some(account("pg-prod")));
    let offered = after_look(asked(), &meta, Err(away()), Timestamp(1)).await;
    let step = offered.step.as_ref().expect("a step").payment();
    assert_eq!(
        (&step.stage, &step.way),
        (&PaymentStage::OfferedAsCard, &PaymentWay::Card(origin()))
    );
    assert_eq!(order_status(&offered), Some(("order_details", "pending")));
    assert!(sent(&offered).contains(r#""reference_id":"order""#), "{}", sent(&offered));
    let without = after_look(asked(), &cards(None, None), Ok(LINK.to_owned()), Timestamp(1)).await;
    assert_eq!(order_status(&without), Some(("cta_url", "")));
    let late = Timestamp(0).after(PAYMENT_OFFER_MAX);
    let late = after_look(asked(), &meta, Ok(LINK.to_owned()), late).await;
    assert_eq!(told(&late), Some("failed"), "a card is not offered later than a page");
}

#[tokio::test]
async fn metas_word_moves_a_card_and_nothing_else_does() {
    let end = carded().expires_at();
    let before = Timestamp(end.0 - 1);
    for (answer, now, expected) in [
        (Ok(Some(has(500))), before, Some("paid")),
        (Ok(Some(has(501))), before, Some("paid")),
        (Ok(Some(has(499))), before, None),
        (Ok(Some(OrderStatus::Open)), before, None),
        (Ok(Some(OrderStatus::Open)), end, Some("expired")),
        (Ok(None), before, None),
        (Ok(None), end, Some("expired")),
        (Err(away()), end, None),
        (Err(refused()), end, None),
    ] {
        let looked = after_answer(answer.clone(), false, now).await;
        assert_eq!((stage(&looked), told(&looked)), (expected, expected), "{answer:?} at {now}");
    }
}

#[tokio::test]
async fn the_page_is_offered_where_meta_does_not_have_the_card() {
    for answer in [Ok(None), Err(refused())] {
        let looked = after_answer(answer, true, Timestamp(1)).await;
        let step = looked.step.as_ref().expect("a step");
        assert_eq!((step.to().name(), &step.payment().way), ("offered", &PaymentWay::Link));
        assert_eq!(offered_by(step), Some("link_for_card"));
        assert!(looked.delivery.expect("a message").body.contains(LINK));
    }
    // Whatever became of the message: Meta has the order, and it can be paid.
    let had = after_answer(Ok(Some(OrderStatus::Open)), true, Timestamp(1)).await;
    assert_eq!((stage(&had), had.delivery.is_none()), (None, true));
    let unclear = after_answer(Err(away()), true, Timestamp(1)).await;
    assert_eq!((stage(&unclear), unclear.delivery.is_none()), (None, true));
}

#[tokio::test]
async fn a_card_that_nobody_has_and_no_page_is_a_payment_that_failed() {
    let due = || DuePayment { payment: carded(), wakes: 0, card_is_dead: true };
    let meta = || cards(Some(Ok(None)), None);
    let refused = after_look(due(), &meta(), Err(refused()), Timestamp(1)).await;
    assert_eq!((stage(&refused), told(&refused)), (Some("failed"), Some("failed")));
    assert_eq!(refused.delivery, None, "there is no card to be told");
    let waits = after_look(due(), &meta(), Err(away()), Timestamp(1)).await;
    assert_eq!(stage(&waits), None);
    let over = after_look(due(), &meta(), Err(away()), carded().expires_at()).await;
    assert_eq!(told(&over), Some("failed"));
}

#[tokio::test]
async fn the_card_is_told_how_it_ended_while_its_citizen_can_be_written_to() {
    let told_to = |status| Some(("order_status", status));
    let closes = carded().contact.window_closes_at;
    let paid = after_answer(Ok(Some(has(500))), false, Timestamp(closes.0 - 1)).await;
    assert_eq!(order_status(&paid), told_to("completed"));
    let silent = after_answer(Ok(Some(has(500))), false, closes).await;
    assert_eq!((stage(&silent), silent.delivery.is_none()), (Some("paid"), true));
    let contact = PaymentContact { window_closes_at: Timestamp(i64::MAX), ..carded().contact };
    let ends = carded().expires_at();
    let look = async |stage, answer| {
        let payment = Payment { contact: contact.clone(), stage, ..carded() };
        let due = DuePayment { payment, wakes: 0, card_is_dead: false };
        after_look(due, &cards(Some(answer), None), Err(away()), ends).await
    };
    let lapsed = look(PaymentStage::OfferedAsCard, Ok(Some(OrderStatus::Open))).await;
    assert_eq!(order_status(&lapsed), told_to("canceled"));
    // Meta lets nothing follow `canceled`.
    let late = look(PaymentStage::Expired, Ok(Some(has(500)))).await;
    assert_eq!((stage(&late), late.delivery.is_none()), (Some("paid"), true));
}

#[tokio::test]
async fn whoever_asks_once_more_is_sent_to_the_card_that_they_have() {
    let payment = Payment { is_awaited: true, ..carded() };
    let due = DuePayment { payment, wakes: 0, card_is_dead: false };
    let meta = cards(Some(Ok(Some(OrderStatus::Open))), None);
    let looked = after_look(due, &meta, Err(away()), Timestamp(1)).await;
    let said = sent(&looked);
    assert!(said.starts_with(r#"{"type":"text""#), "{said}");
    assert!(said.contains("The payment card is above."), "{said}");
}
