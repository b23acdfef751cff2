use super::super::step::tests::payment;
use super::super::{PaymentStage, RefundKey};
use super::*;

/// 24-11-2026.
fn day() -> Day {
    Day::parse("2026-11-24").unwrap()
}

/// So many milliseconds after midnight.
fn at(ms: i64) -> Timestamp {
    Timestamp(day().begins().0 + ms)
}

/// A payment of 12,345 paise, which is paid.
fn paid(order: &str, number: &str, at: Timestamp) -> Payment {
    let receipt = PaymentReceipt { id: number.to_owned(), at };
    let stage = PaymentStage::Paid(receipt);
    Payment { order: OrderReference::new(order), ..payment(stage) }
}

fn captured(number: &str, paise: u64, at: Timestamp, order: Option<&str>) -> Captured {
    let order = order.map(OrderReference::new);
    Captured { number: number.to_owned(), paise, at, order }
}

fn refund(id: &str, stage: RefundStage) -> RefundOf {
    let payment = paid("o1", "pay_1", at(1));
    let refund = Refund {
        id: RefundId::new(id),
        order: payment.order.clone(),
        payment: "pay_1".to_owned(),
        paise: 345,
        key: RefundKey::parse("a").unwrap(),
        by: "asha".to_owned(),
        reason: "twice".to_owned(),
        asked_at: at(5),
        stage,
    };
    RefundOf { refund, payment }
}

fn given(id: &str, number: &str) -> RefundOf {
    refund(id, RefundStage::Given { number: number.to_owned() })
}

fn paid_back(number: &str, id: Option<&str>, paise: u64, order: Option<&str>) -> PaidBack {
    PaidBack {
        number: number.to_owned(),
        payment: "pay_1".to_owned(),
        id: id.map(RefundId::new),
        paise,
        at: at(6),
        order: order.map(OrderReference::new),
    }
}

fn books(paid: Vec<Payment>, payments: Vec<Captured>) -> BothBooks {
    let provider = ProviderBooks { payments, refunds: Vec::new() };
    BothBooks { paid, provider, ..BothBooks::default() }
}

fn refund_books(refunds: Vec<RefundOf>, there: Vec<PaidBack>) -> BothBooks {
    let provider = ProviderBooks { payments: Vec::new(), refunds: there };
    let payment = paid("o1", "pay_1", at(1));
    let known = BTreeMap::from([(payment.order.clone(), payment)]);
    BothBooks { refunds, provider, known, ..BothBooks::default() }
}

/// The kinds and numbers of what differs.
fn differ(books: &BothBooks) -> Vec<(&'static str, String)> {
    let made = Reconciliation::of(day(), books);
    made.differences.iter().map(|it| (it.kind.name(), it.number.clone())).collect()
}

fn one(kind: DifferenceKind, number: &str) -> Vec<(&'static str, String)> {
    vec![(kind.name(), number.to_owned())]
}

#[test]
fn books_that_agree_have_totals_and_no_difference() {
    let here = vec![paid("o1", "pay_1", at(1)), paid("o2", "pay_2", at(2))];
    let there =
        vec![captured("pay_2", 12_345, at(2), None), captured("pay_1", 12_345, at(1), None)];
    let mut books = books(here, there);
    books.refunds = vec![given("r1", "rfnd_1")];
    books.provider.refunds = vec![paid_back("rfnd_1", Some("r1"), 345, None)];
    let made = Reconciliation::of(day(), &books);
    assert_eq!((made.differences, made.not_ours), (Vec::new(), Vec::new()));
    let (paid, refunded) = (Sum { count: 2, paise: 24_690 }, Sum { count: 1, paise: 345 });
    let energy = DepartmentId::parse("energy").unwrap();
    let expected = Totals {
        paid_here: paid,
        paid_there: paid,
        refunded_here: refunded,
        refunded_there: refunded,
    };
    assert_eq!(made.totals, BTreeMap::from([(energy, expected)]));
}

#[test]
fn what_the_provider_has_and_the_host_has_not_is_named_with_its_department() {
    let mut books = books(Vec::new(), vec![captured("pay_9", 500, at(3), Some("o9"))]);
    assert_eq!(differ(&books), one(DifferenceKind::UnknownHere, "pay_9"), "of no order we have");
    let expired = Payment { order: OrderReference::new("o9"), ..payment(PaymentStage::Expired) };
    books.known.insert(expired.order.clone(), expired);
    let made = Reconciliation::of(day(), &books);
    let difference = &made.differences[0];
    assert_eq!(difference.department.as_ref().map(DepartmentId::as_str), Some("energy"));
    assert_eq!((difference.here_paise, difference.there_paise), (None, Some(500)));
    let totals = made.totals.values().next().expect("of its department");
    assert_eq!((totals.paid_here.count, totals.paid_there.paise), (0, 500));
}

