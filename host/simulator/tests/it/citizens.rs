//! The page's API: citizens and what they send.

use serde_json::{Value, json};

use crate::kit::{Meta, text, with_chats};

#[tokio::test]
async fn a_number_in_any_spelling_is_the_one_the_host_writes_to() {
    let meta = Meta::start(with_chats()).await;
    let new = json!({ "name": "Ravi", "phone": "+1 (555) 010-0999" });
    let (status, body) = meta.page("/sim/citizens", new).await;
    assert_eq!((status, body.as_str()), (200, "{\"key\":\"15550100999\"}"));
    let mut message = text("a");
    message["to"] = "+1 555 0100999".into();
    let contact = &meta.send(message).await.body["contacts"][0];
    assert_eq!(contact["wa_id"], "15550100999");
    meta.stop().await;
}

#[tokio::test]
async fn nonsense_is_no_citizen() {
    let meta = Meta::start(with_chats()).await;
    for (phone, bsuid, word) in [
        (json!("call me"), Value::Null, "no phone number"),
        (json!("1234567"), Value::Null, "no phone number"),
        (Value::Null, json!("7788"), "no user id"),
        (json!(" "), json!(""), "needs a number or a user id"),
    ] {
        let new = json!({ "name": "Ravi", "phone": phone, "bsuid": bsuid });
        let (status, body) = meta.page("/sim/citizens", new).await;
        assert_eq!(status, 400, "{body}");
        assert!(body.contains(word), "{body}");
    }
    meta.stop().await;
}

#[tokio::test]
async fn nobody_sends_as_somebody_who_is_not_there() {
    let meta = Meta::start(with_chats()).await;
    let hi = json!({ "type": "text", "body": "Hi" });
    assert_eq!(meta.page("/sim/citizens/15550100888/messages", hi.clone()).await.0, 404);
    assert_eq!(meta.page("/sim/citizens/15550100101/messages", hi.clone()).await.0, 200);
    assert_eq!(meta.page("/sim/citizens/IN.1001/messages", hi).await.0, 200, "by user id as well");
    meta.stop().await;
}

#[tokio::test]
async fn raw_fields_are_an_object() {
    let meta = Meta::start(with_chats()).await;
    let path = "/sim/citizens/15550100101/messages";
    let raw = |fields: Value| json!({ "type": "raw", "fields": fields });
    assert_eq!(meta.page(path, raw(json!({ "type": "poll" }))).await.0, 200);
    assert_eq!(meta.page(path, raw(json!("poll"))).await.0, 422);
    assert_eq!(meta.page(path, raw(json!(null))).await.0, 422);
    meta.stop().await;
}

#[tokio::test]
async fn a_user_id_is_no_number() {
    let meta = Meta::start(with_chats()).await;
    for to in ["IN.7788990011", "15550100123x", "1555010"] {
        let mut message = text("a");
        message["to"] = to.into();
        assert_eq!(meta.send(message).await.code(), Some(131_009), "{to}");
    }
    let mut unknown = text("a");
    unknown["to"] = "+15550100888".into();
    assert_eq!(meta.send(unknown).await.code(), Some(131_026));
    meta.stop().await;
}
