//! Refunds: an operator decides, the provider pays back, and the citizen is told.

use std::time::Duration;

use mitra_admin::{AdminClient, AdminError, PaymentView, RefundView, RefundWanted};
use mitra_simulator::{ChatEntry, Inbound, PaymentRefundStatus, Refunding};
use mitra_tests::kit::{self, ReleaseOffice, TestApp};

/// How long something may take that a callback brings about.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host with the echoing department, which may ask for 500 rupees, and an admin API for one operator and one viewer.
async fn app() -> TestApp {
    let tokens = [("asha", "operator"), ("ravi", "viewer")];
    let tokens = tokens.map(|(name, role)| ReleaseOffice::token(name, role)).concat();
    kit::paid_echo(50_000, &format!("[admin]\nlisten = '127.0.0.1:0'\n{tokens}")).await
}

/// A citizen who has paid 12,345 paise for this bill.
async fn who_paid(app: &TestApp, phone: &str, bill: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.meta().citizen_sends(&citizen, Inbound::text(&format!("!pay 12345 {bill}")));
    hears(app, &citizen, 1, "Amount: ₹123.45").await;
    let link = app.meta().payment_links().into_iter().next_back().expect("a link");
    assert!(app.meta().citizen_pays(&link.id, 1));
    hears(app, &citizen, 1, "paid by pay_").await;
    citizen
}

async fn hears(app: &TestApp, citizen: &str, times: usize, word: &'static str) -> Vec<String> {
    let fits = move |chat: &[ChatEntry]| {
        let told = chat.iter().filter(|entry| !entry.from_citizen());
        told.filter(|entry| entry.body().contains(word)).count() >= times
    };
    let chat = app.sees(citizen, word, fits).await;
    chat.iter().filter(|it| !it.from_citizen()).map(|it| it.body().to_owned()).collect()
}

/// Has the admin API do something, as the holder of a token.
async fn by<T: Send + 'static>(
    app: &TestApp,
    who: &'static str,
    act: impl FnOnce(&AdminClient) -> Result<T, AdminError> + Send + 'static,
) -> Result<T, AdminError> {
    let url = app.admin_url();
    let acting = tokio::task::spawn_blocking(move || {
        let client = AdminClient::new(&url, who).expect("a client");
        act(&client)
    });
    acting.await.expect("it does not panic")
}

async fn refund(
    app: &TestApp,
    who: &'static str,
    bill: &'static str,
    key: &str,
    paise: Option<u64>,
) -> Result<RefundView, String> {
    let (key, reason) = (key.to_owned(), "paid twice".to_owned());
    let wanted = RefundWanted { paise, key, reason };
    let asked = by(app, who, move |client| client.refund("echo", bill, &wanted)).await;
    asked.map_err(|error| error.to_string())
}

async fn seen(app: &TestApp, bill: &'static str) -> PaymentView {
    by(app, "ravi", move |client| client.payment("echo", bill)).await.expect("it is there")
}

