//! Payments: a real host, a real provider's protocol, and a simulated provider that a citizen pays at.

use std::time::Duration;

use mitra_core::limits::RECEIPTS_SHOWN_MAX;
use mitra_simulator::{ChatEntry, Inbound, PaymentLink, PaymentLinkStatus};
use mitra_tests::kit::{self, TestApp};

/// How long something may take that a callback brings about.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host with the echoing department, which may ask for 5 rupees.
async fn app() -> TestApp {
    kit::paid_echo(500, "").await
}

async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

/// What the citizen was told, with the address of each button.
fn told(chat: &[ChatEntry]) -> Vec<String> {
    let text = |entry: &ChatEntry| {
        let url = entry.content().pointer("/action/parameters/url").and_then(|url| url.as_str());
        format!("{} {}", entry.body(), url.unwrap_or_default())
    };
    chat.iter().filter(|entry| !entry.from_citizen()).map(text).collect()
}

async fn hears(app: &TestApp, citizen: &str, times: usize, word: &'static str) -> Vec<String> {
    let fits = move |chat: &[ChatEntry]| {
        told(chat).iter().filter(|text| text.contains(word)).count() >= times
    };
    told(&app.sees(citizen, word, fits).await)
}

async fn says(app: &TestApp, citizen: &str, text: &str, times: usize, word: &'static str) {
    app.meta().citizen_sends(citizen, Inbound::text(text));
    hears(app, citizen, times, word).await;
}

