//! The host's books of a day against the provider's: what each has that the other has not.
//!
//! A payment belongs to the day on which it was paid, by the receipt that the provider gave; a refund to the day on
//! which it was asked for. So one that was taken note of after midnight belongs to the day before, and one that the
//! other side has on another day is no difference: whoever fills [`BothBooks`] looks for it there.

use std::collections::BTreeMap;

use super::{
    Captured, PaidBack, Payment, PaymentReceipt, PaymentReference, ProviderBooks, Refund, RefundId,
    RefundOf, RefundStage,
};
use crate::clock::Timestamp;
use crate::day::Day;
use crate::ids::{DepartmentId, OrderReference};

/// What is compared. Of what one side has on the day, the other side's part is in it, whatever its own day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BothBooks {
    /// Payments that the host knows as paid, by the numbers that the provider knows them by.
    pub paid: Vec<Payment>,
    /// Refunds that the host was asked for.
    pub refunds: Vec<RefundOf>,
    /// The provider's. What the host has no note of has an order, if it is of one of the host's form.
    pub provider: ProviderBooks,
    /// Payments, paid or not, of the orders in the provider's books.
    pub known: BTreeMap<OrderReference, Payment>,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Of which day.
    pub day: Day,
    /// What each department took and paid back.
    pub totals: BTreeMap<DepartmentId, Totals>,
    /// What does not agree.
    pub differences: Vec<Difference>,
    /// What the provider's account has that no host of this kind asked for. No difference: the account is used for
    /// other things, too.
    pub not_ours: Vec<NotOurs>,
}

/// What one department took and paid back, on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Paid, as the host knows it.
    pub paid_here: Sum,
    /// Paid, as the provider knows it.
    pub paid_there: Sum,
    /// Paid back, as the host knows it.
    pub refunded_here: Sum,
    /// Paid back, as the provider knows it.
    pub refunded_there: Sum,
}

/// So many, and so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// How much.
    pub paise: u64,
}

/// Something on which the two sides do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// Whose it is; none where the host does not know the order.
    pub department: Option<DepartmentId>,
    /// The department's name for the payment.
    pub reference: Option<PaymentReference>,
    /// What the provider knows the payment by.
    pub order: Option<OrderReference>,
    /// The provider's number of the payment or the refund.
    pub number: String,
    /// As the host knows it; none where it does not.
    pub here_paise: Option<u64>,
    /// As the provider knows it; none where it does not.
    pub there_paise: Option<u64>,
    /// When, by whoever knows it.
    pub at: Timestamp,
}

/// In what two sides do not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The provider has the money, and the host does not know it.
    UnknownHere,
    /// The host knows it as paid, and the provider has no money.
    UnknownThere,
    /// Both have it, and not as much.
    Amount,
    /// The provider pays it back, and nobody asked the host for it: it was made by hand.
    RefundUnknownHere,
    /// The host had it paid back, and the provider knows nothing of it.
    RefundUnknownThere,
}

/// Something in the provider's account that no host asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOurs {
    /// The provider's number of it.
    pub number: String,
    /// Whether it is a refund, and not a payment.
    pub is_refund: bool,
    /// In paise.
    pub paise: u64,
    /// When.
    pub at: Timestamp,
}

impl DifferenceKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::UnknownHere,
        Self::UnknownThere,
        Self::Amount,
        Self::RefundUnknownHere,
        Self::RefundUnknownThere,
    ];

    /// A short stable name for metrics, logs and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownHere => "unknown_here",
            Self::UnknownThere => "unknown_there",
            Self::Amount => "amount",
            Self::RefundUnknownHere => "refund_unknown_here",
            Self::RefundUnknownThere => "refund_unknown_there",
        }
    }
}

impl Sum {
    fn add(&mut self, paise: u64) {
        self.count += 1;
        self.paise = self.paise.saturating_add(paise);
    }
}

impl Reconciliation {
    /// Compares the two sides' books of this day.
    pub fn of(day: Day, books: &BothBooks) -> Self {
        let (totals, differences, not_ours) = Default::default();
        let mut reconciliation = Self { day, totals, differences, not_ours };
        reconciliation.payments(books);
        reconciliation.refunds(books);
        reconciliation
    }

    /// How many differences of this kind there are.
    pub fn count(&self, kind: DifferenceKind) -> usize {
        self.differences.iter().filter(|difference| difference.kind == kind).count()
    }

