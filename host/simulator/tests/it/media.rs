//! Files: uploaded by hosts, sent by citizens.

use mitra_simulator::SimulatorOptions;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::kit::{ASHA, Meta, message, quick, steps, with_chats};

/// The smallest thing that says it is a PNG.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Uploads a file as a host does.
async fn upload(meta: &Meta, mime_type: &str, product: &str) -> (StatusCode, Value) {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\n{product}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\
         Content-Type: {mime_type}\r\n\r\n"
    );
    let body = [head.as_bytes(), PNG, b"\r\n--x--\r\n"].concat();
    let request = meta
        .client
        .post(format!("{}/v25.0/PNID_1/media", meta.simulator.graph_url()))
        .bearer_auth(SimulatorOptions::default().access_token)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body);
    let answer = request.send().await.expect("an answer");
    (answer.status(), answer.json().await.expect("JSON"))
}

/// Uploads a file as the page does; gives its id.
async fn pick(meta: &Meta, mime_type: &str, bytes: &'static [u8]) -> String {
    let url = format!("{}sim/media?mime_type={mime_type}", meta.simulator.chat_url());
    let answer = meta.client.post(url).body(bytes).send().await.expect("an answer");
    let body: Value = answer.json().await.expect("JSON");
    body["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn an_uploaded_file_is_resolved_and_fetched_with_the_token() {
    let meta = Meta::start(quick()).await;
    let (status, body) = upload(&meta, "image/png", "whatsapp").await;
    assert_eq!(status, StatusCode::OK);
    let get = async |url: &str| {
        let token = SimulatorOptions::default().access_token;
        meta.client.get(url).bearer_auth(token).send().await.expect("an answer")
    };
    let id = body["id"].as_str().expect("an id");
    let resolved = get(&format!("{}/v25.0/{id}", meta.simulator.graph_url())).await;
    let resolved: Value = resolved.json().await.expect("JSON");
    assert_eq!(resolved["mime_type"], "image/png");
    assert_eq!(resolved["file_size"], PNG.len().to_string());
    let url = resolved["url"].as_str().expect("an address");
    assert_eq!(get(url).await.bytes().await.expect("bytes"), PNG);
    assert_eq!(meta.client.get(url).send().await.expect("an answer").status(), 401);
    assert_eq!(get(&url.replace("44000", "44999")).await.status(), 404);
    meta.stop().await;
}

#[tokio::test]
async fn an_upload_must_be_for_whatsapp() {
    let meta = Meta::start(quick()).await;
    let (status, body) = upload(&meta, "image/png", "messenger").await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (400, &json!(131_008)));
    meta.stop().await;
}

#[tokio::test]
async fn a_message_names_a_file_that_is_there() {
    let meta = Meta::start(quick()).await;
    let answer = meta.send(message("image", json!({ "id": "4499999999" }))).await;
    assert_eq!((answer.status, answer.code()), (400, Some(100)));
    assert_eq!(answer.body["error"]["error_subcode"], 33);
    let (_, body) = upload(&meta, "image/png", "whatsapp").await;
    assert_eq!(meta.send(message("image", json!({ "id": body["id"] }))).await.status, 200);
    let header = json!({ "type": "image", "image": { "id": "4499999999" } });
    let buttons = json!([{ "type": "reply", "reply": { "id": "a", "title": "a" } }]);
    let with_header = json!({
        "type": "button", "header": header, "body": { "text": "b" }, "action": { "buttons": buttons } });
    assert_eq!(meta.send(message("interactive", with_header)).await.code(), Some(100));
    meta.stop().await;
}

#[tokio::test]
async fn a_file_of_another_type_is_taken_and_fails() {
    let meta = Meta::start(quick()).await;
    let (_, body) = upload(&meta, "image/png", "whatsapp").await;
    let wamid = meta.send(message("video", json!({ "id": body["id"] }))).await.wamid();
    let receipts = meta.receipts(&wamid, 2).await;
    assert_eq!(steps(&receipts), ["sent", "failed"]);
    assert_eq!(receipts[1]["errors"][0]["code"], 131_053);
    meta.stop().await;
}

#[tokio::test]
async fn a_citizens_file_is_notified_with_its_digest_and_name() {
    let meta = Meta::start(with_chats()).await;
    let id = pick(&meta, "application/pdf", b"abc").await;
    let path = format!("/sim/citizens/{ASHA}/messages");
    let sent = json!({
        "type": "media", "kind": "document", "id": id, "caption": "bill", "filename": "బిల్లు.pdf" });
    assert_eq!(meta.page(&path, sent).await.0, 200);
    let heard = meta.heard(|heard| !heard.is_empty()).await;
    let document = &heard[0].value()["messages"][0]["document"];
    assert_eq!(document["sha256"], "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_eq!(document["mime_type"], "application/pdf");
    assert_eq!((&document["filename"], &document["caption"]), (&json!("బిల్లు.pdf"), &json!("bill")));
    let not_a_picture = json!({ "type": "media", "kind": "image", "id": id });
    let (status, body) = meta.page(&path, not_a_picture).await;
    assert_eq!(status, 400);
    assert!(body.contains("image/jpeg, image/png"), "{body}");
    let not_there = json!({ "type": "media", "kind": "image", "id": "4499999999" });
    assert_eq!(meta.page(&path, not_there).await.0, 404);
    meta.stop().await;
}
