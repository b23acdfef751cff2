//! Notices: a real host, real components, and back ends that speak HTTP with it.

use std::time::Duration;

use mitra_simulator::ChatEntry;
use mitra_tests::kit::{self, AppOptions, NoticeAnswer, Office, TestApp};

/// Longer than a notice needs, and all that it could make the host say.
const A_WHILE: Duration = Duration::from_millis(1_500);

fn options(blocks: &[String]) -> AppOptions {
    let listener = kit::free_address().expect("a port");
    let config = format!("notices.listen = '{listener}'\n{}", blocks.concat());
    AppOptions { departments: Vec::new(), config, ..AppOptions::default() }
}

/// Two departments that may be sent notices, and one that never asked.
async fn app() -> TestApp {
    let blocks = [("echo", true), ("water", true), ("mute", false)]
        .map(|(id, asks)| kit::noticed_echo(id, asks));
    TestApp::start_with(options(&blocks)).await.expect("it starts")
}

/// Everything that the citizen was told, one text each.
fn told(chat: &[ChatEntry]) -> Vec<String> {
    chat.iter().filter(|entry| !entry.from_citizen()).map(|entry| entry.body().to_owned()).collect()
}

fn n_told(app: &TestApp, citizen: &str, word: &str) -> usize {
    told(&app.meta().transcript(citizen)).iter().filter(|text| text.contains(word)).count()
}

/// Waits until the citizen was told this, which nothing else says.
async fn is_told(app: &TestApp, citizen: &str, word: &'static str) {
    let fits = move |chat: &[ChatEntry]| told(chat).iter().any(|text| text.contains(word));
    app.sees(citizen, word, fits).await;
}

/// A citizen in the first department; gives their number, and as whom it knows them.
async fn citizen(app: &TestApp, phone: &str) -> (String, String) {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    let told = told(&app.hears(&citizen, "!turn", " echo Some(").await);
    let said = told.iter().find(|text| text.contains(" echo Some(")).expect("just heard");
    let pseudonym = said.split(' ').nth(1).expect("behind the turn's id").to_owned();
    (citizen, pseudonym)
}

fn office(app: &TestApp, department: &str) -> Office {
    Office::of(department, app.notices())
}

fn is(answer: Option<NoticeAnswer>, status: u16, word: &str) -> String {
    let answer = answer.expect("it answers");
    assert_eq!((answer.status, &*answer.word), (status, word), "{}", answer.message);
    answer.message
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_told_once_however_often_it_is_sent_at_once() {
    let app = app().await;
    let (asha, pseudonym) = citizen(&app, "15550101201").await;
    let echo = office(&app, "echo");
    let sent = (0..8).map(|_| {
        let (echo, pseudonym) = (echo.clone(), pseudonym.clone());
        tokio::spawn(async move {
            echo.sends("order-1", &pseudonym, "సిద్ధం {\"n\": 1}").await
        })
    });
    let mut statuses = Vec::new();
    for answer in sent.collect::<Vec<_>>() {
        statuses.push(answer.await.expect("it ends").expect("it answers").status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 202]);
    is_told(&app, &asha, "notice order-1: సిద్ధం {\"n\": 1}").await;
    is(echo.sends("order-1", &pseudonym, "సిద్ధం {\"n\": 1}").await, 200, "known");
    is(echo.sends("order-1", &pseudonym, "not ready").await, 409, "conflict");
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &asha, "notice order-1"), 1);
    // The conversation goes on where it was.
    app.hears(&asha, "still there?", "echo: still there?").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_end_reaches_its_own_departments_citizens_alone() {
    let app = app().await;
    let (asha, pseudonym) = citizen(&app, "15550101202").await;
    let (echo, water) = (office(&app, "echo"), office(&app, "water"));
    // Water has a token of its own, and even the right pseudonym is none of its.
    let message = is(water.sends("n-1", &pseudonym, "x").await, 404, "unknown_citizen");
    assert!(message.contains("`water` knows no such citizen"), "{message}");
    let others = Office::of("echo", app.notices()).with_token("the token of water");
    let message = is(others.sends("n-1", &pseudonym, "x").await, 403, "others_token");
    assert!(message.contains("for notices of `water`"), "{message}");
    let wrong = Office::of("echo", app.notices()).with_token("guessed");
    let message = is(wrong.sends("n-1", &pseudonym, "x").await, 401, "unknown_token");
    assert!(message.starts_with("E0302: ") && message.contains("operator"), "{message}");
    let mute = office(&app, "mute");
    let message = is(mute.sends("n-1", &pseudonym, "x").await, 403, "not_asked");
    assert!(message.starts_with("E0301: ") && message.contains("the vendor must"), "{message}");
    is(echo.sends("n-1", "nobody", "x").await, 404, "unknown_citizen");
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &asha, "notice"), 0);
    is(echo.sends("n-1", &pseudonym, "x").await, 202, "taken");
    is_told(&app, &asha, "notice n-1: x").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_before_a_stop_is_told_after_the_start() {
    let mut app = app().await;
    let (asha, pseudonym) = citizen(&app, "15550101203").await;
    // In the middle of another department she is left alone, also by a host that starts anew.
    for (text, word) in
        [("menu", "Which department"), ("2", "which service"), ("1", "I am listening")]
    {
        app.hears(&asha, text, word).await;
    }
    is(office(&app, "echo").sends("n-1", &pseudonym, "x").await, 202, "taken");
    tokio::time::sleep(A_WHILE).await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    is(office(&app, "echo").sends("n-1", &pseudonym, "x").await, 200, "known");
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &asha, "notice"), 0);
    let waiting = app.metric("mitra_notices_waiting").await;
    assert!(waiting.is_some_and(|waiting| waiting >= 1.0), "{waiting:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_whose_turn_fails_drops_the_notice_and_says_so() {
    let app = app().await;
    let (asha, pseudonym) = citizen(&app, "15550101204").await;
    let dropped = "mitra_timers_dropped_total{department=\"echo\",reason=\"fault\"}";
    let before = app.metric(dropped).await.unwrap_or_default();
    is(office(&app, "echo").sends("n-1", &pseudonym, "!trap").await, 202, "taken");
    let mut patience = 100;
    while app.metric(dropped).await.unwrap_or_default() <= before {
        patience -= 1;
        assert!(patience > 0, "it is dropped");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(n_told(&app, &asha, "went wrong"), 0);
    is(office(&app, "echo").sends("n-1", &pseudonym, "!trap").await, 200, "known");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_without_a_listener_does_not_start() {
    let config = kit::noticed_echo("echo", true);
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    let refused = TestApp::start_with(options).await.err().expect("it does not start");
    let words = format!("{refused:#}");
    assert!(words.contains("E0312: ") && words.contains("must add `[notices]`"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_section_nobody_listens() {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    assert!(app.config().notices.is_none());
    app.stop().await.expect("it stops");
}
