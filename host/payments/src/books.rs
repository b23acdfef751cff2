//! What the account took and paid back of a time, page by page, and which order a payment was for.
//!
//! Source: Razorpay, "Fetch All Payments", "Fetch All Refunds" and "Fetch All Standard Payment Links" (read 2026-11):
//! `from` and `to` in seconds, held against `created_at`; `count` of at most 100, and `skip`. A payment does not name
//! the reference of its link; links can be looked up by `payment_id`.

use mitra_core::clock::Timestamp;
use mitra_core::ids::OrderReference;
use mitra_core::limits::REPORT_ROWS_MAX;
use mitra_core::payment::{BooksError, Captured, PaidBack, ProviderBooks, ProviderError, RefundId};
use reqwest::Url;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::client::RazorpayClient;
use crate::link::shown;
use crate::refund::Status as RefundStatus;

/// Rows of one page: the most that the provider gives.
const PAGE_ROWS: usize = 100;
/// The currency of all that hosts ask for.
const RUPEES: &str = "INR";

#[derive(Deserialize)]
struct Page<T> {
    items: Vec<T>,
}

/// A payment, whoever asked for it and whatever became of it.
#[derive(Deserialize)]
struct Booked {
    id: String,
    amount: u64,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    status: Status,
    created_at: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Captured,
    /// All of it was paid back since.
    Refunded,
    /// `created`, `authorized`, `failed`, or one of later days: the account has no money of it.
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct BookedRefund {
    id: String,
    payment_id: String,
    amount: u64,
    receipt: Option<String>,
    #[serde(default)]
    status: RefundStatus,
    created_at: i64,
}

/// Links of anybody: not all have a reference.
#[derive(Deserialize)]
struct Links {
    payment_links: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    reference_id: Option<String>,
    /// Null or empty in a list.
    payments: Option<Vec<PaidBy>>,
}

#[derive(Deserialize)]
struct PaidBy {
    payment_id: String,
}

impl Booked {
    fn captured(self) -> Option<Captured> {
        let has_money = matches!(self.status, Status::Captured | Status::Refunded);
        let (number, at) = (shown(&self.id), instant(self.created_at));
        (has_money && self.currency == RUPEES).then_some(Captured {
            number,
            paise: self.amount,
            at,
            order: None,
        })
    }
}

impl BookedRefund {
    fn paid_back(self) -> Option<PaidBack> {
        let is_paid = match self.status {
            RefundStatus::Processed | RefundStatus::Pending => true,
            RefundStatus::Failed => false,
        };
        is_paid.then(|| PaidBack {
            number: shown(&self.id),
            payment: shown(&self.payment_id),
            id: self.receipt.map(RefundId::new),
            paise: self.amount,
            at: instant(self.created_at),
            order: None,
        })
    }
}

impl Link {
    /// Whether it is not said to be paid by something else.
    fn may_be_paid_by(&self, payment: &str) -> bool {
        let mut paid_by = self.payments.iter().flatten().peekable();
        paid_by.peek().is_none() || paid_by.any(|paid| paid.payment_id == payment)
    }
}

fn instant(seconds: i64) -> Timestamp {
    Timestamp(seconds.saturating_mul(1_000))
}

impl RazorpayClient {
    /// What the account took and paid back from one instant on to before another.
    pub(crate) async fn books_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ProviderBooks, BooksError> {
        // The provider counts in seconds, and may count the last one or not: what is not of the time is left out here.
        let is_in = |at: Timestamp| (from..to).contains(&at);
        let payments = self.rows::<Booked>(&self.payments, from, to, "payments").await?;
        let payments = payments.into_iter().filter_map(Booked::captured);
        let refunds = self.rows::<BookedRefund>(&self.refunds, from, to, "refunds").await?;
        let refunds = refunds.into_iter().filter_map(BookedRefund::paid_back);
        Ok(ProviderBooks {
            payments: payments.filter(|it| is_in(it.at)).collect(),
            refunds: refunds.filter(|it| is_in(it.at)).collect(),
        })
    }

    /// All rows of a list, page by page.
    async fn rows<T: DeserializeOwned>(
        &self,
        list: &Url,
        from: Timestamp,
        to: Timestamp,
        what: &'static str,
    ) -> Result<Vec<T>, BooksError> {
        let seconds = |at: Timestamp| at.0.div_euclid(1_000).to_string();
        let mut rows = Vec::new();
        loop {
            let mut url = list.clone();
            url.query_pairs_mut()
                .append_pair("from", &seconds(from))
                .append_pair("to", &seconds(to))
                .append_pair("count", &PAGE_ROWS.to_string())
                .append_pair("skip", &rows.len().to_string());
            let Page { items } = self.call::<Page<T>>(self.client.get(url)).await?;
            let is_last = items.len() < PAGE_ROWS;
            rows.extend(items);
            if rows.len() > REPORT_ROWS_MAX {
                return Err(BooksError::TooMany(what));
            }
            if is_last {
                return Ok(rows);
            }
        }
    }

    /// The order of the link that a payment paid; none if it paid no link, or one without a reference.
    pub(crate) async fn order_paid_by(
        &self,
        payment: &str,
    ) -> Result<Option<OrderReference>, ProviderError> {
        let mut url = self.links.clone();
        url.query_pairs_mut().append_pair("payment_id", payment);
        let Links { payment_links } = self.call(self.client.get(url)).await?;
        // The filter is the provider's; that it kept to it is looked at here: a payment pays one link.
        let mut fitting = payment_links.into_iter().filter(|link| link.may_be_paid_by(payment));
        let link = fitting.next().filter(|_| fitting.next().is_none());
        let reference = link.and_then(|link| link.reference_id);
        Ok(reference.filter(|text| !text.is_empty()).map(OrderReference::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_what_was_captured_in_rupees() {
        let captured = |fields: &str| {
            let text = format!(r#"{{"id":"pay_1","amount":500,"created_at":7,{fields}}}"#);
            serde_json::from_str::<Booked>(&text).expect("a payment").captured()
        };
        for status in ["captured", "refunded"] {
            let found = captured(&format!(r#""currency":"INR","status":"{status}""#));
            let found = found.expect("the account has it");
            assert_eq!((&*found.number, found.paise, found.at), ("pay_1", 500, Timestamp(7_000)));
        }
        for status in ["created", "authorized", "failed", "something_new"] {
            assert_eq!(captured(&format!(r#""currency":"INR","status":"{status}""#)), None);
        }
        assert_eq!(captured(r#""currency":"USD","status":"captured""#), None);
    }

    #[test]
    fn a_refund_that_failed_is_none() {
        let paid_back = |status: &str| {
            let text = format!(
                r#"{{"id":"rfnd_1","payment_id":"pay_1","amount":5,"receipt":null,"created_at":7,
                    "status":"{status}"}}"#
            );
            serde_json::from_str::<BookedRefund>(&text).expect("a refund").paid_back()
        };
        assert!(paid_back("processed").is_some() && paid_back("pending").is_some());
        assert_eq!(paid_back("failed"), None);
    }

    #[test]
    fn a_link_is_of_a_payment_unless_it_names_others() {
        let link = |payments: &str| {
            let text = format!(r#"{{"reference_id":"o1","payments":{payments}}}"#);
            serde_json::from_str::<Link>(&text).expect("a link").may_be_paid_by("pay_1")
        };
        assert!(link("null") && link("[]"));
        assert!(link(r#"[{"payment_id":"pay_0"},{"payment_id":"pay_1"}]"#));
        assert!(!link(r#"[{"payment_id":"pay_2"}]"#));
    }
}
