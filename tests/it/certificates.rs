//! Certificates: a real host with keys of its own, from a citizen's wish to the document in their chat.

use mitra_core::clock::Timestamp;
use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AuthorityFolder, TestApp, now};
use mitra_verifier::TrustList;
use serde_json::Value;

async fn app() -> TestApp {
    TestApp::start_with(AuthorityFolder::new(30).options("")).await.expect("it starts")
}

pub(crate) async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

/// Says something, and gives the text that is answered.
pub(crate) async fn hears(app: &TestApp, citizen: &str, text: &str) -> String {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    let answer = move |chat: &[ChatEntry]| {
        let mut new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.next().map(|entry| entry.body().to_owned())
    };
    let chat = app.sees(citizen, "an answer", move |chat| answer(chat).is_some()).await;
    answer(&chat).expect("it was seen")
}

/// Says something, and gives the document that comes.
async fn gets(app: &TestApp, citizen: &str, text: &str) -> (Value, Vec<u8>) {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    let document = move |chat: &[ChatEntry]| {
        let new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.filter(|entry| entry.kind() == "document").map(|entry| entry.content().clone()).next()
    };
    let chat = app.sees(citizen, "a document", move |chat| document(chat).is_some()).await;
    let document = document(&chat).expect("it was seen");
    let id = document["id"].as_str().expect("an id");
    let (mime_type, bytes) = app.meta().file(id).expect("it was uploaded");
    assert_eq!(mime_type, "application/pdf");
    (document, bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_gets_the_document_of_a_certificate_and_it_is_found_again() {
    let app = app().await;
    let asha = citizen(&app, "15550101201").await;
    let (document, bytes) = gets(&app, &asha, "!certify deal AP/17").await;
    assert_eq!(document["filename"], "Income certificate AP-17.pdf");
    assert_eq!(document["caption"], "Yours");
    assert!(bytes.starts_with(b"%PDF-"));
    let found = hears(&app, &asha, "!certify find income AP/17").await;
    let id = found.split(' ').next().expect("an id").to_owned();
    assert_eq!(found, format!("{id} income AP/17 Valid"));
    // Anybody whom the department sends it to gets it, and nobody else's number is taken.
    let ravi = citizen(&app, "15550101202").await;
    let again = hears(&app, &ravi, "!certify issue income AP/17").await;
    assert_eq!(again, format!("already issued: {id}"));
    let (_, copy) = gets(&app, &ravi, &format!("!certify send {id}")).await;
    assert!(copy.starts_with(b"%PDF-"));
    let revoked = hears(&app, &ravi, &format!("!certify status {id} revoked as-asked")).await;
    assert!(revoked.ends_with("Revoked"), "{revoked}");
    let sorry = hears(&app, &ravi, &format!("!certify send {id}")).await;
    assert!(sorry.starts_with("Sorry, something went wrong"), "{sorry}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_there_after_a_restart() {
    let mut app = app().await;
    let asha = citizen(&app, "15550101203").await;
    let issued = hears(&app, &asha, "!certify issue income AP-1").await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    assert_eq!(hears(&app, &asha, "!certify find income AP-1").await, issued);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_does_not_start_with_an_authority_that_cannot_sign() {
    let refused = async |office: &AuthorityFolder| {
        let started = TestApp::start_with(office.options("")).await;
        format!("{:#}", started.err().expect("it does not start"))
    };
    let over = refused(&AuthorityFolder::new(-2)).await;
    assert!(over.contains("authority `tahsildar` cannot sign: the key"), "{over}");
    assert!(over.contains("does not sign any more"), "{over}");
    let office = AuthorityFolder::new(30);
    office.publish(&TrustList::default(), 2, now());
    let unlisted = refused(&office).await;
    assert!(unlisted.contains("the trust list does not have it"), "{unlisted}");
    office.publish(&office.draft(), 3, Timestamp(now().0 - 91 * 86_400_000));
    let over = refused(&office).await;
    assert!(over.contains("E0661: the trust list"), "{over}");
    let stranger = AuthorityFolder::new(30);
    std::fs::copy(stranger.trust_list(), office.trust_list()).expect("copied");
    let forged = refused(&office).await;
    assert!(forged.contains("E0660: the trust list"), "{forged}");
    std::fs::remove_file(office.trust_list()).expect("removed");
    let missing = refused(&office).await;
    assert!(missing.contains("`mitra certificates sign` makes it"), "{missing}");
    std::fs::remove_file(office.trust_keys()).expect("removed");
    let missing = refused(&office).await;
    assert!(missing.contains("cannot read the trust keys"), "{missing}");
}
