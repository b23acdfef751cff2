//! The door: what is taken, what is refused, and that nothing is lost or doubled.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use mitra_core::clock::Clock;
use mitra_core::ids::ReleaseDigest;
use mitra_core::ports::TurnRunner;
use mitra_core::routing::RoutingTable;
use mitra_core::turn::{Turn, TurnReport};
use mitra_server::clock::SystemClock;
use mitra_server::host::{Departments, Host};
use mitra_simulator::{ChatEntry, Inbound};
use mitra_storage::{Depths, Upkeep};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use mitra_tests::kit::{self, APP_SECRET, TestApp};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

/// A notification with these messages to the host's number.
fn notification(messages: &[Value]) -> Vec<u8> {
    notification_to(kit::PHONE_NUMBER_ID, messages)
}

fn notification_to(number: &str, messages: &[Value]) -> Vec<u8> {
    kit::notification(number, "messages", json!({ "messages": messages }))
}

fn text(phone: &str, wamid: &str, body: &str) -> Value {
    json!({
        "from": phone, "id": wamid, "type": "text", "timestamp": now().to_string(),
        "text": { "body": body },
    })
}

#[expect(clippy::disallowed_methods, reason = "a citizen's phone tells the real time")]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("it is after 1970").as_secs()
}

async fn post(app: &TestApp, signature: Option<&str>, body: Vec<u8>) -> reqwest::Response {
    let mut request = Client::new().post(app.webhook_url()).body(body);
    if let Some(signature) = signature {
        request = request.header("X-Hub-Signature-256", signature);
    }
    request.send().await.expect("the host answers")
}

fn answers(chat: &[ChatEntry]) -> usize {
    chat.iter().filter(|entry| !entry.from_citizen()).count()
}

