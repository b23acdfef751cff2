//! Files between citizens and departments, through a whole host and a simulated WhatsApp.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};
use serde_json::Value;

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

/// The newest file that the host sent to a citizen, once it is there: the kind of its message, its name and its id.
async fn gets(app: &TestApp, citizen: &str, asked: &str, n_before: usize) -> (String, Value) {
    app.meta().citizen_sends(citizen, Inbound::text(asked));
    let file = move |chat: &[ChatEntry]| {
        let files = chat.iter().filter(|entry| entry.content().get("id").is_some());
        let file = files.filter(|entry| !entry.from_citizen()).nth(n_before);
        file.map(|entry| (entry.kind().to_owned(), entry.content().clone()))
    };
    let chat = app.sees(citizen, "a file", move |chat| file(chat).is_some()).await;
    file(&chat).expect("it was seen")
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
    assert!(
        denied.starts_with("denied: E0302: the operator has not granted citizens' files"),
        "{denied}"
    );
    app.stop().await.expect("it stops");
    let app = self::app("[department.media]\nread = true").await;
    let asha = citizen(&app, "15550100953").await;
    let lost = Inbound::media("image", "4499999999", "image/jpeg", Some("!read"));
    assert_eq!(hears(&app, &asha, lost).await, "gone");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_sends_files_of_its_own_and_each_is_uploaded_once() {
    let app = app("").await;
    let asha = citizen(&app, "15550100954").await;
    let (kind, document) = gets(&app, &asha, "!make application/pdf 1000", 0).await;
    assert_eq!((kind.as_str(), document["filename"].as_str()), ("document", Some("made")));
    assert_eq!(document["caption"], "As you wished");
    let (mime_type, bytes) =
        app.meta().file(document["id"].as_str().expect("an id")).expect("it is there");
    assert_eq!((mime_type.as_str(), bytes.len()), ("application/pdf", 1_000));
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let (kind, picture) = gets(&app, &asha, "!make image/png 200", 1).await;
    assert_eq!((kind.as_str(), picture.get("filename")), ("image", None));
    assert_eq!(app.meta().n_files(), 2);
    // The same file once more, to somebody else.
    let ravi = citizen(&app, "15550100955").await;
    let (_, again) = gets(&app, &ravi, "!make application/pdf 1000", 0).await;
    assert_eq!(again["id"], document["id"]);
    assert_eq!(app.meta().n_files(), 2);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_meta_has_lost_is_uploaded_again() {
    let app = app("").await;
    let asha = citizen(&app, "15550100956").await;
    let (_, first) = gets(&app, &asha, "!make application/pdf 1000", 0).await;
    assert!(app.meta().lose_file(first["id"].as_str().expect("an id")));
    let (_, second) = gets(&app, &asha, "!make application/pdf 1000", 1).await;
    assert_ne!(second["id"], first["id"]);
    assert!(app.meta().file(second["id"].as_str().expect("an id")).is_some());
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_it_says_is_a_fault_of_the_department() {
    let app = app("").await;
    let asha = citizen(&app, "15550100957").await;
    let said = hears(&app, &asha, Inbound::text("!lie application/pdf")).await;
    assert!(said.contains("something went wrong on our side"), "{said}");
    assert_eq!(app.meta().n_files(), 0);
    app.stop().await.expect("it stops");
}