#[test]
fn an_order_that_was_paid_twice_is_unknown_here_the_second_time() {
    let first = captured("pay_1", 12_345, at(1), None);
    let second = captured("pay_2", 12_345, at(9), Some("o1"));
    let both = books(vec![paid("o1", "pay_1", at(1))], vec![first, second.clone()]);
    assert_eq!(differ(&both), one(DifferenceKind::UnknownHere, "pay_2"));
    let first_before = books(vec![paid("o1", "pay_1", at(-1))], vec![second]);
    assert_eq!(differ(&first_before), one(DifferenceKind::UnknownHere, "pay_2"));
}

#[test]
fn what_the_host_has_and_the_provider_has_not_is_named() {
    let books = books(vec![paid("o1", "pay_1", at(1))], Vec::new());
    assert_eq!(differ(&books), one(DifferenceKind::UnknownThere, "pay_1"));
}

#[test]
fn an_amount_is_the_same_to_the_paisa() {
    for (paise, n_differ) in [(12_344, 1), (12_345, 0), (12_346, 1)] {
        let here = vec![paid("o1", "pay_1", at(1))];
        let books = books(here, vec![captured("pay_1", paise, at(1), None)]);
        let made = Reconciliation::of(day(), &books);
        assert_eq!(made.count(DifferenceKind::Amount), n_differ, "{paise}");
        assert_eq!(made.differences.len(), n_differ, "{paise}");
    }
    let refunds =
        refund_books(vec![given("r1", "rfnd_1")], vec![paid_back("rfnd_1", Some("r1"), 346, None)]);
    assert_eq!(differ(&refunds), one(DifferenceKind::Amount, "rfnd_1"));
}

#[test]
fn a_refund_that_was_made_by_hand_is_named() {
    for id in [None, Some("written by hand")] {
        let there = vec![paid_back("rfnd_9", id, 100, Some("o1"))];
        let made = Reconciliation::of(day(), &refund_books(Vec::new(), there));
        let difference = &made.differences[0];
        assert_eq!(difference.kind, DifferenceKind::RefundUnknownHere);
        assert_eq!(difference.reference.as_ref().map(PaymentReference::as_str), Some("bill-1"));
    }
    let why = "the bank refused".to_owned();
    let failed = vec![refund("r1", RefundStage::Failed { why })];
    let there = vec![paid_back("rfnd_1", Some("r1"), 345, Some("o1"))];
    let books = refund_books(failed, there);
    assert_eq!(differ(&books), one(DifferenceKind::RefundUnknownHere, "rfnd_1"), "failed here");
}

#[test]
fn a_refund_of_which_the_provider_knows_nothing_is_named() {
    let books = refund_books(vec![given("r1", "rfnd_1")], Vec::new());
    assert_eq!(differ(&books), one(DifferenceKind::RefundUnknownThere, "rfnd_1"));
    let asked = refund_books(vec![refund("r1", RefundStage::Asked)], Vec::new());
    assert_eq!(differ(&asked), [], "the provider was not told of it yet");
    let there = vec![paid_back("rfnd_1", Some("r1"), 345, None)];
    let told = refund_books(vec![refund("r1", RefundStage::Asked)], there);
    assert_eq!(differ(&told), [], "its answer was lost, and it is asked for again");
}

#[test]
fn what_others_do_with_the_account_is_listed_and_no_difference() {
    let mut books = books(Vec::new(), vec![captured("pay_7", 900, at(3), None)]);
    books.provider.refunds = vec![paid_back("rfnd_7", None, 100, None)];
    let made = Reconciliation::of(day(), &books);
    assert_eq!((made.differences.len(), made.totals.len()), (0, 0));
    let listed: Vec<_> = made.not_ours.iter().map(|it| (&*it.number, it.is_refund)).collect();
    assert_eq!(listed, [("pay_7", false), ("rfnd_7", true)]);
}

#[test]
fn a_day_has_what_was_paid_from_midnight_to_midnight_in_india() {
    let last = Timestamp(day().ends().0 - 1);
    for (instant, is_of_it) in [(at(0), true), (at(-1), false), (last, true), (day().ends(), false)]
    {
        let here = books(vec![paid("o1", "pay_1", instant)], Vec::new());
        assert_eq!(differ(&here).len(), usize::from(is_of_it), "{instant}");
        let there = books(Vec::new(), vec![captured("pay_1", 1, instant, Some("o1"))]);
        assert_eq!(differ(&there).len(), usize::from(is_of_it), "{instant}");
    }
}

#[test]
fn what_the_two_sides_have_on_two_days_is_of_the_hosts_and_no_difference() {
    // A second before midnight there, and at midnight here.
    let here = vec![paid("o1", "pay_1", day().ends())];
    let there = vec![captured("pay_1", 12_345, at(86_399_000), None)];
    let books = books(here, there);
    for day in [day(), Day::of(day().ends())] {
        let made = Reconciliation::of(day, &books);
        assert_eq!(made.differences, [], "{day}");
        assert_eq!(made.totals.len(), usize::from(day.has(books.paid[0].receipt().unwrap().at)));
    }
}
