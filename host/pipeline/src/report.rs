//! The report of a day: what the host has of it against what the provider has.
//!
//! Takes: a day that is over. Gives: what agrees and what does not, for people to decide about.
//! Never: changes anything, here or at the provider. So any host may make it, as often as anybody likes.

use std::collections::BTreeSet;
use std::sync::Arc;

use mitra_core::clock::Clock;
use mitra_core::day::Day;
use mitra_core::ids::OrderReference;
use mitra_core::limits::{REPORT_LOOKUPS_MAX, REPORT_ROWS_MAX};
use mitra_core::payment::{
    BooksError, BothBooks, Captured, CardRefund, OrderStatus, PaidBack, Payment, PaymentProvider,
    PaymentStage, PaymentWay, ProviderError, Reconciliation, Refund, RefundOf, RefundOrder,
    RefundStatus,
};
use mitra_storage::{Books, StorageError};

use crate::cards::Cards;
use crate::payments::Tills;
use crate::pseudonym;

/// The door for those who want the report of a day. Cheap to clone.
#[derive(Clone)]
pub struct ReportCalls {
    pub(crate) storage: Arc<dyn Books>,
    pub(crate) provider: Option<Arc<dyn PaymentProvider>>,
    pub(crate) cards: Option<Cards>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The day goes on.
    #[error("{0} is not over in India: a report is of a day that is")]
    NotOver(Day),
    /// There is nobody to ask.
    #[error("this host takes no payments: `[payments]` is not configured")]
    NoProvider,
    /// The provider did not say what it has.
    #[error("the provider's books cannot be had")]
    Provider(#[source] ProviderError),
    /// There is more on one side than is read.
    #[error("{0} more than {REPORT_ROWS_MAX} payments or refunds of {1}: no report is so long")]
    TooMany(&'static str, Day),
    /// The provider would have to be asked too often.
    #[error(
        "more than {REPORT_LOOKUPS_MAX} payments and refunds of {0} are on one side alone: is the account used for \
         other things, or is another database served?"
    )]
    TooFarApart(Day),
    /// What the host has cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ReportCalls {
    /// The report of a day; of yesterday, if none is named.
    pub async fn report(&self, day: Option<Day>) -> Result<Reconciliation, ReportError> {
        let today = Day::of(self.clock.now());
        let day = day.unwrap_or_else(|| today.before(1));
        if day >= today {
            return Err(ReportError::NotOver(day));
        }
        let provider = self.provider.as_deref().ok_or(ReportError::NoProvider)?;
        let tills = Tills { provider, cards: self.cards.as_ref() };
        report(&*self.storage, tills, day).await
    }
}

/// Reads both sides, and compares them.
pub(crate) async fn report(
    storage: &dyn Books,
    tills: Tills<'_>,
    day: Day,
) -> Result<Reconciliation, ReportError> {
    let mut reading = Reading { storage, tills, day, books: BothBooks::default(), n_lookups: 0 };
    reading.both_sides().await?;
    reading.payments_there().await?;
    reading.payments_here().await?;
    reading.refunds_there().await?;
    reading.refunds_here().await?;
    Ok(Reconciliation::of(day, &reading.books))
}

/// Both sides' books, as they are being filled: what one side alone has is looked for on the other, on all days.
struct Reading<'a> {
    storage: &'a dyn Books,
    tills: Tills<'a>,
    day: Day,
    books: BothBooks,
    n_lookups: usize,
}

