//! What the host hears of citizens.

use axum::http::StatusCode;
use mitra_simulator::{Faults, Inbound};
use serde_json::{Value, json};

use crate::kit::{ASHA, Manners, Meta, Notification, message, quick, text, with_chats};

/// The messages heard, in order.
fn messages(heard: &[Notification]) -> Vec<Value> {
    let values = heard.iter().map(Notification::value);
    values.filter_map(|value| value["messages"].as_array().cloned()).flatten().collect()
}

async fn heard(meta: &Meta, n: usize) -> Vec<Value> {
    messages(&meta.heard(|heard| messages(heard).len() >= n).await)
}

#[tokio::test]
async fn a_notification_is_signed_over_what_is_on_the_wire() {
    let meta = Meta::start(quick()).await;
    meta.handle().citizen_sends(ASHA, Inbound::text("నమస్తే 🙏 a/b"));
    let notifications = meta.heard(|heard| !heard.is_empty()).await;
    let Notification { bytes, signature } = &notifications[0];
    assert_eq!(*signature, meta.handle().sign(bytes));
    assert!(bytes.is_ascii());
    let wire = String::from_utf8(bytes.to_vec()).expect("it is ASCII");
    assert!(wire.contains(r"\u0c28\u0c2e") && wire.contains(r"\ud83d\ude4f a\/b"), "{wire}");
    let value = notifications[0].value();
    assert_eq!(value["messages"][0]["text"]["body"], "నమస్తే 🙏 a/b");
    assert_eq!(value["metadata"]["phone_number_id"], "PNID_1");
    assert_eq!(value["contacts"][0]["wa_id"], ASHA);
    assert_eq!(value["contacts"][0]["user_id"], "IN.7788990011");
    meta.stop().await;
}

#[tokio::test]
async fn a_message_is_notified_twice() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { notifications_doubled: 1_000, ..Faults::default() });
    let wamid = meta.handle().citizen_sends(ASHA, Inbound::text("a"));
    let heard = heard(&meta, 2).await;
    assert!(heard.iter().all(|message| message["id"] == wamid.as_str()), "{heard:?}");
    meta.stop().await;
}

#[tokio::test]
async fn a_refused_notification_comes_again_and_before_the_next() {
    let refusals = vec![StatusCode::SERVICE_UNAVAILABLE, StatusCode::UNAUTHORIZED];
    let meta = Meta::start_with(quick(), Manners { refusals, ..Manners::default() }).await;
    for body in ["a", "b", "c"] {
        meta.handle().citizen_sends(ASHA, Inbound::text(body));
    }
    let bodies: Vec<_> = heard(&meta, 3).await.iter().map(|m| m["text"]["body"].clone()).collect();
    assert_eq!(bodies, ["a", "b", "c"]);
    assert_eq!(meta.handle().counters().notifications_refused, 2);
    meta.stop().await;
}

#[tokio::test]
async fn a_choice_tells_which_message_it_answers() {
    let meta = Meta::start(with_chats()).await;
    let offer = async |id: &str| {
        let reply = json!({ "type": "reply", "reply": { "id": id, "title": "Yes" } });
        let buttons =
            json!({ "type": "button", "body": { "text": "?" }, "action": { "buttons": [reply] } });
        meta.send(message("interactive", buttons)).await.wamid()
    };
    let (first, second) = (offer("yes").await, offer("yes").await);
    meta.handle().citizen_sends(ASHA, Inbound::tap("yes", "Yes"));
    meta.handle().citizen_sends(ASHA, Inbound::tap("yes", "Yes").answering(&first));
    meta.handle().citizen_sends(ASHA, Inbound::row("other", "Other"));
    let heard = heard(&meta, 3).await;
    assert_eq!(heard[0]["context"], json!({ "from": "15550100001", "id": second }));
    assert_eq!(heard[1]["context"]["id"], first.as_str());
    assert_eq!(heard[2].get("context"), None, "nobody offered it");
    meta.stop().await;
}

#[tokio::test]
async fn a_message_of_one_without_a_number_has_none() {
    let meta = Meta::start(quick()).await;
    let key = meta.handle().add_citizen(None, Some("IN.1"), "Ravi");
    meta.handle().citizen_sends(&key, Inbound::text("a"));
    let heard = heard(&meta, 1).await;
    assert_eq!((heard[0].get("from"), &heard[0]["from_user_id"]), (None, &json!("IN.1")));
    let mut answer = text("b");
    answer.as_object_mut().expect("it is an object").remove("to");
    answer["recipient"] = "IN.1".into();
    let taken = meta.send(answer).await;
    assert_eq!(taken.body["contacts"][0], json!({ "input": "IN.1", "user_id": "IN.1" }));
    meta.stop().await;
}