/// Waits until a refund of this bill stands there.
async fn stands(app: &TestApp, bill: &'static str, stage: &str) -> PaymentView {
    let waiting = async {
        loop {
            let payment = seen(app, bill).await;
            if payment.refunds.iter().any(|refund| refund.stage == stage) {
                return payment;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it gets there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_refunded_once_and_its_citizen_is_told() {
    let app = app().await;
    let citizen = who_paid(&app, "15550106001", "bill-1").await;
    let first = refund(&app, "asha", "bill-1", "all", None).await.expect("it is taken");
    assert_eq!((first.paise, &*first.by), (12_345, "asha"));
    let again = refund(&app, "asha", "bill-1", "all", None).await.expect("it is the same");
    assert_eq!(again.id, first.id);
    let told = hears(&app, &citizen, 1, "₹123.45 has been paid back to you.").await;
    let payment = stands(&app, "bill-1", "refunded").await;
    let number = payment.refunds[0].number.clone().expect("a number");
    assert!(told.iter().any(|text| text.contains(&number) && text.contains("bill-1")), "{told:?}");
    assert_eq!((payment.refundable_paise, payment.refunds.len()), (0, 1));
    assert_eq!(payment.way.as_deref(), Some("link"));
    let made = app.meta().payment_refunds();
    assert_eq!((made.len(), made[0].amount), (1, 12_345));
    assert_eq!(Some(&made[0].payment_id), payment.payment.as_ref());
    // The provider calls again and again, and nothing happens.
    assert!(!app.meta().refund_ends(&made[0].id, true, 3), "it is over");
    let audit = by(&app, "ravi", |client| client.audit(0)).await.expect("read");
    let written = audit.iter().filter(|entry| entry.body.contains("payment.refunded"));
    let written: Vec<_> = written.map(|entry| entry.body.clone()).collect();
    assert_eq!(written.len(), 1, "{audit:?}");
    assert!(written[0].contains("bill-1: 12345 paise as all: paid twice"), "{written:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_refunded_and_never_more_than_was_paid() {
    let app = app().await;
    let citizen = who_paid(&app, "15550106002", "bill-2").await;
    let refused = refund(&app, "ravi", "bill-2", "a", None).await.expect_err("a viewer");
    assert!(refused.contains("E0617"), "{refused}");
    refund(&app, "asha", "bill-2", "a", Some(345)).await.expect("it is taken");
    hears(&app, &citizen, 1, "₹3.45 has been paid back").await;
    for (key, paise, words) in [
        ("b", Some(12_001), "E0641: nothing is refunded: 12001 paise are more than the 12000"),
        ("b", None, "E0641: nothing is refunded: 12345 paise are more than the 12000"),
        ("b", Some(0), "E0641: nothing is refunded: a refund has at least 1 paisa"),
        ("a", Some(346), "E0641: nothing is refunded: the key was used for a refund of 345"),
        ("a b", Some(1), "`key` must have 1 to 64"),
    ] {
        let refused = refund(&app, "asha", "bill-2", key, paise).await.expect_err(words);
        assert!(refused.contains(words), "{refused}");
    }
    let unknown = refund(&app, "asha", "bill-9", "a", None).await.expect_err("there is none");
    assert!(unknown.contains("E0640: `echo` has no payment `bill-9`"), "{unknown}");
    refund(&app, "asha", "bill-2", "b", Some(12_000)).await.expect("all that is left");
    hears(&app, &citizen, 1, "₹120.00 has been paid back").await;
    assert_eq!(app.meta().payment_refunds().iter().map(|it| it.amount).sum::<u64>(), 12_345);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_takes_days_is_told_once_however_often_the_provider_calls() {
    let mut app = app().await;
    app.meta().set_refunding(Refunding::Waits);
    let citizen = who_paid(&app, "15550106003", "bill-3").await;
    refund(&app, "asha", "bill-3", "all", None).await.expect("it is taken");
    let payment = stands(&app, "bill-3", "given").await;
    assert_eq!(payment.refundable_paise, 0, "what is on its way is not there any more");
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    let made = app.meta().payment_refunds();
    assert_eq!((made.len(), made[0].status), (1, PaymentRefundStatus::Pending));
    // A callback alone is not believed: the provider says that it waits.
    let body = serde_json::json!({
        "event": "refund.processed",
        "payload": { "refund": { "entity": { "receipt": made[0].receipt, "status": "processed" } } },
    });
    let body = body.to_string().into_bytes();
    let secret = mitra_core::identity::Secret::new("simulated-callback-secret");
    let signature = mitra_whatsapp::sign(&body, &secret).replace("sha256=", "");
    let url = app.webhook_url().replace("/webhook", "/payments");
    for (signature, status) in [(signature, 200), ("00".repeat(32), 401)] {
        let request = reqwest::Client::new().post(&url).body(body.clone());
        let answer = request.header("x-razorpay-signature", signature).send().await;
        assert_eq!(answer.expect("it answers").status().as_u16(), status);
    }
    app.meta().citizen_sends(&citizen, Inbound::text("!find bill-3"));
    hears(&app, &citizen, 2, "paid by pay_").await;
    assert_eq!(seen(&app, "bill-3").await.refunds[0].stage, "given");
    assert!(app.meta().refund_ends(&made[0].id, true, 3));
    hears(&app, &citizen, 1, "has been paid back").await;
    app.meta().citizen_sends(&citizen, Inbound::text("!find bill-3"));
    let told = hears(&app, &citizen, 3, "paid by pay_").await;
    let count = told.iter().filter(|text| text.contains("has been paid back")).count();
    assert_eq!(count, 1, "{told:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_is_seen_by_operators_and_can_be_tried_anew() {
    let app = app().await;
    app.meta().set_refunding(Refunding::Fails);
    let citizen = who_paid(&app, "15550106004", "bill-4").await;
    refund(&app, "asha", "bill-4", "all", None).await.expect("it is taken");
    let payment = stands(&app, "bill-4", "failed").await;
    assert!(payment.refunds[0].why.is_some(), "{payment:?}");
    assert_eq!(payment.refundable_paise, 12_345);
    app.meta().set_refunding(Refunding::AtOnce);
    refund(&app, "asha", "bill-4", "second", None).await.expect("it is taken");
    let told = hears(&app, &citizen, 1, "has been paid back").await;
    assert_eq!(told.iter().filter(|text| text.contains("has been paid back")).count(), 1);
    assert_eq!(app.meta().payment_refunds().len(), 2);
    app.stop().await.expect("it stops");
}

/// Runs a command as the holder of a token; gives whether it succeeded, and all that it said.
async fn runs(app: &TestApp, who: &str, words: &[&str]) -> (bool, String) {
    let file = app.folder().join(who);
    std::fs::write(&file, who).expect("a file");
    let mut command = kit::mitra();
    command.env("MITRA_ADMIN_URL", app.admin_url()).env("MITRA_ADMIN_TOKEN_FILE", file);
    command.args(words);
    let running = tokio::task::spawn_blocking(move || command.output().expect("it runs"));
    let output = running.await.expect("it does not panic");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_refunds_on_the_command_line_and_twice_is_once() {
    let app = app().await;
    let citizen = who_paid(&app, "15550106005", "bill-5").await;
    let refund = ["payments", "refund", "echo", "bill-5", "--paise", "345", "--reason", "late fee"];
    for _ in 0..2 {
        let (is_good, said) = runs(&app, "asha", &refund).await;
        assert!(is_good && said.starts_with("refund paise-345: ₹3.45 "), "{said}");
        assert!(said.ends_with(": late fee\n"), "{said}");
    }
    hears(&app, &citizen, 1, "₹3.45 has been paid back").await;
    stands(&app, "bill-5", "refunded").await;
    let (is_good, said) = runs(&app, "ravi", &["payments", "show", "echo", "bill-5"]).await;
    assert!(is_good && said.starts_with("echo echo bill-5: ₹123.45 paid\n"), "{said}");
    assert!(said.contains("\n  refund paise-345: ₹3.45 refunded as rfnd_"), "{said}");
    assert!(said.ends_with("\n  ₹120.00 can be refunded\n"), "{said}");
    assert!(!said.contains("1555010"), "no number: {said}");
    let (is_good, said) = runs(&app, "ravi", &refund).await;
    assert!(!is_good && said.contains("E0617"), "{said}");
    app.stop().await.expect("it stops");
}