/// The value of a metric's line that begins with `name`.
async fn metric(app: &TestApp, name: &str) -> f64 {
    let text = reqwest::get(app.operations_url("/metrics")).await.expect("metrics");
    let text = text.text().await.expect("text");
    let line = text.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or(0.0)
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_batched_otherwise_the_second_time_are_answered_once() {
    let app = TestApp::start().await.expect("it starts");
    let phones = ["15550100911", "15550100912", "15550100913"];
    let messages: Vec<Value> = phones
        .iter()
        .map(|phone| {
            app.meta().add_citizen(Some(phone), None, "Citizen");
            text(phone, &format!("wamid.batched{phone}"), "Hi")
        })
        .collect();
    let corrupt = json!({ "id": 7, "type": "text" });
    let batches: [Vec<Value>; 4] = [
        vec![messages[0].clone(), corrupt.clone(), messages[1].clone()],
        vec![messages[1].clone(), messages[2].clone()],
        messages.iter().rev().cloned().collect(),
        vec![corrupt, messages[2].clone()],
    ];
    for batch in batches {
        let body = notification(&batch);
        assert_eq!(app.meta().send_notification(body).await, 200);
    }
    for phone in phones {
        app.sees(phone, "a greeting", |chat| answers(chat) >= 1).await;
        let before = answers(&app.meta().transcript(phone));
        assert_eq!(before, 1, "{phone}: {:#?}", app.meta().transcript(phone));
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_handshake_echoes_the_challenge_for_our_token_alone() {
    let app = TestApp::start().await.expect("it starts");
    let ask = async |query: &str| {
        let answer = reqwest::get(format!("{}?{query}", app.webhook_url())).await.expect("answer");
        (answer.status(), answer.text().await.expect("text"))
    };
    let good = "hub.mode=subscribe&hub.verify_token=test-verify-token&hub.challenge=1158201444";
    assert_eq!(ask(good).await, (StatusCode::OK, "1158201444".to_owned()));
    let wrong = good.replace("test-verify-token", "other");
    assert_eq!(ask(&wrong).await, (StatusCode::FORBIDDEN, String::new()));
    assert_eq!(ask("hub.mode=subscribe").await.0, StatusCode::BAD_REQUEST);
    app.stop().await.expect("it stops");
}

/// How much is stored, seen from beside the running host.
async fn depths(app: &TestApp) -> Depths {
    let options = SqliteOptions::new(app.folder().join("mitra.db"));
    let storage = SqliteStorage::open_shared(&options).expect("it opens");
    storage.depths().await.expect("it can be read")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_notification_leaves_no_trace() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100301"), None, "Asha");
    let body = notification(&[text(&key, "wamid.forged", "Hi")]);
    let good = app.meta().sign(&body);
    assert_eq!(good, mitra_whatsapp::sign(&body, &mitra_core::identity::Secret::new(APP_SECRET)));
    let by_another = {
        let secret = mitra_core::identity::Secret::new("another secret");
        mitra_whatsapp::sign(&body, &secret)
    };
    let digits = good.strip_prefix("sha256=").expect("it begins so");
    let (name, old_name) = ("x-hub-signature-256", "x-hub-signature");
    let forgeries: [(&str, Vec<(&str, String)>); 10] = [
        ("no signature", vec![]),
        ("a short signature", vec![(name, "sha256=00".to_owned())]),
        ("another secret's signature", vec![(name, by_another.clone())]),
        ("63 digits", vec![(name, good[..good.len() - 1].to_owned())]),
        ("upper case", vec![(name, format!("sha256={}", digits.to_uppercase()))]),
        ("no prefix", vec![(name, digits.to_owned())]),
        ("a sha1 signature", vec![(name, format!("sha1={}", &digits[..40]))]),
        ("a good signature by the name of the old one", vec![(old_name, good.clone())]),
        ("the good signature twice", vec![(name, good.clone()), (name, good.clone())]),
        ("the good one and another", vec![(name, good.clone()), (name, by_another)]),
    ];
    for (what, headers) in forgeries {
        let headers: Vec<_> = headers
            .into_iter()
            .map(|(name, value)| {
                let value = HeaderValue::from_str(&value).expect("a header");
                (HeaderName::from_bytes(name.as_bytes()).expect("a name"), value)
            })
            .collect();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value);
        }
        let forged = Client::new().post(app.webhook_url()).headers(map).body(body.clone());
        let answer = forged.send().await.expect("the host answers");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{what}");
        assert!(answer.text().await.expect("text").is_empty(), "{what}");
        assert_eq!(depths(&app).await, Depths::default(), "{what} left a trace");
    }
    assert_eq!(post(&app, Some(&good), body).await.status(), StatusCode::OK);
    app.sees(&key, "one answer", |chat| answers(chat) == 1).await;
    app.stop().await.expect("it stops");
}

/// Departments that nobody asks.
struct NoDepartments;

#[async_trait]
impl TurnRunner for NoDepartments {
    async fn run(&self, _: &ReleaseDigest, _: Turn) -> TurnReport {
        unreachable!("there is no department")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_inbox_is_answered_with_503_and_nothing_of_the_notification_is_stored() {
    let mut app = TestApp::start().await.expect("it starts");
    app.stop_host().await.expect("it stops");
    let mut options = SqliteOptions::new(app.folder().join("mitra.db"));
    options.limits.inbox_events_max = 2;
    let storage = SqliteStorage::open(&options, SystemClock.now()).expect("it opens");
    let departments = Departments {
        runner: Arc::new(NoDepartments),
        table: RoutingTable::new(Vec::new()),
        proven: Arc::new(AtomicBool::new(true)),
    };
    let host = Host::start_with(app.config(), kit::metrics(), Arc::new(storage), departments);
    let host = host.await.expect("it starts");

    let written = |count: usize| {
        let messages = (0..count).map(|n| {
            let phone = format!("155501005{n:02}");
            app.meta().add_citizen(Some(&phone), None, "Citizen");
            text(&phone, &format!("wamid.full{n}"), "Hi")
        });
        notification(&messages.collect::<Vec<_>>())
    };
    let three = written(3);
    let refused = post(&app, Some(&app.meta().sign(&three)), three).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()["retry-after"], "30");
    assert_eq!(depths(&app).await, Depths::default());
    let two = written(2);
    let taken = post(&app, Some(&app.meta().sign(&two)), two).await;
    assert_eq!(taken.status(), StatusCode::OK, "a smaller one has room");
    app.sees("15550100500", "an answer", |chat| answers(chat) >= 1).await;
    host.stop().await.expect("it stops");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_notification_a_hundred_times_at_once_is_answered_once() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100302"), None, "Asha");
    let body = notification(&[text(&key, "wamid.again", "Hi")]);
    let signature = app.meta().sign(&body);
    let posts = (0..100).map(|_| post(&app, Some(&signature), body.clone()));
    for answer in futures_util::future::join_all(posts).await {
        assert_eq!(answer.status(), StatusCode::OK);
    }
    // A later message is answered after all of these: what is doubled would be there by then.
    app.meta().citizen_sends(&key, Inbound::text("English"));
    let chat = app.sees(&key, "the menu", |chat| answers(chat) >= 3).await;
    let greetings = chat.iter().filter(|entry| entry.body().contains("Namaste")).count();
    assert_eq!(greetings, 1, "{chat:#?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_corrupt_message_of_a_thousand_costs_itself_alone() {
    let app = TestApp::start().await.expect("it starts");
    let before = metric(&app, "mitra_leaves_total{outcome=\"accepted\"}").await;
    let mut messages: Vec<Value> = (0..999)
        .map(|n| {
            let phone = format!("1555020{n:04}");
            app.meta().add_citizen(Some(&phone), None, "Citizen");
            // Three thousand characters each make a body of three megabytes.
            text(&phone, &format!("wamid.batch{n}"), &"h".repeat(3_000))
        })
        .collect();
    messages.insert(500, json!({ "id": 7, "type": ["text"] }));
    let body = notification(&messages);
    assert!(body.len() > 3_000_000, "{}", body.len());
    assert_eq!(app.meta().send_notification(body).await, 200);
    let accepted = metric(&app, "mitra_leaves_total{outcome=\"accepted\"}").await - before;
    assert!(accepted >= 999.0, "{accepted}");
    assert!(metric(&app, "mitra_leaves_total{outcome=\"quarantined\"}").await >= 1.0);
    for n in [0, 499, 500, 998] {
        app.sees(&format!("1555020{n:04}"), "an answer", |chat| answers(chat) == 1).await;
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_another_number_is_acknowledged_and_left_alone() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100305"), None, "Asha");
    let before = metric(&app, "mitra_leaves_total{outcome=\"other_number\"}").await;
    let elsewhere = notification_to("PNID_2", &[text(&key, "wamid.elsewhere", "Hi")]);
    assert_eq!(app.meta().send_notification(elsewhere).await, 200);
    let counted = metric(&app, "mitra_leaves_total{outcome=\"other_number\"}").await - before;
    assert!(counted >= 1.0, "{counted}");
    // A later message to our number is answered after it: what is answered to both would be there by then.
    assert_eq!(
        app.meta().send_notification(notification(&[text(&key, "wamid.ours", "Hi")])).await,
        200
    );
    app.meta().citizen_sends(&key, Inbound::text("English"));
    let chat = app.sees(&key, "the menu", |chat| answers(chat) >= 2).await;
    let greetings = chat.iter().filter(|entry| entry.body().contains("Namaste")).count();
    assert_eq!(greetings, 1, "{chat:#?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_have_a_largest_size() {
    let app = TestApp::start().await.expect("it starts");
    let spaces = |bytes: usize| {
        let mut body = notification(&[]);
        body.resize(bytes, b' ');
        body
    };
    let max = mitra_core::limits::NOTIFICATION_BYTES_MAX;
    assert_eq!(app.meta().send_notification(spaces(max)).await, 200);
    assert_eq!(app.meta().send_notification(spaces(max + 1)).await, 413);
    assert_eq!(app.meta().send_notification(spaces(10 * 1024 * 1024)).await, 413);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_and_cannot_be_read_is_kept_and_acknowledged() {
    let app = TestApp::start().await.expect("it starts");
    let before = metric(&app, "mitra_leaves_total{outcome=\"quarantined\"}").await;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let no_sender = json!({ "id": "wamid.nobody", "type": "text", "text": { "body": "Hi" } });
    let bodies = [
        b"{\"object\":\"whatsapp_business_account\",\"entry\":[{\"cha".to_vec(),
        deep.into_bytes(),
        vec![0xff, 0xfe, 0x00],
        notification(&[no_sender]),
    ];
    for body in bodies.clone() {
        assert_eq!(app.meta().send_notification(body).await, 200);
    }
    let kept = metric(&app, "mitra_leaves_total{outcome=\"quarantined\"}").await - before;
    assert!(kept >= bodies.len() as f64, "{kept} kept");
    let unknown = json!({ "object": "page", "entry": [] }).to_string().into_bytes();
    assert_eq!(app.meta().send_notification(unknown).await, 200);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_in_milliseconds_is_answered_too() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100303"), None, "Asha");
    let mut message = text(&key, "wamid.ms", "Hi");
    message["timestamp"] = (now() * 1_000).into();
    // A citizen has written, or the simulated window would be closed.
    app.meta().citizen_sends(&key, Inbound::text("Hello"));
    app.sees(&key, "an answer", |chat| answers(chat) == 1).await;
    assert_eq!(app.meta().send_notification(notification(&[message])).await, 200);
    app.sees(&key, "a second answer", |chat| answers(chat) == 2).await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_answered_with_503_and_nothing_is_lost() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100304"), None, "Asha");
    let body = notification(&[text(&key, "wamid.locked", "Hi")]);
    let signature = app.meta().sign(&body);
    let lock = LockedDatabase::take(&app.folder().join("mitra.db"));
    let refused = post(&app, Some(&signature), body.clone()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    let ready = reqwest::get(app.operations_url("/readyz")).await.expect("an answer");
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    drop(lock);
    app.meta().citizen_sends(&key, Inbound::text("Hello"));
    let taken = post(&app, Some(&signature), body).await;
    assert_eq!(taken.status(), StatusCode::OK);
    app.sees(&key, "both answers", |chat| answers(chat) == 2).await;
    app.stop().await.expect("it stops");
}

/// Another program that holds the database's write lock.
struct LockedDatabase(std::process::Child);

impl LockedDatabase {
    fn take(path: &std::path::Path) -> Self {
        use std::io::{BufRead, BufReader};
        let script = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],isolation_level=None)\n\
            c.execute('BEGIN IMMEDIATE')\nprint('locked',flush=True)\nsys.stdin.read()";
        let mut child = std::process::Command::new("python3")
            .args(["-c", script])
            .arg(path)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("python3 starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut line).expect("it says so");
        assert_eq!(line.trim(), "locked");
        Self(child)
    }
}

impl Drop for LockedDatabase {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