impl Reading<'_> {
    async fn both_sides(&mut self) -> Result<(), ReportError> {
        let (from, to) = (self.day.begins(), self.day.ends());
        let too_many = |side| ReportError::TooMany(side, self.day);
        let max = REPORT_ROWS_MAX + 1;
        let paid = self.storage.paid_between(from, to, max).await?;
        let refunds = self.storage.refunds_between(from, to, max).await?;
        if paid.len().max(refunds.len()) > REPORT_ROWS_MAX {
            return Err(too_many("this host has"));
        }
        let provider = self.tills.provider.books(from, to).await.map_err(|error| match error {
            BooksError::Provider(error) => ReportError::Provider(error),
            BooksError::TooMany(_) => too_many("the provider has"),
        })?;
        self.books = BothBooks { paid, refunds, provider, ..BothBooks::default() };
        Ok(())
    }

    /// What the provider has and the host has not on this day: of which order is it?
    async fn payments_there(&mut self) -> Result<(), ReportError> {
        let here: BTreeSet<String> = self.books.paid.iter().filter_map(number_of).collect();
        for index in 0..self.books.provider.payments.len() {
            let number = self.books.provider.payments[index].number.clone();
            if here.contains(&number) {
                continue;
            }
            let order = self.order_of(&number).await?;
            self.books.provider.payments[index].order = order;
        }
        // An order of which the provider has money today may be paid here on another day.
        let known: BTreeSet<OrderReference> =
            self.books.paid.iter().map(|payment| payment.order.clone()).collect();
        let others = self.books.known.values().filter(|payment| !known.contains(&payment.order));
        let paid: Vec<Payment> = others.filter(|it| it.receipt().is_some()).cloned().collect();
        self.books.paid.extend(paid);
        Ok(())
    }

    /// What the host has and the provider has not on this day: what does it say of the order?
    async fn payments_here(&mut self) -> Result<(), ReportError> {
        let payments = &self.books.provider.payments;
        let mut there: BTreeSet<String> = payments.iter().map(|it| it.number.clone()).collect();
        for index in 0..self.books.paid.len() {
            let payment = self.books.paid[index].clone();
            if number_of(&payment).is_none_or(|number| there.contains(&number)) {
                continue;
            }
            let status = self.status(&payment).await?;
            let Some(OrderStatus::Paid { paise, receipt }) = status else { continue };
            let order = payment.order;
            // Where the provider had no number of the payment yet, ours is the link's.
            let (number, at) = (receipt.id, receipt.at);
            if let PaymentStage::Paid(own) = &mut self.books.paid[index].stage {
                own.id.clone_from(&number);
            }
            if there.insert(number.clone()) {
                let captured = Captured { number, paise, at, order: Some(order) };
                self.books.provider.payments.push(captured);
            }
        }
        Ok(())
    }

    /// What whoever took the money says of an order: the provider, or Meta where a card did. A card's gateway may have
    /// books of its own, so Meta is asked as often as need be.
    async fn status(&mut self, payment: &Payment) -> Result<Option<OrderStatus>, ReportError> {
        let status = match (&payment.way, self.tills.cards) {
            (PaymentWay::Link, _) => {
                self.looks_up()?;
                self.tills.provider.status(&payment.order).await.map(Some)
            }
            (PaymentWay::Card(origin), Some(cards)) => {
                cards.api.status(origin, &payment.order).await
            }
            (PaymentWay::Card(_), None) => Ok(None),
        };
        status.map_err(ReportError::Provider)
    }

    /// What the provider paid back: did anybody ask the host for it, on any day? If not, of which order is it?
    async fn refunds_there(&mut self) -> Result<(), ReportError> {
        for index in 0..self.books.provider.refunds.len() {
            self.name_cards_refund(index);
            let PaidBack { id, payment, .. } = self.books.provider.refunds[index].clone();
            let asked = |id| self.books.refunds.iter().find(|of| of.refund.id == id);
            let mut of = id.clone().and_then(asked).cloned();
            if let (None, Some(id)) = (&of, &id) {
                of = self.storage.refund(id).await?;
                self.books.refunds.extend(of.clone());
            }
            let order = match of {
                Some(of) => Some(self.knows(of.payment)),
                None => self.order_of(&payment).await?,
            };
            self.books.provider.refunds[index].order = order;
        }
        Ok(())
    }

    /// What a card's gateway paid back has no name of ours: it is the refund of that payment of as much, if there is
    /// one that none of the others is.
    fn name_cards_refund(&mut self, index: usize) {
        let PaidBack { id, payment, paise, .. } = &self.books.provider.refunds[index];
        let is_it = |of: &&RefundOf| {
            let RefundOf { refund, payment: paid } = of;
            let mut there = self.books.provider.refunds.iter();
            matches!(paid.way, PaymentWay::Card(_))
                && (&refund.payment, refund.paise) == (payment, *paise)
                && there.all(|it| it.id.as_ref() != Some(&refund.id))
        };
        if id.is_none()
            && let Some(found) = self.books.refunds.iter().find(is_it)
        {
            let id = found.refund.id.clone();
            self.books.provider.refunds[index].id = Some(id);
        }
    }

    /// What the host had paid back, and the provider has not on this day: what does it say of the refund?
    async fn refunds_here(&mut self) -> Result<(), ReportError> {
        for index in 0..self.books.refunds.len() {
            let of = self.books.refunds[index].clone();
            let id = &of.refund.id;
            let is_there = self.books.provider.refunds.iter().any(|it| it.id.as_ref() == Some(id));
            if is_there || of.refund.number().is_none() {
                continue;
            }
            let Some(number) = self.number_of_refund(&of).await? else { continue };
            let Refund { id, order, payment, paise, asked_at, .. } = of.refund;
            let (id, at, order) = (Some(id), asked_at, Some(order));
            let paid_back = PaidBack { number, payment, id, paise, at, order };
            self.books.provider.refunds.push(paid_back);
        }
        Ok(())
    }

    /// By which number whoever took the money pays something back; none if they know nothing of it, or do not.
    async fn number_of_refund(&mut self, of: &RefundOf) -> Result<Option<String>, ReportError> {
        let RefundOf { refund, payment } = of;
        let status = match (&payment.way, self.tills.cards) {
            (PaymentWay::Link, _) => {
                self.looks_up()?;
                let (id, payment) = (refund.id.clone(), refund.payment.clone());
                let wanted = RefundOrder { id, payment, paise: refund.paise };
                self.tills.provider.refund_status(&wanted).await.map_err(ReportError::Provider)?
            }
            (PaymentWay::Card(origin), Some(cards)) => {
                let all = cards.api.refunds(origin, &payment.order).await;
                let mut all = all.map_err(ReportError::Provider)?.into_iter();
                let is_it = |it: &CardRefund| Some(it.number.as_str()) == refund.number();
                all.find(is_it).map(|found| found.status)
            }
            (PaymentWay::Card(_), None) => None,
        };
        Ok(match status {
            Some(RefundStatus::Pending { number } | RefundStatus::Refunded { number }) => {
                Some(number)
            }
            Some(RefundStatus::Failed { .. }) | None => None,
        })
    }

    /// The order that a payment is for, if it is one of a host's; what the host knows of it is noted.
    async fn order_of(&mut self, number: &str) -> Result<Option<OrderReference>, ReportError> {
        let is_it = |payment: &&Payment| number_of(payment).as_deref() == Some(number);
        if let Some(payment) = self.books.paid.iter().find(is_it).cloned() {
            return Ok(Some(self.knows(payment)));
        }
        self.looks_up()?;
        let order = self.tills.provider.order_of(number).await.map_err(ReportError::Provider)?;
        let Some(order) = order else { return Ok(None) };
        match self.storage.payment_of(&order).await? {
            Some(payment) => Ok(Some(self.knows(payment))),
            // Of a database that was lost, or of another host. Or of somebody else's program.
            None => Ok(pseudonym::may_be_order(&order).then_some(order)),
        }
    }

    fn knows(&mut self, payment: Payment) -> OrderReference {
        let order = payment.order.clone();
        self.books.known.insert(order.clone(), payment);
        order
    }

    fn looks_up(&mut self) -> Result<(), ReportError> {
        self.n_lookups += 1;
        let may = self.n_lookups <= REPORT_LOOKUPS_MAX;
        may.then_some(()).ok_or(ReportError::TooFarApart(self.day))
    }
}

fn number_of(payment: &Payment) -> Option<String> {
    payment.receipt().map(|receipt| receipt.id.clone())
}

#[cfg(test)]
mod tests;
