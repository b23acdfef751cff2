//! Releases that take over while a host serves.

use mitra_tests::kit::{self, AppOptions, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn a_release_takes_over_in_the_middle_of_a_conversation_and_a_broken_one_does_not() {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let mut app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some("15550100811"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.hears(&citizen, "!config", "None").await;
    app.set("office", "1912");
    app.replace_departments().await.expect("they can be loaded");
    app.hears(&citizen, "!config", "1912").await;
    app.use_component("core-module");
    let refused = app.replace_departments().await.expect_err("it is no component");
    assert!(format!("{refused:#}").contains("the vendor must wrap it"), "{refused:#}");
    app.hears(&citizen, "still there?", "echo: still there?").await;
    app.use_component("echo");
    for _ in 0..3 {
        app.replace_departments().await.expect("they can be loaded");
        app.hears(&citizen, "!config", "1912").await;
    }
    app.stop().await.expect("it stops");
}
