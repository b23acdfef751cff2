//! Tells the host that a link or a refund ended, until it has taken it.

use std::time::Duration;

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::{PaymentLink, PaymentLinkStatus, PaymentRefund, PaymentRefundStatus, PaymentsOptions};
use crate::clock::now_ms;
use crate::wire::sign;

/// The first pause before a refused callback is sent again; each next one is twice as long.
const PAUSE_FIRST: Duration = Duration::from_millis(100);
/// How often it is sent, at most.
const TRIES_MAX: u32 = 10;
/// How long the host may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// Tells of a link, so many times.
pub(super) async fn post(options: PaymentsOptions, link: PaymentLink, copies: usize) {
    let event = match link.status {
        PaymentLinkStatus::Paid => "payment_link.paid",
        PaymentLinkStatus::Created | PaymentLinkStatus::Expired | PaymentLinkStatus::Cancelled => {
            "payment_link.cancelled"
        }
    };
    let payload = json!({ "payment_link": { "entity": link.entity("") } });
    post_copies(options, event, &["payment_link"], &payload, copies).await;
}

/// Tells of a refund, so many times.
pub(super) async fn post_refund(options: PaymentsOptions, refund: PaymentRefund, copies: usize) {
    let event = match refund.status {
        PaymentRefundStatus::Pending => "refund.created",
        PaymentRefundStatus::Processed => "refund.processed",
        PaymentRefundStatus::Failed => "refund.failed",
    };
    let payment = json!({ "id": refund.payment_id, "entity": "payment" });
    let payload =
        json!({ "refund": { "entity": refund.entity() }, "payment": { "entity": payment } });
    post_copies(options, event, &["refund", "payment"], &payload, copies).await;
}

/// Posts so many copies, each until it is taken.
async fn post_copies(
    options: PaymentsOptions,
    event: &str,
    contains: &[&str],
    payload: &Value,
    copies: usize,
) {
    let client = Client::builder().timeout(ANSWER_MAX).redirect(Policy::none()).build();
    let Ok(client) = client else {
        tracing::error!("no HTTP client for payment callbacks");
        return;
    };
    let body = json!({
        "entity": "event", "event": event, "contains": contains, "payload": payload,
        "created_at": now_ms() / 1_000,
    });
    let body = body.to_string().into_bytes();
    let signature = sign(&options.callback_secret, &body).replace("sha256=", "");
    for _ in 0..copies {
        let mut pause = PAUSE_FIRST;
        for _ in 0..TRIES_MAX {
            let posting = client
                .post(&options.callback_url)
                .header(CONTENT_TYPE, "application/json")
                .header("X-Razorpay-Signature", &signature)
                .body(body.clone());
            if posting.send().await.is_ok_and(|answer| answer.status().as_u16() == 200) {
                break;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }
}
