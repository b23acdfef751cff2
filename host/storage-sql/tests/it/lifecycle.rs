//! Opening, sharing, upgrading and closing a database.

use mitra_core::delivery::DeadReason;
use mitra_core::event::LaneEvent;
use mitra_core::timer::{TimerContent, TimerWrite};
use mitra_storage::conformance::fixtures::*;
use mitra_storage::{
    AttemptOutcome, Fired, Inbox, Intake, Outbox, RetriedDead, Settled, Settlement, StorageError,
    Upkeep,
};
use mitra_storage_sql::{OpenError, SqliteOptions, SqliteStorage};

use crate::support::Database;

#[tokio::test]
async fn a_second_host_on_the_same_file_is_refused() {
    let database = Database::new();
    let first = database.open();
    let refused = SqliteStorage::open(&database.options, T0).err().expect("refused");
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused:?}");
    assert!(refused.to_string().contains("mitra.db is in use by another host"), "{refused}");
    drop(first);
    database.open();
}

#[tokio::test]
async fn the_lock_is_released_when_the_last_clone_is_dropped() {
    let database = Database::new();
    let first = database.open();
    let clone = first.clone();
    drop(first);
    assert!(SqliteStorage::open(&database.options, T0).is_err());
    clone.probe().await.unwrap();
    drop(clone);
    database.open();
}

#[tokio::test]
async fn an_operator_retries_a_dead_letter_beside_a_serving_host() {
    let database = Database::new();
    let host = database.open();
    deliver(&host, &citizen(1), "A", &["1", "2"]).await;
    let dead = claim_send(&host, T0).await;
    let outcome = AttemptOutcome::Dead(DeadReason::WindowClosed);
    record(&host, &dead, outcome).await;
    let under_way = claim_send(&host, T0).await;

    let tool = SqliteStorage::open_shared(&database.options).unwrap();
    assert_eq!(tool.dead_letters(None, 10).await.unwrap().len(), 1);
    let retried = tool.retry_dead(dead.claim.delivery, T0).await.unwrap();
    assert!(matches!(retried, RetriedDead::Queued(_)), "{retried:?}");
    drop(tool);

    taken(&host, &under_way, "OUT").await;
    let copy = claim_send(&host, T0).await;
    assert_eq!(RetriedDead::Queued(copy.claim.delivery), retried);
    assert_eq!(copy.body, dead.body);
}

