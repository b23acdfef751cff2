//! Files between citizens and departments, through a whole host and a simulated WhatsApp.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// A host whose echoing department asks for citizens' files, with these lines in the operator's configuration of it.
async fn app(more: &str) -> TestApp {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("department.toml");
    std::fs::write(&manifest, "id = 'echo'\n[media]\nread = true\n").expect("it is written");
    let config = format!(
        "[[department]]\nid = 'echo'\ncomponent = '{}'\nmanifest = '{}'\nconfig = {{ id = 'echo' }}\n{more}\n",
        kit::guest("echo").display(),
        manifest.display(),
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

/// Sends something, and gives what the department says of it.
async fn hears(app: &TestApp, citizen: &str, sent: Inbound) -> String {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, sent);
    let answer = move |chat: &[ChatEntry]| {
        let mut new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.next().map(|entry| entry.body().to_owned())
    };
    let chat = app.sees(citizen, "an answer", move |chat| answer(chat).is_some()).await;
    answer(&chat).expect("it was seen")
}

/// A citizen's picture in the media store, with this text under it.
fn picture(app: &TestApp, bytes: &'static [u8], caption: &str) -> Inbound {
    let id = app.meta().put_file("image/jpeg", bytes.to_vec());
    Inbound::media("image", &id, "image/jpeg", Some(caption))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_reads_what_a_citizen_sent_in_that_turn_and_later() {
    let app = app("[department.media]\nread = true").await;
    let asha = citizen(&app, "15550100951").await;
    let read = hears(&app, &asha, picture(&app, b"\x01\x02\x03", "!read")).await;
    assert_eq!(read, "image/jpeg: 3 bytes, sum 6");
    let name = hears(&app, &asha, picture(&app, b"\x01\x02\x04", "!id")).await;
    let later = hears(&app, &asha, Inbound::text(&format!("!file {name}"))).await;
    assert_eq!(later, "image/jpeg: 3 bytes, sum 7");
    // The name leaks to somebody else.
    let ravi = citizen(&app, "15550100952").await;
    let leaked = hears(&app, &ravi, Inbound::text(&format!("!file {name}"))).await;
    assert_eq!(leaked, "unknown");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_meta_has_no_more_is_gone_and_one_that_is_not_granted_is_denied() {
    let app = app("").await;
    let asha = citizen(&app, "15550100953").await;
    let denied = hears(&app, &asha, picture(&app, b"\x01", "!read")).await;
    assert!(denied.starts_with("denied: the operator has not granted citizens' files"), "{denied}");
    app.stop().await.expect("it stops");
    let app = self::app("[department.media]\nread = true").await;
    let asha = citizen(&app, "15550100953").await;
    let lost = Inbound::media("image", "4499999999", "image/jpeg", Some("!read"));
    assert_eq!(hears(&app, &asha, lost).await, "gone");
    app.stop().await.expect("it stops");
}
