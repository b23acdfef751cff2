//! Meta misbehaves: everything is sent, in order, and nothing twice without need.

use std::collections::BTreeMap;
use std::time::Duration;

use mitra_simulator::{ChatEntry, Faults, Inbound, RateLimits};
use mitra_tests::kit::{self, AppOptions, TestApp};

async fn app(limits: RateLimits, faults: Faults, config: &str) -> TestApp {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let config = config.to_owned();
    let options = AppOptions { departments, limits, faults, config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

/// What the echoing department said, in order.
fn echoes(chat: &[ChatEntry]) -> Vec<String> {
    let ours = chat.iter().filter(|entry| !entry.from_citizen());
    ours.filter_map(|entry| entry.body().strip_prefix("echo: message ").map(str::to_owned))
        .collect()
}

async fn open(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

#[tokio::test(flavor = "multi_thread")]
async fn passing_errors_delay_replies_and_keep_their_order() {
    let app = app(RateLimits::none(), Faults::default(), "").await;
    let citizen = open(&app, "15550100601").await;
    app.meta().set_faults(Faults {
        server_error: 150,
        transient: 150,
        receipts_doubled: 300,
        receipts_reordered: 300,
        notifications_doubled: 300,
        ..Faults::default()
    });
    let said: Vec<String> = (0..6).map(|n| n.to_string()).collect();
    for text in &said {
        app.meta().citizen_sends(&citizen, Inbound::text(&format!("message {text}")));
    }
    let n_said = said.len();
    let chat = app.sees(&citizen, "every echo", move |chat| echoes(chat).len() >= n_said).await;
    assert_eq!(echoes(&chat), said);
    assert_eq!(app.meta().counters().duplicate_sends, 0);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_meta_took_without_answering_is_not_sent_again() {
    let app = app(RateLimits::none(), Faults::default(), "").await;
    let citizen = open(&app, "15550100602").await;
    app.meta().set_faults(Faults { silent_taken: 1_000, ..Faults::default() });
    app.meta().citizen_sends(&citizen, Inbound::text("message 1"));
    app.sees(&citizen, "the first echo", |chat| echoes(chat).len() == 1).await;
    app.meta().set_faults(Faults::default());
    app.meta().citizen_sends(&citizen, Inbound::text("message 2"));
    // The receipt of the first tells that it arrived, and lets the second one go.
    let chat = app.sees(&citizen, "the second echo", |chat| echoes(chat).len() >= 2).await;
    assert_eq!(echoes(&chat), ["1", "2"]);
    assert_eq!(app.meta().counters().duplicate_sends, 0);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_of_every_kind_are_taken_by_meta_at_their_shortest_and_longest() {
    let app = app(RateLimits::none(), Faults::default(), "").await;
    let citizen = open(&app, "15550100603").await;
    let kinds = [
        "text",
        "button",
        "list",
        "cta_url",
        "image",
        "document",
        // A file of the department's own.
        "document",
        "location",
        "location_request_message",
    ];
    for size in ["!smallest", "!largest"] {
        let n_before = app.meta().transcript(&citizen).len();
        app.meta().citizen_sends(&citizen, Inbound::text(size));
        let n_all = n_before + 1 + kinds.len();
        let chat = app.sees(&citizen, "every kind", move |chat| chat.len() >= n_all).await;
        let seen: Vec<_> = chat[n_before + 1..].iter().map(ChatEntry::kind).collect();
        assert_eq!(seen, kinds, "{size}: {chat:#?}");
    }
    assert_eq!(app.meta().counters().refused, BTreeMap::new());
    app.stop().await.expect("it stops");
}

/// Meta's limits made small enough to be met within a test. What citizens write counts as well.
fn tight() -> RateLimits {
    RateLimits {
        per_second: Some(120),
        pair_burst: Some(10),
        pair_refill: Duration::from_millis(100),
    }
}

/// One citizen writes more than may be answered at once, beside many others. Gives what Meta refused.
async fn crowd(sending: Option<&str>) -> BTreeMap<i64, u64> {
    let mut options = AppOptions { limits: tight(), ..AppOptions::default() };
    options.departments = vec![("echo".to_owned(), "echo".to_owned())];
    options.sending = sending.map_or(options.sending, str::to_owned);
    let app = TestApp::start_with(options).await.expect("it starts");
    let busy = open(&app, "15550100701").await;
    let said: Vec<String> = (0..30).map(|n| n.to_string()).collect();
    for text in &said {
        app.meta().citizen_sends(&busy, Inbound::text(&format!("message {text}")));
    }
    let others: Vec<_> = (0..40).map(|n| format!("155501008{n:02}")).collect();
    for other in &others {
        app.meta().citizen_sends(other, Inbound::text("Hi"));
    }
    let chat = app.sees(&busy, "every echo", move |chat| echoes(chat).len() >= 30).await;
    assert_eq!(echoes(&chat), said);
    for other in &others {
        app.sees(other, "a greeting", |chat| chat.iter().any(|e| !e.from_citizen())).await;
    }
    let counters = app.meta().counters();
    assert_eq!(counters.duplicate_sends, 0);
    app.stop().await.expect("it stops");
    counters.refused
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_keeps_below_metas_rates_is_never_refused() {
    let below = "messages_per_second = 20, citizen_interval_seconds = 0.12, citizen_burst = 8";
    assert_eq!(crowd(Some(below)).await, BTreeMap::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_too_fast_slows_down_and_loses_nothing() {
    let refused = crowd(None).await;
    assert!(refused.contains_key(&130_429) || refused.contains_key(&131_056), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_meta_refuses_for_good_is_a_dead_letter_with_its_reason() {
    let app = app(RateLimits::none(), Faults::default(), "").await;
    // Meta does not know this person: a notification that no citizen of the simulator sent.
    let message = serde_json::json!({
        "from": "15550100999", "id": "wamid.unknown", "type": "text", "text": { "body": "Hi" },
    });
    let parts = serde_json::json!({ "messages": [message] });
    let body = kit::notification(kit::PHONE_NUMBER_ID, "messages", parts);
    assert_eq!(app.meta().send_notification(body).await, 200);
    let listed = wait_for_dead(&app).await;
    assert!(listed.contains("refused by Meta with code 131026"), "{listed}");
    app.stop().await.expect("it stops");
}

/// What `mitra dead list` says, once there is something, beside the running host.
async fn wait_for_dead(app: &TestApp) -> String {
    let path = app.folder().join("mitra.db");
    let listed = async {
        loop {
            let options = mitra_storage_sql::SqliteOptions::new(&path);
            let storage =
                mitra_storage_sql::SqliteStorage::open_shared(&options).expect("it opens");
            let letters = mitra_storage::Outbox::dead_letters(&storage, None, 10).await;
            if let Some(letter) = letters.expect("it lists").first() {
                return letter.reason.to_string();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, listed).await.expect("there is a dead letter")
}
