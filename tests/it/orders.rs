//! Payments by WhatsApp's own card: a real host, and a simulated Meta that citizens pay at within the chat.

use std::time::Duration;

use mitra_admin::{AdminClient, PaymentView, RefundWanted};
use mitra_simulator::{CardOrder, CardStatus, ChatEntry, Inbound};
use mitra_tests::kit::{self, ReleaseOffice, TestApp};
use serde_json::json;

/// How long something may take that a report brings about.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host with the echoing department, which may ask for 500 rupees, and an account for cards.
async fn app() -> TestApp {
    let token = ReleaseOffice::token("asha", "operator");
    let more = format!(
        "[payments.order_details]\nconfiguration = 'pg-prod'\nseller.name = 'Telangana'\n\
         seller.address = '1 Road'\nseller.city = 'Hyderabad'\nseller.state = 'TS'\n\
         seller.pin_code = '500022'\n[admin]\nlisten = '127.0.0.1:0'\n{token}"
    );
    kit::paid_echo(50_000, &more).await
}

async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

fn says(app: &TestApp, citizen: &str, text: &str) {
    app.meta().citizen_sends(citizen, Inbound::text(text));
}

/// Waits until the citizen was told this so many times; gives all that they were told.
async fn hears(app: &TestApp, citizen: &str, times: usize, word: &'static str) -> Vec<ChatEntry> {
    let fits = move |chat: &[ChatEntry]| {
        let told = chat.iter().filter(|entry| !entry.from_citizen());
        told.filter(|entry| entry.body().contains(word)).count() >= times
    };
    let chat = app.sees(citizen, word, fits).await;
    chat.into_iter().filter(|entry| !entry.from_citizen()).collect()
}

fn of_kind<'a>(chat: &'a [ChatEntry], kind: &str) -> Vec<&'a ChatEntry> {
    chat.iter().filter(|entry| entry.kind() == kind).collect()
}

/// Asks for so many paise, and gives the order that the citizen gets a card for.
async fn carded(app: &TestApp, citizen: &str, paise: u64, bill: &str) -> CardOrder {
    says(app, citizen, &format!("!pay {paise} {bill}"));
    let chat = app.sees(citizen, "a card", |chat| !of_kind(chat, "order_details").is_empty()).await;
    let content = of_kind(&chat, "order_details")[0].content().clone();
    let reference = content["action"]["parameters"]["reference_id"].as_str().expect("a reference");
    order(app, reference)
}

fn order(app: &TestApp, reference: &str) -> CardOrder {
    let found = app.meta().orders().into_iter().find(|order| order.reference_id == reference);
    found.expect("Meta knows it")
}

/// Where the card says that its order stands.
fn on_card(chat: &[ChatEntry]) -> String {
    let card = of_kind(chat, "order_details")[0].content();
    card["order_state"]["words"].as_str().unwrap_or_default().to_owned()
}

