//! Templates: news for citizens who wrote nothing for a day; a real host, a real component, a simulated WhatsApp.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, InboundEvent};
use mitra_core::identity::{CitizenAddress, Phone};
use mitra_core::ids::{PhoneNumberId, Wamid};
use mitra_server::config::TokenHash;
use mitra_simulator::{ChatEntry, Inbound};
use mitra_storage::conformance::fixtures::plain;
use mitra_storage::{Inbox, Intake, Settlement};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use mitra_tests::kit::{self, AppOptions, Office, TestApp};
use serde_json::Value;

/// Longer than a notice needs, and all that it could make the host say.
const A_WHILE: Duration = Duration::from_millis(1_500);
/// A citizen who wrote so long ago cannot be answered freely.
const DAY: Duration = Duration::from_hours(25);
const HOLD: Duration = Duration::from_secs(30);
const ANNOUNCED: &str = "There is news for you from echo: Echo.";

/// A host with the template that the simulator knows, and an echoing department that may be sent notices.
async fn app(config: &str) -> TestApp {
    let listener = kit::free_address().expect("a port");
    let config = format!(
        "notices.listen = '{listener}'\n\
         templates.news = {{ name = 'news_waiting', languages = ['te', 'en', 'hi'] }}\n\
         {}{config}",
        kit::noticed_echo("echo", true)
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

/// What the citizen was told, one text each.
fn told(chat: &[ChatEntry]) -> Vec<String> {
    chat.iter().filter(|entry| !entry.from_citizen()).map(|entry| entry.body().to_owned()).collect()
}

fn n_told(app: &TestApp, citizen: &str, word: &str) -> usize {
    told(&app.meta().transcript(citizen)).iter().filter(|text| text.contains(word)).count()
}

async fn is_told(app: &TestApp, citizen: &str, word: &'static str) -> Vec<ChatEntry> {
    let fits = move |chat: &[ChatEntry]| told(chat).iter().any(|text| text.contains(word));
    app.sees(citizen, word, fits).await
}

/// A citizen at the menu who has been in the department; gives their number, and as whom it knows them.
async fn citizen(app: &TestApp, phone: &str) -> (String, String) {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    let told = told(&app.hears(&citizen, "!turn", " echo Some(").await);
    let said = told.iter().find(|text| text.contains(" echo Some(")).expect("just heard");
    let pseudonym = said.split(' ').nth(1).expect("behind the turn's id").to_owned();
    app.hears(&citizen, "menu", "Which department").await;
    (citizen, pseudonym)
}

/// The citizen says yes, by the button of the desk's question.
async fn says_yes(app: &TestApp, citizen: &str) {
    app.meta().citizen_sends(citizen, Inbound::tap("desk:topic-on:echo", "Yes"));
    is_told(app, citizen, "we will write to you when there is news about").await;
}

/// The database of a host that is stopped.
fn storage(app: &TestApp) -> SqliteStorage {
    let options = SqliteOptions::new(app.folder().join("mitra.db"));
    SqliteStorage::open(&options, kit::now()).expect("the host is stopped")
}

/// So much time passes for the citizen: they wrote, and were written to, so much earlier.
async fn time_passes(app: &mut TestApp, citizen: &str, span: Duration) {
    app.stop_host().await.expect("it stops");
    {
        let storage = storage(app);
        let event = InboundEvent {
            wamid: Wamid::new(format!("wamid.aging{}", kit::now().0)),
            phone_number_id: PhoneNumberId::new(kit::PHONE_NUMBER_ID),
            sender: CitizenAddress::new(None, Some(Phone::new(citizen))).expect("a number"),
            sent_at: kit::now(),
            in_reply_to: None,
            content: Content::Welcome,
        };
        let intake = Intake { events: vec![event], ..Intake::default() };
        storage.accept(intake, kit::now()).await.expect("accepted");
        let claimed = storage.claim_events(1, kit::now(), HOLD).await.expect("claimed").remove(0);
        let earlier = |at: Timestamp| at.before(span);
        let mut session = claimed.session.clone();
        session.heard_at = session.heard_at.map(earlier);
        if let Some(last) = &mut session.last_message {
            last.sent_at = earlier(last.sent_at);
        }
        if let Some(announced) = &mut session.announced {
            announced.at = earlier(announced.at);
        }
        // Nobody wrote: whatever waits for a message goes on to wait.
        let settlement = Settlement { session, is_message: false, ..plain(&claimed) };
        storage.settle(settlement, kit::now()).await.expect("settled");
    }
    app.meta().time_passes(citizen, span);
    app.start_host().await.expect("it starts again");
}

/// Waits until the metric has this value.
async fn becomes(app: &TestApp, metric: &str, value: f64) {
    let mut last = None;
    for _ in 0..100 {
        last = app.metric(metric).await;
        if last == Some(value) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{metric} is {last:?}, not {value}");
}

fn office(app: &TestApp) -> Office {
    Office::of("echo", app.notices())
}

async fn sends(app: &TestApp, id: &str, pseudonym: &str) {
    let answer = office(app).sends(id, pseudonym, "ready").await.expect("it answers");
    assert_eq!(answer.status, 202, "{}", answer.message);
}

/// Waits until the notice stands so; gives all that is told of it.
async fn stands(app: &TestApp, id: &str, status: &str, delivery: Option<&str>) -> Value {
    let mut last = Value::Null;
    for _ in 0..100 {
        last = office(app).asks(id).await.expect("it answers");
        if last["status"] == status && last["delivery"].as_str() == delivery {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{id} is not {status} {delivery:?}: {last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn news_a_day_later_is_announced_once_and_told_after_the_tap() {
    let mut app = app("").await;
    let (asha, pseudonym) = citizen(&app, "15550101301").await;
    says_yes(&app, &asha).await;
    time_passes(&mut app, &asha, DAY).await;
    sends(&app, "n-1", &pseudonym).await;
    sends(&app, "n-2", &pseudonym).await;
    let chat = is_told(&app, &asha, ANNOUNCED).await;
    let template = chat.iter().find(|entry| entry.kind() == "template").expect("a template");
    assert_eq!(template.choices(), [("desk:news".to_owned(), "Read it".to_owned())]);
    let announced = stands(&app, "n-1", "announced", Some("read")).await;
    assert!(announced["taken_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{announced}");
    stands(&app, "n-2", "waiting", None).await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &asha, "There is news"), 1, "two notices, one template");
    assert_eq!(n_told(&app, &asha, "notice n-"), 0);
    app.meta().citizen_sends(&asha, Inbound::template_button("desk:news", "Read it"));
    is_told(&app, &asha, "notice n-1: ready").await;
    is_told(&app, &asha, "notice n-2: ready").await;
    for id in ["n-1", "n-2"] {
        stands(&app, id, "told", Some("read")).await;
    }
    assert_eq!(n_told(&app, &asha, "nothing new"), 0, "the news is the answer");
    let before = n_told(&app, &asha, "");
    app.meta().citizen_sends(&asha, Inbound::template_button("desk:news", "Read it"));
    is_told(&app, &asha, "There is nothing new").await;
    assert_eq!(n_told(&app, &asha, ""), before + 1);
    let unknown = office(&app).asks("n-3").await.expect("it answers");
    assert_eq!(unknown["error"], "unknown_notice");
    let other = Office::of("echo", app.notices()).with_token("guessed");
    assert_eq!(other.asks("n-1").await.expect("it answers")["error"], "unknown_token");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_did_not_say_yes_or_said_stop_is_sent_nothing_and_the_office_sees_it_wait() {
    let mut app = app("").await;
    let (ravi, ravis) = citizen(&app, "15550101302").await;
    let (asha, ashas) = citizen(&app, "15550101303").await;
    says_yes(&app, &asha).await;
    app.hears(&asha, "stop", "we will not write to you").await;
    time_passes(&mut app, &ravi, DAY).await;
    time_passes(&mut app, &asha, DAY).await;
    sends(&app, "n-ravi", &ravis).await;
    sends(&app, "n-asha", &ashas).await;
    tokio::time::sleep(A_WHILE).await;
    for (citizen, id) in [(&ravi, "n-ravi"), (&asha, "n-asha")] {
        assert_eq!(n_told(&app, citizen, "news"), usize::from(citizen == &asha), "{id}");
        stands(&app, id, "waiting", None).await;
    }
    // After their next message one hears it, and from the other its words are kept back.
    app.meta().citizen_sends(&ravi, Inbound::text("hi"));
    is_told(&app, &ravi, "notice n-ravi: ready").await;
    stands(&app, "n-ravi", "told", Some("read")).await;
    app.hears(&asha, "hi", "Which department").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(n_told(&app, &asha, "notice"), 0);
    stands(&app, "n-asha", "waiting", None).await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_template_waits_and_goes_out_when_it_is_approved_again() {
    let mut app = app("").await;
    let (asha, pseudonym) = citizen(&app, "15550101304").await;
    says_yes(&app, &asha).await;
    time_passes(&mut app, &asha, DAY).await;
    // Meta refuses before it said a word: the host learns it from the refusal.
    assert!(app.meta().pause_template_silently("news_waiting", "en", true));
    sends(&app, "n-1", &pseudonym).await;
    let usable = "mitra_template_usable{template=\"news_waiting\",language=\"en\"}";
    becomes(&app, usable, 0.0).await;
    stands(&app, "n-1", "waiting", None).await;
    assert_eq!(app.meta().counters().refused.get(&132_015), Some(&1));
    // A day later it may be tried again, and Meta says that the template is paused: none is sent.
    time_passes(&mut app, &asha, DAY).await;
    assert!(app.meta().pause_template("news_waiting", "en", true).await);
    let withheld = "mitra_templates_withheld_total{reason=\"stopped\"}";
    assert_eq!(app.metric(withheld).await, None);
    sends(&app, "n-2", &pseudonym).await;
    becomes(&app, withheld, 1.0).await;
    stands(&app, "n-2", "waiting", None).await;
    assert_eq!(app.meta().counters().refused.get(&132_015), Some(&1), "Meta was not asked");
    // The same host hears that it is approved again: the next news goes out.
    assert!(app.meta().pause_template("news_waiting", "en", false).await);
    sends(&app, "n-3", &pseudonym).await;
    is_told(&app, &asha, ANNOUNCED).await;
    stands(&app, "n-3", "announced", Some("read")).await;
    // What waited is told with it, when they answer.
    app.meta().citizen_sends(&asha, Inbound::text("hi"));
    for (id, words) in [("n-1", "notice n-1: ready"), ("n-2", "notice n-2: ready")] {
        is_told(&app, &asha, words).await;
        stands(&app, id, "told", Some("read")).await;
    }
    assert_eq!(n_told(&app, &asha, ANNOUNCED), 1);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_conversation_of_a_real_department_the_desk_asks_and_hears_the_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it is written");
        path.display().to_string()
    };
    let seed = file("seed.json", crate::timers::cut_that_ends_soon());
    let manifest = "id = 'energy'\n[notices]\nreceive = true\n[[topic]]\nid = 'outages'\n\
        name = { te = 'విద్యుత్ అంతరాయాలు', en = 'Power cuts', hi = 'बिजली कटौती' }\nservices = ['outage']\n";
    let config = format!(
        "[[department]]\nid = 'energy'\ncomponent = '{}'\nseed = '{seed}'\nmanifest = '{}'\n\
         notices.token_sha256 = ['{}']\n",
        kit::guest("energy").display(),
        file("department.toml", manifest.to_owned()),
        TokenHash::of(b"the token of energy"),
    );
    let app = app(&config).await;
    let asha = app.meta().add_citizen(Some("15550101305"), None, "Asha");
    for (text, word) in [
        ("current poyindi", "Namaste"),
        ("English", "Where are you?"),
        ("Patamata", "What would you like to do next?"),
        ("Tell me then", "What would you like to do next?"),
        ("Done", "May we write to you on WhatsApp about \"Power cuts\""),
        ("1", "we will write to you when there is news about \"Power cuts\""),
        ("my messages", "These are the topics"),
    ] {
        app.hears(&asha, text, word).await;
    }
    let chat = app.meta().transcript(&asha);
    let listed = chat.last().expect("something").content().to_string();
    assert!(listed.contains("Power cuts") && listed.contains("On since"), "{listed}");
    app.stop().await.expect("it stops");
}
