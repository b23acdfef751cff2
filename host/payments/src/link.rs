//! A payment link as the provider writes it.
//!
//! Source: Razorpay, "Payment Links entity" (read 2026-11).

use mitra_core::clock::Timestamp;
use mitra_core::limits::PAYMENT_RECEIPT_BYTES_MAX;
use mitra_core::payment::{OrderStatus, PaymentReceipt};
use serde::Deserialize;

/// Several links.
#[derive(Deserialize)]
pub(crate) struct Links {
    pub(crate) payment_links: Vec<Link>,
}

/// One link.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Link {
    pub(crate) id: String,
    pub(crate) short_url: String,
    pub(crate) reference_id: String,
    status: Status,
    #[serde(default)]
    amount_paid: u64,
    #[serde(default)]
    updated_at: i64,
    /// Null before something was paid.
    payments: Option<Vec<Paid>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Created,
    PartiallyPaid,
    Paid,
    Expired,
    Cancelled,
    /// One of later days: not an end that we know.
    #[serde(other)]
    Other,
}

/// One payment for it.
#[derive(Debug, Clone, Deserialize)]
struct Paid {
    payment_id: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    created_at: i64,
}

impl Link {
    /// Whether it is paid, and does not say by which payment.
    pub(crate) fn lacks_receipt(&self) -> bool {
        self.status == Status::Paid && self.captured().is_none()
    }

    pub(crate) fn order_status(&self) -> OrderStatus {
        match self.status {
            Status::Created | Status::PartiallyPaid | Status::Other => OrderStatus::Open,
            Status::Expired => OrderStatus::Expired,
            Status::Cancelled => OrderStatus::Failed,
            Status::Paid => {
                let (id, at) = match self.captured() {
                    Some(paid) => (&paid.payment_id, paid.created_at),
                    None => (&self.id, self.updated_at),
                };
                let at = Timestamp(at.saturating_mul(1_000));
                let receipt = PaymentReceipt { id: shown(id), at };
                OrderStatus::Paid { paise: self.amount_paid, receipt }
            }
        }
    }

    fn captured(&self) -> Option<&Paid> {
        self.payments.iter().flatten().find(|paid| paid.status == "captured")
    }
}

/// An id as citizens can be shown it. Real ones are short and plain.
pub(crate) fn shown(id: &str) -> String {
    id.chars().filter(char::is_ascii_graphic).take(PAYMENT_RECEIPT_BYTES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(fields: &str) -> OrderStatus {
        let text =
            format!(r#"{{"id":"plink_1","short_url":"https://a.b","reference_id":"o",{fields}}}"#);
        serde_json::from_str::<Link>(&text).expect("a link").order_status()
    }

    #[test]
    fn every_status_is_one_of_four() {
        for (name, expected) in [
            ("created", OrderStatus::Open),
            ("partially_paid", OrderStatus::Open),
            ("something_new", OrderStatus::Open),
            ("expired", OrderStatus::Expired),
            ("cancelled", OrderStatus::Failed),
        ] {
            let fields = format!(r#""status":"{name}","payments":null"#);
            assert_eq!(status(&fields), expected, "{name}");
        }
    }

    #[test]
    fn a_paid_one_names_the_payment_that_was_captured() {
        let fields = r#""status":"paid","amount_paid":700,"updated_at":9,"payments":[
            {"payment_id":"pay_1","status":"failed","created_at":3},
            {"payment_id":"pay_2\u0007","status":"captured","created_at":5}]"#;
        let receipt = PaymentReceipt { id: "pay_2".to_owned(), at: Timestamp(5_000) };
        assert_eq!(status(fields), OrderStatus::Paid { paise: 700, receipt });
        let bare = r#""status":"paid","amount_paid":700,"updated_at":9,"payments":[]"#;
        let receipt = PaymentReceipt { id: "plink_1".to_owned(), at: Timestamp(9_000) };
        assert_eq!(status(bare), OrderStatus::Paid { paise: 700, receipt });
    }
}
