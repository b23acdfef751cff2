//! A stand-in for a payment provider: Razorpay's Payment Links, Payments and Refunds, a page to pay at, and signed
//! callbacks.
//!
//! Source: Razorpay, "Payment Links", "Refunds" and "Webhooks" (read 2026-11).

mod api;
mod books;
mod callback;
mod link;
mod page;
mod refund;
mod refund_api;

use std::sync::Arc;

use axum::Router;

pub(crate) use books::OtherPayments;
pub(crate) use link::Links;
pub use link::{PaymentLink, PaymentLinkStatus};
pub(crate) use page::pay_page;
pub(crate) use refund::Refunds;
pub use refund::{PaymentRefund, PaymentRefundStatus, Refunding};

use crate::simulator::World;

/// What the provider and the host share. The secrets are those of the host's configuration.
#[derive(Debug, Clone)]
pub struct PaymentsOptions {
    /// The account's key.
    pub key_id: String,
    /// Its secret.
    pub key_secret: String,
    /// Signs callbacks.
    pub callback_secret: String,
    /// Where the host takes callbacks.
    pub callback_url: String,
}

impl Default for PaymentsOptions {
    fn default() -> Self {
        Self {
            key_id: "rzp_test_simulated".to_owned(),
            key_secret: "simulated-payment-key".to_owned(),
            callback_secret: "simulated-callback-secret".to_owned(),
            callback_url: "http://127.0.0.1:8080/payments".to_owned(),
        }
    }
}

/// Routes the API and the page.
pub(crate) fn router(world: Arc<World>) -> Router {
    let refunds = refund_api::router(Arc::clone(&world));
    let books = books::router(Arc::clone(&world));
    api::router(Arc::clone(&world)).merge(refunds).merge(books).merge(page::router(world))
}

impl World {
    /// Ends a link that is open, and calls the host so many times. Says whether it was open.
    pub(crate) fn end_link(&self, id: &str, is_paid: bool, calls: usize) -> bool {
        let Some(link) = self.links.end(id, is_paid) else { return false };
        self.webhook.spawn(callback::post(self.options.payments.clone(), link, calls));
        true
    }
}
