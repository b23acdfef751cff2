//! Payments by WhatsApp's own card: their gateway's account may be the provider's, or another one.

use mitra_core::payment::{CardOrigin, CardPayments};

use super::*;
use crate::payments::tests::cards::origin;

/// Meta, which has so much for these orders, and paid this back.
#[derive(Default)]
struct Meta {
    paid: Vec<(OrderReference, u64)>,
    refunds: Vec<CardRefund>,
}

#[async_trait]
impl CardPayments for Meta {
    async fn status(
        &self,
        _origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Option<OrderStatus>, ProviderError> {
        let found = self.paid.iter().find(|(paid, _)| paid == order);
        Ok(found.map(|(_, paise)| {
            let receipt = PaymentReceipt { id: number(order), at: before_midnight(1) };
            OrderStatus::Paid { paise: *paise, receipt }
        }))
    }

    async fn refund(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
        _paise: u64,
    ) -> Result<RefundStatus, ProviderError> {
        unreachable!("a report changes nothing")
    }

    async fn refunds(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError> {
        Ok(self.refunds.clone())
    }
}

/// The gateway's number of the payment of an order.
fn number(order: &OrderReference) -> String {
    format!("pay_{}", order.as_str().trim_start_matches('0'))
}

/// The same payment, by a card.
fn by_card(payment: Payment) -> Payment {
    Payment { way: PaymentWay::Card(origin()), ..payment }
}

/// The kinds of what differs on the day.
async fn differ(sides: &Sides, meta: Meta) -> Vec<&'static str> {
    let cards = Cards { api: Arc::new(meta), account: None };
    let tills = Tills { provider: sides, cards: Some(&cards) };
    let made = report(sides, tills, day()).await.expect("a report");
    made.differences.iter().map(|it| it.kind.name()).collect()
}

fn sides() -> Sides {
    let payments = vec![by_card(paid(1, "pay_1", before_midnight(1)))];
    Sides { payments, ..Sides::default() }
}

#[tokio::test]
async fn a_card_is_known_by_its_number_where_the_account_is_the_providers() {
    let mut sides = sides();
    sides.provider.payments = vec![captured("pay_1", before_midnight(1))];
    assert_eq!(differ(&sides, Meta::default()).await, NOTHING[0]);
}

#[tokio::test]
async fn of_a_card_with_a_gateway_of_its_own_meta_is_asked() {
    for (paid, expected) in [
        (vec![(order(1), 500)], vec![]),
        (vec![(order(1), 499)], vec!["amount"]),
        (vec![], vec!["unknown_there"]),
    ] {
        let meta = Meta { paid, ..Meta::default() };
        assert_eq!(differ(&sides(), meta).await, expected);
    }
}

#[tokio::test]
async fn more_cards_than_links_may_be_looked_up() {
    let orders: Vec<_> = (1..=REPORT_LOOKUPS_MAX + 1).map(|n| (n, number(&order(n)))).collect();
    let payment = |(n, number): &(usize, String)| by_card(paid(*n, number, before_midnight(1)));
    let payments = orders.iter().map(payment).collect();
    let meta =
        Meta { paid: orders.iter().map(|(n, _)| (order(*n), 500)).collect(), ..Meta::default() };
    assert_eq!(differ(&Sides { payments, ..Sides::default() }, meta).await, NOTHING[0]);
}

#[tokio::test]
async fn a_cards_refund_is_known_by_its_payment_or_by_meta() {
    let (of, paid_back) = refunded(before_midnight(1), before_midnight(1));
    let of = RefundOf { payment: by_card(of.payment), ..of };
    let unnamed = PaidBack { number: "another".to_owned(), id: None, ..paid_back };
    let mut sides = Sides { refunds: vec![of], ..sides() };
    sides.provider.payments = vec![captured("pay_1", before_midnight(1))];
    let unknown = differ(&sides, Meta::default()).await;
    assert_eq!(unknown, ["refund_unknown_there"]);
    let status = RefundStatus::Pending { number: "rfnd_1".to_owned() };
    let refunds = vec![CardRefund { number: "rfnd_1".to_owned(), paise: 100, status }];
    assert_eq!(differ(&sides, Meta { refunds, ..Meta::default() }).await, NOTHING[0]);
    sides.provider.refunds = vec![unnamed.clone()];
    assert_eq!(differ(&sides, Meta::default()).await, NOTHING[0]);
    // A second one of as much was made by hand.
    sides.provider.refunds.push(unnamed);
    assert_eq!(differ(&sides, Meta::default()).await, ["refund_unknown_here"]);
}
