//! Meta's limits, just under and just over.

use std::time::Duration;

use mitra_simulator::{Inbound, RateLimits, SimulatorOptions};
use serde_json::json;

use crate::kit::{ASHA, Meta, message, quick, text};

fn limited(per_second: Option<u32>, pair_burst: Option<u32>) -> SimulatorOptions {
    // Nothing is forgotten while a test runs.
    let limits = RateLimits { per_second, pair_burst, pair_refill: Duration::from_mins(10) };
    SimulatorOptions { limits, ..quick() }
}

#[tokio::test]
async fn texts_end_at_4096_characters_and_references_at_512() {
    let meta = Meta::start(quick()).await;
    assert_eq!(meta.send(text(&"అ".repeat(4_096))).await.status, 200);
    assert_eq!(meta.send(text(&"అ".repeat(4_097))).await.code(), Some(131_009));
    let with_reference = |n: usize| {
        let mut message = text("a");
        message["biz_opaque_callback_data"] = "x".repeat(n).into();
        message
    };
    assert_eq!(meta.send(with_reference(512)).await.status, 200);
    assert_eq!(meta.send(with_reference(513)).await.code(), Some(131_009));
    meta.stop().await;
}

#[tokio::test]
async fn bodies_of_buttons_end_at_1024_characters() {
    let meta = Meta::start(quick()).await;
    let buttons = |n: usize| {
        let reply = json!({ "type": "reply", "reply": { "id": "a", "title": "a" } });
        let body = json!({ "text": "x".repeat(n) });
        message(
            "interactive",
            json!({ "type": "button", "body": body, "action": { "buttons": [reply] } }),
        )
    };
    assert_eq!(meta.send(buttons(1_024)).await.status, 200);
    assert_eq!(meta.send(buttons(1_025)).await.code(), Some(131_009));
    meta.stop().await;
}

#[tokio::test]
async fn citizens_messages_use_up_the_numbers_throughput() {
    // Three times the limit: a second that ends among them leaves more than enough.
    let meta = Meta::start(limited(Some(20), None)).await;
    for _ in 0..60 {
        meta.handle().citizen_sends(ASHA, Inbound::text("a"));
    }
    let answer = meta.send(text("b")).await;
    assert_eq!((answer.status, answer.code()), (429, Some(130_429)));
    meta.stop().await;
}

#[tokio::test]
async fn a_citizen_gets_so_many_at_once() {
    let meta = Meta::start(limited(None, Some(2))).await;
    meta.handle().add_citizen(Some("15550100124"), None, "Ravi");
    assert_eq!(meta.send(text("a")).await.status, 200);
    assert_eq!(meta.send(text("b")).await.status, 200);
    assert_eq!(meta.send(text("c")).await.code(), Some(131_056));
    let mut to_another = text("d");
    to_another["to"] = "+15550100124".into();
    assert_eq!(meta.send(to_another).await.status, 200);
    meta.stop().await;
}
