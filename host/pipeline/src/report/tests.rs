use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::CitizenId;
use mitra_core::payment::{
    PaymentOrder, PaymentReceipt, ProviderBooks, RefundId, RefundKey, RefundOf, RefundStage,
    RefundedPayment,
};

use super::*;
use crate::payments::tests::payment;

mod cards;

/// What both sides have. Stands for storage and for the provider.
#[derive(Clone, Default)]
struct Sides {
    payments: Vec<Payment>,
    refunds: Vec<RefundOf>,
    provider: ProviderBooks,
    /// Whose orders the provider's payments are, by their numbers.
    orders: Vec<(&'static str, OrderReference)>,
}

#[async_trait]
impl Books for Sides {
    async fn receipts(
        &self,
        _citizen: CitizenId,
        _max: usize,
    ) -> Result<Vec<RefundedPayment>, StorageError> {
        unreachable!("a report has nobody's receipts")
    }

    async fn paid_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<Payment>, StorageError> {
        let is_in = |payment: &&Payment| {
            payment.receipt().is_some_and(|receipt| (from..to).contains(&receipt.at))
        };
        Ok(self.payments.iter().filter(is_in).take(max).cloned().collect())
    }

    async fn refunds_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<RefundOf>, StorageError> {
        let is_in = |of: &&RefundOf| (from..to).contains(&of.refund.asked_at);
        Ok(self.refunds.iter().filter(is_in).take(max).cloned().collect())
    }

    async fn payment_of(&self, order: &OrderReference) -> Result<Option<Payment>, StorageError> {
        Ok(self.payments.iter().find(|payment| payment.order == *order).cloned())
    }

    async fn refund(&self, id: &RefundId) -> Result<Option<RefundOf>, StorageError> {
        Ok(self.refunds.iter().find(|of| of.refund.id == *id).cloned())
    }
}

#[async_trait]
impl PaymentProvider for Sides {
    async fn create(&self, _order: &PaymentOrder) -> Result<String, ProviderError> {
        unreachable!("a report changes nothing")
    }

    async fn status(&self, order: &OrderReference) -> Result<OrderStatus, ProviderError> {
        let number = self.orders.iter().find(|(_, of)| of == order).map(|(number, _)| *number);
        let captured = self.provider.payments.iter().find(|it| Some(&*it.number) == number);
        Ok(captured.map_or(OrderStatus::Open, |it| {
            let receipt = PaymentReceipt { id: it.number.clone(), at: it.at };
            OrderStatus::Paid { paise: it.paise, receipt }
        }))
    }

    async fn refund(&self, _order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
        unreachable!("a report changes nothing")
    }

