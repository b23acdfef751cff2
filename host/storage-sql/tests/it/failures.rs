//! Full disk, locked database, unreadable rows: a clear error, nothing half stored, and recovery
//! without a restart.

use std::error::Error as _;
use std::process::Command;
use std::time::Duration;

use futures_util::future::join_all;
use mitra_core::event::Quarantined;
use mitra_storage::conformance::fixtures::*;
use mitra_storage::{Accepted, Inbox, Intake, Outbox, StorageError, Upkeep};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};

use crate::support::Database;

fn bulky(n: usize) -> Intake {
    let raw = format!("{n:>60000}").into_bytes();
    let quarantined = vec![Quarantined { reason: "odd".to_owned(), raw }];
    let events = vec![event(&format!("bulky{n}"), &citizen(n))];
    Intake { events, quarantined, ..Intake::default() }
}

/// Accepts until the database refuses, and gives back how many it took.
async fn fill(storage: &SqliteStorage) -> usize {
    for n in 0..1_000 {
        match storage.accept(bulky(n), T0).await {
            Ok(accepted) => assert_eq!(accepted.events, 1),
            Err(refused) => {
                assert_full(&refused);
                return n;
            }
        }
    }
    panic!("64 MB fit into the limit");
}

fn assert_full(refused: &StorageError) {
    assert!(matches!(refused, StorageError::Unavailable { operation: "accept", .. }), "{refused}");
    let cause = refused.source().expect("a cause").to_string();
    assert!(cause.contains("full") || cause.contains("disk I/O"), "{cause}");
}

/// What was taken is there, and nothing of what was refused.
async fn assert_whole(storage: &SqliteStorage, taken: usize) {
    let depths = storage.depths().await.unwrap();
    assert_eq!((depths.inbox_events, depths.quarantined), (taken, taken));
}

#[tokio::test]
async fn a_database_at_its_limit_refuses_whole_operations_and_recovers() {
    let mut database = Database::new();
    database.options.database_bytes_max = Some(1 << 20);
    let storage = database.open();
    let taken = fill(&storage).await;
    assert_whole(&storage, taken).await;
    // What needs little room still works, and what was refused works once there is room.
    let claimed = claim_all(&storage, T0).await;
    assert_eq!(claimed.len(), taken);
    database.connect().execute("DELETE FROM quarantine", []).unwrap();
    assert_eq!(storage.accept(bulky(taken), T0).await.unwrap().events, 1);
    settle(&storage, &claimed[0], &["works"]).await;
}

#[tokio::test]
async fn a_full_disk_refuses_whole_operations_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let mount = |options: &str| {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    if !mount("size=2m") {
        eprintln!("not run: a small file system can only be mounted by root");
        return;
    }
    {
        let options = SqliteOptions::new(folder.path().join("mitra.db"));
        let storage = SqliteStorage::open(&options, T0).unwrap();
        let taken = fill(&storage).await;
        assert_whole(&storage, taken).await;
        assert!(mount("remount,size=8m"), "the disk grows");
        assert_eq!(storage.accept(bulky(taken), T0).await.unwrap().events, 1);
        storage.probe().await.unwrap();
        assert_whole(&storage, taken + 1).await;
    }
    assert!(Command::new("umount").arg(folder.path()).status().unwrap().success());
}

#[tokio::test]
async fn a_locked_database_refuses_after_the_busy_timeout_and_recovers() {
    let mut database = Database::new();
    database.options.busy_timeout = Duration::from_millis(50);
    let storage = database.open();
    accept(&storage, vec![event("A", &citizen(1))]).await;
    let other = database.connect();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let accepts = (0..20).map(|n| storage.accept(bulky(n), T0));
    for refused in join_all(accepts).await {
        let refused = refused.expect_err("the database is locked");
        assert!(matches!(refused, StorageError::Unavailable { .. }), "{refused}");
        let cause = refused.source().expect("a cause").to_string();
        assert!(cause.contains("locked"), "{cause}");
    }
    assert!(storage.probe().await.is_err());
    assert_eq!(storage.depths().await.unwrap().inbox_events, 1, "reading goes on");
    other.execute_batch("COMMIT").unwrap();
    storage.probe().await.unwrap();
    let accepted = join_all((0..20).map(|n| storage.accept(bulky(n), T0))).await;
    assert!(accepted.iter().all(|accepted| accepted.as_ref().is_ok_and(|a| a.events == 1)));
}

#[tokio::test]
async fn one_failed_operation_leaves_the_others_of_its_group_alone() {
    let mut database = Database::new();
    database.options.limits.inbox_events_max = 100;
    let storage = database.open();
    let two = |n: usize| Intake {
        events: vec![
            event(&format!("A{n}"), &citizen(n)),
            event(&format!("B{n}"), &citizen(n)),
            event(&format!("C{n}"), &citizen(n)),
        ],
        ..Intake::default()
    };
    // Queued together: the group holds 33 that fit and 17 that do not.
    let outcomes = join_all((0..50).map(|n| storage.accept(two(n), T0))).await;
    let (accepted, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((accepted.len(), refused.len()), (33, 17));
    assert!(refused.iter().all(|outcome| inbox_full(outcome) == Some((99, 100))), "{refused:?}");
    let one_more = accept(&storage, vec![event("last", &citizen(1))]).await;
    assert_eq!(one_more, Accepted { events: 1, ..Accepted::default() });
    assert_eq!(storage.depths().await.unwrap().inbox_events, 100);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_holds_up_only_its_citizen() {
    let database = Database::new();
    let storage = database.open();
    accept(&storage, vec![event("bad", &citizen(1)), event("good", &citizen(2))]).await;
    let breaking = "UPDATE events SET payload = '{' WHERE wamid = 'bad'";
    database.connect().execute(breaking, []).unwrap();
    let claimed = claim_all(&storage, T0).await;
    assert_eq!(wamids(&claimed), ["good"]);
    settle(&storage, &claimed[0], &[]).await;
    let alone = storage.claim_events(10, T0.after(HOLD), HOLD).await;
    assert!(matches!(alone, Err(StorageError::Corrupt { what: "event", .. })), "{alone:?}");
}

#[tokio::test]
async fn a_row_of_the_wrong_kind_is_corrupt_and_not_unavailable() {
    let database = Database::new();
    let storage = database.open();
    deliver(&storage, &citizen(1), "A", &["1"]).await;
    database.connect().execute("UPDATE deliveries SET attempts = 'many'", []).unwrap();
    let refused = storage.claim_deliveries(10, T0, HOLD).await;
    assert!(matches!(refused, Err(StorageError::Corrupt { what: "row", .. })), "{refused:?}");
}