    fn payments(&mut self, books: &BothBooks) {
        let mut there: BTreeMap<&str, &Captured> =
            books.provider.payments.iter().map(|it| (it.number.as_str(), it)).collect();
        for payment in &books.paid {
            let Some(receipt) = payment.receipt() else { continue };
            let captured = there.remove(receipt.id.as_str());
            if self.day.has(receipt.at) {
                self.paid(payment, receipt, captured);
            }
        }
        let day = self.day;
        for captured in there.into_values().filter(|it| day.has(it.at)) {
            let Captured { number, paise, at, order } = captured;
            match order {
                Some(order) => {
                    let known = books.known.get(order);
                    if let Some(payment) = known {
                        self.totals_of(payment).paid_there.add(*paise);
                    }
                    let kind = DifferenceKind::UnknownHere;
                    self.differs(kind, known, Some(order), number, (None, Some(*paise)), *at);
                }
                None => self.is_not_ours(number, false, *paise, *at),
            }
        }
    }

    /// A payment of the day, and what the provider has of it.
    fn paid(&mut self, payment: &Payment, receipt: &PaymentReceipt, captured: Option<&Captured>) {
        let here = payment.request.paise;
        let there = captured.map(|it| it.paise);
        let totals = self.totals_of(payment);
        totals.paid_here.add(here);
        if let Some(paise) = there {
            totals.paid_there.add(paise);
        }
        let kind = match there {
            Some(paise) if paise == here => return,
            Some(_) => DifferenceKind::Amount,
            None => DifferenceKind::UnknownThere,
        };
        let (known, order) = (Some(payment), Some(&payment.order));
        self.differs(kind, known, order, &receipt.id, (Some(here), there), receipt.at);
    }

    fn refunds(&mut self, books: &BothBooks) {
        let mut there: Vec<&PaidBack> = books.provider.refunds.iter().collect();
        // What failed here was not paid back: if the provider did, it is unknown here.
        let lives = |it: &&RefundOf| !matches!(it.refund.stage, RefundStage::Failed { .. });
        for of in books.refunds.iter().filter(lives) {
            let place = there.iter().position(|it| is_same(&of.refund, it));
            let paid_back = place.map(|place| there.remove(place));
            if self.day.has(of.refund.asked_at) {
                self.refunded(of, paid_back);
            }
        }
        let day = self.day;
        for paid_back in there.into_iter().filter(|it| day.has(it.at)) {
            let PaidBack { number, paise, at, order, .. } = paid_back;
            match order {
                Some(order) => {
                    let known = books.known.get(order);
                    if let Some(payment) = known {
                        self.totals_of(payment).refunded_there.add(*paise);
                    }
                    let kind = DifferenceKind::RefundUnknownHere;
                    self.differs(kind, known, Some(order), number, (None, Some(*paise)), *at);
                }
                None => self.is_not_ours(number, true, *paise, *at),
            }
        }
    }

    /// A refund of the day, and what the provider has of it. One that it was not told of yet is none.
    fn refunded(&mut self, of: &RefundOf, paid_back: Option<&PaidBack>) {
        let RefundOf { refund, payment } = of;
        let Some(number) = refund.number() else { return };
        let there = paid_back.map(|it| it.paise);
        let totals = self.totals_of(payment);
        totals.refunded_here.add(refund.paise);
        if let Some(paise) = there {
            totals.refunded_there.add(paise);
        }
        let kind = match there {
            Some(paise) if paise == refund.paise => return,
            Some(_) => DifferenceKind::Amount,
            None => DifferenceKind::RefundUnknownThere,
        };
        let (known, order, here) = (Some(payment), Some(&payment.order), Some(refund.paise));
        self.differs(kind, known, order, number, (here, there), refund.asked_at);
    }

    fn totals_of(&mut self, payment: &Payment) -> &mut Totals {
        self.totals.entry(payment.department.clone()).or_default()
    }

    fn differs(
        &mut self,
        kind: DifferenceKind,
        payment: Option<&Payment>,
        order: Option<&OrderReference>,
        number: &str,
        (here_paise, there_paise): (Option<u64>, Option<u64>),
        at: Timestamp,
    ) {
        let department = payment.map(|payment| payment.department.clone());
        let reference = payment.map(|payment| payment.request.reference.clone());
        let (order, number) = (order.cloned(), number.to_owned());
        let difference =
            Difference { kind, department, reference, order, number, here_paise, there_paise, at };
        self.differences.push(difference);
    }

    fn is_not_ours(&mut self, number: &str, is_refund: bool, paise: u64, at: Timestamp) {
        self.not_ours.push(NotOurs { number: number.to_owned(), is_refund, paise, at });
    }
}

/// Whether the provider has this refund so.
fn is_same(refund: &Refund, there: &PaidBack) -> bool {
    there.id.as_ref().map(RefundId::as_str) == Some(refund.id.as_str())
        || refund.number() == Some(&there.number)
}

#[cfg(test)]
mod tests;
