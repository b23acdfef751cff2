//! The chat page in a real browser.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use mitra_tests::kit::{self, TestApp};
use serde_json::json;

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);

/// A headless Chromium with its driver. Both end when it is dropped.
struct Browser {
    driver: Child,
    client: Client,
    _profile: tempfile::TempDir,
}

impl Browser {
    async fn start() -> Self {
        let port = kit::free_address().expect("a port").port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: `sudo apt-get install chromium chromium-driver`");
        let profile = tempfile::tempdir().expect("a folder");
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,800",
        ];
        let mut arguments: Vec<_> = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        let connecting = async {
            loop {
                let mut builder =
                    ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
                let address = format!("http://127.0.0.1:{port}");
                match builder.capabilities(capabilities.clone()).connect(&address).await {
                    Ok(client) => return client,
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
        };
        let client = tokio::time::timeout(PATIENCE, connecting).await.expect("Chromium starts");
        Self { driver, client, _profile: profile }
    }

    /// The first element with this test id, once it is there.
    async fn find(&self, testid: &str) -> fantoccini::elements::Element {
        self.css(&format!("[data-testid={testid}]")).await
    }

    async fn css(&self, selector: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("no `{selector}` on the page: {error}"))
    }

    /// The element with this text, once it is there.
    async fn titled(&self, testid: &str, text: &str) -> fantoccini::elements::Element {
        let xpath = format!("//*[@data-testid='{testid}'][contains(., '{text}')]");
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::XPath(&xpath)).await;
        found.unwrap_or_else(|error| panic!("no {testid} with `{text}`: {error}"))
    }

    /// Types a key wherever the focus is.
    async fn press(&self, key: Key) {
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("the key is pressed");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_talks_to_a_department_on_the_chat_page() {
    let app = TestApp::start().await.expect("it starts");
    let browser = Browser::start().await;
    browser.client.goto(&app.chat_url()).await.expect("the page opens");

    // With the mouse: language, department, service.
    browser.css("[data-citizen='15550100101']").await.click().await.expect("a citizen");
    browser.find("chip-hi").await.click().await.expect("the suggestion");
    browser.titled("reply-button", "తెలుగు").await.click().await.expect("a language");
    browser.find("list-open").await.click().await.expect("the departments");
    browser.titled("list-row", "విద్యుత్ శాఖ").await.click().await.expect("a department");
    browser.titled("bubble-in", "మీకు ఏ సేవ కావాలి").await;

    // By keyboard: the sheet closes by Escape, arrows and Enter choose, the composer sends.
    browser
        .css("li.bubble:last-of-type [data-testid=list-open]")
        .await
        .click()
        .await
        .expect("services");
    browser.titled("list-row", "విద్యుత్ అంతరాయాలు").await;
    browser.press(Key::Escape).await;
    let is_open = "return document.getElementById('sheet').open";
    assert_eq!(browser.client.execute(is_open, Vec::new()).await.expect("a script"), json!(false));
    browser
        .css("li.bubble:last-of-type [data-testid=list-open]")
        .await
        .click()
        .await
        .expect("services");
    browser.titled("list-row", "విద్యుత్ అంతరాయాలు").await;
    browser.press(Key::Down).await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.find("location-request").await.click().await.expect("the places");
    browser.titled("location-preset", "Vijayawada").await.click().await.expect("a place");
    browser.titled("bubble-in", "520010").await;
    let composer = browser.find("composer").await;
    composer.send_keys("menu").await.expect("text");
    browser.press(Key::Enter).await;
    browser.titled("bubble-in", "మీకు ఏ శాఖ సేవ కావాలి").await;

    // The host has read everything: two blue ticks.
    browser.css("[data-testid=bubble-out] .ticks.read").await;

    // On a phone, list and chat are two screens.
    browser.client.set_window_size(360, 740).await.expect("a small window");
    browser.css("#chat-back").await.click().await.expect("back");
    let row = browser.css("[data-citizen='15550100102']").await;
    assert!(row.is_displayed().await.expect("a style"));
    assert!(!browser.find("composer").await.is_displayed().await.expect("a style"));
    let wide = "return document.documentElement.scrollWidth > window.innerWidth";
    assert_eq!(browser.client.execute(wide, Vec::new()).await.expect("a script"), json!(false));

    browser.client.clone().close().await.expect("the session ends");
    app.stop().await.expect("it stops");
}