#[tokio::test]
async fn opening_shared_changes_no_claim() {
    let database = Database::new();
    let host = database.open();
    accept(&host, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(&host, T0).await;
    drop(SqliteStorage::open_shared(&database.options).unwrap());
    settle(&host, &claimed, &[]).await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let database = Database::new();
    drop(database.open());
    database.connect().execute("INSERT INTO schema_versions VALUES (1000)", []).unwrap();
    let refused = SqliteStorage::open(&database.options, T0).err().expect("refused");
    assert!(matches!(refused, OpenError::TooNew { found: 1000, .. }), "{refused:?}");
}

#[tokio::test]
async fn a_tool_neither_makes_nor_upgrades_a_database() {
    let database = Database::new();
    let refused = SqliteStorage::open_shared(&database.options).err().expect("refused");
    assert!(matches!(refused, OpenError::Database { .. }), "{refused:?}");
    assert!(!database.options.path.exists());
    drop(database.open());
    database.connect().execute("DELETE FROM schema_versions", []).unwrap();
    let refused = SqliteStorage::open_shared(&database.options).err().expect("refused");
    assert!(matches!(refused, OpenError::TooOld { found: 0, .. }), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_kept() {
    let database = Database::new();
    let text = "not a database, but somebody's notes. ".repeat(100);
    std::fs::write(&database.options.path, &text).unwrap();
    let refused = SqliteStorage::open(&database.options, T0).err().expect("refused");
    assert!(matches!(refused, OpenError::Database { .. }), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&database.options.path).unwrap(), text);
}

#[tokio::test]
async fn a_folder_that_is_missing_is_named() {
    let options = SqliteOptions::new("/nonexistent/folder/mitra.db");
    let refused = SqliteStorage::open(&options, T0).err().expect("refused");
    assert!(refused.to_string().contains("/nonexistent/folder/mitra.db.lock"), "{refused}");
}

#[tokio::test]
async fn close_finishes_what_is_queued_and_empties_the_log() {
    let database = Database::new();
    let storage = database.open();
    let wamids: Vec<String> = (0..500).map(|n| format!("A{n}")).collect();
    let accepts = wamids.iter().map(|wamid| {
        let intake = Intake { events: vec![event(wamid, &citizen(1))], ..Intake::default() };
        storage.accept(intake, T0)
    });
    // The accepts are polled first, and the runtime must not interrupt that: all are queued before the wish to close.
    let accepts = tokio::task::unconstrained(futures_util::future::join_all(accepts));
    let (accepted, closed) = tokio::join!(accepts, storage.close());
    closed.unwrap();
    assert!(accepted.iter().all(Result::is_ok));
    let log = database.options.path.with_extension("db-wal");
    assert!(std::fs::metadata(log).map_or(0, |file| file.len()) == 0, "the log is empty");

    let late = storage.accept(Intake::default(), T0).await;
    assert!(matches!(late, Err(StorageError::Closed)), "{late:?}");
    assert!(matches!(storage.close().await, Err(StorageError::Closed)));
    drop(storage);
    assert_eq!(database.open().depths().await.unwrap().inbox_events, 500);
}

#[tokio::test]
async fn every_database_has_a_number_of_its_own() {
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let database = Database::new();
        let storage = database.open();
        deliver(&storage, &citizen(1), "A", &["1"]).await;
        numbers.push(claim_send(&storage, T0).await.reference.installation);
    }
    assert_ne!(numbers[0], numbers[1]);
}

#[tokio::test]
async fn a_database_from_before_timers_goes_on_where_it_was() {
    let database = Database::new();
    let first = include_str!("../../migrations/0001_inbox_outbox_records.sql");
    let old = database.connect();
    old.execute_batch(first).unwrap();
    let versions = "CREATE TABLE schema_versions (version INTEGER PRIMARY KEY);
                    INSERT INTO schema_versions VALUES (1)";
    old.execute_batch(versions).unwrap();
    let payload = serde_json::to_string(&event("A", &citizen(1))).unwrap();
    old.execute(
        "INSERT INTO events (seq, citizen, phone_number_id, wamid, payload, received_at)
         VALUES (1, 1, ?1, 'A', ?2, ?3)",
        rusqlite::params![NUMBER, payload, T0.0],
    )
    .unwrap();
    old.execute("INSERT INTO event_lanes (citizen, head, depth, ready_at) VALUES (1, 1, 1, 0)", [])
        .unwrap();
    drop(old);
    let storage = database.open();
    let claimed = claim_one(&storage, T0).await;
    assert_eq!(wamid(&claimed), "A");
    settle(&storage, &claimed, &[]).await;
    assert_eq!(storage.fire_timers(10, T0).await.unwrap(), Fired::default());
}

#[tokio::test]
async fn a_database_from_before_payments_keeps_its_timers_and_gives_no_id_twice() {
    let database = Database::new();
    let old = database.connect();
    for step in [
        include_str!("../../migrations/0001_inbox_outbox_records.sql"),
        include_str!("../../migrations/0002_timers.sql"),
        include_str!("../../migrations/0003_files.sql"),
        "CREATE TABLE schema_versions (version INTEGER PRIMARY KEY);
         INSERT INTO schema_versions VALUES (1), (2), (3)",
        // The last of four timers is gone: its id must not come again.
        "INSERT INTO citizens (id) VALUES (1);
         INSERT INTO timers (id, citizen, department, service, name, note, at, set_by, tries,
                             due_at, waits_for_message)
         VALUES (3, 1, 'energy', 'outage', 'back', x'0102', 5, 'turn', 0, 5, 0),
                (4, 1, 'energy', 'outage', 'gone', x'', 5, 'turn', 0, 5, 0);
         DELETE FROM timers WHERE id = 4",
    ] {
        old.execute_batch(step).unwrap();
    }
    drop(old);
    let storage = database.open();
    assert_eq!(storage.fire_timers(10, T0).await.unwrap().timers, 1);
    let claimed = claim_one(&storage, T0).await;
    let LaneEvent::Timer(fired) = &claimed.event else { panic!("a timer: {claimed:?}") };
    assert_eq!((fired.id.0, &*fired.key.name), (3, "back"));
    assert_eq!(fired.timer.content, TimerContent::Note(vec![1, 2]));
    let timers = vec![TimerWrite { key: fired.key.clone(), timer: Some(fired.timer.clone()) }];
    let settlement = Settlement { timers, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.unwrap(), Settled::Committed);
    assert_eq!(storage.fire_timers(10, T0).await.unwrap().timers, 1);
    let LaneEvent::Timer(next) = claim_one(&storage, T0).await.event else { panic!("a timer") };
    assert_eq!(next.id.0, 5);
}
