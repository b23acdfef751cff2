//! A day's report: a real host's books against a simulated provider's, with what happened there behind its back.

use std::time::Duration;

use mitra_admin::{AdminClient, AdminError, PaymentReportView};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::day::Day;
use mitra_core::limits::REPORT_LOOKUPS_MAX;
use mitra_server::clock::SystemClock;
use mitra_simulator::{ChatEntry, Inbound, PaymentLink};
use mitra_tests::kit::{self, ReleaseOffice, TestApp};

/// How long the host's own report may take after its start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host with the echoing department, and an admin API for a viewer and for the department.
async fn app() -> TestApp {
    let tokens = [("ravi", "viewer"), ("office", "department:echo")];
    let tokens = tokens.map(|(name, role)| ReleaseOffice::token(name, role)).concat();
    kit::paid_echo(50_000, &format!("[admin]\nlisten = '127.0.0.1:0'\n{tokens}")).await
}

/// The day that a test is about. Taken once by each: midnight may pass in between.
fn yesterday() -> Day {
    Day::of(SystemClock.now()).before(1)
}

/// In seconds since 1970, as the provider counts.
fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.0 / 1_000).expect("it is past 1970")
}

fn noon(day: Day) -> u64 {
    seconds(day.begins()) + 43_200
}

async fn hears(app: &TestApp, citizen: &str, word: &'static str) -> Vec<String> {
    let told = |chat: &[ChatEntry]| -> Vec<String> {
        let told = chat.iter().filter(|entry| !entry.from_citizen());
        told.map(|entry| entry.body().to_owned()).collect()
    };
    let fits = move |chat: &[ChatEntry]| told(chat).iter().any(|text| text.contains(word));
    told(&app.sees(citizen, word, fits).await)
}

/// A citizen who is asked to pay 12,345 paise, and the link where they can.
async fn asked(app: &TestApp, phone: &str, bill: &str) -> (String, PaymentLink) {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.meta().citizen_sends(&citizen, Inbound::text(&format!("!pay 12345 {bill}")));
    hears(app, &citizen, "Amount: ₹123.45").await;
    let link = app.meta().payment_links().into_iter().next_back().expect("a link");
    (citizen, link)
}

async fn report(
    app: &TestApp,
    who: &'static str,
    day: Option<Day>,
) -> Result<PaymentReportView, AdminError> {
    let url = app.admin_url();
    let day = day.map(|day| day.to_string());
    let reading = tokio::task::spawn_blocking(move || {
        AdminClient::new(&url, who).expect("a client").payment_report(day.as_deref())
    });
    reading.await.expect("it does not panic")
}

