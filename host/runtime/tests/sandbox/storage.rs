//! What turns read and write.

use std::sync::Arc;

use mitra_core::limits::RECORD_KEYS_LISTED_MAX;
use mitra_core::turn::{RecordVersion, Scope, TurnFault};
use mitra_storage::Records;
use mitra_storage::memory::MemoryStorage;

use crate::kit::{CITIZEN, Kit, config, department, options};

/// A sandbox over these records of the echoing department.
async fn over(records: impl IntoIterator<Item = String>) -> Kit {
    let storage = Arc::new(MemoryStorage::default());
    let records = records.into_iter().map(|key| (key, b"7".to_vec())).collect();
    storage.seed(&department(), "seed", records).await.expect("it is stored");
    Kit::made(options(), storage, "echo", config("id", "echo"))
}

#[tokio::test]
async fn writes_are_data_and_reads_carry_their_version() {
    let kit = Kit::new();
    let report = kit.say("!count").await;
    assert_eq!(report.reads.len(), 1);
    assert_eq!(report.reads[0].version, RecordVersion(0));
    assert_eq!(report.reads[0].key.scope, Scope::Department);
    assert_eq!(report.writes[0].value.as_deref(), Some(b"1".as_slice()));
    assert_eq!(kit.hear("!count").await, "count: 1", "nothing was written by running");
}

#[tokio::test]
async fn a_stored_record_is_read_with_its_version() {
    let kit = over(["count".to_owned()]).await;
    let report = kit.say("!count").await;
    assert!(report.reads[0].version > RecordVersion(0));
    assert_eq!(report.writes[0].value.as_deref(), Some(b"8".as_slice()));
}

#[tokio::test]
async fn a_turn_reads_what_it_wrote_and_lists_what_there_would_be() {
    let kit = over(["bill/1", "bill/3", "other"].map(str::to_owned)).await;
    let report = kit.say("!merge").await;
    let reply = &report.result.expect("an outcome").replies[0];
    assert!(format!("{reply:?}").contains(r#"[\"bill/2\", \"bill/3\"] false true"#), "{reply:?}");
    assert_eq!(report.reads, [], "what a turn wrote itself cannot change under it");
    let writes: Vec<_> = report.writes.iter().map(|w| (&*w.key.key, w.value.is_some())).collect();
    assert_eq!(writes, [("bill/1", false), ("bill/2", true)]);
}

#[tokio::test]
async fn a_listing_has_a_limit() {
    let kit = over((0..RECORD_KEYS_LISTED_MAX + 50).map(|n| format!("key/{n}"))).await;
    for (asked, listed) in [(0, 0), (99, 99), (100, 100), (101, 100), (4_000_000_000_u64, 100)] {
        assert_eq!(kit.hear(&format!("!keys {asked}")).await, listed.to_string());
    }
}

#[tokio::test]
async fn a_citizens_records_are_not_the_departments() {
    let kit = Kit::new();
    assert_eq!(kit.hear("!scopes").await, "false");
    let writes = kit.say("!scopes").await.writes;
    assert_eq!(writes[0].key.scope, Scope::Citizen(CITIZEN));
}

#[tokio::test]
async fn departments_with_the_same_component_have_records_of_their_own() {
    let storage = Arc::new(MemoryStorage::default());
    let records = vec![("count".to_owned(), b"41".to_vec())];
    storage.seed(&department(), "seed", records).await.expect("it is stored");
    let kit = Kit::made(options(), storage, "echo", config("id", "echo"));
    let other = kit.with_another("other");
    assert_eq!(kit.hear("!count").await, "count: 42");
    assert_eq!(other.hear("!count").await, "count: 1");
    assert_eq!(other.say("!count").await.reads[0].key.department, other.department);
}

#[tokio::test]
async fn a_record_is_replaced_only_if_it_is_as_expected() {
    let kit = Kit::new();
    let done = "[false, true, false, true, false, true, false] None";
    assert_eq!(kit.hear("!replace 65536").await, done);
    let report = kit.say("!replace 1").await;
    assert_eq!((report.reads.len(), report.writes.len()), (1, 1), "one record, whatever was tried");
    let beyond = kit.say("!replace 65537").await.result;
    assert!(matches!(beyond, Err(TurnFault::LimitExceeded { .. })), "{beyond:?}");
}
