//! A department that misbehaves harms itself alone.

use std::time::Duration;

use mitra_core::limits::BREAKER_REST_FIRST;
use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

async fn app() -> TestApp {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

async fn open(app: &TestApp, phone: &str) -> String {
    open_in(app, phone, "echo").await
}

/// A citizen in the service of this department.
async fn open_in(app: &TestApp, phone: &str, department: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    app.hears(&citizen, "Hi", "Namaste").await;
    app.hears(&citizen, "English", "Which department").await;
    app.hears(&citizen, department, "which service").await;
    app.hears(&citizen, "1", "I am listening").await;
    citizen
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_one_calm_sentence_and_the_conversation_stays_usable() {
    let app = app().await;
    let citizen = open(&app, "15550100401").await;
    let faults = [
        "!trap",
        "!spin",
        "!recurse",
        "!allocate 100000000",
        "!replies 50",
        "!button 5000",
        "!state 70000",
        "!host-calls 20000",
        "!bug",
    ];
    for fault in faults {
        app.hears(&citizen, fault, "something went wrong on our side").await;
        app.hears(&citizen, "still there?", "echo: still there?").await;
    }
    app.hears(&citizen, "!refuse", "Not allowed.").await;
    app.hears(&citizen, "!silent", "Received.").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_told_in_the_citizens_own_language() {
    let app = app().await;
    let told = [
        ("15550100403", "తెలుగు", "మా వైపు ఒక సమస్య వచ్చింది"),
        ("15550100404", "हिन्दी", "हमारी ओर से कुछ गड़बड़ हुई"),
    ];
    for (phone, language, sentence) in told {
        let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
        app.hears(&citizen, "Hi", "Namaste").await;
        app.meta().citizen_sends(&citizen, Inbound::text(language));
        app.hears(&citizen, "echo echo", "I am listening").await;
        app.hears(&citizen, "!trap", sentence).await;
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_many_citizens_change_at_once_lose_no_change() {
    const CITIZENS: usize = 12;
    let app = app().await;
    let mut citizens = Vec::new();
    for n in 0..CITIZENS {
        citizens.push(open(&app, &format!("155501005{n:02}")).await);
    }
    for citizen in &citizens {
        app.meta().citizen_sends(citizen, Inbound::text("!count"));
    }
    let mut counts = Vec::new();
    for citizen in &citizens {
        let counted =
            |entry: &ChatEntry| entry.body().strip_prefix("count: ")?.parse::<usize>().ok();
        let chat =
            app.sees(citizen, "a count", move |chat| chat.iter().any(|e| counted(e).is_some()));
        counts.extend(chat.await.iter().find_map(counted));
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=CITIZENS).collect::<Vec<_>>());
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_needs_time_is_asked_again_and_the_citizen_is_told() {
    let app = app().await;
    let citizen = open(&app, "15550100402").await;
    app.hears(&citizen, "!later 1", "takes a little longer").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_fails_several_citizens_rests_alone_and_comes_back() {
    let component = kit::guest("echo");
    let config = format!(
        "[[department]]\nid = 'neighbour'\ncomponent = '{}'\nconfig = {{ id = 'neighbour' }}\n",
        component.display()
    );
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let mut citizens = Vec::new();
    for phone in ["15550100411", "15550100412", "15550100413", "15550100414"] {
        let department = if citizens.len() < 3 { "echo" } else { "neighbour" };
        citizens.push(open_in(&app, phone, department).await);
    }
    let [first, second, third, neighbour] = &citizens[..] else { panic!("four of them") };
    for citizen in [first, second, third, first, second] {
        app.hears(citizen, "!trap", "something went wrong on our side").await;
    }
    for citizen in [first, third] {
        app.hears(citizen, "still there?", "this service is resting").await;
    }
    app.hears(neighbour, "still there?", "echo: still there?").await;
    // The rest ends with a turn that works, in the conversation that was left open.
    let back = async {
        loop {
            let before = app.meta().transcript(third).len();
            app.meta().citizen_sends(third, Inbound::text("and now?"));
            let chat = app.sees(third, "an answer", move |chat| chat.len() >= before + 2).await;
            if chat.last().is_some_and(|last| last.body() == "echo: and now?") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    let patience = BREAKER_REST_FIRST + Duration::from_secs(20);
    tokio::time::timeout(patience, back).await.expect("it comes back");
    app.hears(first, "and now?", "echo: and now?").await;
    app.stop().await.expect("it stops");
}