    async fn refund_status(
        &self,
        order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError> {
        let found = self.provider.refunds.iter().find(|it| it.id.as_ref() == Some(&order.id));
        Ok(found.map(|it| RefundStatus::Refunded { number: it.number.clone() }))
    }

    async fn books(&self, from: Timestamp, to: Timestamp) -> Result<ProviderBooks, BooksError> {
        let mut books = self.provider.clone();
        books.payments.retain(|it| (from..to).contains(&it.at));
        books.refunds.retain(|it| (from..to).contains(&it.at));
        Ok(books)
    }

    async fn order_of(&self, payment: &str) -> Result<Option<OrderReference>, ProviderError> {
        let found = self.orders.iter().find(|(number, _)| *number == payment);
        Ok(found.map(|(_, order)| order.clone()))
    }
}

fn day() -> Day {
    Day::parse("2026-11-24").unwrap()
}

/// So many seconds before midnight at the end of the day; after it, if they are less than none.
fn before_midnight(seconds: i64) -> Timestamp {
    Timestamp(day().ends().0 - 1_000 * seconds)
}

/// An order in the form of ours.
fn order(n: usize) -> OrderReference {
    OrderReference::new(format!("{n:032x}"))
}

/// A payment of 500 paise that is paid.
fn paid(n: usize, number: &str, at: Timestamp) -> Payment {
    let stage = PaymentStage::Paid(PaymentReceipt { id: number.to_owned(), at });
    Payment { order: order(n), is_awaited: false, ..payment(stage) }
}

fn captured(number: &str, at: Timestamp) -> Captured {
    Captured { number: number.to_owned(), paise: 500, at, order: None }
}

/// A refund of 100 paise that was asked for then, and one that the provider made then.
fn refunded(asked_at: Timestamp, at: Timestamp) -> (RefundOf, PaidBack) {
    let id = RefundId::new("r1");
    let number = || "rfnd_1".to_owned();
    let refund = Refund {
        id: id.clone(),
        order: order(1),
        payment: "pay_1".to_owned(),
        paise: 100,
        key: RefundKey::parse("a").unwrap(),
        by: "asha".to_owned(),
        reason: "twice".to_owned(),
        asked_at,
        stage: RefundStage::Given { number: number() },
    };
    let payment = paid(1, "pay_1", Timestamp(0));
    let (number, id, of) = (number(), Some(id), "pay_1".to_owned());
    let paid_back = PaidBack { number, payment: of, id, paise: 100, at, order: None };
    (RefundOf { refund, payment }, paid_back)
}

/// A provider, and no cards.
fn by_links(provider: &Sides) -> Tills<'_> {
    Tills { provider, cards: None }
}

async fn made(sides: &Sides, day: Day) -> Reconciliation {
    report(sides, by_links(sides), day).await.expect("a report")
}

/// The kinds of what differs on the day, and on the next.
async fn differ(sides: &Sides) -> [Vec<&'static str>; 2] {
    let kinds = async |day| {
        let made = made(sides, day).await;
        made.differences.iter().map(|it| it.kind.name()).collect::<Vec<_>>()
    };
    [kinds(day()).await, kinds(Day::of(day().ends())).await]
}

const NOTHING: [Vec<&str>; 2] = [Vec::new(), Vec::new()];

#[tokio::test]
async fn what_the_sides_have_on_two_days_is_no_difference_on_either() {
    for (here, there) in [(1, -1), (-1, 1), (1, 1)] {
        let sides = Sides {
            payments: vec![paid(1, "pay_1", before_midnight(here))],
            provider: ProviderBooks {
                payments: vec![captured("pay_1", before_midnight(there))],
                ..ProviderBooks::default()
            },
            orders: vec![("pay_1", order(1))],
            ..Sides::default()
        };
        assert_eq!(differ(&sides).await, NOTHING, "{here} and {there} s before midnight");
        let of = if here > 0 { day() } else { Day::of(day().ends()) };
        assert_eq!(made(&sides, of).await.totals.len(), 1, "it is of the host's day");
    }
}

#[tokio::test]
async fn a_receipt_with_the_number_of_the_link_is_found_by_its_order() {
    let mut sides = Sides {
        payments: vec![paid(1, "plink_1", before_midnight(-3))],
        provider: ProviderBooks {
            payments: vec![captured("pay_1", before_midnight(2))],
            ..ProviderBooks::default()
        },
        orders: vec![("pay_1", order(1))],
        ..Sides::default()
    };
    assert_eq!(differ(&sides).await, NOTHING);
    // The second payment of the order is another one.
    sides.provider.payments.push(captured("pay_2", before_midnight(1)));
    sides.orders.push(("pay_2", order(1)));
    assert_eq!(differ(&sides).await, [vec!["unknown_here"], vec![]]);
}

#[tokio::test]
async fn what_the_provider_denies_is_unknown_there() {
    let payments = vec![paid(1, "pay_1", before_midnight(1))];
    let sides = Sides { payments, ..Sides::default() };
    assert_eq!(differ(&sides).await, [vec!["unknown_there"], vec![]]);
    let (of, _) = refunded(before_midnight(1), before_midnight(1));
    let sides = Sides { refunds: vec![of], ..Sides::default() };
    assert_eq!(differ(&sides).await, [vec!["refund_unknown_there"], vec![]]);
}

#[tokio::test]
async fn a_refund_that_was_made_after_midnight_is_of_the_day_on_which_it_was_asked_for() {
    let (of, paid_back) = refunded(before_midnight(1), before_midnight(-1));
    let payment = of.payment.clone();
    let provider = ProviderBooks { refunds: vec![paid_back], ..ProviderBooks::default() };
    let (payments, refunds) = (vec![payment], vec![of]);
    let sides = Sides { payments, refunds, provider, ..Sides::default() };
    assert_eq!(differ(&sides).await, NOTHING);
    let totals = made(&sides, day()).await.totals;
    let totals = totals.values().next().expect("of its department");
    assert_eq!((totals.refunded_here.paise, totals.refunded_there.paise), (100, 100));
}

#[tokio::test]
async fn only_what_has_no_order_of_our_form_is_not_ours() {
    let provider = ProviderBooks {
        payments: vec![
            captured("pay_1", before_midnight(1)),
            captured("pay_2", before_midnight(1)),
            captured("pay_3", before_midnight(1)),
        ],
        ..ProviderBooks::default()
    };
    let orders = vec![("pay_1", order(1)), ("pay_2", OrderReference::new("TS1989"))];
    let made = made(&Sides { provider, orders, ..Sides::default() }, day()).await;
    let [difference] = made.differences.as_slice() else { panic!("one: {made:?}") };
    assert_eq!((difference.number.as_str(), &difference.department), ("pay_1", &None));
    let not_ours: Vec<_> = made.not_ours.iter().map(|it| &*it.number).collect();
    assert_eq!(not_ours, ["pay_2", "pay_3"]);
}

#[tokio::test]
async fn a_day_has_so_many_payments_and_no_more() {
    let of = |n: usize| {
        let number = format!("pay_{n}");
        (paid(n, &number, before_midnight(1)), captured(&number, before_midnight(1)))
    };
    let (payments, there) = (0..=REPORT_ROWS_MAX).map(of).unzip();
    let provider = ProviderBooks { payments: there, ..ProviderBooks::default() };
    let mut sides = Sides { payments, provider, ..Sides::default() };
    let refused =
        report(&sides, by_links(&sides), day()).await.expect_err("one too many").to_string();
    assert!(refused.starts_with("this host has more than 20000 payments"), "{refused}");
    sides.payments.pop();
    sides.provider.payments.pop();
    assert_eq!(made(&sides, day()).await.differences, []);
}

/// Stands still.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp(day().begins().0 + 43_200_000)
    }
}

#[tokio::test]
async fn a_report_is_of_a_day_that_is_over_and_needs_a_provider() {
    let calls = |provider| {
        let storage: Arc<dyn Books> = Arc::new(Sides::default());
        ReportCalls { storage, provider, cards: None, clock: Arc::new(Noon) }
    };
    let provider: Arc<dyn PaymentProvider> = Arc::new(Sides::default());
    let has_one = calls(Some(provider));
    let yesterday = has_one.report(None).await.expect("a report");
    assert_eq!(yesterday.day, day().before(1));
    let refused = has_one.report(Some(day())).await.expect_err("it goes on");
    assert!(matches!(refused, ReportError::NotOver(_)), "{refused}");
    let refused = calls(None).report(None).await.expect_err("nobody to ask");
    assert!(matches!(refused, ReportError::NoProvider), "{refused}");
}
