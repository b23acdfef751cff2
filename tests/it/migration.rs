//! Citizens in the middle of a conversation when a release with another schema of state takes over.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// A citizen in a conversation that a release of schema 1 began; schema 2 has taken over since, and does this with the
/// state.
async fn taken_over(phone: &str, migrate: &str) -> (TestApp, String) {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let mut app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.stop_host().await.expect("it stops");
    app.set("schema", "2");
    app.set("migrate", migrate);
    app.start_host().await.expect("it starts again");
    (app, citizen)
}

/// Says something, and gives all that is answered up to this word.
async fn hear(app: &TestApp, citizen: &str, text: &str, last: &'static str) -> String {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    let new = move |chat: &[ChatEntry]| {
        let new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.map(ChatEntry::body).collect::<Vec<_>>().join("\n")
    };
    new(&app.sees(citizen, last, move |chat| new(chat).contains(last)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_is_carried_over_goes_on_as_if_nothing_had_happened() {
    let (app, citizen) = taken_over("15550100801", "carry").await;
    let heard = hear(&app, &citizen, "!state-bytes", "1 of 1").await;
    assert_eq!(heard, "6: 1 of 1");
    assert_eq!(hear(&app, &citizen, "!state-bytes", "1: 1").await, "1: 1");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_is_not_carried_over_begins_again_and_the_citizen_hears_why() {
    for (phone, migrate) in
        [("15550100802", "refuse"), ("15550100803", "trap"), ("15550100804", "too large")]
    {
        let (app, citizen) = taken_over(phone, migrate).await;
        let heard = hear(&app, &citizen, "my answer", "listening").await;
        assert!(heard.starts_with("This service has just been improved"), "{migrate}: {heard}");
        assert_eq!(hear(&app, &citizen, "my answer", "echo").await, "echo: my answer");
        app.stop().await.expect("it stops");
    }
}
