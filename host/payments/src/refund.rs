//! Refunds over HTTP: given once for each id, and asked about.
//!
//! Source: Razorpay, "Refunds" and "Create a Normal Refund (Idempotent Request)" (read 2026-11).

use mitra_core::limits::{PAYMENT_RECEIPT_BYTES_MAX, REFUNDS_PER_PAYMENT_MAX};
use mitra_core::payment::{ProviderError, RefundOrder, RefundStatus};
use reqwest::Url;
use serde::Deserialize;
use serde_json::json;

use crate::client::RazorpayClient;

/// By which the provider knows that it is told of the same refund once more: at least 10 letters, digits, `-` or `_`.
const IDEMPOTENCY_HEADER: &str = "x-refund-idempotency";
/// Refunds of one payment in one answer: the most that the provider gives.
const REFUNDS_LISTED_MAX: usize = 100;
const _: () = assert!(REFUNDS_PER_PAYMENT_MAX <= REFUNDS_LISTED_MAX);
/// The provider is still busy with the same request.
const CONFLICT: u16 = 409;

/// Several refunds.
#[derive(Deserialize)]
struct Refunds {
    items: Vec<Refund>,
}

/// One refund.
#[derive(Deserialize)]
struct Refund {
    id: String,
    receipt: Option<String>,
    #[serde(default)]
    status: Status,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Processed,
    Failed,
    /// `pending`, or one of later days: not an end that we know.
    #[default]
    #[serde(other)]
    Pending,
}

impl Refund {
    fn status(&self) -> RefundStatus {
        let shown = self.id.chars().filter(char::is_ascii_graphic);
        let number = shown.take(PAYMENT_RECEIPT_BYTES_MAX).collect();
        match self.status {
            Status::Pending => RefundStatus::Pending { number },
            Status::Processed => RefundStatus::Refunded { number },
            Status::Failed => {
                RefundStatus::Failed { why: format!("the provider gave {number} up") }
            }
        }
    }
}

impl RazorpayClient {
    /// A page below a payment's.
    fn of_payment(&self, payment: &str, page: &str) -> Result<Url, ProviderError> {
        let mut url = self.payments.clone();
        let no_path = || ProviderError::Unanswered { detail: "the address has no path".to_owned() };
        url.path_segments_mut().map_err(|()| no_path())?.extend([payment, page]);
        Ok(url)
    }

    /// Has something paid back. An earlier answer may have been lost: what there is, is not made again.
    pub(crate) async fn pay_back(
        &self,
        order: &RefundOrder,
    ) -> Result<RefundStatus, ProviderError> {
        if let Some(known) = self.paid_back(order).await? {
            return Ok(known);
        }
        let url = self.of_payment(&order.payment, "refund")?;
        let wanted = json!({
            "amount": order.paise, "speed": "normal", "receipt": order.id.as_str(),
        });
        let asked = self.client.post(url).header(IDEMPOTENCY_HEADER, order.id.as_str());
        match self.call::<Refund>(asked.json(&wanted)).await {
            Ok(refund) => Ok(refund.status()),
            Err(ProviderError::Refused { status: CONFLICT, detail }) => {
                Err(ProviderError::Unanswered { detail })
            }
            Err(error) => Err(error),
        }
    }

    /// What became of it; none if the provider does not know it.
    pub(crate) async fn paid_back(
        &self,
        order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError> {
        let mut url = self.of_payment(&order.payment, "refunds")?;
        url.query_pairs_mut().append_pair("count", &REFUNDS_LISTED_MAX.to_string());
        let Refunds { items } = self.call(self.client.get(url)).await?;
        let of_it = items.iter().find(|it| it.receipt.as_deref() == Some(order.id.as_str()));
        Ok(of_it.map(Refund::status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_one_of_three() {
        let status = |name: &str| {
            let text = format!(r#"{{"id":"rfnd_1","receipt":null,"status":"{name}"}}"#);
            serde_json::from_str::<Refund>(&text).expect("a refund").status()
        };
        let number = || "rfnd_1".to_owned();
        assert_eq!(status("processed"), RefundStatus::Refunded { number: number() });
        for open in ["pending", "something_new"] {
            assert_eq!(status(open), RefundStatus::Pending { number: number() });
        }
        assert!(matches!(status("failed"), RefundStatus::Failed { .. }));
    }
}