/// Somebody reports in Meta's name that an order was paid at this second, and the host takes the report.
async fn reports_captured(app: &TestApp, order: &CardOrder, updated_at: u64) {
    let status = json!({
        "id": "g", "type": "payment", "status": "captured", "timestamp": "1763000203",
        "payment": {
            "reference_id": order.reference_id, "amount": { "value": 500, "offset": 100 },
            "transaction": {
                "id": "order_x", "status": "success", "updated_timestamp": updated_at,
            },
        },
    });
    let value = json!({ "messaging_product": "whatsapp", "statuses": [status] });
    let notification = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "W", "changes": [{ "field": "messages", "value": value }] }],
    });
    let sent = app.meta().send_notification(notification.to_string().into_bytes()).await;
    assert_eq!(sent, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_by_a_card_is_told_once_however_often_meta_reports_it() {
    let app = app().await;
    let citizen = citizen(&app, "15550108001").await;
    let order = carded(&app, &citizen, 500, "bill-1").await;
    assert_eq!((order.amount, &*order.item, &*order.configuration), (500, "Bill", "pg-prod"));
    // Who asks once more is sent to the card that they have.
    says(&app, &citizen, "!pay 500 bill-1");
    hears(&app, &citizen, 1, "The payment card is above.").await;
    says(&app, &citizen, "!find bill-1");
    hears(&app, &citizen, 1, "open").await;
    assert!(app.meta().citizen_tries_order(&order.reference_id, true, 3));
    let paid = hears(&app, &citizen, 1, "payment bill-1: paid by pay_").await;
    let receipt = &self::order(&app, &order.reference_id).attempts[0].payment;
    assert!(paid.iter().any(|entry| entry.body().contains(receipt)), "{paid:#?}");
    // Asking again for what is paid asks for no money.
    says(&app, &citizen, "!pay 500 bill-1");
    let told = hears(&app, &citizen, 1, "This is paid already: ₹5.00").await;
    let ends = of_kind(&told, "order_status");
    assert_eq!(ends.len(), 1, "{told:#?}");
    assert_eq!(ends[0].content()["action"]["parameters"]["order"]["status"], "completed");
    let turns = told.iter().filter(|entry| entry.body().contains("payment bill-1:"));
    assert_eq!((turns.count(), of_kind(&told, "order_details").len()), (1, 1));
    assert_eq!(self::order(&app, &order.reference_id).status, CardStatus::Completed);
    assert!(app.meta().payment_links().is_empty(), "the page was for nobody");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_failed_can_be_tried_again_on_the_same_card() {
    let app = app().await;
    let citizen = citizen(&app, "15550108002").await;
    let order = carded(&app, &citizen, 500, "bill-2").await;
    let page = format!("{}order/{}", app.chat_url(), order.reference_id);
    let client = reqwest::Client::new();
    let press = async |end: &str| {
        let pressed = client.post(format!("{page}/{end}")).send().await.expect("it answers");
        pressed.text().await.expect("text")
    };
    let shown = client.get(&page).send().await.expect("it answers").text().await.expect("text");
    assert!(shown.contains("₹5.00") && shown.contains("Bill"), "{shown}");
    assert!(press("failed").await.contains("It can be tried again."));
    says(&app, &citizen, "!find bill-2");
    hears(&app, &citizen, 1, "open").await;
    assert!(press("paid-twice").await.contains("Paid: pay_"));
    let told = hears(&app, &citizen, 1, "payment bill-2: paid by pay_").await;
    assert!(on_card(&app.meta().transcript(&citizen)).starts_with("Paid: pay_"));
    assert!(!told.iter().any(|entry| entry.body().contains("bill-2: failed")), "{told:#?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_says_paid_moves_nothing_if_meta_does_not_say_so_when_it_is_asked() {
    let app = app().await;
    let citizen = citizen(&app, "15550108003").await;
    let order = carded(&app, &citizen, 500, "bill-3").await;
    reports_captured(&app, &order, 7).await;
    says(&app, &citizen, "!find bill-3");
    hears(&app, &citizen, 1, "open").await;
    // An order whose time is over at Meta is over here when its time is: until then, it is open.
    assert!(app.meta().order_expires(&order.reference_id));
    assert_eq!(on_card(&app.meta().transcript(&citizen)), "Its time is over.");
    reports_captured(&app, &order, 8).await;
    says(&app, &citizen, "!find bill-3");
    let told = hears(&app, &citizen, 2, "open").await;
    assert!(!told.iter().any(|entry| entry.body().contains("paid by")), "{told:#?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_while_the_host_is_away_is_found_by_asking() {
    let mut app = app().await;
    let citizen = citizen(&app, "15550108004").await;
    let order = carded(&app, &citizen, 500, "bill-4").await;
    app.stop_host().await.expect("it stops");
    assert!(app.meta().citizen_tries_order(&order.reference_id, true, 0));
    app.start_host().await.expect("it starts again");
    let is_told = |chat: &[ChatEntry]| {
        chat.iter().any(|entry| entry.body().contains("payment bill-4: paid by pay_"))
    };
    app.meta().wait_for(&citizen, is_told, PATIENCE).await.expect("it is told");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_meta_refuses_the_card_pays_on_the_page_and_nobody_else_waits() {
    let app = app().await;
    let citizen = citizen(&app, "15550108005").await;
    app.meta().set_orders_refused(Some(134_011));
    says(&app, &citizen, "!pay 500 bill-5");
    let told = hears(&app, &citizen, 1, "Amount: ₹5.00").await;
    assert_eq!(of_kind(&told, "cta_url").len(), 1, "{told:#?}");
    assert!(of_kind(&told, "order_details").is_empty() && app.meta().orders().is_empty());
    assert_eq!(app.meta().counters().refused.get(&134_011), Some(&1));
    // The page is the way from now on, also if cards could be had again.
    app.meta().set_orders_refused(None);
    says(&app, &citizen, "!pay 500 bill-5");
    hears(&app, &citizen, 2, "Amount: ₹5.00").await;
    let link = app.meta().payment_links().remove(0);
    assert!(app.meta().citizen_pays(&link.id, 2));
    let told = hears(&app, &citizen, 1, "payment bill-5: paid by pay_").await;
    assert!(of_kind(&told, "order_status").is_empty(), "there is no card to be told");
    let dead = by(&app, |client| client.dead_letters(0)).await;
    assert!(dead.is_empty(), "the page took the card's place: {dead:?}");
    app.stop().await.expect("it stops");
}

/// Has the admin API do something, as the operator.
async fn by<T: Send + 'static>(
    app: &TestApp,
    act: impl FnOnce(&AdminClient) -> Result<T, mitra_admin::AdminError> + Send + 'static,
) -> T {
    let url = app.admin_url();
    let acting = tokio::task::spawn_blocking(move || {
        let client = AdminClient::new(&url, "asha").expect("a client");
        act(&client)
    });
    acting.await.expect("it does not panic").expect("it is done")
}

async fn refunded(app: &TestApp, key: &str, paise: u64) -> PaymentView {
    let (key, reason) = (key.to_owned(), "paid twice".to_owned());
    let wanted = RefundWanted { paise: Some(paise), key: key.clone(), reason };
    by(app, move |client| client.refund("echo", "bill-6", &wanted)).await;
    let waiting = async {
        loop {
            let payment = by(app, |client| client.payment("echo", "bill-6")).await;
            let is_back = |stage: &str| stage == "refunded";
            if payment.refunds.iter().any(|it| it.key == key && is_back(&it.stage)) {
                return payment;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it gets there")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_by_a_card_is_paid_back_by_meta_once_for_each_refund() {
    let app = app().await;
    let citizen = citizen(&app, "15550108006").await;
    let order = carded(&app, &citizen, 12_345, "bill-6").await;
    assert!(app.meta().citizen_tries_order(&order.reference_id, true, 1));
    hears(&app, &citizen, 1, "paid by pay_").await;
    refunded(&app, "first", 345).await;
    hears(&app, &citizen, 1, "₹3.45 has been paid back to you.").await;
    // Of the same amount, and another one.
    let payment = refunded(&app, "second", 345).await;
    hears(&app, &citizen, 2, "₹3.45 has been paid back to you.").await;
    assert_eq!(payment.refundable_paise, 12_345 - 2 * 345);
    assert_eq!(payment.way.as_deref(), Some("card"));
    let made = self::order(&app, &order.reference_id).refunds;
    let mut numbers: Vec<_> = payment.refunds.iter().filter_map(|it| it.number.clone()).collect();
    numbers.sort_unstable();
    let mut at_meta: Vec<_> = made.iter().map(|it| it.id.clone()).collect();
    at_meta.sort_unstable();
    assert_eq!((numbers.len(), &numbers), (2, &at_meta));
    let card = on_card(&app.meta().transcript(&citizen));
    assert!(card.ends_with("Refunded: ₹6.90"), "{card}");
    assert!(app.meta().payment_refunds().is_empty(), "the provider of pages has nothing of it");
    app.stop().await.expect("it stops");
}