/// Runs the command as the holder of a token; gives its exit status, and all that it said.
async fn runs(app: &TestApp, who: &str, words: &[&str]) -> (Option<i32>, String) {
    let file = app.folder().join(who);
    std::fs::write(&file, who).expect("a file");
    let mut command = kit::mitra();
    command.env("MITRA_ADMIN_URL", app.admin_url()).env("MITRA_ADMIN_TOKEN_FILE", file);
    command.args(["payments", "report"]).args(words);
    let running = tokio::task::spawn_blocking(move || command.output().expect("it runs"));
    let output = running.await.expect("it does not panic");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

/// A day that is over: a payment that the host took note of after midnight; one of which a part was paid back by hand;
/// one that failed, and was captured after all, of which nobody told the host; and one that is not of any host. Gives
/// the numbers of the third and of the refund.
async fn a_day(app: &TestApp, day: Day) -> (String, String) {
    let number = |link: &PaymentLink| link.id.replace("plink_", "pay_");
    let (citizen, late) = asked(app, "15550107001", "bill-1").await;
    assert!(app.meta().is_paid_at(&late.id, seconds(day.ends()) - 1, 1));
    hears(app, &citizen, "payment bill-1: paid by pay_").await;
    let (citizen, refunded) = asked(app, "15550107002", "bill-2").await;
    assert!(app.meta().is_paid_at(&refunded.id, noon(day), 1));
    hears(app, &citizen, "payment bill-2: paid by pay_").await;
    let by_hand = app.meta().refund_by_hand(&number(&refunded), 345, noon(day)).expect("refunded");
    let (citizen, captured) = asked(app, "15550107003", "bill-3").await;
    assert!(app.meta().payment_fails(&captured.id, 1));
    hears(app, &citizen, "payment bill-3: failed").await;
    assert!(app.meta().is_paid_at(&captured.id, noon(day), 0));
    app.meta().other_pays(900, noon(day));
    // Of the day after: no part of it.
    let (citizen, after) = asked(app, "15550107004", "bill-4").await;
    assert!(app.meta().is_paid_at(&after.id, seconds(day.ends()), 1));
    hears(app, &citizen, "payment bill-4: paid by pay_").await;
    (number(&captured), by_hand)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_finds_what_was_paid_and_refunded_behind_the_hosts_back() {
    let app = app().await;
    let day = yesterday();
    let (captured, by_hand) = a_day(&app, day).await;
    let made = report(&app, "ravi", Some(day)).await.expect("a report");
    assert_eq!((made.day.as_str(), made.agrees), (day.to_string().as_str(), false));
    let found: Vec<_> = made.differences.iter().map(|it| (&*it.kind, &*it.number)).collect();
    let expected = [("unknown_here", &*captured), ("refund_unknown_here", &*by_hand)];
    assert_eq!(found, expected, "{made:?}");
    let of: Vec<_> = made.differences.iter().map(|it| it.reference.as_deref()).collect();
    assert_eq!(of, [Some("bill-3"), Some("bill-2")]);
    let [totals] = made.totals.as_slice() else { panic!("one department: {made:?}") };
    assert_eq!((totals.paid_here.count, totals.paid_here.paise), (2, 24_690));
    assert_eq!((totals.paid_there.count, totals.refunded_here.count), (3, 0));
    assert_eq!((totals.refunded_there.count, totals.refunded_there.paise), (1, 345));
    let not_ours: Vec<_> = made.not_ours.iter().map(|it| it.paise).collect();
    assert_eq!(not_ours, [900]);
    let before = report(&app, "ravi", Some(day.before(1))).await.expect("a report");
    assert!(before.agrees && before.totals.is_empty(), "{before:?}");
    let refused = report(&app, "office", None).await.expect_err("it sees its own alone");
    assert!(refused.to_string().contains("E0617"), "{refused}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_ends_with_whether_both_sides_agree() {
    let app = app().await;
    let yesterday = yesterday();
    let (captured, _) = a_day(&app, yesterday).await;
    let (day, before) = (yesterday.to_string(), yesterday.before(1).to_string());
    let (status, said) = runs(&app, "ravi", &["--day", &before]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.ends_with("\n\nthe provider and this host agree\n"), "{said}");
    let (status, said) = runs(&app, "ravi", &["--day", &day]).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("\n2 on which they do not agree:\n  unknown_here "), "{said}");
    assert!(said.contains(&captured) && said.contains("at the provider, and not"), "{said}");
    // Without a day it is the one that is over last.
    let (_, said) = runs(&app, "ravi", &["--json"]).await;
    let read: PaymentReportView = serde_json::from_str(&said).expect("a report");
    let last = Day::parse(&read.day).expect("a day");
    assert!(yesterday <= last && last <= self::yesterday(), "{said}");
    let (status, said) = runs(&app, "ravi", &["--day", &day, "--csv"]).await;
    assert!(
        status == Some(1) && said.contains(&format!("\npaid,echo,,,2,24690,3,37035,{day}\r\n"))
    );
    let (status, said) = runs(&app, "ravi", &["--day", &day, "--json"]).await;
    let read: PaymentReportView = serde_json::from_str(&said).expect("a report");
    assert!(status == Some(1) && read.differences.len() == 2, "{said}");
    let ahead = Day::of(SystemClock.now().after(Duration::from_hours(24))).to_string();
    for (who, words, error) in [
        ("ravi", ["--day", ahead.as_str()], "E0642: there is no report: "),
        ("ravi", ["--day", "24-11-2026"], "E0642: `24-11-2026` is no day"),
        ("nobody", ["--day", day.as_str()], "E0617"),
        ("ravi", ["--csv", "--json"], "cannot be used with"),
    ] {
        let (status, said) = runs(&app, who, &words).await;
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(error), "{said}");
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_asks_so_often_and_no_more() {
    let (app, day) = (app().await, yesterday());
    (0..REPORT_LOOKUPS_MAX).for_each(|_| drop(app.meta().other_pays(900, noon(day))));
    let made = report(&app, "ravi", Some(day)).await.expect("a report");
    assert!(made.agrees);
    assert_eq!(made.not_ours.len(), REPORT_LOOKUPS_MAX);
    app.meta().other_pays(900, noon(day));
    let refused = report(&app, "ravi", Some(day)).await.expect_err("one too many").to_string();
    assert!(refused.contains("E0644: there is no report: more than 200 "), "{refused}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_makes_the_report_by_itself_and_says_what_differs() {
    let mut app = app().await;
    // By now yesterday's report is due, or the one of the day before, if the night is young.
    let due = Day::of(SystemClock.now().before(Duration::from_hours(2))).before(1);
    let at = seconds(due.begins()) + 43_200;
    let (citizen, link) = asked(&app, "15550107005", "bill-5").await;
    assert!(app.meta().payment_fails(&link.id, 1));
    hears(&app, &citizen, "payment bill-5: failed").await;
    assert!(app.meta().is_paid_at(&link.id, at, 0));
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    let differences = r#"mitra_payment_differences{kind="unknown_here"}"#;
    let waiting = async {
        while app.metric(differences).await != Some(1.0) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it is said");
    assert_eq!(app.metric(r#"mitra_payment_differences{kind="amount"}"#).await, Some(0.0));
    app.stop().await.expect("it stops");
}
