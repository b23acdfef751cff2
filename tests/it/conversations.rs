//! Citizens with the two real departments.

use mitra_simulator::{ChatEntry, Inbound, Ticks};
use mitra_tests::kit::TestApp;

/// A citizen who does one thing after the other, and waits for the answer each time.
struct Citizen<'a> {
    app: &'a TestApp,
    key: String,
}

impl<'a> Citizen<'a> {
    fn new(app: &'a TestApp, phone: &str) -> Self {
        let key = app.meta().add_citizen(Some(phone), None, "Asha");
        Self { app, key }
    }

    /// Does this and gives what came back, once it holds `word`.
    async fn does(&self, inbound: Inbound, word: &str) -> Vec<ChatEntry> {
        let before = self.app.meta().transcript(&self.key).len();
        self.app.meta().citizen_sends(&self.key, inbound);
        let wanted = word.to_owned();
        let is_there = move |chat: &[ChatEntry]| {
            let new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
            new.clone().any(|entry| entry.body().contains(&wanted))
        };
        self.app.sees(&self.key, word, is_there).await
    }

    async fn says(&self, text: &str, word: &str) -> Vec<ChatEntry> {
        self.does(Inbound::text(text), word).await
    }

    /// Takes the choice with this title, from whatever message offered it last.
    async fn takes(&self, title: &str, word: &str) -> Vec<ChatEntry> {
        let chat = self.app.meta().transcript(&self.key);
        let choices = chat.iter().rev().flat_map(|entry| entry.choices().to_vec());
        let mut found = choices.filter(|(_, offered)| offered == title);
        let (id, title) = found.next().unwrap_or_else(|| panic!("no `{title}` in {chat:#?}"));
        self.does(Inbound::row(&id, &title), word).await
    }
}

/// A service number of the seed.
fn service_number() -> String {
    let seed = std::fs::read_to_string(mitra_tests::kit::plugins_folder().join("energy/seed.json"));
    let seed: serde_json::Value = serde_json::from_str(&seed.expect("a seed")).expect("JSON");
    let key = seed[0]["key"].as_str().expect("a key");
    key.strip_prefix("account/").expect("an account").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_finds_a_bill_in_each_language() {
    let app = TestApp::start().await.expect("it starts");
    let cases = [
        ("తెలుగు", "విద్యుత్ శాఖ", "కరెంటు బిల్లు చెల్లింపు", "మొత్తం: ₹"),
        ("English", "Energy (DISCOMs)", "Pay electricity bill", "Amount: ₹"),
        ("हिन्दी", "ऊर्जा विभाग", "बिजली बिल भरें", "राशि: ₹"),
    ];
    for (place, (language, department, service, amount)) in cases.into_iter().enumerate() {
        let citizen = Citizen::new(&app, &format!("1555010020{place}"));
        citizen.says("Hi", "Namaste").await;
        citizen.takes(language, "").await;
        let is_menu = move |chat: &[ChatEntry]| {
            chat.iter().any(|entry| entry.choices().iter().any(|(_, title)| title == department))
        };
        app.sees(&citizen.key, "the departments", is_menu).await;
        citizen.takes(department, "").await;
        citizen.takes(service, "13").await;
        let chat = citizen.says(&service_number(), amount).await;
        assert!(chat.iter().any(|entry| entry.body().contains("***")), "names are masked");
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grievance_is_registered_with_photo_and_place_and_tracked() {
    let app = TestApp::start().await.expect("it starts");
    let citizen = Citizen::new(&app, "15550100210");
    citizen.says("firyadu cheyali", "Namaste").await;
    // What they asked for first is opened once a language is known.
    let chat = citizen.takes("English", "Do you agree?").await;
    let notice = chat.iter().find(|entry| entry.body().contains("We will ask for: "));
    assert!(notice.is_some_and(|notice| notice.body().contains("Photo")), "{notice:?}");
    citizen.takes("I agree", "What is your grievance about?").await;
    citizen.takes("Street lights", "describe the problem").await;
    citizen.says("The lamp at our corner is dark since Monday", "photo").await;
    citizen.does(Inbound::media("image", "4400000001", "image/jpeg", None), "Where is it").await;
    citizen.does(Inbound::location(16.5, 80.6, None), "Please check").await;
    let chat = citizen.takes("Send", "is registered").await;
    let said =
        chat.iter().find(|entry| entry.body().contains("is registered")).expect("it is said");
    let reference = said.body().split_whitespace().find(|word| word.starts_with("GRV-"));
    let reference = reference.expect("a reference").to_owned();
    citizen.says("shikayat status", "Which grievance").await;
    citizen.takes(&reference, "Status: Registered").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_survives_a_restart() {
    let mut app = TestApp::start().await.expect("it starts");
    {
        let citizen = Citizen::new(&app, "15550100220");
        citizen.says("Hi", "Namaste").await;
        citizen.takes("English", "Which department").await;
        citizen.says("current bill", "service number").await;
    }
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    let citizen = Citizen { app: &app, key: "15550100220".to_owned() };
    citizen.says(&service_number(), "Amount").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_stand_for_taps_and_reserved_words_work_everywhere() {
    let app = TestApp::start().await.expect("it starts");
    let citizen = Citizen::new(&app, "15550100230");
    citizen.says("నమస్తే", "Namaste").await;
    citizen.says("2", "Which department").await;
    citizen.says("1", "which service").await;
    citizen.says("౧", "service number").await;
    citizen.says("help", "At any time").await;
    citizen.says("back", "which service").await;
    citizen.says("menu", "Which department").await;
    citizen.says("tell me a joke about cricket", "did not find").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_marked_as_read() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(Some("15550100240"), None, "Asha");
    app.meta().citizen_sends(&key, Inbound::text("Hi"));
    let is_read = |chat: &[ChatEntry]| {
        chat.iter().any(|entry| entry.from_citizen() && entry.ticks() == Ticks::Read)
    };
    app.sees(&key, "two blue ticks", is_read).await;
    assert_eq!(app.meta().counters().typing_shown, 0, "the desk answers at once");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_department_answers_the_host_is_seen_typing() {
    let app = TestApp::start().await.expect("it starts");
    let citizen = Citizen::new(&app, "15550100241");
    citizen.says("Hi", "Namaste").await;
    citizen.says("English", "Which department").await;
    citizen.says("electricity bill", "service number").await;
    // A sign may come after what it announces.
    let patience = std::time::Duration::from_secs(20);
    let seen = async {
        while app.meta().counters().typing_shown == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(patience, seen).await.expect("a sign of typing");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_kinds_are_answered_kindly() {
    let app = TestApp::start().await.expect("it starts");
    let citizen = Citizen::new(&app, "15550100250");
    citizen.says("Hi", "Namaste").await;
    citizen.takes("English", "Which department").await;
    let poll = serde_json::json!({
        "type": "unsupported", "unsupported": { "type": "poll_creation" },
        "errors": [{ "code": 131_051, "title": "Message type unknown" }],
    });
    citizen.does(Inbound::raw(poll), "cannot read this kind").await;
    let lost = serde_json::json!({
        "type": "unsupported", "errors": [{ "code": 131_060, "title": "unavailable" }],
    });
    citizen.does(Inbound::raw(lost), "send it again").await;
    let future = serde_json::json!({ "type": "hologram", "hologram": { "x": 1 } });
    citizen.does(Inbound::raw(future), "cannot read this kind").await;
    app.stop().await.expect("it stops");
}
