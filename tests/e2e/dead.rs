//! `mitra dead`: what was given up, listed and sent again, beside a running host.

use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound, SimulatorHandle};
use mitra_tests::kit::{self, Mitra, Setup, mitra};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);
/// Two people whom Meta does not know at first.
const ASHA: &str = "15550140001";
const RAVI: &str = "15550140002";

/// Runs `mitra dead` with these words; gives whether it succeeded, what it printed and what it complained of.
fn dead(setup: &Setup, words: &[&str]) -> (bool, String, String) {
    let mut command = mitra();
    let output = command.arg("dead").args(words).arg("--config").arg(setup.config()).output();
    let output = output.expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// The letters that `mitra dead list --json` shows.
fn letters(setup: &Setup) -> Vec<Value> {
    let (is_good, printed, complaint) = dead(setup, &["list", "--json"]);
    assert!(is_good, "{complaint}");
    printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A message of somebody whom the simulated WhatsApp does not know: the answer to it is refused for good.
async fn unknown_person_writes(meta: &SimulatorHandle, phone: &str) {
    let message = json!({
        "from": phone, "id": format!("wamid.{phone}"), "type": "text", "text": { "body": "Hi" },
    });
    let parts = json!({ "messages": [message] });
    let body = kit::notification(kit::PHONE_NUMBER_ID, "messages", parts);
    assert_eq!(meta.send_notification(body).await, 200);
}

/// Meta knows the person from now on, who has written, so that they may be answered.
async fn becomes_known(meta: &SimulatorHandle, phone: &str) {
    meta.add_citizen(Some(phone), None, "Citizen");
    meta.citizen_sends(phone, Inbound::text("Hello"));
    let is_answered = |chat: &[ChatEntry]| chat.iter().any(|entry| !entry.from_citizen());
    meta.wait_for(phone, is_answered, PATIENCE).await.expect("an answer");
}

/// Waits for the greeting, which was given up before.
async fn sees_the_greeting(meta: &SimulatorHandle, phone: &str) {
    let is_greeted = |chat: &[ChatEntry]| chat.iter().any(|e| e.body().contains("Namaste"));
    let seen = meta.wait_for(phone, is_greeted, PATIENCE).await;
    assert!(seen.is_ok(), "{:#?}", meta.transcript(phone));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_listed_and_arrives_when_sent_again() {
    let (simulator, setup) = Setup::with_echo().await;
    let meta = simulator.handle();
    let running = Mitra::start(&setup).await;
    let (is_good, printed, _) = dead(&setup, &["list"]);
    assert!(is_good && printed == "no message was given up\n", "{printed}");

    for phone in [ASHA, RAVI] {
        unknown_person_writes(&meta, phone).await;
    }
    let both = async {
        while letters(&setup).len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, both).await.expect("both answers are given up");
    let (_, printed, _) = dead(&setup, &["list"]);
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert!(printed.contains("refused by Meta with code 131026"), "{printed}");
    assert!(!printed.contains("1555014"), "a number is shown: {printed}");
    // Turns of different citizens run side by side: either answer may have come first.
    let mut given_up = letters(&setup);
    given_up.sort_by_key(|letter| letter["citizen"].as_i64());
    let ids: Vec<String> = given_up.iter().map(|l| l["delivery"].to_string()).collect();
    assert!(letters(&setup).iter().all(|letter| letter["retried_as"].is_null()));

    // One by its id, which is done once however often it is asked for.
    becomes_known(&meta, ASHA).await;
    let (is_good, printed, complaint) = dead(&setup, &["retry", &ids[0]]);
    assert!(is_good && printed.contains("will be sent again as"), "{printed}{complaint}");
    sees_the_greeting(&meta, ASHA).await;
    let (is_good, printed, _) = dead(&setup, &["retry", &ids[0]]);
    assert!(is_good && printed.contains("was sent again before as"), "{printed}");

    // All others.
    becomes_known(&meta, RAVI).await;
    let (is_good, printed, complaint) = dead(&setup, &["retry", "--all"]);
    assert!(is_good && printed.starts_with(&format!("{}: ", ids[1])), "{printed}{complaint}");
    assert_eq!(printed.lines().count(), 1, "the first was sent again already: {printed}");
    sees_the_greeting(&meta, RAVI).await;

    let (is_good, printed, complaint) = dead(&setup, &["retry", "999999"]);
    assert!(!is_good);
    assert!(printed.contains("999999: is no dead delivery"), "{printed}");
    assert!(complaint.contains("1 of the deliveries named are not dead"), "{complaint}");
    assert!(letters(&setup).iter().all(|letter| letter["retried_as"].is_number()));

    // One that nobody is to get any more.
    let (is_good, printed, complaint) = dead(&setup, &["discard", &ids[0]]);
    assert!(is_good && printed == format!("{}: is discarded\n", ids[0]), "{printed}{complaint}");
    assert_eq!(letters(&setup).len(), 1);
    let (is_good, printed, _) = dead(&setup, &["discard", &ids[0]]);
    assert!(!is_good && printed.contains("is no dead delivery"), "{printed}");
    assert!(running.terminate().await.success());
    simulator.stop().await;
}
