//! The chat page in a real browser.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, TestApp};
use serde_json::{Value, json};

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);

/// The citizen of most tests.
const LAKSHMI: &str = "15550100101";
/// What opens the list of the last message.
const LAST_LIST: &str = "li.bubble:last-of-type [data-testid=list-open]";
/// A picture of one orange point.
const PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\
    \x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\xda\
    c\xf8\xdf\xc0\x00\x00\x04\x01\x01\x80\xfb\xd7\xcb\xf1\x00\x00\x00\x00IEND\xaeB`\x82";

/// A headless Chromium with its driver. Both end when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    pub(crate) client: Client,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub(crate) async fn start() -> Self {
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

    pub(crate) async fn css(&self, selector: &str) -> fantoccini::elements::Element {
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

    /// What a script gives.
    pub(crate) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("a script")
    }

    /// Waits until a script gives true.
    pub(crate) async fn until(&self, script: &str) {
        let waiting = async {
            while self.script(script).await != json!(true) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        waited.unwrap_or_else(|_| panic!("it never becomes so: {script}"));
    }

    /// Opens a citizen's chat.
    async fn become_citizen(&self, key: &str) {
        self.css(&format!("[data-citizen='{key}']")).await.click().await.expect("a citizen");
    }

    async fn click(&self, testid: &str) {
        self.find(testid).await.click().await.expect("it can be clicked");
    }

    /// Types wherever the focus is.
    async fn write(&self, text: &str) {
        for value in text.chars() {
            let keys = KeyActions::new("keyboard".to_owned())
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
            self.client.perform_actions(keys).await.expect("the key is pressed");
        }
    }

    /// Presses Tab until the focus is on what fits this selector.
    pub(crate) async fn tab_to(&self, selector: &str) {
        let is_there = format!("return document.activeElement.matches(\"{selector}\")");
        for _ in 0..60 {
            if self.script(&is_there).await == json!(true) {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("Tab never comes to `{selector}`");
    }

    /// No part of the page is wider than its window.
    pub(crate) async fn fits(&self) {
        let wide = "return document.documentElement.scrollWidth > window.innerWidth";
        assert_eq!(self.script(wide).await, json!(false));
    }

    pub(crate) async fn close(self) {
        self.client.clone().close().await.expect("the session ends");
    }

    /// Types a key wherever the focus is.
    async fn press(&self, key: Key) {
        self.write(&char::from(key).to_string()).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// A host, its simulator, and the chat page in a browser.
async fn open() -> (TestApp, Browser) {
    let app = TestApp::start().await.expect("it starts");
    let browser = Browser::start().await;
    browser.client.goto(&app.chat_url()).await.expect("the page opens");
    (app, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_talks_to_a_department_on_the_chat_page() {
    let (app, browser) = open().await;

    // With the mouse: language, department, service.
    browser.become_citizen(LAKSHMI).await;
    browser.click("chip-hi").await;
    browser.titled("reply-button", "తెలుగు").await.click().await.expect("a language");
    browser.click("list-open").await;
    browser.titled("list-row", "విద్యుత్ శాఖ").await.click().await.expect("a department");
    browser.titled("bubble-in", "మీకు ఏ సేవ కావాలి").await;

    // The sheet closes by its button and by Escape; arrows and Enter choose, the composer sends.
    let is_open = "return document.getElementById('sheet').open";
    for closes_by_key in [true, false] {
        browser.css(LAST_LIST).await.click().await.expect("services");
        browser.titled("list-row", "విద్యుత్ అంతరాయాలు").await;
        if closes_by_key {
            browser.press(Key::Escape).await;
        } else {
            browser.click("sheet-close").await;
        }
        assert_eq!(browser.script(is_open).await, json!(false));
    }
    browser.css(LAST_LIST).await.click().await.expect("services");
    browser.titled("list-row", "విద్యుత్ అంతరాయాలు").await;
    browser.press(Key::Down).await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.click("location-request").await;
    browser.titled("location-preset", "Vijayawada").await.click().await.expect("a place");
    browser.titled("bubble-in", "520010").await;
    let composer = browser.find("composer").await;
    composer.send_keys("menu").await.expect("text");
    browser.press(Key::Enter).await;
    browser.titled("bubble-in", "మీకు ఏ శాఖ సేవ కావాలి").await;

    // The host has read everything: two blue ticks.
    browser.css("[data-testid=bubble-out] .ticks.read").await;
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_shows_the_list_or_one_chat() {
    let (app, browser) = open().await;
    browser.client.set_window_size(360, 740).await.expect("a small window");
    browser.client.refresh().await.expect("the page opens again");
    let row = browser.css("[data-citizen='15550100103']").await;
    assert!(!browser.find("composer").await.is_displayed().await.expect("a style"));
    browser.fits().await;

    // A chat in Hindi, with its sheet.
    row.click().await.expect("a citizen");
    assert!(!row.is_displayed().await.expect("a style"));
    browser.find("composer").await.send_keys("नमस्ते").await.expect("text");
    browser.click("send").await;
    let said = browser.titled("bubble-out", "नमस्ते").await;
    let words = said.find(Locator::Css(".said span")).await.expect("the words");
    assert_eq!(words.attr("lang").await.expect("an attribute").as_deref(), Some("hi"));
    browser.titled("reply-button", "हिन्दी").await.click().await.expect("a language");
    browser.click("list-open").await;
    browser.titled("list-row", "बिजली").await;
    let in_view = "const sheet = document.getElementById('sheet').getBoundingClientRect(); \
        return sheet.left >= 0 && sheet.right <= window.innerWidth && sheet.bottom <= window.innerHeight + 1";
    browser.until(in_view).await;
    browser.fits().await;
    browser.click("sheet-close").await;

    // Messages wait unread in the list, and the fault sheet fits as well.
    browser.click("chat-back").await;
    app.meta().citizen_sends("15550100103", Inbound::text("menu"));
    browser.css("[data-testid=unread]:not([hidden])").await;
    browser.click("faults-open").await;
    browser.find("fault-server_error").await;
    browser.fits().await;
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_citizens_write_at_once_and_keep_their_own() {
    let (app, browser) = open().await;
    browser.become_citizen(LAKSHMI).await;
    let composer = browser.find("composer").await;
    composer.send_keys("half a thought").await.expect("text");

    // Another citizen's messages are counted; what is typed stays with who typed it.
    app.meta().citizen_sends("15550100102", Inbound::text("Hi"));
    let ravi = browser.css("[data-citizen='15550100102'] [data-testid=unread]:not([hidden])").await;
    assert_eq!(ravi.text().await.expect("text"), "1");
    browser.become_citizen("15550100102").await;
    browser.titled("bubble-in", "Namaste").await;
    assert!(!ravi.is_displayed().await.expect("a style"));
    assert_eq!(composer.prop("value").await.expect("text").as_deref(), Some(""));
    composer.send_keys("English").await.expect("text");
    browser.press(Key::Enter).await;
    browser.titled("bubble-in", "Which").await;
    browser.become_citizen(LAKSHMI).await;
    let draft = composer.prop("value").await.expect("text");
    assert_eq!(draft.as_deref(), Some("half a thought"));
    assert!(app.meta().transcript(LAKSHMI).is_empty(), "nothing was sent as her");

    // A new citizen, whose number is written as people write it.
    browser.click("citizen-add").await;
    let number = browser.find("citizen-phone").await;
    number.clear().await.expect("an empty field");
    number.send_keys("call me").await.expect("text");
    browser.click("sheet-done").await;
    browser.css("#sheet [role=alert]:not(:empty)").await;
    number.clear().await.expect("an empty field");
    number.send_keys("+1 (555) 010-0999").await.expect("text");
    browser.click("sheet-done").await;
    browser.css("[data-citizen='15550100999'][aria-current=true]").await;
    browser.click("chip-hi").await;
    browser.titled("bubble-in", "Namaste").await;
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_sent_and_what_is_none_is_refused_in_sight() {
    let (app, browser) = open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let [photo, letter] = ["photo.png", "letter.txt"].map(|name| folder.path().join(name));
    std::fs::write(&photo, PNG).expect("a file");
    std::fs::write(&letter, "Dear Sir or Madam").expect("a file");
    browser.become_citizen(LAKSHMI).await;
    let send_as = async |testid: &str, file: &std::path::Path| {
        browser.click("attach").await;
        browser.click(testid).await;
        let input = browser.css("#file").await;
        input.send_keys(&file.display().to_string()).await.expect("a file");
    };
    send_as("attach-photo", &letter).await;
    let problem = browser.find("problem").await;
    assert!(problem.text().await.expect("text").contains("image/jpeg, image/png"));

    browser.find("composer").await.send_keys("my street").await.expect("text");
    send_as("attach-photo", &photo).await;
    browser.titled("bubble-out", "my street").await;
    browser.until("return document.querySelector('[data-testid=photo]').naturalWidth === 1").await;
    browser.until("return document.querySelector('[data-testid=problem]') === null").await;

    send_as("attach-document", &letter).await;
    let link = browser.titled("document", "letter.txt").await;
    let address = link.prop("href").await.expect("an address").expect("an address");
    let text = reqwest::get(address).await.expect("it opens").text().await.expect("text");
    assert_eq!(text, "Dear Sir or Madam");
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_turned_on_and_off_in_sight() {
    let (app, browser) = open().await;
    let sign = browser.css("#faults-on").await;
    assert!(!sign.is_displayed().await.expect("a style"));
    browser.click("faults-open").await;
    let often = browser.find("fault-server_error").await;
    often.clear().await.expect("an empty field");
    often.send_keys("1000").await.expect("text");
    browser.click("sheet-done").await;
    browser.until("return !document.getElementById('faults-on').hidden").await;
    assert!(sign.text().await.expect("text").contains("1 fault is on"));
    browser.become_citizen(LAKSHMI).await;
    browser.click("chip-hi").await;
    browser.css(".ticks.delivered, .ticks.read").await;
    let refused = async {
        while app.meta().counters().refused.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, refused).await.expect("the host is refused");

    sign.click().await.expect("the sheet");
    browser.click("faults-reset").await;
    browser.until("return document.getElementById('faults-on').hidden").await;
    browser.titled("bubble-in", "Namaste").await;
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_keyboard() {
    let (app, browser) = open().await;
    browser.css("[data-citizen='15550100102']").await;
    browser.tab_to("[data-citizen='15550100102']").await;
    browser.press(Key::Enter).await;
    browser.write("Hi").await;
    browser.press(Key::Enter).await;
    browser.titled("reply-button", "English").await;

    // The menu of attachments: arrows walk, Escape goes back, Tab goes on.
    browser.tab_to("#attach").await;
    browser.press(Key::Enter).await;
    browser.press(Key::Down).await;
    browser.until("return document.activeElement.dataset.testid === 'attach-photo'").await;
    browser.press(Key::Escape).await;
    let menu = browser.css("#attach-menu").await;
    assert!(!menu.is_displayed().await.expect("a style"));
    browser.until("return document.activeElement.id === 'attach'").await;
    browser.press(Key::Enter).await;
    browser.press(Key::Tab).await;
    browser.until("return document.activeElement.id === 'text'").await;
    assert!(!menu.is_displayed().await.expect("a style"));

    // A button keeps the focus while messages come.
    browser.tab_to("[data-testid=reply-button]").await;
    let said = browser.script("return document.activeElement.textContent").await;
    app.meta().citizen_sends("15550100102", Inbound::text("English"));
    browser.titled("bubble-in", "Which").await;
    assert_eq!(browser.script("return document.activeElement.textContent").await, said);

    // A list, chosen by arrows.
    browser.tab_to("[data-testid=list-open]").await;
    browser.press(Key::Enter).await;
    browser.titled("list-row", "Electricity").await;
    browser.press(Key::End).await;
    browser.press(Key::Home).await;
    browser.press(Key::Enter).await;
    browser.titled("bubble-in", "which service").await;
    browser.close().await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_read_in_peace_and_a_lost_simulator_is_seen() {
    let (app, browser) = open().await;
    browser.client.set_window_size(1000, 500).await.expect("a low window");
    browser.become_citizen(LAKSHMI).await;
    for text in ["Hi", "English", "menu"] {
        app.meta().citizen_sends(LAKSHMI, Inbound::text(text));
        browser.titled("bubble-out", text).await;
    }
    let answered = |chat: &[ChatEntry]| chat.iter().filter(|e| !e.from_citizen()).count() >= 4;
    let n_answers = app.sees(LAKSHMI, "four answers", answered).await.len();
    browser
        .until(&format!("return document.querySelectorAll('.bubble').length === {n_answers}"))
        .await;
    let at_end = "const list = document.getElementById('bubbles'); \
        return list.scrollHeight - list.scrollTop - list.clientHeight < 2";
    browser.until(at_end).await;

    browser.script("document.getElementById('bubbles').scrollTop = 0").await;
    browser.css("#to-end:not([hidden])").await;
    let message = json!({ "messaging_product": "whatsapp", "to": LAKSHMI, "type": "text", "text": { "body": "news" } });
    let graph = app.chat_url() + "v25.0/PNID_1/messages";
    let sent = reqwest::Client::new().post(graph).bearer_auth("test-access-token").json(&message);
    assert_eq!(sent.send().await.expect("an answer").status(), 200);
    browser.titled("to-end", "1 new").await;
    let top = browser.script("return document.getElementById('bubbles').scrollTop").await;
    assert_eq!(top, json!(0));
    browser.click("to-end").await;
    browser.until(at_end).await;
    assert!(!browser.css("#to-end").await.is_displayed().await.expect("a style"));

    app.stop().await.expect("it stops");
    assert!(browser.find("gone").await.is_displayed().await.expect("a style"));
    browser.find("composer").await.send_keys("anybody?").await.expect("text");
    browser.press(Key::Enter).await;
    browser.find("problem").await;
    let draft = browser.find("composer").await.prop("value").await.expect("text");
    assert_eq!(draft.as_deref(), Some("anybody?"), "what was not sent is not lost");
    browser.close().await;
}
