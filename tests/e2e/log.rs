//! What a host writes down about citizens and secrets: nothing.

use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound, SimulatorHandle};
use mitra_tests::kit::{self, Mitra, Setup};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);
const PHONE: &str = "15550150001";
const STRANGER: &str = "15550150002";
const BSUID: &str = "IN.8812345677";
/// What citizens say. Nothing else in the world says it.
const WORDS: &str = "my ration card was eaten by a goat";
/// Every part of ours as talkative as can be; departments and the rest as in production.
const FILTER: &str = "info,guest=off,mitra_core=trace,mitra_desk=trace,mitra_graph=trace,\
    mitra_pipeline=trace,mitra_runtime=trace,mitra_server=trace,mitra_storage=trace,\
    mitra_storage_sql=trace,mitra_whatsapp=trace";

/// Says something in the echoing department and waits until something has come back.
async fn says(meta: &SimulatorHandle, citizen: &str, text: &str) {
    let count = |chat: &[ChatEntry]| chat.iter().filter(|entry| !entry.from_citizen()).count();
    let before = count(&meta.transcript(citizen));
    meta.citizen_sends(citizen, Inbound::text(text));
    let seen = meta.wait_for(citizen, |chat| count(chat) > before, PATIENCE).await;
    assert!(seen.is_ok(), "no answer to {text}: {:#?}", meta.transcript(citizen));
}

/// Waits until the log says so.
async fn logged(setup: &Setup, words: &str) {
    let said = async {
        while !setup.log().contains(words) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, said).await;
    assert!(in_time.is_ok(), "the log does not say `{words}`: {}", setup.log());
}

fn notification(message: &Value) -> Vec<u8> {
    let parts = json!({
        "contacts": [{ "wa_id": STRANGER, "profile": { "name": WORDS } }],
        "messages": [message],
    });
    kit::notification(kit::PHONE_NUMBER_ID, "messages", parts)
}

/// A life in which Meta refuses the token: every send is answered with 190.
async fn life_with_a_revoked_token(setup: &Setup, meta: &SimulatorHandle) {
    let token = format!("access_token = \"{}\"", kit::ACCESS_TOKEN);
    setup.edit(&token, "access_token = \"revoked-access-token\"");
    let running = Mitra::start(setup).await;
    meta.citizen_sends(STRANGER, Inbound::text(WORDS));
    logged(setup, "with code 190").await;
    assert!(running.terminate().await.success());
    setup.edit("access_token = \"revoked-access-token\"", &token);
}

/// A life with a conversation, and with everything that is refused, given up or put aside.
async fn life_with_a_conversation(setup: &Setup, meta: &SimulatorHandle) -> String {
    let running = Mitra::start(setup).await;
    kit::enter_echo(meta, PHONE).await;
    says(meta, PHONE, WORDS).await;
    for how in
        ["gossip", "bug 3", "log 3", "log 200", "trap", "refuse", "button 5000", "spin", "unknown"]
    {
        says(meta, PHONE, &format!("!{how}")).await;
        says(meta, PHONE, &format!("!{how} {WORDS}")).await;
        // A fault leads out of the department.
        if !meta.transcript(PHONE).last().is_some_and(|last| last.body().starts_with("logged")) {
            kit::enter_echo(meta, PHONE).await;
        }
    }
    // Given up with 131026: Meta does not know this person.
    let nobody = json!({
        "from": "15550150009", "id": "wamid.nobody", "type": "text", "text": { "body": WORDS },
    });
    // Put aside: no sender, no message, no JSON.
    let corrupt = json!({ "id": 7, "type": [WORDS], "text": { "body": WORDS } });
    let no_json = format!("{{\"object\":\"whatsapp_business_account\",\"entry\":[{{\"{WORDS}");
    let bodies = [
        notification(&nobody),
        notification(&corrupt),
        notification(&json!(WORDS)),
        no_json.into(),
    ];
    for body in bodies.clone() {
        assert_eq!(meta.send_notification(body).await, 200);
    }
    let client = Client::new();
    let webhook = format!("http://{}/webhook", setup.webhook);
    for body in bodies {
        let forged = client.post(&webhook).header("X-Hub-Signature-256", "sha256=00").body(body);
        let answer = forged.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let token = kit::VERIFY_TOKEN;
    for token in [token.to_owned(), format!("{token}-and-more")] {
        let query = format!("hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}");
        client.get(format!("{webhook}?{query}")).send().await.expect("an answer");
    }
    logged(setup, "delivery given up").await;
    let metrics = reqwest::get(setup.operations_url("/metrics")).await.expect("an answer");
    let metrics = metrics.text().await.expect("text");
    assert!(running.terminate().await.success());
    metrics
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_log_nor_metrics_tell_who_wrote_what_or_any_secret() {
    let (simulator, setup) = Setup::with_echo().await;
    let meta = simulator.handle();
    setup.edit("filter = \"warn\"", &format!("filter = \"{FILTER}\""));
    meta.add_citizen(Some(PHONE), Some(BSUID), WORDS);
    meta.add_citizen(Some(STRANGER), None, WORDS);
    life_with_a_revoked_token(&setup, &meta).await;
    let metrics = life_with_a_conversation(&setup, &meta).await;
    let log = setup.log();

    let tokens = [kit::ACCESS_TOKEN, kit::VERIFY_TOKEN, "revoked-access-token"];
    let secrets = [kit::APP_SECRET, kit::PSEUDONYM_KEY];
    let people = [PHONE, STRANGER, "15550150009", BSUID, "8812345677", WORDS];
    for line in log.lines().chain(metrics.lines()) {
        for never in tokens.iter().chain(&secrets).chain(&people) {
            assert!(!line.contains(never), "{never:?} is told by: {line}");
        }
    }
    // A scan of an empty log finds nothing either.
    for expected in ["host started", "attempt failed", "turn gave no outcome", "item quarantined"] {
        assert!(log.contains(expected), "{expected}: {log}");
    }
    assert!(log.contains("190") && log.contains("131026"), "{log}");
    assert!(metrics.contains("mitra_turns_total"), "{metrics}");
    for line in log.lines() {
        let fields: Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        for always in ["timestamp", "level", "target", "message"] {
            assert!(fields[always].is_string(), "`{always}` is missing: {line}");
        }
    }
    simulator.stop().await;
}
