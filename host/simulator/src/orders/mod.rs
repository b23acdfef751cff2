//! Orders that citizens pay within the chat, by cards: the Graph API's look-up and refunds, and a page to pay at.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21).

mod api;
mod book;
mod page;

use std::sync::Arc;

use axum::Router;
use serde_json::{Value, json};

pub use book::{CardAttempt, CardOrder, CardRefund, CardRefundStatus, CardStatus};
pub(crate) use book::{Orders, Untold};

use crate::clock::now_text;
use crate::simulator::World;

/// Routes the API and the page.
pub(crate) fn router(world: Arc<World>) -> Router {
    api::router(Arc::clone(&world)).merge(page::router(world))
}

impl World {
    /// Has a citizen try to pay an order, and reports it so many times. Says whether it could be paid.
    pub(crate) fn attempt_order(
        self: &Arc<Self>,
        order: &str,
        is_paid: bool,
        copies: usize,
    ) -> bool {
        let Some(order) = self.orders.attempt(order, is_paid) else { return false };
        self.report_order(&order, copies);
        true
    }

    /// Has an order's time be over. Says whether it could have been paid. Nobody reports that.
    pub(crate) fn expire_order(&self, order: &str) -> bool {
        let Some(order) = self.orders.expire(order) else { return false };
        self.redraw(&order);
        true
    }

    /// Ends a refund of an order that waits, and reports it so many times. Says whether it waited.
    pub(crate) fn end_order_refund(
        self: &Arc<Self>,
        refund: &str,
        is_done: bool,
        copies: usize,
    ) -> bool {
        let Some(order) = self.orders.end_refund(refund, is_done) else { return false };
        self.report_order(&order, copies);
        true
    }

    /// Shows in its chat where an order stands.
    pub(crate) fn redraw(&self, order: &CardOrder) {
        let state = json!({ "words": order.words(), "can_be_paid": order.can_be_paid() });
        self.book.amend(&order.citizen, &order.wamid, "order_state", state);
    }

    /// Shows where an order stands, and reports on its payment so many times.
    fn report_order(self: &Arc<Self>, order: &CardOrder, copies: usize) {
        self.redraw(order);
        let Some(report) = report(self, order) else { return };
        let world = Arc::clone(self);
        self.webhook.spawn(async move {
            for _ in 0..copies {
                world.webhook.status(report.clone()).await;
            }
        });
    }
}

/// One element of `statuses[]`; none for an order that nobody tried to pay.
fn report(world: &World, order: &CardOrder) -> Option<Value> {
    let attempt = order.attempts.last()?;
    let status = if attempt.is_paid { "captured" } else { "pending" };
    let citizen = world.book.citizen(&order.citizen)?;
    let mut payment = json!({
        "reference_id": order.reference_id, "amount": rupees(order.amount), "currency": "INR",
        "transaction": api::transaction(order, attempt),
    });
    if !order.refunds.is_empty() {
        payment["refunds"] = order.refunds.iter().map(api::refund).collect();
    }
    let mut report = json!({
        "id": format!("gBGG{}", order.reference_id), "type": "payment", "status": status,
        "timestamp": now_text(), "payment": payment,
    });
    citizen.address(&mut report);
    Some(report)
}

fn rupees(paise: u64) -> Value {
    json!({ "value": paise, "offset": 100 })
}
