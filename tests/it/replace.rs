//! Releases that take over while a host serves.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// Says something, and waits for an answer with this word.
async fn says(app: &TestApp, citizen: &str, text: &str, word: &'static str) {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    let is_there = move |chat: &[ChatEntry]| {
        let new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.clone().any(|entry| entry.body().contains(word))
    };
    app.sees(citizen, word, is_there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_takes_over_in_the_middle_of_a_conversation_and_a_broken_one_does_not() {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let mut app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some("15550100811"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    says(&app, &citizen, "!config", "None").await;
    app.set("office", "1912");
    app.replace_departments().await.expect("they can be loaded");
    says(&app, &citizen, "!config", "1912").await;
    app.use_component("core-module");
    let refused = app.replace_departments().await.expect_err("it is no component");
    assert!(format!("{refused:#}").contains("the vendor must wrap it"), "{refused:#}");
    says(&app, &citizen, "still there?", "echo: still there?").await;
    app.use_component("echo");
    for _ in 0..3 {
        app.replace_departments().await.expect("they can be loaded");
        says(&app, &citizen, "!config", "1912").await;
    }
    app.stop().await.expect("it stops");
}