/// The link whose page the citizen was sent last.
fn sent_link(app: &TestApp, citizen: &str) -> PaymentLink {
    let told = told(&app.meta().transcript(citizen));
    let page = told.iter().rev().find_map(|text| text.rsplit_once("/pay/")).expect("a page").1;
    let links = app.meta().payment_links();
    links.into_iter().find(|link| link.id == page.trim()).expect("the provider knows it")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_is_told_once_however_often_the_provider_calls() {
    let app = app().await;
    let citizen = citizen(&app, "15550101101").await;
    says(&app, &citizen, "!pay 500 bill-1", 1, "Amount: ₹5.00").await;
    says(&app, &citizen, "!find bill-1", 1, "open").await;
    let link = sent_link(&app, &citizen);
    assert_eq!((link.amount, &*link.description), (500, "Bill"));
    assert!(app.meta().citizen_pays(&link.id, 3));
    let receipt = link.id.replace("plink_", "pay_");
    let told = hears(&app, &citizen, 1, "payment bill-1: paid by pay_").await;
    assert!(told.iter().any(|text| text.contains(&receipt)), "{told:?}");
    says(&app, &citizen, "!find bill-1", 2, "paid by pay_").await;
    // Asking again for what is paid asks for no money.
    says(&app, &citizen, "!pay 500 bill-1", 1, "This is paid already: ₹5.00").await;
    let told = self::told(&app.meta().transcript(&citizen));
    let count = |word: &str| told.iter().filter(|text| text.contains(word)).count();
    assert_eq!((count("payment bill-1"), count("Amount: ₹5.00")), (1, 1), "{told:?}");
    assert_eq!(app.meta().payment_links().len(), 1);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_told_and_its_reference_is_used_up() {
    let app = app().await;
    let citizen = citizen(&app, "15550101102").await;
    says(&app, &citizen, "!pay 500 bill-2", 1, "Amount: ₹5.00").await;
    says(&app, &citizen, "!pay 500 bill-2", 2, "Amount: ₹5.00").await;
    assert_eq!(app.meta().payment_links().len(), 1, "the same request");
    assert!(app.meta().payment_fails(&sent_link(&app, &citizen).id, 1));
    hears(&app, &citizen, 1, "payment bill-2: failed").await;
    says(&app, &citizen, "!pay 500 bill-2", 1, "something went wrong").await;
    says(&app, &citizen, "!pay 501 bill-3", 2, "something went wrong").await;
    assert_eq!(app.meta().payment_links().len(), 1);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_while_the_host_is_away_is_told_when_it_is_back() {
    let mut app = app().await;
    let citizen = citizen(&app, "15550101103").await;
    says(&app, &citizen, "!pay 500 bill-4", 1, "Amount: ₹5.00").await;
    let link = sent_link(&app, &citizen);
    app.stop_host().await.expect("it stops");
    // Without any callback: the host finds out by asking.
    assert!(app.meta().citizen_pays(&link.id, 0));
    app.start_host().await.expect("it starts again");
    let is_told = |chat: &[ChatEntry]| told(chat).iter().any(|text| text.contains("paid by pay_"));
    app.meta().wait_for(&citizen, is_told, PATIENCE).await.expect("it is told");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_pays_on_the_providers_page() {
    let app = app().await;
    let citizen = citizen(&app, "15550101104").await;
    says(&app, &citizen, "!pay 500 bill-5", 1, "Amount: ₹5.00").await;
    let link = sent_link(&app, &citizen);
    let page = format!("{}pay/{}", app.chat_url(), link.id);
    let client = reqwest::Client::new();
    let shown = client.get(&page).send().await.expect("it answers").text().await.expect("text");
    assert!(shown.contains("₹5.00") && shown.contains("Bill"), "{shown}");
    let paid = client.post(format!("{page}/paid")).send().await.expect("it answers");
    assert!(paid.text().await.expect("text").contains("Paid: pay_"));
    hears(&app, &citizen, 1, "payment bill-5: paid by pay_").await;
    let ended: Vec<_> = app.meta().payment_links().iter().map(|link| link.status).collect();
    assert_eq!(ended, [PaymentLinkStatus::Paid]);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_anybody_could_have_sent_moves_nothing() {
    let app = app().await;
    let citizen = citizen(&app, "15550101105").await;
    says(&app, &citizen, "!pay 500 bill-6", 1, "Amount: ₹5.00").await;
    let link = sent_link(&app, &citizen);
    let reference = link.reference_id;
    let paid = format!(
        r#"{{"event":"payment_link.paid","payload":{{"payment_link":{{"entity":{{"reference_id":"{reference}","status":"paid"}}}}}}}}"#
    );
    let url = app.webhook_url().replace("/webhook", "/payments");
    let post = async |body: Vec<u8>, signature: Option<String>| {
        let mut request = reqwest::Client::new().post(&url).body(body);
        if let Some(signature) = signature {
            request = request.header("x-razorpay-signature", signature);
        }
        request.send().await.expect("it answers").status().as_u16()
    };
    let sign = |body: &[u8]| {
        let secret = mitra_core::identity::Secret::new("simulated-callback-secret");
        Some(mitra_whatsapp::sign(body, &secret).replace("sha256=", ""))
    };
    let body = || paid.clone().into_bytes();
    assert_eq!(post(body(), None).await, 401);
    assert_eq!(post(body(), Some("00".repeat(32))).await, 401);
    // One that is signed wakes a question, and the provider says that nothing is paid.
    assert_eq!(post(body(), sign(&body())).await, 200);
    assert_eq!(post(b"[]".to_vec(), sign(b"[]")).await, 400);
    let unknown = paid.replace(&reference, "unknown").into_bytes();
    let signature = sign(&unknown);
    assert_eq!(post(unknown, signature).await, 200);
    for (bytes, status) in [(64 * 1024, 401), (64 * 1024 + 1, 413)] {
        assert_eq!(post(vec![b' '; bytes], None).await, status);
    }
    says(&app, &citizen, "!find bill-6", 1, "open").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_shown_again_at_the_desk_and_never_in_a_conversation() {
    let app = app().await;
    let citizen = citizen(&app, "15550101106").await;
    // One more than is shown; the first is the newest, of 24-11-2026, 10:30, and each next one a day older.
    for n in 0..=RECEIPTS_SHOWN_MAX {
        says(&app, &citizen, &format!("!pay 500 bill-1{n}"), n + 1, "Amount: ₹5.00").await;
        let ended_at = 1_795_496_400 - 86_400 * n as u64;
        assert!(app.meta().is_paid_at(&sent_link(&app, &citizen).id, ended_at, 1));
        hears(&app, &citizen, n + 1, ": paid by pay_").await;
    }
    // A word for the department, which repeats it.
    says(&app, &citizen, "receipts", 1, "receipts").await;
    assert!(!told(&app.meta().transcript(&citizen)).iter().any(|it| it.contains("Your last")));
    app.meta().citizen_sends(&citizen, Inbound::text("menu"));
    app.meta().citizen_sends(&citizen, Inbound::text("receipts"));
    let told = hears(&app, &citizen, 1, "Your last payments:").await;
    let shown = told.iter().find(|it| it.contains("Your last payments:")).expect("it is there");
    assert!(shown.contains("For: Bill\n") && shown.contains("\nReceipt number: pay_"), "{shown}");
    assert!(shown.contains("Paid on: 24-11-2026, 10:30\nReference: bill-10"), "{shown}");
    let bills = shown.lines().filter_map(|line| line.strip_prefix("Reference: bill-1"));
    assert_eq!(bills.collect::<Vec<_>>(), ["0", "1", "2", "3", "4"], "newest first: {shown}");
    app.stop().await.expect("it stops");
}
