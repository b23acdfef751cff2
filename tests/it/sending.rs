//! Meta misbehaves: everything is sent, in order, and nothing twice without need.

use mitra_simulator::{ChatEntry, Faults, Inbound, RateLimits};
use mitra_tests::kit::{AppOptions, TestApp};

async fn app(limits: RateLimits, faults: Faults, config: &str) -> TestApp {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, limits, faults, config: config.to_owned() };
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
    let steps =
        [("Hi", "Namaste"), ("English", "Which"), ("1", "which service"), ("1", "listening")];
    for (text, word) in steps {
        app.meta().citizen_sends(&citizen, Inbound::text(text));
        let is_there = move |chat: &[ChatEntry]| {
            chat.iter().any(|entry| !entry.from_citizen() && entry.body().contains(word))
        };
        app.sees(&citizen, word, is_there).await;
    }
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
async fn the_host_keeps_to_metas_rates_by_itself() {
    // Defaults of the host against Meta's own limits: nothing may be refused.
    let app = app(RateLimits::meta(), Faults::default(), "").await;
    for n in 0..20 {
        let phone = format!("155501007{n:02}");
        app.meta().add_citizen(Some(&phone), None, "Citizen");
        for text in ["Hi", "English", "menu"] {
            app.meta().citizen_sends(&phone, Inbound::text(text));
        }
    }
    for n in 0..20 {
        let all = |chat: &[ChatEntry]| chat.iter().filter(|e| !e.from_citizen()).count() >= 4;
        app.sees(&format!("155501007{n:02}"), "four answers", all).await;
    }
    let refused = app.meta().counters().refused;
    assert!(!refused.contains_key(&131_056), "{refused:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_meta_refuses_for_good_is_a_dead_letter_with_its_reason() {
    let app = app(RateLimits::none(), Faults::default(), "").await;
    // Meta does not know this person: a notification that no citizen of the simulator sent.
    let message = serde_json::json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "WABA_1", "changes": [{ "field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550100001", "phone_number_id": "PNID_1" },
            "messages": [{
                "from": "15550100999", "id": "wamid.unknown", "type": "text", "text": { "body": "Hi" },
            }],
        } }] }],
    });
    assert_eq!(app.meta().send_notification(message.to_string().into_bytes()).await, 200);
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
