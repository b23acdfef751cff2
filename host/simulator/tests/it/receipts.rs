//! Receipts, as they should be and with faults.

use std::time::{Duration, Instant};

use mitra_simulator::{Faults, Ticks};
use serde_json::json;

use crate::kit::{ASHA, Meta, PATIENCE, quick, steps, text, with_chats};

#[tokio::test]
async fn a_message_is_sent_delivered_and_read() {
    let meta = Meta::start(quick()).await;
    let mut message = text("a");
    message["biz_opaque_callback_data"] = "job-42".into();
    let wamid = meta.send(message).await.wamid();
    let receipts = meta.receipts(&wamid, 3).await;
    assert_eq!(steps(&receipts), ["sent", "delivered", "read"]);
    for receipt in receipts {
        assert_eq!(receipt["recipient_id"], ASHA);
        assert_eq!(receipt["recipient_user_id"], "IN.7788990011");
        assert_eq!(receipt["biz_opaque_callback_data"], "job-42");
        assert!(receipt["timestamp"].is_string());
    }
    meta.stop().await;
}

#[tokio::test]
async fn receipts_come_twice_or_out_of_order() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { receipts_doubled: 1_000, ..Faults::default() });
    let wamid = meta.send(text("a")).await.wamid();
    let doubled = meta.receipts(&wamid, 6).await;
    assert_eq!(steps(&doubled), ["sent", "sent", "delivered", "delivered", "read", "read"]);
    meta.set(Faults { receipts_reordered: 1_000, ..Faults::default() });
    let wamid = meta.send(text("b")).await.wamid();
    assert_eq!(steps(&meta.receipts(&wamid, 3).await), ["read", "delivered", "sent"]);
    meta.stop().await;
}

#[tokio::test]
async fn receipts_are_lost() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { receipts_lost: 1_000, ..Faults::default() });
    let lost = meta.send(text("a")).await.wamid();
    meta.set(Faults::default());
    let wamid = meta.send(text("b")).await.wamid();
    meta.receipts(&wamid, 3).await;
    assert!(meta.receipts(&lost, 0).await.is_empty());
    meta.stop().await;
}

#[tokio::test]
async fn receipts_are_late() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { receipts_delay_ms: 200, ..Faults::default() });
    let began = Instant::now();
    let wamid = meta.send(text("a")).await.wamid();
    meta.receipts(&wamid, 1).await;
    assert!(began.elapsed() >= Duration::from_millis(200), "{:?}", began.elapsed());
    meta.stop().await;
}

#[tokio::test]
async fn a_message_fails_with_its_reason() {
    let meta = Meta::start(with_chats()).await;
    meta.set(Faults { receipts_failed: 1_000, ..Faults::default() });
    let wamid = meta.send(text("a")).await.wamid();
    let receipts = meta.receipts(&wamid, 2).await;
    assert_eq!(steps(&receipts), ["sent", "failed"]);
    assert_eq!(receipts[0].get("errors"), None);
    let error = &receipts[1]["errors"][0];
    assert_eq!(
        (&error["code"], &error["title"]),
        (&json!(131_026), &json!("Message undeliverable"))
    );
    assert_eq!(error["error_data"]["details"], "Message Undeliverable.");
    let failed = |chat: &[mitra_simulator::ChatEntry]| chat[0].ticks() == Ticks::Failed;
    meta.handle().wait_for(ASHA, failed, PATIENCE).await.expect("the chat shows it");
    meta.stop().await;
}
