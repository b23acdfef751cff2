//! What the front desk knows over all departments: what a citizen applied for, what is popular, and what it did not
//! find.

use std::time::Duration;

use mitra_admin::{AdminClient, AdminError, UnmetReportView};
use mitra_core::clock::Clock;
use mitra_core::day::Day;
use mitra_server::clock::SystemClock;
use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, ReleaseOffice, TestApp};

/// How long something may take that the host does by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host with this department, its manifest and its seed.
async fn app_with(department: &str) -> TestApp {
    let folder = kit::plugins_folder().join(department);
    let config = format!(
        "[[department]]\nid = '{department}'\ncomponent = '{}'\nmanifest = '{}'\nseed = '{}'\n",
        kit::guest(department).display(),
        folder.join("department.toml").display(),
        folder.join("seed.json").display(),
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

/// The titles of the choices that the citizen was offered last.
fn offered(chat: &[ChatEntry]) -> Vec<String> {
    let last = chat.iter().rev().find(|entry| !entry.choices().is_empty());
    let choices = last.map(|entry| entry.choices().to_vec()).unwrap_or_default();
    choices.into_iter().map(|(_, title)| title).collect()
}

/// Takes the choice of this title that was offered last, and waits for this word.
async fn takes(app: &TestApp, key: &str, title: &str, word: &'static str) -> Vec<ChatEntry> {
    let chat = app.meta().transcript(key);
    let mut choices = chat.iter().rev().flat_map(|entry| entry.choices().to_vec());
    let found = choices.find(|(_, offered)| offered == title);
    let (id, title) = found.unwrap_or_else(|| panic!("no `{title}` in {chat:#?}"));
    let before = chat.len();
    app.meta().citizen_sends(key, Inbound::row(&id, &title));
    let is_there = move |chat: &[ChatEntry]| {
        let mut new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.any(|entry| entry.body().contains(word))
    };
    app.sees(key, word, is_there).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_found_again_from_the_menu_until_it_is_erased() {
    let app = app_with("grievance").await;
    let key = app.meta().add_citizen(Some("15550160001"), None, "Asha");
    app.hears(&key, "Hi", "Namaste").await;
    takes(&app, &key, "English", "Which department").await;
    let chat = app.hears(&key, "menu", "Which department").await;
    assert!(!offered(&chat).contains(&"My applications".to_owned()), "nothing was sent yet");
    app.hears(&key, "register grievance", "Do you agree?").await;
    takes(&app, &key, "I agree", "What is your grievance about?").await;
    takes(&app, &key, "Street lights", "describe the problem").await;
    app.hears(&key, "The lamp at our corner is dark since Monday", "photo").await;
    app.meta().citizen_sends(&key, Inbound::media("image", "4400000001", "image/jpeg", None));
    app.sees(&key, "where", |chat| chat.iter().any(|it| it.body().contains("Where is it"))).await;
    app.meta().citizen_sends(&key, Inbound::location(16.5, 80.6, None));
    app.sees(&key, "review", |chat| chat.iter().any(|it| it.body().contains("Please check"))).await;
    takes(&app, &key, "Send", "is registered").await;

    let chat = app.hears(&key, "menu", "Which department").await;
    assert!(offered(&chat).contains(&"My applications".to_owned()), "{:?}", offered(&chat));
    let chat = takes(&app, &key, "My applications", "the latest first").await;
    let rows = offered(&chat);
    assert_eq!(rows.len(), 2, "{rows:?}");
    // The manifest names the service in which grievances are tracked.
    takes(&app, &key, &rows[0], "Which grievance").await;

    app.hears(&key, "menu", "Which department").await;
    app.hears(&key, "delete my data", "the lists of what you sent").await;
    let chat = takes(&app, &key, "Erase", "It is erased").await;
    assert!(!offered(&chat).contains(&"My applications".to_owned()));
    app.hears(&key, "naa darakhastulu", "You have not applied").await;
    app.stop().await.expect("it stops");
}

/// So many citizens, from this number on, open the echoing department's service.
async fn begin(app: &TestApp, first: usize, n: usize) {
    for number in first..first + n {
        let key = app.meta().add_citizen(Some(&format!("1555016{number:04}")), None, "Asha");
        kit::enter_echo(&app.meta(), &key).await;
    }
}

/// The titles that a new citizen is offered in the menu.
async fn menu(app: &TestApp, number: usize) -> Vec<String> {
    let key = app.meta().add_citizen(Some(&format!("1555016{number:04}")), None, "Ravi");
    app.hears(&key, "Hi", "Namaste").await;
    offered(&takes(app, &key, "English", "Which department").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ten_citizens_began_is_popular_and_what_nine_began_is_not() {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let mut app = TestApp::start_with(options).await.expect("it starts");
    begin(&app, 1_000, 9).await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts");
    // The host looks when it starts, which takes milliseconds.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!menu(&app, 2_000).await.contains(&"Popular services".to_owned()));
    begin(&app, 1_009, 1).await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts");
    let shown = async {
        for number in 2_001.. {
            let rows = menu(&app, number).await;
            if rows.contains(&"Popular services".to_owned()) {
                return number;
            }
        }
        unreachable!("somebody sees it")
    };
    let number = tokio::time::timeout(PATIENCE, shown).await.expect("it is shown");
    let key = format!("1555016{number:04}");
    let chat = takes(&app, &key, "Popular services", "used most this week").await;
    assert_eq!(offered(&chat).len(), 2, "the service, and the way back");
    app.stop().await.expect("it stops");
}

/// A host with an echoing department, and tokens for its admin API: each is its holder's name.
async fn office() -> TestApp {
    let tokens = [("ravi", "viewer"), ("meena", "department:echo")];
    let tokens = tokens.map(|(name, role)| ReleaseOffice::token(name, role)).concat();
    let config = format!("[admin]\nlisten = '127.0.0.1:0'\n{tokens}");
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

async fn unmet(app: &TestApp, who: &'static str, days: u32) -> Result<UnmetReportView, AdminError> {
    let url = app.admin_url();
    let asking = tokio::task::spawn_blocking(move || {
        AdminClient::new(&url, who).expect("a client").unmet(days)
    });
    asking.await.expect("it does not panic")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_three_citizens_ask_for_and_do_not_find_is_reported_until_one_is_erased() {
    let app = office().await;
    let began = Day::of(SystemClock.now());
    let mut keys = Vec::new();
    for number in 0..3 {
        let key = app.meta().add_citizen(Some(&format!("1555017{number:04}")), None, "Asha");
        app.hears(&key, "Hi", "Namaste").await;
        takes(&app, &key, "English", "Which department").await;
        app.hears(&key, "passport kavali 98480 12345", "did not find").await;
        if number < 2 {
            app.hears(&key, "pan card", "did not find").await;
        }
        keys.push(key);
    }
    let report = unmet(&app, "ravi", 7).await.expect("a report");
    let told: Vec<_> = report.unmet.iter().map(|it| (it.words.as_str(), it.citizens)).collect();
    assert_eq!(told, [("pasport #", 3)], "what two said is shown to nobody");
    assert_eq!(
        (report.unmet[0].messages, &report.unmet[0].languages[..]),
        (3, &["en".to_owned()][..])
    );
    let [last, until] = [&report.unmet[0].last, &report.until].map(|day| Day::parse(day));
    assert!(Some(began) <= last && last <= until, "it was said between {began} and {until:?}");
    assert!(app.metric("mitra_unmet_total{language=\"en\"}").await.is_some_and(|n| n >= 5.0));

    let refused = unmet(&app, "meena", 7).await.expect_err("a department sees its own alone");
    assert!(refused.to_string().starts_with("E0617"), "{refused}");
    let refused = unmet(&app, "ravi", 31).await.expect_err("it is kept no longer");
    assert!(refused.to_string().starts_with("E0666: `days` must be 1 to 30"), "{refused}");

    app.hears(&keys[0], "delete my data", "We erase everything").await;
    takes(&app, &keys[0], "Erase", "It is erased").await;
    assert_eq!(unmet(&app, "ravi", 7).await.expect("a report").unmet, []);
    app.stop().await.expect("it stops");
}
