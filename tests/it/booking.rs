//! Seats of a department that is data: a thousand citizens, a hundred seats, one host on a real disk.

use std::fmt::Write as _;

use futures_util::{StreamExt, stream};
use mitra_core::ids::DepartmentId;
use mitra_core::turn::{RecordKey, Scope};
use mitra_simulator::{ChatEntry, Inbound};
use mitra_storage::Records;
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use mitra_tests::kit::{AppOptions, TestApp, guest, guests_sources};

/// As many places as the hall has at ten.
const SEATS: usize = 100;
/// Citizens who want one of them.
const CITIZENS: usize = 1_000;
/// How many of them are led to the last question side by side.
const AT_ONCE: usize = 64;

async fn app() -> TestApp {
    let mut config = String::new();
    let (component, seed) = (guest("seats"), guests_sources().join("seats/seed.json"));
    writeln!(config, "[[department]]\nid = 'seats'\ncomponent = '{}'", component.display())
        .expect("a string takes all");
    writeln!(config, "seed = '{}'", seed.display()).expect("a string takes all");
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

/// From "Hi" to where "Send" is all that is missing.
async fn fill_in(app: &TestApp, citizen: &str) {
    for (said, heard) in [
        ("Hi", "Welcome"),
        ("English", "Which department"),
        ("book seat", "In which hall?"),
        ("1", "Which day?"),
        ("1", "At what time?"),
        ("1", "Do you agree?"),
        ("I agree", "In whose name?"),
        ("Asha Rao", "Please check"),
    ] {
        app.hears(citizen, said, heard).await;
    }
}

/// What the citizen hears when they send it: a ticket's number, or none.
async fn ticket(app: &TestApp, citizen: &str) -> Option<String> {
    let is_told = |entry: &ChatEntry| {
        !entry.from_citizen()
            && (entry.body().starts_with("Ticket ") || entry.body().starts_with("Nothing is free"))
    };
    let chat = app.sees(citizen, "a ticket or none", move |chat| chat.iter().any(is_told)).await;
    let mut told: Vec<_> = chat.iter().filter(|entry| is_told(entry)).collect();
    assert_eq!(told.len(), 1, "{citizen} is told once: {chat:?}");
    told.pop()?.body().strip_prefix("Ticket ").map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_citizens_race_for_a_hundred_seats_and_a_hundred_are_sold() {
    let app = app().await;
    let citizens: Vec<String> = (0..CITIZENS)
        .map(|n| app.meta().add_citizen(Some(&format!("1555{n:07}")), None, "Asha"))
        .collect();
    let filling = stream::iter(&citizens);
    filling.for_each_concurrent(AT_ONCE, |citizen| fill_in(&app, citizen)).await;
    for citizen in &citizens {
        app.meta().citizen_sends(citizen, Inbound::text("Send"));
    }
    let mut tickets = Vec::new();
    for citizen in &citizens {
        tickets.extend(ticket(&app, citizen).await);
    }
    tickets.sort();
    tickets.dedup();
    assert_eq!(tickets.len(), SEATS, "as many tickets as seats, each with a number of its own");
    let options = SqliteOptions::new(app.folder().join("mitra.db"));
    let storage = SqliteStorage::open_shared(&options).expect("it opens");
    let department = DepartmentId::parse("seats").expect("an id");
    let keys = storage.record_keys(&department, Scope::Department, "places/", 10).await;
    let [key] = keys.expect("it answers").try_into().expect("one day, one slot");
    let key = RecordKey { department: department.clone(), scope: Scope::Department, key };
    let record = storage.record(&key).await.expect("it answers").expect("it is there");
    let taken: serde_json::Value = serde_json::from_slice(&record.value).expect("JSON");
    assert_eq!(taken["sold"], SEATS);
    let bookings = storage.record_keys(&department, Scope::Department, "booking/", CITIZENS).await;
    assert_eq!(bookings.expect("it answers").len(), SEATS);
    app.stop().await.expect("it stops");
}
