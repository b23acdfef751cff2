//! What turns read and write.

use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::limits::{
    RECORD_BYTES_PER_CITIZEN_MAX, RECORD_BYTES_PER_DEPARTMENT_MAX, RECORD_KEYS_LISTED_MAX,
};
use mitra_core::turn::{RecordVersion, Scope, TurnFault, TurnReport};
use mitra_runtime::TurnReads;
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{RecordSizes, Records, StorageError};

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

/// Records of which the department, and the citizen, keep so many bytes.
struct Filled(RecordSizes);

#[async_trait]
impl TurnReads for Filled {
    async fn record_sizes(
        &self,
        of: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        assert_eq!((of, citizen), (&department(), CITIZEN));
        Ok(self.0)
    }
}

#[tokio::test]
async fn a_department_is_full_at_its_quota_and_so_is_a_citizen() {
    let filled = |department: usize, citizen: usize| {
        let (department, citizen) = (department as u64, citizen as u64);
        let records = Arc::new(Filled(RecordSizes { department, citizen }));
        Kit::made(options(), records, "echo", config("id", "echo"))
    };
    let full = |report: TurnReport| match report.result {
        Ok(_) => None,
        Err(TurnFault::LimitExceeded { limit }) => Some(limit),
        other => panic!("{other:?}"),
    };
    let (most, most_of_citizen) = (RECORD_BYTES_PER_DEPARTMENT_MAX, RECORD_BYTES_PER_CITIZEN_MAX);
    // The key `count` and one digit: 6 bytes of the department's own.
    assert_eq!(full(filled(most - 6, most_of_citizen).say("!count").await), None);
    let limit = full(filled(most - 5, 0).say("!count").await).expect("it is full");
    assert!(limit.contains("of the department"), "{limit}");
    // The key `key` and seven bytes of the citizen's.
    let value = "!value 7";
    assert_eq!(full(filled(most - 10, most_of_citizen - 10).say(value).await), None);
    let limit = full(filled(0, most_of_citizen - 9).say(value).await).expect("it is full");
    assert!(limit.contains("of a citizen"), "{limit}");
}
