//! Orders that payment cards are for: what was paid, and what was paid back.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21), steps 5 and 8.

use async_trait::async_trait;
use mitra_core::ids::OrderReference;
use mitra_core::limits::PAYMENT_CALL_TIME_MAX;
use mitra_core::payment::{
    CardOrigin, CardPayments, CardRefund, OrderStatus, ProviderError, RefundStatus,
};
use mitra_core::ports::{Remedy, SendError};
use mitra_whatsapp::refuses_orders;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::client::GraphClient;
use answer::{LookedUp, Order, Refunded};

mod answer;

#[async_trait]
impl CardPayments for GraphClient {
    async fn status(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Option<OrderStatus>, ProviderError> {
        self.look_up(origin, order).await?.map(Order::status).transpose()
    }

    async fn refund(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
        paise: u64,
    ) -> Result<RefundStatus, ProviderError> {
        // Here, and nowhere else, Meta wants its numbers as texts.
        let amount = json!({ "currency": "INR", "value": paise.to_string(), "offset": "100" });
        let wanted = json!({
            "reference_id": order.as_str(),
            "speed": "normal",
            "payment_config_id": origin.configuration.as_str(),
            "amount": amount,
        });
        let address = self.address(&[origin.number.as_str(), "payments_refund"]);
        let request = self.client.post(address).timeout(PAYMENT_CALL_TIME_MAX).json(&wanted);
        let refunded: Refunded = self.ask(request).await?;
        Ok(refunded.status())
    }

    async fn refunds(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError> {
        let known = self.look_up(origin, order).await?;
        known.map_or_else(|| Ok(Vec::new()), Order::refunds)
    }
}

impl GraphClient {
    /// What Meta has of an order; none if it says that it has none.
    async fn look_up(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Option<Order>, ProviderError> {
        let CardOrigin { number, configuration } = origin;
        let parts = [number.as_str(), "payments", configuration.as_str(), order.as_str()];
        let request = self.client.get(self.address(&parts)).timeout(PAYMENT_CALL_TIME_MAX);
        let found: LookedUp = self.ask(request).await?;
        // That Meta gives what it was asked for is looked at here.
        Ok(found.payments.into_iter().find(|it| it.reference_id == order.as_str()))
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<T, ProviderError> {
        let body = self.make(request).await.map_err(|error| failed(&error))?;
        serde_json::from_slice(&body)
            .map_err(|error| ProviderError::Unanswered { detail: error.to_string() })
    }
}

/// What is a refusal of this order is one; whatever passes, or is about the token or the account, is no answer.
fn failed(error: &SendError) -> ProviderError {
    match error {
        SendError::Answered { http_status, code, remedy, .. }
            if *remedy == Remedy::GiveUp || refuses_orders(*code) =>
        {
            let detail = error.to_string();
            // No status of an error of Meta's may be taken for that of a wrong key.
            let status = if matches!(http_status, 401 | 403) { 400 } else { *http_status };
            ProviderError::Refused { status, detail }
        }
        SendError::Answered { .. }
        | SendError::Unanswered { .. }
        | SendError::Unreachable { .. } => ProviderError::Unanswered { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_a_word_on_this_order_is_a_refusal() {
        let status = |code, remedy| {
            let (http_status, detail) = (400, "m".to_owned());
            match failed(&SendError::Answered { http_status, code, detail, remedy }) {
                ProviderError::Refused { status, .. } => Some(status),
                ProviderError::Unanswered { .. } => None,
            }
        };
        for (code, remedy) in [
            (100, Remedy::GiveUp),
            (131_009, Remedy::GiveUp),
            (134_011, Remedy::Halt),
            (131_005, Remedy::Halt),
        ] {
            assert_eq!(status(code, remedy), Some(400), "{code}");
        }
        let after = Some(Duration::from_secs(1));
        for (code, remedy) in
            [(190, Remedy::Halt), (2, Remedy::Retry { after }), (4, Remedy::SlowNumber { after })]
        {
            assert_eq!(status(code, remedy), None, "{code}");
        }
    }
}
