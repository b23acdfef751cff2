//! How long it takes to verify and parse notifications, and to render replies, on one thread.
//!
//! Run with `cargo run --release -p mitra-whatsapp --example speed`.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use bytes::Bytes;
use mitra_core::identity::Secret;
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_whatsapp::{AppSecrets, parse, render, sign, verify};

/// How long each figure is measured.
const MEASURED: Duration = Duration::from_millis(500);

fn main() {
    let text = include_str!("../../../tests/fixtures/webhooks/message-text.json");
    notification("one message", compact(text));
    let read = include_str!("../../../tests/fixtures/webhooks/status-read.json");
    notification("one receipt", compact(read));
    notification("1,000 messages", batch(1_000, 1));
    notification("1,000 messages, 3 MB", batch(1_000, 950));
    reply(
        "text",
        &Reply::Text {
            body: "మీ దరఖాస్తు అందింది. ధన్యవాదాలు.".to_owned()
        },
    );
    let item = |n: usize| Choice {
        id: format!("service:{n}"),
        title: format!("సేవ {n}"),
        description: Some("One line about it".to_owned()),
    };
    let (body, button) = ("ఎంచుకోండి".to_owned(), "Open".to_owned());
    let choices = Choices { body, button, items: (0..10).map(item).collect() };
    reply("list of ten", &Reply::Choices(choices));
}

/// As Meta sends it: without the line breaks that make a fixture readable.
fn compact(json: &str) -> Bytes {
    let value: serde_json::Value = serde_json::from_str(json).expect("the fixture is JSON");
    value.to_string().into()
}

fn batch(count: usize, text_chars: usize) -> Bytes {
    let text = "క".repeat(text_chars);
    let message = |n: usize| {
        serde_json::json!({
            "from": "15550100123", "id": format!("wamid.{n}"), "timestamp": "1763000100",
            "type": "text", "text": { "body": text },
        })
    };
    let messages: Vec<_> = (0..count).map(message).collect();
    let metadata = serde_json::json!({ "phone_number_id": "PNID_1" });
    let value = serde_json::json!({ "metadata": metadata, "messages": messages });
    let changes = serde_json::json!([{ "field": "messages", "value": value }]);
    let entry = serde_json::json!([{ "id": "WABA_A", "changes": changes }]);
    serde_json::json!({ "object": "whatsapp_business_account", "entry": entry }).to_string().into()
}

fn notification(name: &str, body: Bytes) {
    let secret = Secret::new("secret");
    let signature = sign(&body, &secret);
    let secrets = AppSecrets::new(vec![secret]);
    let verified =
        || verify(body.clone(), &[signature.as_bytes()], &secrets).expect("the signature is good");
    let bytes = body.len();
    report(&format!("verify {name} ({bytes} bytes)"), || drop(black_box(verified())));
    let good = verified();
    report(&format!("parse {name}"), || drop(black_box(parse(black_box(&good)))));
}

fn reply(name: &str, reply: &Reply) {
    report(&format!("render {name}"), || drop(black_box(render(black_box(reply)))));
}

fn report(name: &str, mut work: impl FnMut()) {
    let (began_at, mut count) = (Instant::now(), 0_u32);
    while began_at.elapsed() < MEASURED {
        work();
        count += 1;
    }
    let micros = began_at.elapsed().as_secs_f64() * 1e6 / f64::from(count);
    println!("{name:44} {micros:12.2} us");
}
