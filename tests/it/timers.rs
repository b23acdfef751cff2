//! Timers: turns that nobody asked for just now.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// Longer than a timer of these tests needs, and all that it could make the host say.
const A_WHILE: Duration = Duration::from_millis(1_500);

/// A host with the echoing department, and these others.
async fn app(others: &[&str]) -> TestApp {
    let ids = ["echo"].iter().chain(others);
    let departments = ids.map(|id| ((*id).to_owned(), (*id).to_owned())).collect();
    let options = AppOptions { departments, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

/// Everything that the citizen was told, one text each.
fn told(chat: &[ChatEntry]) -> Vec<String> {
    chat.iter().filter(|entry| !entry.from_citizen()).map(|entry| entry.body().to_owned()).collect()
}

/// Says something, and waits for an answer with this word.
async fn says(app: &TestApp, citizen: &str, text: &str, word: &'static str) {
    let before = told(&app.meta().transcript(citizen)).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    hears(app, citizen, before, word).await;
}

/// Waits for this word in something that is told after so many others; gives how many there are then.
async fn hears(app: &TestApp, citizen: &str, before: usize, word: &'static str) -> usize {
    let is_there =
        move |chat: &[ChatEntry]| told(chat).iter().skip(before).any(|text| text.contains(word));
    told(&app.sees(citizen, word, is_there).await).len()
}

fn n_told(app: &TestApp, citizen: &str) -> usize {
    told(&app.meta().transcript(citizen)).len()
}

/// How often something happened to timers so far in this process, by the metric's line.
async fn counted(app: &TestApp, line: &str) -> u64 {
    let page = reqwest::get(app.operations_url("/metrics")).await.expect("it answers");
    let page = page.text().await.expect("text");
    let found = page.lines().find_map(|found| found.strip_prefix(line));
    found.map_or(0, |count| count.trim().parse().expect("a count"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_comes_in_its_conversation_with_the_state_and_the_conversation_goes_on() {
    let app = app(&[]).await;
    let citizen = citizen(&app, "15550101001").await;
    let before = n_told(&app, &citizen);
    says(&app, &citizen, "!timer 200 back go-on", "set").await;
    hears(&app, &citizen, before, "timer back: go-on, state true").await;
    says(&app, &citizen, "still there?", "echo: still there?").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_conversation_a_timer_says_its_words_and_nothing_else() {
    let app = app(&[]).await;
    let citizen = citizen(&app, "15550101002").await;
    says(&app, &citizen, "!timer 800 back finish", "set").await;
    says(&app, &citizen, "menu", "Which department").await;
    let before = n_told(&app, &citizen);
    let after = hears(&app, &citizen, before, "timer back: finish, state false").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!((after, n_told(&app, &citizen)), (before + 1, before + 1), "once, and alone");
    // What the desk offered before is still open.
    says(&app, &citizen, "1", "which service").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_conversation_a_timer_can_ask_and_hears_the_answer() {
    let app = app(&[]).await;
    let citizen = citizen(&app, "15550101003").await;
    says(&app, &citizen, "!timer 800 back ask", "set").await;
    says(&app, &citizen, "menu", "Which department").await;
    let before = n_told(&app, &citizen);
    hears(&app, &citizen, before, "Is it back?").await;
    says(&app, &citizen, "2", "chosen: no").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_timer_and_one_of_a_turn_that_failed_never_come() {
    let app = app(&[]).await;
    let citizen = citizen(&app, "15550101004").await;
    says(&app, &citizen, "!timer 60000 back go-on", "set").await;
    says(&app, &citizen, "!cancel back", "true false").await;
    says(&app, &citizen, "!timer 60000 back go-on", "set").await;
    says(&app, &citizen, "!timer 300 back go-on", "set").await;
    let before = n_told(&app, &citizen);
    hears(&app, &citizen, before, "timer back").await;
    says(&app, &citizen, "!timer-calls 9", "something went wrong").await;
    let before = n_told(&app, &citizen);
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &citizen), before);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_that_was_due_while_the_host_was_away_comes_once_when_it_is_back() {
    let mut app = app(&[]).await;
    let citizen = citizen(&app, "15550101005").await;
    says(&app, &citizen, "!timer 1000 back go-on", "set").await;
    let before = n_told(&app, &citizen);
    app.stop_host().await.expect("it stops");
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &citizen), before);
    app.start_host().await.expect("it starts again");
    hears(&app, &citizen, before, "timer back").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &citizen), before + 1);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_that_fails_is_silent_and_one_that_needs_time_comes_again() {
    let app = app(&[]).await;
    let citizen = citizen(&app, "15550101006").await;
    says(&app, &citizen, "!timer 100 first trap", "set").await;
    says(&app, &citizen, "!timer 100 second silent", "set").await;
    let dropped = "mitra_timers_dropped_total{department=\"echo\",reason=\"fault\"}";
    let before = n_told(&app, &citizen);
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &citizen), before);
    assert!(counted(&app, dropped).await >= 1);
    says(&app, &citizen, "!timer 100 third later", "set").await;
    // A message that comes meanwhile does not wait behind it.
    let before = n_told(&app, &citizen);
    tokio::time::sleep(Duration::from_millis(400)).await;
    says(&app, &citizen, "still there?", "echo: still there?").await;
    hears(&app, &citizen, before, "timer third: later").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_in_the_middle_of_another_service_is_left_alone() {
    let app = app(&["grievance"]).await;
    let citizen = citizen(&app, "15550101007").await;
    says(&app, &citizen, "!timer 1500 back finish", "set").await;
    says(&app, &citizen, "menu", "Which department").await;
    says(&app, &citizen, "firyadu cheyali", "Do you agree?").await;
    let before = n_told(&app, &citizen);
    tokio::time::sleep(2 * A_WHILE).await;
    assert_eq!(n_told(&app, &citizen), before);
    let put_off = "mitra_timers_put_off_total{department=\"echo\",reason=\"busy\"}";
    assert!(counted(&app, put_off).await >= 1);
    app.stop().await.expect("it stops");
}

/// A seed with one power cut, of every day, that is under way now and ends at a full minute soon.
pub(crate) fn cut_that_ends_soon() -> String {
    const IST_MINUTES: u64 = 330;
    #[expect(clippy::disallowed_methods, reason = "the host under test reads the machine's clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is past 1970");
    // Time enough for the citizen to ask.
    let until = (now.as_secs() + 10) / 60 + 1 + IST_MINUTES;
    let written = |minute: u64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let area = serde_json::json!({"te": "పటమట", "en": "Patamata", "hi": "पटमटा"});
    let hours = serde_json::json!({
        "first": "01-01-2020", "last": "31-12-2099",
        "from": written(until - 30), "until": written(until),
    });
    let cut = serde_json::json!({
        "area": area, "pin": "520010", "latitude": 16.5, "longitude": 80.6, "planned": false,
        "hours": hours,
    });
    serde_json::json!([{"key": "cut/patamata", "value": cut}]).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn energy_tells_when_power_should_be_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let seed = folder.path().join("seed.json");
    std::fs::write(&seed, cut_that_ends_soon()).expect("it is written");
    let component = kit::guest("energy");
    let config = format!(
        "[[department]]\nid = 'energy'\ncomponent = '{}'\nseed = '{}'\n",
        component.display(),
        seed.display()
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some("15550101008"), None, "Asha");
    says(&app, &citizen, "current poyindi", "Namaste").await;
    says(&app, &citizen, "English", "Where are you?").await;
    says(&app, &citizen, "Patamata", "What would you like to do next?").await;
    says(&app, &citizen, "Tell me then", "We will tell you").await;
    says(&app, &citizen, "menu", "Which department").await;
    let is_back = |chat: &[ChatEntry]| {
        told(chat).iter().filter(|text| text.contains("power should be back now")).count() == 1
    };
    let patience = Duration::from_secs(90);
    let chat = app.meta().wait_for(&citizen, is_back, patience).await.expect("it is told");
    assert!(told(&chat).last().expect("something").contains("Patamata (520010)"), "{chat:#?}");
    app.stop().await.expect("it stops");
}
